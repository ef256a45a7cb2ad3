"""Reading documents in several processes, in the order in which they came.

Each process has a pipeline of its own; one alone, which is not among them, has the graph. An
extraction follows from its document, so that how many read, and in what order, changes no fact.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from onrecord.errors import OnRecordError
from onrecord.ingest.document import Document
from onrecord.ingest.extraction import Extraction
from onrecord.ontology.packs import Packs
from onrecord.pipeline import Reader, load_reader
from onrecord.settings import Settings

# Documents that a process is given at a time, and times that wait for each.
_CHUNK, _AHEAD = 16, 2

_reader: Reader | None = None


class ProcessesReader:
    """Reads as ``Reader`` does, in processes of its own."""

    def __init__(self, settings: Settings, packs: Packs, processes: int) -> None:
        """Load the pipeline here too: what it is called is part of every extraction.

        Raises:
            SettingError: as ``load_reader`` does.
        """
        own = load_reader(settings, packs)
        self.pipeline, self.profile, self.remark = own.pipeline, own.profile, own.remark
        self._settings, self._processes = settings, processes

    def extractions(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        """Yield the extraction of each document, in order.

        Raises:
            OnRecordError: a process ended before it had read what it was given.
        """
        chunks = _chunks(documents)
        waiting: deque[Future[list[Extraction]]] = deque()
        # Not forked: the graph's threads would not be there, but what they hold would.
        with ProcessPoolExecutor(
            self._processes, get_context("spawn"), _load, (self._settings,)
        ) as pool:
            try:
                for chunk in itertools.islice(chunks, self._processes * _AHEAD):
                    waiting.append(pool.submit(_read, chunk))
                while waiting:
                    yield from waiting.popleft().result()
                    for chunk in itertools.islice(chunks, 1):
                        waiting.append(pool.submit(_read, chunk))
            except BrokenProcessPool as error:
                raise OnRecordError(
                    "a process that reads documents ended by itself, for want of memory perhaps; "
                    "what was read before is kept: run the command again, with fewer --processes"
                ) from error
            finally:
                for future in waiting:
                    future.cancel()


def _chunks(documents: Iterable[Document]) -> Iterator[list[Document]]:
    iterator = iter(documents)
    while chunk := list(itertools.islice(iterator, _CHUNK)):
        yield chunk


def _load(settings: Settings) -> None:
    global _reader  # a process of the pool has nothing else that lasts
    _reader = load_reader(settings, Packs(settings.packs))


def _read(documents: list[Document]) -> list[Extraction]:
    if _reader is None:
        raise TypeError("the process has not loaded its reader")
    return list(_reader.extractions(documents))
