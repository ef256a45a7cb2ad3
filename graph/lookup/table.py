"""The claims of all documents, newest first, as columns to filter and count.

A table is a value: it stays as it is while the graph changes, and ``Lookups`` makes the next one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.graph.lookup.entities import Entities
from onrecord.graph.lookup.rows import (
    LIVE,
    NONE,
    RELATION_COLUMNS,
    STATEMENT_COLUMNS,
    Claims,
    Codes,
    Column,
    DocumentRows,
    Several,
)
from onrecord.graph.who_said import NamedThing, SourceDocument

if TYPE_CHECKING:
    from onrecord.graph.lookup.edges import Network

Mask = NDArray[np.bool_]
SPEAKS_ABOUT = "speaksAbout"
RELAYED_BY = "relayedBy"
BROADER = "broader"
EDGES_BESIDE = (SPEAKS_ABOUT, RELAYED_BY, BROADER)
"""What connects entities beside the direct edges of the ontology (see ``edges``)."""


class Place(NamedTuple):
    """Where a claim stands: its document's place in the table, and its row within the document."""

    document: int
    row: int


class Table:
    """Statements and relations of all documents.

    ``statements`` and ``relations`` have the columns of ``rows``, all documents' one after the
    other, and ``document``, the place of the document in ``documents``.
    """

    def __init__(self, documents: Sequence[DocumentRows], entities: Entities, codes: Codes) -> None:
        self.documents = sorted(documents, key=lambda document: document.order)
        self.entities = entities
        self.codes = codes
        self.statements = _joined([d.statements for d in self.documents], STATEMENT_COLUMNS)
        self.confidence = _numbers([d.statements.confidence for d in self.documents])
        self.about = Several.joined([d.about for d in self.documents])
        self.via = Several.joined([d.via for d in self.documents])
        self._first_statement = _firsts([len(d.statements.ids) for d in self.documents])

    def prepare(self, before: Table) -> None:
        """Work out all that was worked out of the table before, so that no look-up has to."""
        _work_out(self, before)
        _work_out(self.entities, before.entities)
        if "network" in vars(before):
            _work_out(self.network, before.network)

    def let_go(self) -> None:
        """Forget the network, which holds this table: both go with the last look-up that has them.

        Else they would wait for Python's collector, tens of MB each, and make it slower.
        """
        vars(self).pop("network", None)

    @cached_property
    def relations(self) -> Mapping[str, Column]:
        """The columns of all relations."""
        return _joined([d.relations for d in self.documents], RELATION_COLUMNS)

    @cached_property
    def relation_confidence(self) -> NDArray[np.float64]:
        """The confidence of all relations."""
        return _numbers([d.relations.confidence for d in self.documents])

    @cached_property
    def live(self) -> Mask:
        """Which relations support a direct edge."""
        codes = [self.codes.known(each) for each in LIVE]
        return np.isin(self.relations["factuality"], codes)

    @cached_property
    def _first_relation(self) -> Column:
        return _firsts([len(d.relations.ids) for d in self.documents])

    @cached_property
    def published(self) -> list[str | None]:
        """When each document was published."""
        return [document.document.published for document in self.documents]

    @cached_property
    def undated(self) -> Mask:
        """Which documents have no date."""
        return np.array([date is None for date in self.published], np.bool_)

    @cached_property
    def titles(self) -> list[str]:
        """The words of each document's title and name, to be searched."""
        return [document.title_words for document in self.documents]

    @cached_property
    def by_id(self) -> Mapping[str, int]:
        """The places of documents by their ids."""
        return {document.id: place for place, document in enumerate(self.documents)}

    def first_statement(self, document: int) -> int:
        """The row of the first statement of a document."""
        return int(self._first_statement[document])

    def statements_of(self, document: int) -> range:
        """The rows of a document's statements, in text order."""
        return range(int(self._first_statement[document]), int(self._first_statement[document + 1]))

    def relations_of(self, document: int) -> range:
        """The rows of a document's relations, in text order."""
        return range(int(self._first_relation[document]), int(self._first_relation[document + 1]))

    def claim(self, id_: str) -> tuple[bool, int] | None:
        """The claim of an id: whether it is a statement, and its row; None where there is none."""
        for place, document in enumerate(self.documents):
            if (found := document.claims.get(id_)) is not None:
                is_statement, row = found
                of_document = self.statements_of if is_statement else self.relations_of
                return is_statement, of_document(place)[row]
        return None

    @cached_property
    def network(self) -> Network:
        """What connects the entities, all of it."""
        from onrecord.graph.lookup.edges import Network  # which is made of tables

        return Network(self)

    def statement_place(self, row: int) -> Place:
        """Where the statement of that row stands."""
        document = int(self.statements["document"][row])
        return Place(document, row - int(self._first_statement[document]))

    def relation_place(self, row: int) -> Place:
        """Where the relation of that row stands."""
        document = int(self.relations["document"][row])
        return Place(document, row - int(self._first_relation[document]))

    @cached_property
    def words(self) -> tuple[str, NDArray[np.int64]]:
        """The words of all contents, a statement a line, and where each line begins."""
        lengths = np.concatenate([np.zeros(0, np.int64), *(d.word_lengths for d in self.documents)])
        ends = np.cumsum(lengths + 1)
        said = (document.words for document in self.documents if document.statements.ids)
        return "\n".join(said), ends - lengths - 1

    @cached_property
    def posts(self) -> Mapping[int, Sequence[int]]:
        """The rows of the relations that say what post somebody holds, by whom."""
        relations = self.relations
        is_post = relations["predicate"] == self.codes.known("memberOf")
        rows = np.flatnonzero(is_post & (relations["role"] != NONE) & self.live)
        found: dict[int, list[int]] = {}
        for row, person in zip(rows.tolist(), relations["subject"][rows].tolist(), strict=True):
            found.setdefault(person, []).append(row)
        return found

    def count(self, codes: Column) -> Column:
        """How often each code occurs, by code; NONE is not counted."""
        counts = np.bincount(codes[codes != NONE], minlength=len(self.codes.texts))
        return counts.astype(np.int32)

    @cached_property
    def spoken(self) -> Column:
        """How many statements each entity makes, by code."""
        return self.count(self.statements["speaker"])

    @cached_property
    def topics(self) -> Column:
        """How many statements are about each entity itself, by code."""
        return self.count(self.about.codes)

    @cached_property
    def _counts(self) -> tuple[list[int], list[int]]:
        """``spoken`` and ``topics`` in Python's numbers, which are found faster one by one."""
        return self.spoken.tolist(), self.topics.tolist()

    @cached_property
    def _wider_topics(self) -> Mapping[str, int]:
        """How many statements are about what has narrower ones, or about one of these, by IRI."""
        order = np.argsort(self.about.codes, kind="stable")
        codes, owners = self.about.codes[order], self.about.owners()[order]
        found = {}
        for iri in self.entities.narrower:
            known = (self.codes.known(each) for each in self.entities.with_narrower([iri]))
            below = np.array([code for code in known if code != NONE], np.int32)
            ends = zip(*np.searchsorted(codes, [below, below + 1]).tolist(), strict=True)
            about = [owners[start:end] for start, end in ends]
            found[iri] = len(np.unique(np.concatenate(about))) if about else 0
        return found

    def counts(self, iri: str) -> tuple[int, int]:
        """How many statements an entity makes, and how many are about it or what is below it."""
        code = self.codes.known(iri)
        spoken, topics = self._counts
        is_known = 0 <= code < min(len(spoken), len(topics))
        made, about = (spoken[code], topics[code]) if is_known else (0, 0)
        return made, self._wider_topics.get(iri, about)

    def iri(self, code: int) -> str:
        """The IRI of an entity's code."""
        return self.codes.texts[code]

    def thing(self, code: int) -> NamedThing:
        """The entity of a code, as people are shown it."""
        return self.entities.thing(self.codes.texts[code])

    def source(self, document: DocumentRows) -> SourceDocument:
        """A document as people are shown it."""
        return SourceDocument(
            id=document.id,
            iri=document.iri,
            name=document.name,
            title=document.document.title or None,
            published=document.document.published,
            outlet=None if document.outlet == NONE else self.thing(document.outlet).label,
        )


def _work_out(now: object, before: object) -> None:
    for name in vars(before).keys() - vars(now).keys():
        getattr(now, name)


def _joined(parts: Sequence[Claims], names: Sequence[str]) -> dict[str, Column]:
    lengths = [len(part.ids) for part in parts]
    document = np.repeat(np.arange(len(parts), dtype=np.int32), lengths)
    values = np.concatenate([np.zeros((0, len(names)), np.int32), *(p.values for p in parts)])
    columns = {name: np.ascontiguousarray(values[:, i]) for i, name in enumerate(names)}
    return {**columns, "document": document}


def _numbers(parts: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    return np.concatenate([np.zeros(0, np.float64), *parts])


def _firsts(lengths: Sequence[int]) -> Column:
    firsts = np.zeros(len(lengths) + 1, np.int32)
    np.cumsum(lengths, out=firsts[1:])
    return firsts
