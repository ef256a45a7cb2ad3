"""What connects entities, with the claims behind each edge.

Edges are the direct edges of the ontology, with the relations that support them; ``speaksAbout``,
from a speaker to a topic, and ``relayedBy``, from a speaker to who relayed it, with their
statements; and ``broader``, which packs say and no claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from onrecord.graph.lookup.rows import NONE, Column
from onrecord.graph.lookup.showing import Shower, ShownClaim
from onrecord.graph.lookup.statements import Filters, documents_matching, within
from onrecord.graph.lookup.table import BROADER, RELAYED_BY, SPEAKS_ABOUT, Mask, Table

_RELATION, _STATEMENT, _PACK = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which connections count; what is empty or None is no matter. Types count narrower ones in."""

    predicates: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    since: str | None = None
    until: str | None = None
    outlet: str | None = None

    def __bool__(self) -> bool:
        return self != Wanted()


class Connections:
    """Every claim as what it connects: subject, predicate and object by code."""

    def __init__(self, table: Table, wanted: Wanted) -> None:
        relations, statements = table.relations, table.statements
        rows = np.flatnonzero(table.live).astype(np.int32)
        parts = [
            (
                relations["subject"][rows],
                relations["predicate"][rows],
                relations["object"][rows],
                np.full(len(rows), _RELATION, np.int8),
                rows,
                relations["document"][rows],
            )
        ]
        for name, several in ((SPEAKS_ABOUT, table.about), (RELAYED_BY, table.via)):
            owners = several.owners()
            spoken = statements["speaker"][owners] != NONE
            rows = owners[spoken]
            parts.append(
                (
                    statements["speaker"][rows],
                    np.full(len(rows), table.codes.known(name), np.int32),
                    several.codes[spoken],
                    np.full(len(rows), _STATEMENT, np.int8),
                    rows,
                    statements["document"][rows],
                )
            )
        above = [
            (table.codes.known(row.iri), table.codes.known(wider))
            for row in table.entities.rows.values()
            for wider in row.broader
            if wider in table.entities.rows
        ]
        pairs = np.array(above, np.int32).reshape(-1, 2)
        nowhere = np.full(len(pairs), NONE, np.int32)
        broader = np.full(len(pairs), table.codes.known(BROADER), np.int32)
        kinds = np.full(len(pairs), _PACK, np.int8)
        parts.append((pairs[:, 0], broader, pairs[:, 1], kinds, nowhere, nowhere))
        columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
        subject, predicate, object_, kind, row, document = columns
        chosen = _chosen(table, wanted, subject, predicate, object_, document)
        subject, predicate, object_, kind, row, document = (each[chosen] for each in columns)
        self.subject: Column = subject
        self.predicate: Column = predicate
        self.object: Column = object_
        self.kind: NDArray[np.int8] = kind
        self.row: Column = row
        self.document: Column = document


def _chosen(
    table: Table,
    wanted: Wanted,
    subject: Column,
    predicate: Column,
    object_: Column,
    document: Column,
) -> Mask:
    # What is connected with itself ("China told China") is no edge.
    found: Mask = subject != object_
    if wanted.predicates:
        codes = [table.codes.known(name) for name in wanted.predicates]
        found &= np.isin(predicate, codes)
    if wanted.types:
        rows = table.entities.rows.values()
        codes = [table.codes.known(r.iri) for r in rows if not wanted.types.isdisjoint(r.classes)]
        found &= np.isin(subject, codes) & np.isin(object_, codes)
    if wanted.since or wanted.until or wanted.outlet:
        documents = documents_matching(
            table, Filters(outlet=wanted.outlet, since=wanted.since, until=wanted.until)
        )
        documents &= within(table.published, wanted.since, wanted.until)
        # What only a pack says was published nowhere.
        found &= np.append(documents, False)[document]
    return found


@dataclass(frozen=True, slots=True)
class Edge:
    """One edge by its place in the network."""

    place: int
    subject: int
    predicate: str
    object: int
    claims: int


