"""A long text in blocks, so that spaCy's time and memory grow with the text and no faster.

The statistical components work on whole documents at once: past some 100,000 characters their
matrices no longer fit the processor's caches, and at a million they take twice the time a word.
They look no further than a sentence, so blocks of whole paragraphs lose them nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from spacy.tokens import Doc

MAX_CHARS: Final = 50_000


def blocks(text: str, max_chars: int = MAX_CHARS) -> list[str]:
    """The text in pieces of at most ``max_chars``, cut behind the last break in each.

    A break is a blank line; where a piece has none, a line break, a full stop or a space.
    """
    found: list[str] = []
    start = 0
    while len(text) - start > max_chars:
        end = start + max_chars
        for break_ in ("\n\n", "\n", ". ", " "):
            place = text.rfind(break_, start + 1, end)
            if place >= 0:
                end = place + len(break_)
                break
        found.append(text[start:end])
        start = end
    return [*found, text[start:]]


def parsed_in_blocks(
    text: str, make_doc: Callable[[str], Doc], components: Sequence[Callable[[Doc], Doc]]
) -> Doc:
    """The document of the text, annotated by the components block by block."""
    docs: list[Doc] = []
    for block in blocks(text):
        doc = make_doc(block)
        for component in components:
            doc = component(doc)
        docs.append(doc)
    return Doc.from_docs(docs, ensure_whitespace=False)
