"""From an extraction to facts: the same every time, with the words behind each."""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, SKOS, XSD, BNode, Graph, Literal, URIRef

from onrecord.errors import SpanMismatchError, UnknownTermError
from onrecord.graph.rdf import RdfStore
from onrecord.graph.terms import to_rdflib
from onrecord.ingest.document import Document
from onrecord.ingest.extraction import Entity, Extraction, Span
from onrecord.ontology.entities import entity_iri, local_entities, name_key
from onrecord.ontology.fact import facts_in
from onrecord.ontology.facts import date_literal, document_facts, entity_facts, facts_version
from onrecord.ontology.identifiers import claim_iri, document_iri, graph_iri, span_iri
from onrecord.ontology.packs import Packs
from onrecord.ontology.terms import ONR, ontology
from onrecord.ontology.validation import shacl_report
from tests.handmade import CONCEPT, Related, Said, briefing, canonical_by_name, extraction, tariffs

# Any text that a file in UTF-8 can hold.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)


def facts_of(found: Extraction, packs: Packs | None = None) -> Graph:
    by_name, by_iri = (packs.by_name, packs.by_iri) if packs else ({}, {})
    iris = {e.id: entity_iri(name_key(e)) for e in local_entities(found, by_name, by_iri)}
    return document_facts(found, iris, version="v1", file_names=["help.txt"])


def whole_graph(found: Extraction, packs: Packs) -> Graph:
    """The facts of a document with those of all that it names."""
    facts = facts_of(found, packs)
    for entity in canonical_by_name(local_entities(found, packs.by_name, packs.by_iri)).values():
        facts += entity_facts(entity)
    for iri in packs.by_iri:
        facts += packs.facts(iri)
    return facts


@pytest.fixture(scope="module")
def facts() -> Graph:
    return facts_of(briefing())


def test_same_extraction_gives_the_same_triples() -> None:
    assert set(facts_of(briefing())) == set(facts_of(briefing()))


def test_there_is_no_blank_node(facts: Graph) -> None:
    assert not any(isinstance(term, BNode) for fact in facts for term in fact)


def test_every_span_shows_its_words(facts: Graph) -> None:
    text, spans = briefing().document.text, list(facts.subjects(RDF.type, ONR.TextSpan))
    for span in spans:
        start, end = (int(str(facts.value(span, place))) for place in (ONR.start, ONR.end))
        assert str(facts.value(span, ONR.exact)) == text[start:end]
    assert len(spans) == 8


def test_offsets_count_code_points() -> None:
    found = facts_of(extraction("🦊🦊 Ann said é is fine.", {"Ann": "Person"},
                                said=[Said("Ann", "said", "é is fine")]))  # fmt: skip
    span = span_iri(extraction("🦊🦊 Ann said é is fine.").document.id, Span(12, 21))
    assert found.value(span, ONR.exact) == Literal("é is fine")


@pytest.mark.parametrize("class_", [ONR.Statement, ONR.RelationClaim, ONR.Relay, ONR.TextSpan])
def test_every_superclass_is_there(facts: Graph, class_: URIRef) -> None:
    subjects = list(facts.subjects(RDF.type, class_))
    for subject in subjects:
        assert set(ontology().superclasses[class_]) <= set(facts.objects(subject, RDF.type))
    assert subjects


def test_document_says_where_it_is_from(facts: Graph) -> None:
    found = facts.predicate_objects(document_iri(briefing().document.id))
    told = {str(p).removeprefix(str(ONR)): str(o) for p, o in found}
    assert told["fileName"] == "help.txt"
    assert told["published"] == "2025-05"
    assert told["sha256"] == briefing().document.sha256
    assert told["language"] == "en"
    assert "path" not in told


def test_reporting_chain_keeps_its_order() -> None:
    found = extraction(
        "Ann told Bob, Cy wrote: all fine",
        {"Ann": "Person", "Bob": "Person", "Cy": "Person"},
        said=[Said("Ann", "told", "all fine", via=("Bob", "Cy"))],
    )
    facts = facts_of(found)
    by_id = {e.id: e.label for e in found.entities}
    iris = {entity_iri(name_key(e)): by_id[e.id] for e in local_entities(found)}
    chain = {
        int(str(facts.value(relay, ONR.position))): iris[str(facts.value(relay, ONR.relayedBy))]
        for relay in facts.objects(claim_iri(found.statements[0].id), ONR.hasRelay)
    }
    assert chain == {1: "Bob", 2: "Cy"}


