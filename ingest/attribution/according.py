"""Sources that stand in a phrase: "according to X", "in the words of X", "in X's view"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from spacy.strings import get_string_id
from spacy.tokens import Token

from onrecord.ingest.attribution.draft import Draft, Page
from onrecord.ingest.attribution.tree import Range, child, without, yield_of

_STOPS: Final = frozenset({".", "!", "?", ";"})
_OPENERS: Final = frozenset(map(get_string_id, ("according", "According", "ACCORDING", "in", "In")))
_VIEWS: Final = frozenset({"words", "view", "opinion", "telling", "judgment", "judgement", "eyes"})
_MAX_REACH: Final = 500  # tokens to either side that its sentence is looked for


def according_drafts(page: Page) -> Iterator[Draft]:
    """One attribution for each such phrase: the clause that it stands in or beside."""
    doc = page.doc
    for token in doc:
        if token.orth not in _OPENERS:
            continue
        word = token.text.lower()
        found = _according(page, token) if word == "according" else _in_words_of(page, token)
        if found is None:
            continue
        source, cue, phrase = found
        content = _clause_beside(page, token, phrase)
        if content:
            rule = "according-to" if word == "according" else "in-words-of"
            yield Draft(source, cue, content, "assert", "say", 0.9, rule)


_Found = tuple[Range, tuple[Range, ...], Range]


def _according(page: Page, token: Token) -> _Found | None:
    """Source, cue and the whole phrase of "according to X"."""
    doc = page.doc
    if token.i + 2 >= len(doc) or doc[token.i + 1].text.lower() != "to":
        return None
    to = doc[token.i + 1]
    thing = child(to, "pobj") or child(token, "pobj")
    start = to.i + 1
    end = thing.right_edge.i + 1 if thing is not None and thing.i >= start else start
    end = _before_clause(page, start, end)
    return ((start, end), ((token.i, start),), (token.i, end)) if start < end else None


def _in_words_of(page: Page, token: Token) -> _Found | None:
    """Source, cue and the whole phrase of "in the words of X" and "in X's view"."""
    thing = child(token, "pobj")
    if thing is None or thing.text.lower() not in _VIEWS or thing.i < token.i:
        return None
    owner = child(thing, "poss")
    if owner is not None:
        start, end = yield_of(owner)
        if child(owner, "case") is not None and end - start > 1:
            end -= 1
        return (
            (start, end),
            ((token.i, token.i + 1), (thing.i, thing.i + 1)),
            (token.i, thing.i + 1),
        )
    of = next((c for c in thing.children if c.text.lower() == "of"), None)
    whose = child(of, "pobj") if of is not None else None
    if whose is None or of is None:
        return None
    start, end = yield_of(whose)
    end = _before_clause(page, start, end)
    return ((start, end), ((token.i, of.i + 1),), (token.i, end)) if start < end else None


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
