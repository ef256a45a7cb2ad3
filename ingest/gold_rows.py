"""Annotations of our own, a row a line, which a scorer makes its values of."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from onrecord.errors import InputError

T = TypeVar("T")


def gold_rows(path: Path, read: Callable[[Any], T]) -> Iterator[T]:
    """Yield what ``read`` makes of each row of a JSON Lines file.

    Raises:
        InputError: the file cannot be read, or a row is no annotation.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(path), f"cannot be read ({error})") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = read(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(
                f"{path}:{number}", f"is no annotation ({type(error).__name__}: {error})"
            ) from error
        yield row
