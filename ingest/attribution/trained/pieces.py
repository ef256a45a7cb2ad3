"""A document as an encoder reads it: windows of word pieces, with what the parse and rules say.

A window holds whole paragraphs, with a separator between them, as many as fit; a paragraph that
is too long is cut where a sentence begins. Each word piece carries the signs of its token: the
columns of ``columns.py`` by number. A token is labelled at its first piece.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from onrecord.ingest.attribution.trained.columns import Columns, shape
from onrecord.ingest.attribution.trained.word_pieces import WordPieces

WINDOW: Final = 224  # word pieces
SIGNS: Final = "signs.json"
VOCABULARY: Final = "vocabulary.txt"
_LONGEST: Final = 200  # characters of a token that are read
_MAX_PIECES: Final = 12  # of one token; longer ones are addresses and noise
_MAX_KEPT: Final = 200_000  # tokens whose pieces are remembered
_MARKS: Final = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'"}
)
Ints = NDArray[np.int64]
Signs = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """What the encoder sees at a time.

    ``pieces`` are numbers of word pieces, ``signs`` one row of numbers for each of them. ``parts``
    are its paragraphs: the tokens, and the place of each one's first piece.
    """

    pieces: list[int]
    signs: list[list[int]]
    parts: list[tuple[list[int], list[int]]]

    def feed(self) -> dict[str, Ints]:
        """The window as a batch of one."""
        return {
            "pieces": np.array([self.pieces], dtype=np.int64),
            "signs": np.array([self.signs], dtype=np.int64),
        }


def signs(columns: Columns) -> Iterator[Signs]:
    """What the columns say of each token, as strings in a fixed order."""
    strings = columns.strings
    outlines: dict[int, str] = {}
    rows = zip(
        columns.words, columns.quote, columns.branch, columns.cue, columns.edge,
        columns.rule_label, columns.rule_name, columns.branch_edge, columns.sign, strict=True,
    )  # fmt: skip
    for (_, _, tag, dep, form, entity), *others in rows:
        outline = outlines.get(form)
        if outline is None:
            outline = outlines[form] = shape(strings[form]) if form else ""
        kinds = (strings[each] if each else "" for each in (tag, dep, entity))
        yield (outline, *kinds, *others)


class SignTable:
    """Numbers of signs; 0 is one that is not known."""

    def __init__(self, values: Iterable[Iterable[str]]) -> None:
        self.values = [list(column) for column in values]
        self.numbers: list[dict[str, int]] = []
        self.size = 1
        for column in self.values:
            self.numbers.append({value: self.size + n for n, value in enumerate(column)})
            self.size += len(column)

    @classmethod
    def counted(cls, rows: Iterable[Signs], *, least: int = 8) -> SignTable:
        """The signs seen at least so many times."""
        counts: list[Counter[str]] = []
        for row in rows:
            counts = counts or [Counter() for _ in row]
            for column, value in zip(counts, row, strict=True):
                column[value] += 1
        return cls(sorted(v for v, n in column.items() if n >= least) for column in counts)

    def __call__(self, row: Signs) -> list[int]:
        """The numbers of a token's signs."""
        return [column.get(value, 0) for column, value in zip(self.numbers, row, strict=True)]


class Pieces:
    """Cuts documents into windows; remembers the pieces of words. Not for several threads."""

    def __init__(self, word_pieces: WordPieces, table: SignTable) -> None:
        self.table = table
        self._word_pieces = word_pieces
        self._known: dict[str, list[int]] = {}
        self._rows: dict[Signs, list[int]] = {}

    @classmethod
    def load(cls, folder: Path) -> Pieces:
        """Read the vocabulary and the signs.

        Raises:
            OSError, ValueError: one is missing or broken.
        """
        table = SignTable(json.loads((folder / SIGNS).read_text(encoding="utf-8")))
        vocabulary = (
            (folder / VOCABULARY).read_text(encoding="utf-8").removesuffix("\n").split("\n")
        )
        return cls(WordPieces(vocabulary), table)

    def save(self, folder: Path) -> None:
        """Write what ``load`` reads."""
        table = json.dumps(self.table.values, ensure_ascii=False, indent=0)
        (folder / SIGNS).write_text(table + "\n", encoding="utf-8")
        vocabulary = "".join(f"{piece}\n" for piece in self._word_pieces.numbers)
        (folder / VOCABULARY).write_text(vocabulary, encoding="utf-8")

    def of(self, word: str) -> list[int]:
        """The pieces of a token, at least one."""
        found = self._known.get(word)
        if found is None:
            if len(self._known) > _MAX_KEPT:
                self._known.clear()
            pieces = self._word_pieces(word[:_LONGEST].translate(_MARKS))[:_MAX_PIECES]
            found = self._known[word] = pieces or [self._word_pieces.unknown]
        return found

    def windows(self, columns: Columns) -> Iterator[Window]:
        """The windows of a document; each token that is not white space lies in one, once."""
        if len(self._rows) > _MAX_KEPT:
            self._rows.clear()
        pieces = [self.of(token.text) if not token.is_space else [] for token in columns.doc]
        rows = []
        for row in signs(columns):
            numbers = self._rows.get(row)
            if numbers is None:
                numbers = self._rows[row] = self.table(row)
            rows.append(numbers)
        starts = [bool(token.is_sent_start) for token in columns.doc]
        parts: list[list[int]] = []
        size = 1
        for part in _cut(columns.paragraphs, pieces, starts):
            more = sum(len(pieces[i]) for i in part) + 1
            if parts and size + more > WINDOW:
                yield self._window(parts, pieces, rows)
                parts, size = [], 1
            parts.append(part)
            size += more
        if parts:
            yield self._window(parts, pieces, rows)

    def _window(
        self, parts: list[list[int]], pieces: list[list[int]], rows: list[list[int]]
    ) -> Window:
        none = [0] * len(self.table.numbers)
        flat, signed = [self._word_pieces.start], [none]
        placed: list[tuple[list[int], list[int]]] = []
        for part in parts:
            places = []
            for i in part:
                places.append(len(flat))
                flat += pieces[i]
                signed += [rows[i]] * len(pieces[i])
            flat.append(self._word_pieces.end)
            signed.append(none)
            placed.append((part, places))
        return Window(flat, signed, placed)


def _cut(
    paragraphs: Iterable[list[int]], pieces: list[list[int]], starts: list[bool]
) -> Iterator[list[int]]:
    """The paragraphs, long ones in parts that fit a window."""
    room = WINDOW - 2
    for paragraph in paragraphs:
        start = cut = size = 0
        for n, i in enumerate(paragraph):
            if starts[i]:
                cut = n
            while size + len(pieces[i]) > room:
                end = cut if cut > start else n
                yield paragraph[start:end]
                start = end
                size = sum(len(pieces[j]) for j in paragraph[start:n])
            size += len(pieces[i])
        if start < len(paragraph):
            yield paragraph[start:]
