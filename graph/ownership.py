"""Who holds a data folder: one process at a time, and how others reach it.

The lock is the kernel's (``flock`` on ``owner``), so a process that is killed leaves none behind.
What the file says is for those who find it locked: process, since when, where it serves, and,
readable by the owner of the folder only, the socket and the secret with which they may hand it
work.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import tempfile
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from onrecord.errors import HeldError

_SOCKET_FOLDER = "onrecord-"


@dataclass(frozen=True, slots=True)
class Owner:
    """What is known of the process that holds a folder.

    ``socket`` and ``secret`` (hexadecimal) are there once it takes work from others.
    """

    pid: int | None = None
    what: str = "another process"
    since: str | None = None
    socket: str | None = None
    secret: str | None = None

    def __str__(self) -> str:
        if self.pid is None:
            return self.what
        since = f" since {self.since}" if self.since else ""
        return f"process {self.pid} ({self.what}){since}"


class Ownership:
    """The lock on a data folder, from its making until ``close``."""

    def __init__(self, folder: Path) -> None:
        """Take the lock.

        Raises:
            HeldError: another process has it; ``owner`` of the error says which.
            OSError: the folder cannot be written to.
        """
        self._since = datetime.now(UTC).replace(microsecond=0).isoformat()
        self._file = (folder / "owner").open("a+", encoding="utf-8")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            owner = _read(folder)
            self._file.close()
            raise HeldError(str(folder), owner) from error
        except BaseException:
            self._file.close()
            raise
        before = _read(folder)
        if before.socket is not None:
            # Left behind by one that was killed.
            _delete_socket(Path(before.socket))
        os.fchmod(self._file.fileno(), 0o600)
        self._owner = Owner(os.getpid(), "onrecord", self._since)
        self._write()

    def close(self) -> None:
        """Let go of the folder."""
        self._file.close()

    def note(self, what: str) -> None:
        """Say what this process is doing with the folder."""
        self._owner = Owner(os.getpid(), what, self._since, self._owner.socket, self._owner.secret)
        self._write()

    def open_socket(self, secret: bytes) -> Path:
        """A path for a socket that others find in the file, in a folder only this user reads.

        It is not in the data folder, because the path of a socket has 107 bytes at most.
        """
        path = Path(tempfile.mkdtemp(prefix=_SOCKET_FOLDER)) / "owner"
        self._owner = Owner(os.getpid(), self._owner.what, self._since, str(path), secret.hex())
        return path

    def publish(self) -> None:
        """Write the socket into the file, now that it answers."""
        self._write()

    def close_socket(self) -> None:
        """Delete the socket, and say so."""
        if self._owner.socket is not None:
            path = Path(self._owner.socket)
            self._owner = Owner(os.getpid(), self._owner.what, self._since)
            self._write()
            _delete_socket(path)

    def _write(self) -> None:
        self._file.seek(0)
        self._file.truncate()
        self._file.write(json.dumps(asdict(self._owner)))
        self._file.flush()


def _read(folder: Path) -> Owner:
    """What the file says; nothing where it is being written, or is not ours to read."""
    with contextlib.suppress(OSError, ValueError, TypeError):
        fields = json.loads((folder / "owner").read_text(encoding="utf-8"))
        return Owner(**{name: fields[name] for name in Owner.__slots__ if name in fields})
    return Owner()


def _delete_socket(path: Path) -> None:
    if path.parent.name.startswith(_SOCKET_FOLDER):
        shutil.rmtree(path.parent, ignore_errors=True)
