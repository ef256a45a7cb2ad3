"""One fact in plain strings, and its form in rdflib.

Facts are made by the hundred thousand, and each goes to two stores that have terms of their own; a
tuple of strings costs a tenth of an rdflib triple in an rdflib graph.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from rdflib import RDF, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from onrecord.errors import OnRecordError

STRING, LANGUAGE_STRING = str(XSD.string), str(RDF.langString)
TYPE = str(RDF.type)


class Fact(NamedTuple):
    """A triple: ``datatype`` is None where the value is an IRI, the lexical form where not.

    ``language`` is the tag of a language string, "" otherwise. All are ``str`` itself: rdflib's
    ``URIRef`` equals no other string.
    """

    subject: str
    predicate: str
    value: str
    datatype: str | None
    language: str = ""


Facts = set[Fact]


def link(subject: str, predicate: str, value: str) -> Fact:
    """A fact about another subject."""
    return Fact(str(subject), str(predicate), str(value), None)


def words(subject: str, predicate: str, value: str) -> Fact:
    """A fact whose value is a string."""
    return Fact(str(subject), str(predicate), value, STRING)


def facts_in(graph: Iterable[tuple[Node, Node, Node]]) -> Facts:
    """The facts of an rdflib graph.

    Raises:
        OnRecordError: it has a blank node.
    """
    return set(map(fact_of, graph))


def fact_of(triple: tuple[Node, Node, Node]) -> Fact:
    """The fact that an rdflib triple states.

    Raises:
        OnRecordError: it has a blank node.
    """
    subject, predicate, value = triple
    if not isinstance(subject, URIRef):
        raise OnRecordError(f"{subject!r}: a node needs an IRI, not a blank node")
    if isinstance(value, Literal):
        datatype = LANGUAGE_STRING if value.language else str(value.datatype or STRING)
        return Fact(str(subject), str(predicate), str(value), datatype, value.language or "")
    if not isinstance(value, URIRef):
        raise OnRecordError(f"{subject}: {predicate} must point to an IRI, got {value!r}")
    return link(subject, str(predicate), value)


def as_graph(facts: Iterable[Fact]) -> Graph:
    """The facts as an rdflib graph."""
    graph = Graph()
    for fact in facts:
        graph.add((URIRef(fact.subject), URIRef(fact.predicate), _term(fact)))
    return graph


def _term(fact: Fact) -> URIRef | Literal:
    if fact.datatype is None:
        return URIRef(fact.value)
    if fact.language:
        return Literal(fact.value, lang=fact.language)
    if fact.datatype == STRING:
        return Literal(fact.value)
    return Literal(fact.value, datatype=URIRef(fact.datatype), normalize=False)
