"""Events between actors, on sentences with the real model: types, targets, certainty, groups."""

from __future__ import annotations

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from onrecord.ingest.concept import Concept
from onrecord.ingest.extraction import Span
from onrecord.ingest.gazetteer import Gazetteer
from onrecord.ingest.names import Names
from onrecord.ingest.relations.component import Relations

COUNTRIES = (
    ("China", "Chinese"), ("Egypt", "Egyptian"), ("Ethiopia", "Ethiopian"), ("Germany", "German"),
    ("India", "Indian"), ("Iran", "Iranian"), ("Iraq", "Iraqi"), ("Israel", "Israeli"),
    ("Japan", "Japanese"), ("Lebanon", "Lebanese"), ("North Korea", "North Korean"),
    ("Pakistan", "Pakistani"), ("Saudi Arabia", "Saudi"), ("Serbia", "Serbian"),
    ("South Korea", "South Korean"), ("Sudan", "Sudanese"), ("Syria", "Syrian"),
    ("Turkey", "Turkish"), ("Uganda", "Ugandan"), ("Zimbabwe", "Zimbabwean"),
    ("United States", "American"), ("Russia", "Russian"), ("Somalia", "Somali"),
)  # fmt: skip
CONCEPTS = (
    *(Concept(f"x:{name}", name, "Country", (name,), (demonym,)) for name, demonym in COUNTRIES),
    Concept("x:eu", "European Union", "Organization", ("European Union", "EU")),
    Concept("x:chips", "Chips Act", "Legislation", ("Chips Act",)),
    Concept("x:gallium", "gallium", "Sector", ("gallium",)),
)


def read(nlp: Language, text: str) -> Doc:
    gazetteer = Gazetteer(nlp)
    gazetteer.load(CONCEPTS)
    return Relations()(Names()(gazetteer(nlp(text))))


def events(nlp: Language, text: str) -> set[tuple[str, str | None, str]]:
    """The words of both sides and the type of each event."""
    doc = read(nlp, text)

    def words(span: Span) -> str:
        return text[span.start : span.end]

    return {
        (words(d.subject_mention), d.plover, words(d.object_mention))
        for d in doc._.relation_drafts
        if d.plover
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # nouns with a verb that says no more than that it takes place, and verbs that end it
        ("Israel broke off talks with Egypt.", ("Israel", "SANCTION", "Egypt")),
        ("Germany suspended aid to Zimbabwe on Tuesday.", ("Germany", "SANCTION", "Zimbabwe")),
        ("Serbia lifted a curfew in Lebanon.", ("Serbia", "CONCEDE", "Lebanon")),
        ("Saudi Arabia cut diplomatic ties with Iran.", ("Saudi Arabia", "SANCTION", "Iran")),
        (
            "Russia gave Iraq an ultimatum to leave the country.",
            ("Russia", "THREATEN", "Iraq"),
        ),
        # what lies ahead or is refused
        ("Egypt will provide aid to Sudan.", ("Egypt", "AGREE", "Sudan")),
        ("Syria is willing to withdraw its troops from Lebanon.", ("Syria", "AGREE", "Lebanon")),
        ("Turkey will not help Iraq.", ("Turkey", "REJECT", "Iraq")),
        ("Iran vowed to attack Israel.", ("Iran", "THREATEN", "Israel")),
        ("Iran will bomb Israel.", ("Iran", "THREATEN", "Israel")),
        # others must do something
        ("China declared that Japan must drop its claims.", ("China", "DEMAND", "Japan")),
        ("India repeated its demand that Pakistan pay.", ("India", "DEMAND", "Pakistan")),
        # whom it is aimed at, further from the verb
        (
            "North Korea rejected a South Korean proposal for talks.",
            ("North Korea", "REJECT", "South Korean"),
        ),
        (
            "The Sudanese government turned down an offer of mediation from Egypt.",
            ("Sudanese government", "REJECT", "Egypt"),
        ),
        # actors without a name
        (
            "Ethiopian troops clashed with Somali militiamen near the border.",
            ("Ethiopian troops", "FIGHT", "Somali militiamen"),
        ),
        ("Police arrested dozens of demonstrators.", ("Police", "COERCE", "demonstrators")),
        ("Riot police clashed with protesters.", ("Riot police", "PROTEST", "protesters")),
        (
            "Israel freed several Egyptian prisoners.",
            ("Israel", "CONCEDE", "Egyptian prisoners"),
        ),
        # those behind an attack, and what is moved
        ("An Israeli raid killed two Syrian soldiers.", ("Israeli", "FIGHT", "Syrian soldiers")),
        (
            "Turkish warships were deployed near Lebanon.",
            ("Turkish warships", "MOBILIZE", "Lebanon"),
        ),
        ("Soldiers shot protesters.", ("Soldiers", "COERCE", "protesters")),
        ("Soldiers tortured Syrian rebels.", ("Soldiers", "ASSAULT", "Syrian rebels")),
        ("Egypt expelled Iraqi diplomats.", ("Egypt", "SANCTION", "Iraqi diplomats")),
        ("Egypt may ban Iraqi groups.", ("Egypt", "THREATEN", "Iraqi groups")),
        ("Iran said it would meet Iraq.", ("Iran", "AGREE", "Iraq")),
    ],
)  # fmt: skip
def test_an_event_is_found(nlp: Language, text: str, found: tuple[str, str, str]) -> None:
    assert found in events(nlp, text)


