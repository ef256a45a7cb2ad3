"""/export: all of it, to take away."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

import pyoxigraph as ox
from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from onrecord.api.fresh import FreshRoute
from onrecord.api.listing import MEDIA_TYPES, PREFIXES, csv_lines, ndjson_lines
from onrecord.api.routes.network import EdgesAsked
from onrecord.api.routes.statements import StatementFilters
from onrecord.api.serving import Served
from onrecord.api.shapes import StatementJson
from onrecord.graph.lookup.edges import Network
from onrecord.graph.lookup.network_files import MEDIA_TYPES as NETWORK_TYPES
from onrecord.graph.lookup.network_files import NetworkFormat, whole, written
from onrecord.graph.lookup.paging import Page
from onrecord.graph.lookup.showing import Shower
from onrecord.graph.lookup.statements import find

router = APIRouter(tags=["export"], route_class=FreshRoute)
_BATCH = 500
_CHUNK = 1 << 16
DatasetFormat = Literal["nquads", "trig", "jsonld", "turtle", "ntriples"]
_DATASETS: Mapping[DatasetFormat, ox.RdfFormat] = {
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
}


class StatementsExport(StatementFilters):
    """All statements that match."""

    limit: int = Field(10_000_000, ge=1, description="Most statements.")
    format: Literal["csv", "ndjson"] = Field("csv", description="Form of the file.")


class NetworkExport(EdgesAsked):
    """The edges that count."""

    format: NetworkFormat = Field("graphml", description="Form of the file.")


class DatasetExport(BaseModel):
    """The form. Any other parameter is refused by name."""

    model_config = ConfigDict(extra="forbid")

    format: DatasetFormat = Field("nquads", description="Form of the file.")


def _file(*media_types: str) -> dict[int | str, dict[str, Any]]:
    return {
        200: {"description": "The file.", "content": {each: {} for each in media_types}},
        304: {"description": "The graph is as it was."},
    }


@router.get(
    "/export/statements",
    response_class=StreamingResponse,
    responses=_file("text/csv", "application/x-ndjson"),
)
def statements(served: Served, asked: Annotated[StatementsExport, Query()]) -> Response:
    """All statements that match, with their sentences, as a file."""
    with asked.graph(served) as graph:
        table = graph.lookups.table()
    found = find(table, asked.filters(), Page(1))
    rows = found.rows[: asked.limit].tolist()

    def lines() -> Iterator[str]:
        shower = Shower(table)
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            items = [StatementJson.model_validate(shower.statement(row)) for row in batch]
            if asked.format == "csv":
                yield "".join(csv_lines(items, header=start == 0))
            else:
                yield "".join(ndjson_lines(items))

    headers = {
        **_named(f"statements.{asked.format}"),
        "OnRecord-Total": str(found.total),
        "OnRecord-Truncated": "true" if len(rows) < found.total else "false",
    }
    return StreamingResponse(lines(), 200, headers, MEDIA_TYPES[asked.format])


@router.get("/export/network", response_class=Response, responses=_file(*NETWORK_TYPES.values()))
def network(served: Served, asked: Annotated[NetworkExport, Query()]) -> Response:
    """Entities and what connects them, for Gephi, yEd, Cytoscape or a spreadsheet."""
    with asked.graph(served) as graph:
        table, wanted = graph.lookups.table(), asked.wanted()
    found = Network(table, wanted) if wanted else table.network
    headers = _named(f"network.{asked.format}")
    return Response(written(whole(found), asked.format), 200, headers, NETWORK_TYPES[asked.format])


@router.get(
    "/export/dataset",
    response_class=StreamingResponse,
    responses=_file(*(format_.media_type for format_ in _DATASETS.values())),
)
def dataset(
    served: Served,
    asked: Annotated[DatasetExport, Query()],
) -> Response:
    """All facts as RDF. `onrecord export` gives them sorted."""
    kind = _DATASETS[asked.format]
    # Oxigraph writes into a file, not into a stream that somebody reads.
    with tempfile.TemporaryFile() as file:
        store = served.graph.rdf.store
        if kind.supports_datasets:
            ox.serialize(store, file, kind, prefixes=PREFIXES)
        else:
            triples = (quad.triple for quad in store)
            ox.serialize(triples, file, kind, prefixes=PREFIXES)
        file.flush()
        copy = os.dup(file.fileno())

    def chunks() -> Iterator[bytes]:
        with os.fdopen(copy, "rb") as written:
            written.seek(0)
            while chunk := written.read(_CHUNK):
                yield chunk

    headers = _named(f"onrecord.{kind.file_extension}")
    return StreamingResponse(chunks(), 200, headers, kind.media_type)


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
