"""Annotated names of CrossNER, read and scored."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.errors import InputError
from onrecord.ingest.extraction import Span
from onrecord.ingest.name_scoring import GoldSentence, NameScores, gold_sentences

TAGGED = (
    "Ann\tB-politician\nLee\tI-politician\n's\tO\nGreens\tB-politicalparty\nwon\tO\n(\tO\n"
    "Oslo\tB-location\n)\tO\n.\tO\n\n2001\tB-election\nelection\tI-election\n"
)


@pytest.fixture
def tagged(tmp_path: Path) -> Path:
    path = tmp_path / "tagged.txt"
    path.write_text(TAGGED, encoding="utf-8")
    return path


def test_tokens_become_a_text_with_the_spaces_of_prose(tagged: Path) -> None:
    assert [sentence.text for sentence in gold_sentences(tagged)] == [
        "Ann Lee's Greens won (Oslo).",
        "2001 election",
    ]


def test_types_are_mapped_and_elections_left_out(tagged: Path) -> None:
    first, second = gold_sentences(tagged)
    assert sorted(first.names) == [
        (Span(0, 7), "person"),
        (Span(10, 16), "party"),
        (Span(22, 26), "place"),
    ]
    assert second.names == frozenset()


def test_a_party_found_as_an_organisation_counts_where_parties_are_not_apart() -> None:
    scores = NameScores()
    span = Span(0, 6)
    scores.add(GoldSentence("Greens", frozenset({(span, "party")})), {(span, "organisation")})
    figures = {kind: found["f1"] for kind, _, found in scores.rows()}
    assert (figures["all"], figures["all, parties apart"], figures["party"]) == (100.0, 0.0, 0.0)


def test_a_line_that_is_no_token_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.txt"
    path.write_text("Ann\tB-person\nLee\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"broken\.txt:2"):
        gold_sentences(path)
