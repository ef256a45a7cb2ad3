"""/search: names, contents and sentences by words in any of their forms."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from onrecord.api.asked import At
from onrecord.api.fresh import FreshRoute
from onrecord.api.serving import Served
from onrecord.api.shapes import Shape, SourceJson, SpanJson, StatementJson, ThingJson
from onrecord.graph.as_of import Clock
from onrecord.graph.full_text import lucene
from onrecord.graph.full_text import search as find

router = APIRouter(tags=["search"], route_class=FreshRoute)


class SearchAsked(At):
    """What is searched for."""

    q: str = Field(max_length=1000, description="Words, all of which are to be found.")
    limit: int = Field(10, ge=1, le=200, description="Most of each kind.")


class FoundSentenceJson(Shape):
    """A sentence with the claims that it shows, by id."""

    sentence: SpanJson
    document: SourceJson
    claims: list[str]


class FoundJson(Shape):
    """What was found, best first; ``truncated`` says whether any kind has more."""

    names: list[ThingJson]
    statements: list[StatementJson]
    sentences: list[FoundSentenceJson]
    truncated: bool


@router.get("/search")
def search(served: Served, asked: Annotated[SearchAsked, Query()]) -> FoundJson:
    """Names, statements by their content, and other sentences, ranked by the graph's engine.

    Words are found in any of their forms, "tariff" finds "tariffs"; all must be there.
    """
    lucene(asked.q)  # what cannot be searched for is said before an engine is started
    served.property_graph()
    clock = Clock(asked.published_by or None, asked.known_by or None)
    found = find(served.graph, asked.q, clock, asked.limit, served.settings.query_timeout_ms)
    return FoundJson.model_validate(found)
