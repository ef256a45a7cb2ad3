"""Dates: when something was said, and when a document was published."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from onrecord.ingest.attribution.component import AttributionRules
from onrecord.ingest.dates import SayingDates, parse_date, published_in


def values(nlp: Language, text: str, published: str | None) -> list[str | None]:
    """The date of each attribution."""
    doc = AttributionRules()(nlp(text))
    doc._.published = published
    return [a.date.value if a.date else None for a in SayingDates()(doc)._.attributions]


@pytest.mark.parametrize(
    ("text", "published", "value", "precision"),
    [
        ("May 26, 2025", None, "2025-05-26", "day"),
        ("26 May 2025", None, "2025-05-26", "day"),
        ("2025-05-26", None, "2025-05-26", "day"),
        ("on 19 May", None, "--05-19", "day"),
        ("on May 26", "2025-05-28", "2025-05-26", "day"),
        ("on December 3", "2025-05-28", "2024-12-03", "day"),
        ("in March 2024", None, "2024-03", "month"),
        ("in March", "2025-05-28", "2025-03", "month"),
        ("in 2019", None, "2019", "year"),
        ("on Tuesday", "2025-05-28", "2025-05-27", "day"),
        ("yesterday", "2025-05-01", "2025-04-30", "day"),
        ("last month", "2025-01-28", "2024-12", "month"),
        ("last week", "2025-05-28", "2025-05", "month"),
    ],
)
def test_a_date_is_as_precise_as_the_text(
    text: str, published: str | None, value: str, precision: str
) -> None:
    date = parse_date(text, published)
    assert date is not None
    assert (date.value, date.precision) == (value, precision)


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("on Tuesday", None),
        ("last week", "2025-05-05"),
        ("February 30, 2025", None),
        ("in March", None),
        ("on Tuesday", "2025-05"),
        ("the March hare may act", None),
    ],
)
def test_what_is_not_certain_is_no_date(text: str, published: str | None) -> None:
    assert parse_date(text, published) is None


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("May 28, 2025 | Policy Brief\n\nA title", "2025-05-28"),
        ("A title\n\nPublished: 28 May 2025\n\nText.", "2025-05-28"),
        ("A title\nBy Jane Doe\n2025-05-28\n", "2025-05-28"),
        ("Wednesday, May 28, 2025\n", "2025-05-28"),
        ("BRUSSELS, May 28, 2025 — The council met.", "2025-05-28"),
        ("On May 28, 2025 the council met in Brussels and did nothing.", None),
        ("A title\n\nThe council met on 28 May.", None),
        ("", None),
    ],
)
def test_the_first_lines_state_the_date_of_publication(text: str, published: str | None) -> None:
    assert published_in(text) == published


def test_a_date_before_the_source_dates_the_saying(nlp: Language) -> None:
    text = "On May 26, Bloomberg reported that the plan was ready."
    assert values(nlp, text, "2025-05-28") == ["2025-05-26"]


def test_a_date_in_the_content_does_not_date_the_saying(nlp: Language) -> None:
    text = "The ministry said that the tariffs were lifted on May 12."
    assert values(nlp, text, "2025-05-28") == [None]


def test_an_announcement_on_a_day_is_dated_by_it(nlp: Language) -> None:
    text = "In announcing the end of tariffs on May 12, the White House outlined a new panel."
    assert values(nlp, text, "2025-05-28")[0] == "2025-05-12"


def test_a_quotation_inherits_the_date_of_the_occasion_just_told(nlp: Language) -> None:
    text = (
        "During a visit to a factory in Henan on 19 May, President Xi Jinping reaffirmed China’s "
        "commitment to its farmers. “We must keep going,” Xi said, as quoted by Xinhua."
    )
    assert values(nlp, text, None) == ["--05-19", "--05-19"]


def test_another_speaker_does_not_inherit_the_date(nlp: Language) -> None:
    text = (
        "During a visit to a factory in Henan on 19 May, President Xi Jinping reaffirmed China’s "
        "commitment to its farmers. “We must keep going,” Bessent said."
    )
    assert values(nlp, text, None) == ["--05-19", None]


def test_a_date_after_publication_is_none_of_saying(nlp: Language) -> None:
    text = "On May 30, 2025, Lee said that the plan was ready."
    assert values(nlp, text, "2025-05-28") == [None]


@given(st.text(), st.none() | st.text(max_size=12))
def test_no_text_makes_dates_raise(text: str, published: str | None) -> None:
    parse_date(text, published)
    published_in(text)
