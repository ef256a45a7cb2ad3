"""Samples of claims, and the precision that verdicts give."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import QueryError
from onrecord.graph.audit import precisions, sample, wilson
from onrecord.graph.knowledge_graph import KnowledgeGraph
from onrecord.graph.property_graph import PropertyGraph
from onrecord.ontology.packs import Packs
from tests.handmade import corpus


def no_engine(folder: Path) -> PropertyGraph:
    raise AssertionError("an engine was started")


def test_a_sample_is_random_the_same_again_and_by_group(data_folder: Path, packs: Packs) -> None:
    with KnowledgeGraph(data_folder, packs, no_engine) as graph:
        for each in corpus():
            graph.put(each)
        graph.sync_rdf()
        store = graph.rdf.store
        drawn = sample(store, size=10, seed=1)
        assert len({each.id for each in drawn}) == 10
        assert sample(store, size=10, seed=1) == drawn
        assert sample(store, size=10, seed=2) != drawn
        statements = sample(store, only="statement", size=100)
        assert len(statements) == 9
        assert {each.group for each in sample(store, by="rule", size=100)} == {"handmade"}
        outlets = {each.group for each in sample(store, by="outlet", size=100)}
        assert outlets == {"Daily Post", "The Gazette", "no outlet"}
        first = next(each for each in statements if "case 1" in each.what)
        assert first.what == "Bob Ray: the Chip Tariff hurts manufacturing, case 1"
        assert first.what.split(": ")[1] in first.sentence
        assert first.document == "case-1.txt"
        with pytest.raises(QueryError, match=r"no claim is of rule 'x'; there are: handmade"):
            sample(store, by="rule", only="x")


def test_wilson_intervals_are_those_of_the_tables() -> None:
    # Newcombe (1998), Statistics in Medicine 17, table I, method 3: 81 of 263, 15 of 148, 0 of 20.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_share_lies_in_its_interval(counted: tuple[int, int]) -> None:
    low, high = wilson(*counted)
    assert 0 <= low <= counted[0] / counted[1] + 1e-12
    assert counted[0] / counted[1] - 1e-12 <= high <= 1


@pytest.mark.parametrize("counted", [(0, 0), (2, 1), (-1, 3)])
def test_what_is_no_share_has_no_interval(counted: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="needs 0 <= right <= judged"):
        wilson(*counted)


def test_precision_of_each_group_and_of_all() -> None:
    found = precisions([("a", True), ("b", False), ("a", True), ("a", False)])
    assert [(p.group, p.right, p.judged) for p in found] == [
        ("a", 2, 3),
        ("b", 0, 1),
        ("all", 2, 4),
    ]
    assert precisions([]) == []
