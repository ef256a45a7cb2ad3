"""A part of the network to look at: around some entities, laid out, with its communities.

Layout and communities are networkx's, with a fixed seed and sorted nodes, so that the same graph
is drawn the same way for everybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np

from onrecord.graph.lookup.edges import Edge, Network

_SEED = 7
# From so many nodes on networkx wants scipy, which we do without: they stay where they begin.
_SPARSE = 500
_ROUNDS = 40
_CARRIED = 20
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Node:
    """An entity with its place in the drawing.

    ``degree`` counts the neighbours that are shown, ``connections`` all that there are; ``hops``
    is how far it is from what was asked for.
    """

    code: int
    x: float
    y: float
    degree: int
    connections: int
    community: int
    hops: int


@dataclass(frozen=True, slots=True)
class Community:
    """Nodes that are connected more among each other; named by the one with most connections."""

    id: int
    named_by: int
    size: int


@dataclass(frozen=True, slots=True)
class Subgraph:
    """Nodes and the edges between them; the totals count what would be there without a limit."""

    network: Network
    nodes: list[Node]
    edges: list[Edge]
    communities: list[Community]
    total_nodes: int
    total_edges: int

    @property
    def truncated(self) -> bool:
        """Whether there is more than is shown."""
        return self.total_nodes > len(self.nodes) or self.total_edges > len(self.edges)


def around(
    network: Network,
    seeds: Sequence[int],
    *,
    kept: Iterable[int] = (),
    depth: int = 1,
    limit: int = 150,
    placed: Mapping[int, Point] | None = None,
) -> Subgraph:
    """What lies around the seeds, nearest first, then by how many claims connect it.

    ``kept`` nodes are there in any case; ``placed`` ones keep their place.
    """
    hops = dict.fromkeys(seeds, 0)
    within = dict(hops)
    for distance in range(1, depth + 1):
        ranked = _next(network, within)
        for node, _ in ranked:
            within[node] = distance
        for node, _ in ranked[: max(0, limit - len(hops))]:
            hops[node] = distance
    for node in kept:
        hops.setdefault(node, within.get(node, depth + 1))
    everything = {**within, **hops}
    return drawn(
        network,
        hops,
        placed=placed or {},
        total_nodes=len(everything),
        total_edges=len(network.between(everything)),
    )


def drawn(
    network: Network,
    hops: Mapping[int, int],
    *,
    placed: Mapping[int, Point] | None = None,
    total_nodes: int | None = None,
    total_edges: int | None = None,
) -> Subgraph:
    """These nodes with the edges between them, laid out."""
    texts = network.table.codes.texts
    order = sorted(hops, key=lambda code: (hops[code], texts[code]))
    edges = [network.edge(place) for place in network.between(order).tolist()]
    edges.sort(key=lambda edge: (texts[edge.subject], edge.predicate, texts[edge.object]))
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(order)
    for edge in edges:
        graph.add_edge(edge.subject, edge.object)
    points = laid_out(graph, placed or {})
    communities = communities_of(graph)
    member = {node: number for number, nodes in enumerate(communities) for node in nodes}
    connections = network.degrees
    nodes = [
        Node(
            node,
            *points[node],
            degree=graph.degree(node),
            connections=int(connections[node]),
            community=member[node],
            hops=hops[node],
        )
        for node in order
    ]
    return Subgraph(
        network=network,
        nodes=nodes,
        edges=edges,
        communities=[
            Community(number, min(nodes, key=lambda n: (-connections[n], texts[n])), len(nodes))
            for number, nodes in enumerate(communities)
        ],
        total_nodes=len(nodes) if total_nodes is None else total_nodes,
        total_edges=len(edges) if total_edges is None else total_edges,
    )


def beside(
    network: Network, node: int, *, predicate: str | None = None, direction: str | None = None
) -> list[int]:
    """The nodes beside a node, by a relation and its direction if given; most claims first."""
    weights: Counter[int] = Counter()
    for way, places in (("out", network.edges_out(node)), ("in", network.edges_in(node))):
        for place in places.tolist() if direction in (None, way) else ():
            edge = network.edge(place)
            if predicate in (None, edge.predicate):
                weights[edge.object if way == "out" else edge.subject] += max(edge.claims, 1)
    texts = network.table.codes.texts
    return sorted(weights, key=lambda each: (-weights[each], texts[each]))


def claims_carried(network: Network, edge: Edge) -> list[tuple[bool, int]]:
    """The newest claims behind an edge, as many as a drawing carries along."""
    return network.claims_of(edge.place)[:_CARRIED]


def laid_out(graph: nx.Graph[int], placed: Mapping[int, Point]) -> dict[int, Point]:
    """Where the nodes stand, within -1 to 1, and those that are placed where they are."""
    if not graph:
        return {}
    known = {node: point for node, point in placed.items() if node in graph}
    start = _beginning(graph, known)
    if len(known) == len(graph) or len(graph) >= _SPARSE:
        points = {node: np.array(point) for node, point in start.items()}
    else:
        points = nx.spring_layout(
            graph,
            pos=start,
            fixed=sorted(known) or None,
            iterations=_ROUNDS,
            seed=_SEED,
            method="force",
        )
    if not known:
        points = nx.rescale_layout_dict(points) if len(graph) > 1 else points
    return {node: (round(float(x), 4), round(float(y), 4)) for node, (x, y) in points.items()}


def _beginning(graph: nx.Graph[int], known: Mapping[int, Point]) -> dict[int, Point]:
    """Where each node starts: on a circle, or beside a neighbour that is placed."""
    golden = np.pi * (3 - np.sqrt(5))
    found: dict[int, Point] = {}
    for number, node in enumerate(graph):
        beside = next((known[other] for other in graph[node] if other in known), None)
        radius = 0.15 if beside else np.sqrt((number + 1) / len(graph))
        x, y = beside or (0.0, 0.0)
        angle = number * golden
        found[node] = (x + radius * float(np.cos(angle)), y + radius * float(np.sin(angle)))
    return {**found, **known}


def communities_of(graph: nx.Graph[int]) -> list[set[int]]:
    """Communities by modularity (Blondel et al. 2008, Louvain), the largest first."""
    if not graph.number_of_edges():
        return [{node} for node in graph]
    found = nx.community.louvain_communities(graph, seed=_SEED)
    return sorted(found, key=lambda nodes: (-len(nodes), min(nodes)))


def _next(network: Network, nodes: Mapping[int, int]) -> list[tuple[int, int]]:
    """The nodes beside these, with how many claims connect them, most first."""
    inside = np.zeros(len(network.table.codes.texts) + 1, np.bool_)
    inside[np.fromiter(nodes, np.int32)] = True
    out = inside[network.subject] & ~inside[network.object]
    into = inside[network.object] & ~inside[network.subject]
    beside = np.concatenate([network.object[out], network.subject[into]])
    weights = np.concatenate([network.claims[out], network.claims[into]])
    counts = np.bincount(beside, weights=np.maximum(weights, 1))
    found = np.unique(beside)
    texts = network.table.codes.texts
    return sorted(
        ((node, int(counts[node])) for node in found.tolist()),
        key=lambda pair: (-pair[1], texts[pair[0]]),
    )
