"""Quotation marks: which stretches of a text they enclose.

Reads straight, curly, angular and low marks, the doubled single marks of wire text ('' and ``),
and single marks, told apart from apostrophes by their neighbours. A quotation that is left open
at the end of a paragraph and opened again at the start of the next one is one that goes on
(``reopens``). A mark without a partner is dropped, or its quotation ends with the paragraph where
one clearly begins: an odd number of marks loses some quotations and never raises.

Only the outermost marks count; a quotation inside of a quotation is part of it. Whether the words
in marks are a statement, a title or scare quotes is for the rules to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final


@dataclass(frozen=True, slots=True)
class Quotation:
    """Half-open range from the opening mark to behind the closing one.

    ``inner_start`` and ``inner_end`` leave the marks out. ``closed`` is false where the paragraph
    ended first; ``reopens`` is true where the paragraph before was left open.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool = True
    reopens: bool = False


_MARK: Final = re.compile(r"``|''|[\"“”„‟«»‹›‘’‚'＂「」『』]")
_PARAGRAPH: Final = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c]+")
_PARTNERS: Final = {
    "“": ("”", '"'),
    "„": ("“", "”", '"'),
    "‟": ("”",),
    "«": ("»",),
    "»": ("«",),
    "‹": ("›",),
    "›": ("‹",),
    "‘": ("’",),
    "‚": ("‘", "’"),
    "「": ("」",),
    "『": ("』",),
    "``": ("''", '"'),
    "''": ("''",),
    '"': ('"', "”"),
    "＂": ("＂",),
    "'": ("'",),
}  # fmt: skip
_ELISIONS: Final = re.compile(r"(?:em|tis|twas|til|cause|bout|n|round|neath)\b|\d", re.IGNORECASE)
_DOUBLE: Final = frozenset({'"', "“", "”", "``", "''", "«", "»"})
_MAX_OPEN: Final = 6_000  # code points; a mark further back than this is taken for a stray one
_MAX_MARKS: Final = 64  # looked at for a partner, so that time stays linear whatever the text


def quotations(text: str) -> tuple[Quotation, ...]:
    """The outermost quotations of the text, in order and disjoint. Linear in the text."""
    found: list[Quotation] = []
    left_open = False
    for paragraph in _PARAGRAPH.finditer(text):
        if not paragraph.group().strip():
            continue
        inside = list(_in_paragraph(text, paragraph.start(), paragraph.end()))
        if inside and left_open and not text[paragraph.start() : inside[0].start].strip():
            first = inside[0]
            inside[0] = Quotation(
                first.start, first.end, first.inner_start, first.inner_end, first.closed, True
            )
        left_open = bool(inside) and not inside[-1].closed
        found.extend(inside)
    return tuple(found)


def _in_paragraph(text: str, start: int, end: int) -> Iterator[Quotation]:
    marks = [(m.group(), m.start(), m.end()) for m in _MARK.finditer(text, start, end)]
    number = 0
    while number < len(marks):
        mark, at, behind = marks[number]
        number += 1
        if not _opens(text, mark, at, behind, start, end):
            continue
        closing = _closing(text, marks, number, start, end)
        if closing is not None:
            _, close_at, close_behind = marks[closing]
            number = closing + 1
            if text[behind:close_at].strip():
                yield Quotation(at, close_behind, behind, close_at)
        elif _left_open(text, marks, number, start, end):
            stop = end - (len(text[at:end]) - len(text[at:end].rstrip()))
            yield Quotation(at, stop, behind, stop, closed=False)
            return


def _opens(text: str, mark: str, at: int, behind: int, start: int, end: int) -> bool:
    before = text[at - 1] if at > start else " "
    after = text[behind] if behind < end else " "
    if mark in ("”", "’", "›", "」", "』"):
        return False
    if mark in ("“", "„", "‟", "«", "‹", "``", "「", "『"):
        # „…“ closes with the mark that opens elsewhere; by then its partner has taken it.
        return not after.isspace() or mark == "«"
    if mark == "»":
        return not after.isspace() and not before.isalnum()
    if after.isspace() or before.isalnum():
        return False
    if mark in ("‘", "'", "‚"):
        if not (before.isspace() or before in '([{—–-"“/'):
            return False
        return after.isalnum() and not _ELISIONS.match(text, behind, min(end, behind + 8))
    return True


def _closing(
    text: str, marks: list[tuple[str, int, int]], number: int, start: int, end: int
) -> int | None:
    """Place in ``marks`` of the mark that closes the one before ``number``."""
    opener, opened_at, _ = marks[number - 1]
    partners = _PARTNERS[opener]
    single = opener in ("‘", "'", "‚")
    depth = 0
    fallback: int | None = None
    doubles = 0
    for place in range(number, min(len(marks), number + _MAX_MARKS)):
        mark, at, behind = marks[place]
        if at - opened_at > _MAX_OPEN:
            break
        if single:
            if mark in _DOUBLE:
                doubles += 1
                fallback = None
                continue
            if mark == opener and opener == "‘":
                break
            if mark not in partners or (behind < end and text[behind].isalnum()):
                continue
            if text[at - 1].isspace():
                continue
            # Over double marks only as British print has it: 'She called it "absurd" twice,' he …
            if doubles and (doubles % 2 or text[at - 1] not in ",.!?"):
                continue
            if text[at - 1] == "s" and behind < end and text[behind] == " ":
                if not doubles:
                    fallback = place if fallback is None else fallback  # the bosses' …
                continue
            return place
        if mark == opener and opener not in ('"', "''", "＂"):
            if _sentence_ended(text, at):
                return None  # opened anew: the first one was never closed
            depth += 1
            continue
        if mark not in partners:
            continue
        if opener in ('"', "''", "＂") and mark == opener:
            before = text[at - 1] if at > start else " "
            after = text[behind] if behind < end else " "
            if before.isspace() and not after.isspace() and _sentence_ended(text, at):
                return None
        if depth:
            depth -= 1
            continue
        return place
    return fallback


def _sentence_ended(text: str, at: int) -> bool:
    before = text[max(0, at - 12) : at].rstrip()
    return bool(before) and before[-1] in ".!?"


def _left_open(
    text: str, marks: list[tuple[str, int, int]], number: int, start: int, end: int
) -> bool:
    """Whether the mark before ``number`` begins a quotation that the paragraph leaves open."""
    mark, at, _ = marks[number - 1]
    if mark in ("‘", "'", "‚", "»", "›"):
        return False
    before = text[max(start, at - 8) : at].rstrip()
    if before and before[-1] not in ",:.!?—–-":
        return False
    rest = islice(marks, number, number + _MAX_MARKS)
    return not any(other in ("“", "„", '"', "``", "''", "«") for other, _, _ in rest)
