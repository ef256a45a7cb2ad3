"""The claims behind edges, and one claim by its id."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from onrecord.graph.lookup.edges import Network, shown_claim
from onrecord.graph.lookup.paging import Key, Page
from onrecord.graph.lookup.rows import order
from onrecord.graph.lookup.showing import Shower, ShownClaim
from onrecord.graph.lookup.table import Table

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
    chosen = np.ones(len(network.subject), np.bool_)
    for column, text in (
        (network.subject, subject), (network.predicate, predicate), (network.object, object_),
    ):  # fmt: skip
        if text is not None:
            chosen &= column == table.codes.known(text)
    shower = Shower(table)
    found: list[tuple[tuple[object, ...], Key, int, bool, int]] = []
    for place in np.flatnonzero(chosen).tolist():
        for is_statement, row in network.claims_of(place):
            key = _key(table, is_statement, row, table.codes.texts[int(network.object[place])])
            found.append((_order(key), key, place, is_statement, row))
    found.sort(key=lambda claim: claim[0])
    after = None if page.after is None else _order(page.after)
    first = 0 if after is None else sum(1 for claim in found if claim[0] <= after)
    shown_ = found[first : first + page.limit]
    more = first + len(shown_) < len(found)
    return FoundClaims(
        page=[
            shown_claim(shower, network.edge(place), is_statement, row)
            for _, _, place, is_statement, row in shown_
        ],
        total=len(found),
        next=shown_[-1][1] if shown_ and more else None,
    )


def shown(table: Table, id_: str) -> ShownClaim | None:
    """The claim of that id, as people are shown it; None where there is none."""
    found = table.claims.get(id_)
    if found is None:
        return None
    is_statement, row = found
    return Shower(table).saying(row, "said", None) if is_statement else Shower(table).relation(row)


def _key(table: Table, is_statement: bool, row: int, object_: str) -> Key:
    columns = table.statements if is_statement else table.relations
    place = table.statement_place(row) if is_statement else table.relation_place(row)
    document = table.documents[place.document]
    claims = document.statements if is_statement else document.relations
    start = int(columns["sentence_start"][row])
    return [document.document.published, document.iri, start, claims.ids[place.row], object_]


def _order(key: Key) -> tuple[object, ...]:
    published, iri, *rest = key
    return (*order(None if published is None else str(published), str(iri)), *rest)
