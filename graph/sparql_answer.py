"""A SPARQL answer as it is written: cut at a number of rows, and kept small in memory.

Oxigraph's own writers are eight times cheaper than any of ours, but know no limit, and pyoxigraph
has no other way to write a part of the rows. So they write to a ``RowLimit``, which counts the rows
in the bytes that pass, and stops them. What passes lands in a ``Spool``: in memory up to a
megabyte, beyond in a file. So status, size and whether rows were left out are known before the
first byte is sent, and a client that reads slowly holds no worker.

Imports nothing but pyoxigraph and the standard library, for ``sparql_worker``.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as ox

_IN_MEMORY_BYTES = 1 << 20
_STEP_BYTES = 1 << 16


class EnoughError(Exception):
    """Stops the writer: all rows that are wanted are written."""


class TooLargeError(ValueError):
    """The answer is larger than it may be."""

    def __init__(self, most_bytes: int) -> None:
        super().__init__(
            f"the answer is larger than {most_bytes // 1024**2} MB; ask for less of it"
        )


class Spool:
    """Takes bytes; ``file`` says where they are once they do not fit into memory."""

    def __init__(self, path: Path, most_bytes: int) -> None:
        self._path = path
        self._most_bytes = most_bytes
        self._held = bytearray()
        self._file: BinaryIO | None = None
        self.size = 0

    @property
    def file(self) -> Path | None:
        """The file with the bytes; None while they are in memory."""
        return self._path if self._file is not None else None

    def write(self, data: bytes) -> int:
        """Take some.

        Raises:
            TooLargeError: that is too much.
        """
        self.size += len(data)
        if self.size > self._most_bytes:
            raise TooLargeError(self._most_bytes)
        self._held += data
        if len(self._held) > _IN_MEMORY_BYTES:
            self._spill()
        return len(data)

    def flush(self) -> None:
        """Nothing: a writer calls it."""

    def again(self, sizes: Iterable[int]) -> Iterator[bytes]:
        """Yield what was written, once more, in parts of these sizes."""
        if self._file is None:
            source: BinaryIO = io.BytesIO(self._held)
        else:
            self._spill()
            self._file.flush()
            source = self._path.open("rb")
        with source:
            yield from map(source.read, sizes)

    def close(self) -> bytes:
        """The bytes, or nothing where they are in the file."""
        if self._file is None:
            return bytes(self._held)
        self._spill()
        self._file.close()
        return b""

    def drop(self) -> None:
        """Forget what was written."""
        if self._file is not None:
            self._file.close()
            self._path.unlink(missing_ok=True)

    def _spill(self) -> None:
        if self._file is None:
            self._file = self._path.open("wb")
        self._file.write(self._held)
        self._held.clear()


@dataclass(frozen=True, slots=True)
class _Format:
    """How rows stand in a format.

    ``separator`` stands between two rows, ``kept`` bytes of it belong to the first; ``before`` of
    them stand before the first row. No part is cut behind a byte of ``loose``, so that none begins
    within a separator or an escape. ``string`` is what may have a separator in it without being
    one, ``closing`` what follows the last row.
    """

    separator: bytes
    kept: int
    before: int
    loose: bytes
    string: re.Pattern[bytes] | None
    closing: bytes


_FORMATS: dict[ox.QueryResultsFormat, _Format] = {
    ox.QueryResultsFormat.JSON: _Format(
        b"},{", 1, 0, b"},\\", re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL), b"]}}"
    ),
    # A "<" in a value is written otherwise, so no value has a separator in it.
    ox.QueryResultsFormat.XML: _Format(
        b"</result><result>", 9, 0, b"", None, b"</results></sparql>"
    ),
    ox.QueryResultsFormat.CSV: _Format(b"\n", 1, 1, b"\n", re.compile(rb'"[^"]*"'), b""),
    ox.QueryResultsFormat.TSV: _Format(b"\n", 1, 1, b"\n", None, b""),
}


class RowLimit:
    """Passes serialised rows on until there are ``most``; ``truncated`` says if there were more.

    What looks like the end of a row and stands in a string is told apart only where all that looks
    so would be too many; most answers never come to that, which would cost a third of them.
    """

    def __init__(self, sink: Spool, format_: ox.QueryResultsFormat, most: int) -> None:
        self._sink = sink
        self._format = _FORMATS[format_]
        self._left = most + self._format.before
        self._seeming = 0
        self._passed: list[int] | None = None if self._format.string is None else []
        self._held = bytearray()
        self._in_string = False
        self.truncated = False

    def write(self, data: bytes) -> int:
        """Take some.

        Raises:
            EnoughError: there are more rows than wanted; those that are were passed on.
            TooLargeError: the sink takes no more.
        """
        if self.truncated:  # Oxigraph's buffer tries once more what was refused, as it is dropped
            raise EnoughError
        self._held += data
        if len(self._held) >= _STEP_BYTES:
            if self._format.loose:
                self._pass(len(self._held.rstrip(self._format.loose)))
            else:
                self._pass(max(self._held.rfind(self._format.separator[: self._format.kept]), 0))
        return len(data)

    def flush(self) -> None:
        """Nothing: the end is told by ``close``."""

    def close(self) -> None:
        """Pass on what is left; raises as ``write`` does."""
        # A line end that nothing follows is behind the last row, not between two.
        self._pass(len(self._held) - (self._format.separator == b"\n"))
        self._sink.write(bytes(self._held))

    def _pass(self, end: int) -> None:
        part = bytes(self._held[:end])
        if self._passed is None or not self._surely_fits(part, self._passed):
            in_string = self._in_string
            separators = self._count(part)
            if separators >= self._left:
                self._sink.write(part[: self._place(part, in_string)] + self._format.closing)
                self.truncated = True
                raise EnoughError
            self._left -= separators
        self._sink.write(part)
        del self._held[:end]

    def _surely_fits(self, part: bytes, passed: list[int]) -> bool:
        """Whether rows are left though each seeming end were one; else all before are counted."""
        self._seeming += part.count(self._format.separator)
        if self._seeming < self._left:
            passed.append(len(part))
            return True
        self._left -= sum(map(self._count, self._sink.again(passed)))
        self._passed = None
        return False

    def _count(self, part: bytes) -> int:
        """How many separators stand outside of strings."""
        format_ = self._format
        if format_.string is not None:
            if b"\\" in format_.loose:
                part = part.replace(b"\\\\", b"").replace(b'\\"', b"")
            pieces = part.split(b'"')
            part = b'"'.join(pieces[self._in_string :: 2])
            self._in_string ^= len(pieces) % 2 == 0
        return part.count(format_.separator)

    def _place(self, part: bytes, in_string: bool) -> int:
        """Where the last row that is wanted ends."""
        if self._format.string is not None:
            begun = b'"' * in_string + part
            bare = self._format.string.sub(lambda found: b'"' * len(found[0]), begun)
            part = bare[in_string:]
        place = -1
        for _ in range(self._left):
            place = part.index(self._format.separator, place + 1)
        return place + self._format.kept
