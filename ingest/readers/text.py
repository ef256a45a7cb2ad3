"""Plain text: the decoded file, unchanged, is the document's text.

A plain text says little of itself: its date where its first lines state one, and its title where
one of them looks like a headline. Nothing is guessed beyond that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from onrecord.errors import InputError
from onrecord.ingest.dates import published_in
from onrecord.ingest.document import Document

_HEAD_LINES = 6
_MAX_TITLE_CHARS = 200
_BOM = "\ufeff"


def read_text(path: Path) -> Iterator[Document | InputError]:
    """Yield the one document of a text file, or why it cannot be read."""
    text = decoded(path)
    if isinstance(text, InputError):
        yield text
        return
    published = published_in(text)
    yield Document(
        text=text,
        path=str(path),
        title=_headline(text, dated=published is not None),
        published=published,
        body_start=len(_BOM) if text.startswith(_BOM) else 0,
    )


def decoded(path: Path) -> str | InputError:
    """The file's text, line ends unchanged, or why it has none."""
    try:
        data = path.read_bytes()
    except OSError as error:
        return InputError(str(path), f"cannot be read ({error.strerror or error})")
    if b"\x00" in data:
        return InputError(str(path), "is not text (it has NUL bytes)")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return InputError(
            f"{path}:{line}", f"is not UTF-8 (byte {error.start:,}); save it as UTF-8 and try again"
        )
    if not text.strip().strip(_BOM):
        return InputError(str(path), "is empty")
    return text


def _headline(text: str, *, dated: bool) -> str | None:
    """The first line that reads like a headline, if the text starts with one.

    A line above which no other stands is one only when a blank line follows it, or when the text's
    first lines give a date too; a line that ends like a sentence never is.
    """
    lines = text.lstrip(_BOM).split("\n")[:_HEAD_LINES]
    for i, raw in enumerate(lines):
        line = raw.strip()
        if not line or (dated and published_in(line) is not None and len(line) < 80):
            continue
        alone = i + 1 < len(lines) and not lines[i + 1].strip()
        looks_like_one = (
            len(line) <= _MAX_TITLE_CHARS
            and not re.search(r"[.!?…:;,][\"'”’)]*$", line)
            and len(line.split()) > 1
        )
        return line if looks_like_one and (alone or dated) else None
    return None


read_text.endings = (".txt",)  # type: ignore[attr-defined] # how a reader says what it reads
