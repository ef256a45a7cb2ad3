"""Places that act stand for their governments, places that locate stay places, with the model.

ANCHORS.md, case 8: the "Christchurch attack" is no actor, "Beijing said" is a government.
"""

from __future__ import annotations

import pytest
from spacy.language import Language

from onrecord.ingest.annotation import NamedEntity
from onrecord.ingest.concept import Concept
from onrecord.ingest.gazetteer import Gazetteer
from onrecord.ingest.names import Names


def country(name: str, capital: str) -> Concept:
    return Concept(f"x:{name.lower()}", name, "Country", (name,), metonyms=(capital,))


CONCEPTS = (
    country("China", "Beijing"),
    country("America", "Washington"),
    country("Russia", "Moscow"),
    country("Iran", "Tehran"),
    country("Japan", "Tokyo"),
    country("Germany", "Berlin"),
    country("Britain", "London"),
    country("India", "New Delhi"),
    Concept("x:eu", "European Union", "Organization", ("European Union",), metonyms=("Brussels",)),
    Concept("x:white-house", "White House", "GovernmentBody", ("White House",)),
    Concept("x:kremlin", "Kremlin", "GovernmentBody", ("Kremlin",)),
    Concept("x:no-10", "10 Downing Street", "GovernmentBody", ("Downing Street",)),
    Concept("x:bloomberg", "Bloomberg", "MediaOutlet", ("Bloomberg",)),
    Concept("x:michael", "Michael Bloomberg", "Person", ("Michael Bloomberg",)),
    Concept("x:mic", "Made in China 2025", "Plan", ("Made in China 2025", "MIC2025")),
)


@pytest.fixture(scope="module")
def gazetteer(nlp: Language) -> Gazetteer:
    gazetteer = Gazetteer(nlp)
    gazetteer.load(CONCEPTS)
    return gazetteer


def named(nlp: Language, gazetteer: Gazetteer, text: str) -> tuple[NamedEntity, ...]:
    names: tuple[NamedEntity, ...] = Names()(gazetteer(nlp(text)))._.names
    return names


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Beijing said on Monday that it would retaliate.", "x:china"),
        ("Washington's decision angered European capitals.", "x:america"),
        ("Washington imposed tariffs on steel.", "x:america"),
        ("The sanctions on Moscow were extended.", "x:russia"),
        ("Critics accused Beijing of dumping.", "x:china"),
        ("Brussels proposed new rules for carbon imports.", "x:eu"),
        ("Brussels’ role in handling threats is contested.", "x:eu"),
        ("Countries are reluctant to hand power to Brussels.", "x:eu"),
        ("Tehran, which denies the charge, rejected the offer.", "x:iran"),
        ("The ultimatum was rejected by Beijing.", "x:china"),
        ("Negotiators want a truce with Beijing.", "x:china"),
        ("The president threatened Moscow with new sanctions.", "x:russia"),
        ("The plan would keep Moscow out of the market.", "x:russia"),
        ("Berlin has resisted the proposal.", "x:germany"),
        ("New Delhi's ban on wheat exports surprised traders.", "x:india"),
        ("Pressure from Washington grew.", "x:america"),
        ("The dispute pits Canberra against Beijing.", "x:china"),
        ("According to Beijing, the talks were constructive.", "x:china"),
        ("Taipei urged Beijing to show restraint.", "x:china"),
        ("Relations with Moscow have soured.", "x:russia"),
    ],
)
def test_a_place_that_acts_is_its_government_and_flagged(
    nlp: Language, gazetteer: Gazetteer, text: str, actor: str
) -> None:
    flagged = [name.concept for name in named(nlp, gazetteer, text) if name.metonyms]
    assert flagged == [actor]


def test_two_places_that_act_together_are_two_governments(
    nlp: Language, gazetteer: Gazetteer
) -> None:
    names = named(nlp, gazetteer, "Talks between Washington and Beijing broke down.")
    assert [name.concept for name in names if name.metonyms] == ["x:america", "x:china"]


@pytest.mark.parametrize(
    "text",
    [
        "He met officials in Beijing on Monday.",
        "She flew to Brussels on Tuesday.",
        "The Beijing bureau closed.",
        "A company outside Washington plants trees.",
        "He was born in Washington, D.C.",
        "The Washington-based group objected.",
        "They live near Moscow.",
        "Delegates arrived from Tokyo.",
        "He visited Beijing last week.",
        "The London attack killed five.",
        "The group, which has offices in Berlin, grew.",
        "Smog covered Beijing.",
        "The road to Tehran was blocked.",
    ],
)
def test_a_place_that_only_locates_is_no_actor(
    nlp: Language, gazetteer: Gazetteer, text: str
) -> None:
    assert [name for name in named(nlp, gazetteer, text) if name.concept] == []


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("The White House said it would respond.", "x:white-house"),
        ("The Kremlin denied it.", "x:kremlin"),
        ("Downing Street declined to comment.", "x:no-10"),
    ],
)
def test_a_seat_of_government_is_a_body_of_its_own(
    nlp: Language, gazetteer: Gazetteer, text: str, body: str
) -> None:
    (name,) = named(nlp, gazetteer, text)
    assert (name.concept, name.type, name.metonyms) == (body, "GovernmentBody", ())


def test_bloomberg_is_an_outlet(nlp: Language, gazetteer: Gazetteer) -> None:
    (name,) = named(nlp, gazetteer, "Bloomberg reported that prices fell.")
    assert name.concept == "x:bloomberg"


def test_bloomberg_is_the_person_who_was_introduced(nlp: Language, gazetteer: Gazetteer) -> None:
    (name,) = named(
        nlp, gazetteer, "Michael Bloomberg said he would run. Bloomberg spent millions."
    )
    assert (name.concept, len(name.mentions)) == ("x:michael", 2)


def test_bloomberg_behind_a_title_is_no_outlet(nlp: Language, gazetteer: Gazetteer) -> None:
    (name,) = named(nlp, gazetteer, "Mr. Bloomberg declined to comment.")
    assert (name.type, name.concept) == ("Person", None)


def test_mic2025_is_a_plan(nlp: Language, gazetteer: Gazetteer) -> None:
    (name,) = named(nlp, gazetteer, "MIC2025 aims at self-reliance.")
    assert (name.type, name.concept) == ("Plan", "x:mic")
