"""A linear-chain conditional random field at work: scores, best labels, marginals.

Training is crfsuite's (training.py). Reading a document needs only sums and a short dynamic
programme, which numpy does for all paragraphs of a document at once, so that the runtime carries
no library for it and a model is plain arrays.

Source:
    Lafferty, McCallum, Pereira (2001), Conditional random fields, ICML; Rabiner (1989) for the
    scaled forward-backward pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
UNKNOWN = 0  # the row of features that the model does not know, all zero


@dataclass(frozen=True, slots=True)
class Labelled:
    """The best labels of a sequence, and how likely each label is at each place."""

    labels: list[str]
    marginals: Floats


class Crf:
    """A trained model: a row of weights for each feature, and one for each step."""

    def __init__(
        self,
        labels: Sequence[str],
        features: Sequence[str],
        states: NDArray[np.floating],
        steps: NDArray[np.floating],
    ) -> None:
        self.labels = tuple(labels)
        self.rows = {feature: row for row, feature in enumerate(features, start=1)}
        empty = np.zeros((1, len(self.labels)), dtype=np.float32)
        self.states: Floats = np.concatenate([empty, states.astype(np.float32)])
        self.steps = steps.astype(np.float32)

    def row(self, feature: str) -> int:
        """The row of a feature, ``UNKNOWN`` if the model never saw it."""
        return self.rows.get(feature, UNKNOWN)

    def save(self, path: Path) -> None:
        """Write the model as one file of arrays; the same model gives the same bytes."""
        np.savez_compressed(
            path,
            labels=np.array(self.labels),
            features=np.frombuffer("\n".join(self.rows).encode("utf-8"), dtype=np.uint8),
            states=self.states[1:].astype(np.float16),
            steps=self.steps,
        )

    @classmethod
    def load(cls, path: Path) -> Crf:
        """Read a model that ``save`` wrote."""
        with np.load(path, allow_pickle=False) as arrays:
            features = arrays["features"].tobytes().decode("utf-8").split("\n")
            features = features if features != [""] else []  # an encoder's field has none
            labels = [str(label) for label in arrays["labels"]]
            return cls(labels, features, arrays["states"], arrays["steps"])

    def scores(self, items: Sequence[Sequence[int]]) -> Floats:
        """Scores of shape (tokens, labels) of tokens given by the rows of their features."""
        found: Floats = np.stack([self.states[list(rows)].sum(axis=0) for rows in items])
        return found

    def tag(self, sequences: Sequence[Floats]) -> list[Labelled]:
        """Label sequences of tokens, each given by scores of shape (tokens, labels); none empty."""
        if not sequences:
            return []
        order = sorted(range(len(sequences)), key=lambda k: -len(sequences[k]))
        lengths = [len(sequences[k]) for k in order]
        scores = np.zeros((lengths[0], len(order), len(self.labels)), dtype=np.float32)
        for place, k in enumerate(order):
            scores[: lengths[place], place] = sequences[k]
        shorter = np.searchsorted(np.array(lengths[::-1]), np.arange(lengths[0]), side="right")
        active: list[int] = (len(lengths) - shorter).tolist()
        best = self._best(scores, active, lengths)
        marginals = self._marginals(scores, active)
        found: list[Labelled | None] = [None] * len(order)
        for place, k in enumerate(order):
            length = lengths[place]
            labels = [self.labels[y] for y in best[:length, place].tolist()]
            found[k] = Labelled(labels, marginals[:length, place])
        return [each for each in found if each is not None]

    def _best(self, scores: Floats, active: list[int], lengths: list[int]) -> NDArray[np.int64]:
        """Viterbi: the labels of the likeliest sequences, time by sequence."""
        times, count, _ = scores.shape
        back = np.zeros(scores.shape, dtype=np.int8)
        reached = scores[0].copy()
        for t in range(1, times):
            k = active[t]
            ways = reached[:k, :, None] + self.steps
            back[t, :k] = ways.argmax(axis=1)
            reached[:k] = ways.max(axis=1) + scores[t, :k]
        best = np.zeros((times, count), dtype=np.int64)
        last = reached.argmax(axis=1)
        for place, length in enumerate(lengths):
            best[length - 1, place] = last[place]
        places = np.arange(count)
        for t in range(times - 1, 0, -1):
            k = active[t]
            best[t - 1, :k] = back[t, places[:k], best[t, :k]]
        return best

    def _marginals(self, scores: Floats, active: list[int]) -> Floats:
        """Forward and backward, scaled to one at each step."""
        times = scores.shape[0]
        steps = np.exp(self.steps - self.steps.max()).astype(np.float64)
        local = np.exp(scores - scores.max(axis=2, keepdims=True)).astype(np.float64)
        forward = np.empty_like(local)
        forward[0] = local[0] / local[0].sum(axis=1, keepdims=True)
        for t in range(1, times):
            k = active[t]
            now = (forward[t - 1, :k] @ steps) * local[t, :k]
            forward[t, :k] = now / now.sum(axis=1, keepdims=True)
        backward = np.ones(local.shape[1:], dtype=np.float64)
        result = np.zeros_like(scores)
        for t in range(times - 1, -1, -1):
            k = active[t]
            both = forward[t, :k] * backward[:k]
            result[t, :k] = both / both.sum(axis=1, keepdims=True)
            if t:
                earlier = (local[t, :k] * backward[:k]) @ steps.T
                backward[:k] = earlier / earlier.sum(axis=1, keepdims=True)
        return result
