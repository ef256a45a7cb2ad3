"""The manifest: what each store should hold, and what is still to do.

A SQLite file of derived data. ``outbox`` has a row for every source (a document or an entity) that
a sink has not taken in yet; the row goes once it has. ``tally`` counts how documents call an
entity; triggers keep it, so that one more mention does not ask all the others. Whatever is lost
here is made again from the record (``Derived``), so that the record alone is the truth.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from onrecord.errors import StoreError
from onrecord.graph import entity_index
from onrecord.graph.entity_index import EntityIndex
from onrecord.ingest.extraction import EntityType
from onrecord.ontology.entities import (
    CanonicalEntity,
    LocalEntity,
    canonical,
    entity_iri,
)
from onrecord.ontology.resolution import RESOLUTION_VERSION

# Raised by hand with the tables below: a manifest with other ones is made again.
_SCHEMA_VERSION = 4
# What was resolved in another way is made again too.
_VERSION = 1000 * _SCHEMA_VERSION + RESOLUTION_VERSION
_SCHEMA = """
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS begun (document TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS source (
    id TEXT PRIMARY KEY, digest TEXT NOT NULL, version TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS entity (
    document TEXT NOT NULL, local TEXT NOT NULL, key TEXT NOT NULL, iri TEXT NOT NULL,
    label TEXT NOT NULL, type TEXT NOT NULL, concept TEXT,
    PRIMARY KEY (document, local)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS entity_iri ON entity (iri, document);
CREATE TABLE IF NOT EXISTS tally (
    iri TEXT NOT NULL, key TEXT NOT NULL, label TEXT NOT NULL, type TEXT NOT NULL,
    concept TEXT NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (iri, key, label, type, concept)) WITHOUT ROWID;
CREATE TRIGGER IF NOT EXISTS counted AFTER INSERT ON entity BEGIN
    INSERT INTO tally VALUES (new.iri, new.key, new.label, new.type, ifnull(new.concept, ''), 1)
        ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER IF NOT EXISTS uncounted AFTER DELETE ON entity BEGIN
    UPDATE tally SET count = count - 1
        WHERE (iri, key, label, type, concept)
            = (old.iri, old.key, old.label, old.type, ifnull(old.concept, ''));
    DELETE FROM tally
        WHERE (iri, key, label, type, concept)
            = (old.iri, old.key, old.label, old.type, ifnull(old.concept, '')) AND count = 0;
END;
CREATE INDEX IF NOT EXISTS entity_concept ON entity (concept) WHERE concept IS NOT NULL;
CREATE TABLE IF NOT EXISTS name (
    iri TEXT NOT NULL, name TEXT NOT NULL, document TEXT NOT NULL, local TEXT NOT NULL,
    PRIMARY KEY (iri, name, document, local)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS name_document ON name (document);
CREATE TABLE IF NOT EXISTS outbox (
    sink TEXT NOT NULL, source TEXT NOT NULL, version TEXT,
    PRIMARY KEY (sink, source)) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Source:
    """A document or an entity, with the version of its facts that every store should hold.

    ``id`` is the document's id or the entity's IRI; ``digest`` identifies a document's entry in the
    record, and is the IRI of a pack concept.
    """

    id: str
    digest: str
    version: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """An entity of one document, with the key that resolution gives it and the IRI it has.

    The IRI is that of the key, unless an analyst decided otherwise.
    """

    entity: LocalEntity
    key: str
    iri: str


class Manifest:
    """What each store should hold. One writer; every change is in ``transaction``."""

    def __init__(self, path: Path) -> None:
        """Open the file; one that is damaged, or of another version, is begun anew."""
        try:
            self._db = _connect(path)
        except _DamagedError:
            for end in ("", "-wal", "-shm"):
                path.with_name(path.name + end).unlink(missing_ok=True)
            self._db = _connect(path)
        self._index = EntityIndex(self._db)

    @property
    def index(self) -> EntityIndex:
        """The names of all documents, resolved."""
        return self._index

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All changes within, or none."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:  # SQLite may have rolled back by itself
                self._db.execute("ROLLBACK")
            raise

    def setting(self, name: str) -> str | None:
        """What the manifest was made with."""
        row = self._db.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def put_setting(self, name: str, value: str) -> None:
        """Write down what the manifest is made with."""
        self._db.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))

    # Documents whose entry in the record may be newer than what is written here

    def begin(self, document: str) -> None:
        """The document's entry in the record is about to change."""
        self._db.execute("INSERT OR IGNORE INTO begun VALUES (?)", (document,))

    def end(self, document: str) -> None:
        """What the record has of the document is written here."""
        self._db.execute("DELETE FROM begun WHERE document = ?", (document,))

    def begun(self) -> set[str]:
        """Documents whose change was begun and not ended, because the process was killed."""
        return {row[0] for row in self._db.execute("SELECT document FROM begun")}

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

    def concept_sources(self) -> dict[str, str]:
        """Versions of the pack concepts among the sources, by IRI (their digest is their IRI)."""
        rows = self._db.execute("SELECT id, version FROM source WHERE digest = id")
        return {row[0]: row[1] for row in rows}

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

    def replace_entities(self, document: str, entities: Iterable[Resolved]) -> set[str]:
        """Put a document's local entities in place of its old ones; all IRIs that this touches."""
        old = self._db.execute("SELECT iri FROM entity WHERE document = ?", (document,))
        touched = {row[0] for row in old}
        self._db.execute("DELETE FROM entity WHERE document = ?", (document,))
        self._db.execute("DELETE FROM name WHERE document = ?", (document,))
        for each in entities:
            entity = each.entity
            touched.add(each.iri)
            self._db.execute(
                "INSERT INTO entity VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    document,
                    entity.id,
                    each.key,
                    each.iri,
                    entity.label,
                    entity.type,
                    entity.concept,
                ),
            )
            self._db.executemany(
                "INSERT OR IGNORE INTO name VALUES (?, ?, ?, ?)",
                [(each.iri, name, document, entity.id) for name in entity.names],
            )
        return touched

    def entity(self, iri: str) -> CanonicalEntity | None:
        """The minted entity of an IRI; None where no document names it, or a pack describes it."""
        rows = self._db.execute(
            "SELECT key, label, type, concept, count FROM tally WHERE iri = ?", (iri,)
        ).fetchall()
        if not rows or rows[0][3]:
            return None
        # Those whose own key gives the IRI say what it is called, not those merged into it.
        native = [row for row in rows if entity_iri(row[0]) == iri] or rows
        labels: Counter[str] = Counter()
        types: Counter[EntityType] = Counter()
        for _, label, type_, _, count in native:
            labels[label] += count
            types[type_] += count
        own = {label for _, label, _, _, _ in rows}
        names = self._db.execute("SELECT DISTINCT name FROM name WHERE iri = ?", (iri,))
        entity = canonical(native[0][0], labels, types, own | {row[0] for row in names})
        return replace(entity, iri=iri)

    def documents_naming(self, iris: Iterable[str]) -> set[str]:
        """The documents that name any of these entities."""
        return {
            row[0]
            for iri in iris
            for row in self._db.execute("SELECT document FROM entity WHERE iri = ?", (iri,))
        }

    def concepts(self) -> set[str]:
        """The pack concepts that any document names."""
        rows = self._db.execute("SELECT DISTINCT concept FROM entity WHERE concept IS NOT NULL")
        return {row[0] for row in rows}

    def keys(self) -> set[str]:
        """The keys of all that documents name."""
        return {row[0] for row in self._db.execute("SELECT DISTINCT key FROM tally")}

    def iris(self, document: str) -> dict[str, str]:
        """The IRIs of a document's entities by their local ids."""
        rows = self._db.execute("SELECT local, iri FROM entity WHERE document = ?", (document,))
        return dict(rows.fetchall())

    # Outbox

    def enqueue(self, sinks: Iterable[str], source: str, version: str | None) -> None:
        """Every sink is to bring the source to this version (None: take it out)."""
        self._db.executemany(
            "INSERT OR REPLACE INTO outbox VALUES (?, ?, ?)",
            [(sink, source, version) for sink in sinks],
        )

    def pending(self, sink: str, limit: int, *, after: str = "") -> list[tuple[str, str | None]]:
        """The next sources that a sink has to bring up to date, with their version, sorted."""
        return [
            (row[0], row[1])
            for row in self._db.execute(
                "SELECT source, version FROM outbox WHERE sink = ? AND source > ? "
                "ORDER BY source LIMIT ?",
                (sink, after, limit),
            )
        ]

    def waiting(self, sink: str, sources: Iterable[str]) -> set[str]:
        """Those of these sources that a sink has still to bring up to date."""
        rows = self._db.execute(
            "SELECT source FROM outbox "
            "WHERE sink = ? AND source IN (SELECT value FROM json_each(?))",
            (sink, json.dumps(sorted(sources))),
        )
        return {source for (source,) in rows}

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


class _DamagedError(Exception):
    """The file is no manifest of this version."""


class _Connection(sqlite3.Connection):
    """A connection that tells in our words what SQLite cannot do."""

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        with _told():
            return super().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Any, /) -> sqlite3.Cursor:
        with _told():
            return super().executemany(sql, parameters)

    def executescript(self, sql_script: str, /) -> sqlite3.Cursor:
        with _told():
            return super().executescript(sql_script)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        reason = f"cannot be read or written ({error}); mend that, and run the command again"
        raise StoreError("manifest", reason) from error


def _connect(path: Path) -> sqlite3.Connection:
    with _told():
        db = sqlite3.connect(
            path, isolation_level=None, check_same_thread=False, factory=_Connection
        )
    try:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=NORMAL")
        (version,) = db.execute("PRAGMA user_version").fetchone()
        (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if tables and version != _VERSION:
            raise _DamagedError(f"has version {version}, expected {_VERSION}")
        db.execute(f"PRAGMA user_version={_VERSION}")
        db.executescript(_SCHEMA + entity_index.SCHEMA)
    except sqlite3.DatabaseError as error:
        db.close()
        raise _DamagedError(str(error)) from error
    except BaseException:
        db.close()
        raise
    return db
