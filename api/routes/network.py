"""/subgraph, /paths and /overview: what connects entities, to look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from onrecord.api.asked import At
from onrecord.api.fresh import FreshRoute
from onrecord.api.network_shapes import (
    OverviewJson,
    PathsJson,
    SubgraphJson,
    overview_json,
    subgraph_json,
)
from onrecord.api.serving import Served
from onrecord.graph.entity_lookup import entity_id, iri_of
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.lookup.edges import Network, Wanted
from onrecord.graph.lookup.network_files import MEDIA_TYPES, NetworkFormat, drawing, written
from onrecord.graph.lookup.overview import Grouping, overview
from onrecord.graph.lookup.paths import paths_between
from onrecord.graph.lookup.subgraph import Point, around, beside, drawn
from onrecord.graph.lookup.table import Table

_DRAWN: dict[int | str, dict[str, Any]] = {
    200: {"description": "The drawing.", "content": {each: {} for each in MEDIA_TYPES.values()}}
}
router = APIRouter(tags=["network"], route_class=FreshRoute)
MOST_NODES = 500
_Ids = Annotated[list[Annotated[str, Field(max_length=2000)]], Field(max_length=MOST_NODES)]
_Names = Annotated[list[Annotated[str, Field(max_length=100)]], Field(max_length=50)]


class EdgesAsked(At):
    """Which edges count; what is left out is no matter."""

    predicate: _Names = Field([], description="Relations, several if need be.")
    type: _Names = Field([], description="Classes of the entities, several if need be.")
    since: str | None = Field(None, description="Claims published on this day or later.")
    until: str | None = Field(None, description="Claims published on this day or earlier.")
    outlet: str | None = Field(None, description="Claims of this outlet, by words or by id.")

    def wanted(self) -> Wanted:
        """The same, for the graph."""
        return Wanted(
            frozenset(self.predicate),
            frozenset(self.type),
            self.since or None,
            self.until or None,
            self.outlet or None,
        )


class SubgraphAsked(EdgesAsked):
    """A part of the network."""

    seed: _Ids = Field(min_length=1, description="Ids of the entities to begin with.")
    depth: int = Field(1, ge=0, le=3, description="How many edges away from them.")
    limit: int = Field(150, ge=1, le=MOST_NODES, description="Most nodes.")


class PathsAsked(EdgesAsked):
    """Between which entities."""

    source: str = Field(max_length=2000, description="Id of the entity where paths begin.")
    target: str = Field(max_length=2000, description="Id of the entity where they end.")
    longest: int = Field(4, ge=1, le=6, description="Most edges of a path.")
    limit: int = Field(20, ge=1, le=100, description="Most paths.")


class OverviewAsked(EdgesAsked):
    """How the network is gathered up."""

    by: Grouping = Field("type", description="What makes a group.")


class ExpandJson(BaseModel):
    """What to add beside a node."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(max_length=2000)
    predicate: str | None = Field(None, max_length=100)
    direction: Literal["out", "in"] | None = None
    limit: int = Field(50, ge=1, le=MOST_NODES)


class DrawingJson(BaseModel):
    """A drawing to go on with: its nodes, where they are placed, and what to add."""

    model_config = ConfigDict(extra="forbid")

    nodes: _Ids = Field([], description="Ids of the nodes that stay.")
    placed: dict[str, tuple[float, float]] = Field(
        {}, max_length=MOST_NODES, description="Where nodes stay, by id."
    )
    expand: ExpandJson | None = None
    predicate: _Names = []
    type: _Names = []
    since: str | None = None
    until: str | None = None
    outlet: str | None = None
    published_by: str | None = None
    known_by: str | None = None


@router.get("/subgraph", response_model=SubgraphJson)
def subgraph(served: Served, asked: Annotated[SubgraphAsked, Query()]) -> Response:
    """What lies around some entities, laid out, with communities and true totals."""
    with asked.graph(served) as graph:
        table, network = _network(graph, asked)
        seeds = [_known(graph, table, each) for each in asked.seed]
    found = around(network, seeds, depth=asked.depth, limit=asked.limit)
    return Response(subgraph_json(found).model_dump_json(), media_type="application/json")


@router.post("/subgraph", response_model=SubgraphJson, responses=_DRAWN)
def redraw(
    served: Served,
    asked: DrawingJson,
    format: Annotated[
        Literal["json"] | NetworkFormat, Query(description="JSON, or a file to take away.")
    ] = "json",
) -> Response:
    """A drawing with more around one of its nodes; nodes that are placed keep their place."""
    names = EdgesAsked.model_fields.keys() & DrawingJson.model_fields.keys()
    edges = EdgesAsked(**{name: getattr(asked, name) for name in names})
    with edges.graph(served) as graph:
        table, network = _network(graph, edges)
        nodes = dict.fromkeys((_known(graph, table, each) for each in asked.nodes), 0)
        placed: dict[int, Point] = {
            table.codes.known(graph.leads_to(iri_of(each))): point
            for each, point in asked.placed.items()
        }
        total = set(nodes)
        if (more := asked.expand) is not None:
            seed = _known(graph, table, more.id)
            near = beside(network, seed, predicate=more.predicate, direction=more.direction)
            total |= {seed, *near}
            for node in (seed, *[node for node in near if node not in nodes][: more.limit]):
                nodes.setdefault(node, 1)
    found = drawn(network, nodes, placed=placed, total_nodes=len(total))
    if format == "json":
        return Response(subgraph_json(found).model_dump_json(), media_type="application/json")
    headers = {"Content-Disposition": f'attachment; filename="subgraph.{format}"'}
    return Response(written(drawing(found), format), 200, headers, MEDIA_TYPES[format])


@router.get("/paths")
def paths(served: Served, asked: Annotated[PathsAsked, Query()]) -> PathsJson:
    """The shortest paths between two entities, and all others up to a length."""
    with asked.graph(served) as graph:
        table, network = _network(graph, asked)
        ends = [_known(graph, table, each) for each in (asked.source, asked.target)]
    found = paths_between(network, *ends, longest=asked.longest, limit=asked.limit)
    hops = _hops(found.paths) or dict.fromkeys(ends, 0)
    drawing = subgraph_json(drawn(network, hops))
    return PathsJson(
        shortest=found.shortest,
        paths=[[entity_id(table.iri(node)) for node in path] for path in found.paths],
        nodes=drawing.nodes,
        edges=drawing.edges,
        truncated=found.truncated,
    )


@router.get("/overview")
def all_of_it(served: Served, asked: Annotated[OverviewAsked, Query()]) -> OverviewJson:
    """The whole network, gathered up by type, sector or community."""
    with asked.graph(served) as graph:
        _, network = _network(graph, asked)
    return overview_json(overview(network, asked.by))


def _network(graph: KnowledgeGraph, asked: EdgesAsked) -> tuple[Table, Network]:
    table, wanted = graph.lookups.table(), asked.wanted()
    return table, Network(table, wanted) if wanted else table.network


def _known(graph: KnowledgeGraph, table: Table, id_: str) -> int:
    iri = graph.leads_to(iri_of(id_))
    if iri not in table.entities.rows:
        raise HTTPException(404, f"no entity {id_!r:.200}")
    return table.codes.known(iri)


def _hops(paths: Iterable[tuple[int, ...]]) -> Mapping[int, int]:
    """How far each node is from where the paths begin."""
    found: dict[int, int] = {}
    for path in paths:
        for distance, node in enumerate(path):
            found[node] = min(distance, found.get(node, distance))
    return found
