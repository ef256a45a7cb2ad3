"""The graph as a networkx network: for GraphML, GEXF, and measures that need the whole of it.

Nodes are the entities that statements and direct edges touch. Edges are the direct edges, and
from each speaker to what they speak about, with the number of statements as weight.
"""

from __future__ import annotations

import networkx as nx
import pyoxigraph as ox

from onrecord.graph.answers import select
from onrecord.graph.who_said import most_specific

_EDGES = """
SELECT ?subject ?predicate ?object WHERE {
  GRAPH <https://w3id.org/onrecord/id/graph/derived> { ?subject ?predicate ?object }
}
"""
_SPEAKS = """
PREFIX onr: <https://w3id.org/onrecord/ns#>
SELECT ?speaker ?topic (COUNT(?statement) AS ?statements) WHERE {
  ?statement onr:hasSpeaker ?speaker ; onr:isAbout ?topic .
}
GROUP BY ?speaker ?topic
"""
_LABELS = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?entity ?label ?class WHERE { ?entity skos:prefLabel ?label ; a ?class }
"""
_ALL = 10_000_000


def network(store: ox.Store) -> nx.MultiDiGraph[str]:
    """Entities and what connects them.

    Nodes have ``label`` and ``type``; edges ``predicate`` and ``weight``. Degree and community
    measures of networkx apply as they are.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for subject, predicate, object_ in select(store, _EDGES, {}, max_rows=_ALL).rows:
        name = str(predicate).rsplit("#", 1)[-1]
        graph.add_edge(str(subject), str(object_), key=name, predicate=name, weight=1)
    for speaker, topic, count in select(store, _SPEAKS, {}, max_rows=_ALL).rows:
        graph.add_edge(
            str(speaker),
            str(topic),
            key="speaksAbout",
            predicate="speaksAbout",
            weight=int(str(count)),
        )
    classes: dict[str, list[object]] = {}
    for entity, label, class_ in select(store, _LABELS, {}, max_rows=_ALL).rows:
        iri = str(entity)
        if iri in graph:
            graph.nodes[iri]["label"] = str(label)
            classes.setdefault(iri, []).append(class_)
    for iri, found in classes.items():
        graph.nodes[iri]["type"] = most_specific(found)
    return graph
