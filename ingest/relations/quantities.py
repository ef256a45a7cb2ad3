"""The quantities of a relation: "tariffs of 145 per cent", "$52 billion in subsidies"."""

from __future__ import annotations

import re

from spacy.tokens import Token

from onrecord.ingest.extraction import Span
from onrecord.ingest.mentions import Mentions

_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_SIZE = r"(?:[\s-]?(?:thousand|million|billion|trillion|bn|mn|tn|m|k)\b)?"
_UNITS = (
    "dollars?|euros?|pounds?|yuan|yen|renminbi|rupees?|won|tons?|tonnes?|barrels?"
    "|kilomet(?:re|er)s?"
)
QUANTITY = re.compile(
    rf"(?:US\s?)?[$€£¥₹₩]\s?{_NUMBER}{_SIZE}"
    rf"|{_NUMBER}(?:[\s-](?:to|and)[\s-]{_NUMBER})?"
    rf"(?:\s?%|[\s-](?:per\s?cent|(?:percentage|basis)[\s-]points?)\b)"
    rf"|{_NUMBER}{_SIZE}[\s-](?:{_UNITS})\b",
    re.IGNORECASE,
)
_HIGHEST = 12
_CLAUSES = frozenset({"relcl", "ccomp", "advcl", "parataxis", "ROOT", "conj", "csubj"})


class Quantities:
    """Finds the amounts, shares and sums that a text gives with a relation."""

    def __init__(self, mentions: Mentions) -> None:
        self._mentions = mentions
        self._of_sentence: dict[int, list[tuple[Span, Token]]] = {}

    def of(self, sentence: Span, *words: Token) -> tuple[Span, ...]:
        """The quantities in the sentence that hang on one of the words, within its clause."""
        wanted = {word.i for word in words}
        return tuple(span for span, token in self._in(sentence) if _hangs_on(token, wanted))

    def _in(self, sentence: Span) -> list[tuple[Span, Token]]:
        if sentence.start not in self._of_sentence:
            found = []
            text = self._mentions.text
            for match in QUANTITY.finditer(text, sentence.start, sentence.end):
                span = self._mentions.doc.char_span(*match.span(), alignment_mode="expand")
                if span is not None:
                    found.append((Span(*match.span()), span.root))
            self._of_sentence[sentence.start] = found
        return self._of_sentence[sentence.start]


def _hangs_on(token: Token, wanted: set[int]) -> bool:
    for _ in range(_HIGHEST):
        if token.i in wanted:
            return True
        if token.head.i == token.i or (token.dep_ in _CLAUSES and token.tag_.startswith("VB")):
            return False
        token = token.head
    return False
