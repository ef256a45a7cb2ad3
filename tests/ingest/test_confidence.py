"""Measured confidence: shares by rule and cue, and how far they hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.ingest.attribution.calibration import Offer, counted
from onrecord.ingest.attribution.confidence import TABLE, Shares, shares
from onrecord.ingest.attribution.reliability import Reliability


def test_a_rule_that_no_corpus_has_keeps_its_authors_guess() -> None:
    assert Shares({}).confidence("block-quote", "write", 0.8) == pytest.approx(0.8)


def test_many_observations_outweigh_the_guess() -> None:
    table = Shares({("object", ""): (5_000, 10_000)})
    assert table.confidence("object", "announce", 0.9) == pytest.approx(0.5, abs=0.01)


def test_a_cue_is_drawn_toward_its_rule() -> None:
    table = Shares({("object", ""): (5_000, 10_000), ("object", "announce"): (25, 25)})
    assert table.confidence("object", "announce", 0.5) == pytest.approx(0.75, abs=0.01)
    assert table.confidence("object", "list", 0.5) == pytest.approx(0.5, abs=0.01)


def test_confidence_rises_with_the_guess() -> None:
    assert shares().confidence("clause", "say", 0.9) > shares().confidence("clause", "say", 0.3)


def test_counting_offers_gives_rules_and_their_common_cues() -> None:
    right, wrong = Offer("clause", "say", 0.9, True), Offer("clause", "say", 0.9, False)
    rare = Offer("clause", "aver", 0.9, True)
    documents = [[right], [wrong], [rare], *([right] for _ in range(12))]
    assert counted(documents).counts == {("clause", ""): (14, 15), ("clause", "say"): (13, 14)}


def test_a_rule_that_few_documents_show_is_not_counted() -> None:
    turn = Offer("transcript-line", "", 0.85, False)
    assert counted([[turn] * 100, [turn] * 100]).counts == {}


def test_a_table_written_is_the_table_read(tmp_path: Path) -> None:
    shares().save(tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_bytes() == TABLE.read_bytes()


def test_the_curve_sets_confidence_beside_the_share_that_was_right() -> None:
    curve = Reliability()
    curve.extend([(0.95, True)] * 9 + [(0.95, False)] + [(0.55, True)] * 1 + [(0.55, False)] * 1)
    assert [(b.low, b.count, b.confidence, b.right) for b in curve.bins()] == [
        (0.5, 2, 55.0, 50.0),
        (0.9, 10, 95.0, 90.0),
    ]
    assert curve.expected_error == pytest.approx(5.0)


def test_a_confidence_of_one_lies_in_the_last_bin() -> None:
    curve = Reliability()
    curve.extend([(1.0, True)])
    assert [(b.low, b.high) for b in curve.bins()] == [(0.9, 1.0)]
