"""The names of all documents, kept so that one more document resolves its own neighbourhood only.

Tables in the manifest's file: who holds which name, which names are alike, and the key that
resolution gave each entity. ``ontology.neighbourhood`` decides; this finds for it what a change
bears on, and comes to what it would say of all entities at once, whatever order they came in.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator

from onrecord.ontology.entities import LocalEntity, name_key
from onrecord.ontology.evidence import SAMPLE, Scene
from onrecord.ontology.name_forms import NameForm, blocks, likeness, name_form
from onrecord.ontology.neighbourhood import Anchor, anchors, is_compared, resolve_around
from onrecord.ontology.resolution import (
    Cell,
    KeptApart,
    Posts,
    Resolved,
    Review,
    Weak,
    nobody_is,
)

SCHEMA = """
CREATE TABLE IF NOT EXISTS held (
    document TEXT NOT NULL, local TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
    anchor TEXT, posts TEXT NOT NULL, mark TEXT, known TEXT, year INTEGER, key TEXT NOT NULL,
    PRIMARY KEY (document, local)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS held_name ON held (name, posts, document);
CREATE INDEX IF NOT EXISTS held_key ON held (name, posts, key);
CREATE INDEX IF NOT EXISTS held_weak ON held (kind, anchor) WHERE anchor IS NOT NULL;
CREATE TABLE IF NOT EXISTS declared (
    kind TEXT NOT NULL, anchor TEXT NOT NULL, name TEXT NOT NULL, document TEXT NOT NULL,
    local TEXT NOT NULL, PRIMARY KEY (kind, anchor, name, document, local)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS declared_name ON declared (name, anchor);
CREATE INDEX IF NOT EXISTS declared_document ON declared (document);
CREATE TABLE IF NOT EXISTS full_name (
    name TEXT PRIMARY KEY, kind TEXT NOT NULL, label TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS block (
    kind TEXT NOT NULL, block TEXT NOT NULL, name TEXT NOT NULL,
    PRIMARY KEY (kind, block, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS going_by (
    kind TEXT NOT NULL, anchor TEXT NOT NULL, name TEXT NOT NULL,
    PRIMARY KEY (kind, anchor, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS alike (
    one TEXT NOT NULL, other TEXT NOT NULL, PRIMARY KEY (one, other)) WITHOUT ROWID;
"""


class EntityIndex:
    """Which key each entity of each document has. Changes are made within a transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        """``db`` has the tables of ``SCHEMA``."""
        self._db = db
        self._names: set[str] = set()
        self._anchors: set[Anchor] = set()
        self._scenes: dict[str, Scene] = {}

    # -- changes -----------------------------------------------------------------------------------

    def replace(self, document: str, entities: Iterable[LocalEntity]) -> None:
        """Put a document's entities in place of its old ones; ``settle`` says what comes of it."""
        old = self._db.execute(
            "SELECT DISTINCT name, kind, anchor FROM held WHERE document = ?", (document,)
        ).fetchall()
        for name, kind, anchor in old:
            self._touch(name, kind, anchor)
        self._db.execute("DELETE FROM held WHERE document = ?", (document,))
        self._db.execute("DELETE FROM declared WHERE document = ?", (document,))
        for entity in entities:
            self._insert(entity)
        for name, _, anchor in old:
            if anchor is None and not self._is_held(name):
                self._drop(name)

    def _touch(self, name: str, kind: str, anchor: str | None) -> None:
        if anchor is not None:
            self._anchors.add((kind, anchor))
        elif self._label(name) is not None:
            self._names.update((name, *self.alike(name)))
            form = self._form(name)
            self._anchors |= anchors(form, self._declared(name))

    def _insert(self, entity: LocalEntity) -> None:
        name, compared = name_key(entity), is_compared(entity)
        form = entity.form if compared else None
        anchor = form.anchors[0] if form is not None and form.weak else None
        known = entity.concept if entity.type not in ("Country", "MediaOutlet") else None
        self._db.execute(
            "INSERT INTO held VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                entity.document, entity.id, name, entity.kind, anchor, json.dumps(entity.posts),
                entity.mark, known, entity.year, name,
            ),
        )  # fmt: skip
        if form is None:
            return
        if anchor is not None:
            self._anchors.add((form.kind, anchor))
            return
        self._names.add(name)
        self._db.executemany(
            "INSERT OR IGNORE INTO declared VALUES (?, ?, ?, ?, ?)",
            [(form.kind, each, name, entity.document, entity.id) for each in entity.declared],
        )
        if self._label(name) is None:
            self._add(name, form, entity.label)

    def _add(self, name: str, form: NameForm, label: str) -> None:
        """Compare a new name with those of its blocks."""
        self._db.execute("INSERT INTO full_name VALUES (?, ?, ?)", (name, form.kind, label))
        self._db.executemany(
            "INSERT INTO going_by VALUES (?, ?, ?)",
            [(*anchor, name) for anchor in sorted(anchors(form))],
        )
        others: set[str] = set()
        for block in sorted(blocks(form)):
            rows = self._db.execute(
                "SELECT name FROM block WHERE kind = ? AND block = ?", (form.kind, block)
            )
            others.update(row[0] for row in rows)
            self._db.execute("INSERT INTO block VALUES (?, ?, ?)", (form.kind, block, name))
        for other in others:
            if likeness(form, self._form(other)) is not None:
                self._db.executemany(
                    "INSERT INTO alike VALUES (?, ?)", [(name, other), (other, name)]
                )

    def _drop(self, name: str) -> None:
        """Forget a full name that nobody holds any more."""
        label = self._label(name)
        if label is None:
            return
        form = name_form(*label)
        self._names.discard(name)
        for block in blocks(form):
            self._db.execute(
                "DELETE FROM block WHERE kind = ? AND block = ? AND name = ?",
                (form.kind, block, name),
            )
        for anchor in anchors(form):
            self._db.execute(
                "DELETE FROM going_by WHERE kind = ? AND anchor = ? AND name = ?", (*anchor, name)
            )
        for other in list(self.alike(name)):
            self._db.executemany(
                "DELETE FROM alike WHERE one = ? AND other = ?", [(name, other), (other, name)]
            )
        self._db.execute("DELETE FROM full_name WHERE name = ?", (name,))

    def settle(self, kept_apart: KeptApart = nobody_is) -> set[str]:
        """Resolve whatever was touched; the documents of which an entity has another key now."""
        touched = {name for name in self._names if self._label(name) is not None}
        found = resolve_around(self, touched, self._anchors, kept_apart)
        changed: set[str] = set()
        for (name, posts), key in found.cells.items():
            changed |= self._set_key("name = ? AND posts = ?", (name, json.dumps(posts)), key)
        for at, key in found.single.items():
            changed |= self._set_key("document = ? AND local = ?", at, key)
        self._names.clear()
        self._anchors.clear()
        self._scenes.clear()
        return changed

    def _set_key(self, where: str, given: tuple[str, str], key: str) -> set[str]:
        changed: set[str] = set()
        for side in ("<", ">"):  # not "<>", for which no index is asked
            other = f"{where} AND key {side} ?"
            rows = self._db.execute(
                f"SELECT DISTINCT document FROM held WHERE {other}", (*given, key)
            ).fetchall()
            if rows:
                self._db.execute(f"UPDATE held SET key = ? WHERE {other}", (key, *given, key))
                changed.update(row[0] for row in rows)
        return changed

    # -- what came of it ---------------------------------------------------------------------------

    def keys(self, document: str) -> dict[str, str]:
        """The keys of a document's entities by their local ids."""
        rows = self._db.execute("SELECT local, key FROM held WHERE document = ?", (document,))
        return dict(rows.fetchall())

    def reviews(self, kept_apart: KeptApart = nobody_is) -> list[Review]:
        """Pairs of keys that may be one entity, the likeliest first.

        Looks again at every name that has another alike to it, or several holders, and at every
        weak name: a minute for a hundred thousand names.
        """
        rows = self._db.execute(
            "SELECT one FROM alike UNION "
            "SELECT name FROM full_name JOIN held USING (name) GROUP BY name HAVING count(*) > 1"
        )
        names = {row[0] for row in rows}
        rows = self._db.execute("SELECT DISTINCT kind, anchor FROM held WHERE anchor IS NOT NULL")
        weak = {(kind, anchor) for kind, anchor in rows}
        found: Resolved = resolve_around(self, names, weak, kept_apart)
        self._scenes.clear()
        return sorted(set(found.reviews), key=lambda review: (-review.score, review))

    # -- names, as resolution asks for them (neighbourhood.Names) ----------------------------------

    def alike(self, name: str) -> Iterator[str]:
        """See ``Names``."""
        rows = self._db.execute("SELECT other FROM alike WHERE one = ?", (name,)).fetchall()
        return (row[0] for row in rows)

    def cells(self, name: str) -> list[Cell]:
        """See ``Names``."""
        found: list[Cell] = []
        form, declared, posts = self._form(name), self._declared(name), ""
        while True:  # one step a distinct value, however many hold it
            row = self._db.execute(
                "SELECT posts FROM held WHERE name = ? AND posts > ? ORDER BY posts LIMIT 1",
                (name, posts),
            ).fetchone()
            if row is None:
                return found
            posts = row[0]
            rows = self._db.execute(
                "SELECT DISTINCT document FROM held WHERE name = ? AND posts = ? "
                "ORDER BY document LIMIT ?",
                (name, posts, SAMPLE),
            )
            documents = tuple(each[0] for each in rows)
            found.append(Cell(name, form, _posts(posts), documents, declared))

    def loners(self, name: str) -> Iterator[tuple[str, str]]:
        """See ``Names``."""
        rows = self._db.execute(
            "SELECT document, local FROM held WHERE name = ? AND posts = '[]'", (name,)
        )
        yield from rows.fetchall()

    def weak(self, anchor: Anchor) -> list[Weak]:
        """See ``Names``."""
        rows = self._db.execute(
            "SELECT document, local, name, posts FROM held WHERE kind = ? AND anchor = ?", anchor
        )
        return [
            Weak(document, local, name, name_form(anchor[0], name.split(":", 1)[1]), _posts(posts))
            for document, local, name, posts in rows.fetchall()
        ]

    def going_by(self, anchor: Anchor) -> Iterator[str]:
        """See ``Names``."""
        rows = self._db.execute(
            "SELECT name FROM going_by WHERE kind = ? AND anchor = ? UNION "
            "SELECT name FROM declared WHERE kind = ? AND anchor = ?",
            (*anchor, *anchor),
        ).fetchall()
        return (row[0] for row in rows)

    def scene(self, document: str) -> Scene:
        """See ``Names``."""
        if document not in self._scenes:
            rows = self._db.execute(
                "SELECT mark, known, year FROM held WHERE document = ?", (document,)
            ).fetchall()
            self._scenes[document] = Scene(
                frozenset(mark for mark, _, _ in rows if mark is not None),
                frozenset(known for _, known, _ in rows if known is not None),
                rows[0][2] if rows else None,
            )
        return self._scenes[document]

    # -- names -------------------------------------------------------------------------------------

    def _is_held(self, name: str) -> bool:
        row = self._db.execute("SELECT 1 FROM held WHERE name = ? LIMIT 1", (name,)).fetchone()
        return row is not None

    def _label(self, name: str) -> tuple[str, str] | None:
        row = self._db.execute(
            "SELECT kind, label FROM full_name WHERE name = ?", (name,)
        ).fetchone()
        return (row[0], row[1]) if row else None

    def _form(self, name: str) -> NameForm:
        label = self._label(name)
        if label is None:
            raise KeyError(name)
        return name_form(*label)

    def _declared(self, name: str) -> frozenset[str]:
        rows = self._db.execute("SELECT DISTINCT anchor FROM declared WHERE name = ?", (name,))
        return frozenset(row[0] for row in rows)


def _posts(text: str) -> Posts:
    return tuple((post, body) for post, body in json.loads(text))
