"""Metadata that a file brings along, made into a document.

The keys are other people's, so that every value is checked here and a wrong one is named.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

from onrecord.errors import InputError
from onrecord.ingest.document import Document, is_date

_ISO = re.compile(r"(\d{4})(-\d{2}(-\d{2})?)?(?=$|[T ])")
_NOTHING = {"", "none", "null", "n/a", "unknown"}


def document_from(
    metadata: Mapping[str, object],
    *,
    text: str,
    path: str,
    place: str,
    body_start: int = 0,
) -> Document | InputError:
    """The document of a text with its metadata; an error names the value that is wrong."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return InputError(place, f"the text has a lone surrogate at {error.start}")
    if not text[body_start:].strip():
        return InputError(place, "is empty")
    raw_date = metadata.get("published", metadata.get("date"))
    published = _date(raw_date)
    if published is None and _text(raw_date) is not None:
        return InputError(
            place, f"published must be YYYY, YYYY-MM or YYYY-MM-DD, got {_text(raw_date)!r:.60}"
        )
    return Document(
        text=text,
        path=path,
        row=_text(metadata.get("id")),
        url=_text(metadata.get("url")),
        title=_text(metadata.get("title")),
        published=published,
        outlet=_text(metadata.get("outlet", metadata.get("publisher"))),
        authors=_texts(metadata.get("authors", metadata.get("author"))),
        language=_text(metadata.get("language")),
        body_start=body_start,
    )


def _text(value: object) -> str | None:
    """A short text without line breaks; None for what says nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | datetime.date):
        return None
    text = " ".join(str(value).encode("utf-8", "replace").decode("utf-8").split())
    return None if text.casefold() in _NOTHING else text[:2000]


def _texts(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(text for each in values if (text := _text(each)) is not None)


def _date(value: object) -> str | None:
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()[:10]
    text = _text(value)
    found = _ISO.match(text) if text else None
    if found is None:
        return None
    return found.group() if is_date(found.group()) else None
