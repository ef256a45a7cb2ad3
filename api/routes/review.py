"""/review: entities that may be one, for a person to say."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from onrecord.api.fresh import FreshRoute
from onrecord.api.listing import LISTED, Format, listed
from onrecord.api.serving import Served
from onrecord.api.shapes import Shape, ThingJson
from onrecord.graph.entity_lookup import entity_id
from onrecord.ontology.entities import CanonicalEntity

router = APIRouter(tags=["corrections"], route_class=FreshRoute)


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


class ReviewAsked(BaseModel):
    """How many pairs. Any other parameter is refused by name."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(50, ge=1, le=1000, description="Most pairs.")
    format: Format | None = Field(None, description="Form of the list; else by Accept.")


@router.get("/review", response_model=ReviewJson, responses=LISTED)
def review(request: Request, served: Served, asked: Annotated[ReviewAsked, Query()]) -> Response:
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
        for each in found[: asked.limit]
    ]
    cut = len(found) > asked.limit
    answer = ReviewJson(pairs=pairs, total=len(found), truncated=cut)
    return listed(
        request, answer, pairs, asked.format, total=len(found), following=None, truncated=cut
    )


def _thing(entity: CanonicalEntity) -> ThingJson:
    return ThingJson(id=entity_id(entity.iri), iri=entity.iri, label=entity.label, type=entity.type)
