"""Whom a bare surname means where two bear it, and what acronyms stand for, with the model."""

from __future__ import annotations

import pytest
from spacy.language import Language

from onrecord.ingest.concept import Concept
from onrecord.ingest.gazetteer import Gazetteer
from onrecord.ingest.names import Names

HILLARY = Concept("x:hillary", "Hillary Clinton", "Person", ("Hillary Clinton",))
BILL = Concept("x:bill", "Bill Clinton", "Person", ("Bill Clinton",))
JORDAN = Concept("x:jordan", "Jordan", "Country", ("Jordan",))
US = Concept("x:us", "United States", "Country", ("United States",))
JUSTICE = Concept(
    "x:doj", "Justice Department", "GovernmentBody", ("Justice Department",), country="x:us",
    local_names=("Justice",),
)  # fmt: skip
BLOC = Concept("x:bloc", "Galician Nationalist Bloc", "Party", ("Galician Nationalist Bloc",))


@pytest.fixture(scope="module")
def gazetteer(nlp: Language) -> Gazetteer:
    gazetteer = Gazetteer(nlp)
    gazetteer.load((HILLARY, BILL, JORDAN, US, JUSTICE, BLOC))
    return gazetteer


def mentions(nlp: Language, gazetteer: Gazetteer, text: str) -> dict[str, list[str]]:
    names = Names()(gazetteer(nlp(text)))._.names
    return {name.label: [text[m.start : m.end] for m in name.mentions] for name in names}


def test_somebody_named_in_passing_does_not_take_the_surname(
    nlp: Language, gazetteer: Gazetteer
) -> None:
    text = (
        "Hillary Clinton fell ill. A doctor who served in the administration of Bill Clinton "
        "confirmed it. Clinton allowed her staff to speak."
    )
    assert mentions(nlp, gazetteer, text) == {
        "Hillary Clinton": ["Hillary Clinton", "Clinton"],
        "Bill Clinton": ["Bill Clinton"],
    }


def test_somebody_introduced_takes_the_surname(nlp: Language, gazetteer: Gazetteer) -> None:
    text = "Hillary Clinton left. Bill Clinton stayed. Clinton spoke for an hour."
    assert mentions(nlp, gazetteer, text)["Bill Clinton"] == ["Bill Clinton", "Clinton"]


def test_a_country_is_somebodys_surname_once_introduced(
    nlp: Language, gazetteer: Gazetteer
) -> None:
    text = 'Rep. Jim Jordan asked for it. "We want answers," Jordan said.'
    assert mentions(nlp, gazetteer, text) == {"Jim Jordan": ["Jim Jordan", "Jordan"]}
    assert "Jordan" in mentions(nlp, gazetteer, "Jordan said that it would close the border.")


def test_a_local_name_is_somebodys_surname_once_introduced(
    nlp: Language, gazetteer: Gazetteer
) -> None:
    text = "Jim Justice left the United States. Nobody asked Mr. Justice why Justice left."
    found = mentions(nlp, gazetteer, text)
    assert found["Jim Justice"] == ["Jim Justice", "Justice", "Justice"]
    text = "In the United States it was unclear why Justice granted immunity."
    assert "Justice Department" in mentions(nlp, gazetteer, text)


def test_an_acronym_that_is_explained_is_found_everywhere(
    nlp: Language, gazetteer: Gazetteer
) -> None:
    text = "The Galician Nationalist Bloc (BNG) won five seats. Later BNG joined the talks."
    assert mentions(nlp, gazetteer, text)["Galician Nationalist Bloc"] == [
        "Galician Nationalist Bloc",
        "BNG",
        "BNG",
    ]


def test_letters_in_brackets_that_do_not_fit_are_no_acronym(
    nlp: Language, gazetteer: Gazetteer
) -> None:
    text = "The Galician Nationalist Bloc (XQZ) won five seats."
    assert mentions(nlp, gazetteer, text)["Galician Nationalist Bloc"] == [
        "Galician Nationalist Bloc"
    ]
