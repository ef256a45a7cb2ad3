"""The claims behind edges, and one claim by its id."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from onrecord.graph.lookup.edges import Network, shown_claim
from onrecord.graph.lookup.paging import Key, Page
from onrecord.graph.lookup.rows import Column, order
from onrecord.graph.lookup.showing import Shower, ShownClaim
from onrecord.graph.lookup.table import Mask, Table

CLAIM_KEY = ((str, type(None)), str, int, str, str)


@dataclass(frozen=True, slots=True)
class FoundClaims:
    """A page of claims, newest first."""

    page: list[ShownClaim]
    total: int
    next: Key | None


def found_claims(
    network: Network, subject: str | None, predicate: str | None, object_: str | None, page: Page
) -> FoundClaims:
    """The claims behind the edges of this subject, predicate and object; None is no matter."""
    table = network.table
    ends = network.subject, network.predicate, network.object
    found = [
        (_key(table, is_statement, row, int(network.object[place])), place, is_statement, row)
        for place in _matching(table, ends, (subject, predicate, object_))
        for is_statement, row in network.claims_of(place)
    ]
    shower = Shower(table)
    return _paged(
        [
            (key, partial(shown_claim, shower, network.edge(place), is_statement, row))
            for key, place, is_statement, row in found
        ],
        page,
    )


def found_unsupporting(
    table: Table, subject: str | None, predicate: str | None, object_: str | None, page: Page
) -> FoundClaims:
    """The relations that support no edge, as they are denied or hypothetical; None is no matter."""
    relations, shower = table.relations, Shower(table)
    ends = relations["subject"], relations["predicate"], relations["object"]
    return _paged(
        [
            (_key(table, False, row, int(relations["object"][row])), partial(shower.relation, row))
            for row in _matching(table, ends, (subject, predicate, object_), ~table.live)
        ],
        page,
    )


def _matching(
    table: Table,
    columns: tuple[Column, Column, Column],
    texts: tuple[str | None, str | None, str | None],
    among: Mask | None = None,
) -> list[int]:
    """The places where the columns have these texts."""
    chosen = np.ones(len(columns[0]), np.bool_) if among is None else among
    for column, text in zip(columns, texts, strict=True):
        if text is not None:
            chosen = chosen & (column == table.codes.known(text))
    places: list[int] = np.flatnonzero(chosen).tolist()
    return places


def _paged(found: list[tuple[Key, Callable[[], ShownClaim]]], page: Page) -> FoundClaims:
    found.sort(key=lambda claim: _order(claim[0]))
    after = None if page.after is None else _order(page.after)
    first = 0 if after is None else sum(1 for key, _ in found if _order(key) <= after)
    shown_ = found[first : first + page.limit]
    more = first + len(shown_) < len(found)
    return FoundClaims(
        page=[show() for _, show in shown_],
        total=len(found),
        next=shown_[-1][0] if shown_ and more else None,
    )


def shown(table: Table, id_: str) -> ShownClaim | None:
    """The claim of that id, as people are shown it; None where there is none."""
    found = table.claim(id_)
    if found is None:
        return None
    is_statement, row = found
    return Shower(table).saying(row, "said", None) if is_statement else Shower(table).relation(row)


def _key(table: Table, is_statement: bool, row: int, object_: int) -> Key:
    columns = table.statements if is_statement else table.relations
    place = table.statement_place(row) if is_statement else table.relation_place(row)
    document = table.documents[place.document]
    claims = document.statements if is_statement else document.relations
    start = int(columns["sentence_start"][row])
    id_, object_iri = claims.ids[place.row], table.codes.texts[object_]
    return [document.document.published, document.iri, start, id_, object_iri]


def _order(key: Key) -> tuple[object, ...]:
    published, iri, *rest = key
    return (*order(None if published is None else str(published), str(iri)), *rest)
