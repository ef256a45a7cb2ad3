"""Parties and elections that no pack lists, by their wording."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Span

from onrecord.ingest.concept import Concept
from onrecord.ingest.gazetteer import Gazetteer

US = Concept("x:us", "United States", "Country", ("United States",), ("American",))
ITALY = Concept("x:italy", "Italy", "Country", ("Italy",), ("Italian",))
REPUBLICANS = Concept(
    "x:gop", "Republican Party", "Party", ("Republican Party", "Republicans"), country="x:us"
)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    gazetteer = Gazetteer(spacy.blank("en"))
    gazetteer.load([US, ITALY, REPUBLICANS])
    return gazetteer


def parties(gazetteer: Gazetteer, text: str) -> list[tuple[str, str]]:
    doc = gazetteer(gazetteer._nlp.make_doc(text))
    return [(ent.text, ent.kb_id_) for ent in doc.ents if ent.label_ == "Party"]


@pytest.mark.parametrize(
    "name",
    [
        "Gibraltar Liberal Party",
        "Social Democratic Union",
        "Party of Democratic Action",
        "Liberal Democratic Party of Freedonia",
        "Partido Nacional de Honduras",
        "Panhellenic Socialist Movement",
        "Red-Green Alliance",
    ],
)
def test_a_party_is_told_by_its_wording(gazetteer: Gazetteer, name: str) -> None:
    text = f"In May the {name} won."
    assert parties(gazetteer, text) == [(name, "")]


def test_a_party_of_another_country_is_not_the_listed_one(gazetteer: Gazetteer) -> None:
    assert parties(gazetteer, "the Italian Republican Party") == [("Italian Republican Party", "")]


def test_a_party_with_its_own_country_before_it_is_the_listed_one(gazetteer: Gazetteer) -> None:
    assert parties(gazetteer, "the American Republican Party") == [
        ("American Republican Party", "x:gop")
    ]


def test_a_place_before_a_listed_party_is_no_part_of_it(gazetteer: Gazetteer) -> None:
    doc = gazetteer._nlp.make_doc("the Texas Republican Party")
    doc.ents = [Span(doc, 1, 2, "GPE")]
    found = [(ent.text, ent.kb_id_) for ent in gazetteer(doc).ents if ent.label_ == "Party"]
    assert found == [("Republican Party", "x:gop")]


@pytest.mark.parametrize("text", ["The Party won.", "a party of ten", "the Hanseatic League won"])
def test_a_head_without_a_word_of_politics_is_no_party(gazetteer: Gazetteer, text: str) -> None:
    assert parties(gazetteer, text) == []


def test_what_an_election_is_named_after_is_no_actor(gazetteer: Gazetteer) -> None:
    doc = gazetteer(gazetteer._nlp.make_doc("She won the 2001 Italian general election in May."))
    assert [(ent.text, ent.label_) for ent in doc.ents] == [
        ("2001 Italian general election", "EVENT")
    ]


def test_an_election_without_its_year_is_left_alone(gazetteer: Gazetteer) -> None:
    doc = gazetteer(gazetteer._nlp.make_doc("the Italian general election"))
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("Italian", "NORP")]
