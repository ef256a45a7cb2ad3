"""The JSON of networks, as OpenAPI describes it."""

from __future__ import annotations

from onrecord.api.shapes import Shape, ThingJson
from onrecord.graph.entity_lookup import entity_id
from onrecord.graph.lookup.edges import claim_id
from onrecord.graph.lookup.overview import Overview
from onrecord.graph.lookup.subgraph import Subgraph, claims_carried


class NodeJson(ThingJson):
    """An entity with its place; ``connections`` counts all its neighbours, shown or not."""

    x: float
    y: float
    degree: int
    connections: int
    community: int
    hops: int


class EdgeJson(Shape):
    """What connects two nodes: a relation with how many claims, the ids of the newest of them."""

    id: str
    source: str
    target: str
    predicate: str
    claims: int
    claim_ids: list[str]
    first: str | None
    last: str | None


class CommunityJson(Shape):
    """Nodes that are connected more among each other, named by one of them."""

    id: int
    label: str
    size: int


class SubgraphJson(Shape):
    """Nodes and edges; the totals count what would be there without a limit."""

    nodes: list[NodeJson]
    edges: list[EdgeJson]
    communities: list[CommunityJson]
    total_nodes: int
    total_edges: int
    truncated: bool


class PathsJson(Shape):
    """Paths as ids of nodes, shortest first, and a drawing of them."""

    shortest: int | None
    paths: list[list[str]]
    nodes: list[NodeJson]
    edges: list[EdgeJson]
    truncated: bool


class GroupJson(Shape):
    """Entities that belong together, with those of most connections."""

    id: str
    label: str
    size: int
    x: float
    y: float
    top: list[ThingJson]


class GroupEdgeJson(Shape):
    """What connects two groups: how many claims, by relation."""

    source: str
    target: str
    claims: int
    predicates: dict[str, int]


class OverviewJson(Shape):
    """Groups, the largest first, and what connects them."""

    groups: list[GroupJson]
    edges: list[GroupEdgeJson]
    entities: int


def overview_json(found: Overview) -> OverviewJson:
    """The overview."""
    return OverviewJson.model_validate(found)


def subgraph_json(found: Subgraph) -> SubgraphJson:
    """The drawing with the claims behind its edges."""
    network, table = found.network, found.network.table

    def id_of(code: int) -> str:
        return entity_id(table.iri(code))

    edges = []
    for edge in found.edges:
        first, last = network.days(edge.place)
        source, target = id_of(edge.subject), id_of(edge.object)
        edges.append(
            EdgeJson(
                id=f"{source}|{edge.predicate}|{target}",
                source=source,
                target=target,
                predicate=edge.predicate,
                claims=edge.claims,
                claim_ids=[claim_id(table, *claim) for claim in claims_carried(network, edge)],
                first=first,
                last=last,
            )
        )
    return SubgraphJson(
        nodes=[
            NodeJson(
                **ThingJson.model_validate(table.thing(node.code)).model_dump(),
                x=node.x,
                y=node.y,
                degree=node.degree,
                connections=node.connections,
                community=node.community,
                hops=node.hops,
            )
            for node in found.nodes
        ],
        edges=edges,
        communities=[
            CommunityJson(id=each.id, label=table.thing(each.named_by).label, size=each.size)
            for each in found.communities
        ],
        total_nodes=found.total_nodes,
        total_edges=found.total_edges,
        truncated=found.truncated,
    )
