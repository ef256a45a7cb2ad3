"""Corpora of annotated attributions, to measure with and to train on.

A corpus is JSON Lines as PolNeAR comes: one document a row, ``{"id", "text", "annotations":
[{"attributions": [{"source": [[start, end], …], "cue": …, "content": …}]}]}``. The first
annotation is the gold; other keys are those of a document. Unlike the readers of ``ingest``, a
broken row stops the reading: a figure over half a corpus would be a wrong figure.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import InputError
from onrecord.ingest.document import Document
from onrecord.ingest.extraction import Span
from onrecord.ingest.readers.metadata import document_from


@dataclass(frozen=True, slots=True)
class GoldStatement:
    """An attribution as annotators marked it; any role may be empty or in pieces."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A document with its annotated statements."""

    document: Document
    statements: tuple[GoldStatement, ...]


def gold_documents(path: Path, *, limit: int | None = None) -> Iterator[GoldDocument]:
    """Yield the documents of a corpus, at most ``limit`` of them.

    Raises:
        InputError: the file cannot be read, or a row is not an annotated document.
    """
    number = given = 0
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                if limit is not None and given >= limit:
                    return
                if line.strip():
                    given += 1
                    yield _document(line, str(path), f"{path}:{number}")
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror or error})") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}:{number + 1}", "is not UTF-8") from error
    if not given:
        raise InputError(str(path), "is empty")


def _document(line: str, path: str, place: str) -> GoldDocument:
    try:
        row = json.loads(line)
        text = row["text"]
        document = document_from(row, text=text, path=path, place=place)
        if isinstance(document, InputError):
            raise document
        statements = tuple(
            GoldStatement(*(_spans(found.get(role)) for role in ("source", "cue", "content")))
            for found in row["annotations"][0]["attributions"]
        )
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise InputError(
            place,
            'is not an annotated document: {"id", "text", "annotations": [{"attributions": …}]}'
            f" ({type(error).__name__}: {error})",
        ) from error
    for statement in statements:
        for span in (*statement.source, *statement.cue, *statement.content):
            if span.end > len(text):
                raise InputError(place, f"a span ends at {span.end}, the text at {len(text)}")
    return GoldDocument(document, statements)


def _spans(value: list[list[int]] | None) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in value or ())
