"""Corrections as facts: a node for each decision, and one for each IRI that leads to another.

A decision about a claim stands in the graph of its document, one about an entity in the graph of
the entity that came of it, so that no triple stands in two graphs.
"""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import SKOS, XSD

from onrecord.graph.corrections.decisions import summary
from onrecord.graph.corrections.ledger import Entry
from onrecord.ontology.entities import search_facts
from onrecord.ontology.fact import TYPE, Fact, Facts, link, words
from onrecord.ontology.identifiers import ID, claim_iri
from onrecord.ontology.terms import ONR


def correction_iri(entry: Entry) -> str:
    """An entry of the ledger."""
    return f"{ID}correction/{entry.id[:32]}"


def add_claim_corrections(
    facts: Facts, document: str, placed: Iterable[tuple[Entry, str | None]]
) -> None:
    """Say which decisions were applied to which claims of a document."""
    for entry, claim in placed:
        iri = _described(facts, entry)
        facts.add(link(iri, ONR.inDocument, document))
        if claim is not None:
            facts.add(link(claim_iri(claim), ONR.correctedBy, iri))


def add_entity_corrections(
    facts: Facts, entity: str, entries: Iterable[Entry], replaced: Iterable[str]
) -> None:
    """Say which decisions made an entity what it is, and which IRIs lead to it."""
    for entry in entries:
        facts.add(link(entity, ONR.correctedBy, _described(facts, entry)))
    for old in replaced:
        facts.add(link(entity, ONR.replaces, old))
        facts.add(link(old, TYPE, ONR.Redirect))


def rename(facts: Facts, entity: str, label: str) -> None:
    """Show the entity by another name; the one before stays as an alias."""
    preferred, other = str(SKOS.prefLabel), str(SKOS.altLabel)
    for old in [f for f in facts if f.subject == entity and f.predicate == preferred]:
        facts.remove(old)
        facts.add(old._replace(predicate=other))
    facts -= {f for f in facts if f.subject == entity and f[1:3] == (other, label)}
    facts.add(words(entity, preferred, label))
    facts.update(search_facts(entity, [label]))


def _described(facts: Facts, entry: Entry) -> str:
    iri = correction_iri(entry)
    facts.add(link(iri, TYPE, ONR.Correction))
    for predicate, value in (
        (ONR.decision, entry.decision.kind),
        (ONR.decided, summary(entry.decision)),
        (ONR.decidedBy, entry.author),
        (ONR.reason, entry.reason),
    ):
        facts.add(words(iri, predicate, value))
    facts.add(Fact(iri, str(ONR.decidedAt), entry.time.isoformat(), str(XSD.dateTime)))
    return iri
