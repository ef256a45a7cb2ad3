"""Entity resolution: which entities of different documents are the same.

``resolve`` is a pure function of all local entities, in any order. It falls apart by key, so that
one more document costs the work of its own keys only (the manifest keeps the members of each).

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
from onrecord.ingest.document import digest
from onrecord.ingest.extraction import Entity, EntityType, Extraction
from onrecord.ontology.identifiers import minted_entity_iri
from onrecord.ontology.terms import mapping_version

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
_MINTED = tuple(f"{kind}:" for kind in sorted(set(_KIND.values())))
# Where documents disagree about a type as often one way as the other, the more telling one wins.
_TELLING: tuple[EntityType, ...] = (
    "Country", "MediaOutlet", "GovernmentBody", "Party", "Company", "Organization", "Person",
    "Plan", "Legislation", "Measure", "Policy", "Sector", "Group",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LocalEntity:
    """An entity as one document knows it. ``names`` are all forms that it uses, the label too."""

    document: str
    id: str
    label: str
    type: EntityType
    concept: str | None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CanonicalEntity:
    """An entity of the whole graph that no pack describes."""

    iri: str
    label: str
    type: EntityType
    names: tuple[str, ...]


def local_entities(
    extraction: Extraction,
    by_name: Mapping[str, Concept] = MappingProxyType({}),
    by_iri: Mapping[str, Concept] = MappingProxyType({}),
) -> list[LocalEntity]:
    """The entities of one extraction, then its outlet and its authors.

    Those are named by metadata, not by a mention, and linked by ``by_name`` (``name_words`` of a
    name to its concept); their ids are ``outlet`` and ``author:N``. A concept that ``by_iri``, the
    packs in use, no longer has is left out, and the entity stands for itself.
    """
    document = extraction.document

    def named(id_: str, name: str, type_: EntityType) -> LocalEntity:
        concept = by_name.get(name_words(name))
        if concept is None:
            return LocalEntity(document.id, id_, name, type_, None, (name,))
        return LocalEntity(document.id, id_, concept.label, concept.type, concept.iri)

    def mentioned(entity: Entity) -> LocalEntity:
        concept = by_iri.get(entity.concept) if entity.concept else None
        if concept is None:
            names = tuple(sorted({entity.label, *entity.aliases}))
            return LocalEntity(document.id, entity.id, entity.label, entity.type, None, names)
        return LocalEntity(document.id, entity.id, concept.label, concept.type, concept.iri)

    found = [mentioned(entity) for entity in extraction.entities]
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
        r"(?<=\W)[^\W\d_a-z]|^[A-Z]{2,}\b|^[A-Z][a-z]+(ese|an|ish)\b", entity.label
    ):
        return f"group:{entity.document}:{words}"
    return f"{_KIND[entity.type]}:{words}"


def entity_iri(key: str) -> str:
    """The IRI of the entity of that key: a pack concept's own, or a minted one."""
    return str(minted_entity_iri(key)) if key.startswith(_MINTED) else key


def canonical(
    key: str, labels: Mapping[str, int], types: Mapping[EntityType, int], names: Iterable[str]
) -> CanonicalEntity:
    """The minted entity of a key, from how often its members have each label and type."""
    return CanonicalEntity(
        iri=entity_iri(key),
        label=min(labels, key=lambda label: (-labels[label], label)),
        type=min(types, key=lambda type_: (-types[type_], _TELLING.index(type_))),
        names=tuple(sorted({*labels, *names})),
    )


def resolve(entities: Iterable[LocalEntity]) -> dict[str, tuple[CanonicalEntity, set[str]]]:
    """Minted entities by key, each with the local ids that are it; independent of their order."""
    by_key: dict[str, list[LocalEntity]] = defaultdict(list)
    for entity in entities:
        if entity.concept is None:
            by_key[entity_key(entity)].append(entity)
    return {
        key: (
            canonical(
                key,
                Counter(member.label for member in members),
                Counter(member.type for member in members),
                {name for member in members for name in member.names},
            ),
            {member.id for member in members},
        )
        for key, members in by_key.items()
    }


def entity_version(entity: CanonicalEntity) -> str:
    """Identifies what is said of a minted entity."""
    what = [entity.iri, entity.label, entity.type, list(entity.names)]
    return digest("entity", mapping_version(), what)
