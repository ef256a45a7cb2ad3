"""One suite over both engines: what the port promises of a change.

Questions are in test_property_graph_queries.py; where the engines differ, in test_arcadedb.py and
test_neo4j.py.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from rdflib import Graph

from onrecord.errors import StoreError
from onrecord.graph.property_graph import Change, Content, PropertyGraph
from onrecord.ingest.extraction import Extraction
from onrecord.ontology.entities import entity_iri, local_entities, name_key
from onrecord.ontology.facts import document_facts, entity_facts
from onrecord.ontology.identifiers import document_iri
from onrecord.ontology.property_graph_rule import Node, nodes
from tests.handmade import briefing, canonical_by_name, extraction, tariffs

DOCUMENT, OTHER = "https://example.org/document/1", "https://example.org/document/2"
ANN, BOB = "https://example.org/entity/ann", "https://example.org/entity/bob"


def document(iri: str = DOCUMENT, *mentions: str, version: str = "v1", **more: str) -> Node:
    properties = {"iri": iri, "factsVersion": version, **more}
    return Node(iri, ("Document",), dict(properties), tuple(("MENTIONS", m) for m in mentions))


def span(name: str, start: int = 0, *, iri: str = DOCUMENT) -> Node:
    properties: dict[str, object] = {"iri": f"{iri}/{name}", "start": start, "exact": name}
    return Node(f"{iri}/{name}", ("TextSpan",), properties, (("IN_DOCUMENT", iri),))  # type: ignore[arg-type] # dict is invariant


def entity(
    iri: str = ANN, *relationships: tuple[str, str], labels: Iterable[str] = ("Actor", "Person"),
    version: str | None = "v1", names: Iterable[str] = (),
) -> Node:  # fmt: skip
    properties: dict[str, object] = {"iri": iri, "prefLabel": iri[-3:]}
    if version:
        properties["factsVersion"] = version
    if names:
        properties["searchName"] = list(names)
    return Node(iri, tuple(labels), properties, relationships)  # type: ignore[arg-type] # dict is invariant


def dead(iri: str) -> Node:
    return Node(iri, (), {"iri": iri}, ())


def content_of(*held: Node) -> Content:
    return Content(
        sorted((n.iri, sorted(["Resource", *n.labels]), dict(n.properties)) for n in held),
        sorted((n.iri, kind, end) for n in held for kind, end in n.relationships),
    )


def put(graph: PropertyGraph, *owned: Node, shared: Iterable[Node] = ()) -> None:
    """Apply one source: the first node with all that it owns."""
    graph.apply([Change(owned[0].iri, owned)], list(shared))


pytestmark = pytest.mark.timeout(120)


def test_empty_graph_has_nothing(property_graph: PropertyGraph) -> None:
    assert property_graph.content() == Content([], [])
    assert property_graph.versions() == {}


def test_nodes_have_their_labels_properties_and_relationships(
    property_graph: PropertyGraph,
) -> None:
    held = (document(DOCUMENT, ANN), span("a"), span("b", 7), entity(names=[" ann ", " lee "]))
    put(property_graph, *held[:3], shared=held[3:])
    assert property_graph.content() == content_of(*held)


def test_applying_twice_changes_nothing(property_graph: PropertyGraph) -> None:
    held = (document(DOCUMENT, ANN), span("a"), entity())
    put(property_graph, *held[:2], shared=held[2:])
    put(property_graph, *held[:2], shared=held[2:])
    assert property_graph.content() == content_of(*held)


def test_replacing_leaves_nothing_of_the_old(property_graph: PropertyGraph) -> None:
    put(property_graph, document(DOCUMENT, ANN, title="old", url="x"), span("a"), span("b", 7),
        shared=[entity()])  # fmt: skip
    new = (document(DOCUMENT, BOB, version="v2", title="new"), span("b", 9), span("c"))
    put(property_graph, *new, shared=[dead(ANN), entity(BOB)])
    assert property_graph.content() == content_of(*new, entity(BOB))


def test_removing_takes_out_all_that_a_document_owns(property_graph: PropertyGraph) -> None:
    put(property_graph, document(DOCUMENT, ANN), span("a"), shared=[entity()])
    put(property_graph, document(OTHER, ANN), span("a", iri=OTHER), shared=[entity()])
    property_graph.apply([Change(DOCUMENT, None)], [entity()])
    assert property_graph.content() == content_of(
        document(OTHER, ANN), span("a", iri=OTHER), entity()
    )


def test_removing_what_is_not_there_changes_nothing(property_graph: PropertyGraph) -> None:
    property_graph.apply([Change(DOCUMENT, None)], [dead(ANN)])
    assert property_graph.content() == Content([], [])


def test_removed_source_can_come_back(property_graph: PropertyGraph) -> None:
    held = (document(DOCUMENT, ANN), span("a"), entity())
    put(property_graph, *held[:2], shared=held[2:])
    property_graph.apply([Change(DOCUMENT, None), Change(ANN, None)], [])
    assert property_graph.content() == Content([], [])
    put(property_graph, *held[:2], shared=held[2:])
    assert property_graph.content() == content_of(*held)


def test_shared_entity_without_labels_goes(property_graph: PropertyGraph) -> None:
    put(property_graph, document(DOCUMENT, ANN), shared=[entity()])
    property_graph.apply([Change(DOCUMENT, None)], [dead(ANN)])
    assert property_graph.content() == Content([], [])


@pytest.mark.parametrize("own_source", [True, False])
def test_labels_properties_and_relationships_that_go(
    property_graph: PropertyGraph, own_source: bool
) -> None:
    before = entity(ANN, ("SUPPORTS", BOB), ("OPPOSES", BOB), names=[" a "],
                    labels=("Actor", "Organization"))  # fmt: skip
    after = entity(ANN, ("OPPOSES", BOB), labels=("Actor", "Company", "Organization"))
    back = entity(ANN, labels=("Actor", "Person"))
    bob = entity(BOB)
    put(property_graph, bob)
    for state in (before, after, back):
        if own_source:
            put(property_graph, state, shared=[bob])
        else:
            property_graph.apply([], [state, bob])
        assert property_graph.content() == content_of(state, bob)


def test_relationship_whose_target_comes_later(property_graph: PropertyGraph) -> None:
    ann, bob = entity(ANN, ("SUPPORTS", BOB)), entity(BOB, ("OPPOSES", ANN))
    stub = Node(BOB, bob.labels, bob.properties, ())
    property_graph.apply([Change(ANN, [ann])], [], [stub])
    assert property_graph.missing([ANN, BOB, DOCUMENT]) == {DOCUMENT}
    property_graph.apply([Change(BOB, [bob])], [ann])
    assert property_graph.content() == content_of(ann, bob)


def test_relationship_to_what_is_not_there_is_refused_and_nothing_changed(
    property_graph: PropertyGraph,
) -> None:
    with pytest.raises(StoreError):
        put(property_graph, document(DOCUMENT, ANN))
    assert property_graph.content() == Content([], [])


def test_stub_changes_nothing_where_the_node_is_there(property_graph: PropertyGraph) -> None:
    bob = entity(BOB, names=[" bob "])
    put(property_graph, bob)
    property_graph.apply([], [], [Node(BOB, bob.labels, {"iri": BOB}, ())])
    assert property_graph.content() == content_of(bob)


def test_relationships_both_ways_and_to_itself(property_graph: PropertyGraph) -> None:
    ann = entity(ANN, ("SUPPORTS", ANN), ("SUPPORTS", BOB))
    bob = entity(BOB, ("SUPPORTS", ANN))
    property_graph.apply([Change(ANN, [ann]), Change(BOB, [bob])], [])
    property_graph.apply([Change(ANN, [ann]), Change(BOB, [bob])], [])
    assert property_graph.content() == content_of(ann, bob)


def test_version_is_that_of_the_last_change(property_graph: PropertyGraph) -> None:
    put(property_graph, document(version="v1"), shared=[entity(version="e1")])
    put(property_graph, document(version="v2"))
    assert property_graph.versions() == {DOCUMENT: "v2", ANN: "e1"}


def test_shared_neighbours_are_subjects_of_relations_and_what_leads_to_an_entity(
    property_graph: PropertyGraph,
) -> None:
    ends = (("HAS_OBJECT", BOB), ("HAS_SUBJECT", ANN), ("IN_DOCUMENT", DOCUMENT))
    claim = Node(f"{DOCUMENT}/c", ("Claim", "RelationClaim"), {"iri": f"{DOCUMENT}/c"}, ends)
    old = Node(f"{ANN}/old", ("Redirect",), {"iri": f"{ANN}/old"}, ())
    ann = entity(ANN, ("REPLACES", old.iri), ("SUPPORTS", BOB))
    put(property_graph, document(DOCUMENT, ANN, BOB), claim, shared=[ann, entity(BOB), old])
    assert property_graph.shared_neighbours([DOCUMENT]) == {ANN}
    assert property_graph.shared_neighbours([ANN]) == {old.iri}
    assert property_graph.shared_neighbours([OTHER]) == set()


def test_values_keep_type_order_and_every_character(property_graph: PropertyGraph) -> None:
    odd = "a\u2028b\x85c\n\r\t \"'\\` 🦊 é é {$x} \x01"
    node = Node(
        DOCUMENT,
        ("Document",),
        {
            "iri": DOCUMENT, "title": odd, "length": 2**53, "confidence": 0.1, "metonymy": False,
            "fileName": ["B", "a", odd], "position": -1, "factsVersion": "v1",
        },
        (),
    )  # fmt: skip
    put(property_graph, node)
    put(property_graph, node)
    assert property_graph.content() == content_of(node)


def test_many_nodes_in_one_change(property_graph: PropertyGraph) -> None:
    spans = [span(f"s{number}", number) for number in range(2500)]
    put(property_graph, document(), *spans)
    assert len(property_graph.content().nodes) == 2501
    put(property_graph, document(version="v2"), spans[0])
    assert property_graph.content() == content_of(document(version="v2"), spans[0])


def test_wiping_leaves_nothing(property_graph: PropertyGraph) -> None:
    put(property_graph, document(DOCUMENT, ANN), span("a"), shared=[entity()])
    property_graph.wipe()
    assert property_graph.content() == Content([], [])


def projected(*found: Extraction) -> tuple[list[Change], list[Node]]:
    """The changes and the shared nodes of whole documents, by the property-graph rule."""
    everything = [e for each in found for e in local_entities(each)]
    shared = Graph()
    for minted in canonical_by_name(everything).values():
        shared += entity_facts(minted)
    changes = []
    for each in found:
        iris = {e.id: entity_iri(name_key(e)) for e in local_entities(each)}
        facts = document_facts(each, iris, version="v1")
        changes.append(Change(str(document_iri(each.document.id)), list(nodes(facts))))
    return changes, list(nodes(shared))


def test_facts_of_documents_are_held_as_the_rule_projects_them(
    property_graph: PropertyGraph,
) -> None:
    changes, shared = projected(briefing(), tariffs(), extraction("Nothing said."))
    property_graph.apply(changes, shared)
    owned = [node for change in changes for node in change.owned or ()]
    held, expected = property_graph.content(), content_of(*owned, *shared)
    assert held.nodes == expected.nodes
    assert held.relationships == expected.relationships
