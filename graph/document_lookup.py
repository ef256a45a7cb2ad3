"""Documents for people: the list of them, and one with its text, mentions and statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pyoxigraph as ox

from onrecord.graph.answers import select
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.who_said import Describer, NamedThing, SaidStatement, SourceDocument, said
from onrecord.ingest.document import Document
from onrecord.ingest.extraction import Span
from onrecord.ontology.identifiers import document_iri
from onrecord.ontology.terms import ONR

_LIST = """
PREFIX onr: <https://w3id.org/onrecord/ns#>
SELECT ?document ?published (COUNT(DISTINCT ?statement) AS ?statements)
WHERE {
  ?document a onr:Document .
  OPTIONAL { ?document onr:published ?day . BIND(STR(?day) AS ?published) }
  OPTIONAL { ?statement a onr:Statement ; onr:inDocument ?document }
}
GROUP BY ?document ?published
ORDER BY DESC(?published) ?document
"""


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A document with how many statements stand in it."""

    document: SourceDocument
    statements: int


@dataclass(frozen=True, slots=True)
class Mentions:
    """An entity with the places where the document names it."""

    entity: NamedThing
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document as it is read, with all that was found in it."""

    iri: str
    document: Document
    file_names: tuple[str, ...]
    known: datetime | None
    statements: tuple[SaidStatement, ...]
    mentions: tuple[Mentions, ...]


def list_documents(
    store: ox.Store, *, offset: int = 0, limit: int = 50
) -> tuple[list[ListedDocument], int]:
    """Documents, newest first, undated ones last; and how many there are."""
    rows = select(store, _LIST, {}, max_rows=10_000_000).rows
    describe = Describer(store)
    page = [
        ListedDocument(describe.document(str(iri)), int(str(statements)))
        for iri, _, statements in rows[offset : offset + limit]
    ]
    return page, len(rows)


def document_view(graph: KnowledgeGraph, document_id: str) -> DocumentView | None:
    """The document of that id; None where the record has none."""
    try:
        entry = graph.record.get(document_id)
    except KeyError:
        return None
    store = graph.rdf.store
    iri = str(document_iri(document_id))
    describe = Describer(store)
    iris = graph.iris(document_id)
    quads = store.quads_for_pattern(None, ox.NamedNode(ONR.inDocument), ox.NamedNode(iri))
    parts = sorted({q.subject.value for q in quads if isinstance(q.subject, ox.NamedNode)})
    statements = sorted(said(store, parts), key=lambda each: (each.sentence.start, each.iri))
    return DocumentView(
        iri=iri,
        document=entry.extraction.document,
        file_names=entry.file_names,
        known=graph.record.first_ingested(document_id),
        statements=tuple(statements),
        mentions=tuple(
            Mentions(describe.thing(iris[entity.id]), entity.mentions)
            for entity in entry.extraction.entities
            if entity.id in iris
        ),
    )