def test_unknown_speaker_is_a_value() -> None:
    found = extraction("It was said that all is fine", said=[Said(None, "said", "all is fine")])
    facts, iri = facts_of(found), claim_iri(found.statements[0].id)
    assert facts.value(iri, ONR.speakerKind) == Literal("unknown")
    assert facts.value(iri, ONR.hasSpeaker) is None


def test_content_words_find_whole_words() -> None:
    found = extraction("X said “Re-shore NOW”", said=[Said(None, "said", "“Re-shore NOW”")])
    facts = facts_of(found)
    assert facts.value(claim_iri(found.statements[0].id), ONR.contentWords) == Literal(
        " re shore now "
    )


def test_metonym_flags_the_claim() -> None:
    plain = extraction("Beijing said yes", {"Beijing": "Country"},
                       said=[Said("Beijing", "said", "yes")])  # fmt: skip
    (beijing,) = plain.entities
    flagged = Entity(beijing.id, "China", "Country", beijing.mentions, metonyms=beijing.mentions)
    found = Extraction(plain.document, "1", "rules", (flagged,), plain.statements, ())
    claim = claim_iri(plain.statements[0].id)
    assert facts_of(plain).value(claim, ONR.metonymy) == Literal(False)
    assert facts_of(found).value(claim, ONR.metonymy) == Literal(True)


@pytest.mark.parametrize(
    ("value", "datatype"),
    [
        ("2025-05-26", XSD.date),
        ("2025-05", XSD.gYearMonth),
        ("2025", XSD.gYear),
        ("--05-19", XSD.gMonthDay),
    ],
)
def test_date_is_as_precise_as_it_was_given(value: str, datatype: URIRef) -> None:
    assert date_literal(value) == Literal(value, datatype=datatype, normalize=False)


def test_unknown_predicate_is_named() -> None:
    found = extraction(
        "Acme buys Bolt", {"Acme": "Company", "Bolt": "Company"},
        related=[Related("Acme", "buys", "Bolt")],
    )  # fmt: skip
    with pytest.raises(UnknownTermError, match="does not declare buys"):
        facts_of(found)


def test_span_beyond_the_text_is_refused() -> None:
    document = Document(text="short", path="/x/short.txt")
    found = Extraction(document, "1", "rules", (Entity("e", "x", "Person", (Span(3, 9),)),), (), ())
    with pytest.raises(SpanMismatchError, match=r"short\.txt: span 3-9 lies beyond the text of 5"):
        facts_of(found)


def test_span_of_white_space_is_refused() -> None:
    document = Document(text="a   b")
    found = Extraction(document, "1", "rules", (Entity("e", "x", "Person", (Span(1, 3),)),), (), ())
    with pytest.raises(SpanMismatchError, match="shows only white space"):
        facts_of(found)


def test_version_changes_with_a_link_and_with_the_extraction() -> None:
    before = facts_version("digest", {"e1": "https://example.org/a"})
    assert before != facts_version("digest", {"e1": "https://example.org/b"})
    assert before != facts_version("other", {"e1": "https://example.org/a"})
    assert before == facts_version("digest", {"e1": "https://example.org/a"})


def test_minted_entity_is_described_with_all_its_names() -> None:
    (entity,) = canonical_by_name(local_entities(extraction(
        "Acme Inc, or Acme", {"Acme Inc": "Company"}, aliases={"Acme Inc": ("Acme",)}))
    ).values()  # fmt: skip
    facts = entity_facts(entity)
    iri = URIRef(entity.iri)
    assert facts.value(iri, SKOS.prefLabel) == Literal("Acme Inc")
    assert set(facts.objects(iri, SKOS.altLabel)) == {Literal("Acme")}
    words = {str(each) for each in facts.objects(iri, ONR.searchName)}
    assert words == {" acme inc ", " acme "}


