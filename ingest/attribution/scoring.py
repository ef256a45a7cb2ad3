"""How good found attributions are, measured against annotated ones without any tokeniser's help.

A role counts as the set of words that it touches, so that punctuation, quotation marks and white
space never matter; a leading "that", "whether" or "if" is no part of a content, a leading article
none of a source. Statements without a content are left out on both sides. Counts are summed over
all documents.

    content_tokens, source_tokens   words that lie in any content, any source
    content_exact                   aligned statements whose contents are the same words
    source_exact                    distinct sources that are the same words
    detect                          statements aligned one to one, the best overlap first; two
                                    align where their contents share half of all their words
    pair_soft                       … and half of the shorter source, or neither has one
    pair_exact                      … with the same content and the same source
    recall_direct, _mixed, _indirect  recall of detect where all, some or none of the gold
                                    content is inside of double quotation marks
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Protocol

from onrecord.ingest.extraction import Mode, Span

_WORD: Final = re.compile(r"\w+(?:['’\-]\w+)*")
_MARK: Final = re.compile(r"[\"“”]|``|''")
_LEADING: Final = {
    "source": frozenset({"the", "a", "an"}),
    "cue": frozenset[str](),
    "content": frozenset({"that", "whether", "if"}),
}
_MODES: Final[tuple[Mode, ...]] = ("direct", "mixed", "indirect")
_ALIGNED: Final = 0.5

Words = frozenset[int]
Figures = dict[str, float | int | dict[str, float]]


class Attributed(Protocol):
    """What is scored: annotated statements, attributions, statements of an extraction."""

    @property
    def source(self) -> tuple[Span, ...]: ...
    @property
    def cue(self) -> tuple[Span, ...]: ...
    @property
    def content(self) -> tuple[Span, ...]: ...


@dataclass(frozen=True, slots=True)
class Unit:
    """A statement as it counts: the words of its roles, by their number in the text."""

    statement: Attributed
    source: Words
    cue: Words
    content: Words
    mode: Mode


@dataclass(frozen=True, slots=True)
class Match:
    """A gold and a predicted unit that were aligned, by their places."""

    gold: int
    predicted: int
    same_speaker: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """One document's units of both sides, and which belong together."""

    text: str
    gold: tuple[Unit, ...]
    predicted: tuple[Unit, ...]
    matches: tuple[Match, ...]

    @property
    def missed(self) -> list[Unit]:
        """Gold units that nothing was aligned to."""
        found = {match.gold for match in self.matches}
        return [unit for i, unit in enumerate(self.gold) if i not in found]

    @property
    def wrong(self) -> list[Unit]:
        """Predicted units that are aligned to nothing."""
        right = {match.predicted for match in self.matches}
        return [unit for i, unit in enumerate(self.predicted) if i not in right]


def judge(text: str, gold: Iterable[Attributed], predicted: Iterable[Attributed]) -> Judgement:
    """Align the predicted statements of a text with the gold ones."""
    page = _Page(text)
    ours = tuple(unit for each in predicted if (unit := page.unit(each)).content)
    theirs = tuple(unit for each in gold if (unit := page.unit(each)).content)
    holders: dict[int, list[int]] = {}
    for j, unit in enumerate(ours):
        for word in unit.content:
            holders.setdefault(word, []).append(j)
    candidates: list[tuple[float, bool, int, int]] = []
    for i, unit in enumerate(theirs):
        for j in {j for word in unit.content for j in holders.get(word, ())}:
            other = ours[j]
            overlap = len(unit.content & other.content) / len(unit.content | other.content)
            if overlap >= _ALIGNED:
                candidates.append((overlap, _agree(unit.source, other.source), i, j))
    matches: list[Match] = []
    taken_gold: set[int] = set()
    taken: set[int] = set()
    for _, agree, i, j in sorted(candidates, reverse=True):
        if i not in taken_gold and j not in taken:
            taken_gold.add(i)
            taken.add(j)
            matches.append(Match(i, j, agree))
    return Judgement(text, theirs, ours, tuple(sorted(matches, key=lambda m: m.gold)))


def _agree(a: Words, b: Words) -> bool:
    if not a or not b:
        return a == b
    return 2 * len(a & b) >= min(len(a), len(b))


