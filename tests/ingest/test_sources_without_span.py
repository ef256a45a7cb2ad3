"""Statements whose source has no words of its own: passives, quotations that go on."""

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


def voice(read: Language, text: str, words: str) -> tuple[str | None, str, str]:
    """Who says what begins with these words, what kind of speaker that is, and the source."""
    doc = read(text)
    attributions: tuple[Attribution, ...] = doc._.attributions
    for attribution, found in zip(attributions, doc._.voices, strict=True):
        if any(text[span.start : span.end].startswith(words) for span in attribution.content):
            speaker = None if found.speaker is None else doc._.names[found.speaker].label
            source = " ".join(text[span.start : span.end] for span in attribution.source)
            return speaker, found.kind, source
    raise AssertionError(f"nothing said begins with {words!r}")


@pytest.mark.parametrize(
    "text",
    [
        "It was announced that wages fall.",
        "Ann Lee sang. It was announced on Monday that wages fall.",
        "“Rates rise,” Ann Lee said.\n\nIt rained.\n\nIt was reported that wages fall.",
    ],
)
def test_an_agentless_passive_stays_unknown(read: Language, text: str) -> None:
    assert voice(read, text, "that wages") == (None, "unknown", "")


def test_what_somebody_is_asked_is_not_said_by_the_speaker_before(read: Language) -> None:
    text = "“Rates rise,” Ann Lee said.\n\nAsked whether wages fall, Max Mayer said that he knew."
    assert voice(read, text, "whether wages") == (None, "unknown", "")
    assert voice(read, text, "that he knew")[:2] == ("Max Mayer", "named")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“Rates rise,” Ann Lee said. “Wages fall,” she added.", "Ann Lee"),
        ("“Rates rise,” Ann Lee said.\n\n“Wages fall,” she continued.", "Ann Lee"),
        ("Bob Hill, a doctor, said: “Rates rise.”\n\n“Wages fall,” he added.", "Bob Hill"),
    ],
)
def test_a_pronoun_that_goes_on_means_the_speaker_before(
    read: Language, text: str, speaker: str
) -> None:
    assert voice(read, text, "“Wages fall")[:2] == (speaker, "named")


def test_a_quotation_without_a_cue_belongs_to_the_speaker_before(read: Language) -> None:
    text = "“Rates rise this year,” Ann Lee said. “Wages fall all over the country.”"
    assert voice(read, text, "“Wages fall")[0] == "Ann Lee"
