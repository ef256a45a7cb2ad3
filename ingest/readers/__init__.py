"""Readers: one function a file format, registered under the entry point ``onrecord.readers``.

A reader takes a path and yields documents; what it cannot read it yields as an ``InputError`` that
names the file and the place, so that one bad row loses nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path

from onrecord.errors import InputError, UnknownFormatError
from onrecord.ingest.document import Document

Reader = Callable[[Path], Iterator[Document | InputError]]


@dataclass(frozen=True, slots=True)
class Origin:
    """What the caller knows of the documents that they do not say themselves."""

    outlet: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()


@cache
def _readers() -> dict[str, Reader]:
    """Readers by file ending; a reader says its endings in its attribute ``endings``."""
    found: dict[str, Reader] = {}
    for entry in entry_points(group="onrecord.readers"):
        reader = entry.load()
        for ending in reader.endings:
            found[ending] = reader
    return found


def known_endings() -> list[str]:
    """The file endings that a reader is registered for, sorted."""
    return sorted(_readers())


def files_below(paths: Iterable[Path]) -> Iterator[Path | InputError]:
    """Yield the files to read, each once, folders walked in the order of names.

    In a folder, files of unknown endings and hidden ones are passed over; a file named by itself
    is always given, so that its reader can refuse it.
    """
    seen: set[Path] = set()
    for path in paths:
        if path.is_dir():
            files = sorted(
                p
                for p in path.rglob("*")
                if p.is_file()
                and p.suffix.lower() in _readers()
                and not any(part.startswith(".") for part in p.relative_to(path).parts)
            )
            if not files:
                yield InputError(
                    str(path), f"holds no document to read ({', '.join(known_endings())})"
                )
        elif path.is_file():
            files = [path]
        else:
            yield InputError(str(path), "no such file or folder")
            continue
        for file in files:
            if (real := file.resolve()) not in seen:
                seen.add(real)
                yield file


def documents(
    paths: Iterable[Path], *, max_chars: int, origin: Origin | None = None
) -> Iterator[Document | InputError]:
    """Yield the documents of files and folders, and an error for each that cannot be read."""
    for file in files_below(paths):
        if isinstance(file, InputError):
            yield file
            continue
        reader = _readers().get(file.suffix.lower())
        if reader is None:
            yield UnknownFormatError(str(file), file.suffix, _readers())
            continue
        if file.suffix.lower() != ".jsonl" and file.stat().st_size > 4 * max_chars:
            yield _too_long(str(file), f"{file.stat().st_size:,} bytes", max_chars)
            continue
        for document in reader(file):
            if isinstance(document, Document) and len(document.text) > max_chars:
                place = str(file) if document.row is None else f"{file} ({document.row})"
                yield _too_long(place, f"{len(document.text):,} characters", max_chars)
            elif isinstance(document, Document) and origin is not None:
                yield replace(
                    document,
                    outlet=document.outlet or origin.outlet,
                    published=document.published or origin.published,
                    authors=document.authors or origin.authors,
                )
            else:
                yield document


def _too_long(place: str, size: str, max_chars: int) -> InputError:
    return InputError(
        place,
        f"{size} is more than one document may have ({max_chars:,} characters); "
        "split it, or raise ONRECORD_MAX_DOCUMENT_CHARS",
    )
