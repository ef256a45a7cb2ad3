"""A tokenizer whose time stays linear whatever the text.

spaCy strips marks off a stretch without white space one at a time and looks at the rest anew after
each: 10,000 quotation marks in a row take ten seconds, 100,000 a quarter of an hour. Stretches
longer than any word, link or dash of honest text are cut into pieces first, which only they feel.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import chain
from typing import Final

from spacy.tokens import Doc

MAX_STRETCH: Final = 100
_STRETCH: Final = re.compile(rf"\S{{{MAX_STRETCH}}}(?=\S)")


class BoundedTokenizer:
    """Tokenizes with another tokenizer, at most ``MAX_STRETCH`` characters without space at once.

    The tokens cover the text as the other one's do.
    """

    def __init__(self, tokenizer: Callable[[str], Doc]) -> None:
        self.tokenizer = tokenizer

    def __call__(self, text: str) -> Doc:
        """The document of the text's tokens, not yet annotated."""
        if _STRETCH.search(text) is None:
            return self.tokenizer(text)
        cuts = [match.end() for match in _STRETCH.finditer(text)]
        pieces = [
            self.tokenizer(text[start:end])
            for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)
        ]
        return Doc(
            pieces[0].vocab,
            words=[token.text for token in chain.from_iterable(pieces)],
            spaces=[bool(token.whitespace_) for token in chain.from_iterable(pieces)],
        )
