"""Interviews that go on: which later statements of the same speaker keep the link."""

from __future__ import annotations

import pytest
from spacy.language import Language

from onrecord.ingest.annotation import Attribution


@pytest.fixture(scope="module")
def read(nlp: Language) -> Language:
    """The pipeline that gives speakers, of its own, since it is added to."""
    pipeline = type(nlp)(vocab=nlp.vocab)
    for name in nlp.pipe_names:
        pipeline.add_pipe(name, source=nlp)
    for name in ("gazetteer", "names", "attribution", "chain", "speakers"):
        pipeline.add_pipe(f"onrecord_{name}")
    return pipeline


def chains(read: Language, text: str, *, outlet: str | None = None) -> dict[str, list[str]]:
    """For each statement, by the first words of its content, who relayed it."""
    doc = read.make_doc(text)
    doc._.outlet = outlet
    doc = read(doc)
    attributions: tuple[Attribution, ...] = doc._.attributions
    return {
        text[a.content[0].start : a.content[0].start + 12]: [doc._.names[i].label for i in v.via]
        for a, v in zip(attributions, doc._.voices, strict=True)
    }


def spoken(read: Language, text: str, words: str, *, outlet: str | None = None) -> list[str]:
    """Who relayed the statement that begins with these words."""
    found = chains(read, text, outlet=outlet)
    return next(via for content, via in found.items() if content.startswith(words))


TOLD = "“The rate will rise,” Ann Lee told CNN. "


@pytest.mark.parametrize(
    "goes_on",
    [
        "“Wages fall,” she said.",
        "\n\n“Wages fall,” she added.",
        "\n\n“Wages fall,” Lee said.",
        "\n\nBut why? “Wages fall,” Lee continued.",
    ],
)
def test_the_same_speaker_goes_on_in_the_same_interview(read: Language, goes_on: str) -> None:
    assert spoken(read, TOLD + goes_on, "“Wages fall") == ["CNN"]


@pytest.mark.parametrize(
    "elsewhere",
    [
        "\n\nAt a rally in Ohio, Lee said, “Wages fall.”",
        "\n\n“Wages fall,” Lee told reporters.",
        "\n\n“Wages fall,” Lee tweeted.",
        "\n\n“Wages fall,” Lee said in a statement.",
        "\n\nIn 2012, Lee said, “Wages fall.”",
        "\n\n“Wages fall,” Bob Hill said.",
        "\n\n“Prices rise,” Bob Hill said.\n\n“Wages fall,” Lee said.",
        "\n\nIt rained.\n\nThe town slept.\n\n“Wages fall,” Lee said.",
    ],
)
def test_what_is_said_elsewhere_or_by_others_has_no_link(read: Language, elsewhere: str) -> None:
    assert spoken(read, TOLD + elsewhere, "“Wages fall") == []


def test_whoever_asks_does_not_end_the_interview(read: Language) -> None:
    text = TOLD + "\n\nBob Hill asked whether that was good.\n\n“Wages fall,” Lee replied."
    assert spoken(read, text, "“Wages fall") == ["CNN"]


def test_a_talk_in_which_nobody_is_quoted_opens_it(read: Language) -> None:
    text = "Ann Lee spoke to CNBC about trade.\n\n“Wages fall,” Lee said."
    assert spoken(read, text, "“Wages fall") == ["CNBC"]


def test_the_newspaper_is_the_one_that_was_spoken_to(read: Language) -> None:
    text = (
        "“The rate will rise,” Ann Lee told the Chicago Tribune.\n\nIt rained.\n\nThe town slept."
        "\n\n“Wages fall,” Lee told the newspaper."
    )
    assert spoken(read, text, "“Wages fall") == ["Chicago Tribune"]


def test_an_interviewer_stands_for_the_outlet(read: Language) -> None:
    text = (
        "“The rate will rise,” Ann Lee told Bob Hill of Fox News.\n\nIt rained.\n\nThe town slept."
        "\n\n“Wages fall,” Lee told Hill."
    )
    assert spoken(read, text, "“Wages fall") == ["Fox News"]


def test_an_interview_with_the_own_outlet_relays_nothing(read: Language) -> None:
    text = "“The rate will rise,” Ann Lee told CNN.\n\n“Wages fall,” Lee told POLITICO. “It is so.”"
    assert spoken(read, text, "“Wages fall", outlet="politico") == []


def test_a_short_name_is_the_outlet_named_before(read: Language) -> None:
    text = "The Washington Post called.\n\n“Wages fall,” Ann Lee told the Post."
    assert spoken(read, text, "“Wages fall") == ["Washington Post"]


@pytest.mark.parametrize("outlet", ["wash-post", "The Washington Post"])
def test_the_short_name_of_the_own_outlet_is_no_link(read: Language, outlet: str) -> None:
    assert spoken(read, "“Wages fall,” Ann Lee told The Post.", "“Wages", outlet=outlet) == []


def test_the_agency_of_the_dateline_stands_behind_the_interview(read: Language) -> None:
    text = "WASHINGTON (AP) — “It rises,” Ann Lee told CNN.\n\n“Wages fall,” she added."
    assert spoken(read, text, "“Wages fall") == ["CNN", "AP"]


def test_the_same_show_relays_whoever_speaks_on_it_next(read: Language) -> None:
    text = TOLD + "\n\nSpeaking later on the same show, Bob Hill said that wages fall."
    assert spoken(read, text, "that wages") == ["CNN"]


def test_what_somebody_writes_for_a_paper_comes_through_it(read: Language) -> None:
    text = "Ann Lee, writing in the Wall Street Journal, agreed.\n\n“Wages fall,” Lee wrote."
    assert spoken(read, text, "“Wages fall") == ["Wall Street Journal"]


def test_a_part_of_the_own_outlet_is_no_link(read: Language) -> None:
    text = "“Wages fall,” Ann Lee told Breitbart News Daily."
    assert spoken(read, text, "“Wages fall", outlet="breitbart") == []


def test_a_programme_that_is_only_mentioned_relays_nothing(read: Language) -> None:
    text = "Ann Lee hosts a new program, “The Lee Report.” Lee said that wages fall."
    assert spoken(read, text, "that wages") == []
