"""Fits the weights of ingest/coreference/same_noun.py and prints them as its table.

Pairs come from the tune half of a folder of GUM's .conllu files, with the mentions as annotated
and as found; a pair that a name or the grammar joins is left out. Newton's method on features of
unit variance, with an L2 penalty; the same files give the same numbers.

    python -m tools.fit_same_noun ../shared/corpora/gum/dep
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from onrecord.cli.evaluate_coreference import read
from onrecord.ingest.coreference.gum import GoldText, gum_texts, half_of
from onrecord.ingest.coreference.judging import SETTINGS, phrases_in
from onrecord.ingest.coreference.sieve import same_noun_of
from onrecord.ingest.mentions import Mentions
from tools.logistic import logistic

_PENALTY = 20.0
_SURE = ("name", "short", "acronym", "beside")


def pairs(doc: Doc, gold: GoldText) -> Iterator[tuple[dict[str, float], bool]]:
    """Yield the features of each pair, and whether people put both in one chain."""
    for setting in SETTINGS:
        mentions = Mentions(doc)
        phrases, ids = phrases_in(mentions, gold, setting)
        chain = [gold.mentions[number].chain if isinstance(number, int) else "" for number in ids]
        chains, same_noun = same_noun_of(mentions, phrases)
        for i, earlier in same_noun.candidates():
            for j in earlier:
                one, two = chains.of[j], chains.of[i]
                if one is two and two.rules.get(i) in _SURE:
                    continue
                if one is not two and not chains.may_join(one, two):
                    continue
                yield same_noun.features(j, i), bool(chain[i]) and chain[i] == chain[j]


def fit(features: NDArray[np.float64], same: NDArray[np.float64]) -> NDArray[np.float64]:
    """The weights, the bias last."""
    scale = np.maximum(features.std(axis=0), 1e-9)
    weights = logistic(features / scale, same, penalty=_PENALTY)
    return np.append(weights[:-1] / scale, weights[-1])


if __name__ == "__main__":
    texts = [t for i, t in enumerate(gum_texts(Path(sys.argv[1]))) if half_of(i) == "tune"]
    rows = [row for doc, text in read(texts) for row in pairs(doc, text)]
    names = [*rows[0][0]]
    found = fit(
        np.array([[float(row[name]) for name in names] for row, _ in rows]),
        np.array([float(same) for _, same in rows]),
    )
    for name, weight in zip([*names, "bias"], found, strict=True):
        print(f'    "{name}": {weight:.3f},')
