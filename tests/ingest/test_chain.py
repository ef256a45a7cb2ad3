"""The reporting chain: who relayed a statement."""

from __future__ import annotations

import pytest
from spacy.language import Language

from onrecord.ingest.attribution.component import AttributionRules
from onrecord.ingest.chain import ReportingChain


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
