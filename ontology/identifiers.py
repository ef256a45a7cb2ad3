"""IRIs from content: never from the clock, a counter, a path or a random number.

A record's hash becomes an IRI below ``https://w3id.org/onrecord/id/``; the service resolves the
same paths below ``/id/``. There are no blank nodes anywhere.
"""

from __future__ import annotations

from rdflib import URIRef

from onrecord.ingest.document import digest
from onrecord.ingest.extraction import Span

ID = "https://w3id.org/onrecord/id/"
DERIVED_GRAPH = URIRef(ID + "graph/derived")


def document_iri(document_id: str) -> URIRef:
    """The document; its named graph is ``graph_iri`` of the same."""
    return URIRef(f"{ID}document/{document_id}")


def graph_iri(source_iri: str) -> URIRef:
    """The named graph that holds the facts of a document or an entity."""
    return URIRef(ID + "graph/" + source_iri.removeprefix(ID))


def span_iri(document_id: str, span: Span) -> URIRef:
    """A range of the document's text."""
    return URIRef(f"{ID}span/{document_id}/{span.start}-{span.end}")


def claim_iri(claim_id: str) -> URIRef:
    """A statement or a relation claim."""
    return URIRef(f"{ID}claim/{claim_id}")


def relay_iri(claim_id: str, position: int) -> URIRef:
    """One link of a statement's reporting chain."""
    return URIRef(f"{ID}relay/{claim_id}/{position}")


def run_iri(document_id: str, pipeline: str, profile: str) -> URIRef:
    """The reading of a document by one version of the pipeline."""
    return URIRef(f"{ID}run/{document_id}/{digest('run', pipeline, profile)}")


def minted_entity_iri(key: str) -> URIRef:
    """An entity that no pack has; ``key`` is what ``entities.name_key`` says."""
    return URIRef(f"{ID}entity/{digest('entity', key)}")
