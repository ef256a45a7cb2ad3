"""Facts and rdflib terms as Oxigraph takes and gives them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import pyoxigraph as ox
from rdflib import XSD, Literal, URIRef
from rdflib.term import Node

from onrecord.errors import OnRecordError
from onrecord.ontology.fact import STRING, Fact

_NOT_IN_IRIS = re.compile(r'[\x00-\x20<>"{}|^`\\]')
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
    """The fact in N-Triples, without the full stop; the same text stands in SPARQL's data.

    Raises:
        OnRecordError: what should be an IRI is none.
    """
    subject, predicate, value, datatype, language = fact
    start = f"{_iri(subject)} {_iri(predicate)}"
    if datatype is None:
        return f"{start} {_iri(value)}"
    if _TO_ESCAPE.search(value):
        value = value.translate(_ESCAPES)
    if datatype == STRING:
        return f'{start} "{value}"'
    return f'{start} "{value}"@{language}' if language else f'{start} "{value}"^^{_iri(datatype)}'


@lru_cache(maxsize=1 << 15)
def _iri(iri: str) -> str:
    """The IRI in brackets, which nothing within it closes."""
    if found := _NOT_IN_IRIS.search(iri):
        raise OnRecordError(f"{iri!r:.200} is no IRI: it has {found[0]!r}")
    return f"<{iri}>"


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
