"""What the property graph should hold, projected from the RDF store, source by source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rdflib import URIRef

from onrecord.graph.property_graph import Change, Content, PropertyGraph
from onrecord.graph.rdf import RdfStore
from onrecord.ontology.property_graph_rule import Node, project


def bring_up(store: PropertyGraph, rdf: RdfStore, sources: Sequence[tuple[URIRef, bool]]) -> None:
    """Bring sources, and all nodes that they share with others, to their present state.

    Each source comes with whether it is live; one that is not is taken out.
    """
    # An entity that is gone may be described still: it leads to the one it was merged into.
    leading = {str(iri) for iri, live in sources if not live and rdf.describes(iri)}
    sources = [(iri, live) for iri, live in sources if str(iri) not in leading]
    changes = [_change(rdf, iri, live=live) for iri, live in sources]
    iris = {str(iri) for iri, _ in sources}
    owned = iris | {node.iri for change in changes for node in change.owned or ()}
    shared = store.shared_neighbours(sorted(iris | leading)) | leading
    for iri, _ in sources:
        shared |= rdf.subjects(iri)
    for change in changes:
        shared.update(end for node in change.owned or () for _, end in node.relationships)
    described = list(_described(rdf, shared - owned))
    # What shared nodes point to may belong to a source that is still to come; it is made
    # without its relationships, and gets them when its source comes.
    beyond = {end for node in described for _, end in node.relationships} - shared - owned
    stubs = _described(rdf, store.missing(sorted(beyond)))
    bare = [Node(n.iri, n.labels, n.properties, ()) for n in stubs if n.labels]
    store.apply(changes, described, bare)


def projected(rdf: RdfStore) -> Content:
    """All that the property graph should hold."""
    subjects = {q.split(" ", 1)[0][1:-1] for q in rdf.nquads()}
    nodes = list(project(rdf.facts_about(sorted(subjects))))
    return Content(
        [(n.iri, sorted(["Resource", *n.labels]), dict(n.properties)) for n in nodes],
        sorted((n.iri, kind, end) for n in nodes for kind, end in n.relationships),
    )


def _change(rdf: RdfStore, iri: URIRef, *, live: bool) -> Change:
    """What the property graph should hold of a source: the nodes that are its own."""
    if not live:
        return Change(str(iri), None)
    return Change(str(iri), list(project(rdf.facts_about(sorted(rdf.owned(iri))))))


def _described(rdf: RdfStore, iris: Iterable[str]) -> Iterator[Node]:
    """Shared nodes as they should be; one that nothing describes any more has no labels."""
    wanted = set(iris)
    for node in project(rdf.facts_about(sorted(wanted))):
        wanted.discard(node.iri)
        yield node
    for iri in sorted(wanted):
        yield Node(iri, (), {"iri": iri}, ())
