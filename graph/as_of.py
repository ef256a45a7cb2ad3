"""The graph as of a day: what had been published, or was known here, by then.

It is a graph of its own, built from those documents alone by the same functions as any other: in a
data folder below ``derived/as-of`` that shares the files of the record by hard links. So every
question in either language can be asked of it, and it equals a graph that never had the others.
"""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from onrecord.errors import QueryError
from onrecord.graph.corrections.ledger import Entry, written
from onrecord.ingest.document import digest, is_date
from onrecord.ontology.identifiers import document_iri
from onrecord.ontology.terms import ONR

if TYPE_CHECKING:
    from onrecord.graph.knowledge_graph import KnowledgeGraph

_KEPT = 4
_DOCUMENT = str(document_iri(""))


@dataclass(frozen=True, slots=True)
class Clock:
    """Days (YYYY-MM-DD, YYYY-MM or YYYY) up to whose end documents count; None counts all.

    ``published_by`` goes by the date of publication, and leaves undated documents out;
    ``known_by`` by when a document came into this graph, or a correction was decided, in whichever
    folder: an entry of the ledger says nothing of when it was imported.
    """

    published_by: str | None = None
    known_by: str | None = None

    def __post_init__(self) -> None:
        for name in ("published_by", "known_by"):
            day = getattr(self, name)
            if day is not None and not is_date(day):
                raise QueryError(f"{name} must be YYYY, YYYY-MM or YYYY-MM-DD, got {day!r:.60}")

    def __bool__(self) -> bool:
        return self.published_by is not None or self.known_by is not None

    def has_published(self, published: str | None) -> bool:
        """Whether a document of that date counts."""
        return self.published_by is None or (
            published is not None and _by(published, self.published_by)
        )

    def has_known(self, known: str) -> bool:
        """Whether what came at that time (ISO, UTC) counts."""
        return self.known_by is None or _by(known, self.known_by)


def _by(day: str, last: str) -> bool:
    """Whether a day is not after another, as far as both are told."""
    told = min(len(day), len(last))
    return day[:told] <= last[:told]


class Past:
    """Graphs as of a day, beside the one of now. One question at a time is asked of them."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self._graph = graph
        self._folder = graph.record.derived / "as-of"
        self._open: tuple[str, KnowledgeGraph] | None = None
        self._asking = threading.RLock()

    @contextmanager
    def at(self, clock: Clock) -> Iterator[KnowledgeGraph]:
        """The graph as of the clock; its property graph is the embedded engine, always."""
        with self._asking:
            chosen = self._chosen(clock)
            entries = self._entries(clock)
            head = entries[-1].id if entries else ""
            name = digest("as-of", sorted(chosen.items()), head, self._graph.rules)
            if self._open is None or self._open[0] != name:
                self.close()
                self._open = name, self._opened(self._folder / name, list(chosen), entries)
            yield self._open[1]

    def undated(self) -> int:
        """How many documents have no date, so that no ``published_by`` has them."""
        return len(self._versions().keys() - self._published().keys())

    def close(self) -> None:
        """Close the graph that is open."""
        with self._asking:
            if self._open is not None:
                self._open[1].close()
                self._open = None

    def wipe(self) -> None:
        """Delete all that are kept; they are made again when they are asked for."""
        with self._asking:
            self.close()
            shutil.rmtree(self._folder, ignore_errors=True)

    def _published(self) -> dict[str, str]:
        """The dates of those documents that have one, by id."""
        store = self._graph.rdf.store
        quads = store.quads_for_pattern(None, ox.NamedNode(ONR.published), None)
        return {
            quad.subject.value.removeprefix(_DOCUMENT): quad.object.value
            for quad in quads
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal)
        }

    def _versions(self) -> dict[str, str]:
        """The versions of the facts of all documents, by id."""
        versions = self._graph.rdf.versions().items()
        return {iri.removeprefix(_DOCUMENT): v for iri, v in versions if iri.startswith(_DOCUMENT)}

    def _chosen(self, clock: Clock) -> dict[str, str]:
        """The documents that count, with the versions of their facts."""
        record, published = self._graph.record, self._published()
        versions = self._versions()
        found = {}
        for id_ in record.ids():
            known = record.first_ingested(id_)
            if clock.has_published(published.get(id_)) and (
                known is None or clock.has_known(known.isoformat())
            ):
                found[id_] = versions.get(id_, "")
        return found

    def _entries(self, clock: Clock) -> list[Entry]:
        """The corrections that count: the ledger up to the first that came later."""
        entries = []
        for entry in self._graph.record.ledger.entries():
            if not clock.has_known(entry.time.isoformat()):
                break
            entries.append(entry)
        return entries

    def _opened(self, folder: Path, chosen: list[str], entries: list[Entry]) -> KnowledgeGraph:
        made = folder / "made"
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)
            self._sweep()
            self._link(folder, chosen, entries)
        graph = self._graph.beside(folder)
        graph.fill()
        made.touch()
        return graph

    def _link(self, folder: Path, chosen: list[str], entries: list[Entry]) -> None:
        """A data folder of these documents and corrections."""
        record = self._graph.record
        (folder / "ledgers").mkdir(parents=True)
        rows = [
            {"document": id_, "known": known.isoformat()}
            for id_ in chosen
            if (known := record.first_ingested(id_)) is not None
        ]
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (folder / "ledgers" / "first-ingest.jsonl").write_text(lines, encoding="utf-8")
        (folder / "ledgers" / "corrections.jsonl").write_bytes(written(entries))
        for id_ in chosen:
            for path in record.files(id_):
                there = folder / path.relative_to(record.folder)
                there.parent.mkdir(parents=True, exist_ok=True)
                if not there.exists():
                    os.link(path, there)

    def _sweep(self) -> None:
        """Delete the oldest of those that are kept."""
        folders = sorted(self._folder.glob("*"), key=lambda path: path.stat().st_mtime)
        for folder in folders[: max(0, len(folders) - _KEPT + 1)]:
            shutil.rmtree(folder, ignore_errors=True)
