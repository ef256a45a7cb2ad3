"""/entities: actors, policies and sectors."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query, Request, Response
from pydantic import Field

from onrecord.api.asked import AtQuery, EntityId, Paged
from onrecord.api.fresh import FreshRoute
from onrecord.api.listing import LISTED, Format, listed
from onrecord.api.serving import Served
from onrecord.api.shapes import (
    CountedEntityJson,
    EntitiesJson,
    EntityJson,
    NeighbourJson,
    NeighboursJson,
    facets_json,
)
from onrecord.graph.entity_lookup import iri_of
from onrecord.graph.lookup.edges import Network, Wanted
from onrecord.graph.lookup.entity_pages import (
    ENTITY_KEY,
    NEIGHBOUR_KEY,
    found_entities,
    known_entity,
    neighbours,
)
from onrecord.graph.lookup.paging import cursor, page

router = APIRouter(tags=["entities"], route_class=FreshRoute)


class EntitiesAsked(Paged):
    """Which entities."""

    q: str = Field(
        "", max_length=200, description="Words of a name; the last one may be unfinished."
    )
    type: str | None = Field(None, description="Class of the ontology, Person for one.")
    facets: bool = Field(False, description="Count the types too.")
    format: Format | None = Field(None, description="Form of the list; else by Accept.")


class NeighboursAsked(Paged):
    """Which neighbours."""

    predicate: str | None = Field(None, description="Relation that connects them.")
    direction: Literal["out", "in"] | None = Field(
        None, description="Whether the relation goes out from the entity, or comes in."
    )
    type: str | None = Field(None, description="Class of the neighbours.")
    format: Format | None = Field(None, description="Form of the list; else by Accept.")


@router.get("/entities", response_model=EntitiesJson, responses=LISTED)
def entities(
    request: Request, served: Served, asked: Annotated[EntitiesAsked, Query()]
) -> Response:
    """Entities by the beginning of their names, most quoted first, with their statements."""
    wanted = page(asked.limit, asked.cursor, ENTITY_KEY)
    with asked.graph(served) as graph:
        found = found_entities(graph.lookups.table(), asked.q, asked.type or None, wanted)
        items = [CountedEntityJson.model_validate(entity) for entity in found.page]
        following = cursor(found.next) if found.next else None
        answer = EntitiesJson(
            entities=items,
            total=found.total,
            truncated=found.total > len(items),
            next=following,
            facets=facets_json({"type": found.types}) if asked.facets else None,
        )
        return listed(
            request, answer, items, asked.format,
            total=found.total, following=following, store=graph.rdf.store,
        )  # fmt: skip


@router.get("/entities/{id:path}/neighbours", response_model=NeighboursJson, responses=LISTED)
def beside(
    id: EntityId, request: Request, served: Served, asked: Annotated[NeighboursAsked, Query()]
) -> Response:
    """Entities beside one, by the relation that connects them, those with most claims first."""
    wanted = page(asked.limit, asked.cursor, NEIGHBOUR_KEY)
    with asked.graph(served) as graph:
        table = graph.lookups.table()
        iri = graph.leads_to(iri_of(id))
        if iri not in table.entities.rows:
            raise HTTPException(404, f"no entity {id!r:.200}")
        network = table.network
        if asked.predicate:
            network = Network(table, Wanted(predicates=frozenset({asked.predicate})))
        found, total, after = neighbours(
            network,
            table.codes.known(iri),
            direction=asked.direction,
            type_=asked.type or None,
            page=wanted,
        )
        items = [NeighbourJson.model_validate(each) for each in found]
        following = cursor(after) if after else None
        answer = NeighboursJson(
            neighbours=items, total=total, truncated=total > len(items), next=following
        )
        return listed(
            request, answer, items, asked.format,
            total=total, following=following, store=graph.rdf.store,
        )  # fmt: skip


@router.get("/entities/{id:path}")
def entity(id: EntityId, served: Served, at: AtQuery) -> EntityJson:
    """One entity: type, aliases, roles with their sentences, relations with counts, time line."""
    with at.graph(served) as graph:
        table = graph.lookups.table()
        known = known_entity(table, table.network, graph.leads_to(iri_of(id)))
    if known is None:
        raise HTTPException(404, f"no entity {id!r:.200}")
    return EntityJson.model_validate(known)
