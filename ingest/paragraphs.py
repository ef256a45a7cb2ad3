"""A pipeline component in front of the parser: where a sentence must begin.

Behind a blank line: the parser runs on over headings, captions and signatures, which end in no full
stop, and makes a heading the subject of the sentence below it. It keeps to the sentence starts that
it finds set. A single line break ends nothing, because texts are wrapped.

And at least every ``MAX_TOKENS`` tokens, behind the last full stop there or, where there is none,
in the midst: what reads a sentence may take time by the square of its length, and a text that is
one endless sentence must not stop the reading.
"""

from __future__ import annotations

from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

MAX_TOKENS: Final = 1_000
_STOPS: Final = frozenset({".", "!", "?"})


@Language.component("onrecord_paragraphs", assigns=["token.is_sent_start"])
def start_paragraphs(doc: Doc) -> Doc:
    """The document with a sentence start set behind each blank line, and in endless sentences."""
    behind = False
    began = ended = 0  # where the last set sentence begins; where its last one so far may end
    for token in doc:
        text = token.text
        if text.isspace():
            behind = behind or text.count("\n") > 1
            continue
        if behind:
            token.is_sent_start = True
            began = ended = token.i
            behind = False
        elif token.i - began >= MAX_TOKENS:
            began = ended if ended > began else token.i
            doc[began].is_sent_start = True
        if text[:1].isupper() and token.i > began + 1 and doc[token.i - 1].text in _STOPS:
            ended = token.i
    return doc
