"""Cues that are nouns: "the claim that …", "X's warning that …", "a pledge by X to …"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from spacy.strings import get_string_id
from spacy.tokens import Token

from onrecord.ingest.attribution.cues import NOUNS
from onrecord.ingest.attribution.draft import Draft, Page
from onrecord.ingest.attribution.tree import Range, child, children, is_verb, yield_of

_NOUN_KEYS: Final = {get_string_id(lemma): cue for lemma, cue in NOUNS.items()}
_LIGHT: Final = frozenset(
    {"make", "issue", "give", "voice", "express", "offer", "repeat", "have", "raise", "deliver"}
)
_TO_CONTENT: Final = frozenset(
    {"call", "decision", "demand", "offer", "plan", "pledge", "promise", "proposal", "refusal",
     "request", "threat", "vow", "commitment", "desire", "intention", "plea", "appeal"}
)  # fmt: skip


def nominal_drafts(page: Page) -> Iterator[Draft]:
    """One attribution for each cue noun with a clause as its content and a source in reach."""
    for noun in page.doc:
        cue = _NOUN_KEYS.get(noun.lemma)
        if cue is None or noun.tag_ not in ("NN", "NNS"):
            continue
        content = _content(noun)
        if content is None:
            continue
        source = _source(noun)
        if source is not None and source[0] < content[1] and content[0] < source[1]:
            source = None
        if source is None:
            continue
        yield Draft(
            source,
            ((noun.i, noun.i + 1),),
            (content,),
            cue.cue_class,
            cue.attitude,
            round(0.7 * cue.strength, 3),
            "nominal",
        )


def _content(noun: Token) -> Range | None:
    for clause in children(noun, "acl", "ccomp", "relcl", "advcl"):
        if clause.i < noun.i:
            continue
        mark = child(clause, "mark")
        if mark is not None and mark.text.lower() in ("that", "whether"):
            return yield_of(clause)
        if (
            clause.dep_ in ("acl", "advcl")
            and any(c.tag_ == "TO" for c in clause.children)
            and noun.lemma_.lower() in _TO_CONTENT
        ):
            return yield_of(clause)
    return None


def _source(noun: Token) -> Range | None:
    owner = child(noun, "poss")
    if owner is not None:
        start, end = yield_of(owner)
        if child(owner, "case") is not None and end - start > 1:
            end -= 1
        return start, end
    for preposition in children(noun, "prep", "agent"):
        if preposition.text.lower() in ("by", "from", "of", "among") and preposition.i > noun.i:
            thing = child(preposition, "pobj")
            if thing is not None:
                return yield_of(thing)
    if noun.dep_ == "dobj" and is_verb(noun.head) and noun.head.lemma_ in _LIGHT:
        subject = child(noun.head, "nsubj")
        if subject is not None:
            return yield_of(subject)
    return None
