"""Which mentions name one thing."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as TokenSpan

from onrecord.ingest.annotation import NamedEntity
from onrecord.ingest.concept import Concept
from onrecord.ingest.gazetteer import Gazetteer, share_concepts
from onrecord.ingest.names import Names

VOCAB = spacy.blank("en").vocab

CHINA = Concept("x:china", "China", "Country", ("China",), ("Chinese",), ("Beijing",))
TREASURY = Concept(
    "x:treasury", "US Treasury", "GovernmentBody", ("US Treasury",), titles=("Treasury Secretary",)
)
WHITE_HOUSE = Concept("x:wh", "White House", "GovernmentBody", ("White House",))


def named(
    text: str,
    ents: list[tuple[int, int, str]],
    *,
    concepts: tuple[Concept, ...] = (CHINA, TREASURY, WHITE_HOUSE),
    links: dict[int, str] | None = None,
) -> dict[str, NamedEntity]:
    """Entities by label of a text of words and blanks; ents are (first, after last, label)."""
    doc = Doc(VOCAB, text.split())
    share_concepts(doc, concepts)
    doc.ents = [
        TokenSpan(doc, start, end, label, kb_id=(links or {}).get(start, ""))
        for start, end, label in ents
    ]
    return {entity.label: entity for entity in Names()(doc)._.names}


def test_a_surname_goes_to_the_full_name() -> None:
    found = named("Ann Lee came . Lee left .", [(0, 2, "Person"), (4, 5, "Person")])
    assert list(found) == ["Ann Lee"]
    assert found["Ann Lee"].aliases == ("Lee",)


def test_two_people_of_one_surname_stay_two() -> None:
    found = named(
        "Ann Lee came . Bob Lee left . Lee spoke .",
        [(0, 2, "Person"), (4, 6, "Person"), (8, 9, "Person")],
    )
    assert [(label, len(e.mentions)) for label, e in found.items()] == [
        ("Ann Lee", 1),
        ("Bob Lee", 2),
    ]


def test_a_family_name_may_come_first() -> None:
    found = named("Xi Jinping came . Xi left .", [(0, 2, "Person"), (4, 5, "Person")])
    assert found["Xi Jinping"].aliases == ("Xi",)


def test_six_spellings_of_one_name_are_one_person() -> None:
    found = named(
        "Ann M. Lee and Ann Lee and Ann Mary Lee and Lee and Ann and Ann  M. Lee",
        [(0, 3, "Person"), (4, 6, "Person"), (7, 10, "Person"), (11, 12, "Person"),
         (13, 14, "Person"), (15, 18, "Person")],
    )  # fmt: skip
    assert [len(e.mentions) for e in found.values()] == [6]


def test_a_surname_before_its_full_name_finds_it() -> None:
    found = named("Lee Steps Down . Ann Lee left .", [(0, 1, "Person"), (4, 6, "Person")])
    assert list(found) == ["Ann Lee"]


def test_a_surname_that_the_model_overlooked_is_found() -> None:
    found = named("Ann Lee came . Then Lee left .", [(0, 2, "Person")])
    assert len(found["Ann Lee"].mentions) == 2


def test_an_acronym_in_brackets_names_the_same_body() -> None:
    found = named(
        "the Reform Commission ( NDRC ) met . NDRC decided .",
        [(1, 3, "GovernmentBody"), (4, 5, "Organization"), (8, 9, "Organization")],
    )
    assert [(e.label, e.aliases, len(e.mentions)) for e in found.values()] == [
        ("Reform Commission", ("NDRC",), 3)
    ]


def test_singular_and_plural_of_a_measure_are_one() -> None:
    found = named("tariffs rose ; a tariff fell", [(0, 1, "Measure"), (4, 5, "Measure")])
    assert list(found) == ["tariffs"]


def test_a_capital_that_acts_is_its_country() -> None:
    found = named(
        "China waits . Beijing acts .",
        [(0, 1, "Country"), (3, 4, "GPE")],
        links={0: "x:china", 3: "x:china"},
    )
    assert [m.start for m in found["China"].metonyms] == [14]
    assert "Beijing" not in found["China"].aliases


def test_a_capital_that_locates_is_left_out() -> None:
    assert named("They met in Beijing .", [(3, 4, "GPE")], links={3: "x:china"}) == {}


def test_a_place_without_a_concept_is_no_actor() -> None:
    assert named("the Christchurch attack shook them", [(1, 2, "GPE")]) == {}


def test_the_white_house_is_a_body_of_its_own() -> None:
    found = named("The White House said no", [(1, 3, "GovernmentBody")], links={1: "x:wh"})
    assert found["White House"].mentions[0].start == 4


def test_a_nationality_before_government_is_the_country() -> None:
    found = named("the Chinese government said no", [(1, 2, "NORP")], links={1: "x:china"})
    assert found["China"].aliases == ("Chinese government",)


def test_a_nationality_before_anything_else_is_not() -> None:
    assert named("several Chinese firms said no", [(1, 2, "NORP")], links={1: "x:china"}) == {}


def test_an_administration_is_a_body_beside_its_head() -> None:
    found = named("President Donald Trump 's administration said", [(1, 3, "Person")])
    assert list(found) == ["Donald Trump", "Trump administration"]
    assert found["Donald Trump"].mentions[0].end == 22


def test_a_title_tells_which_treasury_is_meant() -> None:
    found = named("Treasury Secretary Ann Lee", [(0, 1, "Organization"), (2, 4, "Person")])
    assert found["US Treasury"].concept == "x:treasury"


def test_an_unnumbered_plan_is_the_numbered_one_where_there_is_one_only() -> None:
    found = named(
        "the 15th Five-Year Plan and the Five-Year Plan", [(1, 4, "Plan"), (6, 8, "Plan")]
    )
    assert list(found) == ["15th Five-Year Plan"]


def test_an_unnumbered_plan_stays_alone_beside_two_numbered_ones() -> None:
    found = named(
        "the 14th Year Plan , the 15th Year Plan and the Year Plan",
        [(1, 4, "Plan"), (6, 9, "Plan"), (11, 13, "Plan")],
    )
    assert len(found) == 3


@pytest.mark.parametrize(
    ("words", "mentions"),
    [
        ("the Steel Plan came . Later the plan changed .", 2),
        ("the Steel Plan came . Later the plan to build changed .", 1),
        ("the Steel Plan came . Later the new plan changed .", 1),
        ("the Steel Plan came . Later a plan changed .", 1),
    ],
)
def test_the_plan_goes_back_to_a_plan_named_before(words: str, mentions: int) -> None:
    found = named(words, [(1, 3, "Plan")])
    assert [(e.label, e.aliases, len(e.mentions)) for e in found.values()] == [
        ("Steel Plan", (), mentions)
    ]


def test_the_plan_stays_open_between_two() -> None:
    found = named(
        "the Steel Plan and the Iron Plan came . Later the plan changed .",
        [(1, 3, "Plan"), (5, 7, "Plan")],
    )
    assert [len(e.mentions) for e in found.values()] == [1, 1]


@pytest.mark.parametrize(
    ("words", "mentions"),
    [
        ("Made in China came . A scheme for cars came . Later the plan changed .", 1),
        ("A successor to Made in China came . Later the plan changed .", 1),
        ("Made in China , a plan , came . Then a law came . Later the plan changed .", 1),
        ("Made in China strategy came . Later the plan changed .", 2),
        ("Made in China came . The scheme for cars failed . Later this agenda changed .", 1),
    ],
)
def test_a_policy_described_in_between_takes_the_name_its_place(words: str, mentions: int) -> None:
    start = words.split().index("Made")
    found = named(words, [(start, start + 3, "Plan")])
    assert [len(e.mentions) for e in found.values()] == [mentions]


def test_a_law_named_in_between_may_be_the_plan() -> None:
    found = named(
        "Made in China came . The Chips Act came . Later the plan changed .",
        [(0, 3, "Plan"), (6, 8, "Legislation")],
    )
    assert [len(e.mentions) for e in found.values()] == [1, 1]


def test_one_name_with_and_without_accents_is_one_person() -> None:
    found = named("Maros Lee came . Maroš Leé left .", [(0, 2, "Person"), (4, 6, "Person")])
    assert [(label, len(e.mentions)) for label, e in found.items()] == [("Maroš Leé", 2)]


def test_a_name_glued_to_its_verb_is_cut() -> None:
    found = named("Ann Leeis a fellow . By Ann Lee", [(0, 2, "Person")])
    assert (found["Ann Lee"].mentions[0].start, found["Ann Lee"].mentions[0].end) == (0, 7)


@pytest.fixture(scope="module")
def blank() -> Language:
    language = spacy.blank("en")
    language.add_pipe("onrecord_gazetteer")
    for name in ("names", "speakers", "roles", "relations", "about"):
        language.add_pipe(f"onrecord_{name}")
    gazetteer = language.get_pipe("onrecord_gazetteer")
    assert isinstance(gazetteer, Gazetteer)
    gazetteer.load((CHINA, TREASURY, WHITE_HOUSE))
    return language


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["Ann Lee", "Beijing ", "the plan ", "President ", " said", "’s", "-", ", ", "\n", "中"]
        )
        | st.characters(exclude_categories=["Cs"])
    ).map("".join)
)
def test_mentions_lie_in_the_text_and_do_not_end_in_a_possessive(
    blank: Language, text: str
) -> None:
    for entity in blank(text)._.names:
        for mention in entity.mentions:
            assert text[mention.start : mention.end].strip()
            assert not text[mention.start : mention.end].endswith(("'s", "’s"))


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("On Monday Beijing rejected the offer.", True),
        ("Beijing's decision surprised them.", True),
        ("They urged Beijing to stop.", True),
        ("The talks between Ottawa and Beijing failed.", True),
        ("The pressure on Beijing grows.", True),
        ("She flew to Beijing on Monday.", False),
        ("The conference in Beijing ended.", False),
        ("The Beijing-based company left.", False),
    ],
)
def test_metonymy_is_told_by_what_the_place_does(nlp: Language, text: str, country: bool) -> None:
    gazetteer = Gazetteer(nlp)
    gazetteer.load((CHINA,))
    doc = Names()(gazetteer(nlp(text)))
    assert [name.label for name in doc._.names] == (["China"] if country else [])


def by_tags(
    words: str, tags: str, ents: list[tuple[int, int, str]], subjects: tuple[int, ...] = ()
) -> dict[str, NamedEntity]:
    """As ``named``, with tags; the given tokens are subjects of the token behind them."""
    texts = words.split()
    heads = [i + 1 if i in subjects else i for i in range(len(texts))]
    deps = ["nsubj" if i in subjects else "dep" for i in range(len(texts))]
    doc = Doc(VOCAB, texts, tags=tags.split(), heads=heads, deps=deps, lemmas=texts)
    doc.ents = [TokenSpan(doc, start, end, label) for start, end, label in ents]
    return {entity.label: entity for entity in Names()(doc)._.names}


def test_somebody_mentioned_in_passing_does_not_take_over_the_surname() -> None:
    found = named(
        "Ted Cruz came . Cruz left . His wife Heidi Cruz stayed . Cruz spoke .",
        [(0, 2, "Person"), (4, 5, "Person"), (9, 11, "Person"), (13, 14, "Person")],
    )
    assert [(label, len(e.mentions)) for label, e in found.items()] == [
        ("Ted Cruz", 3),
        ("Heidi Cruz", 1),
    ]


def test_a_full_name_that_the_model_overlooked_is_found_from_the_surname() -> None:
    found = by_tags(
        "Jason Kander came . Kander left .", "NNP NNP VBD . NNP VBD .", [(4, 5, "Person")]
    )
    assert [(label, len(e.mentions)) for label, e in found.items()] == [("Jason Kander", 2)]


def test_a_surname_that_the_model_takes_for_a_place_is_its_bearer() -> None:
    found = by_tags(
        "Jason Kander came . Kander left .",
        "NNP NNP VBD . NNP VBD .",
        [(0, 2, "Person"), (4, 5, "GPE")],
        subjects=(4,),
    )
    assert [(label, len(e.mentions)) for label, e in found.items()] == [("Jason Kander", 2)]


def test_a_surname_that_looks_a_nationality_is_its_bearer() -> None:
    cuba = Concept("x:cuba", "Cuba", "Country", ("Cuba",), ("Cuban",))
    found = named(
        "Mark Cuban came . Cuban left .",
        [(0, 2, "Person"), (4, 5, "NORP")],
        concepts=(cuba,),
        links={4: "x:cuba"},
    )
    assert [(label, len(e.mentions)) for label, e in found.items()] == [("Mark Cuban", 2)]
