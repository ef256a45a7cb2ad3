"""What else means an entity of the document, and what two things stay two, with the real model."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from onrecord.ingest.annotation import NamedEntity
from onrecord.ingest.concept import Concept
from onrecord.ingest.coreference import References
from onrecord.ingest.coreference.turns import Turns
from onrecord.ingest.gazetteer import Gazetteer
from onrecord.ingest.mentions import Mentions
from onrecord.ingest.names import Names

CONCEPTS = (
    Concept("x:us", "United States", "Country", ("United States", "US"), ("American",)),
    Concept("x:china", "China", "Country", ("China",), ("Chinese",), ("Beijing",)),
    Concept("x:nato", "NATO", "Organization", ("NATO",)),
    Concept("x:af", "United States Air Force", "GovernmentBody", ("United States Air Force",)),
    Concept("x:trump", "Donald Trump", "Person", ("Donald Trump",), titles=("President",)),
)


@pytest.fixture(scope="module")
def read(nlp: Language) -> Language:
    """The real model with gazetteer, names and references, as one callable."""
    gazetteer = Gazetteer(nlp)
    gazetteer.load(CONCEPTS)
    names, references = Names(), References()
    return lambda text: references(names(gazetteer(nlp(text))))  # type: ignore[return-value]


def referring(doc: Doc) -> dict[str, list[str]]:
    """The words of the references of each entity that has some."""
    names: tuple[NamedEntity, ...] = doc._.names
    return {
        name.label: [doc.text[span.start : span.end] for span in name.references]
        for name in names
        if name.references
    }


@pytest.mark.parametrize(
    ("text", "label", "words"),
    [
        ("Ann Lee, a lawyer, left.", "Ann Lee", ["a lawyer"]),
        ("Ann Lee is the mayor of Bonn. Later the mayor left.", "Ann Lee", ["the mayor"] * 2),
        ("Senator Ann Lee came. The senator left.", "Ann Lee", ["The senator"]),
        ("Robert Hill, who is an economist, left.", "Robert Hill", ["an economist"]),
        ("Robert Hill came. He is an economist.", "Robert Hill", ["an economist"]),
        ("NATO met on Monday. The alliance said little.", "NATO", ["The alliance"]),
        (
            "The United States grew. The United States traded. Our country is large.",
            "United States",
            ["Our country"],
        ),
    ],
)
def test_a_noun_leads_to_the_entity(
    read: Language, text: str, label: str, words: list[str]
) -> None:
    assert referring(read(text)) == {label: words}


@pytest.mark.parametrize(
    "text",
    [
        "Ann Lee met Robert Hill. The minister said nothing.",
        "Robert Hill is not a lawyer.",
        "China met the United States. Our country is large.",
        "Donald Trump spoke. The president of a club left.",
        "Ann Lee ran for governor.",
        "NATO met. The court said nothing.",
    ],
)
def test_a_noun_that_could_mean_another_leads_nowhere(read: Language, text: str) -> None:
    assert referring(read(text)) == {}


def test_a_list_of_names_gives_the_apposition_to_its_last(read: Language) -> None:
    doc = read("Ann Lee and Robert Hill, a lawyer, left.")
    assert referring(doc) == {"Robert Hill": ["a lawyer"]}


def test_two_people_of_one_surname_stay_two(read: Language) -> None:
    doc = read("Ann Hill, a lawyer, met Robert Hill, a doctor. The lawyer left.")
    assert referring(doc) == {"Ann Hill": ["a lawyer", "The lawyer"], "Robert Hill": ["a doctor"]}


def test_a_short_form_is_the_same_body(read: Language) -> None:
    doc = read("The United States Air Force flew. Later the Air Force landed.")
    assert [name.label for name in doc._.names] == ["United States Air Force"]


def test_in_a_transcript_i_is_whose_turn_it_is(read: Language) -> None:
    doc = read(
        "Robert Hill: Who are you?\n\nAnn Lee: I am a lawyer.\n\nRobert Hill: You are a witness."
    )
    assert referring(doc) == {"Ann Lee": ["a lawyer", "a witness"]}


def test_a_heading_with_a_colon_is_no_turn(read: Language) -> None:
    doc = read("Conclusion: I am a lawyer.")
    assert Turns(Mentions(doc)).meant("i", 12) is None


def test_every_reference_shows_a_noun_of_the_text(read: Language) -> None:
    doc = read("Ann Lee, a lawyer, met NATO.\nThe alliance’s lawyer left. 中国 — the company?")
    for name in doc._.names:
        assert all(0 <= span.start < span.end <= len(doc.text) for span in name.references)


WORDS = ("Ann", "Lee", "NATO", "China", "the", "a", "president", "company", "is", ",", ":", "I")


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from([*WORDS, "\n"]), max_size=40))
def test_no_order_of_words_makes_it_raise(read: Language, words: list[str]) -> None:
    doc = read(" ".join(words))
    assert all(name.mentions for name in doc._.names)
