"""Extraction → facts: those of one document, in the terms of onrecord.ttl.

Pure: the same extraction and the same links give the same triples. A document's graph holds what
belongs to the document alone; every entity has a graph of its own. So no triple stands in two
graphs, and the union of all graphs counts as the property graph does (Oxigraph gives a triple once
for each graph that holds it). ``document_facts`` and ``entity_facts`` give rdflib graphs; stores
take the same facts in plain strings, of ``map_document`` and ``map_entity``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache

from rdflib import SKOS, XSD, Graph, Literal, URIRef

from onrecord.ingest.document import Document, digest
from onrecord.ingest.extraction import Extraction, PartialDate, Relation, Span, Statement
from onrecord.ontology.entities import (
    CanonicalEntity,
    entity_version,
    name_words,
    search_facts,
)
from onrecord.ontology.fact import STRING, TYPE, Fact, Facts, as_graph, link, words
from onrecord.ontology.identifiers import (
    claim_iri,
    document_iri,
    relay_iri,
    run_iri,
    span_iri,
)
from onrecord.ontology.terms import ONR, mapping_version, ontology
from onrecord.ontology.validation import verify_spans, verify_terms

_LONGEST = 10**7  # code points that places are told apart up to
# Recency below it is that of undated documents. Recency fits into 64 bits until the year 9999.
_UNDATED = 5 * 10**10
_BOOLEAN, _DECIMAL, _INTEGER = str(XSD.boolean), str(XSD.decimal), str(XSD.integer)


def facts_version(extraction_digest: str, iris: Mapping[str, str]) -> str:
    """Identifies the facts of a document without making them."""
    links = [[local, iri] for local, iri in sorted(iris.items())]
    return digest("facts", mapping_version(), extraction_digest, links)


def entity_facts(entity: CanonicalEntity) -> Graph:
    """What is known of an entity that no pack describes."""
    return as_graph(map_entity(entity))


def map_entity(entity: CanonicalEntity) -> Facts:
    """The same in plain strings."""
    iri = entity.iri
    facts = {link(iri, TYPE, class_) for class_ in _classes(entity.type)}
    facts.add(words(iri, SKOS.prefLabel, entity.label))
    for name in entity.names:
        if name != entity.label:
            facts.add(words(iri, SKOS.altLabel, name))
    facts.update(search_facts(iri, entity.names))
    facts.add(words(iri, ONR.factsVersion, entity_version(entity)))
    return facts


def document_facts(
    extraction: Extraction,
    iris: Mapping[str, str],
    *,
    version: str,
    file_names: Iterable[str] = (),
) -> Graph:
    """The facts of one document. ``iris`` are the entities' IRIs by their local ids.

    Raises:
        SpanMismatchError: a span does not lie in the text.
        UnknownTermError: the ontology lacks a class, or a relation's direct edge.
    """
    return as_graph(map_document(extraction, iris, version=version, file_names=file_names))


def map_document(
    extraction: Extraction,
    iris: Mapping[str, str],
    *,
    version: str,
    file_names: Iterable[str] = (),
) -> Facts:
    """The same in plain strings; raises the same."""
    verify_spans(extraction)
    verify_terms(extraction)
    mapping = _Mapping(extraction, iris)
    mapping.add_document(version, file_names)
    mapping.add_entities()
    for statement in extraction.statements:
        mapping.add_statement(statement)
    for relation in extraction.relations:
        mapping.add_relation(relation)
    return mapping.facts


def date_literal(value: str) -> Literal:
    """``2025-05-26``, ``2025-05``, ``2025`` or ``--05-19`` with its XSD datatype."""
    return Literal(value, datatype=URIRef(_date_type(value)), normalize=False)


def _date_type(value: str) -> str:
    if value.startswith("--"):
        return str(XSD.gMonthDay)
    return str({4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}[len(value)])


@cache
def _term(name: str) -> str:
    """The IRI of one of our terms; kept, because a namespace makes a new one each time."""
    return str(ONR[name])


@cache
def _classes(name: str) -> tuple[str, ...]:
    """A class with all that it is a subclass of."""
    return tuple(map(str, ontology().superclasses[ONR[name]]))


def recency(document: Document, statement: Statement) -> int:
    """Where the statement stands among all, the greatest first, in one number that sorts cheaply.

    Eight digits of the date of publication (0 where a part of it is not told), four of the
    document's id, and how much of the text is left, so that a document reads from its beginning.
    """
    told = (document.published or "").replace("-", "")
    place = min(statement.sentence.start, _LONGEST - 1)
    within = int(document.id[:3], 16) * _LONGEST + _LONGEST - 1 - place
    return int(f"{told:0<8}") * _UNDATED + within


class _Mapping:
    """One document's facts in the making."""

    def __init__(self, extraction: Extraction, iris: Mapping[str, str]) -> None:
        self.facts: Facts = set()
        self._extraction = extraction
        self._iris = iris
        self._document = extraction.document
        self._id = extraction.document.id
        self._iri = str(document_iri(self._id))
        self._spans: dict[Span, str] = {}
        self._metonyms = {m for entity in extraction.entities for m in entity.metonyms}

    def _link(self, subject: str, name: str, value: str) -> None:
        self.facts.add(Fact(subject, _term(name), value, None))

    def _words(self, subject: str, name: str, value: str) -> None:
        self.facts.add(Fact(subject, _term(name), value, STRING))

    def _value(self, subject: str, name: str, value: bool | int | Decimal) -> None:
        if isinstance(value, bool):
            fact = Fact(subject, _term(name), str(value).lower(), _BOOLEAN)
        elif isinstance(value, int):
            fact = Fact(subject, _term(name), str(value), _INTEGER)
        else:
            fact = Fact(subject, _term(name), f"{value.normalize():f}", _DECIMAL)
        self.facts.add(fact)

    def _date(self, subject: str, name: str, value: str) -> None:
        self.facts.add(Fact(subject, _term(name), value, _date_type(value)))

    def _type(self, subject: str, name: str) -> None:
        self.facts.update(Fact(subject, TYPE, each, None) for each in _classes(name))

    def _entity(self, local: str) -> str:
        return self._iris[local]

    def _span(self, span: Span) -> str:
        iri = self._spans.get(span)
        if iri is None:
            iri = self._spans[span] = str(span_iri(self._id, span))
            self._type(iri, "TextSpan")
            self._link(iri, "inDocument", self._iri)
            self._value(iri, "start", span.start)
            self._value(iri, "end", span.end)
            self._words(iri, "exact", self._document.text[span.start : span.end])
        return iri

    def add_document(self, version: str, file_names: Iterable[str]) -> None:
        document, iri = self._document, self._iri
        self._type(iri, "Document")
        self._words(iri, "factsVersion", version)
        self._words(iri, "sha256", document.sha256)
        self._value(iri, "length", len(document.text))
        for predicate, value in (
            ("title", document.title),
            ("url", document.url),
            ("rowId", document.row),
            ("language", document.language),
        ):
            if value:
                self._words(iri, predicate, value)
        for name in file_names:
            self._words(iri, "fileName", name)
        if document.published:
            self._date(iri, "published", document.published)
        if "outlet" in self._iris:
            self._link(iri, "publishedBy", self._entity("outlet"))
        for i in range(len(document.authors)):
            self._link(iri, "hasAuthor", self._entity(f"author:{i}"))
        pipeline, profile = self._extraction.pipeline, self._extraction.profile
        run = str(run_iri(self._id, pipeline, profile))
        self._type(run, "Run")
        self._link(run, "inDocument", iri)
        self._words(run, "pipeline", pipeline)
        self._words(run, "profile", profile)
        self._link(iri, "extractedBy", run)

    def add_entities(self) -> None:
        for entity in self._extraction.entities:
            self._link(self._iri, "mentions", self._entity(entity.id))

    def _claim(self, iri: str, claim: Statement | Relation) -> None:
        self._link(iri, "inDocument", self._iri)
        self._value(iri, "confidence", Decimal(f"{claim.confidence:.3f}"))
        self._words(iri, "rule", claim.rule)
        if claim.date is not None:
            self._event(iri, claim.date)

    def _event(self, iri: str, date: PartialDate) -> None:
        self._date(iri, "eventDate", date.value)
        self._words(iri, "datePrecision", date.precision)
        self._words(iri, "dateText", date.text)

    def add_statement(self, statement: Statement) -> None:
        iri = str(claim_iri(statement.id))
        self._type(iri, "Statement")
        self._claim(iri, statement)
        for predicate, spans in (
            ("hasEvidence", (statement.sentence,)),
            ("hasSource", statement.source),
            ("hasCue", statement.cue),
            ("hasContent", statement.content),
        ):
            for span in spans:
                self._link(iri, predicate, self._span(span))
        content = " … ".join(self._document.text[s.start : s.end] for s in statement.content)
        self._words(iri, "content", content)
        self._words(iri, "contentWords", name_words(content))
        self._value(iri, "recency", recency(self._document, statement))
        self._words(iri, "mode", statement.mode)
        self._words(iri, "attitude", statement.attitude)
        self._words(iri, "cueClass", statement.cue_class)
        self._words(iri, "speakerKind", statement.speaker_kind)
        self._value(iri, "metonymy", any(touch(m, statement.source) for m in self._metonyms))
        if statement.speaker is not None:
            self._link(iri, "hasSpeaker", self._entity(statement.speaker))
        for topic in statement.about:
            self._link(iri, "isAbout", self._entity(topic))
        for position, reporter in enumerate(statement.via, start=1):
            relay = str(relay_iri(statement.id, position))
            self._type(relay, "Relay")
            self._link(relay, "inDocument", self._iri)
            self._value(relay, "position", position)
            self._link(relay, "relayedBy", self._entity(reporter))
            self._link(iri, "hasRelay", relay)
            self._link(iri, "reportedBy", self._entity(reporter))

    def add_relation(self, relation: Relation) -> None:
        iri = str(claim_iri(relation.id))
        self._type(iri, "RelationClaim")
        self._claim(iri, relation)
        for span in relation.evidence:
            self._link(iri, "hasEvidence", self._span(span))
        self._link(iri, "hasSubjectMention", self._span(relation.subject_mention))
        self._link(iri, "hasObjectMention", self._span(relation.object_mention))
        self._link(iri, "hasSubject", self._entity(relation.subject))
        self._link(iri, "hasObject", self._entity(relation.object))
        self._words(iri, "predicate", relation.predicate)
        self._words(iri, "factuality", relation.factuality)
        self._value(iri, "metonymy", relation.subject_mention in self._metonyms)
        if relation.role:
            self._words(iri, "role", relation.role)
        if relation.plover:
            self._words(iri, "ploverCode", relation.plover)
        for span in relation.quantities:
            self._words(iri, "quantity", self._document.text[span.start : span.end])


def touch(span: Span, others: Iterable[Span]) -> bool:
    """Whether a span has a character in common with one of the others."""
    return any(span.start < other.end and other.start < span.end for other in others)
