"""/statements and /claims: who said what, and what is behind an edge."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi import Path as PathParameter
from pydantic import Field

from onrecord.api.asked import AtQuery, Paged
from onrecord.api.fresh import FreshRoute
from onrecord.api.listing import LISTED, Format, listed
from onrecord.api.serving import Served
from onrecord.api.shapes import (
    ClaimJson,
    ClaimsJson,
    StatementJson,
    StatementsJson,
    facets_json,
)
from onrecord.graph.catalogue import question
from onrecord.graph.entity_lookup import iri_of
from onrecord.graph.lookup.claims import CLAIM_KEY, found_claims, found_unsupporting, shown
from onrecord.graph.lookup.paging import cursor, page
from onrecord.graph.lookup.showing import Shower
from onrecord.graph.lookup.statements import STATEMENT_KEY, Filters, facets, find

router = APIRouter(tags=["who said what"], route_class=FreshRoute)
_HELP = {parameter.name: parameter.help for parameter in question("who-said").parameters}
_ID = " By words, or exactly by an id."


class StatementFilters(Paged):
    """The filters of /statements; each may be left out."""

    text: str | None = Field(None, description=_HELP["text"])
    speaker: str | None = Field(None, description=_HELP["speaker"] + _ID)
    about: str | None = Field(None, description=_HELP["about"] + _ID)
    policy: str | None = Field(None, description=_HELP["policy"] + _ID)
    sector: str | None = Field(None, description=_HELP["sector"] + _ID)
    outlet: str | None = Field(None, description=_HELP["outlet"] + _ID)
    author: str | None = Field(None, description=_HELP["author"] + _ID)
    via: str | None = Field(None, description=_HELP["via"] + _ID)
    relayed: bool | None = Field(None, description="Whether anybody relayed it.")
    mode: str | None = Field(None, description=_HELP["mode"])
    attitude: str | None = Field(None, description=_HELP["attitude"] + " any unless given.")
    cue_class: str | None = Field(None, description="How it was said: assert, deny, demand …")
    speaker_kind: str | None = Field(None, description="named, role, group, anonymous or unknown.")
    document: str | None = Field(None, description="Id of the document that it stands in.")
    since: str | None = Field(None, description=_HELP["since"])
    until: str | None = Field(None, description=_HELP["until"])
    event_since: str | None = Field(None, description=_HELP["event_since"])
    event_until: str | None = Field(None, description="Said on this day or earlier.")
    min_confidence: float | None = Field(None, ge=0, le=1, description="Least confidence.")

    def filters(self) -> Filters:
        """The same, for the graph; what is empty counts as left out."""
        given = {name: getattr(self, name) for name in Filters.__slots__}
        return Filters(**{n: v for n, v in given.items() if v is not None and not _is_blank(v)})


class StatementsAsked(StatementFilters):
    """A page of the statements that match."""

    facets: bool = Field(False, description="Count the values of the filters too.")
    format: Format | None = Field(None, description="Form of the list; else by Accept.")


class ClaimsAsked(Paged):
    """What the claims connect."""

    subject: str | None = Field(None, max_length=2000, description="Id of the subject.")
    predicate: str | None = Field(None, max_length=100, description="Relation.")
    object: str | None = Field(None, max_length=2000, description="Id of the object.")
    live: bool = Field(
        True, description="false: the relations that make no edge, denied and hypothetical ones."
    )
    format: Format | None = Field(None, description="Form of the list; else by Accept.")


@router.get("/statements", response_model=StatementsJson, responses=LISTED)
def statements(
    request: Request, served: Served, asked: Annotated[StatementsAsked, Query()]
) -> Response:
    """Statements that match all filters, newest first, each with its sentence and document."""
    wanted = page(asked.limit, asked.cursor, STATEMENT_KEY)
    filters = asked.filters()
    with asked.graph(served) as graph:
        table = graph.lookups.table()
        found = find(table, filters, wanted)
        shower = Shower(table)
        items = [StatementJson.model_validate(shower.statement(row)) for row in found.page]
        following = cursor(found.next) if found.next else None
        answer = StatementsJson(
            statements=items,
            total=found.total,
            documents=found.documents,
            undated_documents=found.undated_documents,
            undated=found.undated,
            truncated=found.total > len(items),
            next=following,
            facets=facets_json(facets(table, found.rows)) if asked.facets else None,
        )
        return listed(
            request, answer, items, asked.format,
            total=found.total, following=following, store=graph.rdf.store,
        )  # fmt: skip


@router.get("/claims", response_model=ClaimsJson, responses=LISTED)
def claims(request: Request, served: Served, asked: Annotated[ClaimsAsked, Query()]) -> Response:
    """The claims behind an edge, or behind all edges of an entity, newest first."""
    wanted = page(asked.limit, asked.cursor, CLAIM_KEY)
    with asked.graph(served) as graph:
        table = graph.lookups.table()
        ends = [
            None if not end else graph.leads_to(iri_of(end))
            for end in (asked.subject, asked.object)
        ]
        subject, object_ = ends
        if asked.live:
            found = found_claims(table.network, subject, asked.predicate or None, object_, wanted)
        else:
            found = found_unsupporting(table, subject, asked.predicate or None, object_, wanted)
        items = [ClaimJson.model_validate(claim) for claim in found.page]
        following = cursor(found.next) if found.next else None
        answer = ClaimsJson(
            claims=items, total=found.total, truncated=found.total > len(items), next=following
        )
        return listed(
            request, answer, items, asked.format,
            total=found.total, following=following, store=graph.rdf.store,
        )  # fmt: skip


@router.get("/claims/{id}")
def claim(
    served: Served,
    id: Annotated[str, PathParameter(pattern="^[0-9a-f]{32}$", description="The claim's id.")],
    at: AtQuery,
) -> ClaimJson:
    """One claim with its sentence, its document and a citation."""
    with at.graph(served) as graph:
        found = shown(graph.lookups.table(), id)
    if found is None:
        raise HTTPException(404, f"no claim {id}")
    return ClaimJson.model_validate(found)


def _is_blank(value: object) -> bool:
    return isinstance(value, str) and not value.strip()
