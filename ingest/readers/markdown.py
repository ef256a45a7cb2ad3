"""Markdown: the decoded file is the text, its YAML front matter the metadata.

The front matter stays in the stored text, so that offsets are those of the file, and is not
analysed. Keys: title, published (or date), outlet (or publisher), authors (or author), url,
language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from onrecord.errors import InputError
from onrecord.ingest.document import Document
from onrecord.ingest.readers.metadata import document_from
from onrecord.ingest.readers.text import decoded

_FRONT_MATTER = re.compile(
    r"\ufeff?---[ \t]*\r?\n(.*?)\r?\n(---|\.\.\.)[ \t]*(\r?\n|\Z)", re.DOTALL
)
_MAX_FRONT_MATTER_CHARS = 20_000
_TITLE = re.compile(r"^#[ \t]+(.+?)[ \t#]*$", re.MULTILINE)


def read_markdown(path: Path) -> Iterator[Document | InputError]:
    """Yield the one document of a Markdown file, or why it cannot be read."""
    text = decoded(path)
    if isinstance(text, InputError):
        yield text
        return
    found = _FRONT_MATTER.match(text[:_MAX_FRONT_MATTER_CHARS])
    metadata: dict[str, object] = {}
    if found is not None:
        try:
            loaded = yaml.safe_load(found.group(1)) or {}
        except yaml.YAMLError as error:
            reason = " ".join(str(error).split())
            yield InputError(f"{path}:1", f"its front matter is not YAML ({reason[:160]})")
            return
        if not isinstance(loaded, dict):
            yield InputError(f"{path}:1", "its front matter is not a list of keys and values")
            return
        metadata = {str(key): value for key, value in loaded.items()}
    body_start = found.end() if found is not None else 0
    title = _TITLE.search(text, body_start)
    if title is not None:
        metadata.setdefault("title", title.group(1))
    yield document_from(metadata, text=text, path=str(path), place=str(path), body_start=body_start)


read_markdown.endings = (".md", ".markdown")  # type: ignore[attr-defined] # how a reader says what it reads
