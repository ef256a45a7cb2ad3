"""The words around a quotation: the rest of its sentence, and what its ends look like.

Works on marks and punctuation only, because sentence splitters lose their way in quotations.
"""

from __future__ import annotations

from typing import Final

from spacy.tokens import Doc, Token

from onrecord.ingest.attribution.draft import Page, Quoted
from onrecord.ingest.attribution.tree import Range

STOPS: Final = frozenset({".", "!", "?", ";", "..."})
_SKIP: Final = frozenset({",", "-", "–", "—", "--", "and", "but", "then", "so", "as", "or", "yet"})
MAX_WINDOW: Final = 45


def window_before(page: Page, quoted: Quoted, used: int) -> Range:
    """The words of the same sentence in front of the quotation, from token ``used`` on."""
    doc = page.doc
    start = quoted.start
    while start > 0 and quoted.start - start < MAX_WINDOW:
        token = doc[start - 1]
        if start <= used:
            break
        if token.is_space and "\n" in token.text:
            if not (start > 1 and quoted.start - start == 0 and doc[start - 2].text == ":"):
                break
        elif page.inside[start - 1] < 0 and (token.text in STOPS) and not token.is_space:
            break
        start -= 1
    while start < quoted.start and doc[start].is_space:
        start += 1
    return start, quoted.start


def window_after(page: Page, quoted: Quoted, number: int) -> Range:
    """The words behind the quotation, to the end of the sentence or the next quotation."""
    doc = page.doc
    end = quoted.end
    while end < len(doc) and end - quoted.end < MAX_WINDOW:
        token = doc[end]
        if page.inside[end] >= 0 or token.text in STOPS:
            break
        if token.is_space and "\n" in token.text:
            break
        end += 1
    return quoted.end, end


def sentence_end(page: Page, start: int) -> int:
    doc = page.doc
    end = start
    while end < len(doc) and (doc[end].text in STOPS or doc[end].is_space):
        end += 1
    return end


def ends_sentence(doc: Doc, until: int) -> bool:
    i = until - 1
    while i > 0 and doc[i].is_space:
        i -= 1
    return i >= 0 and (doc[i].text in STOPS or doc[i].text[-1:] in ".!?”\"'")


def words(page: Page, window: Range) -> list[Token]:
    return [
        page.doc[i]
        for i in range(*window)
        if not page.doc[i].is_space
        and not page.doc[i].is_punct
        and page.doc[i].text.lower() not in _SKIP
    ]


def lead(page: Page, before: Range) -> Token:
    """The last token in front of the quotation that is not white space."""
    i = before[1] - 1
    while i > before[0] and page.doc[i].is_space:
        i -= 1
    return page.doc[max(i, 0)]


def first_word(page: Page, window: Range) -> Token | None:
    for i in range(*window):
        token = page.doc[i]
        if not token.is_space and not token.is_punct and token.text.lower() not in _SKIP:
            return token
    return None


def last_inner(page: Page, quoted: Quoted) -> str:
    """The last character inside of the marks."""
    text = page.text[quoted.mark.inner_start : quoted.mark.inner_end].rstrip()
    return text[-1:]


def clausal(page: Page, quoted: Quoted) -> bool:
    """Whether the quotation has a verb: words that could be a sentence."""
    tokens = page.doc[quoted.start : quoted.end]
    return any(t.tag_ in ("VBD", "VBZ", "VBP", "MD", "VB") for t in tokens)


def nominal(token: Token) -> bool:
    return token.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "X", "DET")
