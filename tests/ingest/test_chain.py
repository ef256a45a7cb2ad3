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


def test_an_interview_goes_on_into_the_quotation_that_opens_the_next_sentence(
    nlp: Language,
) -> None:
    text = "Lee defended the cuts in an interview with CNBC. “The rate will rise,” she said."
    assert relays(nlp, text)[-1] == ["CNBC"]


def test_an_interview_does_not_go_on_to_somebody_else(nlp: Language) -> None:
    text = "Lee defended the cuts in an interview with CNBC. “The rate will rise,” Hill said."
    assert relays(nlp, text)[-1] == []


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
