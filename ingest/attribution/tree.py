"""Reading a dependency tree: stretches of tokens, subjects, and who governs whom.

Ranges are half-open and count tokens. The labels are those of spaCy's English models
(ClearNLP style: nsubj, ccomp, xcomp, pobj, agent, …).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from spacy.tokens import Doc, Token

from onrecord.ingest.extraction import Span

Range = tuple[int, int]

SUBJECTS: Final = frozenset({"nsubj", "nsubjpass", "csubj"})
_EDGE: Final = frozenset(" \t\r\n\f\v,;:.—–-*•…")
_MAX_CLIMB: Final = 12


def yield_of(token: Token) -> Range:
    """The stretch that the token's subtree covers."""
    return token.left_edge.i, token.right_edge.i + 1


def without(whole: Range, gaps: Iterable[Range]) -> tuple[Range, ...]:
    """What is left of a range when others are cut out of it."""
    pieces: list[Range] = []
    start, end = whole
    for gap_start, gap_end in sorted(gaps):
        if gap_end <= start or gap_start >= end:
            continue
        if gap_start > start:
            pieces.append((start, gap_start))
        start = max(start, gap_end)
    if start < end:
        pieces.append((start, end))
    return tuple(pieces)


def trimmed(doc: Doc, whole: Range, *, keep_stop: bool = False) -> Range | None:
    """The range without white space and punctuation tokens at its edges; None if nothing is left.

    Quotation marks and brackets stay. ``keep_stop`` keeps the punctuation at the end too.
    """
    start, end = whole
    while start < end and _is_edge(doc[start]):
        start += 1
    while start < end and (doc[end - 1].is_space if keep_stop else _is_edge(doc[end - 1])):
        end -= 1
    return (start, end) if start < end else None


def _is_edge(token: Token) -> bool:
    return all(character in _EDGE or character.isspace() for character in token.text)


def span_of(doc: Doc, text: str, whole: Range) -> Span | None:
    """The range as a span of the text, without white space at its ends.

    ``text`` is the document's: ``Doc.text`` puts it together anew each time.
    """
    start, last = doc[whole[0]].idx, doc[whole[1] - 1]
    end = last.idx + len(last)
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def children(token: Token, *labels: str) -> Iterator[Token]:
    """The token's children with one of the labels, in text order."""
    return (child for child in token.children if child.dep_ in labels)


def child(token: Token, *labels: str) -> Token | None:
    """The first child with one of the labels."""
    return next(children(token, *labels), None)


def is_verb(token: Token) -> bool:
    """Whether the tag is that of a verb form (auxiliaries included)."""
    return token.tag_.startswith("V") or token.tag_ == "MD"


def is_negated(token: Token) -> bool:
    """Whether "not", "never", "neither" or "no longer" stands below the verb."""
    return any(
        c.dep_ == "neg"
        or c.lower_ in ("never", "n't", "n’t", "neither")
        or (c.lower_ == "longer" and c.i > 0 and c.doc[c.i - 1].lower_ == "no")
        for c in token.children
    )


def is_passive(verb: Token) -> bool:
    """Whether the verb is a passive participle: "was asked", "asked by"."""
    if verb.tag_ != "VBN":
        return False
    return any(c.dep_ in ("nsubjpass", "auxpass", "agent") for c in verb.children)


def governors(token: Token) -> Iterator[Token]:
    """The token's heads, nearest first, a limited number of them."""
    for _ in range(_MAX_CLIMB):
        if token.head.i == token.i:
            return
        token = token.head
        yield token


def conjuncts_head(verb: Token) -> Token:
    """The first of coordinated verbs: "criticised" for "said" in "criticised … and said"."""
    for _ in range(_MAX_CLIMB):
        if verb.dep_ != "conj" or verb.head.i == verb.i:
            break
        verb = verb.head
    return verb