@settings(max_examples=25, deadline=None)
@given(text=TEXT, label=TEXT)
def test_facts_to_nquads_to_facts_is_the_identity(
    tmp_path_factory: pytest.TempPathFactory, text: str, label: str
) -> None:
    found = extraction(f"{label} said {text}", {label: "Person"}, said=[Said(label, "said", text)],
                       title=text, outlet=label)  # fmt: skip
    facts, source = facts_of(found), document_iri(found.document.id)
    store = RdfStore(tmp_path_factory.mktemp("rdf"))
    store.replace(source, facts_in(facts))
    lines = store.nquads()
    store.close()
    quads = list(ox.parse("\n".join(lines), format=ox.RdfFormat.N_QUADS))
    back = [tuple(map(to_rdflib, (q.subject, q.predicate, q.object))) for q in quads]
    assert {str(to_rdflib(quad.graph_name)) for quad in quads} == {str(graph_iri(source))}
    assert set(back) == set(facts)
    assert len(back) == len(facts)


@pytest.mark.parametrize("found", [briefing(), tariffs(), tariffs("denied"), extraction("Empty.")])
def test_facts_conform_to_the_shapes(found: Extraction, packs: Packs) -> None:
    assert shacl_report(whole_graph(found, packs)) is None


def _retype(facts: Graph, old: URIRef, new: URIRef) -> None:
    for subject in list(facts.subjects(RDF.type, old)):
        facts.remove((subject, RDF.type, old))
        facts.add((subject, RDF.type, new))


def _replace(facts: Graph, predicate: URIRef, *values: object) -> None:
    subject = min(facts.subjects(predicate), key=str)
    facts.remove((subject, predicate, None))
    for value in values:
        facts.add((subject, predicate, value if isinstance(value, URIRef) else Literal(value)))


@pytest.mark.parametrize(
    "broken",
    [
        lambda g: _replace(g, ONR.sha256, "a" * 64, "b" * 64),
        lambda g: _replace(g, ONR.sha256, "not a digest"),
        lambda g: _replace(g, ONR.sha256),
        lambda g: _replace(g, ONR.start, 10_000),
        lambda g: _replace(g, ONR.start, "0"),
        lambda g: _replace(g, ONR.exact),
        lambda g: _replace(g, ONR.end, 8, 9),
        lambda g: _replace(g, ONR.hasContent),
        lambda g: _replace(g, ONR.hasEvidence),
        lambda g: _replace(g, ONR.hasEvidence, URIRef("urn:nowhere")),
        lambda g: _replace(g, ONR.mode, "loud"),
        lambda g: _replace(g, ONR.attitude, "sing"),
        lambda g: _replace(g, ONR.cueClass, "shout"),
        lambda g: _replace(g, ONR.speakerKind),
        lambda g: _replace(g, ONR.factuality, "maybe"),
        lambda g: _replace(g, ONR.hasSubject),
        lambda g: _replace(
            g, ONR.hasObject, URIRef(CONCEPT + "china"), URIRef(CONCEPT + "economy")
        ),
        lambda g: _replace(g, ONR.predicate, "memberOf", "imposes"),
        lambda g: _replace(g, ONR.predicate, "buys"),
        lambda g: _replace(g, ONR.confidence, 1.5),
        lambda g: _replace(g, ONR.confidence, Literal("1.5", datatype=XSD.decimal)),
        lambda g: _replace(g, ONR.hasSpeaker, URIRef(CONCEPT + "manufacturing")),
        lambda g: _replace(g, ONR.position, 0),
        lambda g: _replace(g, ONR.inDocument),
        lambda g: _replace(g, ONR.published, "soon"),
        lambda g: _replace(g, SKOS.prefLabel, "one", "two"),
        lambda g: _retype(g, ONR.Statement, ONR.Statment),
        lambda g: g.add((document_iri(briefing().document.id), ONR.titel, Literal("x"))),
        lambda g: g.add((claim_iri(briefing().statements[0].id), ONR.title, Literal("x"))),
        lambda g: g.add((BNode(), RDF.type, ONR.Person)),
    ],
)
def test_shapes_see_what_is_broken(broken: Callable[[Graph], object], packs: Packs) -> None:
    facts = whole_graph(briefing(), packs)
    broken(facts)
    assert shacl_report(facts) is not None
