"""The reliability curve: of statements with a confidence of 0.8, are 80 % right?

Right is what an annotator marked too, with half of the content's words (``detect`` of scoring.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, cast

from onrecord.ingest.attribution.scoring import Judgement, percent
from onrecord.ingest.extraction import Statement

BINS: Final = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The statements whose confidence lies in [low, high), the last bin's high included."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


@dataclass(slots=True)
class Reliability:
    """Confidences, and whether each statement was right, over all judged documents."""

    judged: list[tuple[float, bool]] = field(default_factory=list)

    def add(self, judged: Judgement) -> None:
        """Count one more document, whose predicted statements are those of an extraction."""
        right = {match.predicted for match in judged.matches}
        self.extend(
            (cast(Statement, unit.statement).confidence, i in right)
            for i, unit in enumerate(judged.predicted)
        )

    def extend(self, judged: Iterable[tuple[float, bool]]) -> None:
        """Count more statements: their confidence, and whether they were right."""
        self.judged.extend(judged)

    def bins(self) -> Iterator[Bin]:
        """Yield the bins that are not empty, the least confident first; shares in percent."""
        held: dict[int, list[tuple[float, bool]]] = {}
        for confidence, right in self.judged:
            held.setdefault(min(int(confidence * BINS), BINS - 1), []).append((confidence, right))
        for place in sorted(held):
            inside = held[place]
            mean = sum(confidence for confidence, _ in inside) / len(inside)
            yield Bin(
                place / BINS,
                (place + 1) / BINS,
                len(inside),
                round(100 * mean, 1),
                percent(sum(right for _, right in inside), len(inside)),
            )

    @property
    def expected_error(self) -> float:
        """Expected calibration error in percentage points: the bins' distances, by their size.

        Source:
            Naeini, Cooper and Hauskrecht (2015), AAAI, for the measure.
        """
        whole = sum(each.count for each in self.bins())
        distances = (each.count * abs(each.confidence - each.right) for each in self.bins())
        return round(sum(distances) / max(1, whole), 1)
