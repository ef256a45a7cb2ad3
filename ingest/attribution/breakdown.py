"""Scores by the kind of statement: what is found, and what found is right, for each value.

Four views: mode, cue class, where the cue stands to the content, and what the source is. All are
read off the words of a statement, in gold and prediction alike, without a parse, so that the two
sides are cut by the same knife. ``cue class`` is the lexicon's, ``other`` for words outside of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from onrecord.ingest.attribution.cues import NOUNS, VERBS
from onrecord.ingest.attribution.scoring import Attributed, Judgement, Unit, percent
from onrecord.ingest.extraction import Span

VIEWS: Final = ("mode", "cue class", "cue position", "source kind")
_PRONOUN_WORDS: Final = """
i we you he she it they who which that this these those one some many others another both
himself herself themselves me us him her them
"""
_PRONOUNS: Final = frozenset(_PRONOUN_WORDS.split())
_WORD: Final = re.compile(r"\w+(?:['’\-]\w+)*")
# Words that a source may begin with at the start of a sentence without being a name.
_OPENER_WORDS: Final = """
the a an some many several most one another two three those these his her its their our my both
all critics people officials sources experts analysts voters
"""
_OPENERS: Final = frozenset(_OPENER_WORDS.split())
_IRREGULAR: Final = {
    "said": "say", "told": "tell", "thought": "think", "felt": "feel", "knew": "know",
    "known": "know", "saw": "see", "seen": "see", "wrote": "write", "written": "write",
    "swore": "swear", "sworn": "swear", "found": "find", "held": "hold", "meant": "mean",
    "sought": "seek", "spoke": "speak", "spoken": "speak", "understood": "understand",
    "foresaw": "foresee", "chose": "choose", "chosen": "choose", "forgot": "forget",
    "bade": "bid", "rode": "ride", "sang": "sing", "drew": "draw", "showed": "show",
    "shown": "show", "gave": "give", "heard": "hear", "learnt": "learn", "began": "begin",
    "forecast": "forecast", "hit": "hit", "bet": "bet", "lying": "lie", "undertook": "undertake",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """How one kind of statement fared; recall is over gold of the kind, precision over ours."""

    view: str
    value: str
    gold: int
    recall: float
    speaker: float
    predicted: int
    precision: float


@dataclass(slots=True)
class Breakdown:
    """Counts by view and value over all judged documents."""

    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def add(self, judged: Judgement) -> None:
        """Count one more document."""
        found = {match.gold: match.same_speaker for match in judged.matches}
        right = {match.predicted for match in judged.matches}
        for i, unit in enumerate(judged.gold):
            for view, value in _kinds(judged.text, unit):
                self.counts[view, value, "gold"] += 1
                self.counts[view, value, "found"] += i in found
                self.counts[view, value, "speaker"] += found.get(i, False)
        for j, unit in enumerate(judged.predicted):
            for view, value in _kinds(judged.text, unit):
                self.counts[view, value, "predicted"] += 1
                self.counts[view, value, "right"] += j in right

    def rows(self) -> Iterator[Row]:
        """Yield a row for each value, the commonest first within its view."""
        c = self.counts
        values = {(view, value) for view, value, _ in c}
        for view, value in sorted(
            values, key=lambda each: (VIEWS.index(each[0]), -c[*each, "gold"], each[1])
        ):
            yield Row(
                view,
                value,
                gold=c[view, value, "gold"],
                recall=percent(c[view, value, "found"], c[view, value, "gold"]),
                speaker=percent(c[view, value, "speaker"], c[view, value, "found"]),
                predicted=c[view, value, "predicted"],
                precision=percent(c[view, value, "right"], c[view, value, "predicted"]),
            )


def _kinds(text: str, unit: Unit) -> tuple[tuple[str, str], ...]:
    statement = unit.statement
    return (
        ("mode", unit.mode),
        ("cue class", cue_class_of(words_of(text, statement.cue))),
        ("cue position", cue_position(statement)),
        ("source kind", source_kind(words_of(text, statement.source))),
    )


def words_of(text: str, spans: tuple[Span, ...]) -> str:
    """The text of a role, its pieces joined by a space."""
    return " ".join(text[span.start : span.end] for span in spans)


def cue_class_of(cue: str) -> str:
    """The class of the last word that the lexicon knows as a verb, else as a noun."""
    words = [match.group().lower() for match in _WORD.finditer(cue)]
    if not words:
        return "none"
    if "according" in words:
        return "assert"
    for lexicon in (VERBS, NOUNS):
        for word in reversed(words):
            for base in _bases(word):
                if base in lexicon:
                    return lexicon[base].cue_class
    return "other"


def _bases(word: str) -> Iterator[str]:
    """Yield what the word may be a form of."""
    yield _IRREGULAR.get(word, word)
    for ending in ("ing", "ed", "es", "s", "d"):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[: -len(ending)]
            yield stem
            yield stem + "e"
            if stem.endswith("i"):
                yield stem[:-1] + "y"
            if len(stem) > 2 and stem[-1] == stem[-2]:
                yield stem[:-1]


def cue_position(statement: Attributed) -> str:
    """Where the cue begins: before, inside or after the content; none without a cue."""
    if not statement.cue:
        return "none"
    start = min(span.start for span in statement.cue)
    if start < min(span.start for span in statement.content):
        return "before"
    return "after" if start >= max(span.end for span in statement.content) else "inside"


def source_kind(source: str) -> str:
    """Pronoun, named (a capital inside), role (other words) or none."""
    words = [match.group() for match in _WORD.finditer(source)]
    if not words:
        return "none"
    if len(words) == 1 and words[0].lower() in _PRONOUNS:
        return "pronoun"
    first, *rest = words
    capitals = [w for w in rest if w[0].isupper()]
    if capitals or (first[0].isupper() and first.lower() not in _OPENERS):
        return "named"
    return "role"
