"""Calibrated confidence of the rules: how often such an attribution was right on annotated text.

A rule's author says how sure it is; that is a guess. The table beside this module
(``confidence.csv``: rule, cue, right, offered) counts for each rule, and for each cue word under
it, how many of the attributions that the rule offered in a corpus an annotator had marked too.
The confidence of an attribution is the share of its cue under its rule, drawn toward that of the
rule, which is drawn toward the author's guess, with the weight of ``PRIOR`` observations each:
a rule or a cue that the corpus hardly has keeps what was thought of it.

The table is written by ``onrecord train confidence``. It is from US political news, whose
annotators leave out what others would mark; on policy text the rules are right more often than
their confidence says.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from spacy.tokens import Doc

from onrecord.ingest.attribution.cues import NOUNS, VERBS
from onrecord.ingest.attribution.draft import Draft, Page

PRIOR: Final = 25
TABLE: Final = Path(__file__).with_name("confidence.csv")
_HEADER: Final = ("rule", "cue", "right", "offered")
ANY: Final = ""
WITHHELD: Final = "withheld"
"""In the table in place of the rule where somebody declined to say, whichever rule it was."""

Kind = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Shares:
    """How many attributions of a kind were right, of how many offered.

    A kind is a rule and the lemma of a cue word, or a rule and no lemma for all of the rule.
    """

    counts: Mapping[Kind, tuple[int, int]]

    def confidence(self, rule: str, cue: str, guess: float) -> float:
        """The share of right ones to expect where the rule's author guesses ``guess``."""
        share = guess
        for kind in ((rule, ANY), (rule, cue)) if cue else ((rule, ANY),):
            right, offered = self.counts.get(kind, (0, 0))
            share = (right + PRIOR * share) / (offered + PRIOR)
        return share

    def calibrated(self, page: Page, drafts: Iterable[Draft]) -> Iterator[Draft]:
        """Yield the drafts with their confidence measured instead of guessed."""
        for draft in drafts:
            confidence = self.confidence(draft.rule, cue_lemma(page.doc, draft), draft.confidence)
            yield replace(draft, confidence=confidence)

    def save(self, path: Path) -> None:
        """Write the table, in order."""
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(_HEADER)
            writer.writerows((*kind, *self.counts[kind]) for kind in sorted(self.counts))

    @classmethod
    def load(cls, path: Path) -> Shares:
        """Read what ``save`` wrote."""
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))[1:]
        return cls({(rule, cue): (int(right), int(all_)) for rule, cue, right, all_ in rows})


@cache
def shares() -> Shares:
    """The table that comes with the package."""
    return Shares.load(TABLE)


def cue_lemma(doc: Doc, draft: Draft) -> str:
    """The last word of the cue that the lexicon knows, as its lemma; empty if it knows none."""
    for start, end in reversed(draft.cue):
        for i in range(end - 1, start - 1, -1):
            if doc[i].lemma_ in VERBS or doc[i].lemma_ in NOUNS:
                return str(doc[i].lemma_)
    return ""
