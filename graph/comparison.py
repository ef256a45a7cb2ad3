"""Whether two stores hold the same, and where they first differ."""

from __future__ import annotations

from onrecord.graph.property_graph import Content


def first_difference(wanted: Content, held: Content) -> str | None:
    """What differs first between the content wanted and the content held; None where nothing."""
    wanted_nodes = {iri: (labels, properties) for iri, labels, properties in wanted.nodes}
    held_nodes = {iri: (labels, properties) for iri, labels, properties in held.nodes}
    for iri in sorted(wanted_nodes.keys() | held_nodes.keys()):
        if iri not in held_nodes:
            return f"the property graph lacks node {iri}"
        if iri not in wanted_nodes:
            return f"the property graph has a node too many: {iri}"
        (labels, properties), (held_labels, held_properties) = wanted_nodes[iri], held_nodes[iri]
        if labels != held_labels:
            return f"node {iri} has labels {held_labels} instead of {labels}"
        for name in sorted(properties.keys() | held_properties.keys()):
            if properties.get(name) != held_properties.get(name):
                return (
                    f"node {iri} has {name} {held_properties.get(name)!r:.80} "
                    f"instead of {properties.get(name)!r:.80}"
                )
    wanted_edges, held_edges = set(wanted.relationships), set(held.relationships)
    for start, kind, end in sorted(wanted_edges ^ held_edges):
        what = "lacks" if (start, kind, end) in wanted_edges else "has too many:"
        return f"the property graph {what} relationship ({start})-[:{kind}]->({end})"
    if len(wanted.relationships) != len(held.relationships):
        return "the property graph has a relationship twice"
    return None
