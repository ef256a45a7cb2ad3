"""Entities that may be one, for a person to say: what resolution left open.

Two sources, one list: pairs that resolution weighed and found too light, and entities of one kind
that have the same name. An analyst who keeps two apart, or merges them, takes them off it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import pyoxigraph as ox

from onrecord.graph.answers import select
from onrecord.graph.manifest import Manifest
from onrecord.graph.planning import Plan
from onrecord.ontology.entities import CanonicalEntity, entity_iri, name_words

SAME_NAME = "both have this name"
_MOST = 10_000_000
# Of a name that many share, each is compared with the first alone: pairs grow with the square.
_MANY = 12
# Nameless groups ("officials") belong to their documents: that they are many is no oddity.
_LABELS = """
PREFIX onr: <https://w3id.org/onrecord/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?entity ?label ?class WHERE {
  ?entity skos:prefLabel ?label .
  VALUES ?class { onr:Person onr:Organization onr:Country onr:Policy onr:Sector }
  ?entity a ?class .
} ORDER BY ?entity"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two entities that may be one: how much speaks for it, and what speaks for and against.

    ``score`` is what resolution adds up; it merges by itself from 0.75 on, if nothing contradicts.
    None where it did not weigh them: one is a concept of a pack, or too many share the name.
    """

    one: CanonicalEntity
    other: CanonicalEntity
    score: float | None
    reasons: tuple[str, ...]


def candidates(manifest: Manifest, plan: Plan, store: ox.Store) -> list[Candidate]:
    """All such pairs, the likeliest first, without those that an analyst has decided about."""
    identities = plan.force.identities
    found: dict[tuple[str, str], Candidate] = {}
    for one, other, score, reasons in (*_weighed(manifest, plan), *_same_name(store)):
        one, other = sorted(map(identities.of, (one, other)))
        if one == other or (one, other) in found or identities.kept_apart(one, other):
            continue
        mine, theirs = plan.described(one), plan.described(other)
        if mine is not None and theirs is not None:
            found[one, other] = Candidate(mine, theirs, score, reasons)
    return list(found.values())


_Pair = tuple[str, str, float | None, tuple[str, ...]]


def _weighed(manifest: Manifest, plan: Plan) -> Iterator[_Pair]:
    """Yield what resolution found too light, the heaviest first."""
    for review in manifest.index.reviews(plan.kept_apart):
        one, other = entity_iri(review.one), entity_iri(review.other)
        yield one, other, round(review.score, 2), review.reasons


def _same_name(store: ox.Store) -> Iterator[_Pair]:
    """Yield entities of one kind with one label."""
    named: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entity, label, class_ in select(store, _LABELS, {}, max_rows=_MOST).rows:
        named[str(class_), name_words(str(label))].add(str(entity))
    for _, entities in sorted(named.items()):
        first, *rest = sorted(entities)
        pairs = [(first, other) for other in rest]
        if len(entities) <= _MANY:
            pairs = list(combinations(sorted(entities), 2))
        for one, other in pairs:
            yield one, other, None, (SAME_NAME,)
