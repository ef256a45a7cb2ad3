"""Documents for people: the list of them, filtered and counted."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from onrecord.graph.lookup.facets import Facet, FacetValue, facet, months
from onrecord.graph.lookup.paging import Key, Page
from onrecord.graph.lookup.rows import Column, order
from onrecord.graph.lookup.showing import Shower, ShownClaim
from onrecord.graph.lookup.statements import Filters, documents_matching, within
from onrecord.graph.lookup.table import Table
from onrecord.graph.who_said import NamedThing, SaidStatement, SourceDocument
from onrecord.ingest.document import Document
from onrecord.ingest.extraction import Span
from onrecord.ontology.entities import name_words

if TYPE_CHECKING:
    from onrecord.graph.knowledge_graph import KnowledgeGraph

DOCUMENT_KEY = ((str, type(None)), str)


@dataclass(frozen=True, slots=True)
class FoundDocuments:
    """The places of the documents that match, newest first, and those of the page."""

    places: Column
    page: list[int]
    next: Key | None


@dataclass(frozen=True, slots=True)
class Mentions:
    """An entity with the places where the document names it."""

    entity: NamedThing
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document as it is read, with all that was found in it, in text order."""

    source: SourceDocument
    document: Document
    file_names: tuple[str, ...]
    known: datetime | None
    statements: list[SaidStatement]
    relations: list[ShownClaim]
    mentions: list[Mentions]


def document_view(graph: KnowledgeGraph, document_id: str) -> DocumentView | None:
    """The document of that id; None where there is none."""
    table = graph.lookups.table()
    place = table.by_id.get(document_id)
    if place is None:
        return None
    try:
        entry = graph.record.get(document_id)
    except KeyError:
        return None
    shower, iris = Shower(table), graph.iris(document_id)
    return DocumentView(
        source=shower.source(place),
        document=entry.extraction.document,
        file_names=entry.file_names,
        known=graph.record.first_ingested(document_id),
        statements=[shower.statement(row) for row in table.statements_of(place)],
        relations=[shower.relation(row) for row in table.relations_of(place)],
        mentions=[
            Mentions(table.entities.thing(iris[entity.id]), entity.mentions)
            for entity in entry.extraction.entities
            if entity.id in iris
        ],
    )


def found_documents(
    table: Table, filters: Filters, page: Page, *, title: str = "", language: str | None = None
) -> FoundDocuments:
    """Documents with these words in title or name, and the filters that are about documents."""
    matching = documents_matching(table, filters)
    if filters.since or filters.until:
        matching &= within(table.published, filters.since, filters.until)
    if beginning := name_words(title).rstrip():
        matching &= np.array([beginning in title for title in table.titles], np.bool_)
    if language is not None:
        matching &= np.array([d.document.language == language for d in table.documents], np.bool_)
    places = np.flatnonzero(matching).astype(np.int32)
    first = 0
    if page.after is not None:
        published, iri = page.after
        wanted = order(None if published is None else str(published), str(iri))
        passed = bisect_right(table.documents, wanted, key=lambda each: each.order)
        first = int(np.searchsorted(places, passed))
    shown = places[first : first + page.limit].tolist()
    last = table.documents[shown[-1]] if first + len(shown) < len(places) else None
    return FoundDocuments(
        places, shown, None if last is None else [last.document.published, last.iri]
    )


def document_facets(table: Table, places: Column) -> dict[str, Facet]:
    """How often each outlet, author, language and month occurs."""
    documents = [table.documents[place] for place in places.tolist()]

    def entity(code: int) -> tuple[str, str]:
        row = table.entities.rows.get(table.iri(code))
        return (row.id, row.label) if row is not None else (table.iri(code), table.iri(code))

    outlets = np.array([document.outlet for document in documents], np.int32)
    authors = np.array([code for document in documents for code in document.authors], np.int32)
    languages: dict[str, int] = {}
    for document in documents:
        language = document.document.language
        if language:
            languages[language] = languages.get(language, 0) + 1
    ranked = sorted(languages.items(), key=lambda pair: (-pair[1], pair[0]))
    return {
        "outlet": facet(outlets, entity),
        "author": facet(authors, entity),
        "language": Facet(tuple(FacetValue(code, code, count) for code, count in ranked), 0),
        "month": months((document.document.published, 1) for document in documents),
    }
