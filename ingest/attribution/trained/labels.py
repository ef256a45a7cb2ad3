"""Statements as one label a token, and back: what a sequence tagger learns and gives.

Annotated statements do not nest and hardly ever share a cue, so that one label a token holds them.
The label says on which side the cue stands, which is most of what links spans to each other:

    SR, SL        source, its cue to the right, to the left
    C             cue
    XL, XR        content, its cue to the left, to the right
    XJ            content that goes on behind a gap, with the statement before

each with ``B-`` on its first token and ``I-`` on the others; ``O`` is everything else. A tagger
sees one paragraph at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from onrecord.ingest.attribution.tree import Range

OUTSIDE: Final = "O"


@dataclass(slots=True)
class Linked:
    """A statement in token ranges; built up while reading the labels."""

    source: list[Range] = field(default_factory=list)
    cue: list[Range] = field(default_factory=list)
    content: list[Range] = field(default_factory=list)


def labels_of(size: int, statements: Iterable[Linked]) -> list[str]:
    """One label for each of ``size`` tokens; where roles overlap the earlier one stays."""
    labels = [OUTSIDE] * size
    for statement in statements:
        cue = min((start for start, _ in statement.cue), default=None)
        for number, part in enumerate(sorted(statement.content)):
            side = "XR" if cue is not None and cue >= part[0] else "XL"
            kind = "XJ" if number else side
            _write(labels, part, kind)
        for part in statement.cue:
            _write(labels, part, "C")
        anchor = cue if cue is not None else min((s for s, _ in statement.content), default=0)
        for part in statement.source:
            _write(labels, part, "SR" if part[0] < anchor else "SL")
    return labels


def _write(labels: list[str], part: Range, kind: str) -> None:
    start, end = part
    if all(label == OUTSIDE for label in labels[start:end]):
        labels[start:end] = [f"I-{kind}"] * (end - start)
        labels[start] = f"B-{kind}"


@dataclass(frozen=True, slots=True)
class Chunk:
    """Tokens of one label."""

    kind: str
    start: int
    end: int


def chunks(labels: Sequence[str]) -> Iterator[Chunk]:
    """Yield the runs of one label; a new ``B-`` or another kind begins a new one."""
    start, kind = 0, ""
    for i, label in enumerate([*labels, OUTSIDE]):
        if kind and label != f"I-{kind}":
            yield Chunk(kind, start, i)
            kind = ""
        if label != OUTSIDE and not kind:
            start, kind = i, label[2:]


def linked(found: Sequence[Chunk]) -> list[Linked]:
    """The statements that the chunks of one paragraph make, in order of their cues.

    Each cue makes a statement. A content goes to the nearest cue on the side that its label names,
    or goes on with the statement before; without such a cue it is a statement of its own. A source
    goes to the nearest cue on its side that has none yet.
    """
    cues = [chunk for chunk in found if chunk.kind == "C"]
    statements = {chunk.start: Linked(cue=[(chunk.start, chunk.end)]) for chunk in cues}
    loose: list[Linked] = []
    last: Linked | None = None
    for chunk in found:
        part = (chunk.start, chunk.end)
        if chunk.kind[0] == "X":
            if chunk.kind == "XJ" and last is not None:
                last.content.append(part)
                continue
            cue = _beside(cues, chunk, left=chunk.kind != "XR")
            owner = statements[cue.start] if cue is not None else None
            if owner is not None and owner.content and chunk.kind == "XR":
                owner = None
            if owner is None:
                owner = Linked()
                loose.append(owner)
            owner.content.append(part)
            last = owner
    for chunk in found:
        if chunk.kind[0] == "S":
            left = chunk.kind == "SL"
            cue = _beside(cues, chunk, left=left)
            owner = statements[cue.start] if cue is not None else None
            if owner is None or owner.source:
                owner = _nearest(loose, chunk)
            if owner is not None and not owner.source:
                owner.source.append((chunk.start, chunk.end))
    return [*statements.values(), *loose]


def _nearest(loose: list[Linked], chunk: Chunk) -> Linked | None:
    """The cueless statement nearest to a source."""
    return min(loose, key=lambda each: abs(each.content[0][0] - chunk.start), default=None)


def _beside(cues: list[Chunk], chunk: Chunk, *, left: bool) -> Chunk | None:
    if left:
        return next((cue for cue in reversed(cues) if cue.start < chunk.start), None)
    return next((cue for cue in cues if cue.start > chunk.start), None)
