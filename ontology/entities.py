"""Entity resolution: which entities of different documents are the same.

``resolve`` is a pure function of all local entities, in any order. It falls apart by key, so that
one more document costs the work of its own keys only: ``resolve`` over everything equals
``canonical`` over each key's members (a test holds that).

Scoring is simple for now: a pack concept's IRI is its identifier; others are the same when their
normalised name and their broad kind are. A minted identifier does not depend on the refined type
(Organization or Company), so that it does not change when that is learnt.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from onrecord.ingest.concept import Concept
from onrecord.ingest.extraction import EntityType, Extraction
from onrecord.ontology.identifiers import minted_entity_iri

_KIND: dict[EntityType, str] = {
    "Person": "person",
    "Organization": "organization",
    "GovernmentBody": "organization",
    "MediaOutlet": "organization",
    "Company": "organization",
    "Party": "organization",
    "Country": "organization",
    "Group": "group",
    "Policy": "policy",
    "Plan": "policy",
    "Measure": "policy",
    "Legislation": "policy",
    "Sector": "sector",
}
# Where documents disagree about a type as often one way as the other, the more telling one wins.
_TELLING: tuple[EntityType, ...] = (
    "Country", "MediaOutlet", "GovernmentBody", "Party", "Company", "Organization", "Person",
    "Plan", "Legislation", "Measure", "Policy", "Sector", "Group",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LocalEntity:
    """An entity as one document knows it."""

    document: str
    id: str
    label: str
    type: EntityType
    concept: str | None


@dataclass(frozen=True, slots=True)
class CanonicalEntity:
    """An entity of the whole graph. ``concept`` says that a pack describes it."""

    iri: str
    label: str
    type: EntityType
    concept: bool


def local_entities(
    extraction: Extraction, by_name: Mapping[str, Concept] = MappingProxyType({})
) -> list[LocalEntity]:
    """The entities of one extraction, then its outlet and its authors.

    Those are named by metadata, not by a mention, and linked by ``by_name`` (``name_words`` of a
    name to its concept); their ids are ``outlet`` and ``author:N``.
    """
    document = extraction.document

    def named(id_: str, name: str, type_: EntityType) -> LocalEntity:
        concept = by_name.get(name_words(name))
        if concept is None:
            return LocalEntity(document.id, id_, name, type_, None)
        return LocalEntity(document.id, id_, concept.label, concept.type, concept.iri)

    found = [
        LocalEntity(document.id, e.id, e.label, e.type, e.concept) for e in extraction.entities
    ]
    if document.outlet:
        found.append(named("outlet", document.outlet, "MediaOutlet"))
    found.extend(
        named(f"author:{i}", author, "Person") for i, author in enumerate(document.authors)
    )
    return found


def name_words(name: str) -> str:
    """The words of a name or a text, case-folded, each between single spaces; "" where it has none.

    ``" " + words + " "`` contains another such string exactly when its words stand in a row there,
    which is what "matches whole words" means in every query language here.
    """
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", name).casefold())
    return f" {' '.join(words)} " if words else ""


def entity_key(entity: LocalEntity) -> str:
    """Entities with the same key are one.

    A group that no proper name tells apart ("officials") belongs to its document alone.
    """
    if entity.concept is not None:
        return entity.concept
    words = name_words(entity.label).strip().removeprefix("the ") or entity.label
    if entity.type == "Group" and not re.search(
        r"(?<=\W)[^\W\d_a-z]|^[A-Z][a-z]+(ese|an|ish)\b", entity.label
    ):
        return f"group:{entity.document}:{words}"
    return f"{_KIND[entity.type]}:{words}"


def canonical(key: str, members: Iterable[LocalEntity]) -> CanonicalEntity:
    """The entity that the members of one key are; independent of their order."""
    members = list(members)
    labels = Counter(member.label for member in members)
    types = Counter(member.type for member in members)
    concept = any(member.concept is not None for member in members)
    return CanonicalEntity(
        iri=key if concept else str(minted_entity_iri(key)),
        label=min(labels, key=lambda label: (-labels[label], label)),
        type=min(types, key=lambda type_: (-types[type_], _TELLING.index(type_))),
        concept=concept,
    )


def resolve(entities: Iterable[LocalEntity]) -> dict[tuple[str, str], CanonicalEntity]:
    """Canonical entities by (document, local id)."""
    by_key: dict[str, list[LocalEntity]] = defaultdict(list)
    for entity in entities:
        by_key[entity_key(entity)].append(entity)
    return {
        (member.document, member.id): entity
        for key, members in by_key.items()
        for entity in (canonical(key, members),)
        for member in members
    }
