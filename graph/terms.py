"""rdflib terms ↔ pyoxigraph terms, and the values that queries answer with."""

from __future__ import annotations

import pyoxigraph as ox
from rdflib import XSD, Literal, URIRef
from rdflib.term import Node

_XSD_STRING = str(XSD.string)


def to_oxigraph(term: Node) -> ox.NamedNode | ox.Literal:
    """The pyoxigraph form of an IRI or a literal; there are no blank nodes here."""
    if isinstance(term, URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype or _XSD_STRING)))
    raise TypeError(f"facts hold IRIs and literals only, got {term!r}")


def to_triple(triple: tuple[Node, Node, Node]) -> ox.Triple:
    """The pyoxigraph form of a triple."""
    subject, predicate, object_ = triple
    return ox.Triple(ox.NamedNode(str(subject)), ox.NamedNode(str(predicate)), to_oxigraph(object_))


def to_quad(triple: tuple[Node, Node, Node], graph: ox.NamedNode) -> ox.Quad:
    """The pyoxigraph form of a triple in a named graph."""
    found = to_triple(triple)
    return ox.Quad(found.subject, found.predicate, found.object, graph)


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
