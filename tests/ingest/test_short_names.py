"""Names that only the text around tells: of a country's bodies, and of outlets in short."""

from __future__ import annotations

import pytest
import spacy

from onrecord.ingest.concept import Concept
from onrecord.ingest.gazetteer import Gazetteer
from onrecord.ingest.origin import register

register()
US = Concept("x:us", "United States", "Country", ("United States",), ("American",))
INDIA = Concept("x:india", "India", "Country", ("India",), ("Indian",))
COURT_US = Concept(
    "x:scotus", "US court", "GovernmentBody", ("SCOTUS",), country="x:us",
    local_names=("Supreme Court",),
)  # fmt: skip
COURT_INDIA = Concept(
    "x:sci", "Indian court", "GovernmentBody", ("Supreme Court of India",), country="x:india",
    local_names=("Supreme Court",),
)  # fmt: skip
HOUSE = Concept(
    "x:house", "US House", "GovernmentBody", ("US House",), country="x:us", local_names=("House",)
)
SENATE = Concept("x:senate", "US Senate", "GovernmentBody", ("Senate",), country="x:us")
SENATE_INDIA = Concept(
    "x:rajya", "Upper house", "GovernmentBody", ("Rajya Sabha",), country="x:india",
    local_names=("Senate",),
)  # fmt: skip
NYT = Concept("x:nyt", "New York Times", "MediaOutlet", ("New York Times",))
TAMPA = Concept("x:tampa", "Tampa Bay Times", "MediaOutlet", ("Tampa Bay Times",))


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    gazetteer = Gazetteer(spacy.blank("en"))
    gazetteer.load([US, INDIA, COURT_US, COURT_INDIA, HOUSE, SENATE, SENATE_INDIA, NYT, TAMPA])
    return gazetteer


def linked(gazetteer: Gazetteer, text: str, outlet: str | None = None) -> list[tuple[str, str]]:
    doc = gazetteer._nlp.make_doc(text)
    doc._.outlet = outlet
    return [(ent.text, ent.kb_id_) for ent in gazetteer(doc).ents if ent.label_ != "Country"]


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("In India the Supreme Court ruled.", "x:sci"),
        ("In the United States the Supreme Court ruled.", "x:scotus"),
    ],
)
def test_a_local_name_goes_to_the_country_spoken_of(
    gazetteer: Gazetteer, text: str, concept: str
) -> None:
    assert linked(gazetteer, text) == [("Supreme Court", concept)]


@pytest.mark.parametrize(
    "text",
    [
        "The Supreme Court ruled.",
        "In India and in the United States the Supreme Court ruled.",
        "In Kenya the Supreme Court ruled.",
    ],
)
def test_a_local_name_means_nothing_where_no_country_is_spoken_of_most(
    gazetteer: Gazetteer, text: str
) -> None:
    assert linked(gazetteer, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "In the United States the Opera House closed.",
        "In the United States, Ohio's House voted.",
        "In the United States the state House voted.",
        "In the United States the House of Cards fell.",
        "In the United States the House Mouse ran.",
        "In the United States their house burned.",
    ],
)
def test_a_local_name_inside_of_another_name_is_none(gazetteer: Gazetteer, text: str) -> None:
    assert linked(gazetteer, text) == []


def test_what_is_no_country_is_not_spoken_of_most(gazetteer: Gazetteer) -> None:
    text = "In the United States the New York Times and the New York Times quote the Supreme Court."
    assert linked(gazetteer, text)[-1] == ("Supreme Court", "x:scotus")


def test_a_local_name_goes_before_one_of_another_country(gazetteer: Gazetteer) -> None:
    assert linked(gazetteer, "In India the Senate met.") == [("Senate", "x:rajya")]
    assert linked(gazetteer, "There the Senate met.") == [("Senate", "x:senate")]


def test_the_times_is_the_one_named_last(gazetteer: Gazetteer) -> None:
    text = (
        "The Tampa Bay Times and the New York Times differ. The Times wrote so, a Times poll too."
    )
    assert linked(gazetteer, text)[2:] == [("Times", "x:nyt"), ("Times", "x:nyt")]


def test_the_times_is_the_next_one_where_none_was_named(gazetteer: Gazetteer) -> None:
    found = linked(gazetteer, "The Times has learned it, says the Tampa Bay Times.")
    assert found == [("Times", "x:tampa"), ("Tampa Bay Times", "x:tampa")]


def test_the_times_is_the_one_that_published_the_text(gazetteer: Gazetteer) -> None:
    text = "She told the Times that it rains."
    assert linked(gazetteer, text, "The New York Times") == [("Times", "x:nyt")]
    assert linked(gazetteer, text, "Elsewhere Daily") == []


@pytest.mark.parametrize("text", ["in the Times Square", "the times of need", "a Times of"])
def test_what_only_looks_like_an_outlet_is_none(gazetteer: Gazetteer, text: str) -> None:
    assert linked(gazetteer, text, "New York Times") == []
