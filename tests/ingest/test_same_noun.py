"""The same noun again, with the real model: what the score joins and what it keeps apart."""

from __future__ import annotations

import gc
from time import process_time

import pytest
from spacy.language import Language

from onrecord.ingest.coreference.phrases import PhraseReader
from onrecord.ingest.coreference.same_noun import WEIGHTS
from onrecord.ingest.coreference.sieve import chains_of, same_noun_of
from onrecord.ingest.mentions import Mentions


def joined(nlp: Language, text: str) -> list[list[str]]:
    """The words of the phrases of each chain of two or more."""
    mentions = Mentions(nlp(text))
    phrases = list(PhraseReader(mentions).all())
    return [
        [text[phrases[i].span.start : phrases[i].span.end] for i in sorted(chain.members)]
        for chain in chains_of(mentions, phrases)
        if len(chain.members) > 1
    ]


def test_a_noun_that_says_something_new_goes_back(nlp: Language) -> None:
    text = "The stone church is old. They left this little stone church."
    assert joined(nlp, text) == [["The stone church", "this little stone church"]]


@pytest.mark.parametrize(
    "text",
    [
        "The worker left. The workers slept.",
        "An old lawyer left. A young lawyer slept.",
        "My mother left. Your mother slept.",
    ],
)
def test_another_number_or_owner_or_a_new_one_stays_apart(nlp: Language, text: str) -> None:
    assert joined(nlp, text) == []


def test_every_feature_has_a_weight(nlp: Language) -> None:
    mentions = Mentions(nlp("The workers left. The tired workers slept."))
    _, same_noun = same_noun_of(mentions, list(PhraseReader(mentions).all()))
    assert {*same_noun.features(0, 1), "bias"} == {*WEIGHTS}


def test_time_grows_with_the_text(nlp: Language) -> None:
    """Ten times as many of one noun take no thirty times as long, whatever else runs beside."""

    def seconds(times: int) -> float:
        mentions = Mentions(nlp("The lawyer left early. " * times))
        phrases = list(PhraseReader(mentions).all())
        taken = []
        for _ in range(3):
            gc.collect()  # what the tests before left is not this one's
            start = process_time()
            chains_of(mentions, phrases)
            taken.append(process_time() - start)
        return min(taken)

    assert seconds(2_000) < 30 * seconds(200)
