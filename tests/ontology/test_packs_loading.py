"""Packs of users: read like the built-in ones; what is broken is named, with its file."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDF, SKOS, Literal, URIRef

from onrecord.errors import PackError
from onrecord.ontology.packs import Packs, load_packs, with_wider
from onrecord.ontology.terms import ONR
from onrecord.ontology.validation import shacl_report
from tests.handmade import CONCEPT, PACK

HEAD = """
@prefix : <https://example.org/> .
@prefix onr: <https://w3id.org/onrecord/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


def load(folder: Path, turtle: str) -> None:
    path = folder / "mine.ttl"
    path.write_text(HEAD + turtle, encoding="utf-8")
    load_packs([path], builtin=False)


@pytest.mark.parametrize(
    ("turtle", "named"),
    [
        (":a a onr:Sector", "is not Turtle"),
        (
            ':a a onr:Sector ; skos:prefLabel "a", "b" .',
            "example.org/a needs exactly one skos:pref",
        ),
        (":a a onr:Sector .", "example.org/a needs exactly one skos:prefLabel, has 0"),
        (':a a onr:Sectr ; skos:prefLabel "a" .', "example.org/a needs exactly one class"),
        (':a a onr:Sector, onr:Plan ; skos:prefLabel "a" .', "a needs exactly one class"),
        (':a skos:prefLabel "a" .', "example.org/a needs exactly one class"),
        (':a a onr:Statement ; skos:prefLabel "a" .', "example.org/a needs exactly one class"),
        (
            ':a a onr:Sector ; skos:prefLabel "a" ; onr:motto "b" .',
            "example.org/a: the ontology does not declare https://w3id.org/onrecord/ns#motto",
        ),
        (
            ':a a onr:Sector ; skos:prefLabel "a" ; skos:broader :gone .',
            "example.org/a refers to https://example.org/gone, which no pack has",
        ),
        (
            ':a a onr:GovernmentBody ; skos:prefLabel "a" ; onr:ofCountry :gone .',
            "example.org/a refers to https://example.org/gone, which no pack has",
        ),
        (':a a onr:Sector ; skos:prefLabel "a" ; skos:broader :a .', "a is broader than itself"),
        (
            ':a a onr:Sector ; skos:prefLabel "a" ; skos:broader :b .'
            ':b a onr:Sector ; skos:prefLabel "b" ; skos:broader :c .'
            ':c a onr:Sector ; skos:prefLabel "c" ; skos:broader :a .',
            "example.org/a is broader than itself",
        ),
        ('[] a onr:Sector ; skos:prefLabel "a" .', "has a blank node"),
        (':a a onr:Sector ; skos:prefLabel "a" ; skos:altLabel :b .', "altLabel needs a Literal"),
        (':a a onr:Sector ; skos:prefLabel "a" ; skos:broader "b" .', "broader needs a URIRef"),
        (
            ':a a onr:Country ; skos:prefLabel "a" . :b a onr:Country ; skos:prefLabel "b" .'
            ':c a onr:Party ; skos:prefLabel "c" ; onr:ofCountry :a, :b .',
            "example.org/c: ofCountry can have one value, has 2",
        ),
        (
            ':a a onr:Sector ; skos:prefLabel "a" ; onr:partOf :a .',
            "example.org/a: partOf follows from what texts claim",
        ),
    ],
)
def test_broken_pack_is_named_with_its_file_and_concept(
    tmp_path: Path, turtle: str, named: str
) -> None:
    with pytest.raises(PackError) as caught:
        load(tmp_path, turtle)
    assert caught.value.file == str(tmp_path / "mine.ttl")
    assert named in str(caught.value)


def test_missing_pack_is_named(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"nowhere\.ttl: cannot be read"):
        load_packs([tmp_path / "nowhere.ttl"], builtin=False)


def test_pack_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "latin.ttl"
    path.write_bytes(HEAD.encode() + ':a a onr:Sector ; skos:prefLabel "café" .'.encode("latin-1"))
    with pytest.raises(PackError, match=r"latin\.ttl: cannot be read"):
        load_packs([path], builtin=False)


def test_concept_has_all_its_forms(packs: Packs) -> None:
    china = packs.by_iri[CONCEPT + "china"]
    assert china.names == ("China", "People's Republic of China", "Volksrepublik China")
    assert (china.demonyms, china.metonyms) == (("Chinese",), ("Beijing",))


def test_concept_is_found_by_the_words_of_any_name(packs: Packs) -> None:
    assert packs.by_name[" people s republic of china "].iri == CONCEPT + "china"


def test_facts_of_a_concept_hold_its_classes_pack_and_words(packs: Packs) -> None:
    facts, iri = packs.facts(CONCEPT + "manufacturing"), URIRef(CONCEPT + "manufacturing")
    assert set(facts.objects(iri, RDF.type)) == {ONR.Concept, ONR.Sector}
    assert set(facts.objects(iri, ONR.pack)) == {Literal("small")}
    words = {" manufacturing ", " factories "}
    assert set(facts.objects(iri, ONR.searchName)) == {Literal(each) for each in words}
    assert facts.value(iri, SKOS.broader) == URIRef(CONCEPT + "industry")


def test_facts_of_all_concepts_conform_to_the_shapes(packs: Packs) -> None:
    facts = packs.facts(CONCEPT + "china")
    for iri in packs.by_iri:
        facts += packs.facts(iri)
    assert shacl_report(facts) is None


def test_version_of_the_facts_changes_with_the_concept(tmp_path: Path, packs: Packs) -> None:
    path = tmp_path / "small.ttl"
    path.write_text(
        PACK.read_text(encoding="utf-8").replace('"Beijing"', '"Peking"'), encoding="utf-8"
    )
    changed = Packs([path], builtin=False)

    def version(found: Packs, concept: str) -> str:
        iri = URIRef(CONCEPT + concept)
        return str(found.facts(str(iri)).value(iri, ONR.factsVersion))

    assert version(changed, "china") != version(packs, "china")
    assert version(changed, "industry") == version(packs, "industry")
    assert changed.version != packs.version


def test_concept_in_use_brings_its_country_and_everything_wider(packs: Packs) -> None:
    found = with_wider([CONCEPT + "manufacturing", CONCEPT + "daily-post"], packs.by_iri)
    names = {iri.removeprefix(CONCEPT) for iri in found}
    assert names == {"manufacturing", "industry", "economy", "daily-post", "china"}
