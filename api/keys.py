"""Access keys: who may ask this service from elsewhere, and what.

A key is ``onr_ID_SECRET`` with a secret of 256 random bits, of which ``keys.json`` in the data
folder holds a SHA-256 alone: a random secret of that length cannot be guessed, so a slow hash would
slow nobody but us. The file is written by the command line and read anew whenever it changes, so
that a revoked key ends at once.

Imports nothing but the standard library and our errors, for the command line.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
import secrets
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from onrecord.errors import AccessKeyError

FILE = "keys.json"
SCOPES = {
    "read": "look up, ask, export",
    "ingest": "have documents read in",
    "correct": "make corrections",
    "admin": "everything",
}
_PREFIX = "onr"


@dataclass(frozen=True, slots=True)
class Key:
    """What is known of a key; its secret is not."""

    id: str
    name: str
    scopes: tuple[str, ...]
    sha256: str
    created: str
    revoked: str | None = None

    def may(self, scope: str) -> bool:
        """Whether the key opens what is in the scope."""
        return scope in self.scopes or "admin" in self.scopes


class Keys:
    """The keys of a data folder; thread-safe."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._known: dict[str, Key] = {}

    def all(self) -> list[Key]:
        """Every key, revoked ones too, oldest first.

        Raises:
            AccessKeyError: the file is broken.
        """
        return list(self._read().values())

    @property
    def any_live(self) -> bool:
        """Whether there is a key that opens something."""
        return any(key.revoked is None for key in self.all())

    def create(self, name: str, scopes: Sequence[str]) -> str:
        """Make a key; the secret, which nothing can show again.

        Raises:
            AccessKeyError: a scope is not known, or the name is empty.
        """
        if unknown := [scope for scope in scopes if scope not in SCOPES] or not scopes:
            raise AccessKeyError(f"no scope {unknown!r}; known: {', '.join(SCOPES)}")
        if not name.strip() or not name.isprintable():
            raise AccessKeyError("a key needs a name, to know it by when it is to be revoked")
        secret = secrets.token_urlsafe(32)
        with self._changing() as keys:
            id_ = secrets.token_hex(4)
            while id_ in keys:
                id_ = secrets.token_hex(4)
            keys[id_] = Key(id_, name.strip(), tuple(dict.fromkeys(scopes)), _hash(secret), _now())
        return f"{_PREFIX}_{id_}_{secret}"

    def revoke(self, which: str) -> Key:
        """End a key, named by its id or its name.

        Raises:
            AccessKeyError: no key or more than one is called that, or it is revoked.
        """
        with self._changing() as keys:
            found = [k for k in keys.values() if which in (k.id, k.name) and k.revoked is None]
            if len(found) != 1:
                ids = f": {', '.join(key.id for key in found)}" if found else ""
                raise AccessKeyError(f"{len(found)} keys in force are called {which!r}{ids}")
            ended = keys[found[0].id] = replace(found[0], revoked=_now())
        return ended

    def check(self, given: str) -> Key | None:
        """The key in force that was shown; None where it is none."""
        prefix, _, rest = given.partition("_")
        id_, _, secret = rest.partition("_")
        key = self._read().get(id_)
        # Compared also where there is no such key, so that both take the same time.
        matches = hmac.compare_digest(_hash(secret), key.sha256 if key else _hash(""))
        if prefix != _PREFIX or key is None or key.revoked is not None or not matches:
            return None
        return key

    def _read(self) -> dict[str, Key]:
        with self._lock:
            try:
                status = self._path.stat()
            except FileNotFoundError:
                self._stamp, self._known = None, {}
                return {}
            stamp = status.st_mtime_ns, status.st_ino
            if stamp != self._stamp:
                self._known, self._stamp = _parsed(self._path), stamp
            return self._known

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Key]]:
        """The keys, to be changed, and written where nothing is raised."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            keys = dict(self._read())
            yield keys
            new = self._path.with_suffix(".new")
            new.unlink(missing_ok=True)
            with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:  # noqa: PTH123 # made unreadable to others from its first moment
                json.dump([asdict(key) for key in keys.values()], file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            new.replace(self._path)
        finally:
            os.close(folder)


def _parsed(path: Path) -> dict[str, Key]:
    try:
        listed = json.loads(path.read_text("utf-8"))
        return {each["id"]: Key(**{**each, "scopes": tuple(each["scopes"])}) for each in listed}
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise AccessKeyError(f"{path} is broken ({error}); nobody is let in by it") from error


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _now() -> str:
    return datetime.now(UTC).replace(microsecond=0).isoformat()
