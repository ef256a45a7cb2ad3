"""The reporting chain: who relayed a statement."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from onrecord.ingest.annotation import Attribution
from onrecord.ingest.attribution.component import AttributionRules
from onrecord.ingest.chain import ReportingChain
from onrecord.ingest.chain.own_outlet import is_own_outlet
from onrecord.ingest.chain.wire_credit import wire_credit
from onrecord.ingest.extraction import Span


def relays(nlp: Language, text: str) -> list[list[str]]:
    """The names of those who relayed each attribution."""
    doc = ReportingChain()(AttributionRules()(nlp(text)))
    return [[text[s.start : s.end] for s in a.via] for a in doc._.attributions]


@pytest.mark.parametrize(
    ("text", "outlets"),
    [
        ("“The rate will rise,” Lee told Reuters.", ["Reuters"]),
        ("“The rate will rise,” Lee said, as quoted by Xinhua.", ["Xinhua"]),
        ("“The rate will rise,” Lee said in an interview with CNBC on 12 May.", ["CNBC"]),
        ("“The rate will rise,” Lee told CNN's Jake Tapper.", ["CNN"]),
        ("Lee told the Financial Times that the rate would rise.", ["Financial Times"]),
        (
            "He wrote in The Wall Street Journal that the tariffs would fail.",
            ["Wall Street Journal"],
        ),
        ("“We will win,” he said on ABC’s “This Week.”", ["ABC"]),
        ("“The rate will rise,” Lee told the BBC, Reuters reported.", ["BBC", "Reuters"]),
        ("“The rate will rise,” Lee told Chris Wallace of Fox News.", ["Fox News"]),
        ("On Sunday on MSNBC, Lee said that the rate would rise.", ["MSNBC"]),
        ("Lee said on “Meet the Press” that the rate would rise.", ["Meet the Press"]),
        ("Lee said in a Baltimore Sun op-ed that the rate would rise.", ["Baltimore Sun"]),
        ("Lee noted in a column in Saturday's New York Times that it rose.", ["New York Times"]),
    ],
)
def test_the_outlet_that_was_spoken_to_relays(nlp: Language, text: str, outlets: list[str]) -> None:
    assert relays(nlp, text) == [outlets]


@pytest.mark.parametrize(
    "text",
    [
        "Bloomberg reported that the plan was ready.",
        "According to Bloomberg, the plan was ready.",
        "Lee told reporters that the rate would rise.",
        "Lee told lawmakers in Washington that the rate would rise.",
        "Lee told Congress that the rate would rise.",
        "Lee said the two should debate on CNN in May.",
    ],
)
def test_a_source_or_an_audience_relays_nothing(nlp: Language, text: str) -> None:
    assert relays(nlp, text) == [[]]


def test_an_interview_covers_the_statements_coordinated_with_it(nlp: Language) -> None:
    text = "In an interview with CNBC, Bessent called for lower tariffs, saying that it was fair."
    assert relays(nlp, text) == [["CNBC"], ["CNBC"]]


def test_a_report_relays_what_its_sources_say(nlp: Language) -> None:
    text = "Sources said the plan could be unveiled in May, according to a Bloomberg report."
    assert relays(nlp, text) == [[], ["Bloomberg"]]


@pytest.mark.parametrize(
    ("text", "outlets"),
    [
        ("“The rate will rise,” Lee told WEEI.", ["WEEI"]),
        ("“The rate will rise,” Lee told InsideSources.", ["InsideSources"]),
        ("“The rate will rise,” Lee told The Spokesman-Review.", ["Spokesman-Review"]),
        ("“The rate will rise,” Lee said in an interview with Latina magazine.", ["Latina"]),
        ("“The rate will rise,” Lee said on Ann Hill's radio show.", ["Ann Hill's radio show"]),
        ("“The rate will rise,” Lee told “The Ann Hill Report.”", ["The Ann Hill Report"]),
        ("Asked on Fox News who leads, Lee said the rate would rise.", ["Fox News"]),
        ("Lee told Fox News that it rises and said that wages fall.", ["Fox News"]),
        ("Lee, when contacted by Reuters, said the rate would rise.", ["Reuters"]),
        ("“The rate will rise,” Lee said on “Hardball” on MSNBC.", ["MSNBC"]),
        ("Lee said the rate fell (it rose, according to Reuters).", []),
    ],
)
def test_names_are_told_by_their_shape_and_by_what_leads_to_them(
    nlp: Language, text: str, outlets: list[str]
) -> None:
    assert relays(nlp, text)[-1] == outlets


def test_a_heading_has_no_part_in_the_sentence_below_it(nlp: Language) -> None:
    text = "Lee on Trade: ‘We Will Win.’\n\nFriday on CNN, Ann Lee said that the rate would rise."
    assert relays(nlp, text)[-1] == ["CNN"]


def test_the_agency_of_the_dateline_relays_every_statement_last(nlp: Language) -> None:
    text = (
        "Rates to rise.\n\nWASHINGTON (AP) — Lee said that the rate would rise.\n\n"
        "“It will,” Hill told CNBC."
    )
    assert relays(nlp, text) == [["AP"], ["CNBC", "AP"]]


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("BEIJING, May 5 (Xinhua) -- China said", "Xinhua"),
        ("LONDON (Reuters) - Donald Trump said", "Reuters"),
        ("By Ann Lee, Associated Press\n\nRates rose.", "Associated Press"),
        ("Lee told The Associated Press (AP) — on Monday", None),
        ("The bank (Bloomberg) said so.", None),
    ],
)
def test_wire_copy_is_told_by_its_dateline(text: str, agency: str | None) -> None:
    span = wire_credit(text)
    assert (text[span.start : span.end] if span else None) == agency


@pytest.mark.parametrize(
    ("outlet", "own"),
    [
        ("The Washington Post", True),
        ("wash-post", True),
        ("Washington Times", False),
        ("WP", False),
        (None, False),
    ],
)
def test_the_own_outlet_is_told_by_name_or_slug(outlet: str | None, own: bool) -> None:
    assert is_own_outlet(("Washington Post", "WaPo"), outlet) is own


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        st.sampled_from(
            (
                "told",
                "Reuters",
                "“",
                "”",
                "in",
                "interview",
                "with",
                "CNN",
                ",",
                ".",
                "on",
                "the",
                "(AP)",
                "—",
            )
        )
    )
)
def test_any_words_have_a_chain(words: list[str]) -> None:
    doc = Doc(spacy.blank("en").vocab, words)
    text = doc.text
    if text.strip():
        span = Span(0, len(text))
        doc._.attributions = (
            Attribution((), (), (span,), span, "direct", "say", "assert", 0.5, "test"),
            Attribution((span,), (span,), (span,), span, "mixed", "say", "assert", 0.5, "test"),
        )
    assert all(
        link.end <= len(text) for each in ReportingChain()(doc)._.attributions for link in each.via
    )
