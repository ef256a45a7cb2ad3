"""rdflib terms ↔ pyoxigraph terms, and the values that queries answer with."""

from __future__ import annotations

from functools import lru_cache

import pyoxigraph as ox
from rdflib import XSD, Literal, URIRef
from rdflib.term import Node

from onrecord.ontology.property_graph_rule import Fact

_XSD_STRING = str(XSD.string)


def to_oxigraph(term: Node) -> ox.NamedNode | ox.Literal:
    """The pyoxigraph form of an IRI or a literal; there are no blank nodes here."""
    if isinstance(term, URIRef):
        return _named(term)
    if isinstance(term, Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        return ox.Literal(str(term), datatype=_named(term.datatype or XSD.string))
    raise TypeError(f"facts hold IRIs and literals only, got {term!r}")


def to_triple(triple: tuple[Node, Node, Node]) -> ox.Triple:
    """The pyoxigraph form of a triple."""
    subject, predicate, object_ = triple
    return ox.Triple(ox.NamedNode(str(subject)), ox.NamedNode(str(predicate)), to_oxigraph(object_))


def to_quad(triple: tuple[Node, Node, Node], graph: ox.NamedNode) -> ox.Quad:
    """The pyoxigraph form of a triple in a named graph."""
    subject, predicate, object_ = triple
    return ox.Quad(_named(subject), _named(predicate), to_oxigraph(object_), graph)


def to_fact(subject: str, quad: ox.Quad) -> Fact:
    """What a quad says of its subject, in plain strings."""
    value = quad.object
    if isinstance(value, ox.NamedNode):
        return Fact(subject, quad.predicate.value, value.value, None)
    if isinstance(value, ox.Literal):
        return Fact(subject, quad.predicate.value, value.value, value.datatype.value)
    raise TypeError(f"facts hold IRIs and literals only, got {value!r}")


@lru_cache(maxsize=10_000)
def _named(iri: Node) -> ox.NamedNode:
    return ox.NamedNode(str(iri))


def to_rdflib(term: object) -> URIRef | Literal:
    """The rdflib form of a pyoxigraph IRI or literal."""
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        if term.datatype.value == _XSD_STRING:
            return Literal(term.value)
        return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)
    raise TypeError(f"facts hold IRIs and literals only, got {term!r}")
