"""The correction ledger: a file of decisions, one a line, each with the hash of the one before.

    {"id", "previous", "author", "time", "reason", "decision", "origin"}

``id`` is the SHA-256 of all the rest, ``previous`` the id of the entry before (64 zeros for the
first). Nothing is ever changed or taken out: an undo is an entry too, and can be undone. ``origin``
is the id that an imported entry had in the ledger that it comes from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from onrecord.errors import LedgerError
from onrecord.graph.corrections.decisions import DECISION, Decision, Undo, summary
from onrecord.graph.files import append, replace_file

BEGINNING = "0" * 64
_SHORT = 8
_MOST_NAME, _MOST_REASON = 200, 2000


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision with who made it, when (UTC) and why."""

    id: str
    previous: str
    author: str
    time: datetime
    reason: str
    decision: Decision
    origin: str | None = None


class Ledger:
    """The corrections of a data folder, in the order in which they were made."""

    def __init__(self, path: Path) -> None:
        """Read the file; a last line cut short by a kill was never acknowledged, and goes.

        Raises:
            LedgerError: an entry was changed, taken out or put in; names the first that is wrong.
        """
        self._path = path
        data = path.read_bytes() if path.exists() else b""
        whole = data[: data.rfind(b"\n") + 1]
        if len(whole) < len(data):
            replace_file(path, whole)
        self._entries = list(read(whole, str(path)))

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    @property
    def head(self) -> str:
        """The id of the last entry: it identifies the whole ledger."""
        return self._entries[-1].id if self._entries else BEGINNING

    def entries(self) -> Sequence[Entry]:
        """All entries, oldest first."""
        return tuple(self._entries)

    def live(self) -> list[Entry]:
        """The entries that count: neither undone nor undos themselves."""
        return live(self._entries)

    def find(self, id_: str) -> Entry:
        """The entry of that id, or of the only one that begins so.

        Raises:
            LedgerError: there is none, or several.
        """
        found = [e for e in self._entries if e.id.startswith(id_)] if len(id_) >= _SHORT else []
        if len(found) != 1:
            raise LedgerError(
                str(self._path),
                f"has {len(found) or 'no'} entry {id_!r:.80}; name one by the first "
                f"{_SHORT} or more digits that `onrecord correct list` shows",
            )
        return found[0]

    def append(self, decision: Decision, *, author: str, reason: str) -> Entry:
        """Write a decision down, now. It is on disk when this returns."""
        entry = self.draft(decision, author=author, reason=reason)
        self._write([entry])
        return entry

    def draft(self, decision: Decision, *, author: str, reason: str) -> Entry:
        """The entry that ``append`` would write now."""
        now = datetime.now(UTC).replace(microsecond=0)
        return _chained(self.head, decision, author, now, reason, None)

    def absorb(self, theirs: Sequence[Entry]) -> list[Entry]:
        """Write down what another ledger has beyond this one; the entries that are new here.

        Where theirs goes on from ours, the ids stay; else they are chained anew, and ``origin``
        says what they were.
        """
        ours = self._entries
        if list(theirs[: len(ours)]) == ours:
            beyond = list(theirs[len(ours) :])
            self._write(beyond)
            return beyond
        known = {entry.id: entry.id for entry in ours}
        known |= {entry.origin: entry.id for entry in ours if entry.origin}
        added: list[Entry] = []
        for entry in theirs:
            origin = entry.origin or entry.id
            if origin in known or entry.id in known:
                known[entry.id] = known.get(origin) or known[entry.id]
                continue
            decision = entry.decision
            if isinstance(decision, Undo):
                decision = Undo(known[decision.entry])
            previous = added[-1].id if added else self.head
            new = _chained(previous, decision, entry.author, entry.time, entry.reason, origin)
            known[entry.id] = known[origin] = new.id
            added.append(new)
        self._write(added)
        return added

    def _write(self, entries: Iterable[Entry]) -> None:
        added = list(entries)
        if not added:
            return
        append(self._path, written(added))
        self._entries += added


