"""/review: entities that may be one, for a person to say."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from onrecord.api.serving import Served
from onrecord.api.shapes import Shape, ThingJson
from onrecord.graph.entity_lookup import entity_id
from onrecord.ontology.entities import CanonicalEntity

router = APIRouter(tags=["corrections"])


class PairJson(Shape):
    """Two entities that may be one, with what speaks for and against it.

    ``score`` is what was weighed; 0.75 would have been enough. It is null where one is of a pack.
    """

    one: ThingJson
    other: ThingJson
    score: float | None
    reasons: list[str]


class ReviewJson(Shape):
    """The pairs that nobody has decided about yet, the likeliest first."""

    pairs: list[PairJson]
    total: int
    truncated: bool


@router.get("/review")
def review(
    served: Served,
    limit: Annotated[int, Query(ge=1, le=1000, description="Most pairs.")] = 50,
) -> ReviewJson:
    """Entities that may be one.

    POST /corrections decides: ``{"kind": "merge", "entity": one.id, "other": other.id}`` (the other
    stays), or ``"keep-apart"``; a pair that is decided is not offered again.
    """
    found = served.graph.candidates()
    pairs = [
        PairJson(
            one=_thing(each.one),
            other=_thing(each.other),
            score=each.score,
            reasons=list(each.reasons),
        )
        for each in found[:limit]
    ]
    return ReviewJson(pairs=pairs, total=len(found), truncated=len(found) > limit)


def _thing(entity: CanonicalEntity) -> ThingJson:
    return ThingJson(id=entity_id(entity.iri), iri=entity.iri, label=entity.label, type=entity.type)
