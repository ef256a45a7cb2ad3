"""/sparql, the SPARQL 1.1 Protocol, and /graphs, what the Graph Store Protocol reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, NoReturn

import pyoxigraph as ox
from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from starlette.background import BackgroundTask
from starlette.responses import StreamingResponse

from onrecord.api import sparql_protocol
from onrecord.api.negotiation import chosen
from onrecord.api.service_description import service_description
from onrecord.api.serving import KNOWN_BY_HELP, PUBLISHED_BY_HELP, Served, run_query
from onrecord.api.sparql_protocol import Update
from onrecord.errors import ReadOnlyError
from onrecord.graph.as_of import Clock
from onrecord.graph.sparql_service import SparqlAnswer
from onrecord.settings import MOST_TIMEOUT_MS

router = APIRouter(tags=["query"])

ROWS = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
GRAPHS = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/n-quads": "nquads",
    "application/trig": "trig",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
}
_MEDIA_TYPES = {
    **{value: media for media, value in reversed(ROWS.items())},
    **{value: media for media, value in GRAPHS.items()},
}
_CHARSET = {"csv", "tsv", "turtle"}
UPDATES_REFUSED = (
    "updates are refused: the graph follows from its documents; correct what was read wrongly at "
    "/corrections, or with `onrecord correct`"
)
_EVERYTHING = "CONSTRUCT WHERE { ?s ?p ?o }"
_TIMEOUT_HELP = "Longest that the query may run, in milliseconds: 10000 unless set, 30000 at most."
_TIMEOUT = {"type": "integer", "minimum": 1, "maximum": MOST_TIMEOUT_MS}
_STRINGS = {"type": "array", "items": {"type": "string"}}


def _schema(media_type: str) -> dict[str, object]:
    """What OpenAPI says of a body: JSON-LD is an object or a list of them."""
    if media_type == "application/ld+json":
        return {"type": ["object", "array"]}
    return {"type": "object" if media_type.endswith("json") else "string"}


_BODIES = {
    "description": "Rows (SELECT), a truth value (ASK) or a graph (CONSTRUCT, DESCRIBE).",
    "content": {media: {"schema": _schema(media)} for media in (*ROWS, *GRAPHS)},
}


def refuse_update(_: Update) -> NoReturn:
    """No update is ever done."""
    raise ReadOnlyError(UPDATES_REFUSED)


async def updating() -> Callable[[Update], None]:
    """What does updates: nothing. The protocol's own suite puts a scratch store in its place."""
    return refuse_update


Updating = Annotated[Callable[[Update], None], Depends(updating)]


@router.get(
    "/sparql",
    response_class=Response,
    responses={200: _BODIES},
    openapi_extra={
        "parameters": [
            {"name": "query", "in": "query", "schema": {"type": "string"},
             "description": "SPARQL; without it the service describes itself."},
            {"name": "default-graph-uri", "in": "query", "schema": _STRINGS,
             "description": "Graphs that are the default graph together."},
            {"name": "named-graph-uri", "in": "query", "schema": _STRINGS,
             "description": "Graphs that GRAPH finds."},
            {"name": "timeout_ms", "in": "query", "schema": _TIMEOUT,
             "description": _TIMEOUT_HELP},
            {"name": "published_by", "in": "query", "schema": {"type": "string"},
             "description": PUBLISHED_BY_HELP},
            {"name": "known_by", "in": "query", "schema": {"type": "string"},
             "description": KNOWN_BY_HELP},
        ]
    },
)  # fmt: skip
@router.head("/sparql", include_in_schema=False)
async def sparql_get(request: Request, served: Served) -> Response:
    """Answer a query. The default graph is the union of all graphs, unless one is named.

    Rows come as JSON, XML, CSV or TSV, graphs as Turtle, N-Triples, N-Quads, TriG, JSON-LD or
    RDF/XML. OnRecord-Truncated says whether there were more, OnRecord-Version which facts answer.
    published_by and known_by ask the graph as it was by that day.
    """
    operation = sparql_protocol.of_get(request.scope["query_string"])
    if operation is None:
        return _described(request)
    return await _answer(request, served, operation, refuse_update)


@router.post(
    "/sparql",
    response_class=Response,
    responses={200: _BODIES},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                sparql_protocol.QUERY: {"schema": {"type": "string"}},
                sparql_protocol.FORM: {
                    "schema": {
                        "type": "object",
                        "required": ["query"],
                        "properties": {
                            "query": {"type": "string"},
                            "default-graph-uri": _STRINGS,
                            "named-graph-uri": _STRINGS,
                            "timeout_ms": _TIMEOUT,
                            "published_by": {"type": "string"},
                            "known_by": {"type": "string"},
                        },
                    }
                },
            },
        }
    },
)
async def sparql_post(request: Request, served: Served, update: Updating) -> Response:
    """Answer a query in the body, as it is or as a form. Updates are refused."""
    operation = sparql_protocol.of_post(
        request.headers.get("content-type", ""),
        request.scope["query_string"],
        await request.body(),
    )
    return await _answer(request, served, operation, update)


