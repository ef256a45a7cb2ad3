"""Facets: how often each value occurs in an answer, to narrow it further."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from onrecord.graph.lookup.rows import NONE, Column

SHOWN = 20


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value, as the filter of the facet's name takes it, and how many have it."""

    value: str | None
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    """The most frequent values; ``more`` is how many others there are."""

    values: tuple[FacetValue, ...]
    more: int


def facet(codes: Column, name: Callable[[int], tuple[str, str]], shown: int = SHOWN) -> Facet:
    """The values of these codes, most frequent first; ``name`` gives value and label of one."""
    counts = np.bincount(codes[codes != NONE])
    found = np.flatnonzero(counts)
    # Among equals by label, so that the same graph gives the same facets.
    least = np.sort(counts[found])[::-1][: shown + 1]
    candidates = found[counts[found] >= (least[shown - 1] if len(least) >= shown else 1)]
    values = [FacetValue(*name(code), int(counts[code])) for code in candidates.tolist()]
    values.sort(key=lambda each: (-each.count, each.label, each.value or ""))
    return Facet(tuple(values[:shown]), max(0, len(found) - shown))


def months(dates: Iterable[tuple[str | None, int]]) -> Facet:
    """How many in each month, oldest first; a year alone stays a year, None are the undated."""
    counts: dict[str | None, int] = {}
    for date, count in dates:
        month = date[:7] if date else None
        counts[month] = counts.get(month, 0) + count
    ordered = sorted(counts.items(), key=lambda pair: (pair[0] is None, pair[0] or ""))
    values = (FacetValue(month, month or "undated", n) for month, n in ordered if n)
    return Facet(tuple(values), 0)
