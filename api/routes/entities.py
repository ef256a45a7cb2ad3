"""/entities: actors, policies and sectors."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from fastapi import Path as PathParameter

from onrecord.api.serving import Served
from onrecord.api.shapes import EntitiesJson, EntityJson, entity_json, found_entity_json
from onrecord.graph.entity_lookup import entity_page, find_entities, iri_of

router = APIRouter(tags=["entities"])


@router.get("/entities")
def entities(
    served: Served,
    q: Annotated[
        str, Query(max_length=200, description="Words of a name; the last one may be unfinished.")
    ] = "",
    type: Annotated[str | None, Query(description="Class of the ontology, Person for one.")] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="Most entities.")] = 20,
) -> EntitiesJson:
    """Entities by the beginning of their names, most quoted first, with their statements."""
    found, total = find_entities(served.graph.rdf.store, q, type_=type, limit=limit)
    return EntitiesJson(
        entities=[found_entity_json(entity) for entity in found],
        total=total,
        truncated=total > len(found),
    )


@router.get("/entities/{id:path}")
def entity(
    served: Served,
    id: Annotated[
        str, PathParameter(description="What follows /id/ in the entity's IRI, or a whole IRI.")
    ],
) -> EntityJson:
    """One entity: type, aliases, roles with their sentences, and the documents that name it."""
    page = entity_page(served.graph.rdf.store, served.graph.leads_to(iri_of(id)))
    if page is None:
        raise HTTPException(404, f"no entity {id!r:.200}")
    return entity_json(page)
