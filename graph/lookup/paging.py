"""Pages that stay where they are while the graph changes.

A cursor says after what the next page begins, by the values that the list is sorted by, not by how
many came before: what is added or taken out elsewhere moves nothing.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass

from onrecord.errors import QueryError

Key = list[str | int | None]


@dataclass(frozen=True, slots=True)
class Page:
    """How many at most, and after what."""

    limit: int = 50
    after: Key | None = None


def cursor(key: Key) -> str:
    """What a client gives back to go on after the key."""
    data = json.dumps(key, separators=(",", ":"), ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def page(limit: int, given: str | None, kinds: tuple[type | tuple[type, ...], ...]) -> Page:
    """The page that a client asks for; ``kinds`` are the types of the key's values.

    Raises:
        QueryError: the cursor is none of this list's.
    """
    if not given:
        return Page(limit)
    try:
        padded = given + "=" * (-len(given) % 4)
        key = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        key = None
    fits = (
        isinstance(key, list)
        and len(key) == len(kinds)
        and all(isinstance(value, kind) for value, kind in zip(key, kinds, strict=True))
    )
    if not fits:
        raise QueryError("cursor is not one that this list gave; begin without one")
    return Page(limit, key)
