"""/statements: who said what."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from onrecord.api.serving import Served
from onrecord.api.shapes import StatementsJson, statements_json
from onrecord.graph.as_of import Clock
from onrecord.graph.catalogue import question
from onrecord.graph.who_said import who_said

router = APIRouter(tags=["who said what"])
_HELP = {parameter.name: parameter.help for parameter in question("who-said").parameters}


class Filters(BaseModel):
    """The filters of the question "who-said"; each may be left out."""

    model_config = ConfigDict(extra="forbid")

    text: str | None = Field(None, description=_HELP["text"])
    speaker: str | None = Field(None, description=_HELP["speaker"])
    about: str | None = Field(None, description=_HELP["about"])
    policy: str | None = Field(None, description=_HELP["policy"])
    sector: str | None = Field(None, description=_HELP["sector"])
    outlet: str | None = Field(None, description=_HELP["outlet"])
    author: str | None = Field(None, description=_HELP["author"])
    via: str | None = Field(None, description=_HELP["via"])
    mode: str | None = Field(None, description=_HELP["mode"])
    attitude: str | None = Field(None, description=_HELP["attitude"])
    since: str | None = Field(None, description=_HELP["since"])
    until: str | None = Field(None, description=_HELP["until"])
    event_since: str | None = Field(None, description=_HELP["event_since"])
    published_by: str | None = Field(
        None, description="Ask the graph as it would be of only what was published by that day."
    )
    known_by: str | None = Field(
        None, description="Ask the graph of what had come into it by that day."
    )
    limit: int = Field(50, ge=1, le=200, description="Most statements on a page.")
    offset: int = Field(0, ge=0, le=10_000_000, description="How many to pass over.")


@router.get("/statements")
def statements(served: Served, filters: Annotated[Filters, Query()]) -> StatementsJson:
    """Statements that match all filters, newest first, each with its sentence and document."""
    wanted = filters.model_dump(
        exclude={"limit", "offset", "published_by", "known_by"}, exclude_none=True
    )
    given = {name: value for name, value in wanted.items() if value.strip()}
    clock = Clock(filters.published_by or None, filters.known_by or None)
    with served.graph.as_of(clock) as past:
        answer = who_said(past.rdf.store, given, offset=filters.offset, limit=filters.limit)
    return statements_json(answer, filters.offset)
