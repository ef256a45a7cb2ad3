"""Lists in the form that is asked for: JSON, CSV, NDJSON or JSON-LD.

By ``format``, else by the Accept header. Where the form has no place for totals, they are in the
headers: OnRecord-Total, OnRecord-Truncated, and a Link to the next page. What has no IRI
has no JSON-LD.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal, get_args, get_origin

import pyoxigraph as ox
from fastapi import HTTPException, Query, Request, Response
from pydantic import BaseModel

from onrecord.api.negotiation import chosen
from onrecord.api.shapes import RowsJson
from onrecord.graph.spreadsheets import harmless
from onrecord.ontology.terms import ONR

Format = Literal["json", "csv", "ndjson", "jsonld"]
AskedFormat = Annotated[
    Format | None, Query(description="Form of the list; unless given, the Accept header says.")
]
MEDIA_TYPES: Mapping[Format, str] = {
    "json": "application/json",
    "csv": "text/csv",
    "ndjson": "application/x-ndjson",
    "jsonld": "application/ld+json",
}
_OFFERS: Mapping[str, Format] = {media_type: name for name, media_type in MEDIA_TYPES.items()}
_JSON_LD = MEDIA_TYPES["jsonld"]
PREFIXES = {"onr": str(ONR), "skos": "http://www.w3.org/2004/02/skos/core#"}
# The parts of a claim that are shown along with it.
_PARTS = tuple(
    str(ONR[name]) for name in ("hasEvidence", "hasSource", "hasCue", "hasContent", "hasRelay")
)

LISTED: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "As JSON, or in the form asked for.",
        "content": {media_type: {} for media_type in MEDIA_TYPES.values()},
        "headers": {
            "ETag": {"description": "Names the state of the graph.", "schema": {"type": "string"}},
            "OnRecord-Total": {"description": "How many there are.", "schema": {"type": "integer"}},
            "OnRecord-Truncated": {
                "description": "Whether there are more than are given.",
                "schema": {"type": "string", "enum": ["true", "false"]},
            },
            "Link": {"description": "The next page.", "schema": {"type": "string"}},
        },
    },
    304: {"description": "The graph is as it was."},
}  # fmt: skip


def listed(
    request: Request,
    answer: BaseModel,
    items: Sequence[BaseModel],
    asked: Format | None,
    *,
    total: int,
    following: str | None,
    truncated: bool | None = None,
    store: ox.Store | None = None,
) -> Response:
    """The answer, which holds these items, in the form that is asked for.

    ``store`` has the items' IRIs; None where they have none. ``truncated`` need be said only of a
    list that has no next page.
    """
    format_ = _form(
        request, asked, [each for each in _OFFERS if store is not None or each != _JSON_LD]
    )
    cut = following is not None if truncated is None else truncated
    headers = {"OnRecord-Total": str(total), "OnRecord-Truncated": "true" if cut else "false"}
    if following is not None:
        url = request.url.include_query_params(cursor=following)
        headers["Link"] = f'<{url.path}?{url.query}>; rel="next"'
    media_type = MEDIA_TYPES[format_]
    if format_ == "csv":
        return Response("".join(csv_lines(items)), 200, headers, media_type + "; charset=utf-8")
    if format_ == "ndjson":
        return Response("".join(ndjson_lines(items)), 200, headers, media_type)
    if format_ == "jsonld" and store is not None:
        iris = [str(item.model_dump().get("iri", "")) for item in items]
        return Response(jsonld(store, filter(None, iris)), 200, headers, media_type)
    return Response(answer.model_dump_json(), 200, headers, media_type)


def rows_listed(request: Request, answer: RowsJson, asked: Format | None) -> Response:
    """Rows in the form that is asked for; NDJSON has an object a row."""
    format_ = _form(request, asked, [each for each in _OFFERS if each != _JSON_LD])
    headers = {"OnRecord-Truncated": "true" if answer.truncated else "false"}
    media_type = MEDIA_TYPES[format_]
    if format_ == "csv":
        rows: list[list[object]] = [[*answer.columns], *answer.rows]
        text = "".join(_csv_line([_plain(value) for value in row]) for row in rows)
        return Response(text, 200, headers, media_type + "; charset=utf-8")
    if format_ == "ndjson":
        each = (dict(zip(answer.columns, row, strict=True)) for row in answer.rows)
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in each)
        return Response(text, 200, headers, media_type)
    return Response(answer.model_dump_json(), 200, headers, media_type)


def _form(request: Request, asked: Format | None, offers: Sequence[str]) -> Format:
    found = asked or chosen(request.headers.get("accept"), {each: _OFFERS[each] for each in offers})
    if found is None or MEDIA_TYPES[found] not in offers:
        raise HTTPException(406, f"on offer: {', '.join(offers)}")
    return found


def ndjson_lines(items: Iterable[BaseModel]) -> Iterator[str]:
    """Each item as JSON on a line."""
    for item in items:
        yield item.model_dump_json() + "\n"


def csv_lines(items: Sequence[BaseModel], *, header: bool = True) -> Iterator[str]:
    """A header, then each item as a row; parts have columns of their own."""
    if items and header:
        yield _csv_line([column for column, _ in _cells(type(items[0]), {})])
    for item in items:
        yield _csv_line([cell for _, cell in _cells(type(item), item.model_dump())])


def jsonld(store: ox.Store, iris: Iterable[str]) -> bytes:
    """What the graph says of these things, and of the words and relays of claims among them."""
    triples: dict[ox.Triple, None] = {}
    for iri in iris:
        for quad in store.quads_for_pattern(ox.NamedNode(iri), None, None):
            triples[quad.triple] = None
            if quad.predicate.value in _PARTS and isinstance(quad.object, ox.NamedNode):
                for part in store.quads_for_pattern(quad.object, None, None):
                    triples[part.triple] = None
    return ox.serialize(triples, format=ox.RdfFormat.JSON_LD, prefixes=PREFIXES) or b"[]"


def _csv_line(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([harmless(cell) for cell in cells])
    return line.getvalue()


def _cells(
    shape: type[BaseModel], item: Mapping[str, Any], prefix: str = ""
) -> Iterator[tuple[str, str]]:
    """Yield column and cell of an item, in the order of its shape whatever it has of it."""
    for name, field in shape.model_fields.items():
        column, value = prefix + name, item.get(name)
        part = _part(field.annotation)
        if part is not None:
            yield from _cells(part, value or {}, column + "_")
        elif isinstance(value, list):
            yield column, _joined(value)
        else:
            yield column, _plain(value)


def _part(annotation: Any) -> type[BaseModel] | None:
    """The shape of a part; None where the field holds a value, or several."""
    for kind in (annotation, *get_args(annotation)):
        if isinstance(kind, type) and not get_args(kind) and issubclass(kind, BaseModel):
            return None if get_origin(annotation) is list else kind
    return None


def _joined(values: Sequence[Any]) -> str:
    """Words of several spans with an ellipsis between them, names with a semicolon."""
    if all(isinstance(value, dict) and "text" in value for value in values):
        return " … ".join(str(each["text"]) for each in values)
    if all(isinstance(value, dict) and "label" in value for value in values):
        return "; ".join(str(each["label"]) for each in values)
    if any(isinstance(value, dict) for value in values):
        return json.dumps(values, ensure_ascii=False)
    return "; ".join(_plain(value) for value in values)


def _plain(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
