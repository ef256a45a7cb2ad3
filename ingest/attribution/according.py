"""Sources that stand in a phrase: "according to X", "in the words of X", "in X's view"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from spacy.tokens import Token

from onrecord.ingest.attribution.draft import Draft, Page
from onrecord.ingest.attribution.tree import Range, child, without, yield_of

_STOPS: Final = frozenset({".", "!", "?", ";"})
_MAX_REACH: Final = 120


def according_drafts(page: Page) -> Iterator[Draft]:
    """One attribution for each "according to X": the clause that it stands in or beside."""
    doc = page.doc
    for token in doc:
        if token.text.lower() != "according" or token.i + 2 >= len(doc):
            continue
        to = doc[token.i + 1]
        if to.text.lower() != "to":
            continue
        thing = child(to, "pobj") or child(token, "pobj")
        start = to.i + 1
        end = thing.right_edge.i + 1 if thing is not None and thing.i >= start else start
        if end <= start:
            continue
        end = _before_clause(page, start, end)
        content = _clause_beside(page, token, (token.i, end))
        if content:
            yield Draft(
                (start, end), ((token.i, to.i + 1),), content, "assert", "say", 0.9, "according-to"
            )


def _before_clause(page: Page, start: int, end: int) -> int:
    """End of the source: a clause that the parser hung into it behind a comma stays out."""
    doc = page.doc
    for i in range(start, end):
        if doc[i].text in _STOPS or (doc[i].is_space and "\n" in doc[i].text):
            return i
    return end


def _clause_beside(page: Page, token: Token, phrase: Range) -> tuple[Range, ...]:
    """The sentence around the phrase, or the coordinated clause of it that the phrase modifies."""
    doc = page.doc
    start, end = _sentence(page, phrase)
    head = token.head
    clause = head
    for _ in range(12):
        if (
            clause.dep_ in ("ROOT", "conj", "ccomp", "advcl", "parataxis")
            or clause.head.i == clause.i
        ):
            break
        clause = clause.head
    if clause.dep_ in ("conj", "advcl", "ccomp") and clause.i != token.i:
        low, high = yield_of(clause)
        if low >= start and high <= end and low <= phrase[0] < high:
            start, end = low, high
    pieces = without((start, end), [phrase])
    return tuple(p for p in pieces if any(t.is_alpha or t.like_num for t in doc[p[0] : p[1]]))


def _sentence(page: Page, phrase: Range) -> Range:
    doc = page.doc
    start = phrase[0]
    while start > 0 and phrase[0] - start < _MAX_REACH:
        token = doc[start - 1]
        if (token.text in _STOPS and page.inside[start - 1] < 0) or (
            token.is_space and "\n" in token.text
        ):
            break
        start -= 1
    end = phrase[1]
    while end < len(doc) and end - phrase[1] < _MAX_REACH:
        token = doc[end]
        if (token.text in _STOPS and page.inside[end] < 0) or (
            token.is_space and "\n" in token.text
        ):
            break
        end += 1
    return start, end
