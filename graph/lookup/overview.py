"""The whole network gathered up into groups: what there is, before one looks closely."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import networkx as nx
import numpy as np

from onrecord.graph.lookup.edges import Network
from onrecord.graph.lookup.subgraph import Point, laid_out
from onrecord.graph.who_said import NamedThing

Grouping = Literal["type", "sector", "community"]
_TOP = 5
_MOST = 60
OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Group:
    """Entities that belong together; ``top`` are those with most connections."""

    id: str
    label: str
    size: int
    x: float
    y: float
    top: list[NamedThing]


@dataclass(frozen=True, slots=True)
class GroupEdge:
    """What connects two groups, or a group in itself: how many claims, by relation."""

    source: str
    target: str
    claims: int
    predicates: dict[str, int]


@dataclass(frozen=True, slots=True)
class Overview:
    """At most 60 groups, the largest first, and what connects them; past that the last are one.

    ``entities`` counts all in them.
    """

    groups: list[Group]
    edges: list[GroupEdge]
    entities: int


def overview(network: Network, by: Grouping) -> Overview:
    """The network by what each entity is, the sector it is connected with, or its community."""
    table, degrees = network.table, network.degrees
    nodes = np.flatnonzero(degrees).tolist()
    named = {"type": _types, "sector": _sectors, "community": _communities}[by](network, nodes)
    sizes = Counter(named[node] for node in nodes)
    ranked = sorted(sizes, key=lambda name: (-sizes[name], name))
    kept = set(ranked if len(ranked) <= _MOST else ranked[: _MOST - 1])
    group = {node: named[node] if named[node] in kept else (OTHERS, OTHERS) for node in nodes}
    members: dict[tuple[str, str], list[int]] = defaultdict(list)
    for node in nodes:
        members[group[node]].append(node)
    predicates: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for subject, predicate, object_, claims in zip(
        network.subject.tolist(), network.predicate.tolist(),
        network.object.tolist(), network.claims.tolist(), strict=True,
    ):  # fmt: skip
        ends = group[subject][0], group[object_][0]
        predicates[ends][table.codes.texts[predicate]] += max(claims, 1)
    points = _places(sorted(members), predicates)
    texts = table.codes.texts
    groups = [
        Group(
            id_,
            label,
            len(inside),
            *points[id_],
            top=[
                table.thing(node)
                for node in sorted(inside, key=lambda n: (-degrees[n], texts[n]))[:_TOP]
            ],
        )
        for (id_, label), inside in members.items()
    ]
    edges = [
        GroupEdge(source, target, sum(counts.values()), dict(sorted(counts.items())))
        for (source, target), counts in sorted(predicates.items())
    ]
    groups.sort(key=lambda each: (-each.size, each.id))
    return Overview(groups, edges, len(nodes))


_Named = Mapping[int, tuple[str, str]]


def _types(network: Network, nodes: list[int]) -> _Named:
    things = ((node, network.table.thing(node).type) for node in nodes)
    return {node: (type_, type_) for node, type_ in things}


def _sectors(network: Network, nodes: list[int]) -> _Named:
    """The sector that most claims connect each entity with; a sector is its own."""
    table = network.table
    rows = table.entities.rows
    codes = [table.codes.known(row.iri) for row in rows.values() if "Sector" in row.classes]
    is_sector = np.zeros(len(table.codes.texts) + 1, np.bool_)
    is_sector[codes] = True
    counts: dict[int, Counter[int]] = defaultdict(Counter)
    for one, other in ((network.subject, network.object), (network.object, network.subject)):
        chosen = is_sector[other] & ~is_sector[one]
        weights = np.maximum(network.claims[chosen], 1)
        for node, sector, claims in zip(
            one[chosen].tolist(), other[chosen].tolist(), weights.tolist(), strict=True
        ):
            counts[node][sector] += claims
    found = {}
    for node in nodes:
        near = counts.get(node)
        code = node if is_sector[node] else None
        if near:
            code = min(near, key=lambda each: (-near[each], table.codes.texts[each]))
        thing = None if code is None else table.thing(code)
        found[node] = ("none", "no sector") if thing is None else (thing.id, thing.label)
    return found


def _communities(network: Network, nodes: list[int]) -> _Named:
    """Communities by label propagation (Traag and Šubelj 2023): linear in the edges."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(zip(network.subject.tolist(), network.object.tolist(), strict=True))
    found = nx.community.fast_label_propagation_communities(graph, seed=7)
    degrees, texts = network.degrees, network.table.codes.texts
    named = {}
    for members in found:
        first = min(members, key=lambda node: (-degrees[node], texts[node]))
        thing = network.table.thing(first)
        named.update(dict.fromkeys(members, (thing.id, thing.label)))
    return named


def _places(
    groups: list[tuple[str, str]], predicates: Mapping[tuple[str, str], Counter[str]]
) -> dict[str, Point]:
    graph: nx.Graph[int] = nx.Graph()
    places = {id_: place for place, (id_, _) in enumerate(groups)}
    graph.add_nodes_from(places.values())
    for source, target in sorted(predicates):
        if source != target:
            graph.add_edge(places[source], places[target])
    points = laid_out(graph, {})
    return {id_: points[place] for id_, place in places.items()}
