"""Entities for people: found while a name is typed, and one with all that is known of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from onrecord.errors import QueryError
from onrecord.graph.lookup.edges import Network
from onrecord.graph.lookup.entities import EntityRow
from onrecord.graph.lookup.facets import Facet, FacetValue
from onrecord.graph.lookup.paging import Key, Page
from onrecord.graph.lookup.rows import NONE
from onrecord.graph.lookup.showing import Shower, ShownClaim
from onrecord.graph.lookup.table import Table
from onrecord.graph.who_said import NamedThing, SourceDocument
from onrecord.ontology.entities import name_words
from onrecord.ontology.terms import ONR, ontology

_DOCUMENTS_SHOWN = 50
OUT, IN = "out", "in"


@dataclass(frozen=True, slots=True)
class CountedEntity:
    """An entity with how many statements it makes, and how many are about it."""

    iri: str
    id: str
    label: str
    type: str
    statements: int
    about: int


@dataclass(frozen=True, slots=True)
class FoundEntities:
    """A page of entities, most quoted first; ``types`` counts all that match by type."""

    page: list[CountedEntity]
    total: int
    next: Key | None
    types: Facet


@dataclass(frozen=True, slots=True)
class RelationCount:
    """How many entities a relation connects an entity with, by how many claims."""

    predicate: str
    direction: str
    entities: int
    claims: int


@dataclass(frozen=True, slots=True)
class Month:
    """How many statements of a month an entity makes, and how many are about it."""

    month: str | None
    statements: int
    about: int


@dataclass(frozen=True, slots=True)
class KnownEntity(CountedEntity):
    """All that is known of an entity; of the ``documents`` that name it the newest are there."""

    aliases: tuple[str, ...]
    broader: tuple[NamedThing, ...]
    narrower: tuple[NamedThing, ...]
    roles: list[ShownClaim]
    relations: list[RelationCount]
    timeline: list[Month]
    documents: int
    mentioned_in: list[SourceDocument]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An entity beside another, by a relation that so many claims support."""

    entity: NamedThing
    predicate: str
    direction: str
    claims: int


def found_entities(table: Table, text: str, type_: str | None, page: Page) -> FoundEntities:
    """Entities with a name that has these words, of which the last may be unfinished.

    Raises:
        QueryError: the ontology has no such type.
    """
    if type_ is not None and ONR[type_] not in ontology().superclasses:
        raise QueryError(f"type must be a class of the ontology, Person for one; got {type_!r:.60}")
    beginning = name_words(text).rstrip()
    if text.strip() and not beginning:
        return FoundEntities([], 0, None, Facet((), 0))
    rows = table.entities.rows
    named = table.entities.named(beginning or " ")
    matching = [rows[iri] for iri in named if type_ is None or type_ in rows[iri].classes]
    counted = sorted((_order(table, row), row) for row in matching)
    types: dict[str, int] = {}
    for row in matching:
        types[row.type] = types.get(row.type, 0) + 1
    after = _after(page.after)
    first = 0 if after is None else sum(1 for order, _ in counted if order <= after)
    shown = counted[first : first + page.limit]
    more = first + len(shown) < len(counted)
    ranked = sorted(types.items(), key=lambda pair: (-pair[1], pair[0]))
    return FoundEntities(
        page=[CountedEntity(*_counted(table, row)) for _, row in shown],
        total=len(counted),
        next=list(shown[-1][0]) if shown and more else None,
        types=Facet(tuple(FacetValue(name, name, count) for name, count in ranked), 0),
    )


