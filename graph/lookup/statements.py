"""Who said what, over the table: filters, facets and pages.

The same statements in the same order as the question "who-said" of the catalogue gives
(tests/graph/test_lookup.py compares them); what it has beside that are more filters, exact
entities instead of words of a name, facets and cursors.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import get_args

import numpy as np

from onrecord.errors import QueryError
from onrecord.graph.entity_lookup import entity_id, iri_of
from onrecord.graph.lookup.facets import Facet, facet, months
from onrecord.graph.lookup.paging import Key, Page
from onrecord.graph.lookup.rows import NONE, Column, Several, order
from onrecord.graph.lookup.table import Mask, Table
from onrecord.graph.periods import last_day
from onrecord.ingest.document import is_date
from onrecord.ingest.extraction import Attitude, CueClass, Mode, SpeakerKind
from onrecord.ontology.entities import name_words

ANY = "any"
STATEMENT_KEY = ((str, type(None)), str, int, str)
_IDS = ("entity/", "concept/", "http://", "https://", "urn:")


@dataclass(frozen=True, slots=True)
class Filters:
    """What statements must have; None is no matter.

    Who and what is given by words of a name, or exactly by an id ("concept/steel"). ``about`` and
    ``sector`` count narrower concepts in. What was said and what was thought ("any") both count,
    unless ``attitude`` says which.
    """

    text: str | None = None
    speaker: str | None = None
    about: str | None = None
    policy: str | None = None
    sector: str | None = None
    outlet: str | None = None
    author: str | None = None
    via: str | None = None
    mode: str | None = None
    attitude: str | None = ANY
    cue_class: str | None = None
    speaker_kind: str | None = None
    relayed: bool | None = None
    document: str | None = None
    since: str | None = None
    until: str | None = None
    event_since: str | None = None
    event_until: str | None = None
    min_confidence: float | None = None

    def __post_init__(self) -> None:
        for name in ("since", "until", "event_since", "event_until"):
            value = getattr(self, name)
            if value is not None and not is_date(value):
                raise QueryError(f"{name} must be YYYY, YYYY-MM or YYYY-MM-DD, got {value!r:.60}")
        for name, choices in _CHOICES.items():
            value = getattr(self, name)
            if value is not None and value not in choices:
                known = ", ".join(choices)
                raise QueryError(f"{name} must be one of {known}, got {value!r:.60}")
        if self.text is not None and not name_words(self.text):
            raise QueryError(f"text needs a word, got {self.text!r:.60}")


_CHOICES: Mapping[str, tuple[str, ...]] = {
    "mode": get_args(Mode),
    "attitude": (*get_args(Attitude), ANY),
    "cue_class": get_args(CueClass),
    "speaker_kind": get_args(SpeakerKind),
}


@dataclass(frozen=True, slots=True)
class Found:
    """The rows that match, newest first, and those of the page; the counts are of all of them.

    ``undated`` statements match all but ``since`` and ``until``, which cannot be checked for them.
    """

    rows: Column
    page: list[int]
    next: Key | None
    documents: int
    undated_documents: int
    undated: int

    @property
    def total(self) -> int:
        """How many match."""
        return len(self.rows)


def find(table: Table, filters: Filters, page: Page) -> Found:
    """The statements that match all filters, and the page of them."""
    matching = _matching(table, filters)
    documents = table.statements["document"]
    undated = 0
    if filters.since or filters.until:
        undated = int(np.count_nonzero(matching & table.undated[documents]))
        matching &= within(table.published, filters.since, filters.until)[documents]
    rows = np.flatnonzero(matching).astype(np.int32)
    first = 0 if page.after is None else int(np.searchsorted(rows, row_after(table, page.after)))
    shown = rows[first : first + page.limit].tolist()
    of_documents = np.unique(documents[rows])
    return Found(
        rows=rows,
        page=shown,
        next=key_of(table, shown[-1]) if first + len(shown) < len(rows) else None,
        documents=len(of_documents),
        undated_documents=int(np.count_nonzero(table.undated[of_documents])),
        undated=undated,
    )


def facets(table: Table, rows: Column) -> dict[str, Facet]:
    """How often each value occurs in these rows, by the name of the filter that takes it."""
    columns, documents = table.statements, table.statements["document"][rows]
    chosen = np.zeros(len(columns["speaker"]), np.bool_)
    chosen[rows] = True
    about = table.about.codes[chosen[table.about.owners()]]
    classes = {name: _of_class(table, about, name) for name in ("Policy", "Sector")}
    outlets = np.array([d.outlet for d in table.documents], np.int32)
    # An author of several documents stands in each, so documents are counted with their rows.
    counts = np.bincount(documents, minlength=len(table.documents))
    authors = [
        code for place in np.flatnonzero(counts) for code in table.documents[place].authors
        for _ in range(counts[place])
    ]  # fmt: skip
    dates = (
        (table.documents[i].document.published, int(counts[i])) for i in np.flatnonzero(counts)
    )
    entity, text = partial(_entity_name, table), partial(_text_name, table)
    return {
        "speaker": facet(columns["speaker"][rows], entity),
        "about": facet(about, entity),
        "policy": facet(classes["Policy"], entity),
        "sector": facet(classes["Sector"], entity),
        "outlet": facet(outlets[documents], entity),
        "author": facet(np.array(authors, np.int32), entity),
        "via": facet(table.via.codes[chosen[table.via.owners()]], entity),
        **{
            name: facet(columns[name][rows], text)
            for name in ("mode", "attitude", "cue_class", "speaker_kind")
        },
        "month": months(dates),
    }


def within(dates: Sequence[str | None], since: str | None, until: str | None) -> Mask:
    """Which dates lie between two, as far as both are told; None never does."""
    until = last_day(until) if until else None

    def fits(date: str | None) -> bool:
        if date is None:
            return since is None and until is None
        return (since is None or date >= since[: len(date)]) and (
            until is None or date <= until[: len(date)]
        )

    return np.array([fits(date) for date in dates], np.bool_)


def entities_meant(table: Table, given: str) -> set[str]:
    """The IRIs that an id names, or that words of a name do.

    Raises:
        QueryError: it has no word.
    """
    if given.startswith(_IDS):
        return {iri_of(given)}
    words = name_words(given)
    if not words:
        raise QueryError(f"a name needs a word, got {given!r:.60}")
    return table.entities.named(words)


def key_of(table: Table, row: int) -> Key:
    """What the list is sorted by."""
    place = table.statement_place(row)
    document = table.documents[place.document]
    start = int(table.statements["sentence_start"][row])
    return [document.document.published, document.iri, start, document.statements.ids[place.row]]


def row_after(table: Table, key: Key) -> int:
    """The first row behind the key, whether what had it is still there or not."""
    published, iri, start, id_ = key
    wanted = order(None if published is None else str(published), str(iri))
    place = bisect_left(table.documents, wanted, key=lambda document: document.order)
    first = table.first_statement(place)
    if place == len(table.documents) or table.documents[place].order != wanted:
        return first
    statements = table.documents[place].statements
    starts = statements.column("sentence_start").tolist()
    passed = sum(
        (at, each) <= (start, id_) for at, each in zip(starts, statements.ids, strict=True)
    )
    return first + passed


def _matching(table: Table, filters: Filters) -> Mask:
    """Which statements match all filters but the dates of publication."""
    columns, codes = table.statements, table.codes
    found = np.ones(len(columns["speaker"]), np.bool_)

    def coded(iris: Iterable[str]) -> list[int]:
        return [code for iri in iris if (code := codes.known(iri)) != NONE]

    def holding(several: Several, iris: Iterable[str]) -> Mask:
        owners = several.owners()[np.isin(several.codes, coded(iris))]
        return np.bincount(owners, minlength=len(found)) > 0

    for name in ("mode", "attitude", "cue_class", "speaker_kind"):
        if (value := getattr(filters, name)) not in (None, ANY):
            found &= columns[name] == codes.known(value)
    if filters.speaker is not None:
        found &= np.isin(columns["speaker"], coded(entities_meant(table, filters.speaker)))
    entities = table.entities
    for value, class_ in ((filters.about, None), (filters.sector, "Sector")):
        if value is not None:
            meant = of_class(table, entities_meant(table, value), class_)
            found &= holding(table.about, entities.with_narrower(meant))
    if filters.policy is not None:
        meant = of_class(table, entities_meant(table, filters.policy), "Policy")
        found &= holding(table.about, meant)
    if filters.via is not None:
        found &= holding(table.via, entities_meant(table, filters.via))
    if filters.relayed is not None:
        found &= (np.diff(table.via.starts) > 0) == filters.relayed
    if filters.min_confidence is not None:
        found &= table.confidence >= filters.min_confidence
    if filters.event_since is not None or filters.event_until is not None:
        said = [codes.text(code) for code in columns["date"].tolist()]
        # A day of no known year lies nowhere.
        known = [None if date is None or date.startswith("--") else date for date in said]
        found &= within(known, filters.event_since, filters.event_until)
    found &= documents_matching(table, filters)[columns["document"]]
    if filters.text is not None:
        found &= _with_words(table, name_words(filters.text))
    return found


def documents_matching(table: Table, filters: Filters) -> Mask:
    """Which documents match the filters about documents, but for their dates."""
    found = np.ones(len(table.documents), np.bool_)
    if filters.outlet is not None:
        outlets = {table.codes.known(iri) for iri in entities_meant(table, filters.outlet)} - {NONE}
        found &= np.array([d.outlet in outlets for d in table.documents], np.bool_)
    if filters.author is not None:
        authors = {table.codes.known(iri) for iri in entities_meant(table, filters.author)} - {NONE}
        found &= np.array([not authors.isdisjoint(d.authors) for d in table.documents], np.bool_)
    if filters.document is not None:
        place = table.by_id.get(filters.document.removeprefix("document/"))
        found &= np.arange(len(found)) == (NONE if place is None else place)
    return found


def of_class(table: Table, iris: Iterable[str], class_: str | None) -> set[str]:
    """Those of the entities that are of a class."""
    rows = table.entities.rows
    return {i for i in iris if class_ is None or (i in rows and class_ in rows[i].classes)}


def _with_words(table: Table, words: str) -> Mask:
    """Which statements have these words in a row in their content."""
    text, starts = table.words
    places, place = list[int](), text.find(words)
    while place >= 0:
        places.append(place)
        place = text.find(words, place + 1)
    found = np.zeros(len(starts), np.bool_)
    found[np.searchsorted(starts, places, side="right") - 1] = True
    return found


def _of_class(table: Table, codes: Column, class_: str) -> Column:
    """Those of the codes whose entities are of a class."""
    distinct = np.unique(codes)
    iris = {table.iri(code): code for code in distinct.tolist()}
    wanted = [iris[iri] for iri in of_class(table, iris, class_)]
    chosen: Column = codes[np.isin(codes, wanted)]
    return chosen


def _entity_name(table: Table, code: int) -> tuple[str, str]:
    thing = table.thing(code)
    return entity_id(thing.iri), thing.label


def _text_name(table: Table, code: int) -> tuple[str, str]:
    text = table.codes.texts[code]
    return text, text
