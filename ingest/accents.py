"""The marks of letters, which one text prints and another leaves out: "Šefčovič", "Sefcovic"."""

from __future__ import annotations

import unicodedata


def unaccented(name: str) -> str:
    """The name without the marks of its letters."""
    return name if name.isascii() else "".join(c for c in _parts(name) if not _is_mark(c))


def accents(name: str) -> int:
    """How many marks its letters have."""
    return 0 if name.isascii() else sum(map(_is_mark, _parts(name)))


def _parts(name: str) -> str:
    return unicodedata.normalize("NFKD", name)


def _is_mark(character: str) -> bool:
    return unicodedata.combining(character) > 0
