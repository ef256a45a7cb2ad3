"""A pipeline component in front of the parser: a blank line ends a sentence.

The parser runs on over headings, captions and signatures, which end in no full stop, and makes a
heading the subject of the sentence below it. It keeps to the sentence starts that it finds set.
A single line break ends nothing, because texts are wrapped.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("onrecord_paragraphs", assigns=["token.is_sent_start"])
def start_paragraphs(doc: Doc) -> Doc:
    """The document with a sentence start set at the first word behind each blank line."""
    behind = False
    for token in doc:
        if token.is_space:
            behind = behind or token.text.count("\n") > 1
        elif behind:
            token.is_sent_start = True
            behind = False
    return doc
