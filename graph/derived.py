"""What is derived from the record: the manifest, and the two stores that follow it.

Everything here can be wiped and made again. Opening it compares the record with the manifest and
the manifest with the stores, and asks for whatever is missing; ``sync`` brings it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rdflib import URIRef

from onrecord.errors import LedgerError
from onrecord.graph.corrections.force import Standing
from onrecord.graph.corrections.ledger import BEGINNING
from onrecord.graph.manifest import Manifest, Source
from onrecord.graph.planning import PROPERTY_GRAPH, RDF, Plan
from onrecord.graph.projection import Own, bring_up, own
from onrecord.graph.property_graph import PropertyGraph
from onrecord.graph.rdf import RdfStore
from onrecord.graph.record import Entry, Record
from onrecord.ontology.fact import Facts
from onrecord.ontology.identifiers import document_iri
from onrecord.ontology.packs import Packs

# Documents in one transaction, and entities, of which each is a node or two.
_BATCH, _ENTITIES = 32, 500

OpenPropertyGraph = Callable[[Path], PropertyGraph]
Progress = Callable[[int, int], None]


class Derived:
    """The manifest and the stores of a data folder. Not thread-safe; its owner has a lock."""

    def __init__(
        self, record: Record, packs: Packs, folder: Path, open_property_graph: OpenPropertyGraph
    ) -> None:
        """Bring the manifest up to the record; the stores follow in ``sync``.

        ``open_property_graph`` is given the folder, and called when the property graph is first
        needed: reading SPARQL starts no engine. Its owner may set ``give_way``, which is called
        before the facts of each source are made for a store.

        Raises:
            StoreError: the RDF store cannot be opened.
            LedgerError: the ledger has lost its end.
        """
        self.folder = folder
        self._record = record
        self._open_property_graph = open_property_graph
        self._property_graph: PropertyGraph | None = None
        self.give_way: Callable[[], None] = lambda: None
        with contextlib.ExitStack() as opened:
            self.manifest = Manifest(folder / "manifest.sqlite")
            opened.callback(self.manifest.close)
            force = Standing.of(record.ledger.entries())
            self.plan = Plan(record, packs, self.manifest, force)
            self.rdf = RdfStore(folder / "rdf")
            opened.callback(self.rdf.close)
            self._reconcile()
            opened.pop_all()

    def close(self) -> None:
        """Close the manifest and the stores."""
        with contextlib.ExitStack() as closing:
            closing.callback(self.manifest.close)
            closing.callback(self.rdf.close)
            if self._property_graph is not None:
                closing.callback(self._property_graph.close)

    @property
    def property_graph(self) -> PropertyGraph:
        """The property graph; its engine starts now if it has not yet."""
        if self._property_graph is None:
            opened = self._open_property_graph(self.folder)
            self._catch_up(PROPERTY_GRAPH, opened.versions())
            self._property_graph = opened
        return self._property_graph

    @property
    def engine_runs(self) -> bool:
        """Whether the property graph is open."""
        return self._property_graph is not None

    # The manifest

    def take(self, entries: Sequence[Entry], entities: Iterable[str] = ()) -> None:
        """Write into the manifest what the stores should hold of these documents and entities."""
        with self.manifest.transaction():
            self.plan.take(entries, entities)

    def forget(self, documents: Iterable[str]) -> None:
        """Write into the manifest that the stores should hold nothing of these documents."""
        with self.manifest.transaction():
            self.plan.forget(documents)

    def pending(self, sink: str) -> int:
        """How many sources a store has to bring up to date."""
        return self.manifest.pending_count(sink)

    def _reconcile(self) -> None:
        """Adopt what the record has and the manifest has not; forget what is gone.

        Raises:
            LedgerError: corrections that the stores have are no longer in the ledger. A chain tells
                what was changed or taken out before its end, and not that its end is missing.
        """
        record, manifest = self._record, self.manifest
        last, entries = manifest.setting("ledger"), record.ledger.entries()
        if last not in (None, BEGINNING) and all(entry.id != last for entry in entries):
            raise LedgerError(
                str(record.ledger.path),
                f"lacks the entry {last:.8}, which the stores follow: its end was taken out; put "
                f"the file back from a backup, or delete {record.derived} to go on without",
            )
        known = manifest.sources()
        recorded = set(record.ids())
        for id_ in recorded:
            record.remember(id_)
        begun = manifest.begun()
        missing = sorted((recorded - known.keys()) | (recorded & begun))
        # Other packs link the same mentions otherwise, another mapping gives other facts of them.
        # So do other corrections, which a process may have written down before it was killed.
        rules = self.plan.rules
        if manifest.setting("rules") != rules:
            missing = sorted(recorded)
        for start in range(0, len(missing), _BATCH):
            self.take([record.get(id_) for id_ in missing[start : start + _BATCH]])
        self.plan.note_rules()
        documents = {id_ for id_ in known if not _is_entity(id_)}
        if gone := sorted((documents | begun) - recorded):
            self.forget(gone)
        self._catch_up(RDF, self.rdf.versions())

    def _catch_up(self, sink: str, held: Mapping[str, str]) -> None:
        """Ask a store again for whatever it does not hold as it should.

        A store that was wiped, restored, or is another server altogether is made whole by this.
        """
        wanted = {str(source_iri(s.id)): s for s in self.manifest.sources().values()}
        with self.manifest.transaction():
            for iri, source in wanted.items():
                if held.get(iri) != source.version:
                    self.manifest.enqueue((sink,), source.id, source.version)
            for iri in held.keys() - wanted.keys():
                self.manifest.enqueue((sink,), _source(iri), None)

    # The stores

    def sync_rdf(self, progress: Progress) -> int:
        """Bring the RDF store up to the manifest; how many sources were applied."""
        total, done = self.pending(RDF), 0
        while pending := self.manifest.pending(RDF, _BATCH):
            for source, version in pending:
                facts = None if version is None else self._facts(source)
                self.rdf.replace(source_iri(source), facts)
            self.manifest.done(RDF, pending)
            done += len(pending)
            progress(done, total)
        return done

    def sync_property_graph(self, progress: Progress) -> int:
        """Bring the property graph up to the RDF store; how many sources were applied.

        The next sources are projected in a thread while the engine takes in those before them.
        """
        store = self.property_graph
        total, done = self.pending(PROPERTY_GRAPH), 0
        batches = self._projected()
        with ThreadPoolExecutor(1, thread_name_prefix="projecting") as thread:
            projecting = thread.submit(next, batches, None)
            while (batch := projecting.result()) is not None:
                projecting = thread.submit(next, batches, None)
                pending, projected = batch
                bring_up(store, self.rdf, projected, self._waiting)
                self.manifest.done(PROPERTY_GRAPH, pending)
                done += len(pending)
                progress(done, total)
        return done

    def _projected(self) -> Iterator[tuple[list[tuple[str, str | None]], Own]]:
        """Yield what the property graph has to take in, in batches; each source once."""
        last = ""
        while pending := _weighed(self.manifest.pending(PROPERTY_GRAPH, _ENTITIES, after=last)):
            sources = [(source_iri(id_), version is not None) for id_, version in pending]
            # Their facts are those that the RDF store has by now.
            yield pending, own(self.rdf, sources, lambda iri: self._facts(_source(iri)))
            last, _ = pending[-1]

    def _waiting(self, nodes: set[str]) -> set[str]:
        return self.manifest.waiting(PROPERTY_GRAPH, nodes)

    def _facts(self, source: str) -> Facts:
        """The facts of a source, made when nobody else has more need of the processor."""
        self.give_way()
        return self.plan.facts(source)

    def load_rdf(self) -> int:
        """Fill the RDF store, which is empty, at once; how many sources.

        Not one transaction: where it is cut short, it is to be begun again.
        """
        sources: list[Source] = sorted(self.manifest.sources().values(), key=lambda s: s.id)
        self.rdf.load((source_iri(source.id), self._facts(source.id)) for source in sources)
        self.manifest.done(RDF, [(source.id, source.version) for source in sources])
        return len(sources)


def source_iri(source: str) -> URIRef:
    """The IRI of a source: a document, by its id, or an entity, by its IRI."""
    return URIRef(source) if _is_entity(source) else document_iri(source)


def _source(iri: str) -> str:
    """The source of that IRI."""
    return iri.removeprefix(str(document_iri("")))


def _weighed(pending: list[tuple[str, str | None]]) -> list[tuple[str, str | None]]:
    """As many of these sources as one transaction takes: documents first, if there are any."""
    documents = [each for each in pending[:_BATCH] if not _is_entity(each[0])]
    return documents or pending


def _is_entity(source: str) -> bool:
    return ":" in source
