"""Files of the record: written whole or not at all, and on disk when a function returns."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from onrecord.errors import RecordError


def replace_file(path: Path, data: bytes) -> None:
    """Put a file in the place of another, as a whole or not at all.

    Raises:
        RecordError: it cannot be written; the one before is as it was.
    """
    beside = path.with_name(path.name + ".part")
    with _told(path):
        path.parent.mkdir(exist_ok=True)
        try:
            with beside.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise


def append(path: Path, data: bytes) -> None:
    """Write at the end of a file, all of it or nothing.

    Raises:
        RecordError: it cannot be written; what stood there before still does.
    """
    with _told(path), path.open("ab", buffering=0) as file:
        before, left = file.seek(0, os.SEEK_END), memoryview(data)
        try:
            while left:
                left = left[file.write(left) :]
            os.fsync(file.fileno())
        except OSError:
            os.truncate(path, before)  # half a line would damage the one that comes after it
            raise


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RecordError(
            str(path.parent),
            f"{path.name} cannot be written to ({error.strerror}); what was there before is kept: "
            "mend that, and run the command again",
        ) from error