@router.get(
    "/graphs",
    response_class=Response,
    responses={
        200: {
            "description": "The graph.",
            "content": {media: {"schema": _schema(media)} for media in GRAPHS},
        }
    },
)
@router.head("/graphs", include_in_schema=False)
async def graph(
    request: Request,
    served: Served,
    graph: Annotated[str | None, Query(description="IRI of a named graph.")] = None,
    default: Annotated[
        str | None, Query(description="Empty: the default graph, the union of all.")
    ] = None,
) -> Response:
    """A whole graph, as the SPARQL 1.1 Graph Store Protocol reads one."""
    if (graph is None) == (default is None):
        raise HTTPException(400, "say ?graph=IRI or ?default")
    asked = sparql_protocol.Query(_EVERYTHING, None if graph is None else [graph], None)
    format_ = _graph_format(request)
    found = await _run(request, served, asked, "json", format_)
    if graph is not None and not found.triples:
        found.close()
        raise HTTPException(404, f"there is no graph {graph!r:.200}")
    return _response(found, format_)


@router.put("/graphs", include_in_schema=False)
@router.post("/graphs", include_in_schema=False)
@router.patch("/graphs", include_in_schema=False)
@router.delete("/graphs", include_in_schema=False)
async def graph_change() -> Response:
    """No graph can be written."""
    raise ReadOnlyError(UPDATES_REFUSED)


async def _answer(
    request: Request,
    served: Served,
    operation: sparql_protocol.Query | Update,
    update: Callable[[Update], None],
) -> Response:
    if isinstance(operation, Update):
        update(operation)
        return Response(status_code=204)
    accept = _accept(request)
    rows, graph = chosen(accept, ROWS), chosen(accept, GRAPHS)
    if rows is None and graph is None:
        raise HTTPException(406, f"on offer: {', '.join([*ROWS, *GRAPHS])}")
    # A header that names types of the other kind only is not held against the query.
    rows, graph = rows or "json", graph or "turtle"
    found = await _run(request, served, operation, rows, graph)
    return _response(found, graph if found.kind == "graph" else rows)


async def _run(
    request: Request, served: Served, asked: sparql_protocol.Query, rows: str, graph: str
) -> SparqlAnswer:
    timeout_ms = served.timeout_ms(asked.own("timeout_ms"))
    clock = Clock(asked.own("published_by"), asked.own("known_by"))
    for iri in (*(asked.default_graphs or ()), *(asked.named_graphs or ())):
        try:
            ox.NamedNode(iri)
        except ValueError as error:
            raise HTTPException(400, f"{iri!r:.200} is no absolute IRI of a graph") from error

    def work(gone: Callable[[], bool]) -> SparqlAnswer:
        with served.sparql_as_of(clock) as workers:
            return workers.query(
                asked.text,
                timeout_ms=timeout_ms,
                max_rows=served.settings.max_rows,
                row_format=rows,
                graph_format=graph,
                default_graphs=asked.default_graphs,
                named_graphs=asked.named_graphs,
                gone=gone,
            )

    return await run_query(request, served, work)


def _response(found: SparqlAnswer, format_: str) -> Response:
    media_type = _MEDIA_TYPES[format_]
    headers = {
        "Content-Type": f"{media_type}; charset=utf-8" if format_ in _CHARSET else media_type,
        "Content-Length": str(found.size),
        "Vary": "Accept",
        "OnRecord-Version": found.version,
        "OnRecord-Truncated": "true" if found.truncated else "false",
    }
    if not found.large:
        return Response(found.body, headers=headers)
    return StreamingResponse(
        found.chunks(), headers=headers, background=BackgroundTask(found.close)
    )


def _described(request: Request) -> Response:
    format_ = _graph_format(request)
    body = service_description(str(request.url.replace(query="")), format_)
    return Response(body, media_type=_MEDIA_TYPES[format_], headers={"Vary": "Accept"})


def _graph_format(request: Request) -> str:
    format_ = chosen(_accept(request), GRAPHS)
    if format_ is None:
        raise HTTPException(406, f"on offer: {', '.join(GRAPHS)}")
    return format_


def _accept(request: Request) -> str | None:
    return ", ".join(request.headers.getlist("accept")) or None
