"""Entities as documents know them, and the canonical ones that come of them.

A pack concept's IRI is its identifier. All others are resolved over documents by their names and by
what stands beside them (resolution.py), and get an IRI from the key of that. A key does not hold
the refined type (Organization or Company), so that the IRI does not change when that is learnt.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from onrecord.ingest.accents import accents, unaccented
from onrecord.ingest.concept import Concept
from onrecord.ingest.document import digest
from onrecord.ingest.extraction import Entity, EntityType, Extraction
from onrecord.ontology.fact import Fact, words
from onrecord.ontology.identifiers import minted_entity_iri
from onrecord.ontology.name_forms import NameForm, name_form, name_mark
from onrecord.ontology.terms import ONR, mapping_version

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


# Ids of those whom metadata names.
_OUTLET, _AUTHOR = "outlet", "author:"


@dataclass(frozen=True, slots=True)
class LocalEntity:
    """An entity as one document knows it.

    ``names`` are all forms that it uses, the label too; ``posts`` what it holds, as pairs of the
    post and the ``name_key`` of the body, sorted; ``year`` is when the document was published.
    """

    document: str
    id: str
    label: str
    type: EntityType
    concept: str | None
    names: tuple[str, ...] = ()
    posts: tuple[tuple[str, str], ...] = ()
    year: int | None = None

    @property
    def kind(self) -> str:
        """The broad kind, over which names are compared."""
        return _KIND[self.type]

    @property
    def form(self) -> NameForm:
        """The label taken apart."""
        return name_form(self.kind, self.label)

    @property
    def mark(self) -> str | None:
        """What it leaves as a mark of its document, for the others named there.

        Who published and who wrote a document leave none: they stand beside everybody.
        """
        if self.id == _OUTLET or self.id.startswith(_AUTHOR):
            return None
        if self.concept is not None or self.kind not in ("person", "organization"):
            return None
        return next(iter(name_mark(self.form)), None)

    @property
    def declared(self) -> frozenset[str]:
        """The acronyms that its document gives it."""
        forms = (name_form(self.kind, name) for name in self.names if name != self.label)
        return frozenset(form.anchors[0] for form in forms if form.acronym)


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
    year = int(document.published[:4]) if document.published else None
    posts = _posts(extraction, by_iri)

    def named(id_: str, name: str, type_: EntityType) -> LocalEntity:
        concept = by_name.get(name_words(name))
        if concept is None:
            return LocalEntity(document.id, id_, name, type_, None, (name,), (), year)
        return LocalEntity(document.id, id_, concept.label, concept.type, concept.iri, year=year)

    def mentioned(entity: Entity) -> LocalEntity:
        concept = by_iri.get(entity.concept) if entity.concept else None
        if concept is not None:
            return LocalEntity(
                document.id, entity.id, concept.label, concept.type, concept.iri, year=year
            )
        names = tuple(sorted({entity.label, *entity.aliases}))
        held = tuple(sorted(posts.get(entity.id, ())))
        return LocalEntity(
            document.id, entity.id, entity.label, entity.type, None, names, held, year
        )

    found = [mentioned(entity) for entity in extraction.entities]
    if document.outlet:
        found.append(named(_OUTLET, document.outlet, "MediaOutlet"))
    found.extend(
        named(f"{_AUTHOR}{i}", author, "Person") for i, author in enumerate(document.authors)
    )
    return found


def _posts(
    extraction: Extraction, by_iri: Mapping[str, Concept]
) -> Mapping[str, set[tuple[str, str]]]:
    """The posts that a document gives people, by the id of the person."""
    entities = {entity.id: entity for entity in extraction.entities}
    found: dict[str, set[tuple[str, str]]] = {}
    for relation in extraction.relations:
        if relation.predicate != "memberOf" or relation.factuality not in ("asserted", "reported"):
            continue
        body = entities[relation.object]
        local = LocalEntity(
            extraction.document.id, body.id, body.label, body.type,
            body.concept if body.concept in by_iri else None,
        )  # fmt: skip
        found.setdefault(relation.subject, set()).add(post_at(relation.role or "", local))
    return found


def post_at(role: str, body: LocalEntity) -> tuple[str, str]:
    """A post as ``LocalEntity.posts`` has it; a body with a weak name is marked with ``~``.

    Two ministries of finance have ministers of finance: such a body proves nothing.
    """
    weak = body.concept is None and body.kind == "organization" and body.form.weak
    return name_words(role).strip(), "~" * weak + name_key(body)


def name_words(name: str) -> str:
    """The words of a name or a text, case-folded, each between single spaces; "" where it has none.

    ``" " + words + " "`` contains another such string exactly when its words stand in a row there,
    which is what "matches whole words" means in every query language here.
    """
    found = re.findall(r"\w+", unicodedata.normalize("NFKC", name).casefold())
    return f" {' '.join(found)} " if found else ""


def search_facts(iri: str, names: Iterable[str]) -> Iterator[Fact]:
    """What finds an entity by its names: each name as words, and each of these words."""
    for name in filter(None, map(name_words, names)):
        yield words(iri, ONR.searchName, name)
        for word in name.split():
            yield words(iri, ONR.nameWord, word)


def name_key(entity: LocalEntity) -> str:
    """The concept, or the kind with the words of the name: what is compared with what.

    A group that no proper name tells apart ("officials") belongs to its document alone.
    """
    return entity.concept or _name_key(entity.document, entity.label, entity.type)


def _name_key(document: str, label: str, type_: EntityType) -> str:
    kind = _KIND[type_]
    if kind in ("person", "organization"):
        form = name_form(kind, label)
        words = " ".join((*form.words, form.suffix)).strip()
        words = words.upper() if form.acronym else words  # "US" is not "us"
    else:
        words = name_words(label).strip().removeprefix("the ")
    words = words or label
    if type_ == "Group" and not re.search(
        r"(?<=\W)[^\W\d_a-z]|^[A-Z]{2,}\b|^[A-Z][a-z]+(ese|an|ish)\b", label
    ):
        return f"group:{document}:{words}"
    return f"{kind}:{words}"


def kind_of(type_: EntityType) -> str:
    """The broad kind of a type: person, organization, policy, sector or group."""
    return _KIND[type_]


def entity_iri(key: str) -> str:
    """The IRI of the entity of that key: a pack concept's own, or a minted one."""
    return str(minted_entity_iri(key)) if key.startswith(_MINTED) else key


def canonical(
    key: str, labels: Mapping[str, int], types: Mapping[EntityType, int], names: Iterable[str]
) -> CanonicalEntity:
    """The minted entity of a key, from how often its members have each label and type.

    A full name goes before a weak one, however often the weak one stands, and of two spellings
    the one with the accents: "Maroš Šefčovič" is often printed without.
    """
    kind = key.split(":", 1)[0]
    commonest = min(labels, key=lambda label: (name_form(kind, label).weak, -labels[label], label))
    alike = [label for label in labels if unaccented(label) == unaccented(commonest)]
    return CanonicalEntity(
        iri=entity_iri(key),
        label=max(alike, key=lambda label: (accents(label), labels[label], label)),
        type=min(types, key=lambda type_: (-types[type_], _TELLING.index(type_))),
        names=tuple(sorted({*labels, *names})),
    )


def entity_version(entity: CanonicalEntity) -> str:
    """Identifies what is said of a minted entity."""
    what = [entity.iri, entity.label, entity.type, list(entity.names)]
    return digest("entity", mapping_version(), what)
