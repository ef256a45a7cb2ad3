"""The knowledge graph: the record, and two stores that follow it.

Every change goes to the record first, then to the manifest's outbox, then to the sinks. A process
killed anywhere in between loses nothing that was acknowledged: the next one that opens the folder
compares the record with the manifest and the manifest with the stores, and finishes.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Concatenate, ParamSpec, Self, TypeVar

import pyoxigraph as ox

from onrecord.errors import StoreError
from onrecord.graph.as_of import Clock, Past
from onrecord.graph.corrections.consequences import Consequence, consequence
from onrecord.graph.corrections.contradictions import Conflict, overruled_names
from onrecord.graph.corrections.decisions import Decision, EntityDecision
from onrecord.graph.corrections.entities import unplaced
from onrecord.graph.corrections.force import (
    Standing,
    reach,
    refuse_contradiction,
    refuse_second_undo,
)
from onrecord.graph.corrections.ledger import Entry as Correction
from onrecord.graph.corrections.ledger import live
from onrecord.graph.corrections.statements import Corrected
from onrecord.graph.derived import Derived, OpenPropertyGraph, Progress
from onrecord.graph.lookup.lookups import Lookups
from onrecord.graph.planning import PROPERTY_GRAPH, RDF, Plan, entity_changes
from onrecord.graph.projection import projected
from onrecord.graph.property_graph import Content, PropertyGraph
from onrecord.graph.rdf import RdfStore
from onrecord.graph.record import Record
from onrecord.graph.reviewing import Candidate, candidates
from onrecord.graph.who_said import Describer
from onrecord.ingest.document import Document
from onrecord.ingest.extraction import Extraction
from onrecord.ontology.packs import Packs
from onrecord.ontology.terms import ONR
from onrecord.ontology.validation import verify_spans, verify_terms

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Status:
    """What the graph holds."""

    folder: Path
    documents: int
    quads: int
    pending_rdf: int
    pending_property_graph: int
    engine: str


def _one_at_a_time(
    change: Callable[Concatenate[KnowledgeGraph, P], T],
) -> Callable[Concatenate[KnowledgeGraph, P], T]:
    """Let no two threads change the graph at once."""

    @functools.wraps(change)
    def changing(self: KnowledgeGraph, /, *arguments: P.args, **options: P.kwargs) -> T:
        with self._changing:
            return change(self, *arguments, **options)

    return changing


class KnowledgeGraph:
    """The record in a data folder with its RDF store and its property graph.

    Any thread may read; those that change something wait for each other.
    """

    def __init__(self, folder: Path, packs: Packs, open_property_graph: OpenPropertyGraph) -> None:
        """Open the folder and bring the manifest up to the record; the stores follow in ``sync``.

        ``open_property_graph`` is given the folder of derived data, and called when the property
        graph is first needed: reading SPARQL starts no engine.

        Raises:
            RecordError: the folder cannot be used; says why.
        """
        self._packs = packs
        self._open_property_graph = open_property_graph
        self._changing = threading.RLock()
        self._reloading = False
        self.lookups = Lookups(self)
        with contextlib.ExitStack() as opened:
            self.record = Record(folder)
            opened.callback(self.record.close)
            self.derived = self._derive(self.record.stores)
            opened.pop_all()
        self.past = Past(self)

    def _derive(self, folder: Path) -> Derived:
        derived = Derived(self.record, self._packs, folder, self._open_property_graph)
        derived.give_way = self.lookups.give_way
        return derived

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the stores and let go of the folder."""
        with contextlib.ExitStack() as closing:
            closing.callback(self.record.close)
            closing.callback(self.derived.close)
            closing.callback(self.past.close)

    @contextlib.contextmanager
    def as_of(self, clock: Clock) -> Iterator[KnowledgeGraph]:
        """This graph, or the one that it was by the clock."""
        if not clock:
            yield self
            return
        with self.past.at(clock) as past:
            yield past

    def beside(self, folder: Path) -> KnowledgeGraph:
        """A graph in another folder with the same packs, its property graph embedded."""
        return KnowledgeGraph(folder, self._packs, _embedded)

    @property
    def rules(self) -> str:
        """Identifies the packs, the mapping and the corrections that facts are made by."""
        return self.derived.plan.rules

    @property
    def packs(self) -> Packs:
        """The packs that facts are made by."""
        return self._packs

    @property
    def rdf(self) -> RdfStore:
        """The RDF store."""
        return self.derived.rdf

    @property
    def property_graph(self) -> PropertyGraph:
        """The property graph; its engine starts now if it has not yet.

        Raises:
            StoreError: it cannot be reached, or a rebuild is loading it.
        """
        if self._reloading:
            reason = "a rebuild is loading it again; ask when that is done, or ask in SPARQL"
            raise StoreError("property graph", reason, retryable=True)
        if self.derived.engine_runs:
            return self.derived.property_graph
        with self._changing:
            return self.derived.property_graph

    # Changing what is known

    def to_read(self, document: Document, pipeline: str, profile: str) -> Document | None:
        """The document with what else is known of it; None where nothing new is to be read.

        That is where the record has it with this metadata, read by this pipeline. Metadata that
        this copy does not bring (title, authors, language) stay as they are.
        """
        if document.id not in self.record:
            return document
        extraction = self.record.get(document.id).extraction
        known = extraction.document
        whole = replace(
            document,
            title=document.title or known.title,
            authors=document.authors or known.authors,
            language=document.language or known.language,
        )
        read = (extraction.pipeline, extraction.profile) == (pipeline, profile)
        return None if read and _metadata(whole) == _metadata(known) else whole

    @_one_at_a_time
    def add_file_name(self, document_id: str, name: str) -> bool:
        """Keep another name of a document; False where it has it already."""
        entry = self.record.get(document_id)
        if name in entry.file_names:
            return False
        self.derived.take([self.record.put(entry.extraction, (*entry.file_names, name))])
        return True

    def same_text(self, document: Document) -> list[str]:
        """The ids of other documents with the same text."""
        if not self.record.has_text(document.sha256):
            return []
        return [
            id_
            for id_ in self.record.ids()
            if id_ != document.id
            and self.record.get(id_).extraction.document.sha256 == document.sha256
        ]

    def sync_needed(self) -> bool:
        """Whether a store has work to do, or an engine runs that must be looked at."""
        return self.derived.engine_runs or any(
            self.derived.pending(sink) for sink in (RDF, PROPERTY_GRAPH)
        )

    @_one_at_a_time
    def put(self, extraction: Extraction) -> None:
        """Take an extraction into the record, in place of an older one of the same document.

        The stores follow in ``sync``.

        Spans and terms are verified before anything is written.

        Raises:
            SpanMismatchError: a span does not show the text; nothing is written of that document.
            UnknownTermError: the ontology lacks a term; nothing is written of it either.
        """
        verify_spans(extraction)
        verify_terms(extraction)
        document = extraction.document
        names = {document.path.replace("\\", "/").rsplit("/", 1)[-1]} if document.path else set()
        if document.id in self.record:
            names.update(self.record.get(document.id).file_names)
        self.derived.manifest.begin(document.id)
        self.derived.take([self.record.put(extraction, tuple(names))])

    @_one_at_a_time
    def remove(self, document_ids: Iterable[str]) -> int:
        """Take documents out of the record; the stores follow in ``sync``."""
        removed = [id_ for id_ in document_ids if id_ in self.record]
        for id_ in removed:
            self.record.delete(id_)
        self.derived.forget(removed)
        return len(removed)

    @contextlib.contextmanager
    def unchanged(self) -> Iterator[None]:
        """Nobody changes the graph within."""
        with self._changing:
            yield

    # Correcting what was read

    @_one_at_a_time
    def correct(self, decision: Decision, *, author: str, reason: str) -> Correction:
        """Write a decision into the ledger; the stores follow in ``sync``.

        Raises:
            CorrectionError: it contradicts another that is in force, or undoes what is undone.
            LedgerError: it has no author or no reason.
        """
        entries = self.record.ledger.entries()
        refuse_second_undo(decision, entries)
        refuse_contradiction(decision, Standing.of(entries).identities)
        written = self.record.ledger.append(decision, author=author, reason=reason)
        self._follow_ledger([written])
        return written

    def preview(self, decision: Decision) -> Consequence:
        """What the decision would change; nothing is written.

        Raises:
            CorrectionError: it contradicts another that is in force, or undoes what is undone.
        """
        entries = self.record.ledger.entries()
        now = Standing.of(entries)
        refuse_second_undo(decision, entries)
        refuse_contradiction(decision, now.identities)
        draft = self.record.ledger.draft(decision, author="preview", reason="preview")
        about = reach([decision], entries)
        then = Standing.of([*entries, draft])
        before, after = (
            Plan(self.record, self._packs, self.derived.manifest, force) for force in (now, then)
        )
        documents = sorted({*before.concerned(about), *after.concerned(about)})
        found = map(self.record.get, documents)
        describe = Describer(self.rdf.store)
        return consequence(
            ((before.draft(entry), after.draft(entry)) for entry in found),
            lambda iri: describe.thing(iri).label,
            entity_changes(before, after, about.entities),
        )

    def leads_to(self, iri: str) -> str:
        """The IRI that this one leads to, since its entity was merged into another."""
        return self.derived.plan.force.identities.of(iri)

    @_one_at_a_time
    def absorb(self, entries: Sequence[Correction]) -> list[Correction]:
        """Take in what another ledger has beyond this one; the entries that are new here."""
        added = self.record.ledger.absorb(entries)
        self._follow_ledger(added)
        return added

    def _follow_ledger(self, added: Sequence[Correction]) -> None:
        """Plan anew whatever these entries, which are in the ledger by now, are about."""
        entries = self.record.ledger.entries()
        about = reach((entry.decision for entry in added), entries)
        plan, manifest = self.derived.plan, self.derived.manifest
        before = plan.concerned(about)
        plan.force = Standing.of(entries)
        documents = sorted({*before, *plan.concerned(about)})
        with manifest.transaction():
            plan.take(map(self.record.get, documents), about.entities)
            plan.note_rules()

    def corrected(self, document_id: str) -> Corrected:
        """A document's extraction as analysts corrected it, with what found no place in it.

        Raises:
            KeyError: the record does not have it.
        """
        return self.derived.plan.corrected(self.record.get(document_id))

    def iris(self, document_id: str) -> dict[str, str]:
        """The IRIs of a document's entities by their local ids."""
        return self.derived.manifest.iris(document_id)

    def candidates(self) -> list[Candidate]:
        """Pairs of entities that may be one, the likeliest first, for a person to say."""
        return candidates(self.derived.manifest, self.derived.plan, self.rdf.store)

    def conflicts(self) -> list[Conflict]:
        """Decisions in force that are not applied, in the ledger's order.

        Their claims are not to be found, or a later decision says otherwise.
        """
        counting = live(self.record.ledger.entries())
        found = list(overruled_names(counting))
        about_entities = any(isinstance(each.decision, EntityDecision) for each in counting)
        meant = self.derived.plan.meant() if about_entities else set()
        for document, entries in self.derived.plan.force.claims.items():
            if document in self.record:
                whole = self.corrected(document)
                found += whole.conflicts + whole.overruled
                meant.update(whole.pins.values())
            else:
                found += [Conflict(entry, "its document is not in the graph") for entry in entries]
        found += unplaced(counting, meant, self.record)
        order = {entry.id: place for place, entry in enumerate(self.record.ledger.entries())}
        return sorted(found, key=lambda conflict: order[conflict.entry.id])

    # Bringing the stores up to the record

    @_one_at_a_time
    def sync(self, progress: Progress = lambda done, total: None) -> int:
        """Bring both stores up to the record; how many sources were applied."""
        return self.sync_rdf(progress) + self.derived.sync_property_graph(progress)

    @_one_at_a_time
    def sync_rdf(self, progress: Progress = lambda done, total: None) -> int:
        """Bring the RDF store up to the record; starts no engine."""
        with self.lookups.kept() as follow:

            def stored(done: int, total: int) -> None:
                follow()
                progress(done, total)

            return self.derived.sync_rdf(stored)

    # Wholesale

    @_one_at_a_time
    def rebuild(
        self, progress: Progress = lambda done, total: None, *, grace_s: float = 0.0
    ) -> int:
        """Make all that is derived again from the record; how many sources.

        The stores are made beside those in use, which answer until they are done; look-ups that
        run at that moment have ``grace_s`` seconds to end. A Neo4j server has one place for all:
        its content is wiped and loaded again, and until then it is refused to who asks.
        """
        self.past.wipe()
        old, made = self.derived, self._derive(self.record.next_stores())
        try:
            sources = made.load_rdf()
            self._reloading = bool(made.property_graph.versions())
            made.property_graph.wipe()
            made.sync_property_graph(progress)
        except BaseException:
            made.close()
            raise
        finally:
            self._reloading = False
        self.record.adopt_stores(made.folder)
        old.rdf.exchange(made.rdf)
        made.rdf, old.rdf = old.rdf, made.rdf
        self.derived = made
        time.sleep(grace_s)
        old.close()
        self.record.sweep_stores()
        return sources

    @_one_at_a_time
    def fill(self) -> None:
        """Bring the RDF store up to the record, at once where it is empty.

        Not one transaction: for graphs that are begun again where that is cut short.
        """
        if len(self.rdf.store):
            self.sync_rdf()
        else:
            self.derived.load_rdf()

    def snapshot(self) -> ox.Store:
        """A copy of the RDF store in memory."""
        store = ox.Store()
        store.bulk_extend(self.rdf.store)
        return store

    def nquads(self) -> list[str]:
        """All facts as sorted N-Quads lines."""
        return self.rdf.nquads()

    def fingerprint(self) -> str:
        """SHA-256 of the sorted N-Quads: equal exactly when the facts are."""
        return hashlib.sha256("\n".join(self.nquads()).encode()).hexdigest()

    def projected(self) -> Content:
        """What the property graph should hold, projected from the RDF store."""
        return projected(self.rdf)

    def counts(self) -> dict[str, int]:
        """How many documents, statements, relations and entities the RDF store holds."""
        classes = ("Document", "Statement", "RelationClaim", "Actor", "Policy", "Sector")
        return {name: sum(1 for _ in self.rdf.instances(ONR[name])) for name in classes}

    def status(self) -> Status:
        """What the graph holds, without starting an engine."""
        return Status(
            folder=self.record.folder,
            documents=len(self.record),
            quads=len(self.rdf.store),
            pending_rdf=self.derived.pending(RDF),
            pending_property_graph=self.derived.pending(PROPERTY_GRAPH),
            engine="running" if self.derived.engine_runs else "not started",
        )


def _embedded(derived: Path) -> PropertyGraph:
    from onrecord.graph.arcadedb import ArcadeDBGraph  # a driver that few questions need

    return ArcadeDBGraph(derived / "arcadedb")


def _metadata(document: Document) -> tuple[object, ...]:
    """What is kept of a document beside its text and what identifies it."""
    return document.title, document.authors, document.language
