"""The tables of a graph that changes: each is brought up to it when it is asked for."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from onrecord.errors import StoreError
from onrecord.graph.lookup.entities import Entities, EntityRow, all_entities, entity_of
from onrecord.graph.lookup.rows import Codes, DocumentRows, document_rows
from onrecord.graph.lookup.table import EDGES_BESIDE, Table
from onrecord.ontology.identifiers import document_iri

if TYPE_CHECKING:
    from onrecord.graph.knowledge_graph import KnowledgeGraph
    from onrecord.graph.rdf import RdfStore

_DOCUMENT = str(document_iri(""))
BEHIND_S = 2.0
_LOOKING_S, _MOST_REST_S = 1.0, 0.25


class Lookups:
    """The tables of a graph, brought up to it whenever they are asked for.

    A change costs reading what changed again and joining the columns; the first table costs
    reading all documents (half a second for ten thousand claims). While many changes are made in a
    row, who makes them makes the tables too (``kept``), and no look-up waits.
    """

    def __init__(self, graph: KnowledgeGraph) -> None:
        self._graph = graph
        self._codes = Codes()
        self._documents: dict[str, DocumentRows] = {}
        self._entities: dict[str, EntityRow] = {}
        self._seen: tuple[RdfStore, int] | None = None
        self._table: Table | None = None
        self._refreshing = threading.Lock()
        self._kept = False
        self._asked = -math.inf
        self._rested = threading.local()

    @property
    def state(self) -> str:
        """Names what a look-up that begins now answers from, or what was there before it."""
        seen = self._seen
        if self._kept and seen is not None:
            return seen[0].state_at(seen[1])
        return self._graph.rdf.state

    @contextmanager
    def kept(self) -> Iterator[Callable[[], None]]:
        """Answer from the table that there is while the caller, alone, changes the store.

        The next table is there at the end. What is given is to be called now and then, and makes
        one where the last is two seconds old.
        """
        made = self._rested.at = time.monotonic()

        def follow() -> None:
            nonlocal made
            if self._kept and time.monotonic() - made > BEHIND_S:
                self._bring_up()
                made = time.monotonic()

        if self._table is None:  # nobody looks anything up
            yield follow
            return
        self._bring_up()
        self._kept = True
        try:
            yield follow
            self._bring_up()
        finally:
            self._kept = False

    def table(self) -> Table:
        """The table of the graph as its RDF store is now, or was a moment ago (``kept``).

        Raises:
            StoreError: the store is closed.
        """
        self._asked = time.monotonic()
        table = self._table
        if table is not None and self._kept:
            return table
        return self._bring_up()

    def give_way(self) -> None:
        """Rest as long as this thread has worked since it last did, where somebody looks on.

        Python runs one thread at a time: without rests, what stores a batch takes half of the time
        that look-ups need, and as much again of the other processor.
        """
        now = time.monotonic()
        worked_s = now - getattr(self._rested, "at", now)
        if now - self._asked < _LOOKING_S:
            time.sleep(min(worked_s, _MOST_REST_S))
        self._rested.at = time.monotonic()

    def _bring_up(self) -> Table:
        rdf = self._graph.rdf
        table = self._table
        if table is not None and self._seen == (rdf, rdf.revision):
            return table
        with self._refreshing:
            if self._table is None or self._seen != (rdf, rdf.revision):
                self._refresh(rdf)
            if self._table is None:
                raise StoreError("look-ups", "the store is closed", retryable=True)
            return self._table

    def _refresh(self, rdf: RdfStore) -> None:
        # Read before what changed, so that what changes meanwhile is read again the next time.
        revision = rdf.revision
        changed = None
        if self._seen is not None and self._seen[0] is rdf:
            changed = rdf.changed_since(self._seen[1])
        if changed is None:
            self._documents.clear()
            self._entities = {row.iri: row for row in all_entities(rdf.store)}
            for iri in rdf.versions():
                self._read(iri)
        else:
            entities = dict(self._entities)
            for iri in changed:
                if self._read(iri):
                    continue
                row = entity_of(rdf.store, iri)
                if row is None:
                    entities.pop(iri, None)
                else:
                    entities[iri] = row
            self._entities = entities
        # Whatever may stand in an edge has a code before any thread asks for it.
        named = self._entities.keys() if changed is None else changed & self._entities.keys()
        for name in (*named, *EDGES_BESIDE):
            self._codes.of(name)
        table = Table(list(self._documents.values()), Entities(self._entities), self._codes)
        before = self._table
        if before is not None and self._kept:
            table.prepare(before)
        self._table = table
        self._seen = rdf, revision
        if before is not None:
            before.let_go()

    def _read(self, iri: str) -> bool:
        """Read a document again; False where the IRI is no document's."""
        if not iri.startswith(_DOCUMENT):
            return False
        id_ = iri.removeprefix(_DOCUMENT)
        try:
            entry = self._graph.record.get(id_)
            extraction = self._graph.derived.plan.corrected(entry).extraction
            iris = self._graph.iris(id_)
            rows = document_rows(extraction, iris, entry.file_names, self._codes)
        except KeyError:  # gone, or going: its change comes, or has come, too
            self._documents.pop(id_, None)
        else:
            self._documents[id_] = rows
        return True
