"""One mechanical rule from triples to nodes; what it does not know is named."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, SKOS, XSD, BNode, Literal, URIRef
from rdflib.term import Node as Term

from onrecord.errors import OnRecordError, UnknownTermError
from onrecord.ontology.property_graph_rule import Node, Value, nodes, property_value
from onrecord.ontology.terms import ONR

A, B = URIRef("https://example.org/a"), URIRef("https://example.org/b")
Triples = Iterable[tuple[Term, Term, Term]]


def node(*pairs: tuple[Term, Term]) -> Node:
    (found,) = nodes([(A, predicate, object_) for predicate, object_ in pairs])
    return found


def test_types_are_labels_in_order() -> None:
    assert node((RDF.type, ONR.Person), (RDF.type, ONR.Actor)).labels == ("Actor", "Person")


def test_functional_property_is_a_scalar() -> None:
    assert node((ONR.title, Literal("News"))).properties == {"iri": str(A), "title": "News"}


def test_other_property_is_a_sorted_list_without_duplicates() -> None:
    names = [(ONR.fileName, Literal(name)) for name in ("b.txt", "a.txt", "b.txt")]
    assert node(*names).properties["fileName"] == ["a.txt", "b.txt"]


def test_object_property_is_a_relationship() -> None:
    assert node((ONR.inDocument, B)).relationships == (("IN_DOCUMENT", str(B)),)


def test_language_tag_is_dropped() -> None:
    assert node((SKOS.prefLabel, Literal("China", lang="en"))).properties["prefLabel"] == "China"


def test_same_words_in_two_languages_are_one_value() -> None:
    words = [(SKOS.altLabel, Literal("China", lang=tag)) for tag in ("en", "de")]
    assert node(*words).properties["altLabel"] == ["China"]


def test_nodes_come_sorted_and_one_that_is_only_an_object_not_at_all() -> None:
    found = nodes([(B, ONR.title, Literal("b")), (A, ONR.inDocument, URIRef("urn:c"))])
    assert [n.iri for n in found] == [str(A), str(B)]


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        (Literal("words"), "words"),
        (Literal("words", lang="en"), "words"),
        (Literal(7), 7),
        (Literal("0.91", datatype=XSD.decimal), 0.91),
        (Literal(True), True),
        (Literal("2025-05-19", datatype=XSD.date), "2025-05-19"),
        (Literal("2025", datatype=XSD.gYear), "2025"),
        (Literal("2025-05", datatype=XSD.gYearMonth), "2025-05"),
        (Literal("--05-19", datatype=XSD.gMonthDay), "--05-19"),
        (Literal("2025-05-19T01:30:00+02:00", datatype=XSD.dateTime), "2025-05-18T23:30:00Z"),
        (Literal("2025-05-19T01:30:00Z", datatype=XSD.dateTime), "2025-05-19T01:30:00Z"),
    ],
)
def test_form_of_a_datatype(literal: Literal, value: Value) -> None:
    found = property_value(literal)
    assert found == value
    assert type(found) is type(value)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_string_keeps_every_character(text: str) -> None:
    assert property_value(Literal(text)) == text


@given(st.decimals(0, 1, places=3))
def test_decimal_is_the_float_that_reads_the_same(value: object) -> None:
    literal = Literal(str(value), datatype=XSD.decimal, normalize=False)
    assert property_value(literal) == float(str(value))


@pytest.mark.parametrize(
    ("pair", "named"),
    [
        ((RDF.type, ONR.Persn), str(ONR.Persn)),
        ((RDF.type, URIRef("http://xmlns.com/foaf/0.1/Person")), "foaf/0.1/Person"),
        ((ONR.hasSpeeker, B), str(ONR.hasSpeeker)),
        ((ONR.title, Literal("1.5", datatype=XSD.double)), str(XSD.double)),
    ],
)
def test_unknown_term_is_named(pair: tuple[Term, Term], named: str) -> None:
    with pytest.raises(UnknownTermError, match=r"does not declare") as caught:
        node(pair)
    assert named in str(caught.value)


def test_functional_property_with_two_values_is_refused() -> None:
    with pytest.raises(OnRecordError, match=r"example.org/a: title is functional but has"):
        node((ONR.title, Literal("one")), (ONR.title, Literal("two")))


def test_literal_in_place_of_a_relationship_is_refused() -> None:
    with pytest.raises(OnRecordError, match="hasSpeaker must point to an IRI"):
        node((ONR.hasSpeaker, Literal("Ann")))


def test_iri_in_place_of_a_literal_is_refused() -> None:
    with pytest.raises(OnRecordError, match="title must be a literal"):
        node((ONR.title, B))


def test_blank_node_is_refused() -> None:
    with pytest.raises(OnRecordError, match="must point to an IRI"):
        node((ONR.inDocument, BNode()))
    with pytest.raises(OnRecordError, match="blank node"):
        list(nodes([(BNode(), ONR.title, Literal("x"))]))
