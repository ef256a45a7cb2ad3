"""Posts, with the real model: titles, appositions and copulas."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from onrecord.ingest.annotation import NamedEntity
from onrecord.ingest.concept import Concept
from onrecord.ingest.extraction import Span
from onrecord.ingest.gazetteer import Gazetteer, share_concepts
from onrecord.ingest.names import Names
from onrecord.ingest.roles import Roles

VOCAB = spacy.blank("en").vocab

CHINA = Concept("x:china", "China", "Country", ("China",), ("Chinese",), titles=("President",))
US = Concept("x:us", "United States", "Country", ("United States", "U.S."), titles=("President",))
TREASURY = Concept(
    "x:tsy",
    "US Treasury",
    "GovernmentBody",
    ("U.S. Treasury",),
    titles=("Treasury Secretary",),
    country="x:us",
)
XI = Concept("x:xi", "Xi Jinping", "Person", ("Xi Jinping",), country="x:china")
HONG_KONG = Concept("x:hk", "Hong Kong", "Country", ("Hong Kong",), titles=("Chief Executive",))
BANK = Concept("x:bank", "Yes Bank", "Company", ("Yes Bank",))


def posts(doc: Doc) -> list[tuple[str, str | None, str]]:
    """Person, role and body of each draft."""
    doc = Roles()(doc)
    names = doc._.names
    return [(names[d.subject].label, d.role, names[d.object].label) for d in doc._.relation_drafts]


@pytest.mark.parametrize(
    ("text", "post"),
    [
        (
            "U.S. Treasury Secretary Scott Bessent left.",
            ("Scott Bessent", "Treasury Secretary", "US Treasury"),
        ),
        (
            "Treasury Secretary Scott Bessent left.",
            ("Scott Bessent", "Treasury Secretary", "US Treasury"),
        ),
        (
            "They met former Treasury Secretary Ann Lee.",
            ("Ann Lee", "former Treasury Secretary", "US Treasury"),
        ),
        (
            "They met then-Treasury Secretary Ann Lee.",
            ("Ann Lee", "then-Treasury Secretary", "US Treasury"),
        ),
        (
            "They met ex-Treasury Secretary Ann Lee.",
            ("Ann Lee", "ex-Treasury Secretary", "US Treasury"),
        ),
        ("Chinese paramount leader Xi Jinping left.", ("Xi Jinping", "paramount leader", "China")),
        ("On Monday President Xi Jinping left.", ("Xi Jinping", "President", "China")),
        (
            "Indranil Pan, chief economist at Yes Bank, left.",
            ("Indranil Pan", "chief economist", "Yes Bank"),
        ),
        (
            "Jane Doe is a research analyst in the China Program at the Institute for Steel.",
            ("Jane Doe", "research analyst", "Institute for Steel"),
        ),
        (
            "Jane Doe was the chief economist of Yes Bank.",
            ("Jane Doe", "chief economist", "Yes Bank"),
        ),
    ],
)
def test_a_post_leads_to_its_body(nlp: Language, text: str, post: tuple[str, str, str]) -> None:
    gazetteer = Gazetteer(nlp)
    gazetteer.load((CHINA, US, TREASURY, XI, BANK))
    assert posts(Names()(gazetteer(nlp(text)))) == [post]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Yes Bank chief executive Ann Lee left.", [("Ann Lee", "chief executive", "Yes Bank")]),
        ("SMIC chief executive Ann Lee left.", []),
        ("Chief executive Ann Lee left.", []),
        (
            "Hong Kong Chief Executive Ann Lee left.",
            [("Ann Lee", "Chief Executive", "Hong Kong")],
        ),
    ],
)
def test_a_title_that_many_bodies_have_belongs_to_the_body_before_it(
    nlp: Language, text: str, found: list[tuple[str, str, str]]
) -> None:
    gazetteer = Gazetteer(nlp)
    gazetteer.load((HONG_KONG, BANK))
    assert posts(Names()(gazetteer(nlp(f"Shares rose in Hong Kong. {text}")))) == found


@pytest.mark.parametrize(
    "text",
    [
        "President Ann Lee left.",
        "Ann Lee left Yes Bank.",
        "Ann Lee, who left Yes Bank, agreed.",
        "Ann Lee is ill.",
        "Chinese activist Ann Lee left.",
    ],
)
def test_no_body_is_guessed(nlp: Language, text: str) -> None:
    gazetteer = Gazetteer(nlp)
    gazetteer.load((CHINA, US, TREASURY, XI, BANK))
    assert posts(Names()(gazetteer(nlp(text)))) == []


def test_the_title_of_another_body_is_none_of_the_home_country(nlp: Language) -> None:
    union = Concept("x:eu", "European Union", "Organization", ("European Union",))
    person = Concept("x:ann", "Ann Lee", "Person", ("Ann Lee",), country="x:us")
    gazetteer = Gazetteer(nlp)
    gazetteer.load((US, union, person))
    text = "European Union President Ann Lee left."
    assert posts(Names()(gazetteer(nlp(text)))) == [("Ann Lee", "President", "European Union")]


def test_the_title_of_the_next_person_is_no_apposition(nlp: Language) -> None:
    gazetteer = Gazetteer(nlp)
    gazetteer.load((CHINA, US, TREASURY, XI, BANK))
    doc = Names()(gazetteer(nlp("They met Ann Lee, Yes Bank analyst Bob Hill and others.")))
    assert posts(doc) == [("Bob Hill", "analyst", "Yes Bank")]


def test_without_tags_a_capitalised_title_is_still_read() -> None:
    doc = Doc(VOCAB, ["Treasury", "Secretary", "Ann", "Lee", "left"])
    share_concepts(doc, (US, TREASURY))
    doc._.names = (NamedEntity("Ann Lee", "Person", (Span(19, 26),)),)
    assert posts(doc) == [("Ann Lee", "Treasury Secretary", "US Treasury")]


def test_the_evidence_is_the_sentence_and_the_rule_is_named(nlp: Language) -> None:
    gazetteer = Gazetteer(nlp)
    gazetteer.load((BANK,))
    text = "It rained. Indranil Pan, chief economist at Yes Bank, left."
    draft = Roles()(Names()(gazetteer(nlp(text))))._.relation_drafts[0]
    assert draft.evidence == (Span(11, 59),)
    assert draft.rule == "apposition"


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Ann",
                "President",
                "chief",
                "of",
                "at",
                ",",
                "is",
                "the",
                "Bank",
                "'s",
                "-",
                "former",
                "中",
                ".",
            ]
        ),
        min_size=1,
    )
)
def test_any_words_are_taken(words: list[str]) -> None:
    doc = Doc(VOCAB, words)
    doc._.names = tuple(
        NamedEntity(
            "Ann" if token.text == "Ann" else "Bank",
            "Person" if token.text == "Ann" else "Company",
            (Span(token.idx, token.idx + len(token)),),
        )
        for token in doc
        if token.text in ("Ann", "Bank")
    )
    posts(doc)
