"""Uploads: files that were sent, read one job after the other by a worker process.

Jobs and what became of them are in ``jobs.sqlite`` in the data folder, the files below ``uploads``
until they are read. A job that the server's end cut short is begun again by the next server;
what had been taken in is passed over. The worker is a command: this folder knows nothing of spaCy.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import sqlite3
import subprocess
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Literal

import structlog

State = Literal["waiting", "running", "done", "failed", "cancelled"]
ENDED: frozenset[State] = frozenset({"done", "failed", "cancelled"})
KEPT = 1000
_NAME_BYTES = 150
_ERROR_CHARS = 500
_COUNTS = ("new", "unchanged", "statements", "relations")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS job (
  id TEXT PRIMARY KEY, state TEXT NOT NULL, made TEXT NOT NULL, ended TEXT, outlet TEXT,
  author TEXT, published TEXT, error TEXT
);
CREATE TABLE IF NOT EXISTS file (
  job TEXT NOT NULL REFERENCES job ON DELETE CASCADE, number INTEGER NOT NULL, name TEXT NOT NULL,
  state TEXT NOT NULL, error TEXT, new INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0, statements INTEGER NOT NULL DEFAULT 0,
  relations INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (job, number)
);
"""
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class JobFile:
    """What became of a file: documents that are new and unchanged, and what was read in them."""

    name: str
    state: State
    error: str | None
    new: int
    unchanged: int
    statements: int
    relations: int


@dataclass(frozen=True, slots=True)
class Job:
    """An upload; ``done`` of its files are read, or failed."""

    id: str
    state: State
    made: str
    ended: str | None
    error: str | None
    files: tuple[JobFile, ...]

    @property
    def done(self) -> int:
        """How many files are through."""
        return sum(file.state in ENDED for file in self.files)

    @property
    def total(self) -> int:
        """How many files there are."""
        return len(self.files)


