"""The scores that a CRF gives the labels of each token, from sums kept for families of features."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from itertools import chain
from typing import Final

import numpy as np

from onrecord.ingest.attribution.trained.columns import Columns
from onrecord.ingest.attribution.trained.crf import Crf, Floats
from onrecord.ingest.attribution.trained.features import Names, families

_MAX_KEPT: Final = 1_000_000
"""Sums kept; some 200 MB at most, then it begins anew."""


_NOTHING: Final = 0
"""The place of what the model has no weights for, all zero."""


class FieldScores:
    """The scores of documents; not safe to share between threads.

    The weights of the features that a combination of values stands for are added once, and the
    sum is kept: a tagger asks for the same few again and again.
    """

    def __init__(self, crf: Crf) -> None:
        self._crf = crf
        self._sums: Floats = np.zeros((1 << 12, len(crf.labels)), dtype=np.float32)
        self._tables: dict[str, _Table] = {}
        self._wanted: list[list[int]] = []
        self._kept = _NOTHING + 1

    def of(self, columns: Columns) -> Floats:
        """Scores of shape (tokens of all paragraphs, labels). Linear in the tokens."""
        if self._kept > _MAX_KEPT:
            self._tables.clear()
            self._kept = _NOTHING + 1
        places = []
        for name, values, names in families(columns):
            table = self._tables.get(name)
            if table is None:
                table = self._tables[name] = _Table()
            table.add = self._adder(names)
            places.append(np.fromiter(map(table.__getitem__, values), dtype=np.intp))
        self._keep()
        scores: Floats = np.zeros((len(places[0]), len(self._crf.labels)), dtype=np.float32)
        for rows in places:
            scores += self._sums[rows]
        return scores

    def _adder(self, names: Callable[..., Names]) -> Callable[[Hashable], int]:
        row, wanted = self._crf.rows.get, self._wanted

        def add(value: Hashable) -> int:
            known = [place for name in names(value) if (place := row(name))]
            if not known:
                return _NOTHING
            wanted.append(known)
            return self._kept + len(wanted) - 1

        return add

    def _keep(self) -> None:
        """Add up the weights of the combinations that are new."""
        if not self._wanted:
            return
        sizes = np.fromiter(map(len, self._wanted), dtype=np.intp)
        flat = np.fromiter(chain.from_iterable(self._wanted), dtype=np.intp)
        sums = np.add.reduceat(self._crf.states[flat], np.cumsum(sizes) - sizes, axis=0)
        kept = self._kept + len(sums)
        while kept > len(self._sums):
            self._sums = np.concatenate([self._sums, np.zeros_like(self._sums)])
        self._sums[self._kept : kept] = sums
        self._kept = kept
        self._wanted.clear()


class _Table(dict[Hashable, int]):
    """The place of each combination of values; asks ``add`` for one that is new."""

    __slots__ = ("add",)
    add: Callable[[Hashable], int]

    def __missing__(self, value: Hashable) -> int:
        place = self[value] = self.add(value)
        return place
