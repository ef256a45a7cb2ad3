"""Read-only copies of the RDF store for the workers that run user SPARQL.

A snapshot is a folder of hard links that ``Store.backup`` makes in some ten milliseconds. A new
one is taken when somebody asks, the store has changed, and the last one is a second old; so an
answer is never more than two seconds behind.
"""

from __future__ import annotations

import itertools
import os
import shutil
import time
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import StoreError
from onrecord.graph.rdf import RdfStore

_REST_S = 1.0
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A copy of the store; ``version`` is equal for equal facts."""

    folder: Path
    version: str


class Snapshots:
    """Snapshots of one store in a folder of their own. Not thread-safe; its owner has a lock."""

    def __init__(self, rdf: RdfStore, folder: Path) -> None:
        self._rdf = rdf
        # Only one process has the data folder: what others left behind is of no use to anybody.
        for left in folder.glob("*"):
            if not left.name.startswith(f"{os.getpid()}-"):
                shutil.rmtree(left, ignore_errors=True)
        self._folder = folder / f"{os.getpid()}-{next(_numbers)}"
        self._current: Snapshot | None = None
        self._revision = -1
        self._taken = 0.0
        self._count = 0

    def current(self) -> Snapshot:
        """A snapshot that is fresh enough.

        Raises:
            StoreError: it cannot be made.
        """
        if self._current is not None and self._current.folder.exists():
            rested = time.monotonic() - self._taken >= _REST_S
            if self._revision == self._rdf.revision or not rested:
                return self._current
        self._count += 1
        folder = self._folder / str(self._count)
        taken = time.monotonic()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            revision, version = self._rdf.back_up(folder)
        except OSError as error:
            raise StoreError("Oxigraph", f"cannot make a snapshot in {folder} ({error})") from error
        self._current, self._taken, self._revision = Snapshot(folder, version), taken, revision
        return self._current

    def sweep(self, in_use: Collection[Path]) -> None:
        """Delete those that are neither current nor in use, by their folders."""
        current = self._current and self._current.folder
        for folder in self._folder.glob("*"):
            if folder != current and folder not in in_use:
                shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        """Delete them all."""
        shutil.rmtree(self._folder, ignore_errors=True)
        with suppress(OSError):  # another service of this process has snapshots here
            self._folder.parent.rmdir()
