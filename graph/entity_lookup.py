"""Entities found by the beginnings of their names, from the RDF store alone.

Names are matched as everywhere here: by their words (``name_words``), of which the last one may be
unfinished.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import RDF

from onrecord.errors import QueryError
from onrecord.graph.answers import select
from onrecord.graph.who_said import Describer
from onrecord.ontology.entities import name_words
from onrecord.ontology.identifiers import ID
from onrecord.ontology.terms import ONR, ontology

_FIND = """
PREFIX onr: <https://w3id.org/onrecord/ns#>
SELECT DISTINCT ?entity
WHERE { ?entity onr:searchName ?name . FILTER CONTAINS(?name, ?beginning) }
"""


@dataclass(frozen=True, slots=True)
class FoundEntity:
    """An entity with how many statements it makes, and how many are about it."""

    iri: str
    id: str
    label: str
    type: str
    statements: int
    about: int


def entity_id(iri: str) -> str:
    """What follows ``/id/`` in the entity's IRI; the whole IRI where it is not one of ours."""
    return iri.removeprefix(ID)


def iri_of(id_: str) -> str:
    """The IRI of that id."""
    return id_ if ":" in id_.split("/", 1)[0] else ID + id_


def find_entities(
    store: ox.Store, text: str, *, type_: str | None = None, limit: int = 20
) -> tuple[list[FoundEntity], int]:
    """Entities with a name that has these words, most quoted first; and how many there are.

    The last word may be the beginning of one. Linear in all names.

    Raises:
        QueryError: the ontology has no such type.
    """
    if type_ is not None and ONR[type_] not in ontology().superclasses:
        raise QueryError(f"type must be a class of the ontology, Person for one; got {type_!r:.60}")
    beginning = name_words(text).rstrip()
    if text.strip() and not beginning:
        return [], 0
    rows = select(store, _FIND, {"beginning": beginning or " "}, max_rows=1_000_000).rows
    describe = Describer(store)
    found = [
        entity
        for (iri,) in rows
        if type_ is None or _has_class(store, str(iri), type_)
        for entity in [_found(store, describe, str(iri))]
    ]
    found.sort(key=lambda each: (-each.statements, -each.about, each.label, each.iri))
    return found[:limit], len(found)


def _found(store: ox.Store, describe: Describer, iri: str) -> FoundEntity:
    thing = describe.thing(iri)
    return FoundEntity(
        iri=iri,
        id=entity_id(iri),
        label=thing.label,
        type=thing.type,
        statements=len(_subjects(store, ONR.hasSpeaker, iri)),
        about=len(_subjects(store, ONR.isAbout, iri)),
    )


def _subjects(store: ox.Store, predicate: str, iri: str) -> set[str]:
    quads = store.quads_for_pattern(None, ox.NamedNode(predicate), ox.NamedNode(iri))
    return {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}


def _has_class(store: ox.Store, iri: str, class_: str) -> bool:
    node = ox.NamedNode(iri)
    of_class = (ox.NamedNode(RDF.type), ox.NamedNode(ONR[class_]))
    return any(store.quads_for_pattern(node, *of_class))
