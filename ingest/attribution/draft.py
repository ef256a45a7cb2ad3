"""What the rules hand to each other: the page they read and the drafts they write.

A page is a ``Doc`` with its quotations as token ranges; a draft is an attribution in token
ranges, before it is checked against the other drafts and turned into offsets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from spacy.strings import get_string_id
from spacy.tokens import Doc, Token

from onrecord.ingest.attribution.cues import VERBS, Cue
from onrecord.ingest.attribution.quotation import Quotation, quotations
from onrecord.ingest.attribution.tree import Range
from onrecord.ingest.extraction import Attitude, CueClass

_VERB_KEYS: Final = {get_string_id(lemma): cue for lemma, cue in VERBS.items()}


@dataclass(frozen=True, slots=True)
class Draft:
    """An attribution in token ranges."""

    source: Range | None
    cue: tuple[Range, ...]
    content: tuple[Range, ...]
    cue_class: CueClass
    attitude: Attitude
    confidence: float
    rule: str

    @property
    def anchor(self) -> int:
        """Where the draft stands: its cue, or its content where it has no cue."""
        return self.cue[0][0] if self.cue else self.content[0][0]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation in tokens; the range includes the marks."""

    start: int
    end: int
    mark: Quotation


@dataclass(frozen=True, slots=True)
class Page:
    """A document as the rules see it.

    ``inside[i]`` is the place in ``quoted`` of the quotation that token i lies in, or -1;
    ``breaks`` are the tokens that break a line.
    """

    doc: Doc
    text: str
    quoted: tuple[Quoted, ...]
    inside: tuple[int, ...]
    cues: tuple[tuple[Token, Cue], ...]
    breaks: tuple[int, ...]


def read_page(doc: Doc) -> Page:
    """Find the quotations and the cue verbs of a document."""
    inside = [-1] * len(doc)
    quoted: list[Quoted] = []
    starts = [token.idx for token in doc]
    token = 0
    text = doc.text
    for mark in quotations(text):
        while token < len(starts) and starts[token] + len(doc[token]) <= mark.start:
            token += 1
        first = token
        while token < len(starts) and starts[token] < mark.end:
            inside[token] = len(quoted)
            token += 1
        if token > first:
            quoted.append(Quoted(first, token, mark))
    cues: list[tuple[Token, Cue]] = []
    breaks: list[int] = []
    verbs = _VERB_KEYS
    for candidate in doc:
        if candidate.is_space and "\n" in candidate.text:
            breaks.append(candidate.i)
        if candidate.lemma in verbs and candidate.tag_[:1] == "V":
            cues.append((candidate, verbs[candidate.lemma]))
    return Page(doc, text, tuple(quoted), tuple(inside), tuple(cues), tuple(breaks))
