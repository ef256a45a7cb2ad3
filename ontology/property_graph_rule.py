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

from rdflib import RDF, XSD, Literal, URIRef
from rdflib.term import Node as Term

from onrecord.errors import OnRecordError, UnknownTermError
from onrecord.ontology.terms import local_name, ontology

Value = str | int | float | bool
_STRINGS = {None, XSD.string, XSD.date, XSD.gYear, XSD.gYearMonth, XSD.gMonthDay}


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
    """Project triples, one node a subject, sorted by ``iri``.

    All triples of a subject must be there. A node that is only an object gives nothing.

    Raises:
        UnknownTermError: a class or a property is not declared.
        OnRecordError: a functional property has two values, or a term is a blank node.
    """
    by_subject: dict[str, list[tuple[Term, Term]]] = defaultdict(list)
    for subject, predicate, object_ in triples:
        if not isinstance(subject, URIRef):
            raise OnRecordError(f"{subject!r}: a node needs an IRI, not a blank node")
        by_subject[str(subject)].append((predicate, object_))
    for iri in sorted(by_subject):
        yield _node(iri, by_subject[iri])


def _node(iri: str, pairs: list[tuple[Term, Term]]) -> Node:
    terms = ontology()
    labels: set[str] = set()
    values: dict[str, set[Value]] = defaultdict(set)
    relationships: set[tuple[str, str]] = set()
    functional: set[str] = set()
    for predicate, object_ in pairs:
        if predicate == RDF.type:
            if object_ not in terms.superclasses:
                raise UnknownTermError(str(object_), iri)
            labels.add(local_name(str(object_)))
            continue
        found = terms.properties.get(URIRef(str(predicate)))
        if found is None:
            raise UnknownTermError(str(predicate), iri)
        if found.relationship is not None:
            if not isinstance(object_, URIRef):
                raise OnRecordError(f"{iri}: {found.name} must point to an IRI, got {object_!r}")
            relationships.add((found.relationship, str(object_)))
            continue
        if not isinstance(object_, Literal):
            raise OnRecordError(f"{iri}: {found.name} must be a literal, got {object_!r}")
        values[found.name].add(property_value(object_))
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
    if literal.datatype in _STRINGS:
        return str(literal)
    value = literal.value
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, bool | int):
        return value
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    raise UnknownTermError(str(literal.datatype), "a literal")
