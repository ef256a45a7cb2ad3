"""/documents: what was read, with its text."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi import Path as PathParameter
from pydantic import Field

from onrecord.api.asked import AtQuery, Paged
from onrecord.api.fresh import FreshRoute
from onrecord.api.listing import LISTED, Format, listed
from onrecord.api.serving import Served
from onrecord.api.shapes import (
    DocumentJson,
    DocumentsJson,
    ListedDocumentJson,
    MentionJson,
    RelationJson,
    SourceJson,
    SpanJson,
    StatementJson,
    ThingJson,
    facets_json,
)
from onrecord.graph.lookup.documents import (
    DOCUMENT_KEY,
    DocumentView,
    document_facets,
    document_view,
    found_documents,
)
from onrecord.graph.lookup.paging import cursor, page
from onrecord.graph.lookup.statements import Filters
from onrecord.graph.lookup.table import Table

router = APIRouter(tags=["documents"], route_class=FreshRoute)


class DocumentsAsked(Paged):
    """Which documents."""

    q: str = Field(
        "",
        max_length=200,
        description="Words of the title or the file; the last may be unfinished.",
    )
    outlet: str | None = Field(None, description="Outlet, by words of its name or by its id.")
    author: str | None = Field(None, description="Author, by words of the name or by id.")
    language: str | None = Field(None, max_length=35, description="BCP 47 tag.")
    since: str | None = Field(None, description="Published on this day or later.")
    until: str | None = Field(None, description="Published on this day or earlier.")
    facets: bool = Field(False, description="Count outlets, authors, languages and months too.")
    format: Format | None = Field(None, description="Form of the list; else by Accept.")


@router.get("/documents", response_model=DocumentsJson, responses=LISTED)
def documents(
    request: Request, served: Served, asked: Annotated[DocumentsAsked, Query()]
) -> Response:
    """Documents, newest first, undated ones last, with how many statements each has."""
    wanted = page(asked.limit, asked.cursor, DOCUMENT_KEY)
    filters = Filters(
        outlet=asked.outlet or None,
        author=asked.author or None,
        since=asked.since or None,
        until=asked.until or None,
    )
    with asked.graph(served) as graph:
        table = graph.lookups.table()
        found = found_documents(
            table, filters, wanted, title=asked.q, language=asked.language or None
        )
        items = [_listed(table, place) for place in found.page]
        following = cursor(found.next) if found.next else None
        total = len(found.places)
        answer = DocumentsJson(
            documents=items,
            total=total,
            truncated=total > len(items),
            next=following,
            facets=facets_json(document_facets(table, found.places)) if asked.facets else None,
        )
        return listed(
            request, answer, items, asked.format,
            total=total, following=following, store=graph.rdf.store,
        )  # fmt: skip


@router.get("/documents/{id}")
def document(
    served: Served,
    id: Annotated[str, PathParameter(pattern="^[0-9a-f]{32}$", description="The document's id.")],
    at: AtQuery,
) -> DocumentJson:
    """One document: metadata, text, mentions, statements and relations with their places."""
    with at.graph(served) as graph:
        view = document_view(graph, id)
    if view is None:
        raise HTTPException(404, f"no document {id}")
    return _json(view)


def _listed(table: Table, place: int) -> ListedDocumentJson:
    rows = table.documents[place]
    return ListedDocumentJson(
        **SourceJson.model_validate(table.source(rows)).model_dump(),
        language=rows.document.language,
        statements=len(rows.statements.ids),
    )


def _json(view: DocumentView) -> DocumentJson:
    document, text = view.document, view.document.text
    return DocumentJson(
        **SourceJson.model_validate(view.source).model_dump(),
        url=document.url,
        authors=list(document.authors),
        language=document.language,
        sha256=document.sha256,
        length=len(text),
        file_names=list(view.file_names),
        known=view.known,
        text=text,
        statements=[StatementJson.model_validate(each) for each in view.statements],
        relations=[RelationJson.model_validate(each) for each in view.relations],
        mentions=[
            MentionJson(
                entity=ThingJson.model_validate(mentions.entity),
                spans=[
                    SpanJson(start=s.start, end=s.end, text=text[s.start : s.end])
                    for s in mentions.spans
                ],
            )
            for mentions in view.mentions
        ],
    )
