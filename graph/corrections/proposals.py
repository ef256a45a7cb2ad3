"""From what an analyst asks for to a decision: claims by id, entities by name, words as they stand.

A ``Proposal`` is what the command line and the API are given. Here it is checked against the graph,
so that what gets into the ledger means something.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

import pyoxigraph as ox
from rdflib import RDF, URIRef

from onrecord.errors import CorrectionError
from onrecord.graph.corrections.anchors import relation_anchor, statement_anchor
from onrecord.graph.corrections.decisions import (
    AddStatement,
    Anchor,
    ChangeAbout,
    ChangeDate,
    ChangeRelation,
    ChangeVia,
    Confirm,
    Decision,
    EditSpans,
    KeepApart,
    Merge,
    Named,
    Reattribute,
    Reject,
    RelationAnchor,
    Rename,
    Split,
    StatementAnchor,
    Undo,
    Words,
)
from onrecord.graph.entity_lookup import find_entities, iri_of
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.who_said import Describer
from onrecord.ingest.document import digest, is_date
from onrecord.ingest.extraction import (
    Attitude,
    CueClass,
    EntityType,
    Factuality,
    Mode,
    PartialDate,
    Precision,
    Span,
)
from onrecord.ontology.entities import LocalEntity, entity_iri, name_key, name_words
from onrecord.ontology.identifiers import ID
from onrecord.ontology.terms import ONR, local_name, ontology

Kind = Literal[
    "merge", "split", "rename", "keep-apart", "reject", "confirm", "speaker", "span", "via",
    "about", "date", "relation", "add", "undo",
]  # fmt: skip
NOBODY = "nobody"
NO_DATE = "none"
_SHORT = 8


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody wants decided; which fields count depends on ``kind``.

    An entity is given by its IRI, its id, its exact name, or, for one that the graph does not have,
    as ``new:TYPE:NAME``; a claim and a document by their id or how it begins; words as they stand
    in the document.
    """

    kind: Kind
    claim: str = ""
    entity: str = ""
    other: str = ""
    documents: tuple[str, ...] = ()
    label: str = ""
    speaker: str = NOBODY
    content: tuple[str, ...] = ()
    cue: tuple[str, ...] | None = None
    source: tuple[str, ...] | None = None
    via: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    date: str = NO_DATE
    subject: str = ""
    predicate: str = ""
    object: str = ""
    role: str | None = None
    factuality: Factuality | None = None
    mode: Mode = "indirect"
    attitude: Attitude = "say"
    cue_class: CueClass = "assert"
    entry: str = ""


def decision_of(graph: KnowledgeGraph, asked: Proposal) -> Decision:
    """The decision that is asked for.

    Raises:
        CorrectionError: something it names is not there, or means several; says what.
        LedgerError: the entry to be undone is not there.
    """
    desk = _Desk(graph)
    match asked.kind:
        case "merge":
            return _merge(desk.entity(asked.entity), desk.entity(asked.other))
        case "split":
            return desk.split(asked)
        case "rename":
            return Rename(desk.entity(asked.entity), _given(asked.label, "a name"))
        case "keep-apart":
            return KeepApart(desk.entity(asked.entity), desk.entity(asked.other))
        case "undo":
            return Undo(graph.record.ledger.find(asked.entry).id)
        case "add":
            return desk.addition(asked)
        case "reject":
            return Reject(desk.claim(asked.claim))
        case "confirm":
            return Confirm(desk.claim(asked.claim))
        case "date":
            return ChangeDate(desk.claim(asked.claim), _date(asked.date))
        case "relation":
            return desk.relation(asked)
    statement = desk.statement(asked.claim)
    if asked.kind == "speaker":
        return Reattribute(statement, desk.speaker(asked.speaker))
    if asked.kind == "span":
        return desk.edit(statement, asked)
    if asked.kind == "via":
        return ChangeVia(statement, tuple(map(desk.actor, asked.via)))
    return ChangeAbout(statement, tuple(map(desk.topic, asked.about)))


_KINDS = (ONR.Person, ONR.Organization, ONR.Country, ONR.Group, ONR.Policy, ONR.Sector)


