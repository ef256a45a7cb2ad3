"""The first difference between what a property graph should hold and what it holds, in words."""

from __future__ import annotations

import pytest

from onrecord.graph.comparison import first_difference
from onrecord.graph.property_graph import Content

ANN, BOB = "https://example.org/ann", "https://example.org/bob"
NODES: list[tuple[str, list[str], dict[str, object]]] = [
    (ANN, ["Actor", "Person"], {"name": "Ann", "aliases": ["A.", "An"]}),
    (BOB, ["Actor", "Person"], {"name": "Bob"}),
]
KNOWS = (ANN, "KNOWS", BOB)
WANTED = Content(NODES, [KNOWS])


def test_what_is_the_same_has_no_difference() -> None:
    assert first_difference(WANTED, Content([*NODES], [KNOWS])) is None


@pytest.mark.parametrize(
    ("held", "told"),
    [
        (Content(NODES[:1], [KNOWS]), f"the property graph lacks node {BOB}"),
        (Content([*NODES, (ANN + "a", [], {})], [KNOWS]), f"a node too many: {ANN}a"),
        (Content([NODES[0], (BOB, ["Actor"], {"name": "Bob"})], [KNOWS]),
         f"node {BOB} has labels ['Actor'] instead of ['Actor', 'Person']"),
        (Content([NODES[0], (BOB, NODES[1][1], {"name": "Rob"})], [KNOWS]),
         f"node {BOB} has name 'Rob' instead of 'Bob'"),
        (Content([NODES[0], (BOB, NODES[1][1], {})], [KNOWS]),
         f"node {BOB} has name None instead of 'Bob'"),
        (Content([NODES[0], (BOB, NODES[1][1], {"name": "Bob", "age": 3})], [KNOWS]),
         f"node {BOB} has age 3 instead of None"),
        (Content([(ANN, NODES[0][1], {"name": "Ann", "aliases": ["A."]}), NODES[1]], [KNOWS]),
         f"node {ANN} has aliases ['A.'] instead of ['A.', 'An']"),
        (Content(NODES, []), f"lacks relationship ({ANN})-[:KNOWS]->({BOB})"),
        (Content(NODES, [KNOWS, (BOB, "KNOWS", ANN)]),
         f"has too many: relationship ({BOB})-[:KNOWS]->({ANN})"),
        (Content(NODES, [KNOWS, KNOWS]), "has a relationship twice"),
    ],
)  # fmt: skip
def test_each_kind_of_difference_is_named(held: Content, told: str) -> None:
    assert told in (first_difference(WANTED, held) or "")