@pytest.mark.parametrize(
    "text",
    [
        "Egypt did not comment on Sudan's request.",
        "Iran beat Japan in the final.",
        "China hosted a film festival in Japan.",
        "The president told Reuters that Iran is large.",
    ],
)
def test_no_event_is_made_up(nlp: Language, text: str) -> None:
    assert events(nlp, text) == set()


def test_attacks_among_people_are_of_words(nlp: Language) -> None:
    text = "Hillary Clinton attacked Bernie Sanders on Monday."
    assert events(nlp, text) == {("Hillary Clinton", "DISAPPROVE", "Bernie Sanders")}


def test_what_is_not_done_is_denied_and_what_may_be_is_hypothetical(nlp: Language) -> None:
    drafts = [
        *read(nlp, "Iran did not attack Iraq.")._.relation_drafts,
        *read(nlp, "Iran may attack Iraq.")._.relation_drafts,
        *read(nlp, "Iran has yet to recognize Iraq.")._.relation_drafts,
    ]
    assert [d.factuality for d in drafts] == ["denied", "hypothetical", "denied"]


def test_a_nation_becomes_an_entity_only_with_a_relation(nlp: Language) -> None:
    doc = read(nlp, "Iranian troops shelled the Chinese embassy.")
    assert [name.label for name in doc._.names] == ["Iranian troops", "Chinese embassy"]


def test_groups_named_alike_are_one_entity_of_the_document(nlp: Language) -> None:
    text = "Police arrested protesters. Later police detained students."
    labels = [name.label for name in read(nlp, text)._.names if name.type == "Group"]
    assert sorted(label.lower() for label in labels) == ["police", "protesters", "students"]


def test_its_troops_are_no_actor_of_their_own(nlp: Language) -> None:
    doc = read(nlp, "Iran deployed its troops near Iraq.")
    assert [name.type for name in doc._.names] == ["Country", "Country"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The EU's adoption of the Chips Act surprised many.", ("EU", "adopts", "Chips Act")),
        ("The imposition of tariffs by China was criticised.", ("China", "imposes", "tariffs")),
        ("China's tariffs on gallium went up.", ("China", "imposes", "tariffs")),
        ("Chinese tariffs went up.", ("Chinese", "imposes", "tariffs")),
        ("Tariffs imposed by China on gallium remain.", ("China", "imposes", "Tariffs")),
        ("The subsidies are part of the Chips Act.", ("subsidies", "partOf", "Chips Act")),
        ("China announced a ban on gallium exports.", ("ban", "targetsSector", "gallium")),
    ],
)
def test_policy_relations_of_nouns(nlp: Language, text: str, found: tuple[str, str, str]) -> None:
    drafts = read(nlp, text)._.relation_drafts
    assert found in {
        (
            text[d.subject_mention.start : d.subject_mention.end],
            d.predicate,
            text[d.object_mention.start : d.object_mention.end],
        )
        for d in drafts
    }


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        ("China imposed 145 per cent tariffs on Iran.", ["145 per cent"]),
        ("The United States provided $3.5 billion in aid to Egypt.", ["$3.5 billion"]),
        ("China imposed tariffs on Iran, which sold 2 million tons.", []),
    ],
)
def test_quantities_of_the_clause_are_the_relations(
    nlp: Language, text: str, quantities: list[str]
) -> None:
    (first, *_) = read(nlp, text)._.relation_drafts
    assert [text[q.start : q.end] for q in first.quantities] == quantities
