"""The document: one text with what is known of its origin.

A document is identified by what it says and where it appeared, never by the path that it was
read from: two copies in two outlets are two documents, the same file read twice is one.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from dataclasses import dataclass, field
from functools import cached_property

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def is_date(text: str) -> bool:
    """Whether it is a day that exists, a month or a year: 2025-05-28, 2025-05 or 2025."""
    if not _DATE.fullmatch(text):
        return False
    parts = [int(part) for part in text.split("-")]
    try:
        datetime.date(*[*parts, 1, 1][:3])
    except ValueError:
        return False
    return True


def digest(*parts: object) -> str:
    """32 hexadecimal digits that identify the parts, in their order.

    Parts are strings, numbers, None, and lists or tuples of these; they are hashed as canonical
    JSON, so that ("ab", "c") and ("a", "bc") differ.
    """
    canonical = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True)
class Document:
    """One text with its metadata.

    ``text`` is what every offset counts in (Unicode code points). The first ``body_start`` code
    points of it are not prose (front matter, a byte order mark) and are not analysed.
    ``published`` is an ISO date of known precision: ``2025``, ``2025-05`` or ``2025-05-28``.
    ``path`` says where it was read from, ``row`` is the identifier that a row of a .jsonl file
    brought along. ``path`` is no part of the identity.
    """

    text: str = field(repr=False)
    path: str | None = None
    row: str | None = None
    url: str | None = None
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    body_start: int = 0

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a document needs a text")
        if self.published is not None and not is_date(self.published):
            raise ValueError(
                f"published must be YYYY, YYYY-MM or YYYY-MM-DD, got {self.published!r}"
            )
        if not 0 <= self.body_start <= len(self.text):
            raise ValueError(f"body_start lies outside of the text: {self.body_start}")

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the text in UTF-8, 64 hexadecimal digits."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def id(self) -> str:
        """Identifies the text together with its URL or row, its outlet and its date."""
        return digest("document", self.sha256, self.url or self.row, self.outlet, self.published)

    @property
    def name(self) -> str:
        """What a person calls it: the file's name, else the row or the URL."""
        return (
            (self.path or "").replace("\\", "/").rsplit("/", 1)[-1]
            or self.row
            or self.url
            or self.id
        )

    @property
    def analysed_text(self) -> str:
        """The text with the part before the body blanked out; offsets stay as they are."""
        return " " * self.body_start + self.text[self.body_start :]
