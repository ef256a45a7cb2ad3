"""Negated cues: which words the cue is, of which class, and what is left open."""

from __future__ import annotations

import pytest
from spacy.language import Language

from onrecord.ingest.annotation import Attribution
from onrecord.ingest.attribution.component import AttributionRules
from onrecord.ingest.attribution.negation import Tenor, tenor
from onrecord.ingest.extraction import CueClass


def read(nlp: Language, text: str) -> list[tuple[str, str, str, str]]:
    found: tuple[Attribution, ...] = AttributionRules()(nlp(text))._.attributions
    return [
        (
            "|".join(text[s.start : s.end] for s in each.source),
            "|".join(text[s.start : s.end] for s in each.cue),
            "|".join(text[s.start : s.end] for s in each.content),
            each.cue_class,
        )
        for each in found
    ]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "The ministry declined to say whether the plan was dead.",
            "The ministry", "declined to say", "whether the plan was dead",
        ),
        (
            "The ministry declined to comment on the plan.",
            "The ministry", "declined to comment on", "the plan",
        ),
        ("The ministry declined to comment.", "The ministry", "declined", "to comment"),
        (
            "The bank refused to confirm that it had sold the shares.",
            "The bank", "refused to confirm", "that it had sold the shares",
        ),
        ("The bank refused to confirm the sale.", "The bank", "refused to confirm", "the sale"),
        (
            "He would not say whether he would run again.",
            "He", "would not say", "whether he would run again",
        ),
        (
            "She never said that the tariffs were illegal.",
            "She", "never said", "that the tariffs were illegal",
        ),
        (
            "The ministry has never publicly acknowledged that the files exist.",
            "The ministry", "has never publicly acknowledged", "that the files exist",
        ),
        (
            "She stopped short of saying that the bank had lied.",
            "She", "stopped short of saying", "that the bank had lied",
        ),
        (
            "A spokesman was unable to say when the plant would reopen.",
            "A spokesman", "unable to say", "when the plant would reopen",
        ),
        (
            "The office would neither confirm nor deny the report.",
            "The office", "would neither confirm nor deny", "the report",
        ),
    ],
)  # fmt: skip
def test_who_declines_to_say_it_or_does_not_withholds_it(
    nlp: Language, text: str, source: str, cue: str, content: str
) -> None:
    assert read(nlp, text) == [(source, cue, content, "withhold")]


def test_what_was_withheld_is_less_sure_than_what_was_said(nlp: Language) -> None:
    doc = AttributionRules()(
        nlp("Lee said that the plan was dead. Lee did not say that the plan was dead.")
    )
    said, withheld = doc._.attributions
    assert withheld.confidence < said.confidence


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "The president doesn't believe that the deal will last.",
            "The president", "doesn't believe", "that the deal will last",
        ),
        (
            "No official has said that the ban will be lifted.",
            "No official", "said", "that the ban will be lifted",
        ),
        ("The chancellor ruled out a tax rise.", "The chancellor", "ruled out", "a tax rise"),
        ("The company denied taking bribes.", "The company", "denied", "taking bribes"),
    ],
)  # fmt: skip
def test_who_denies_it_or_does_not_believe_it_is_of_the_class_deny(
    nlp: Language, text: str, source: str, cue: str, content: str
) -> None:
    assert read(nlp, text) == [(source, cue, content, "deny")]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "The minister did not deny that talks were held.",
            "The minister", "did not deny", "that talks were held",
        ),
        (
            "The minister did not rule out further tariffs.",
            "The minister", "did not rule out", "further tariffs",
        ),
        (
            "The minister did not rule out raising tariffs.",
            "The minister", "did not rule out", "raising tariffs",
        ),
        (
            "Lee did not dispute that costs had doubled.",
            "Lee", "did not dispute", "that costs had doubled",
        ),
        ("The bank declined to rule out more cuts.", "The bank", "declined to rule out",
         "more cuts"),
    ],
)  # fmt: skip
def test_who_does_not_deny_claims_nothing(
    nlp: Language, text: str, source: str, cue: str, content: str
) -> None:
    assert read(nlp, text) == [(source, cue, content, "withhold")]


@pytest.mark.parametrize(
    ("cue", "cue_class", "expected"),
    [
        ("said", "assert", "affirmed"),
        ("denied", "deny", "denied"),
        ("ruled out", "deny", "denied"),
        ("did not deny", "deny", "open"),
        ("declined to say", "deny", "open"),
        ("would neither confirm nor deny", "deny", "open"),
        ("wouldn’t say", "deny", "open"),
        ("asked", "question", "open"),
        ("kept silent on", "withhold", "open"),
    ],
)
def test_what_is_not_said_is_neither_claimed_nor_denied(
    cue: str, cue_class: CueClass, expected: Tenor
) -> None:
    assert tenor(cue, cue_class) == expected
