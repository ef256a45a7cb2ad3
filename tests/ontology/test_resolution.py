"""Resolution over documents: a pure function that keeps apart what it is not sure of."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.resolution import mentions, pairwise
from benchmarks.synthetic_names import GIVEN, stories_with
from onrecord.ingest.extraction import EntityType
from onrecord.ontology.entities import LocalEntity
from onrecord.ontology.neighbourhood import resolve
from onrecord.ontology.resolution import KeptApart, nobody_is

Posts = tuple[tuple[str, str], ...]
TREASURY: Posts = (("treasury secretary", "https://x/treasury"),)
BEARS: Posts = (("coach", "organization:chicago bears"),)
YES_BANK: Posts = (("economist", "organization:yes bank"),)


def named(
    document: str,
    label: str,
    posts: Posts = (),
    *names: str,
    kind: EntityType = "Person",
    year: int | None = None,
) -> LocalEntity:
    return LocalEntity(document, label, label, kind, None, (label, *names), posts, year)


def company(document: str, *labels: str) -> list[LocalEntity]:
    """Others whom the document names."""
    return [named(document, label, kind="Company") for label in labels]


def keys(*entities: LocalEntity) -> dict[str, str]:
    """The key of each, by document and label."""
    found = resolve(entities).keys
    return {f"{e.document} {e.label}": found[e.document, e.id] for e in entities}


def are_one(*entities: LocalEntity, beside: list[LocalEntity] | None = None) -> bool:
    found = resolve([*entities, *(beside or [])]).keys
    return len({found[e.document, e.id] for e in entities}) == 1


SPELLINGS = ["Wang Wentao", "WANG Wentao", "Wentao Wang", "Wang Wen-tao", "Wáng Wéntāo", "王文涛"]


def test_six_spellings_of_one_name_are_one() -> None:  # ANCHORS.md case 6
    assert are_one(*(named(f"d{i}", spelling) for i, spelling in enumerate(SPELLINGS)))


def test_two_people_of_one_name_stay_two() -> None:  # ANCHORS.md case 7
    coach = named("d1", "Michael Brown", BEARS)
    economist = named("d2", "Michael Brown", YES_BANK)
    assert not are_one(coach, economist)
    (review,) = resolve([coach, economist]).reviews
    assert "posts differ: coach / economist" in review.reasons


def test_two_spellings_in_one_document_are_two_people() -> None:
    """What else that document says of both ties nothing; others may."""
    john, johan = named("d1", "John Smith"), named("d1", "Johan Smith")
    beside = company("d1", "Granite Stadium", "Soldier Field", "Acme Works")
    assert not are_one(john, johan, beside=beside)
    (review,) = resolve([john, johan, *beside]).reviews
    assert "one document has both" in review.reasons
    analysts = [named("d1", name, YES_BANK) for name in ("John Smith", "Johan Smith")]
    assert not are_one(*analysts)
    apart = [named("d2", "Johan Smith", YES_BANK), named("d3", "John Smith", YES_BANK)]
    both = [named("d1", name) for name in ("Johan Smith", "John Smith")]
    assert are_one(*apart, *both)


def test_two_people_of_one_name_have_labels_of_their_own_documents() -> None:
    found = keys(
        named("d1", "Michael Brown", BEARS),
        named("d2", "Michael Brown", YES_BANK),
        named("d3", "Michael Brown", BEARS),
    )
    assert found["d1 Michael Brown"] == found["d3 Michael Brown"] != found["d2 Michael Brown"]


def test_company_tells_to_which_of_two_a_bare_name_belongs() -> None:
    coach, economist = named("d1", "Michael Brown", BEARS), named("d2", "Michael Brown", YES_BANK)
    bare = named("d3", "Michael Brown")
    others = [
        *company("d1", "Granite Stadium", "Soldier Field"),
        *company("d3", "Granite Stadium", "Soldier Field"),
    ]
    found = resolve([coach, economist, bare, *others]).keys
    assert found["d3", bare.id] == found["d1", coach.id]


def test_bare_name_of_two_without_evidence_is_neither() -> None:
    coach, economist = named("d1", "Michael Brown", BEARS), named("d2", "Michael Brown", YES_BANK)
    bare = named("d3", "Michael Brown")
    found = resolve([coach, economist, bare]).keys
    assert len(set(found.values())) == 3


def test_two_people_of_one_surname_stay_two_over_documents() -> None:  # ANCHORS.md case 5
    assert not are_one(named("d1", "Hugh Hill"), named("d2", "Anna Hill"))


FOUR = ("Acme", "Bolt", "Crane", "Dorn")
# Names, the keys of two that are kept apart, and the documents in which they have one company.
KEPT: dict[str, tuple[list[LocalEntity], str, str, str]] = {
    "two spellings in one company": (
        [
            *(named(f"d{i}", "Scott Bessent") for i in range(3)),
            *(named(f"e{i}", "Scott Bessant") for i in range(3)),
        ],
        "person:scott bessent",
        "person:scott bessant",
        "d0 d1 d2 e0 e1 e2",
    ),
    "two posts at one body": (
        [
            named("d1", "Michael Brown", (("coach", "organization:chicago bears"),)),
            named("d2", "Michael Brown", (("doctor", "organization:chicago bears"),)),
        ],
        "person:michael brown|coach @ organization:chicago bears",
        "person:michael brown|doctor @ organization:chicago bears",
        "",
    ),
    "two posts in one company": (
        [named("d1", "Michael Brown", BEARS), named("d2", "Michael Brown", YES_BANK)],
        "person:michael brown|coach @ organization:chicago bears",
        "person:michael brown|economist @ organization:yes bank",
        "d1 d2",
    ),
    "a name without a post": (
        [
            named("d1", "Michael Brown", BEARS),
            named("d2", "Michael Brown", TREASURY),
            named("d3", "Michael Brown"),
        ],
        "person:michael brown|coach @ organization:chicago bears",
        "person:michael brown|in d3",
        "d1 d3",
    ),
    "a surname": (
        [named("d1", "Scott Bessent", TREASURY), named("d2", "Bessent", TREASURY)],
        "person:scott bessent",
        "person:bessent|in d2",
        "",
    ),
    "an acronym": (
        [
            named("d1", "Institute for Steel Studies", (), "ISS", kind="Organization"),
            named("d2", "ISS", kind="Organization"),
        ],
        "organization:institute steel studies",
        "organization:ISS",
        "",
    ),
}


@pytest.mark.parametrize("case", KEPT)
def test_what_somebody_keeps_apart_is_not_joined_by_any_evidence(case: str) -> None:
    found, one, other, documents = KEPT[case]
    beside = [each for document in documents.split() for each in company(document, *FOUR)]

    def keys_of(kept_apart: KeptApart) -> set[str]:
        keys = resolve([*found, *beside], kept_apart).keys
        return {keys[each.document, each.id] for each in found}

    joined = keys_of(nobody_is)
    kept = keys_of(lambda a, b: {a, b} == {one, other})
    assert len(kept) == len(joined) + 1


def test_surname_that_two_may_bear_is_neither_without_evidence() -> None:
    found = keys(named("d1", "Hugh Hill"), named("d2", "Anna Hill"), named("d3", "Hill"))
    assert len(set(found.values())) == 3


def test_surname_goes_to_the_one_with_that_post() -> None:
    hugh, anna = named("d1", "Hugh Hill", TREASURY), named("d2", "Anna Hill")
    found = keys(hugh, anna, named("d3", "Hill", TREASURY))
    assert found["d3 Hill"] == found["d1 Hugh Hill"]


def test_surname_goes_to_the_only_one_who_bears_it() -> None:
    assert are_one(named("d1", "Scott Bessent", TREASURY), named("d2", "Bessent", TREASURY))


def test_initials_must_fit() -> None:
    assert are_one(named("d1", "Scott Bessent", TREASURY), named("d2", "S. Bessent", TREASURY))
    assert not are_one(named("d1", "Scott Bessent", TREASURY), named("d2", "J. Bessent", TREASURY))


def test_father_and_son_stay_two() -> None:
    posts = TREASURY
    assert not are_one(named("d1", "John Hill Sr.", posts), named("d2", "John Hill Jr.", posts))


def test_plain_name_does_not_join_father_and_son() -> None:
    found = keys(
        named("d1", "John Hill Sr."), named("d2", "John Hill Jr."), named("d3", "John Hill")
    )
    assert found["d1 John Hill Sr."] != found["d2 John Hill Jr."]


def test_typing_error_needs_company_to_be_one() -> None:
    right, wrong = named("d1", "Margaret Whitcombe"), named("d2", "Margaret Whitcome")
    assert not are_one(right, wrong)
    assert are_one(
        right, wrong, beside=[*company("d1", "Acme", "Bolt"), *company("d2", "Acme", "Bolt")]
    )


def test_acronym_goes_to_the_body_that_declares_it() -> None:
    institute = named("d1", "Institute for Steel Studies", (), "ISS", kind="Organization")
    assert are_one(institute, named("d2", "ISS", kind="Organization"))


def test_name_in_capitals_is_the_name() -> None:
    assert are_one(named("d1", "Acme", kind="Company"), named("d2", "ACME", kind="Company"))


def test_acronym_of_two_bodies_is_neither_without_evidence() -> None:
    found = keys(
        named("d1", "Institute for Steel Studies", (), "ISS", kind="Organization"),
        named("d2", "Institute for Social Studies", (), "ISS", kind="Organization"),
        named("d3", "ISS", kind="Organization"),
    )
    assert len(set(found.values())) == 3


def test_ministries_of_one_name_stay_two_without_company() -> None:
    assert not are_one(
        named("d1", "Ministry of Finance", kind="GovernmentBody"),
        named("d2", "the Ministry of Finance", kind="GovernmentBody"),
    )


def test_ministries_of_one_name_in_one_company_are_one() -> None:
    ministries = [
        named(document, "Ministry of Finance", kind="GovernmentBody") for document in ("d1", "d2")
    ]
    others = [e for d in ("d1", "d2") for e in company(d, "Acme", "Bolt")]
    assert are_one(*ministries, beside=others)


def test_people_a_lifetime_apart_stay_two_where_spelling_differs() -> None:
    old = named("d1", "Jim Turner", year=1921)
    assert not are_one(old, named("d2", "James Turner", year=2024))


NONE = st.just(())


def known(document: str, iri: str, label: str) -> LocalEntity:
    return LocalEntity(document, iri, label, "Person", iri)


OBAMA = "https://x/barack-obama"


@pytest.mark.parametrize("label", ["Obama", "BARACK Obama", "Barack H. Obama", "B. Obama"])
def test_somebody_of_the_packs_is_meant_by_his_names(label: str) -> None:
    found = resolve([known("d1", OBAMA, "Barack Obama"), named("d2", label)]).keys
    assert set(found.values()) == {OBAMA}


def test_surname_of_two_in_the_packs_is_neither_without_evidence() -> None:
    bill, hillary = "https://x/bill-clinton", "https://x/hillary-clinton"
    surname = named("d3", "Clinton")
    found = resolve(
        [known("d1", bill, "Bill Clinton"), known("d2", hillary, "Hillary Clinton"), surname]
    ).keys
    assert found["d3", "Clinton"] not in (bill, hillary)


def test_surname_is_somebody_of_the_packs_though_others_bear_it() -> None:
    surname = named("d3", "Obama")
    found = resolve([known("d1", OBAMA, "Barack Obama"), named("d2", "Derelict Obama"), surname])
    assert found.keys["d3", "Obama"] == OBAMA


def test_a_surname_in_hundreds_of_documents_is_the_only_one_of_the_packs() -> None:
    surnames = [named(f"d{i}", "Obama") for i in range(300)]
    found = resolve([known("x", OBAMA, "Barack Obama"), named("y", "Derelict Obama"), *surnames])
    assert {found.keys[e.document, e.id] for e in surnames} == {OBAMA}


def test_a_surname_of_many_stays_with_its_document() -> None:
    bearers = [named(f"d{i}", f"{given} Hill") for i, given in enumerate(GIVEN)]
    found = resolve([*bearers, named("x", "Hill"), named("y", "Hill")]).keys
    assert found["x", "Hill"] != found["y", "Hill"]


def test_two_concepts_are_never_one() -> None:
    one, other = (
        known("d1", "https://x/li-qiang", "Li Qiang"),
        known("d2", "https://x/2", "Li Qiang"),
    )
    found = resolve([one, other, named("d3", "Li Qiang")]).keys
    assert found["d1", one.id] == one.id
    assert found["d2", other.id] == other.id


LABELS = [
    "Ann Lee", "Lee Ann", "Ann B. Lee", "Ann Lee Jr.", "Lee", "A. Lee", "Anne Lee", "Acme",
    "Acme Inc.", "Institute for Steel Studies", "ISS", "Ministry of Finance", "Robot Plan",
]  # fmt: skip


@st.composite
def locals_(draw: st.DrawFn) -> list[LocalEntity]:
    found: dict[tuple[str, str], LocalEntity] = {}
    for _ in range(draw(st.integers(0, 14))):
        label = draw(st.sampled_from(LABELS))
        kinds: list[EntityType] = (
            ["Person"] if "Lee" in label else ["Plan"] if "Plan" in label else ["Organization"]
        )
        document = draw(st.sampled_from(["d1", "d2", "d3", "d4", "d5"]))
        entity = named(
            document,
            label,
            draw(st.sampled_from([(), (), TREASURY, BEARS, YES_BANK]))
            if kinds == ["Person"]
            else (),
            *draw(st.sampled_from([(), ("ISS",)])),
            kind=kinds[0],
        )
        found[document, label] = entity
        if draw(st.integers(0, 5)) == 0:
            found[document, "x:ann"] = known(document, "x:ann", "Ann Lee")
    return list(found.values())


@settings(deadline=None)
@given(locals_(), st.randoms())
def test_resolution_does_not_depend_on_order(
    found: list[LocalEntity], order: random.Random
) -> None:
    shuffled = list(found)
    order.shuffle(shuffled)
    assert resolve(shuffled).keys == resolve(found).keys
    assert resolve(shuffled).reviews == resolve(found).reviews


@settings(deadline=None)
@given(locals_())
def test_what_is_one_is_never_offered_for_review(found: list[LocalEntity]) -> None:
    resolved = resolve(found)
    held = set(resolved.keys.values())
    for review in resolved.reviews:
        assert review.one != review.other
        assert {review.one, review.other} <= held


def test_synthetic_press_is_resolved_with_precision_first() -> None:
    found, truth, beside = mentions(stories_with(3, 1000))
    resolved = resolve([*found, *beside]).keys
    score = pairwise(truth, [resolved[entity.document, entity.id] for entity in found])
    assert score.precision >= 0.97
    assert score.recall >= 0.85


@pytest.mark.parametrize("label", ["", "…", "王", "J.", "-", "the", "Dr.", "a" * 5000])
def test_any_label_is_resolved(label: str) -> None:
    entity = named("d1", label)
    assert resolve([entity]).keys["d1", label]
