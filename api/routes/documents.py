"""/documents: what was read, with its text."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from fastapi import Path as PathParameter

from onrecord.api.serving import Served
from onrecord.api.shapes import DocumentJson, DocumentsJson, document_json, listed_document_json
from onrecord.graph.document_lookup import document_view, list_documents
from onrecord.graph.who_said import Describer

router = APIRouter(tags=["documents"])


@router.get("/documents")
def documents(
    served: Served,
    limit: Annotated[int, Query(ge=1, le=200, description="Most documents on a page.")] = 50,
    offset: Annotated[int, Query(ge=0, le=10_000_000, description="How many to pass over.")] = 0,
) -> DocumentsJson:
    """Documents, newest first, undated ones last, with how many statements each has."""
    page, total = list_documents(served.graph.rdf.store, offset=offset, limit=limit)
    end = offset + len(page)
    return DocumentsJson(
        documents=[listed_document_json(listed) for listed in page],
        total=total,
        offset=offset,
        truncated=total > len(page),
        next_offset=end if page and end < total else None,
    )


@router.get("/documents/{id}")
def document(
    served: Served,
    id: Annotated[str, PathParameter(pattern="^[0-9a-f]{32}$", description="The document's id.")],
) -> DocumentJson:
    """One document: metadata, text, mentions and statements with their places in the text."""
    view = document_view(served.graph, id)
    if view is None:
        raise HTTPException(404, f"no document {id}")
    source = Describer(served.graph.rdf.store).document(view.iri)
    return document_json(view, source)