class _Page:
    """The words of a text, and which of them stand in quotation marks."""

    def __init__(self, text: str) -> None:
        self.text = text
        spans = [match.span() for match in _WORD.finditer(text)]
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]
        self.quoted = _quoted(text)
        self.quote_starts = [start for start, _ in self.quoted]

    def unit(self, statement: Attributed) -> Unit:
        content = self._words(statement.content, "content")
        return Unit(
            statement,
            source=self._words(statement.source, "source"),
            cue=self._words(statement.cue, "cue"),
            content=content,
            mode=self._mode(content),
        )

    def _words(self, spans: tuple[Span, ...], role: str) -> Words:
        touched: set[int] = set()
        for span in spans:
            first = bisect.bisect_right(self.ends, span.start)
            touched.update(range(first, bisect.bisect_left(self.starts, span.end)))
        words = sorted(touched)
        skip = 0
        while skip < len(words) - 1 and self._word(words[skip]) in _LEADING[role]:
            skip += 1
        return frozenset(words[skip:])

    def _word(self, i: int) -> str:
        return self.text[self.starts[i] : self.ends[i]].lower()

    def _mode(self, content: Words) -> Mode:
        inside = sum(self._is_quoted(self.starts[i]) for i in content)
        return "direct" if inside == len(content) else "mixed" if inside else "indirect"

    def _is_quoted(self, offset: int) -> bool:
        place = bisect.bisect_right(self.quote_starts, offset) - 1
        return place >= 0 and offset < self.quoted[place][1]


def _quoted(text: str) -> list[tuple[int, int]]:
    """Ranges inside of double marks; one that is left open ends with its line."""
    found: list[tuple[int, int]] = []
    opened: int | None = None
    marks = [(match.start(), match.end(), match.group()) for match in _MARK.finditer(text)]
    marks += [(i, i, "\n") for i, character in enumerate(text) if character == "\n"]
    for start, end, mark in sorted([*marks, (len(text), len(text), "\n")]):
        if mark == "“" or (opened is None and mark not in "”\n"):
            opened = end
        elif opened is not None:
            if start > opened:
                found.append((opened, start))
            opened = None
    return found


@dataclass(slots=True)
class Scores:
    """Counts over all judged documents, and the figures that follow from them."""

    documents: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, judged: Judgement) -> None:
        """Count one more document."""
        self.documents += 1
        c = self.counts
        c["gold"] += len(judged.gold)
        c["predicted"] += len(judged.predicted)
        for role in ("content", "source"):
            gold = {word for unit in judged.gold for word in getattr(unit, role)}
            ours = {word for unit in judged.predicted for word in getattr(unit, role)}
            c[f"{role}_words_gold"] += len(gold)
            c[f"{role}_words"] += len(ours)
            c[f"{role}_words_right"] += len(gold & ours)
        gold_sources = {unit.source for unit in judged.gold if unit.source}
        sources = {unit.source for unit in judged.predicted if unit.source}
        c["sources_gold"] += len(gold_sources)
        c["sources"] += len(sources)
        c["sources_right"] += len(gold_sources & sources)
        for unit in judged.gold:
            c[f"gold_{unit.mode}"] += 1
        for match in judged.matches:
            gold_unit, unit = judged.gold[match.gold], judged.predicted[match.predicted]
            c["found"] += 1
            c[f"found_{gold_unit.mode}"] += 1
            c["same_speaker"] += match.same_speaker
            if gold_unit.source:
                c["with_source"] += 1
                c["source_right"] += match.same_speaker
            if gold_unit.content == unit.content:
                c["same_content"] += 1
                c["same"] += gold_unit.source == unit.source

    @property
    def figures(self) -> Figures:
        """Percentages with one decimal, under the names of the module's docstring."""
        c = self.counts
        found: Figures = {"gold": c["gold"], "predicted": c["predicted"]}
        for role in ("content", "source"):
            found[f"{role}_tokens"] = precision_recall(
                c[f"{role}_words_right"], c[f"{role}_words"], c[f"{role}_words_gold"]
            )
        found["content_exact"] = precision_recall(c["same_content"], c["predicted"], c["gold"])
        found["source_exact"] = precision_recall(
            c["sources_right"], c["sources"], c["sources_gold"]
        )
        for name, right in (
            ("detect", "found"),
            ("pair_soft", "same_speaker"),
            ("pair_exact", "same"),
        ):
            found[name] = precision_recall(c[right], c["predicted"], c["gold"])
        found["source_accuracy"] = percent(c["source_right"], c["with_source"])
        for mode in _MODES:
            found[f"recall_{mode}"] = percent(c[f"found_{mode}"], c[f"gold_{mode}"])
            found[f"n_{mode}"] = c[f"gold_{mode}"]
        found["documents"] = self.documents
        return found


def percent(part: int, whole: int) -> float:
    """With one decimal; 0 of none."""
    return round(100 * part / max(1, whole), 1)


def precision_recall(right: int, predicted: int, gold: int) -> dict[str, float]:
    """``{"p", "r", "f1"}`` in percent."""
    precision = right / predicted if predicted else 0.0
    recall = right / gold if gold else 0.0
    both = precision + recall
    f1 = 200 * precision * recall / both if both else 0.0
    return {"p": round(100 * precision, 1), "r": round(100 * recall, 1), "f1": round(f1, 1)}
