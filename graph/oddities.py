"""What is odd in a graph: nothing here is broken, but a person should look at it.

Reported and never mended: which of two sources is right, or whether two names are one, is for an
analyst to decide. Entities that may be one are in ``reviewing``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Literal

import pyoxigraph as ox

from onrecord.graph.answers import select
from onrecord.ingest.concept import Concept
from onrecord.ontology.entities import name_words
from onrecord.ontology.posts import held_post, is_held_by_one

Kind = Literal["orphan", "impossible date", "role contradiction", "another version"]

_ONR = "PREFIX onr: <https://w3id.org/onrecord/ns#>\n"
_SKOS = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
_ORPHANS = f"""{_ONR}{_SKOS}
SELECT ?entity ?label WHERE {{
  ?entity skos:prefLabel ?label .
  FILTER NOT EXISTS {{ ?entity onr:pack ?pack }}
  FILTER NOT EXISTS {{ ?other ?refers ?entity }}
}} ORDER BY ?entity"""
_PUBLISHED = f"""{_ONR}
SELECT ?document ?published WHERE {{ ?document onr:published ?published }} ORDER BY ?document"""
_SAID = f"""{_ONR}
SELECT ?claim ?said ?published WHERE {{
  ?claim a onr:Statement ; onr:eventDate ?said ; onr:inDocument ?document .
  ?document onr:published ?published
}} ORDER BY ?claim"""
_ROLES = f"""{_ONR}{_SKOS}
SELECT ?claim ?person ?name ?body ?bodyName ?role ?when ?published WHERE {{
  ?claim onr:predicate "memberOf" ; onr:role ?role ; onr:hasSubject ?person ;
    onr:hasObject ?body ; onr:factuality ?factuality ; onr:inDocument ?document .
  FILTER(?factuality IN ("asserted", "reported"))
  ?person skos:prefLabel ?name . ?body skos:prefLabel ?bodyName .
  OPTIONAL {{ ?claim onr:eventDate ?when }}
  OPTIONAL {{ ?document onr:published ?published }}
}} ORDER BY ?claim"""
_EARLIEST_PRESS = 1600
_MANY = 10_000_000


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something odd: of which kind, in words for people, with the IRIs that it is about."""

    kind: Kind
    text: str
    iris: tuple[str, ...]


def oddities(
    store: ox.Store, concepts: Mapping[str, Concept], *, today: date | None = None
) -> list[Oddity]:
    """All that is odd, by kind. Linear in entities and claims; ``today`` bounds publication."""
    return [
        *orphans(store),
        *impossible_dates(store, today),
        *role_contradictions(store, concepts),
    ]


def orphans(store: ox.Store) -> Iterator[Oddity]:
    """Yield entities that nothing refers to."""
    for entity, label in _rows(store, _ORPHANS):
        yield Oddity("orphan", f"{label}: nothing refers to it", (entity,))


def impossible_dates(store: ox.Store, today: date | None) -> Iterator[Oddity]:
    """Yield publications in the future or before there was a press, and sayings after them."""
    for document, published in _rows(store, _PUBLISHED):
        if not _exists(published):
            text = f"published on {published}, which is no date"
        elif today is not None and published > today.isoformat()[: len(published)]:
            text = f"published on {published}, which is still to come"
        elif int(published[:4]) < _EARLIEST_PRESS:
            text = f"published in {published[:4]}"
        else:
            continue
        yield Oddity("impossible date", text, (document,))
    for claim, said, published in _rows(store, _SAID):
        if not _exists(said):
            yield Oddity("impossible date", f"said on {said}, which is no date", (claim,))
        elif not said.startswith("--"):
            length = min(len(said), len(published))
            if said[:length] > published[:length]:
                text = f"said on {said} in a document published on {published}"
                yield Oddity("impossible date", text, (claim,))


@dataclass(frozen=True, slots=True)
class _Holding:
    claim: str
    person: str
    name: str
    day: str
    is_listed: bool


def role_contradictions(store: ox.Store, concepts: Mapping[str, Concept]) -> Iterator[Oddity]:
    """Yield posts that two people hold at once, and posts that the packs give to somebody else.

    Only posts that one person holds ("president", "Treasury Secretary"), held now: a former or
    designated holder contradicts nobody, nor do two of whom the packs say that they hold it or
    once held it ("President Clinton" is said for life). Two hold a post at once where the dates of
    the claims on one of them lie among those on the other.
    """
    held: dict[tuple[str, str], list[_Holding]] = defaultdict(list)
    bodies: dict[str, str] = {}
    listed: dict[tuple[str, str], set[str]] = defaultdict(set)
    for concept in concepts.values():
        if concept.type == "Person" and concept.country:
            for title in concept.titles:
                listed[concept.country, name_words(title)].add(concept.iri)
    for claim, person, name, body, body_name, role, when, published in _rows(store, _ROLES):
        post, place = held_post(role), concepts.get(body)
        at_country = place is not None and place.type == "Country"
        if post is None or not is_held_by_one(post, at_country=at_country):
            continue
        holder = concepts.get(person)
        country = (place.country or place.iri) if place is not None else None
        bodies[body] = f"{body_name} ({post})"
        is_listed = holder is not None and any(post in name_words(t) for t in holder.titles)
        held[body, post].append(_Holding(claim, person, name, when or published, is_listed))
        if holder is None or country is None or not holder.titles or holder.country != country:
            continue
        others = listed.get((country, name_words(post)), set()) - {person}
        if others and not is_listed:
            names = ", ".join(sorted(concepts[iri].label for iri in others)[:3])
            text = f"{name} is called {role}, which the packs say of {names}"
            yield Oddity("role contradiction", text, (claim, person))
    for (body, _), holdings in sorted(held.items()):
        yield from _held_at_once(bodies[body], holdings)


def _held_at_once(body: str, holdings: list[_Holding]) -> Iterator[Oddity]:
    by_person: dict[str, list[_Holding]] = defaultdict(list)
    for holding in holdings:
        if holding.day:
            by_person[holding.person].append(holding)
    spans = {
        person: (min(h.day for h in found), max(h.day for h in found))
        for person, found in by_person.items()
    }
    people = sorted(spans, key=lambda person: (by_person[person][0].name, person))
    for person, other in combinations(people, 2):
        (first, last), (began, ended) = spans[person], spans[other]
        mine, theirs = by_person[person][0], by_person[other][0]
        if first <= ended and began <= last and not (mine.is_listed and theirs.is_listed):
            yield Oddity(
                "role contradiction",
                f"{mine.name} ({first} to {last}) and {theirs.name} ({began} to {ended}) "
                f"both hold the post at {body}",
                (mine.claim, theirs.claim),
            )


def counts(found: Iterable[Oddity]) -> dict[str, int]:
    """How many of each kind."""
    number: dict[str, int] = defaultdict(int)
    for oddity in found:
        number[oddity.kind] += 1
    return dict(number)


def _exists(value: str) -> bool:
    """Whether an ISO date, whole or partial, is one of the calendar."""
    whole = f"2000{value[1:]}" if value.startswith("--") else value + "-01-01"[len(value) - 4 :]
    try:
        date.fromisoformat(whole)
    except ValueError:
        return False
    return True


def _rows(store: ox.Store, sparql: str) -> Iterator[tuple[str, ...]]:
    for row in select(store, sparql, {}, max_rows=_MANY).rows:
        yield tuple("" if value is None else str(value) for value in row)
