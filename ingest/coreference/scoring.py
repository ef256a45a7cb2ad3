"""How well chains of mentions agree with those that people made: MUC, B³, CEAF-e, their mean.

A chain is the set of the mentions of one thing. Counts are added up over documents before they
are divided, as the scorer of CoNLL-2012 does; a mention that one side lacks counts against recall
or precision and is never made up.

Source:
    Vilain et al. (1995), A model-theoretic coreference scoring scheme, MUC-6; Bagga & Baldwin
    (1998), Algorithms for scoring coreference chains, LREC; Luo (2005), On coreference resolution
    performance metrics, HLT-EMNLP (CEAF, similarity φ4); Pradhan et al. (2014), Scoring
    coreference partitions of predicted mentions, ACL.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Chain: TypeAlias = AbstractSet[Hashable]


@dataclass(frozen=True, slots=True)
class Counts:
    """The two fractions of a measure, not yet divided, so that documents can be added up."""

    right_of_key: float = 0.0
    key: float = 0.0
    right_of_response: float = 0.0
    response: float = 0.0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.right_of_key + other.right_of_key,
            self.key + other.key,
            self.right_of_response + other.right_of_response,
            self.response + other.response,
        )

    @property
    def recall(self) -> float:
        """Between 0 and 1; 0 where the key is empty."""
        return self.right_of_key / self.key if self.key else 0.0

    @property
    def precision(self) -> float:
        """Between 0 and 1; 0 where the response is empty."""
        return self.right_of_response / self.response if self.response else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def muc(key: Sequence[Chain], response: Sequence[Chain]) -> Counts:
    """Links: how many of those that hold a chain together the other side has too."""
    return Counts(*_links(key, response), *_links(response, key))


def b_cubed(key: Sequence[Chain], response: Sequence[Chain]) -> Counts:
    """Mentions: for each, the share of its chain that the other side puts with it."""
    return Counts(*_shares(key, response), *_shares(response, key))


def ceaf_e(key: Sequence[Chain], response: Sequence[Chain]) -> Counts:
    """Entities: chains are paired one to one, so that their overlap (φ4) is largest."""
    similarity = np.zeros((len(key), len(response)))
    holders = _holders(response)
    for i, chain in enumerate(key):
        for j, overlap in Counter(holders[m] for m in chain if m in holders).items():
            similarity[i, j] = 2 * overlap / (len(chain) + len(response[j]))
    best = best_assignment(similarity)
    return Counts(best, len(key), best, len(response))


@dataclass(slots=True)
class CoreferenceScores:
    """Adds up documents. Chains of one mention are left out unless ``singletons`` is set."""

    singletons: bool = False
    documents: int = 0
    mentions: Counts = field(default_factory=Counts)
    muc: Counts = field(default_factory=Counts)
    b_cubed: Counts = field(default_factory=Counts)
    ceaf_e: Counts = field(default_factory=Counts)

    def add(self, key: Iterable[Chain], response: Iterable[Chain]) -> None:
        """Count one document."""
        wanted, found = self._counted(key), self._counted(response)
        in_key = {mention for chain in wanted for mention in chain}
        in_response = {mention for chain in found for mention in chain}
        both = len(in_key & in_response)
        self.documents += 1
        self.mentions += Counts(both, len(in_key), both, len(in_response))
        self.muc += muc(wanted, found)
        self.b_cubed += b_cubed(wanted, found)
        self.ceaf_e += ceaf_e(wanted, found)

    @property
    def conll(self) -> float:
        """The mean of the three F1, between 0 and 1."""
        return (self.muc.f1 + self.b_cubed.f1 + self.ceaf_e.f1) / 3

    def figures(self) -> dict[str, dict[str, float]]:
        """Precision, recall and F1 of each measure, and the CoNLL mean, in %."""
        measures = {
            "mentions": self.mentions,
            "MUC": self.muc,
            "B3": self.b_cubed,
            "CEAF-e": self.ceaf_e,
        }
        figures = {
            name: {
                "p": round(100 * counts.precision, 1),
                "r": round(100 * counts.recall, 1),
                "f1": round(100 * counts.f1, 1),
            }
            for name, counts in measures.items()
        }
        figures["CoNLL"] = {"f1": round(100 * self.conll, 1)}
        return figures

    def _counted(self, chains: Iterable[Chain]) -> list[Chain]:
        least = 1 if self.singletons else 2
        return [chain for chain in chains if len(chain) >= least]


def best_assignment(weights: NDArray[np.float64]) -> float:
    """The largest sum of weights, none negative, that takes each row and column once at most.

    Cubic in the longer side.

    Source:
        Kuhn (1955), Munkres (1957); the form with potentials and shortest augmenting paths.
    """
    if not weights.size:
        return 0.0
    if weights.shape[0] > weights.shape[1]:
        weights = weights.T
    rows, columns = weights.shape
    cost = -weights
    row_price, column_price = np.zeros(rows + 1), np.zeros(columns + 1)
    row_of = np.zeros(columns + 1, dtype=int)  # 0: not taken; rows count from 1
    for row in range(1, rows + 1):
        row_of[0] = row
        column, came_from = 0, np.zeros(columns + 1, dtype=int)
        slack = np.full(columns + 1, np.inf)
        done = np.zeros(columns + 1, dtype=bool)
        while row_of[column]:
            done[column] = True
            here = row_of[column]
            reduced = cost[here - 1] - row_price[here] - column_price[1:]
            closer = ~done[1:] & (reduced < slack[1:])
            slack[1:][closer] = reduced[closer]
            came_from[1:][closer] = column
            nearest = int(np.argmin(np.where(done[1:], np.inf, slack[1:]))) + 1
            step = slack[nearest]
            row_price[row_of[done]] += step
            column_price[done] -= step
            slack[~done] -= step
            column = nearest
        while column:
            row_of[column] = row_of[came_from[column]]
            column = int(came_from[column])
    return float(sum(weights[row - 1, j] for j, row in enumerate(row_of[1:].tolist()) if row))


def _holders(chains: Sequence[Chain]) -> dict[Hashable, int]:
    return {mention: i for i, chain in enumerate(chains) for mention in chain}


def _links(key: Sequence[Chain], response: Sequence[Chain]) -> tuple[int, int]:
    """Links of the key that the response has, and all of them."""
    holders = _holders(response)
    right = whole = 0
    for chain in key:
        parts = {holders[m] for m in chain if m in holders}
        alone = sum(m not in holders for m in chain)
        right += len(chain) - len(parts) - alone
        whole += len(chain) - 1
    return right, whole


def _shares(key: Sequence[Chain], response: Sequence[Chain]) -> tuple[float, int]:
    """Sum over the key's mentions of the share of their chain found together, and their number."""
    holders = _holders(response)
    right, whole = 0.0, 0
    for chain in key:
        parts = Counter(holders[m] for m in chain if m in holders)
        right += sum(n * n for n in parts.values()) / len(chain)
        whole += len(chain)
    return right, whole
