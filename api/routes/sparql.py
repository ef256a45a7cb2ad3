"""/sparql: the SPARQL 1.1 Protocol, for queries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from urllib.parse import parse_qsl

from fastapi import APIRouter, HTTPException, Request, Response

from onrecord.api.negotiation import chosen
from onrecord.api.serving import Served, run_query
from onrecord.errors import ReadOnlyError
from onrecord.graph.as_of import Clock
from onrecord.graph.sparql_service import SparqlAnswer

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
_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_MEDIA_TYPES = {
    **{value: media for media, value in reversed(ROWS.items())},
    **{value: media for media, value in GRAPHS.items()},
}
_CHARSET = {"csv", "tsv", "turtle"}
_UPDATES_REFUSED = "updates are refused: the graph follows from its documents"


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with the dataset that the request names; None where it names none.

    ``published_by`` and ``known_by``, which the protocol does not have, ask the graph of a day.
    """

    query: str
    default_graphs: list[str] | None
    named_graphs: list[str] | None
    clock: Clock


@router.get(
    "/sparql",
    openapi_extra={
        "parameters": [
            {"name": name, "in": "query", "required": name == "query", "schema": schema}
            for name, schema in (
                ("query", {"type": "string"}),
                ("default-graph-uri", {"type": "array", "items": {"type": "string"}}),
                ("named-graph-uri", {"type": "array", "items": {"type": "string"}}),
                ("published_by", {"type": "string"}),
                ("known_by", {"type": "string"}),
            )
        ]
    },
)
@router.head("/sparql", include_in_schema=False)
async def sparql_get(request: Request, served: Served) -> Response:
    """Answer a query. The default graph is the union of all graphs, unless one is named.

    Rows come as JSON, XML, CSV or TSV, graphs as Turtle, N-Triples, N-Quads, TriG, JSON-LD or
    RDF/XML. OnRecord-Truncated says whether there were more, OnRecord-Version which facts answer.
    published_by and known_by ask the graph as it was by that day.
    """
    return await _answer(request, served, _asked(_parameters(request.scope["query_string"])))


@router.post(
    "/sparql",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                _QUERY: {"schema": {"type": "string"}},
                _FORM: {
                    "schema": {
                        "type": "object",
                        "required": ["query"],
                        "properties": {"query": {"type": "string"}},
                    }
                },
            },
        }
    },
)
async def sparql_post(request: Request, served: Served) -> Response:
    """Answer a query in the body, as it is or as a form."""
    media_type, charset = _content_type(request.headers.get("content-type", ""))
    if charset not in ("utf-8", "us-ascii"):
        raise HTTPException(415, f"a query is sent as UTF-8, got {charset!r:.40}")
    body = await request.body()
    of_url = _parameters(request.scope["query_string"])
    if media_type == _FORM:
        return await _answer(request, served, _asked(of_url + _parameters(body)))
    if media_type == _QUERY:
        return await _answer(request, served, _asked([*of_url, ("query", _text(body))]))
    if media_type == _UPDATE:
        raise ReadOnlyError(_UPDATES_REFUSED)
    raise HTTPException(415, f"a query is sent as {_QUERY} or {_FORM}, got {media_type!r:.80}")


def _asked(parameters: list[tuple[str, str]]) -> Asked:
    def values(name: str) -> list[str]:
        return [value for key, value in parameters if key == name]

    if values("update"):
        raise ReadOnlyError(_UPDATES_REFUSED)
    queries = values("query")
    if len(queries) != 1:
        raise HTTPException(400, f"give one parameter 'query', got {len(queries)}")
    clock = Clock(_day("published_by", values), _day("known_by", values))
    default, named = values("default-graph-uri"), values("named-graph-uri")
    return Asked(queries[0], default or None, named or None, clock)


def _day(name: str, values: Callable[[str], list[str]]) -> str | None:
    given = values(name)
    if len(given) > 1:
        raise HTTPException(400, f"give at most one parameter {name!r}, got {len(given)}")
    return given[0] if given else None


async def _answer(request: Request, served: Served, asked: Asked) -> Response:
    accept = ", ".join(request.headers.getlist("accept")) or None
    rows, graph = chosen(accept, ROWS), chosen(accept, GRAPHS)
    if rows is None and graph is None:
        raise HTTPException(406, f"on offer: {', '.join([*ROWS, *GRAPHS])}")
    # A header that names types of the other kind only is not held against the query.
    formats = {"row_format": rows or "json", "graph_format": graph or "turtle"}

    def work(gone: Callable[[], bool]) -> SparqlAnswer:
        with served.sparql_as_of(asked.clock) as workers:
            return workers.query(
                asked.query,
                timeout_ms=served.settings.query_timeout_ms,
                max_rows=served.settings.max_rows,
                default_graphs=asked.default_graphs,
                named_graphs=asked.named_graphs,
                gone=gone,
                **formats,
            )

    answer = await run_query(request, served, work)
    format_ = formats["graph_format" if answer.kind == "graph" else "row_format"]
    media_type = _MEDIA_TYPES[format_]
    return Response(
        answer.body,
        headers={
            "Content-Type": f"{media_type}; charset=utf-8" if format_ in _CHARSET else media_type,
            "Vary": "Accept",
            "OnRecord-Version": answer.version,
            "OnRecord-Truncated": "true" if answer.truncated else "false",
        },
    )


def _content_type(header: str) -> tuple[str, str]:
    """Media type and charset, in lower case."""
    parsed = Message()
    parsed["content-type"] = header
    given = header.split(";")[0].strip().lower()
    return given, str(parsed.get_param("charset", "utf-8")).lower()


def _parameters(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(encoded.decode("ascii"), keep_blank_values=True, errors="strict")
    except (UnicodeDecodeError, ValueError) as error:
        raise HTTPException(400, "the parameters are not URL-encoded UTF-8") from error


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise HTTPException(400, f"the query is not UTF-8 (byte {error.start})") from error
