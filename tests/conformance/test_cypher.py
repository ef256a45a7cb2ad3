"""The openCypher TCK through the engine behind the Cypher route (docs/conformance.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

from benchmarks.conformance import tck
from benchmarks.conformance.tck_values import Node, Path, Relationship, duration, read, same

needs_suite = pytest.mark.skipif(not tck.SUITE.exists(), reason="../shared/suites is not here")
# Rows that are not as wanted; docs/conformance.md says why.
MISSES = {
    "Create3/12.1",
    "Graph5/2.1",
    "Temporal1/13.2",
    "Temporal1/13.3",
    "Temporal1/13.4",
    "Temporal2/6.5",
    *(f"WithOrderBy1/{id_}" for id_ in ("39.1", "39.2", "39.3", "40.1", "40.2")),
    *(f"WithOrderBy2/{id_}" for id_ in ("17.1", "17.2", "17.3", "18.1", "18.2")),
}
EVERY = 25


def assert_as_published(chosen: Sequence[tck.Scenario]) -> Counter[str]:
    """Nothing fails but what is published; how often each lesser thing is not as wanted."""
    lesser: Counter[str] = Counter()
    missed = {}
    for scenario, outcome in tck.outcomes(chosen):
        lesser.update(outcome.lesser)
        if not outcome.passed:
            missed[scenario.id] = outcome.why
    assert missed.keys() == MISSES & {scenario.id for scenario in chosen}, missed
    return lesser


@needs_suite
@pytest.mark.engine
def test_a_sample_of_the_tck_passes_but_for_the_published_misses() -> None:
    sample = list(tck.scenarios())[::EVERY]
    assert len(sample) == 154
    assert_as_published(sample)


@needs_suite
@pytest.mark.engine
@pytest.mark.stress
@pytest.mark.timeout(1200)
def test_the_tck_passes_but_for_the_published_misses() -> None:
    all_ = list(tck.scenarios())
    assert Counter(scenario.wants_error for scenario in all_) == {False: 3166, True: 681}
    assert assert_as_published(all_) == {"columns": 70, "side effects": 29, "class": 71}


def scenario(query: str, then: str, *rows: tuple[str, ...], changes: str = "") -> tck.Scenario:
    """A scenario of one query, whose side effects are nodes made."""
    effects = ("the side effects should be:", "", (("+nodes", changes),))
    steps = (
        tck.Step("an empty graph", "", ()),
        tck.Step("executing query:", query, ()),
        tck.Step(then, "", rows),
        *((tck.Step(*effects),) if changes else ()),
    )
    return tck.Scenario(query, steps)


@pytest.mark.engine
def test_what_is_not_as_wanted_does_not_pass() -> None:
    any_order, in_order = (f"the result should be, in {o}:" for o in ("any order", "order"))
    wrong = [
        scenario("RETURN 1 AS n", any_order, ("n",), ("2",)),
        scenario("RETURN 1 AS n", any_order, ("m",), ("1",)),
        scenario("RETURN 1 AS n", "the result should be empty"),
        scenario("UNWIND [1, 2] AS n RETURN n", any_order, ("n",), ("1",)),
        scenario("UNWIND [1, 2] AS n RETURN n", in_order, ("n",), ("2",), ("1",)),
        scenario("RETURN 1 AS n", "a SyntaxError should be raised at compile time: Any"),
        scenario("RETURN nothing", any_order, ("nothing",)),
    ]
    lesser = [
        scenario("CREATE ()", "the result should be empty", changes="2"),
        scenario("RETURN 1 AS n", any_order, ("n",), ("1",), changes="1"),
        scenario("RETURN nothing", "a TypeError should be raised at runtime: Any"),
    ]
    found = [outcome for _, outcome in tck.outcomes(wrong + lesser)]
    assert not [outcome for outcome in found[: len(wrong)] if outcome.passed]
    assert [list(outcome.lesser) for outcome in found[len(wrong) :]] == [
        ["side effects"],
        ["side effects"],
        ["class"],
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("null", None),
        ("[1, -2.5, 'it\\'s']", [1, -2.5, "it's"]),
        ("{a: true, b: []}", {"a": True, "b": []}),
        ("(:A:B {n: 1})", Node(frozenset({"A", "B"}), {"n": 1})),
        ("[[:T {w: 1.0}]]", [Relationship("T", {"w": 1.0})]),
        (
            "<(:A)<-[:T]-()-[:U]->()>",
            Path(
                [Node(frozenset({"A"}), {}), Node(frozenset(), {}), Node(frozenset(), {})],
                [(Relationship("T", {}), False), (Relationship("U", {}), True)],
            ),
        ),
    ],
)
def test_values_of_the_tck_are_read(text: str, value: object) -> None:
    assert read(text) == value


@pytest.mark.parametrize("text", ["(:A", "[1", "1 2", "'open", "<()-[:T]-()>)"])
def test_what_is_no_value_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"value|missing|ends|name"):
        read(text)


def test_an_integer_is_no_float_and_a_list_has_an_order_unless_said() -> None:
    one, two = {"$type": "Integer", "_value": "1"}, {"$type": "Integer", "_value": "2"}
    assert same(1, one)
    assert not same(1.0, one)
    assert not same(True, one)
    numbers = {"$type": "List", "_value": [two, one]}
    assert not same([1, 2], numbers)
    assert same([1, 2], numbers, any_order=True)
    assert not same([1, 1], numbers, any_order=True)


def test_times_count_by_what_they_say() -> None:
    assert same("12:00Z", {"$type": "Time", "_value": "12:00:00Z"})
    assert not same("12:00", {"$type": "Time", "_value": "12:00:00Z"})
    assert duration("P1Y2M") == duration("P14M")
    assert duration("PT-0.5S") == duration("PT-0.500S") != duration("PT0.5S")
