"""The manifest: what each store should hold, and what is still to do.

A SQLite file of derived data. ``outbox`` has a row for every source (a document or a pack) that a
sink has not taken in yet; a sink deletes its row once it has. Whatever is lost here is made again
from the record (``KnowledgeGraph.reconcile``), so that the record alone is the truth.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from onrecord.ontology.entities import CanonicalEntity, LocalEntity, canonical, entity_key

_SCHEMA = """
CREATE TABLE IF NOT EXISTS source (id TEXT PRIMARY KEY, digest TEXT NOT NULL, version TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS entity (
    document TEXT NOT NULL, local TEXT NOT NULL, key TEXT NOT NULL,
    label TEXT NOT NULL, type TEXT NOT NULL, concept TEXT,
    PRIMARY KEY (document, local)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS entity_key ON entity (key);
CREATE TABLE IF NOT EXISTS canonical (
    key TEXT PRIMARY KEY, iri TEXT NOT NULL, label TEXT NOT NULL, type TEXT NOT NULL,
    concept INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS outbox (
    sink TEXT NOT NULL, source TEXT NOT NULL, version TEXT, PRIMARY KEY (sink, source)) WITHOUT ROWID;
"""  # noqa: E501 - a table a line reads best


@dataclass(frozen=True, slots=True)
class Source:
    """A document or a pack, with the version of its facts that every store should hold."""

    id: str
    digest: str
    version: str


class Manifest:
    """What each store should hold. One writer; every change is in ``transaction``."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All changes within, or none."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    # Sources

    def sources(self) -> dict[str, Source]:
        """All sources by id."""
        rows = self._db.execute("SELECT id, digest, version FROM source")
        return {row[0]: Source(*row) for row in rows}

    def source(self, id_: str) -> Source | None:
        """One source."""
        row = self._db.execute(
            "SELECT id, digest, version FROM source WHERE id = ?", (id_,)
        ).fetchone()
        return Source(*row) if row else None

    def put_source(self, source: Source) -> None:
        """Add or replace a source."""
        self._db.execute(
            "INSERT OR REPLACE INTO source VALUES (?, ?, ?)",
            (source.id, source.digest, source.version),
        )

    def delete_source(self, id_: str) -> None:
        """Take a source out."""
        self._db.execute("DELETE FROM source WHERE id = ?", (id_,))

    # Entities

    def replace_entities(self, document: str, entities: Iterable[LocalEntity]) -> set[str]:
        """Put a document's local entities in place of its old ones; the other documents touched.

        These are documents whose canonical entities changed, because a label or a type that they
        share is another one now.
        """
        old = {
            row[0]
            for row in self._db.execute("SELECT key FROM entity WHERE document = ?", (document,))
        }
        self._db.execute("DELETE FROM entity WHERE document = ?", (document,))
        rows = [(e.document, e.id, entity_key(e), e.label, e.type, e.concept) for e in entities]
        self._db.executemany("INSERT INTO entity VALUES (?, ?, ?, ?, ?, ?)", rows)
        touched: set[str] = set()
        for key in sorted(old | {row[2] for row in rows}):
            if self._refresh(key):
                touched.update(
                    row[0]
                    for row in self._db.execute(
                        "SELECT DISTINCT document FROM entity WHERE key = ?", (key,)
                    )
                )
        return touched - {document}

    def _refresh(self, key: str) -> bool:
        """Make the canonical entity of a key anew; whether it changed."""
        before = self._canonical(key)
        if before is not None and before.concept:
            return False  # what a pack says does not depend on how many documents name it
        members = [
            LocalEntity(*row)
            for row in self._db.execute(
                "SELECT document, local, label, type, concept FROM entity WHERE key = ?", (key,)
            )
        ]
        after = canonical(key, members) if members else None
        if after == before:
            return False
        if after is None:
            self._db.execute("DELETE FROM canonical WHERE key = ?", (key,))
        else:
            self._db.execute(
                "INSERT OR REPLACE INTO canonical VALUES (?, ?, ?, ?, ?)",
                (key, after.iri, after.label, after.type, after.concept),
            )
        return before is not None

    def _canonical(self, key: str) -> CanonicalEntity | None:
        row = self._db.execute(
            "SELECT iri, label, type, concept FROM canonical WHERE key = ?", (key,)
        ).fetchone()
        return CanonicalEntity(row[0], row[1], row[2], bool(row[3])) if row else None

    def resolution(self, document: str) -> dict[str, CanonicalEntity]:
        """Canonical entities of a document by local id."""
        rows = self._db.execute(
            "SELECT e.local, c.iri, c.label, c.type, c.concept FROM entity e "
            "JOIN canonical c ON c.key = e.key WHERE e.document = ?",
            (document,),
        )
        return {r[0]: CanonicalEntity(r[1], r[2], r[3], bool(r[4])) for r in rows}

    # Outbox

    def enqueue(self, sinks: Iterable[str], source: str, version: str | None) -> None:
        """Every sink is to bring the source to this version (None: take it out)."""
        self._db.executemany(
            "INSERT OR REPLACE INTO outbox VALUES (?, ?, ?)",
            [(sink, source, version) for sink in sinks],
        )

    def pending(self, sink: str, limit: int) -> list[tuple[str, str | None]]:
        """The next sources that a sink has to bring up to date, with their version."""
        return [
            (row[0], row[1])
            for row in self._db.execute(
                "SELECT source, version FROM outbox WHERE sink = ? ORDER BY source LIMIT ?",
                (sink, limit),
            )
        ]

    def pending_count(self, sink: str) -> int:
        """How many sources a sink has to bring up to date."""
        row = self._db.execute("SELECT count(*) FROM outbox WHERE sink = ?", (sink,)).fetchone()
        return int(row[0])

    def done(self, sink: str, applied: Iterable[tuple[str, str | None]]) -> None:
        """A sink has taken these in; rows that ask for another version by now stay."""
        self._db.executemany(
            "DELETE FROM outbox WHERE sink = ? AND source = ? AND version IS ?",
            [(sink, source, version) for source, version in applied],
        )
