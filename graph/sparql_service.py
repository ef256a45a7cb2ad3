"""User SPARQL: read-only, on a snapshot, in worker processes that can be killed.

Oxigraph has no time-out and cannot cancel, so a query runs in a process of its own
(``sparql_worker``) that is killed when its time is up or its caller goes away; another one takes
its place. Two stay warm, so that a look-up costs a few milliseconds.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Self

import pyoxigraph as ox

from onrecord.errors import (
    QueryError,
    QuerySyntaxError,
    ReadOnlyError,
    StoreError,
)
from onrecord.graph.property_graph import Cancelled, Rows
from onrecord.graph.rdf import RdfStore
from onrecord.graph.snapshots import Snapshot, Snapshots
from onrecord.graph.sparql_process import DiedError, Worker
from onrecord.graph.sparql_scan import is_update, names_dataset, refuse_service
from onrecord.graph.sparql_worker import MEMORY_BYTES

WORKERS = 4
_WARM = 2
_LOOK_S = 0.05
_START_S = 30.0
_CHUNK_BYTES = 1 << 20
_numbers = itertools.count(1)
BASE_IRI = "https://w3id.org/onrecord/id/"


@dataclass(frozen=True, slots=True)
class SparqlAnswer:
    """A serialised answer.

    ``kind`` is rows, boolean or graph; ``truncated`` says that there were more rows (or triples)
    than asked for; ``version`` identifies the facts that were asked. A large body is in a file
    that nothing else knows of, and gone once it is read.
    """

    kind: str
    truncated: bool
    version: str
    size: int
    triples: int
    _held: bytes
    _file: BinaryIO | None

    @property
    def large(self) -> bool:
        """Whether the body is too large to be held in memory."""
        return self._file is not None

    def chunks(self) -> Iterator[bytes]:
        """The body, once."""
        if self._file is None:
            yield self._held
            return
        with self._file as file:
            while chunk := file.read(_CHUNK_BYTES):
                yield chunk

    @property
    def body(self) -> bytes:
        """The whole body."""
        return b"".join(self.chunks())

    def close(self) -> None:
        """Let go of the body."""
        if self._file is not None:
            self._file.close()


class SparqlService:
    """Answers SPARQL queries over one RDF store; thread-safe.

    The store's owner closes the service first.
    """

    def __init__(self, rdf: RdfStore, folder: Path) -> None:
        """``folder`` is for snapshots and large answers; processes start when they are needed."""
        self._snapshots = Snapshots(rdf, folder)
        self._answers = folder / f"{os.getpid()}-answers-{next(_numbers)}"
        self._lock = threading.Lock()
        self._free = threading.Semaphore(WORKERS)
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._closed = False
        self._starts = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop all workers and delete the snapshots; queries that still run fail."""
        with self._lock:
            self._closed = True
            for worker in self._busy:
                worker.end()
            for worker in self._idle:
                worker.kill()
            self._idle.clear()
            shutil.rmtree(self._answers, ignore_errors=True)
            self._snapshots.close()

    def warm(self) -> None:
        """Start a worker and let it open the store, before anybody asks.

        Raises:
            StoreError: it does not start; says what it said.
        """
        self._run({}, round(_START_S * 1000), lambda: False)

    @property
    def pids(self) -> list[int]:
        """The processes of the workers."""
        with self._lock:
            return [worker.pid for worker in (*self._idle, *self._busy)]

    @property
    def busy(self) -> int:
        """How many workers answer now."""
        return len(self._busy)

    @property
    def ready(self) -> bool:
        """Whether a query would find a worker that runs: the last one that was asked did."""
        return not self._closed and self._starts

    def query(
        self,
        text: str,
        *,
        timeout_ms: int,
        max_rows: int,
        row_format: str = "json",
        graph_format: str = "turtle",
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        base_iri: str | None = None,
        gone: Callable[[], bool] = lambda: False,
    ) -> SparqlAnswer:
        """Answer a query in the formats of ``sparql_worker.ROWS`` and ``GRAPHS``.

        The default graph is the union of all graphs, unless the query says FROM or graphs are
        given here, which then are the whole dataset. ``gone`` is looked at every 50 ms and stops
        the query.

        Raises:
            QuerySyntaxError: it does not parse; says where.
            ReadOnlyError: it is an update, or would reach outside.
            QueryTimeoutError: it ran too long.
            QueryError: it failed, or needed too much memory.
            StoreError: all workers are busy.
            Cancelled: ``gone`` said so.
        """
        refuse_service(text)
        named = default_graphs is not None or named_graphs is not None
        request: dict[str, object] = {
            "query": text,
            "base_iri": base_iri or BASE_IRI,
            "union": not named and not names_dataset(text),
            "default_graphs": [*(default_graphs or ())] if named else None,
            "named_graphs": [*(named_graphs or ())] if named else None,
            "max_rows": max_rows,
            "row_format": row_format,
            "graph_format": graph_format,
        }
        header, body, version = self._run(request, timeout_ms, gone)
        if header.get("error") == "syntax":
            if is_update(text):
                raise ReadOnlyError("updates are refused: the graph follows from its documents")
            raise QuerySyntaxError(_plain_reason(str(header["message"])))
        if "error" in header:
            raise QueryError(str(header["message"]))
        file, size = None, len(body)
        if "file" in header:
            path = Path(header["file"])
            file, size = path.open("rb"), path.stat().st_size
            path.unlink()
        return SparqlAnswer(
            header["kind"],
            header["truncated"],
            version,
            size,
            header.get("triples", 0),
            body,
            file,
        )

    def rows(
        self,
        text: str,
        *,
        timeout_ms: int,
        max_rows: int,
        gone: Callable[[], bool] = lambda: False,
    ) -> Rows:
        """Answer a query in Python values; raises as ``query`` does.

        ASK gives one row, CONSTRUCT and DESCRIBE give triples.
        """
        answer = self.query(
            text, timeout_ms=timeout_ms, max_rows=max_rows, graph_format="ntriples", gone=gone
        )
        if answer.kind == "graph":
            quads = ox.parse(answer.body, format=ox.RdfFormat.N_TRIPLES)
            triples = [[_value(q.subject), _value(q.predicate), _value(q.object)] for q in quads]
            return Rows(["subject", "predicate", "object"], triples, answer.truncated)
        found = ox.parse_query_results(answer.body, ox.QueryResultsFormat.JSON)
        if isinstance(found, ox.QueryBoolean):
            return Rows(["answer"], [[bool(found)]])
        names = [variable.value for variable in found.variables]
        rows = [[_value(row[name]) for name in names] for row in found]
        return Rows(names, rows, answer.truncated)

    def _run(
        self, request: dict[str, object], timeout_ms: int, gone: Callable[[], bool]
    ) -> tuple[dict[str, Any], bytes, str]:
        """Header, body and version of the answer."""
        self._wait_for_turn(timeout_ms, gone)
        try:
            worker, snapshot, fresh = self._take()
            try:
                return *self._asked(worker, snapshot, request, timeout_ms, gone), snapshot.version
            except DiedError:
                if fresh:
                    raise
            # One that was idle may have been killed meanwhile, for another reason than the query.
            worker, snapshot, _ = self._take(fresh=True)
            return *self._asked(worker, snapshot, request, timeout_ms, gone), snapshot.version
        except DiedError as error:
            if self._closed:
                raise StoreError("SPARQL", "the service is stopping", retryable=True) from error
            if not error.started:
                self._starts = False
                reason = f"a worker does not start ({error})"
                raise StoreError("SPARQL", reason, retryable=True) from error
            if error.lacked_memory:
                most = f"{MEMORY_BYTES >> 30} GiB of memory"
                raise QueryError(f"the query needed more than the {most} it may have") from error
            raise QueryError(f"the query broke the engine (it {error})") from error
        finally:
            self._free.release()

    def _asked(
        self,
        worker: Worker,
        snapshot: Snapshot,
        request: dict[str, object],
        timeout_ms: int,
        gone: Callable[[], bool],
    ) -> tuple[dict[str, Any], bytes]:
        spool = self._answers / str(next(_numbers))
        asked = {**request, "folder": str(snapshot.folder), "spool": str(spool)}
        try:
            answer = worker.ask(asked, timeout_ms, gone)
        except BaseException:
            self._drop(worker)
            spool.unlink(missing_ok=True)
            raise
        self._starts = True
        self._give_back(worker)
        return answer

    def _wait_for_turn(self, timeout_ms: int, gone: Callable[[], bool]) -> None:
        deadline = time.monotonic() + timeout_ms / 1000
        while not self._free.acquire(timeout=_LOOK_S):
            if gone():
                raise Cancelled
            if time.monotonic() > deadline:
                raise StoreError("SPARQL", "all workers are busy; ask again soon", retryable=True)

    def _take(self, *, fresh: bool = False) -> tuple[Worker, Snapshot, bool]:
        """A worker, the snapshot that it is to ask, and whether it is a new process."""
        with self._lock:
            if self._closed:
                raise StoreError("SPARQL", "the service is stopping", retryable=True)
            snapshot = self._snapshots.current()
            self._answers.mkdir(exist_ok=True)
            fresh = fresh or not self._idle
            worker = Worker() if fresh else self._idle.pop()
            worker.snapshot = snapshot
            self._busy.add(worker)
            workers = (*self._idle, *self._busy)
            self._snapshots.sweep(
                {each.snapshot.folder for each in workers if each.snapshot is not None}
            )
            return worker, snapshot, fresh

    def _give_back(self, worker: Worker) -> None:
        with self._lock:
            self._busy.discard(worker)
            if len(self._idle) < _WARM and not self._closed:
                self._idle.append(worker)
                return
        worker.kill()

    def _drop(self, worker: Worker) -> None:
        """Kill a worker, and start another in its place."""
        worker.kill()
        with self._lock:
            self._busy.discard(worker)
            if len(self._idle) < _WARM and not self._closed:
                self._idle.append(Worker())


def _plain_reason(message: str) -> str:
    """Oxigraph's message in one line, its list of all that it would have taken shortened."""
    place, _, rest = " ".join(message.split()).partition(": ")
    if found := re.fullmatch(r"error at (\d+):(\d+)", place):
        place = f"line {found.group(1)}, column {found.group(2)}"
    rest = rest if len(rest) <= 240 else rest[:240] + " …"
    return f"the query does not parse: {place}: {rest}" if rest else place


def _value(term: object) -> object:
    """JSON form of a term: numbers and truth values as such, all else as text."""
    if term is None:
        return None
    if not isinstance(term, ox.Literal):
        return getattr(term, "value", str(term))
    kind = term.datatype.value.removeprefix("http://www.w3.org/2001/XMLSchema#")
    with suppress(ValueError):
        if kind in ("integer", "int", "long", "nonNegativeInteger"):
            return int(term.value)
        if kind in ("decimal", "double", "float"):
            return float(term.value)
    if kind == "boolean":
        return term.value in ("true", "1")
    return term.value
