"""Attributions by lay-out: transcript lines, block quotations, quotations signed with a name.

`NAME: …` at the start of a line, where the document has several such lines; `"…" – Commissioner X`
where a dash and a name end the line; lines that begin with `>` below one that ends with a colon.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from itertools import chain, pairwise
from typing import Final

from onrecord.ingest.attribution.cues import VERBS, Cue
from onrecord.ingest.attribution.draft import Draft, Page
from onrecord.ingest.attribution.sources import source_of
from onrecord.ingest.attribution.tree import Range

_LINE: Final = re.compile(r"[^\r\n]+")
_NAME: Final = re.compile(
    r"(?P<name>[^\W\d_a-z][\w.'’\-]{0,30}"
    r"(?: [^\W\d_a-z(][\w.'’\-)]{0,30}| of| the| de| van| \([^()\n]{1,40}\)){0,6}):"
    r"[ \t]+(?=\S)"
)
_BLOCK: Final = re.compile(r"[ \t]*>[ \t>]*(?=\S)")
_SIGNED: Final = re.compile(
    r"[ \t]*(?:[–—―-]{1,2}|\r?\n[ \t]*[–—―]{1,2})[ \t]*(?P<name>[^\W\d_a-z][^\r\n“”\"]{1,80})$"
)
_ASIDE: Final = re.compile(r"\s*(?:[(\[].*[)\]])?\s*")
_LETTER: Final = re.compile(r"[^\W\d_]")
_MIN_LINES: Final = 2
_Turn = tuple[str, int, int, int, int]  # name, its start and end, start and end of the words
_PUT: Final = {"put": Cue("put", "assert", "say", 0.8)}  # "X put it this way:"
# Labels that look like speakers at the start of a line.
_LABELS_WORDS: Final = """
note notes source sources date topic topics issues issue title author by updated contact photo
image related tags keywords summary abstract update correction editor time place subject re
from to cc about background question answer warning example read more watch listen location
http https step table figure box
"""
_LABELS: Final = frozenset(_LABELS_WORDS.split())


def layout_drafts(page: Page) -> Iterator[Draft]:
    """Lines of a transcript, and signed quotations."""
    starts = [token.idx for token in page.doc]
    yield from _transcript(page, starts)
    yield from _signed(page, starts)
    yield from _blocks(page, starts)


def _transcript(page: Page, starts: list[int]) -> Iterator[Draft]:
    text = page.text
    lines: list[_Turn] = []
    for line in _LINE.finditer(text):
        match = _NAME.match(text, line.start(), min(line.end(), line.start() + 240))
        if match is None or match["name"].lower() in _LABELS:
            continue
        if not _LETTER.search(text, match.end(), line.end()):
            continue  # "Clinton: 547." counts
        lines.append(
            (match["name"], match.start("name"), match.end("name"), match.end(), line.end())
        )
    if len(lines) < _MIN_LINES:
        return
    spoken = [line for line in lines if line[0].isupper() or _speaks_twice(lines, line[0])]
    if len(spoken) < _MIN_LINES:
        return
    following = _following(text, spoken)
    for (_, name_start, name_end, start, end), more in zip(spoken, following, strict=True):
        source = _tokens(starts, name_start, name_end)
        parts = (_tokens(starts, *part) for part in ((start, end), *more))
        content = tuple(part for part in parts if part is not None)
        if source is not None and content:
            yield Draft(
                source,
                ((source[1], source[1] + 1),),
                content,
                "assert",
                "say",
                0.85,
                "transcript-line",
            )


def _following(text: str, turns: list[_Turn]) -> list[list[Range]]:
    """The further paragraphs of each turn: the lines up to the next one.

    Only where the text is a transcript throughout, with no more such lines than turns. What is
    said behind the first line of the last turn is left out, because nothing shows where it ends.
    """
    found: list[list[Range]] = []
    for (*_, end), (_, begin, *_) in pairwise(turns):
        lines = (line.span() for line in _LINE.finditer(text, end, begin))
        found.append([span for span in lines if not _ASIDE.fullmatch(text, *span)])
    if sum(map(len, found)) > len(turns):
        return [[] for _ in turns]
    return [*found, []]


def _speaks_twice(lines: list[_Turn], name: str) -> bool:
    return sum(other[0] == name for other in lines[:400]) > 1


def _signed(page: Page, starts: list[int]) -> Iterator[Draft]:
    text = page.text
    for quoted in page.quoted:
        end = text.find("\n", quoted.mark.end + 2, quoted.mark.end + 120)
        stop = end if end >= 0 else min(len(text), quoted.mark.end + 120)
        match = _SIGNED.match(text, quoted.mark.end, stop)
        if match is None or quoted.end - quoted.start < 5:
            continue
        source = _tokens(starts, match.start("name"), match.end("name"))
        if source is not None and source[1] - source[0] <= 14:
            yield Draft(
                source,
                (),
                ((quoted.start, quoted.end),),
                "assert",
                "say",
                0.8,
                "signed-quote",
            )


def _blocks(page: Page, starts: list[int]) -> Iterator[Draft]:
    """Lines that begin with ">", announced by a line that ends with a colon."""
    text = page.text
    lead: tuple[int, int] | None = None
    lines: list[Range] = []
    for line in chain(_LINE.finditer(text), (None,)):
        marked = _BLOCK.match(text, line.start(), line.end()) if line is not None else None
        if marked is not None:
            part = _tokens(starts, marked.end(), line.end() if line is not None else marked.end())
            if part is not None:
                lines.append(part)
            continue
        if lines and line is not None and not line.group().strip(" \t>"):
            continue  # a line of ">" alone parts the paragraphs of a block
        if lines and lead is not None:
            yield from _block(page, starts, lead, lines)
        lines = []
        if line is not None and line.group().strip():
            lead = line.span() if line.group().rstrip().endswith(":") else None


def _block(
    page: Page, starts: list[int], lead: tuple[int, int], lines: list[Range]
) -> Iterator[Draft]:
    window = _tokens(starts, *lead)
    if window is None:
        return
    for i in range(window[1] - 1, window[0] - 1, -1):
        verb = page.doc[i]
        cue = VERBS.get(verb.lemma_, _PUT.get(verb.lemma_)) if verb.tag_[:1] == "V" else None
        if cue is not None and cue.attitude == "say":
            source = source_of(verb)
            yield Draft(
                source, ((i, i + 1),), tuple(lines), cue.cue_class, "say", 0.8, "block-quote"
            )
            return


def _tokens(starts: list[int], start: int, end: int) -> Range | None:
    """The tokens that begin within the range of the text."""
    first = bisect.bisect_left(starts, start)
    last = bisect.bisect_left(starts, end)
    return (first, last) if first < last else None
