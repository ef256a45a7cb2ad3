"""Entities that may be one, for a person to say: what resolution left open."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.graph.manifest import Manifest
from onrecord.graph.planning import Plan
from onrecord.ontology.entities import CanonicalEntity, entity_iri


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two entities that may be one: how much speaks for it, and what speaks for and against.

    ``score`` is what resolution adds up; it merges by itself from 0.75 on, if nothing contradicts.
    """

    one: CanonicalEntity
    other: CanonicalEntity
    score: float
    reasons: tuple[str, ...]


def candidates(manifest: Manifest, plan: Plan) -> list[Candidate]:
    """All such pairs, the likeliest first, without those that an analyst has decided about."""
    identities = plan.force.identities
    found: dict[tuple[str, str], Candidate] = {}
    for review in manifest.index.reviews():
        iris = [identities.of(entity_iri(key)) for key in (review.one, review.other)]
        one, other = sorted(iris)
        if one == other or (one, other) in found or identities.kept_apart(one, other):
            continue
        mine, theirs = plan.described(one), plan.described(other)
        if mine is not None and theirs is not None:
            found[one, other] = Candidate(mine, theirs, round(review.score, 2), review.reasons)
    return list(found.values())
