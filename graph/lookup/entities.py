"""Entities as the look-ups know them: names, classes, what is wider and narrower."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox
from rdflib import RDF, SKOS, URIRef

from onrecord.graph.entity_lookup import entity_id
from onrecord.graph.who_said import NamedThing, most_specific
from onrecord.ontology.terms import ONR, local_name, ontology

_TYPE, _LABEL, _NAME = str(RDF.type), str(SKOS.prefLabel), str(ONR.searchName)
_ALIAS, _BROADER, _COUNTRY = str(SKOS.altLabel), str(SKOS.broader), str(ONR.ofCountry)
_READ = (_TYPE, _LABEL, _NAME, _ALIAS, _BROADER, _COUNTRY)


@dataclass(frozen=True, slots=True)
class EntityRow:
    """An entity. ``names`` are its search names, ``classes`` local names, wider ones included."""

    iri: str
    label: str
    type: str
    classes: frozenset[str]
    names: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    country: str | None = None

    @property
    def id(self) -> str:
        """What follows ``/id/`` in the IRI."""
        return entity_id(self.iri)

    @property
    def thing(self) -> NamedThing:
        """As people are shown it."""
        return NamedThing(self.iri, self.label, self.type)


def all_entities(store: ox.Store) -> Iterator[EntityRow]:
    """Yield every entity that the store describes."""
    found: dict[str, dict[str, list[str]]] = {}
    for quad in store.quads_for_pattern(None, ox.NamedNode(_LABEL), None):
        found[quad.subject.value] = {}  # type: ignore[union-attr] # there are no blank nodes
    for predicate in (_LABEL, _NAME, _ALIAS, _BROADER, _COUNTRY):
        for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), None):
            facts = found.get(quad.subject.value)  # type: ignore[union-attr] # as above
            if facts is not None:
                facts.setdefault(predicate, []).append(quad.object.value)  # type: ignore[union-attr]
    # Spans and claims have classes by the hundred thousand, entities one graph of four each.
    for class_ in _entity_classes():
        for quad in store.quads_for_pattern(None, ox.NamedNode(_TYPE), ox.NamedNode(class_)):
            facts = found.get(quad.subject.value)  # type: ignore[union-attr] # as above
            if facts is not None:
                facts.setdefault(_TYPE, []).append(class_)
    for iri, facts in found.items():
        yield _row(iri, facts)


def entity_of(store: ox.Store, iri: str) -> EntityRow | None:
    """The entity of that IRI; None where there is none."""
    facts: dict[str, list[str]] = {}
    for quad in store.quads_for_pattern(ox.NamedNode(iri), None, None):
        if quad.predicate.value in _READ:
            facts.setdefault(quad.predicate.value, []).append(quad.object.value)  # type: ignore[union-attr] # no triple terms here
    return _row(iri, facts) if _LABEL in facts else None


def _entity_classes() -> list[str]:
    """The classes that entities have."""
    roots = {ONR[name] for name in ("Actor", "Policy", "Sector", "Concept")}
    return sorted(
        str(class_) for class_, above in ontology().superclasses.items() if roots & {class_, *above}
    )


def _row(iri: str, facts: Mapping[str, list[str]]) -> EntityRow:
    classes = [URIRef(class_) for class_ in facts.get(_TYPE, ())]
    label = min(facts[_LABEL])
    return EntityRow(
        iri=iri,
        label=label,
        type=most_specific(classes),
        classes=frozenset(local_name(class_) for class_ in classes),
        names=tuple(sorted(set(facts.get(_NAME, ())))),
        aliases=tuple(sorted({*facts.get(_ALIAS, ()), *facts[_LABEL]} - {label})),
        broader=tuple(sorted(set(facts.get(_BROADER, ())))),
        country=min(facts.get(_COUNTRY, ()), default=None),
    )


@dataclass(frozen=True)
class Entities:
    """All entities by IRI; what is worked out of them is worked out once."""

    rows: Mapping[str, EntityRow]

    @cached_property
    def _names(self) -> tuple[list[str], list[str]]:
        """Every search name, and the IRI of whom it names."""
        pairs = [(name, row.iri) for row in self.rows.values() for name in row.names]
        return [name for name, _ in pairs], [iri for _, iri in pairs]

    @cached_property
    def narrower(self) -> Mapping[str, tuple[str, ...]]:
        """What is next below each IRI."""
        found: dict[str, list[str]] = {}
        for row in self.rows.values():
            for wider in row.broader:
                found.setdefault(wider, []).append(row.iri)
        return {iri: tuple(sorted(below)) for iri, below in found.items()}

    def named(self, words: str) -> set[str]:
        """The IRIs of those with a name that contains the words (see ``name_words``)."""
        names, iris = self._names
        return {iri for name, iri in zip(names, iris, strict=True) if words in name}

    def with_narrower(self, iris: Iterable[str]) -> set[str]:
        """These and all that is below them."""
        found, todo = set[str](), list(iris)
        while todo:
            iri = todo.pop()
            if iri not in found:
                found.add(iri)
                todo += self.narrower.get(iri, ())
        return found

    def thing(self, iri: str) -> NamedThing:
        """The entity as people are shown it, though nothing describes it."""
        row = self.rows.get(iri)
        return NamedThing(iri, iri, "Resource") if row is None else row.thing
