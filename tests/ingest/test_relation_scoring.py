"""Scoring of relations between actors: what counts as the same name, and the sums."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.errors import InputError
from onrecord.ingest.document import Document
from onrecord.ingest.relations.scoring import EventRecord, RelationScores, event_records, names
from tests.handmade import Related, extraction

GOOD = '{"id": "a", "text": "Iran met Iraq.", "event": "CONSULT", "sources": [], "targets": []}'


@pytest.mark.parametrize(
    ("mention", "gold", "same"),
    [
        ("the United States", "United States", True),
        ("Jacques Chirac", "French President Jacques Chirac", True),
        ("President", "French President Jacques Chirac", False),
        ("Iran", "Haiti", False),
        ("U.N. helicopters", "U.N.", True),
        ("", "Iran", False),
    ],
)
def test_names_share_half_or_end_alike(mention: str, gold: str, same: bool) -> None:
    assert names(mention, gold) is same


def test_mutual_events_count_either_way_round() -> None:
    record = EventRecord(Document(text="Acme met Bolt."), "CONSULT", ("Acme", "Bolt"), ())
    assert set(record.pairs) == {("Acme", "Bolt"), ("Bolt", "Acme")}


def test_a_right_pair_of_another_type_counts_for_pairs_only() -> None:
    scores = RelationScores()
    found = extraction(
        "Acme met Bolt.",
        {"Acme": "Organization", "Bolt": "Organization"},
        related=[Related("Acme", "consultsWith", "Bolt", plover="CONSULT")],
    )
    is_found = scores.add(EventRecord(found.document, "AGREE", ("Acme",), ("Bolt",)), found)
    assert not is_found
    assert scores.figures() == {
        "pair": {"p": 100.0, "r": 100.0, "f1": 100.0},
        "typed": {"p": 0.0, "r": 0.0, "f1": 0.0},
    }


def test_halves_are_split_in_order_and_the_first_is_the_larger(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text("\n".join(GOOD.replace('"a"', f'"{i}"') for i in "abc"), encoding="utf-8")
    assert [r.document.row for r in event_records(path, half="tune")] == ["a", "b"]
    assert [r.document.row for r in event_records(path, half="measure")] == ["c"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "is no event record"),
        ("[]", "is no event record"),
        ('{"id": "a"}', "is no event record"),
        (GOOD.replace("CONSULT", "DANCE"), "is no event type"),
        (GOOD.replace('"sources": []', '"sources": "Iran"'), "must be lists"),
    ],
)
def test_a_broken_record_is_refused_with_its_line(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text(f"{GOOD}\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=reason) as refused:
        event_records(path)
    assert refused.value.place == f"{path}:2"


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="is empty"):
        event_records(path)
