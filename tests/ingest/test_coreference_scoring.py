"""The measures of coreference, on the worked examples of the papers that define them."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ingest.coreference.scoring import (
    CoreferenceScores,
    b_cubed,
    best_assignment,
    ceaf_e,
    muc,
)

KEY = [set("12345"), set("67"), set("89ABC")]  # Bagga & Baldwin (1998), Luo (2005)
TWO_SMALL_JOINED = [set("12345"), set("6789ABC")]
TWO_LARGE_JOINED = [set("1234589ABC"), set("67")]
ALL_JOINED = [set("123456789ABC")]
ALL_APART = [{mention} for mention in "123456789ABC"]


def test_muc_counts_the_links_that_are_missing_as_vilain_et_al_do() -> None:
    counts = muc([set("ABCD")], [set("AB"), set("CD")])
    assert (counts.recall, counts.precision) == pytest.approx((2 / 3, 1))


def test_muc_counts_the_links_that_are_too_many() -> None:
    counts = muc([set("AB"), set("CD")], [set("ABCD")])
    assert (counts.recall, counts.precision) == pytest.approx((1, 2 / 3))


def test_muc_takes_both_joined_responses_for_equally_good() -> None:
    for response in (TWO_SMALL_JOINED, TWO_LARGE_JOINED):
        counts = muc(KEY, response)
        assert (counts.recall, counts.precision) == pytest.approx((1, 0.9))


@pytest.mark.parametrize(
    ("response", "precision"), [(TWO_SMALL_JOINED, 0.762), (TWO_LARGE_JOINED, 0.583)]
)
def test_b_cubed_tells_them_apart_as_bagga_and_baldwin_do(
    response: list[set[str]], precision: float
) -> None:
    counts = b_cubed(KEY, response)
    assert (counts.recall, counts.precision) == pytest.approx((1, precision), abs=0.001)


@pytest.mark.parametrize(
    ("response", "muc_f1", "b_cubed_f1", "ceaf_e_f1"),
    [
        (TWO_SMALL_JOINED, 0.947, 0.865, 0.733),
        (TWO_LARGE_JOINED, 0.947, 0.737, 0.667),
        (ALL_JOINED, 0.900, 0.545, 0.294),
        (ALL_APART, 0.0, 0.400, 0.178),
    ],
)
def test_the_table_of_luo(
    response: list[set[str]], muc_f1: float, b_cubed_f1: float, ceaf_e_f1: float
) -> None:
    assert muc(KEY, response).f1 == pytest.approx(muc_f1, abs=0.001)
    assert b_cubed(KEY, response).f1 == pytest.approx(b_cubed_f1, abs=0.001)
    assert ceaf_e(KEY, response).f1 == pytest.approx(ceaf_e_f1, abs=0.001)


def test_mentions_that_the_key_lacks_lower_precision_only() -> None:
    scores = CoreferenceScores()
    scores.add([set("AB")], [set("AB"), set("XY")])
    assert scores.figures()["mentions"] == {"p": 50.0, "r": 100.0, "f1": 66.7}
    assert scores.figures()["B3"] == {"p": 50.0, "r": 100.0, "f1": 66.7}


def test_chains_of_one_mention_count_only_where_they_are_asked_for() -> None:
    without, with_them = CoreferenceScores(), CoreferenceScores(singletons=True)
    for scores in (without, with_them):
        scores.add([set("AB"), set("C")], [set("AB")])
    assert without.figures()["B3"]["r"] == 100.0
    assert with_them.figures()["B3"]["r"] == pytest.approx(66.7)


def test_documents_are_added_up_before_they_are_divided() -> None:
    scores = CoreferenceScores()
    scores.add([set("ABCDE")], [set("ABCDE")])
    scores.add([set("AB")], [])
    assert scores.muc.recall == pytest.approx(4 / 5)


def test_nothing_scores_nothing() -> None:
    scores = CoreferenceScores()
    scores.add([], [])
    assert scores.conll == 0


@given(
    st.integers(1, 5).flatmap(
        lambda columns: st.lists(
            st.lists(st.integers(0, 9), min_size=columns, max_size=columns), min_size=1, max_size=5
        )
    )
)
def test_the_best_assignment_is_the_best_of_all(rows: list[list[int]]) -> None:
    weights = np.array(rows, dtype=float)
    wide = weights if weights.shape[0] <= weights.shape[1] else weights.T
    best = max(
        sum(wide[i, j] for i, j in enumerate(order))
        for order in permutations(range(wide.shape[1]), wide.shape[0])
    )
    assert best_assignment(weights) == pytest.approx(best)
