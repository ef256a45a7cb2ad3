"""Word pieces of an uncased BERT vocabulary.

Of our own because the library for it brings a client of a model hub and ten packages with it,
which nothing that reads documents needs.

Source:
    Wu et al. (2016), Google's neural machine translation system, arXiv:1609.08144; cut and
    normalised as in Devlin et al. (2019), BERT, NAACL.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

_LONGEST: Final = 100  # characters; longer words are unknown, as in the original
_IDEOGRAPHS: Final = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0xF900, 0xFAFF), (0x20000, 0x2FA1F))


class WordPieces:
    """Cuts words into the longest pieces that the vocabulary has, from the left."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        """``vocabulary`` lists the pieces by number; those inside of words begin with ``##``.

        Raises:
            ValueError: [CLS], [SEP] or [UNK] is not among them.
        """
        self.numbers = {piece: number for number, piece in enumerate(vocabulary)}
        for name in ("[CLS]", "[SEP]", "[UNK]"):
            if name not in self.numbers:
                raise ValueError(f"the vocabulary has no {name}")
        self.start, self.end = self.numbers["[CLS]"], self.numbers["[SEP]"]
        self.unknown = self.numbers["[UNK]"]

    def __call__(self, text: str) -> list[int]:
        """The numbers of the pieces of a text. Linear in its words."""
        return [number for word in words(text) for number in self._pieces(word)]

    def _pieces(self, word: str) -> list[int]:
        if len(word) > _LONGEST:
            return [self.unknown]
        found: list[int] = []
        start = 0
        while start < len(word):
            mark = "##" if start else ""
            for end in range(len(word), start, -1):
                number = self.numbers.get(mark + word[start:end])
                if number is not None:
                    found.append(number)
                    start = end
                    break
            else:
                return [self.unknown]
        return found


def words(text: str) -> list[str]:
    """A text in lower case without accents, cut at white space, punctuation and ideographs."""
    found: list[str] = []
    open_word = False
    for char in unicodedata.normalize("NFD", text.lower()):
        category = unicodedata.category(char)
        if char.isspace():
            open_word = False
        elif category in ("Mn", "Cc", "Cf", "Cn", "Co", "Cs"):
            continue
        elif _stands_alone(char, category):
            found.append(char)
            open_word = False
        elif open_word:
            found[-1] += char
        else:
            found.append(char)
            open_word = True
    return found


def _stands_alone(char: str, category: str) -> bool:
    code = ord(char)
    if code < 128:
        return not char.isalnum()
    return category[0] == "P" or any(first <= code <= last for first, last in _IDEOGRAPHS)
