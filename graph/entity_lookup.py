"""Entities for people: found by the beginnings of their names, and one with all that is known.

Names are matched as everywhere here: by their words (``name_words``), of which the last one may be
unfinished.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import RDF, SKOS

from onrecord.errors import QueryError
from onrecord.graph.answers import select
from onrecord.graph.who_said import Describer, NamedThing, SourceDocument, Words
from onrecord.ontology.entities import name_words
from onrecord.ontology.identifiers import ID
from onrecord.ontology.terms import ONR, ontology

_FIND = """
PREFIX onr: <https://w3id.org/onrecord/ns#>
SELECT DISTINCT ?entity
WHERE { ?entity onr:searchName ?name . FILTER CONTAINS(?name, ?beginning) }
"""
_ROLES = """
PREFIX onr: <https://w3id.org/onrecord/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?role ?body ?sentence ?start ?end ?document ?factuality ?confidence
WHERE {
  BIND(IRI(?entity) AS ?person)
  ?claim onr:hasSubject ?person ; onr:predicate "memberOf" ; onr:hasObject ?body ;
    onr:factuality ?factuality ; onr:confidence ?confidence ; onr:inDocument ?document ;
    onr:hasEvidence ?span .
  ?span onr:exact ?sentence ; onr:start ?start ; onr:end ?end .
  OPTIONAL { ?claim onr:role ?role }
}
ORDER BY ?role ?body ?document ?start
"""
_MOST_ROLES = 500


@dataclass(frozen=True, slots=True)
class FoundEntity:
    """An entity with how many statements it makes, and how many are about it."""

    iri: str
    id: str
    label: str
    type: str
    statements: int
    about: int


@dataclass(frozen=True, slots=True)
class Role:
    """A post or membership, with the sentence that shows it."""

    role: str | None
    body: NamedThing
    sentence: Words
    document: SourceDocument
    factuality: str
    confidence: float


@dataclass(frozen=True, slots=True)
class EntityPage:
    """All that is known of an entity."""

    entity: FoundEntity
    aliases: tuple[str, ...]
    roles: tuple[Role, ...]
    mentioned_in: tuple[SourceDocument, ...]


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


def entity_page(store: ox.Store, iri: str) -> EntityPage | None:
    """All that is known of the entity of that IRI; None where there is none."""
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return None
    if not any(store.quads_for_pattern(node, ox.NamedNode(SKOS.prefLabel), None)):
        return None
    describe = Describer(store)
    label = describe.thing(iri).label
    aliases = {
        quad.object.value
        for predicate in (SKOS.altLabel, SKOS.prefLabel)
        for quad in store.quads_for_pattern(node, ox.NamedNode(predicate), None)
        if isinstance(quad.object, ox.Literal)
    }
    mentions = _subjects(store, ONR.mentions, iri)
    documents = sorted(
        (describe.document(document) for document in mentions),
        key=lambda document: (document.published or "", document.id),
        reverse=True,
    )
    return EntityPage(
        entity=_found(store, describe, iri),
        aliases=tuple(sorted(aliases - {label})),
        roles=tuple(_roles(store, describe, iri)),
        mentioned_in=tuple(documents),
    )


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


def _roles(store: ox.Store, describe: Describer, iri: str) -> Iterable[Role]:
    for row in select(store, _ROLES, {"entity": iri}, max_rows=_MOST_ROLES).rows:
        role, body, sentence, start, end, document, factuality, confidence = row
        yield Role(
            role=None if role is None else str(role),
            body=describe.thing(str(body)),
            sentence=Words(int(str(start)), int(str(end)), str(sentence)),
            document=describe.document(str(document)),
            factuality=str(factuality),
            confidence=float(str(confidence)),
        )


def _subjects(store: ox.Store, predicate: str, iri: str) -> set[str]:
    quads = store.quads_for_pattern(None, ox.NamedNode(predicate), ox.NamedNode(iri))
    return {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}


def _has_class(store: ox.Store, iri: str, class_: str) -> bool:
    node = ox.NamedNode(iri)
    of_class = (ox.NamedNode(RDF.type), ox.NamedNode(ONR[class_]))
    return any(store.quads_for_pattern(node, *of_class))