def known_entity(table: Table, network: Network, iri: str) -> KnownEntity | None:
    """All that is known of the entity of that IRI; None where there is none."""
    row = table.entities.rows.get(iri)
    if row is None:
        return None
    code = table.codes.known(iri)
    places = [p for p, document in enumerate(table.documents) if code in document.mentions]
    shower = Shower(table)
    relations = table.relations
    posts = (relations["subject"] == code) & (
        relations["predicate"] == table.codes.known("memberOf")
    )
    roles = [shower.relation(each) for each in np.flatnonzero(posts).tolist()]
    things = table.entities
    return KnownEntity(
        *_counted(table, row),
        aliases=row.aliases,
        broader=tuple(map(things.thing, row.broader)),
        narrower=tuple(map(things.thing, things.narrower.get(iri, ()))),
        roles=sorted(roles, key=_role_order),
        relations=relation_counts(network, code),
        timeline=_timeline(table, code),
        documents=len(places),
        mentioned_in=[shower.source(place) for place in places[:_DOCUMENTS_SHOWN]],
    )


def relation_counts(network: Network, code: int) -> list[RelationCount]:
    """The relations of an entity with true counts, most claims first."""
    found: dict[tuple[str, str], list[int]] = {}
    for direction, places in ((OUT, network.edges_out(code)), (IN, network.edges_in(code))):
        for place in places.tolist():
            edge = network.edge(place)
            found.setdefault((edge.predicate, direction), []).append(edge.claims)
    counts = [RelationCount(*key, len(claims), sum(claims)) for key, claims in found.items()]
    return sorted(
        counts, key=lambda each: (-each.claims, -each.entities, each.predicate, each.direction)
    )


def neighbours(
    network: Network, code: int, *, direction: str | None, type_: str | None, page: Page
) -> tuple[list[Neighbour], int, Key | None]:
    """The neighbours of an entity, those with most claims first; how many; where to go on."""
    table = network.table
    found: list[tuple[tuple[int, str, str, str], Neighbour]] = []
    for way, places in ((OUT, network.edges_out(code)), (IN, network.edges_in(code))):
        if direction in (None, way):
            for place in places.tolist():
                edge = network.edge(place)
                other = table.thing(edge.object if way == OUT else edge.subject)
                row = table.entities.rows.get(other.iri)
                if type_ is not None and (row is None or type_ not in row.classes):
                    continue
                order = (-edge.claims, other.iri, edge.predicate, way)
                found.append((order, Neighbour(other, edge.predicate, way, edge.claims)))
    found.sort(key=lambda pair: pair[0])
    after = None if page.after is None else tuple(page.after)
    first = 0 if after is None else sum(1 for order, _ in found if order <= after)
    shown = found[first : first + page.limit]
    more = first + len(shown) < len(found)
    return [each for _, each in shown], len(found), list(shown[-1][0]) if shown and more else None


def _counted(table: Table, row: EntityRow) -> tuple[str, str, str, str, int, int]:
    return row.iri, row.id, row.label, row.type, *table.counts(row.iri)


def _order(table: Table, row: EntityRow) -> tuple[int, int, str, str]:
    statements, about = table.counts(row.iri)
    return -statements, -about, row.label, row.iri


def _role_order(role: ShownClaim) -> tuple[str, str, str]:
    return role.role or "", role.object.label if role.object else "", role.document.id


def _after(key: Key | None) -> tuple[int, int, str, str] | None:
    if key is None:
        return None
    statements, about, label, iri = key
    return int(statements or 0), int(about or 0), str(label), str(iri)


def _timeline(table: Table, code: int) -> list[Month]:
    """Month by month of publication, oldest first, the undated last."""
    documents = table.statements["document"]
    spoken = documents[table.statements["speaker"] == code]
    below = map(table.codes.known, table.entities.with_narrower([table.iri(code)]))
    is_about = np.isin(table.about.codes, [each for each in below if each != NONE])
    about = documents[np.unique(table.about.owners()[is_about])]
    counts: dict[str | None, list[int]] = {}
    for which, places in enumerate((spoken, about)):
        for place, count in zip(*np.unique(places, return_counts=True), strict=True):
            published = table.documents[place].document.published
            month = published[:7] if published else None
            counts.setdefault(month, [0, 0])[which] += int(count)
    ordered = sorted(counts.items(), key=lambda pair: (pair[0] is None, pair[0] or ""))
    return [Month(month, *pair) for month, pair in ordered]


ENTITY_KEY = (int, int, str, str)
NEIGHBOUR_KEY = (int, str, str, str)
