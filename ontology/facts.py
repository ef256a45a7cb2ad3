"""Extraction → facts: one rdflib graph a document, in the terms of onrecord.ttl.

Pure: the same extraction and the same links give the same triples. A document's graph holds what
belongs to the document alone; every entity has a graph of its own. So no triple stands in two
graphs, and the union of all graphs counts as the property graph does (Oxigraph gives a triple once
for each graph that holds it).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from rdflib import RDF, SKOS, XSD, Graph, Literal, URIRef

from onrecord.errors import UnknownTermError
from onrecord.ingest.document import digest
from onrecord.ingest.extraction import Extraction, PartialDate, Relation, Span, Statement
from onrecord.ontology.entities import CanonicalEntity, entity_version, name_words
from onrecord.ontology.identifiers import (
    claim_iri,
    document_iri,
    relay_iri,
    run_iri,
    span_iri,
)
from onrecord.ontology.terms import ONR, mapping_version, ontology
from onrecord.ontology.validation import verify_spans


def facts_version(extraction_digest: str, iris: Mapping[str, str]) -> str:
    """Identifies the facts of a document without making them."""
    links = [[local, iri] for local, iri in sorted(iris.items())]
    return digest("facts", mapping_version(), extraction_digest, links)


def entity_facts(entity: CanonicalEntity) -> Graph:
    """What is known of an entity that no pack describes."""
    facts = Graph()
    iri = URIRef(entity.iri)
    for class_ in ontology().superclasses[ONR[entity.type]]:
        facts.add((iri, RDF.type, class_))
    facts.add((iri, SKOS.prefLabel, Literal(entity.label)))
    for name in entity.names:
        if name != entity.label:
            facts.add((iri, SKOS.altLabel, Literal(name)))
        if words := name_words(name):
            facts.add((iri, ONR.searchName, Literal(words)))
    facts.add((iri, ONR.factsVersion, Literal(entity_version(entity))))
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
        UnknownTermError: the ontology has no direct edge of a relation's predicate.
    """
    verify_spans(extraction)
    mapping = _Mapping(extraction, iris)
    mapping.add_document(version, file_names)
    mapping.add_entities()
    for statement in extraction.statements:
        mapping.add_statement(statement)
    for relation in extraction.relations:
        mapping.add_relation(relation)
    return mapping.graph


def date_literal(value: str) -> Literal:
    """``2025-05-26``, ``2025-05``, ``2025`` or ``--05-19`` with its XSD datatype."""
    if value.startswith("--"):
        return Literal(value, datatype=XSD.gMonthDay)
    datatype = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}[len(value)]
    return Literal(value, datatype=datatype, normalize=False)


