"""Networks as files for other programs: GraphML, GEXF with colours and places, CSV of the edges.

By networkx, whose measures apply to ``as_networkx`` as it is.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import networkx as nx
import numpy as np

from onrecord.graph.lookup.edges import Edge, Network
from onrecord.graph.lookup.subgraph import Node, Subgraph
from onrecord.graph.spreadsheets import harmless

NetworkFormat = Literal["graphml", "gexf", "csv"]
MEDIA_TYPES: Mapping[NetworkFormat, str] = {
    "graphml": "application/graphml+xml",
    "gexf": "application/gexf+xml",
    "csv": "text/csv",
}
# Okabe and Ito's palette, which people with any colour vision tell apart, by class and what is
# above it; the page draws with the same.
COLOURS: Mapping[str, str] = {
    "Person": "#0072B2",
    "Country": "#009E73",
    "GovernmentBody": "#56B4E9",
    "MediaOutlet": "#CC79A7",
    "Organization": "#999999",
    "Group": "#B8B8B8",
    "Policy": "#D55E00",
    "Sector": "#E69F00",
}
_OTHER = "#666666"
_ABOVE = {"Company": "Organization", "Party": "Organization"}
_POLICIES = ("Plan", "Measure", "Legislation")


def colour(type_: str) -> str:
    """The colour of entities of a class, as #RRGGBB."""
    wider = "Policy" if type_ in _POLICIES else _ABOVE.get(type_, type_)
    return COLOURS.get(wider, _OTHER)


def as_networkx(
    network: Network, nodes: Iterable[int], edges: Iterable[Edge]
) -> nx.MultiDiGraph[str]:
    """Nodes by IRI with ``label`` and ``type``, edges with ``predicate``, ``weight`` and dates.

    The weight is how many claims are behind an edge; what only a pack says weighs 1.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    table = network.table
    for code in nodes:
        thing = table.thing(code)
        graph.add_node(thing.iri, label=_xml(thing.label), type=thing.type)
    for edge in edges:
        first, last = network.days(edge.place)
        dates = {name: day for name, day in (("first", first), ("last", last)) if day}
        graph.add_edge(
            table.iri(edge.subject),
            table.iri(edge.object),
            key=edge.predicate,
            predicate=edge.predicate,
            weight=max(edge.claims, 1),
            **dates,
        )
    return graph


def whole(network: Network) -> nx.MultiDiGraph[str]:
    """All of a network."""
    nodes = np.unique(np.concatenate([network.subject, network.object])).tolist()
    edges = (network.edge(place) for place in range(len(network.subject)))
    texts = network.table.codes.texts
    return as_networkx(network, sorted(nodes, key=texts.__getitem__), edges)


def drawing(subgraph: Subgraph) -> nx.MultiDiGraph[str]:
    """What is drawn, each node with its place and community."""
    network = subgraph.network
    graph = as_networkx(network, [node.code for node in subgraph.nodes], subgraph.edges)
    for node in subgraph.nodes:
        graph.nodes[network.table.iri(node.code)].update(_place(node))
    return graph


def written(graph: nx.MultiDiGraph[str], format_: NetworkFormat) -> bytes:
    """The network as a file: nodes coloured by type, and where they are drawn."""
    if format_ == "csv":
        return _csv(graph)
    buffer = io.BytesIO()
    coloured = graph.copy()
    for _, facts in coloured.nodes(data=True):
        if format_ == "gexf":
            facts["viz"] = _viz(facts)
        else:
            facts["color"] = colour(facts["type"])
    write = nx.write_gexf if format_ == "gexf" else nx.write_graphml
    write(coloured, buffer)
    return buffer.getvalue()


def _place(node: Node) -> dict[str, float | int]:
    return {"x": node.x, "y": node.y, "community": node.community, "connections": node.connections}


def _viz(facts: Mapping[str, Any]) -> dict[str, Any]:
    red, green, blue = (int(colour(facts["type"])[i : i + 2], 16) for i in (1, 3, 5))
    found: dict[str, Any] = {"color": {"r": red, "g": green, "b": blue, "a": 1.0}}
    if "x" in facts:
        # Gephi draws in points, not within -1 to 1; up is up there too.
        found["position"] = {"x": facts["x"] * 1000, "y": -facts["y"] * 1000, "z": 0.0}
        found["size"] = round(4 + 4 * float(np.sqrt(facts["connections"])), 2)
    return found


def _csv(graph: nx.MultiDiGraph[str]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(
        ["source", "source_label", "predicate", "target", "target_label", "claims", "first", "last"]
    )
    for source, target, facts in graph.edges(data=True):
        ends = graph.nodes[source]["label"], graph.nodes[target]["label"]
        writer.writerow(
            [source, harmless(ends[0]), facts["predicate"], target, harmless(ends[1]),
             facts["weight"], facts.get("first", ""), facts.get("last", "")]
        )  # fmt: skip
    return text.getvalue().encode()


def _xml(text: str) -> str:
    """The text without what no XML may hold (XML 1.0, 2.2); names come from documents."""
    return (
        "".join(
            c if c in "\t\n\r" or (ord(c) >= 0x20 and not 0xD800 <= ord(c) < 0xE000) else "�"
            for c in text
        )
        .replace("￾", "�")
        .replace("￿", "�")
    )