def safe_name(given: str | None) -> str:
    """What a file is kept under: the last part of the name, without what a path could be made of.

    What cannot be printed, separators and leading dots go; what is too long loses its middle.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given or ""))[-1]
    printable = "".join(c for c in last if c.isprintable() and c not in ':*?"<>|')
    name = printable.strip().lstrip(".") or "unnamed"
    stem, dot, ending = name.rpartition(".")
    while len(name.encode()) > _NAME_BYTES:
        stem, ending = stem[:-1], ending[-20:]
        name = stem + dot + ending
    return name


class Jobs:
    """The jobs of a data folder. Any thread may ask; one thread of ours runs them in turn."""

    def __init__(self, folder: Path, worker: Sequence[str]) -> None:
        """Open the jobs of a data folder; ``start`` runs those that wait."""
        self._data_dir = folder
        self._uploads = folder / "uploads"
        self._worker = list(worker)
        self._db = sqlite3.connect(folder / "jobs.sqlite", check_same_thread=False)
        self._db.executescript(_SCHEMA)
        columns = {name for _, name, *_ in self._db.execute("PRAGMA table_info(job)")}
        if "author" not in columns:
            # Made before jobs had authors.
            self._db.execute("ALTER TABLE job ADD COLUMN author TEXT")
        self._lock = threading.Lock()
        self._waiting = threading.Event()
        self._stopping = False
        self._process: subprocess.Popen[str] | None = None
        self._running: str | None = None
        self._thread = threading.Thread(target=self._run_all, name="jobs", daemon=True)

    def start(self) -> None:
        """Run what waits, and what an earlier server had not finished, from now on."""
        with self._writing() as db:
            db.execute("UPDATE job SET state = 'waiting' WHERE state = 'running'")
            db.execute("UPDATE file SET state = 'waiting' WHERE state = 'running'")
        self._sweep()
        self._waiting.set()
        self._thread.start()

    def close(self) -> None:
        """Stop; a job that runs is begun again by the next server."""
        self._stopping = True
        self._waiting.set()
        self._end_process()
        if self._thread.is_alive():
            self._thread.join(30)
        self._db.close()

    def add(
        self,
        files: Iterable[tuple[str | None, IO[bytes]]],
        *,
        outlet: str | None = None,
        author: str | None = None,
        published: str | None = None,
    ) -> Job:
        """Keep the files and queue a job for them."""
        id_ = secrets.token_hex(16)
        names = []
        try:
            for number, (given, content) in enumerate(files):
                names.append(safe_name(given))
                place = self._uploads / id_ / str(number)
                place.mkdir(parents=True)
                with (place / names[-1]).open("xb") as kept:
                    shutil.copyfileobj(content, kept)
        except BaseException:
            shutil.rmtree(self._uploads / id_, ignore_errors=True)
            raise
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._writing() as db:
            db.execute(
                "INSERT INTO job (id, state, made, outlet, author, published)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (id_, "waiting", now, outlet, author, published),
            )
            db.executemany(
                "INSERT INTO file (job, number, name, state) VALUES (?, ?, ?, 'waiting')",
                [(id_, number, name) for number, name in enumerate(names)],
            )
        self._waiting.set()
        return self._known(id_)

    def job(self, id_: str) -> Job | None:
        """The job of that id."""
        found = self._jobs("WHERE id = ?", (id_,))
        return found[0] if found else None

    def newest(self, limit: int) -> list[Job]:
        """The newest jobs, newest first."""
        return self._jobs("ORDER BY made DESC, rowid DESC LIMIT ?", (limit,))

    def count(self) -> int:
        """How many jobs are known."""
        with self._lock:
            found: int = self._db.execute("SELECT count(*) FROM job").fetchone()[0]
        return found

    def cancel(self, id_: str) -> Job | None:
        """End a job that has not ended; documents that it took in stay."""
        with self._writing() as db:
            db.execute(
                "UPDATE file SET state = 'cancelled' WHERE job = ? AND state IN "
                "('waiting', 'running')",
                (id_,),
            )
            ended = db.execute(
                "UPDATE job SET state = 'cancelled', ended = ? WHERE id = ? AND state IN "
                "('waiting', 'running')",
                (datetime.now(UTC).isoformat(timespec="seconds"), id_),
            ).rowcount
        if ended:
            if self._running == id_:
                self._end_process()
            else:
                self._drop_files(id_)
        return self.job(id_)

    # Running

    def _run_all(self) -> None:
        while not self._stopping:
            self._waiting.wait()
            self._waiting.clear()
            while not self._stopping and (id_ := self._next()) is not None:
                self._run(id_)

    def _next(self) -> str | None:
        with self._writing() as db:
            row = db.execute(
                "SELECT id FROM job WHERE state = 'waiting' ORDER BY made, rowid LIMIT 1"
            ).fetchone()
            if row is None:
                return None
            db.execute("UPDATE job SET state = 'running' WHERE id = ?", row)
            self._running = str(row[0])
        return self._running

    def _run(self, id_: str) -> None:
        with self._lock:
            names = self._db.execute(
                "SELECT number, name, state FROM file WHERE job = ? ORDER BY number", (id_,)
            ).fetchall()
            origin = self._db.execute(
                "SELECT outlet, author, published FROM job WHERE id = ?", (id_,)
            ).fetchone()
        left = [(number, name) for number, name, state in names if state == "waiting"]
        files = [str(self._uploads / id_ / str(number) / name) for number, name in left]
        job = {
            "data_dir": str(self._data_dir),
            "files": files,
            "outlet": origin[0],
            "author": origin[1],
            "published": origin[2],
        }
        error = self._work(id_, json.dumps(job), [number for number, _ in left])
        self._running = None
        if self._stopping:
            return
        with self._writing() as db:
            failed = "file.state IN ('failed', 'waiting', 'running')"
            bad = db.execute(
                f"SELECT count(*) FROM file WHERE job = ? AND {failed}", (id_,)
            ).fetchone()[0]
            db.execute(
                "UPDATE file SET state = 'failed', error = ? WHERE job = ? AND state IN "
                "('waiting', 'running')",
                (error or "it was not read", id_),
            )
            db.execute(
                "UPDATE job SET state = ?, ended = ?, error = ? WHERE id = ? AND state = 'running'",
                (
                    "failed" if error or (bad and bad == len(names)) else "done",
                    datetime.now(UTC).isoformat(timespec="seconds"),
                    error,
                    id_,
                ),
            )
        self._drop_files(id_)

    def _work(self, id_: str, job: str, numbers: Sequence[int]) -> str | None:
        """Have the worker do the job, and note what it says of each file; why it failed."""
        with subprocess.Popen(
            self._worker,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            self._process = process
            if self._stopping or not self._is_running(id_):
                process.kill()
            complaints: list[str] = []
            reading = threading.Thread(target=_collect, args=(process, complaints))
            reading.start()
            with suppress(BrokenPipeError):
                if process.stdin is not None:
                    process.stdin.write(job)
                    process.stdin.close()
            for line in process.stdout or ():
                self._note(id_, numbers, line)
            code = process.wait()
            reading.join()
            self._process = None
        if code == 0:
            return None
        return (complaints[-1] if complaints else f"the reader ended with {code}")[:_ERROR_CHARS]

    def _note(self, id_: str, numbers: Sequence[int], line: str) -> None:
        try:
            said: dict[str, Any] = json.loads(line)
            number = numbers[said["file"]]
        except (ValueError, KeyError, IndexError, TypeError):
            log.warning("reader_said_nonsense", job=id_)
            return
        with self._writing() as db:
            db.execute(
                "UPDATE file SET state = ?, error = ?, new = ?, unchanged = ?, statements = ?, "
                "relations = ? WHERE job = ? AND number = ? AND state <> 'cancelled'",
                (
                    said["state"],
                    said.get("error"),
                    *(int(said.get(name, 0)) for name in _COUNTS),
                    id_,
                    number,
                ),
            )

    def _end_process(self) -> None:
        process = self._process
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()

    def _is_running(self, id_: str) -> bool:
        with self._lock:
            row = self._db.execute("SELECT state FROM job WHERE id = ?", (id_,)).fetchone()
        return row is not None and row[0] == "running"

    # What is kept

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._db:
            yield self._db

    def _jobs(self, where: str, values: tuple[object, ...]) -> list[Job]:
        with self._lock:
            rows = self._db.execute(
                f"SELECT id, state, made, ended, error FROM job {where}", values
            ).fetchall()
            files = {
                row[0]: self._db.execute(
                    "SELECT name, state, error, new, unchanged, statements, relations FROM file "
                    "WHERE job = ? ORDER BY number",
                    (row[0],),
                ).fetchall()
                for row in rows
            }
        return [
            Job(id_, state, made, ended, error, tuple(JobFile(*file) for file in files[id_]))
            for id_, state, made, ended, error in rows
        ]

    def _known(self, id_: str) -> Job:
        job = self.job(id_)
        if job is None:
            raise KeyError(id_)
        return job

    def _drop_files(self, id_: str) -> None:
        shutil.rmtree(self._uploads / id_, ignore_errors=True)

    def _sweep(self) -> None:
        """Forget the oldest jobs that ended, and files that belong to none."""
        with self._writing() as db:
            db.execute(
                "DELETE FROM job WHERE state IN ('done', 'failed', 'cancelled') AND id NOT IN "
                "(SELECT id FROM job ORDER BY made DESC LIMIT ?)",
                (KEPT,),
            )
            db.execute("DELETE FROM file WHERE job NOT IN (SELECT id FROM job)")
            live = {
                row[0]
                for row in db.execute("SELECT id FROM job WHERE state IN ('waiting', 'running')")
            }
        if self._uploads.exists():
            for folder in self._uploads.iterdir():
                if folder.name not in live:
                    shutil.rmtree(folder, ignore_errors=True)


def _collect(process: subprocess.Popen[str], lines: list[str]) -> None:
    for line in process.stderr or ():
        if line.strip():
            lines.append(line.strip())
