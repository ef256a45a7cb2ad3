"""Which of the media types on offer an Accept header asks for (RFC 9110, section 12)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

T = TypeVar("T")


def chosen(accept: str | None, offers: Mapping[str, T]) -> T | None:
    """The value of the media type on offer that is wanted most; None where none is acceptable.

    Offers are in the server's order of preference; without a header the first one is chosen.
    """
    ranges = list(_ranges(accept or "*/*"))
    best: T | None = None
    best_quality = 0.0
    for media_type, value in offers.items():
        fitting = [(precision, q) for precision, q in _fits(media_type, ranges)]
        quality = max(fitting)[1] if fitting else 0.0
        if quality > best_quality:
            best, best_quality = value, quality
    return best


def _fits(media_type: str, ranges: list[tuple[str, float]]) -> Iterator[tuple[int, float]]:
    kind = media_type.split("/")[0]
    for wanted, quality in ranges:
        if wanted == media_type:
            yield 2, quality
        elif wanted == f"{kind}/*":
            yield 1, quality
        elif wanted == "*/*":
            yield 0, quality


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    for part in accept.split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip().lower() == "q":
                try:
                    quality = min(max(float(value), 0.0), 1.0)
                except ValueError:
                    quality = 0.0
        if name:
            yield name.lower(), quality
