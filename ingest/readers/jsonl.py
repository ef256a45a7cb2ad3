"""JSON Lines: one document a row.

Keys: text (needed), id, title, published (or date), outlet (or publisher), authors (or author),
url, language. Others are ignored. A row is read when its line is reached, so that a file may be
larger than memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from onrecord.errors import InputError
from onrecord.ingest.document import Document
from onrecord.ingest.readers.metadata import document_from

_MAX_LINE_BYTES = 64 * 1024 * 1024


def read_jsonl(path: Path) -> Iterator[Document | InputError]:
    """Yield the documents of a JSON Lines file, and an error for each row that has none."""
    try:
        with path.open("rb") as file:
            empty = True
            for number, line in enumerate(file, start=1):
                if line.strip():
                    empty = False
                    yield _row(line, str(path), f"{path}:{number}")
            if empty:
                yield InputError(str(path), "is empty")
    except OSError as error:
        yield InputError(str(path), f"cannot be read ({error.strerror or error})")


def _row(line: bytes, path: str, place: str) -> Document | InputError:
    if len(line) > _MAX_LINE_BYTES:
        return InputError(place, f"the row has {len(line):,} bytes, more than {_MAX_LINE_BYTES:,}")
    try:
        row = json.loads(line)
    except (UnicodeDecodeError, RecursionError) as error:
        return InputError(place, f"the row is not UTF-8 JSON ({type(error).__name__})")
    except json.JSONDecodeError as error:
        return InputError(place, f"the row is not JSON ({error.msg} at column {error.colno})")
    except ValueError as error:
        return InputError(place, f"the row is not JSON ({error})")
    if not isinstance(row, dict):
        return InputError(place, "the row is not a JSON object")
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        return InputError(place, "the row has no text (the key 'text')")
    return document_from(row, text=text, path=path, place=place)


read_jsonl.endings = (".jsonl", ".ndjson")  # type: ignore[attr-defined] # how a reader says what it reads
