"""Dates of events: past and coming, as precise as the words, with the words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from onrecord.ingest.annotation import NamedEntity, RelationDraft
from onrecord.ingest.event_dates import dated_drafts, event_dates
from onrecord.ingest.extraction import Span


def read(text: str, published: str | None = "2025-05-28") -> list[tuple[str, str, str]]:
    return [(d.value, d.precision, d.text) for _, d in event_dates(text, 0, len(text), published)]


@pytest.mark.parametrize(
    ("words", "value", "precision"),
    [
        ("last week", "2025-05", "month"),
        ("in April", "2025-04", "month"),
        ("on 12 May", "2025-05-12", "day"),
        ("by 2030", "2030", "year"),
        ("earlier this month", "2025-05", "month"),
        ("next year", "2026", "year"),
        ("next month", "2025-06", "month"),
        ("next Monday", "2025-06-02", "day"),
        ("last Friday", "2025-05-23", "day"),
        ("on Tuesday", "2025-05-27", "day"),
        ("tomorrow", "2025-05-29", "day"),
        ("two weeks ago", "2025-05", "month"),
        ("a year ago", "2024", "year"),
        ("by March", "2026-03", "month"),
        ("since November", "2024-11", "month"),
        ("last May", "2024-05", "month"),
        ("by the end of 2027", "2027", "year"),
        ("in the first quarter of 2024", "2024", "year"),
        ("Q3 2024", "2024", "year"),
        ("2025-05-26", "2025-05-26", "day"),
        ("May 26, 2025", "2025-05-26", "day"),
        ("in three years’ time", "2028", "year"),
        ("on December 30", "2024-12-30", "day"),
    ],
)
def test_words_have_a_value_and_a_precision(words: str, value: str, precision: str) -> None:
    assert read(f"It was {words}.") == [(value, precision, words)]


@pytest.mark.parametrize(
    "words", ["February 30", "the March hare", "it may act", "1984 was a novel"]
)
def test_what_is_no_date_is_none(words: str) -> None:
    assert read(words) == []


def test_a_week_across_two_months_has_the_year_alone() -> None:
    assert read("last week", "2025-05-05") == [("2025", "year", "last week")]


def test_a_week_across_two_years_has_no_value() -> None:
    assert read("last week", "2025-01-06") == []


@pytest.mark.parametrize("published", [None, "2025", "2025-05"])
def test_relative_words_need_a_date_as_precise_as_they_are(published: str | None) -> None:
    assert read("last week", published) == []
    assert read("on 19 May", published) == [("--05-19", "day", "on 19 May")]
    assert bool(read("next month", published)) is (published == "2025-05")
    assert bool(read("next year", published)) is (published is not None)


# fmt: off
PIECES = st.sampled_from([
    "last", "next", "in", "by", "week", "May", "April", "12", "31", "2030", "1999", "ago", "two",
    "years", "Q3", "on", "Friday", "first", "quarter", "of", "the", "end", "99", "0", "–", "time",
    "February", "tomorrow", "mid", "-", ",", "2025-02-30", "’",
])
# fmt: on


@given(
    st.text(max_size=60) | st.lists(PIECES, max_size=10).map(" ".join),
    st.none()
    | st.text(max_size=12)
    | st.dates().map(lambda day: day.isoformat())
    | st.dates().map(lambda day: day.isoformat()[:7])
    | st.dates().map(lambda day: day.isoformat()[:4]),
)
def test_values_are_well_formed_and_their_words_stand_in_the_text(
    text: str, published: str | None
) -> None:
    for span, found in event_dates(text, 0, len(text), published):
        assert text[span.start : span.end] == found.text
        length = {"day": (10, 7), "month": (7,), "year": (4,)}[found.precision]
        assert len(found.value) in length
        assert found.value.startswith("--") or 1 <= int(found.value[:4]) <= 9999


def drafted(nlp: Language, text: str, subject: str, object_: str) -> RelationDraft:
    doc = nlp(text)
    doc._.published = "2025-05-28"
    mentions = [Span(text.index(name), text.index(name) + len(name)) for name in (subject, object_)]
    doc._.names = tuple(NamedEntity("x", "Organization", (mention,)) for mention in mentions)
    doc._.relation_drafts = (
        RelationDraft(0, "imposes", 1, mentions[0], mentions[1], (Span(0, len(text)),)),
    )
    (draft,) = dated_drafts(doc)
    return draft


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("In April, Washington imposed new tariffs.", "2025-04"),
        ("Washington imposed new tariffs last week.", "2025-05"),
        ("Washington will impose tariffs by 2030.", "2030"),
        ("Washington imposed tariffs, and Beijing will answer next year.", None),
        ("Washington imposed tariffs.", None),
        ("New tariffs of Washington in April.", None),
    ],
)
def test_a_date_goes_with_the_verb_that_it_hangs_on(
    nlp: Language, text: str, value: str | None
) -> None:
    draft = drafted(nlp, text, "Washington", "tariffs")
    assert (draft.date.value if draft.date else None) == value


def test_a_title_is_not_dated_by_what_its_holder_does(nlp: Language) -> None:
    text = "In April, Treasury Secretary Ann Lee imposed tariffs."
    doc = nlp(text)
    doc._.published = "2025-05-28"
    person, body = Span(29, 36), Span(10, 18)
    title = RelationDraft(0, "memberOf", 1, person, body, (Span(0, len(text)),), rule="title")
    doc._.relation_drafts = (title, replace(title, rule="copula"))
    assert [bool(draft.date) for draft in dated_drafts(doc)] == [False, True]


def test_a_date_that_a_draft_has_already_stays(nlp: Language) -> None:
    draft = drafted(nlp, "In April, Washington imposed tariffs.", "Washington", "tariffs")
    assert draft.date is not None
    assert draft.date.text == "In April"