def undone(entries: Sequence[Entry]) -> set[str]:
    """The ids of those that an undo, which is not undone itself, took out of force."""
    gone: set[str] = set()
    # An undo stands behind what it undoes, so from the end each is known to count or not.
    for entry in reversed(entries):
        if isinstance(entry.decision, Undo) and entry.id not in gone:
            gone.add(entry.decision.entry)
    return gone


def summaries(entries: Sequence[Entry]) -> dict[str, str]:
    """What each decided, by its id, in one line for people; an undo says what it undoes."""
    found: dict[str, str] = {}
    for entry in entries:
        found[entry.id] = summary(entry.decision)
        if isinstance(entry.decision, Undo):
            found[entry.id] += f": {found[entry.decision.entry]}"
    return found


def live(entries: Sequence[Entry]) -> list[Entry]:
    """Those of the entries that count: neither undone nor undos themselves."""
    gone = undone(entries)
    return [e for e in entries if e.id not in gone and not isinstance(e.decision, Undo)]


def written(entries: Iterable[Entry]) -> bytes:
    """The lines of the file."""
    return b"".join(_canonical({"id": e.id, **_content(e)}) + b"\n" for e in entries)


def read(data: bytes, name: str) -> Iterator[Entry]:
    """Yield the entries of a ledger's file, each checked against the chain.

    Raises:
        LedgerError: an entry is damaged, or not the one that was written; names it.
    """
    previous = BEGINNING
    known: set[str] = set()
    for number, line in enumerate(data.split(b"\n")[:-1], start=1):
        entry = _read_line(line, f"{name}:{number}")
        if entry.previous != previous:
            raise LedgerError(
                f"{name}:{number}",
                "does not follow the entry before: one was taken out, put in or moved",
            )
        if isinstance(entry.decision, Undo) and entry.decision.entry not in known:
            raise LedgerError(f"{name}:{number}", "undoes an entry that is not there")
        known.add(entry.id)
        previous = entry.id
        yield entry


def _read_line(line: bytes, place: str) -> Entry:
    try:
        row = json.loads(line)
        if row.pop("id") != (id_ := _hash(row)):
            raise LedgerError(place, "is not as it was written: its hash differs")
        entry = Entry(
            id=id_,
            previous=str(row["previous"]),
            author=str(row["author"]),
            time=datetime.fromisoformat(row["time"]),
            reason=str(row["reason"]),
            decision=DECISION.validate_python(row["decision"]),
            origin=row.get("origin"),
        )
    except ValidationError as error:
        raise LedgerError(place, _first(error)) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        advice = "put the file back from a backup, or take the line out where it is the last"
        raise LedgerError(place, f"is damaged ({error!s:.80}); {advice}") from error
    if _content(entry) != row:
        raise LedgerError(place, "says something that this version of OnRecord does not know")
    return entry


def _first(error: ValidationError) -> str:
    """The first thing that is wrong."""
    first = error.errors()[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"


def _chained(
    previous: str,
    decision: Decision,
    author: str,
    time: datetime,
    reason: str,
    origin: str | None,
) -> Entry:
    author, reason = " ".join(author.split()), " ".join(reason.split())
    if not author or len(author) > _MOST_NAME:
        raise LedgerError("author", f"must have 1 to {_MOST_NAME} characters")
    if not reason or len(reason) > _MOST_REASON:
        raise LedgerError("reason", f"must have 1 to {_MOST_REASON} characters")
    try:
        DECISION.validate_python(DECISION.dump_python(decision, mode="json"))
    except ValidationError as error:
        raise LedgerError("decision", _first(error)) from error
    entry = Entry("", previous, author, time, reason, decision, origin)
    return Entry(_hash(_content(entry)), previous, author, time, reason, decision, origin)


def _content(entry: Entry) -> dict[str, object]:
    row: dict[str, object] = {
        "previous": entry.previous,
        "author": entry.author,
        "time": entry.time.astimezone(UTC).isoformat(),
        "reason": entry.reason,
        "decision": DECISION.dump_python(entry.decision, mode="json"),
    }
    if entry.origin is not None:
        row["origin"] = entry.origin
    return row


def _canonical(row: dict[str, object]) -> bytes:
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _hash(row: dict[str, object]) -> str:
    return hashlib.sha256(_canonical(row)).hexdigest()