class _Mapping:
    """One document's facts in the making."""

    def __init__(self, extraction: Extraction, iris: Mapping[str, str]) -> None:
        self.graph = Graph()
        self._extraction = extraction
        self._iris = iris
        self._document = extraction.document
        self._iri = document_iri(extraction.document.id)
        self._metonyms = {m for entity in extraction.entities for m in entity.metonyms}

    def _add(self, subject: URIRef, predicate: URIRef, value: object) -> None:
        node = value if isinstance(value, URIRef | Literal) else Literal(value)
        self.graph.add((subject, predicate, node))

    def _type(self, subject: URIRef, class_: URIRef) -> None:
        for each in ontology().superclasses[class_]:
            self.graph.add((subject, RDF.type, each))

    def _entity(self, local: str) -> URIRef:
        return URIRef(self._iris[local])

    def _span(self, span: Span) -> URIRef:
        iri = span_iri(self._document.id, span)
        if (iri, RDF.type, ONR.TextSpan) not in self.graph:
            self._type(iri, ONR.TextSpan)
            self._add(iri, ONR.inDocument, self._iri)
            self._add(iri, ONR.start, span.start)
            self._add(iri, ONR.end, span.end)
            self._add(iri, ONR.exact, self._document.text[span.start : span.end])
        return iri

    def add_document(self, version: str, file_names: Iterable[str]) -> None:
        document, iri = self._document, self._iri
        self._type(iri, ONR.Document)
        self._add(iri, ONR.factsVersion, version)
        self._add(iri, ONR.sha256, document.sha256)
        self._add(iri, ONR.length, len(document.text))
        for predicate, value in (
            (ONR.title, document.title),
            (ONR.url, document.url),
            (ONR.rowId, document.row),
            (ONR.language, document.language),
        ):
            if value:
                self._add(iri, predicate, value)
        for name in file_names:
            self._add(iri, ONR.fileName, name)
        if document.published:
            self._add(iri, ONR.published, date_literal(document.published))
        if "outlet" in self._iris:
            self._add(iri, ONR.publishedBy, self._entity("outlet"))
        for i in range(len(document.authors)):
            self._add(iri, ONR.hasAuthor, self._entity(f"author:{i}"))
        pipeline, profile = self._extraction.pipeline, self._extraction.profile
        run = run_iri(document.id, pipeline, profile)
        self._type(run, ONR.Run)
        self._add(run, ONR.inDocument, iri)
        self._add(run, ONR.pipeline, pipeline)
        self._add(run, ONR.profile, profile)
        self._add(iri, ONR.extractedBy, run)

    def add_entities(self) -> None:
        for entity in self._extraction.entities:
            self._add(self._iri, ONR.mentions, self._entity(entity.id))

    def _claim(self, iri: URIRef, claim: Statement | Relation) -> None:
        self._add(iri, ONR.inDocument, self._iri)
        confidence = Decimal(f"{claim.confidence:.3f}").normalize()
        self._add(
            iri, ONR.confidence, Literal(f"{confidence:f}", datatype=XSD.decimal, normalize=False)
        )
        self._add(iri, ONR.rule, claim.rule)
        if claim.date is not None:
            self._date(iri, claim.date)

    def _date(self, iri: URIRef, date: PartialDate) -> None:
        self._add(iri, ONR.eventDate, date_literal(date.value))
        self._add(iri, ONR.datePrecision, date.precision)
        self._add(iri, ONR.dateText, date.text)

    def add_statement(self, statement: Statement) -> None:
        iri = claim_iri(statement.id)
        self._type(iri, ONR.Statement)
        self._claim(iri, statement)
        for predicate, spans in (
            (ONR.hasEvidence, (statement.sentence,)),
            (ONR.hasSource, statement.source),
            (ONR.hasCue, statement.cue),
            (ONR.hasContent, statement.content),
        ):
            for span in spans:
                self._add(iri, predicate, self._span(span))
        content = " … ".join(self._document.text[s.start : s.end] for s in statement.content)
        self._add(iri, ONR.content, content)
        self._add(iri, ONR.contentWords, name_words(content))
        self._add(iri, ONR.mode, statement.mode)
        self._add(iri, ONR.attitude, statement.attitude)
        self._add(iri, ONR.cueClass, statement.cue_class)
        self._add(iri, ONR.speakerKind, statement.speaker_kind)
        self._add(iri, ONR.metonymy, any(_touch(m, statement.source) for m in self._metonyms))
        if statement.speaker is not None:
            self._add(iri, ONR.hasSpeaker, self._entity(statement.speaker))
        for topic in statement.about:
            self._add(iri, ONR.isAbout, self._entity(topic))
        for position, reporter in enumerate(statement.via, start=1):
            relay = relay_iri(statement.id, position)
            self._type(relay, ONR.Relay)
            self._add(relay, ONR.inDocument, self._iri)
            self._add(relay, ONR.position, position)
            self._add(relay, ONR.relayedBy, self._entity(reporter))
            self._add(iri, ONR.hasRelay, relay)
            self._add(iri, ONR.reportedBy, self._entity(reporter))

    def add_relation(self, relation: Relation) -> None:
        iri = claim_iri(relation.id)
        self._type(iri, ONR.RelationClaim)
        self._claim(iri, relation)
        for span in relation.evidence:
            self._add(iri, ONR.hasEvidence, self._span(span))
        self._add(iri, ONR.hasSubjectMention, self._span(relation.subject_mention))
        self._add(iri, ONR.hasObjectMention, self._span(relation.object_mention))
        self._add(iri, ONR.hasSubject, self._entity(relation.subject))
        self._add(iri, ONR.hasObject, self._entity(relation.object))
        if ontology().direct_edge(relation.predicate) is None:
            raise UnknownTermError(relation.predicate, self._document.name)
        self._add(iri, ONR.predicate, relation.predicate)
        self._add(iri, ONR.factuality, relation.factuality)
        self._add(iri, ONR.metonymy, relation.subject_mention in self._metonyms)
        if relation.role:
            self._add(iri, ONR.role, relation.role)
        if relation.plover:
            self._add(iri, ONR.ploverCode, relation.plover)
        for span in relation.quantities:
            self._add(iri, ONR.quantity, self._document.text[span.start : span.end])


def _touch(span: Span, others: Iterable[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)
