"""Corrections as facts: a node for each decision, and one for each IRI that leads to another.

A decision about a claim stands in the graph of its document, one about an entity in the graph of
the entity that came of it, so that no triple stands in two graphs.
"""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import RDF, SKOS, XSD, Graph, Literal, URIRef

from onrecord.graph.corrections.decisions import summary
from onrecord.graph.corrections.ledger import Entry
from onrecord.ontology.entities import name_words
from onrecord.ontology.identifiers import ID, claim_iri
from onrecord.ontology.terms import ONR


def correction_iri(entry: Entry) -> URIRef:
    """An entry of the ledger."""
    return URIRef(f"{ID}correction/{entry.id[:32]}")


def add_claim_corrections(
    facts: Graph, document: URIRef, placed: Iterable[tuple[Entry, str | None]]
) -> None:
    """Say which decisions were applied to which claims of a document."""
    for entry, claim in placed:
        iri = _described(facts, entry)
        facts.add((iri, ONR.inDocument, document))
        if claim is not None:
            facts.add((claim_iri(claim), ONR.correctedBy, iri))


def add_entity_corrections(
    facts: Graph, entity: URIRef, entries: Iterable[Entry], replaced: Iterable[str]
) -> None:
    """Say which decisions made an entity what it is, and which IRIs lead to it."""
    for entry in entries:
        facts.add((entity, ONR.correctedBy, _described(facts, entry)))
    for old in replaced:
        facts.add((entity, ONR.replaces, URIRef(old)))
        facts.add((URIRef(old), RDF.type, ONR.Redirect))


def rename(facts: Graph, entity: URIRef, label: str) -> None:
    """Show the entity by another name; the one before stays as an alias."""
    for old in list(facts.objects(entity, SKOS.prefLabel)):
        if str(old) != label:
            facts.add((entity, SKOS.altLabel, old))
        facts.remove((entity, SKOS.prefLabel, old))
    for same in list(facts.objects(entity, SKOS.altLabel)):
        if str(same) == label:
            facts.remove((entity, SKOS.altLabel, same))
    facts.add((entity, SKOS.prefLabel, Literal(label)))
    if words := name_words(label):
        facts.add((entity, ONR.searchName, Literal(words)))


def _described(facts: Graph, entry: Entry) -> URIRef:
    iri = correction_iri(entry)
    time = Literal(entry.time.isoformat(), datatype=XSD.dateTime, normalize=False)
    facts.add((iri, RDF.type, ONR.Correction))
    facts.add((iri, ONR.decision, Literal(entry.decision.kind)))
    facts.add((iri, ONR.decided, Literal(summary(entry.decision))))
    facts.add((iri, ONR.decidedBy, Literal(entry.author)))
    facts.add((iri, ONR.decidedAt, time))
    facts.add((iri, ONR.reason, Literal(entry.reason)))
    return iri