class Network:
    """The edges, each once, with how many claims are behind it. By code, sorted."""

    def __init__(self, table: Table, wanted: Wanted = Wanted()) -> None:  # frozen
        self.table = table
        connections = Connections(table, wanted)
        self._connections = connections
        size = np.int64(len(table.codes.texts) + 1)
        keys = (connections.subject.astype(np.int64) * size + connections.predicate) * size
        keys += connections.object
        _, firsts, self._edge_of, counts = np.unique(
            keys, return_index=True, return_inverse=True, return_counts=True
        )
        self.subject: Column = connections.subject[firsts]
        self.predicate: Column = connections.predicate[firsts]
        self.object: Column = connections.object[firsts]
        is_pack = connections.kind[firsts] == _PACK
        self.claims: Column = np.where(is_pack, 0, counts).astype(np.int32)

    @cached_property
    def _claims_by_edge(self) -> tuple[Column, Column]:
        """Connections in the order of their edges, and where those of each edge begin."""
        by_edge = np.argsort(self._edge_of, kind="stable").astype(np.int32)
        starts = np.searchsorted(self._edge_of[by_edge], np.arange(len(self.subject) + 1))
        return by_edge, starts.astype(np.int32)

    @cached_property
    def _ends(self) -> tuple[tuple[Column, Column], tuple[Column, Column]]:
        """Places of edges by subject and by object, each with the codes in that order."""
        by_subject = np.argsort(self.subject, kind="stable").astype(np.int32)
        by_object = np.argsort(self.object, kind="stable").astype(np.int32)
        return (by_subject, self.subject[by_subject]), (by_object, self.object[by_object])

    def edges_out(self, node: int) -> Column:
        """The places of the edges that begin at a node."""
        return _equal(*self._ends[0], node)

    def edges_in(self, node: int) -> Column:
        """The places of the edges that end at a node."""
        return _equal(*self._ends[1], node)

    def neighbours(self, node: int) -> Column:
        """The nodes beside a node, each once, sorted."""
        beside = (self.object[self.edges_out(node)], self.subject[self.edges_in(node)])
        found: Column = np.unique(np.concatenate(beside))
        return found

    @cached_property
    def degrees(self) -> Column:
        """How many nodes are beside each node, by code."""
        size = np.int64(len(self.table.codes.texts) + 1)
        one = np.minimum(self.subject, self.object).astype(np.int64)
        other = np.maximum(self.subject, self.object).astype(np.int64)
        pairs = np.unique(one * size + other)
        ends = np.concatenate([pairs // size, pairs % size])
        return np.bincount(ends, minlength=int(size)).astype(np.int32)

    def between(self, nodes: Iterable[int]) -> Column:
        """The places of the edges between these nodes."""
        inside = np.zeros(len(self.table.codes.texts) + 1, np.bool_)
        inside[np.fromiter(nodes, np.int32)] = True
        return np.flatnonzero(inside[self.subject] & inside[self.object]).astype(np.int32)

    def edge(self, place: int) -> Edge:
        """The edge at a place."""
        return Edge(
            place,
            int(self.subject[place]),
            self.table.codes.texts[int(self.predicate[place])],
            int(self.object[place]),
            int(self.claims[place]),
        )

    def claims_of(self, place: int) -> list[tuple[bool, int]]:
        """The claims behind an edge: whether it is a statement, and its row; newest first."""
        by_edge, starts = self._claims_by_edge
        chosen = by_edge[starts[place] : starts[place + 1]]
        kinds, rows = self._connections.kind[chosen], self._connections.row[chosen]
        pairs = zip(kinds.tolist(), rows.tolist(), strict=True)
        return [(kind == _STATEMENT, row) for kind, row in pairs if kind != _PACK]

    def days(self, place: int) -> tuple[str | None, str | None]:
        """When the first and the last document appeared that has a claim behind the edge."""
        by_edge, starts = self._claims_by_edge
        documents = self._connections.document[by_edge[starts[place] : starts[place + 1]]]
        found = [self.table.documents[d].document.published for d in documents.tolist() if d >= 0]
        days = sorted(day for day in found if day)
        return (days[0], days[-1]) if days else (None, None)


def claim_id(table: Table, is_statement: bool, row: int) -> str:
    """The id of the claim of a row."""
    if is_statement:
        place = table.statement_place(row)
        return table.documents[place.document].statements.ids[place.row]
    place = table.relation_place(row)
    return table.documents[place.document].relations.ids[place.row]


def claims_behind(network: Network, places: Sequence[int]) -> list[tuple[int, bool, int]]:
    """The claims behind edges, as edge, whether it is a statement, and row; newest first."""
    table = network.table
    found = [(place, *claim) for place in places for claim in network.claims_of(place)]

    def order(claim: tuple[int, bool, int]) -> tuple[int, int, bool, int, int]:
        place, is_statement, row = claim
        columns = table.statements if is_statement else table.relations
        start = int(columns["sentence_start"][row])
        return int(columns["document"][row]), start, is_statement, row, place

    return sorted(found, key=order)


def shown_claim(shower: Shower, edge: Edge, is_statement: bool, row: int) -> ShownClaim:
    """A claim behind an edge, as people are shown it."""
    return shower.saying(row, edge.predicate, edge.object) if is_statement else shower.relation(row)


def _equal(places: Column, codes: Column, node: int) -> Column:
    first, last = np.searchsorted(codes, [node, node + 1])
    return places[first:last]
