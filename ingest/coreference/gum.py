"""Texts of the GUM corpus with the mentions and chains that people marked in them.

Reads CoNLL-U with ``Entity=`` in the last column, as GUM 9 and later write it:
``(id-type-infstat-salience-centering-minspan-link-identity … id)``. The text is put together from
the tokens; where the corpus names a speaker, the turn opens with a line ``Name: …`` as printed
transcripts have it, and these labels are no part of what is annotated.

Source:
    Zeldes (2017), The GUM corpus, Language Resources and Evaluation 51(3);
    Zhu, Pradhan & Zeldes (2021), OntoGUM, ACL, for the types of mentions and what they cover.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from onrecord.errors import InputError
from onrecord.ingest.document import Document
from onrecord.ingest.extraction import Span

Form = Literal["named", "nominal", "pronoun", "other"]
"""What the head of a mention is; ``other`` are clauses and adverbs that stand for an event."""

_EDGE = re.compile(r"\((?P<opened>\d+)-(?P<rest>[^()]*)(?P<single>\)?)|(?P<closed>\d+)\)")
_PIECE = re.compile(r"\[\d+/\d+\]")
_JOINT = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_FORMS: dict[str, Form] = {
    "PROPN": "named",
    **dict.fromkeys(("NOUN", "ADJ", "NUM", "SYM", "X"), "nominal"),
    **dict.fromkeys(("PRON", "DET"), "pronoun"),  # literals
}


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A mention; ``core`` are the words that head it: a noun, or a name with its parts."""

    span: Span
    core: tuple[Span, ...]
    head: str
    type: str
    form: Form
    chain: str


@dataclass(frozen=True, slots=True)
class GoldText:
    """A document with its mentions in text order, and the labels of its turns."""

    name: str
    document: Document
    mentions: tuple[GoldMention, ...]
    labels: tuple[Span, ...]


@dataclass(slots=True)
class _Token:
    """A line of the file; ``head`` is the place of its head in the sentence, 0 for the root."""

    text: str
    tag: str
    head: int
    relation: str
    misc: dict[str, str]
    span: Span | None = None


@dataclass(slots=True)
class _Open:
    """A mention whose end has not been read yet, and the sentence that it is in."""

    chain: str
    type: str
    first: int


@dataclass(slots=True)
class _Builder:
    """The text so far and what was found in it."""

    text: str = ""
    mentions: list[GoldMention] = field(default_factory=list)
    labels: list[Span] = field(default_factory=list)

    def turn(self, speaker: str) -> None:
        label = f"{_JOINT.sub(' ', speaker)}:"
        self.labels.append(Span(len(self.text), len(self.text) + len(label)))
        self.text += f"{label} "

    def sentence(self, tokens: list[_Token]) -> None:
        for token in tokens:
            self.text += token.text
            token.span = Span(len(self.text) - len(token.text), len(self.text))
            if token.misc.get("SpaceAfter") != "No":
                self.text += " "
        self._add_mentions(tokens)

    def end_paragraph(self) -> None:
        self.text = self.text.rstrip(" ")
        if self.text and not self.text.endswith("\n\n"):
            self.text += "\n\n"

    def _add_mentions(self, tokens: list[_Token]) -> None:
        waiting: list[_Open] = []
        for i, token in enumerate(tokens):
            for edge in _EDGE.finditer(_PIECE.sub("", token.misc.get("Entity", ""))):
                if edge["closed"]:
                    last = next((o for o in reversed(waiting) if o.chain == edge["closed"]), None)
                    if last is not None:
                        waiting.remove(last)
                        self._close(last, i, tokens)
                    continue
                opened = _Open(edge["opened"], edge["rest"].split("-")[0], i)
                if edge["single"]:
                    self._close(opened, i, tokens)
                else:
                    waiting.append(opened)

    def _close(self, opened: _Open, last: int, tokens: list[_Token]) -> None:
        inside = range(opened.first, last + 1)
        head = next((i for i in inside if tokens[i].head - 1 not in inside), last)
        parts = (i for i in inside if tokens[i].head - 1 == head and tokens[i].relation == "flat")
        core = [tokens[i] for i in sorted([head, *parts])]
        self.mentions.append(
            GoldMention(
                span=Span(_start(tokens[opened.first]), _end(tokens[last])),
                core=tuple(Span(_start(token), _end(token)) for token in core),
                head=tokens[head].text,
                type=opened.type,
                form=_FORMS.get(tokens[head].tag, "other"),
                chain=opened.chain,
            )
        )


def gum_texts(folder: Path) -> Iterator[GoldText]:
    """Yield the texts of all ``.conllu`` files of a folder, in the order of their names.

    Raises:
        InputError: there is none, or one cannot be read.
    """
    paths = sorted(folder.glob("*.conllu"))
    if not paths:
        raise InputError(str(folder), "has no .conllu files")
    for path in paths:
        try:
            yield _text(path.stem, path.read_text(encoding="utf-8"))
        except OSError as error:
            raise InputError(str(path), f"cannot be read ({error.strerror or error})") from error
        except (UnicodeDecodeError, ValueError, IndexError) as error:
            raise InputError(str(path), f"is no CoNLL-U with entities ({error})") from error


def half_of(place: int) -> str:
    """Documents alternate in the order of their names: the first is for tuning."""
    return "measure" if place % 2 else "tune"


def _text(name: str, source: str) -> GoldText:
    built, speaker = _Builder(), ""
    lines: list[list[str]] = []
    for line in [*source.splitlines(), ""]:
        if line == "# newpar":
            built.end_paragraph()
        elif line.startswith("# speaker = "):
            said_by = line.removeprefix("# speaker = ").strip()
            if said_by != speaker:
                built.end_paragraph()
                built.turn(said_by)
            speaker = said_by
        elif line and not line.startswith("#"):
            lines.append(line.split("\t"))
        elif not line and lines:
            built.sentence(_tokens(lines))
            lines = []
    text = built.text.rstrip() + "\n"
    ordered = sorted(built.mentions, key=lambda m: (m.span.start, -m.span.end))
    return GoldText(name, Document(text, row=name), tuple(ordered), tuple(built.labels))


def _tokens(lines: list[list[str]]) -> list[_Token]:
    """The words of a sentence; a line such as ``1-2`` says how the words of "don't" are spaced."""
    tokens: list[_Token] = []
    spaced: dict[int, str] = {}
    for columns in lines:
        number, word, _, tag, _, _, head, relation, _, about = columns[:10]
        misc = dict(part.partition("=")[::2] for part in about.split("|") if "=" in part)
        if "-" in number:
            first, last = (int(n) for n in number.split("-"))
            spaced |= dict.fromkeys(range(first, last), "No")
            spaced[last] = misc.get("SpaceAfter", "")
        elif number.isdigit():
            misc["SpaceAfter"] = spaced.get(int(number), misc.get("SpaceAfter", ""))
            tokens.append(_Token(word, tag, int(head), relation, misc))
    return tokens


def _start(token: _Token) -> int:
    assert token.span is not None
    return token.span.start


def _end(token: _Token) -> int:
    assert token.span is not None
    return token.span.end
