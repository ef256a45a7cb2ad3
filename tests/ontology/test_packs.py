"""The packs as they are shipped, read with rdflib alone: what no reader should have to check."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import RDF, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

PACKS = Path(__file__).parents[2] / "ontology" / "packs"
FILES = ("countries", "governments", "outlets", "people", "policies", "sectors")
ONR = Namespace("https://w3id.org/onrecord/ns#")
CONCEPT = "https://w3id.org/onrecord/id/concept/"

CLASSES = {
    "countries": {"Country"},
    "governments": {"GovernmentBody", "Organization", "Party"},
    "outlets": {"MediaOutlet"},
    "people": {"Person"},
    "policies": {"Policy", "Plan", "Measure", "Legislation"},
    "sectors": {"Sector"},
}
NAMES = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
FORMS = (*NAMES, ONR.localName, ONR.demonym, ONR.metonym, ONR.post)
LINKS = (ONR.ofCountry, SKOS.broader)
# Words that a text uses for much else, and forms that several concepts share.
TOO_PLAIN = {
    "state", "commerce", "treasury", "defense", "defence", "intelligence", "time",
    "interior", "labor", "five-year plan", "georgia",
    "congo", "korea", "the sun", "people", "economist", "nature", "science",
    "fortune", "metro", "mirror", "globe", "post", "times", "services", "technology", "trade",
}  # fmt: skip


def read(name: str) -> Graph:
    return Graph().parse(PACKS / f"{name}.ttl", format="turtle")


@pytest.fixture(scope="module")
def packs() -> Graph:
    graph = Graph()
    for name in FILES:
        graph += read(name)
    return graph


def local(node: Node) -> str:
    return str(node).removeprefix(CONCEPT)


def literals(graph: Graph, *predicates: URIRef) -> Iterator[tuple[str, URIRef, Literal]]:
    for predicate in predicates:
        for concept, value in graph.subject_objects(predicate):
            assert isinstance(value, Literal)
            yield local(concept), predicate, value


def test_no_other_pack_is_shipped_untested() -> None:
    assert sorted(path.stem for path in PACKS.glob("*.ttl")) == sorted(FILES)


@pytest.mark.parametrize("name", FILES)
def test_files_are_utf_8_with_unix_line_ends(name: str) -> None:
    raw = (PACKS / f"{name}.ttl").read_bytes()
    assert b"\r" not in raw
    assert raw.decode("utf-8").endswith(".\n")


@pytest.mark.parametrize("name", FILES)
def test_every_concept_has_one_class_that_fits_its_pack(name: str) -> None:
    graph = read(name)
    wrong = {
        local(concept): classes
        for concept in set(graph.subjects())
        if len(classes := list(graph.objects(concept, RDF.type))) != 1
        or str(classes[0]).removeprefix(str(ONR)) not in CLASSES[name]
    }
    assert wrong == {}


def test_a_concept_lives_in_one_pack() -> None:
    homes = defaultdict(list)
    for name in FILES:
        for concept in set(read(name).subjects()):
            homes[local(concept)].append(name)
    assert {concept: names for concept, names in homes.items() if len(names) > 1} == {}


def test_every_concept_has_one_english_preferred_label(packs: Graph) -> None:
    languages: dict[str, list[str | None]] = {local(s): [] for s in set(packs.subjects())}
    for concept, _, label in literals(packs, SKOS.prefLabel):
        languages[concept].append(label.language)
    assert {concept: found for concept, found in languages.items() if found != ["en"]} == {}


def test_only_declared_terms_occur(packs: Graph) -> None:
    assert set(packs.predicates()) <= {RDF.type, *FORMS, *LINKS}


def test_identifiers_are_ascii_kebab_case(packs: Graph) -> None:
    pattern = re.compile(re.escape(CONCEPT) + r"[a-z0-9]+(-[a-z0-9]+)*")
    assert [s for s in set(packs.subjects()) if not pattern.fullmatch(str(s))] == []


def test_every_form_has_a_language_and_no_stray_space(packs: Graph) -> None:
    wrong = [
        (concept, str(value))
        for concept, _, value in literals(packs, *FORMS)
        if not value.language or str(value) != " ".join(str(value).split())
    ]
    assert wrong == []


def test_no_two_concepts_claim_one_form(packs: Graph) -> None:
    claims = defaultdict(set)
    for concept, _, value in literals(packs, *NAMES, ONR.demonym, ONR.metonym):
        claims[str(value).casefold()].add(concept)
    assert {form: sorted(who) for form, who in claims.items() if len(who) > 1} == {}


def test_a_local_name_belongs_to_something_of_a_country(packs: Graph) -> None:
    countries = set(packs.subjects(RDF.type, ONR.Country))
    wrong = [
        local(concept)
        for concept in set(packs.subjects(ONR.localName))
        if concept not in countries and packs.value(concept, ONR.ofCountry) is None
    ]
    assert wrong == []


def test_no_two_concepts_of_a_country_have_one_local_name(packs: Graph) -> None:
    claims = defaultdict(set)
    for concept, _, value in literals(packs, ONR.localName):
        country = packs.value(URIRef(CONCEPT + concept), ONR.ofCountry)
        claims[country, str(value)].add(concept)
    assert {form: sorted(who) for form, who in claims.items() if len(who) > 1} == {}


def test_no_pack_states_a_code_a_date_or_an_outside_identifier(packs: Graph) -> None:
    # They would need a source; the packs were written from general knowledge.
    numbers = [(s, v) for s, _, v in literals(packs, *FORMS) if re.fullmatch(r"Q?\d[\d.-]*", v)]
    assert numbers == []


def test_no_concept_says_one_name_twice(packs: Graph) -> None:
    seen: dict[tuple[str, str, str | None], list[URIRef]] = defaultdict(list)
    for concept, predicate, value in literals(packs, *NAMES):
        seen[concept, str(value), value.language].append(predicate)
    assert {key: found for key, found in seen.items() if len(found) > 1} == {}


def test_no_name_is_a_word_with_other_uses(packs: Graph) -> None:
    plain = [(who, str(v)) for who, _, v in literals(packs, *NAMES) if v.casefold() in TOO_PLAIN]
    assert plain == []


def test_every_link_leads_to_a_concept_of_the_packs(packs: Graph) -> None:
    known = set(packs.subjects(RDF.type))
    wrong = [(local(s), local(o)) for p in LINKS for s, o in packs.subject_objects(p)]
    assert [pair for pair in wrong if URIRef(CONCEPT + pair[1]) not in known] == []


def test_of_country_leads_to_a_country(packs: Graph) -> None:
    countries = set(packs.subjects(RDF.type, ONR.Country))
    assert set(packs.objects(None, ONR.ofCountry)) <= countries


def test_nothing_belongs_to_two_countries(packs: Graph) -> None:
    owners = [local(s) for s in packs.subjects(ONR.ofCountry)]
    assert sorted(owners) == sorted(set(owners))


def test_a_country_belongs_to_no_other(packs: Graph) -> None:
    countries = set(packs.subjects(RDF.type, ONR.Country))
    assert countries.isdisjoint(packs.subjects(ONR.ofCountry))


def test_demonyms_and_metonyms_stand_for_countries_and_organisations(packs: Graph) -> None:
    classes = {
        str(cls).removeprefix(str(ONR))
        for predicate in (ONR.demonym, ONR.metonym)
        for concept in packs.subjects(predicate)
        for cls in packs.objects(concept, RDF.type)
    }
    assert classes <= {"Country", "GovernmentBody", "Organization", "Party"}


def test_a_title_names_one_post_of_a_country(packs: Graph) -> None:
    people = set(packs.subjects(RDF.type, ONR.Person))  # one after the other holds the same post
    posts = defaultdict(set)
    for concept, _, title in literals(packs, ONR.post):
        if URIRef(CONCEPT + concept) in people:
            continue
        country = packs.value(URIRef(CONCEPT + concept), ONR.ofCountry)
        posts[local(country) if country else concept, title.casefold()].add(concept)
    assert {post: sorted(who) for post, who in posts.items() if len(who) > 1} == {}


@pytest.mark.parametrize("kind", [ONR.Sector, ONR.Measure])
def test_broader_stays_among_its_kind(packs: Graph, kind: URIRef) -> None:
    of_kind = set(packs.subjects(RDF.type, kind))
    crossing = [
        (local(s), local(o))
        for s, o in packs.subject_objects(SKOS.broader)
        if (s in of_kind) != (o in of_kind)
    ]
    assert crossing == []


def test_only_sectors_and_measures_have_broader(packs: Graph) -> None:
    kinds = {cls for s in packs.subjects(SKOS.broader) for cls in packs.objects(s, RDF.type)}
    assert kinds == {ONR.Sector, ONR.Measure}


def test_broader_has_no_cycle(packs: Graph) -> None:
    cyclic = [
        local(concept)
        for concept in set(packs.subjects(SKOS.broader))
        if any(
            concept in packs.transitive_objects(wider, SKOS.broader)
            for wider in packs.objects(concept, SKOS.broader)
        )
    ]
    assert cyclic == []