class _Desk:
    """Looks up what a proposal names."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self._graph = graph
        self._store = graph.rdf.store

    def claim(self, id_: str) -> Anchor:
        """What finds the claim again."""
        iri = self._claim_iri(id_)
        document = Describer(self._store).document(
            next(
                quad.object.value
                for quad in self._store.quads_for_pattern(iri, ox.NamedNode(ONR.inDocument), None)
                if isinstance(quad.object, ox.NamedNode)
            )
        )
        extraction = self._graph.corrected(document.id).extraction
        whole = iri.value.rsplit("/", 1)[-1]
        for statement in extraction.statements:
            if statement.id == whole:
                return statement_anchor(statement, extraction, self._graph.iris(document.id))
        for relation in extraction.relations:
            if relation.id == whole:
                return relation_anchor(relation, extraction)
        raise CorrectionError(f"claim {id_} is not in the record; run the command again")

    def statement(self, id_: str) -> StatementAnchor:
        """The same for one that must be a statement."""
        anchor = self.claim(id_)
        if isinstance(anchor, RelationAnchor):
            raise CorrectionError(f"{id_} is a relation; this is decided about statements")
        return anchor

    def _claim_iri(self, id_: str) -> ox.NamedNode:
        begin = f"{ID}claim/" + id_.removeprefix(ID).removeprefix("claim/")
        if not re.fullmatch(rf"{re.escape(ID)}claim/[0-9a-f]{{{_SHORT},32}}", begin):
            raise CorrectionError(
                f"a claim is named by the first {_SHORT} or more digits of its id, as "
                f"`who-said --ids` shows it; got {id_!r:.80}"
            )
        of_class = (ox.NamedNode(RDF.type), ox.NamedNode(ONR.Claim))
        if len(begin) == len(f"{ID}claim/") + 32:
            found = [ox.NamedNode(begin)]
            found = [iri for iri in found if any(self._store.quads_for_pattern(iri, *of_class))]
        else:
            found = [
                quad.subject
                for quad in self._store.quads_for_pattern(None, *of_class)
                if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(begin)
            ]
        if len(found) != 1:
            raise CorrectionError(f"{len(found) or 'no'} claims have an id that begins {id_}")
        return found[0]

    def entity(self, text: str) -> Named:
        """The entity that is meant."""
        text = text.strip()
        if text.startswith("new:"):
            return _new(text)
        if text.startswith(("http://", "https://", "entity/", "concept/")):
            return self._named(self._graph.leads_to(self._whole(iri_of(text))), text)
        words = name_words(_given(text, "an entity"))
        found, _ = find_entities(self._store, text, limit=200)
        same = [e for e in found if name_words(e.label) == words] or [
            e for e in found if words in self._search_names(e.iri)
        ]
        if len(same) != 1:
            offered = same or found[:5]
            shown = "; ".join(f"{e.label} ({e.type}, {e.id})" for e in offered[:8])
            raise CorrectionError(
                f"{len(same) or 'no'} entities are called {text!r:.100}"
                + (f": {shown}; name one by its id" if shown else "")
                + ("" if same else "; new:TYPE:NAME makes one")
            )
        return self._named(same[0].iri, text)

    def speaker(self, text: str) -> Named | None:
        """The speaker that is meant; None for nobody."""
        return None if text.strip() == NOBODY else self.actor(text)

    def actor(self, text: str) -> Named:
        """The entity that is meant, which must be one that speaks."""
        return _of_class(self.entity(text), ONR.Actor)

    def topic(self, text: str) -> Named:
        """The entity that is meant, which must be a policy or a sector."""
        return _of_class(self.entity(text), ONR.Policy, ONR.Sector)

    def _whole(self, iri: str) -> str:
        """The IRI of the only entity whose id begins so."""
        if not re.fullmatch(rf"{re.escape(ID)}entity/[0-9a-f]{{{_SHORT},31}}", iri):
            return iri
        of_entity = self._store.quads_for_pattern(None, ox.NamedNode(ONR.factsVersion), None)
        found = {q.subject.value for q in of_entity if isinstance(q.subject, ox.NamedNode)}
        begun = [each for each in found if each.startswith(iri)]
        if len(begun) > 1:
            raise CorrectionError(f"{len(begun)} entities have an id that begins {iri[len(ID) :]}")
        return begun[0] if begun else iri

    def _named(self, iri: str, text: str) -> Named:
        try:
            known = any(self._store.quads_for_pattern(ox.NamedNode(iri), None, None))
        except ValueError:
            known = False
        thing = Describer(self._store).thing(iri) if known else None
        if thing is None or thing.type not in get_args(EntityType):
            raise CorrectionError(f"the graph has no entity {text!r:.200}")
        return Named(iri, thing.label, thing.type)  # type: ignore[arg-type] # checked above

    def _search_names(self, iri: str) -> set[str]:
        quads = self._store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(ONR.searchName), None)
        return {quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)}

    def document(self, id_: str) -> str:
        """The whole id of a document."""
        found = [each for each in self._graph.record.ids() if each.startswith(id_)]
        if len(id_) < _SHORT or len(found) != 1:
            raise CorrectionError(
                f"a document is named by the first {_SHORT} or more digits of its id, as `status` "
                f"shows it; {len(found) if len(id_) >= _SHORT else 'no'} begin {id_!r:.80}"
            )
        return found[0]

    def split(self, asked: Proposal) -> Split:
        """Some documents mean another one, who gets an IRI of its own where it has none."""
        entity = self.entity(asked.entity)
        documents = tuple(sorted({self.document(each) for each in asked.documents}))
        if not documents:
            raise CorrectionError("name the documents that mean another one (--document)")
        for document in documents:
            if entity.iri not in self._graph.iris(document).values():
                raise CorrectionError(f"document {document} does not name {entity.label}")
        if asked.other:
            return Split(entity, documents, self.entity(asked.other))
        label = asked.label or entity.label
        iri = f"{ID}entity/{digest('split', entity.iri, label, list(documents))}"
        return Split(entity, documents, Named(iri, label, entity.type))

    def edit(self, statement: StatementAnchor, asked: Proposal) -> EditSpans:
        """Other words for the statement."""
        near = statement.content[0].start
        edit = EditSpans(
            statement,
            self._words(statement.document, asked.content, near) or None,
            None if asked.cue is None else self._words(statement.document, asked.cue, near),
            None if asked.source is None else self._words(statement.document, asked.source, near),
        )
        if (edit.content, edit.cue, edit.source) == (None, None, None):
            raise CorrectionError("give the words of the content, the cue or the source")
        return edit

    def addition(self, asked: Proposal) -> AddStatement:
        """A statement that no extraction found."""
        document = self.document(
            _given(asked.documents[0] if asked.documents else "", "a document")
        )
        content = self._words(document, asked.content, None)
        if not content:
            raise CorrectionError("give the words of the content")
        near = content[0].start
        anchor = StatementAnchor(
            document,
            content,
            self._words(document, asked.cue or (), near),
            self._words(document, asked.source or (), near),
        )
        return AddStatement(
            anchor,
            self.speaker(asked.speaker),
            asked.mode,
            asked.attitude,
            asked.cue_class,
            tuple(map(self.actor, asked.via)),
            tuple(map(self.topic, asked.about)),
            _date(asked.date),
        )

    def relation(self, asked: Proposal) -> ChangeRelation:
        """Another relation between the same mentions."""
        anchor = self.claim(asked.claim)
        if isinstance(anchor, StatementAnchor):
            raise CorrectionError(f"{asked.claim} is a statement; this is decided about relations")
        if asked.predicate and ontology().direct_edge(asked.predicate) is None:
            raise CorrectionError(f"the ontology has no direct edge {asked.predicate!r:.80}")
        change = ChangeRelation(
            anchor,
            self.entity(asked.subject) if asked.subject else None,
            asked.predicate or None,
            self.entity(asked.object) if asked.object else None,
            asked.role,
            asked.factuality,
        )
        if change == ChangeRelation(anchor):
            raise CorrectionError("say what is to change: subject, predicate, object, role, …")
        return change

    def _words(self, document: str, exact: Iterable[str], near: int | None) -> tuple[Words, ...]:
        """The words where they stand in the document, nearest to a place."""
        text = self._graph.record.get(document).extraction.document.text
        found = []
        for words in exact:
            starts = [m.start() for m in re.finditer(re.escape(words), text)] if words else []
            if not starts:
                raise CorrectionError(f"{words!r:.80} does not stand in document {document}")
            if near is None and len(starts) > 1:
                raise CorrectionError(
                    f"{words!r:.80} stands {len(starts)} times in the document; give more words"
                )
            start = min(starts, key=lambda place: abs(place - (near or 0)))
            found.append(Words.at(text, Span(start, start + len(words))))
        return tuple(found)


def _new(text: str) -> Named:
    """``new:TYPE:NAME``: an entity that the graph does not have, as reading would make it."""
    _, type_, label = (*text.split(":", 2), "", "")[:3]
    if type_ not in get_args(EntityType) or not name_words(label):
        raise CorrectionError(
            f"a new entity is new:TYPE:NAME, with one of {', '.join(get_args(EntityType))}; "
            f"got {text!r:.100}"
        )
    label = " ".join(label.split())
    local = LocalEntity("", "", label, type_, None, (label,))  # type: ignore[arg-type] # checked
    return Named(entity_iri(name_key(local)), label, type_)  # type: ignore[arg-type]


def _merge(entity: Named, into: Named) -> Merge:
    """Two names that documents have may be one whatever they were taken for; packs are sure."""
    of_packs = all(each.iri.startswith(f"{ID}concept/") for each in (entity, into))
    if of_packs and _kind_of(entity) != _kind_of(into):
        raise CorrectionError(
            f"{entity.label} is a {entity.type} and {into.label} a {into.type}, by the packs: they "
            "cannot be one; where a document means the other, split it off there"
        )
    return Merge(entity, into)


def _kind_of(named: Named) -> URIRef | None:
    above = ontology().superclasses[ONR[named.type]]
    return next((kind for kind in _KINDS if kind in above), None)


def _of_class(named: Named, *classes: URIRef) -> Named:
    if not set(classes) & set(ontology().superclasses[ONR[named.type]]):
        wanted = " or ".join(local_name(class_) for class_ in classes)
        raise CorrectionError(f"{named.label} is a {named.type}, not a {wanted}")
    return named


def _given(value: str, what: str) -> str:
    if not value.strip():
        raise CorrectionError(f"give {what}")
    return value.strip()


def _date(text: str) -> PartialDate | None:
    if text == NO_DATE:
        return None
    whole = f"2000{text[1:]}" if text.startswith("--") else text
    if not is_date(whole) or (text.startswith("--") and len(text) != 7):
        raise CorrectionError(
            f"a date is YYYY, YYYY-MM, YYYY-MM-DD or --MM-DD, or {NO_DATE}; got {text!r:.40}"
        )
    precision: dict[int, Precision] = {4: "year", 7: "month", 10: "day"}
    return PartialDate(text, precision[len(whole)], text)
