"""Counting how often the rules are right in a corpus: what the table of their confidence holds.

Apart from confidence.py, which the rules read, because counting needs the rules themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc

from onrecord.ingest.attribution.confidence import ANY, WITHHELD, Kind, Shares, cue_lemma
from onrecord.ingest.attribution.corpus import GoldDocument
from onrecord.ingest.attribution.draft import read_page
from onrecord.ingest.attribution.negation import is_withheld
from onrecord.ingest.attribution.rules import attribution_of, standing_drafts
from onrecord.ingest.attribution.scoring import judge

_MIN_CUE: Final = 10
_MIN_DOCUMENTS: Final = 15


@dataclass(frozen=True, slots=True)
class Offer:
    """An attribution that a rule offered: its kind, its author's guess, whether it was right."""

    rule: str
    cue: str
    guess: float
    right: bool


def offers(documents: Iterable[tuple[Doc, GoldDocument]]) -> Iterator[list[Offer]]:
    """Yield what the rules offer in each annotated document."""
    for doc, gold in documents:
        page = read_page(doc)
        found = [
            (draft, attribution)
            for draft in standing_drafts(page)
            if (attribution := attribution_of(page, draft)) is not None
        ]
        judged = judge(gold.document.text, gold.statements, (each for _, each in found))
        right = {id(judged.predicted[match.predicted].statement) for match in judged.matches}
        yield [
            Offer(
                WITHHELD if is_withheld(each, page.text) else draft.rule,
                cue_lemma(doc, draft),
                draft.confidence,
                id(each) in right,
            )
            for draft, each in found
        ]


def counted(found: Iterable[Sequence[Offer]]) -> Shares:
    """The table of what was offered in each document.

    A rule that few documents show stays out, however often they do: an annotator who leaves out
    the turns of one transcript leaves out all. So do cues seen a few times under a rule.
    """
    offered: Counter[Kind] = Counter()
    right: Counter[Kind] = Counter()
    documents: Counter[str] = Counter()
    for offers_ in found:
        documents.update({offer.rule for offer in offers_})
        for offer in offers_:
            for kind in {(offer.rule, ANY), (offer.rule, offer.cue)}:
                offered[kind] += 1
                right[kind] += offer.right
    return Shares(
        {
            kind: (right[kind], count)
            for kind, count in offered.items()
            if documents[kind[0]] >= _MIN_DOCUMENTS and (kind[1] == ANY or count >= _MIN_CUE)
        }
    )
