"""What the property graph should hold, projected from the RDF store, source by source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from rdflib import URIRef

from onrecord.graph.property_graph import Change, Content, PropertyGraph
from onrecord.graph.rdf import RdfStore, edges_of
from onrecord.ontology.fact import Facts
from onrecord.ontology.property_graph_rule import Node, project
from onrecord.ontology.terms import ONR

_IN_DOCUMENT = str(ONR.inDocument)


@dataclass(frozen=True, slots=True)
class Own:
    """What sources own, and the nodes of others that are as they say.

    ``leading`` are those that are gone and described still: they lead to the entity that they were
    merged into.
    """

    changes: Sequence[Change]
    others: frozenset[str]
    leading: frozenset[str]


def own(rdf: RdfStore, sources: Iterable[tuple[URIRef, bool]], made: Callable[[str], Facts]) -> Own:
    """Project what sources own; asks no engine, which may be taking in what came before.

    Each source comes with whether it is live; one that is not is taken out. ``made`` gives the
    facts of a live source as they were made for the RDF store, which takes half of what reading
    them there does.
    """
    changes: list[Change] = []
    others: set[str] = set()
    leading: set[str] = set()
    for iri, live in sources:
        if live:
            nodes, described_too = _owned(rdf, str(iri), made(str(iri)))
            changes.append(Change(str(iri), nodes))
            others |= described_too
        elif rdf.describes(str(iri)):
            leading.add(str(iri))
        else:
            changes.append(Change(str(iri), None))
    return Own(changes, frozenset(others), frozenset(leading))


def bring_up(
    store: PropertyGraph, rdf: RdfStore, own: Own, waiting: Callable[[set[str]], set[str]]
) -> None:
    """Bring sources, and what others share with them, to their present state.

    What a source describes beside its own, and the subjects of the direct edges that its claims
    support, now or so far, are described again; anything else that it points to has only to be
    there, so that a document which names somebody costs the same however much is known of them.

    ``waiting`` tells which of some nodes are sources that are still to come: until then these keep
    the relationships that they have, by which what they no longer need is found.
    """
    iris = {change.source for change in own.changes}
    nodes = [node for change in own.changes for node in change.owned or ()]
    owned = iris | {node.iri for node in nodes}
    shared = store.shared_neighbours(sorted(iris | own.leading)) | own.leading | own.others
    shared -= owned
    to_come = waiting(shared - own.leading)
    shared -= to_come
    described = list(_described(rdf, shared))
    # What is pointed to may belong to a source that is still to come; it is made without its
    # relationships, and gets them when its source comes.
    ends = to_come | {end for node in (*nodes, *described) for _, end in node.relationships}
    stubs = _described(rdf, store.missing(sorted(ends - shared - owned)))
    bare = [Node(n.iri, n.labels, n.properties, ()) for n in stubs if n.labels]
    store.apply(own.changes, described, bare)


def projected(rdf: RdfStore) -> Content:
    """All that the property graph should hold."""
    subjects = {q.split(" ", 1)[0][1:-1] for q in rdf.nquads()}
    nodes = list(project(rdf.facts_about(sorted(subjects))))
    return Content(
        [(n.iri, sorted(["Resource", *n.labels]), dict(n.properties)) for n in nodes],
        sorted((n.iri, kind, end) for n in nodes for kind, end in n.relationships),
    )


def _owned(rdf: RdfStore, source: str, facts: Facts) -> tuple[list[Node], set[str]]:
    """The nodes that a source owns, itself among them, and which others are as it says.

    What a document owns is described in its graph alone.
    """
    owned = {fact.subject for fact in facts if fact[1:3] == (_IN_DOCUMENT, source)}
    nodes = list(project(fact for fact in facts if fact.subject in owned))
    nodes += project(rdf.facts_about([source]))
    others = {fact.subject for fact in (*facts, *edges_of(facts))}
    return nodes, others - owned


def _described(rdf: RdfStore, iris: Iterable[str]) -> Iterator[Node]:
    """Shared nodes as they should be; one that nothing describes any more has no labels."""
    wanted = set(iris)
    for node in project(rdf.facts_about(sorted(wanted))):
        wanted.discard(node.iri)
        yield node
    for iri in sorted(wanted):
        yield Node(iri, (), {"iri": iri}, ())
