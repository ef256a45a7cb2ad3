"""Facts and rdflib terms as Oxigraph takes and gives them."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyoxigraph as ox
from rdflib import XSD, Literal, URIRef
from rdflib.term import Node

from onrecord.ontology.fact import STRING, Fact

_TO_ESCAPE = re.compile(r'[\\"\n\r]')
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})


def to_oxigraph(term: Node) -> ox.NamedNode | ox.Literal:
    """The pyoxigraph form of an IRI or a literal; there are no blank nodes here."""
    if isinstance(term, URIRef):
        return ox.NamedNode(term)
    if isinstance(term, Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        return ox.Literal(str(term), datatype=ox.NamedNode(term.datatype or XSD.string))
    raise TypeError(f"facts hold IRIs and literals only, got {term!r}")


def ntriple(fact: Fact) -> str:
    """The fact in N-Triples, without the full stop: what stands in a graph, and in SPARQL's data.

    IRIs are not looked at: whoever parses the text refuses one that is none.
    """
    subject, predicate, value, datatype, language = fact
    if datatype is None:
        return f"<{subject}> <{predicate}> <{value}>"
    if _TO_ESCAPE.search(value):
        value = value.translate(_ESCAPES)
    if datatype == STRING:
        return f'<{subject}> <{predicate}> "{value}"'
    if language:
        return f'<{subject}> <{predicate}> "{value}"@{language}'
    return f'<{subject}> <{predicate}> "{value}"^^<{datatype}>'


def nquads(facts: Iterable[Fact], graph: str) -> bytes:
    """The facts as N-Quads of a named graph."""
    end = f" <{graph}> .\n"
    return "".join([ntriple(fact) + end for fact in facts]).encode()


def to_fact(subject: str, quad: ox.Quad) -> Fact:
    """What a quad says of its subject, in plain strings."""
    value = quad.object
    if isinstance(value, ox.NamedNode):
        return Fact(subject, quad.predicate.value, value.value, None)
    if isinstance(value, ox.Literal):
        datatype, language = value.datatype.value, value.language or ""
        return Fact(subject, quad.predicate.value, value.value, datatype, language)
    raise TypeError(f"facts hold IRIs and literals only, got {value!r}")


def to_rdflib(term: object) -> URIRef | Literal:
    """The rdflib form of a pyoxigraph IRI or literal."""
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        if term.datatype.value == STRING:
            return Literal(term.value)
        return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)
    raise TypeError(f"facts hold IRIs and literals only, got {term!r}")
