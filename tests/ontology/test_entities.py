"""Entities as documents know them: their names, posts and keys, and what becomes of all of one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ingest.extraction import EntityType
from onrecord.ontology.entities import (
    CanonicalEntity,
    LocalEntity,
    entity_iri,
    entity_version,
    local_entities,
    name_key,
    name_words,
)
from onrecord.ontology.packs import Packs
from tests.handmade import CONCEPT, briefing, canonical_by_name, extraction

TYPES: list[EntityType] = ["Person", "Organization", "Company", "Country", "Group", "Plan"]
LABELS = ["Ann Lee", "ann lee", "The Acme", "Acme", "officials", "Chinese officials", "…"]


@st.composite
def entities(draw: st.DrawFn) -> LocalEntity:
    label = draw(st.sampled_from(LABELS))
    return LocalEntity(
        document=draw(st.sampled_from(["d1", "d2", "d3"])),
        id=draw(st.uuids()).hex,
        label=label,
        type=draw(st.sampled_from(TYPES)),
        concept=draw(st.sampled_from([None, None, CONCEPT + "china"])),
        names=(label, *draw(st.sets(st.sampled_from(LABELS), max_size=2))),
    )


def minted(label: str, type_: EntityType, document: str = "d1") -> LocalEntity:
    return LocalEntity(document, f"{document}-{label}-{type_}", label, type_, None, (label,))


def only(*found: LocalEntity) -> CanonicalEntity:
    (entity,) = canonical_by_name(found).values()
    return entity


@given(st.lists(entities(), max_size=12), st.randoms())
def test_canonical_entity_does_not_depend_on_order(
    found: list[LocalEntity], random: object
) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # Hypothesis gives a random.Random
    assert canonical_by_name(shuffled) == canonical_by_name(found)


@given(st.lists(entities(), max_size=12))
def test_canonical_entities_of_all_are_those_of_each_key(found: list[LocalEntity]) -> None:
    apart: dict[str, CanonicalEntity] = {}
    for key in {name_key(entity) for entity in found}:
        apart |= canonical_by_name(entity for entity in found if name_key(entity) == key)
    assert apart == canonical_by_name(found)


@given(entities(), st.sampled_from(["Organization", "Company", "GovernmentBody", "Party"]))
def test_minted_iri_does_not_change_when_an_organization_is_refined(
    entity: LocalEntity, refined: EntityType
) -> None:
    plain = replace(entity, concept=None, type="Organization")
    assert name_key(plain) == name_key(replace(plain, type=refined))


def test_policy_keeps_its_iri_when_it_turns_out_a_plan() -> None:
    assert only(minted("Robot Plan", "Policy")).iri == only(minted("Robot Plan", "Plan")).iri


def test_person_and_organization_of_one_name_are_two() -> None:
    assert len(canonical_by_name([minted("Ford", "Person"), minted("Ford", "Company")])) == 2


@pytest.mark.parametrize("label", ["officials", "two officials", "a senior aide"])
def test_nameless_groups_of_two_documents_stay_two(label: str) -> None:
    assert len(canonical_by_name([minted(label, "Group", "d1"), minted(label, "Group", "d2")])) == 2


@pytest.mark.parametrize("label", ["Chinese officials", "officials in Beijing", "EU officials"])
def test_groups_with_a_proper_name_are_one_over_documents(label: str) -> None:
    assert len(canonical_by_name([minted(label, "Group", "d1"), minted(label, "Group", "d2")])) == 1


@pytest.mark.parametrize("other", ["THE ACME", "the acme", "Acme", "Ａcme"])
def test_names_are_compared_by_their_words_without_case_article_or_width(other: str) -> None:
    assert name_key(minted(other, "Company")) == name_key(minted("The Acme", "Company"))


def test_label_is_the_most_frequent_then_the_first_in_order() -> None:
    assert (
        only(
            minted("acme", "Company", "d1"),
            minted("Acme", "Company", "d2"),
            minted("Acme", "Company", "d3"),
        ).label
        == "Acme"
    )
    assert only(minted("acme", "Company", "d1"), minted("Acme", "Company", "d2")).label == "Acme"


def test_type_is_the_most_frequent_then_the_most_telling() -> None:
    assert only(minted("Acme", "Organization"), minted("Acme", "Company", "d2")).type == "Company"
    assert (
        only(
            minted("Acme", "Organization", "d1"),
            minted("Acme", "Organization", "d2"),
            minted("Acme", "Company", "d3"),
        ).type
        == "Organization"
    )


def test_names_of_all_documents_are_gathered() -> None:
    both = only(minted("Acme", "Company"), minted("The Acme", "Company", "d2"))
    assert both.names == ("Acme", "The Acme")


def test_version_changes_with_a_name() -> None:
    entity = only(minted("Acme", "Company"))
    assert entity_version(entity) != entity_version(replace(entity, names=("Acme", "Acme Inc")))


def test_outlet_and_authors_are_entities_of_their_document(packs: Packs) -> None:
    found = {e.id: e for e in local_entities(briefing(), packs.by_name, packs.by_iri)}
    assert found["outlet"].concept == CONCEPT + "daily-post"
    assert found["author:0"] == LocalEntity(
        briefing().document.id, "author:0", "Bo Writer", "Person", None, ("Bo Writer",), (), 2025
    )


def test_concept_that_no_pack_has_any_more_is_an_entity_of_its_own() -> None:
    (entity,) = local_entities(extraction("Spain", {"Spain": ("Country", "spain")}), {}, {})
    assert entity.concept is None
    assert entity_iri(name_key(entity)) != CONCEPT + "spain"


def test_concept_is_shown_as_its_pack_says(packs: Packs) -> None:
    found = extraction("Beijing said", {"Beijing": ("Organization", "china")})
    (entity,) = local_entities(found, packs.by_name, packs.by_iri)
    assert (entity.label, entity.type) == ("China", "Country")


@given(st.text(max_size=30))
def test_words_of_a_name_are_between_single_spaces(name: str) -> None:
    words = name_words(name)
    assert words == "" or (words[0] == words[-1] == " " and "  " not in words)


def test_words_of_a_name_are_case_folded() -> None:
    assert name_words("“Straße” & CO.") == " strasse co "
