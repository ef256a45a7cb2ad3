"""RDF → property graph: one mechanical rule, driven by onrecord.ttl.

1. A class is a label; every node also has ``Resource`` and the unique key ``iri``.
2. A datatype property is a node property of the same local name; functional ones are scalars,
   others sorted lists without duplicates.
3. An object property is a relationship in UPPER_SNAKE, same direction, without properties.
4. A term that the ontology does not declare fails the load, and is named.

Forms of the datatypes: string → string, integer → integer, decimal → float, boolean → boolean;
date, gYear, gYearMonth, gMonthDay → their lexical form, a string, because partial dates have no
native type and ISO strings sort as dates do; dateTime → its lexical form in UTC. A language tag is
dropped: the property holds the words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache, lru_cache

from rdflib import XSD, Literal, URIRef
from rdflib.term import Node as Term

from onrecord.errors import OnRecordError, UnknownTermError
from onrecord.ontology.fact import LANGUAGE_STRING, STRING, TYPE, Fact, fact_of
from onrecord.ontology.terms import Property, local_name, ontology

Value = str | int | float | bool
# Their property is the lexical form.
_STRINGS = {
    LANGUAGE_STRING,
    STRING,
    *map(str, (XSD.date, XSD.gYear, XSD.gYearMonth, XSD.gMonthDay)),
}


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the property graph with its outgoing relationships.

    ``labels`` are sorted and do not hold ``Resource``; ``properties`` hold ``iri``;
    ``relationships`` are sorted pairs of type and target ``iri``.
    """

    iri: str
    labels: tuple[str, ...]
    properties: dict[str, Value | list[Value]]
    relationships: tuple[tuple[str, str], ...]


def nodes(triples: Iterable[tuple[Term, Term, Term]]) -> Iterator[Node]:
    """Project triples, one node a subject, sorted by ``iri``; see ``project``."""
    return project(map(fact_of, triples))


def project(facts: Iterable[Fact]) -> Iterator[Node]:
    """Project facts, one node a subject, sorted by ``iri``.

    All facts of a subject must be there. A node that is only an object gives nothing.

    Raises:
        UnknownTermError: a class or a property is not declared.
        OnRecordError: a functional property has two values, or a term is a blank node.
    """
    by_subject: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_subject[fact.subject].append(fact)
    for iri in sorted(by_subject):
        yield _node(iri, by_subject[iri])


@cache
def _terms() -> tuple[dict[str, str], dict[str, Property]]:
    """The labels of classes, and the declared properties, by IRI."""
    terms = ontology()
    return (
        {str(class_): local_name(str(class_)) for class_ in terms.superclasses},
        {str(iri): found for iri, found in terms.properties.items()},
    )


def _node(iri: str, facts: list[Fact]) -> Node:
    classes, declared = _terms()
    labels: set[str] = set()
    values: dict[str, set[Value]] = defaultdict(set)
    relationships: set[tuple[str, str]] = set()
    functional: set[str] = set()
    for _, predicate, value, datatype, _ in facts:
        if predicate == TYPE:
            if value not in classes:
                raise UnknownTermError(value, iri)
            labels.add(classes[value])
            continue
        found = declared.get(predicate)
        if found is None:
            raise UnknownTermError(predicate, iri)
        if found.relationship is not None:
            if datatype is not None:
                raise OnRecordError(f"{iri}: {found.name} must point to an IRI, got {value!r}")
            relationships.add((found.relationship, value))
            continue
        if datatype is None:
            raise OnRecordError(f"{iri}: {found.name} must be a literal, got {value!r}")
        values[found.name].add(value if datatype in _STRINGS else _typed(value, datatype))
        if found.functional:
            functional.add(found.name)
    properties: dict[str, Value | list[Value]] = {"iri": iri}
    for name, found_values in sorted(values.items()):
        if name not in functional:
            properties[name] = sorted(found_values, key=lambda v: (str(type(v)), v))
        elif len(found_values) == 1:
            (properties[name],) = found_values
        else:
            raise OnRecordError(
                f"{iri}: {name} is functional but has {sorted(map(str, found_values))}"
            )
    return Node(iri, tuple(sorted(labels)), properties, tuple(sorted(relationships)))


def property_value(literal: Literal) -> Value:
    """The property-graph form of a literal."""
    datatype = None if literal.language else literal.datatype
    if datatype is None or str(datatype) in _STRINGS:
        return str(literal)
    return _typed(str(literal), str(datatype))


@lru_cache(maxsize=10_000)
def _typed(text: str, datatype: str) -> Value:
    """The form of a literal that is no string."""
    value = Literal(text, datatype=URIRef(datatype), normalize=False).value
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, bool | int):
        return value
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    raise UnknownTermError(datatype, "a literal")
