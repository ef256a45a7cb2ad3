"""What the gazetteer marks, and what it leaves alone."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as TokenSpan

from onrecord.ingest.concept import Concept
from onrecord.ingest.gazetteer import Gazetteer, concepts_of, titles_of

US = Concept(
    "x:us", "United States", "Country", ("United States", "US"), ("American",), ("Washington",)
)
JORDAN = Concept("x:jordan", "Jordan", "Country", ("Jordan",), ("Jordanian",), ("Amman",))
HILL = Concept("x:hill", "The Hill", "MediaOutlet", ("The Hill",))
BLOOMBERG = Concept("x:bloomberg", "Bloomberg", "MediaOutlet", ("Bloomberg", "Bloomberg News"))
MIC = Concept("x:mic", "Made in China 2025", "Plan", ("Made in China 2025", "MIC2025"))
FARMING = Concept("x:farming", "agriculture", "Sector", ("agriculture", "farming"))
ENERGY = Concept("x:energy", "energy", "Sector", ("energy",))
AI = Concept("x:ai", "artificial intelligence", "Sector", ("artificial intelligence", "AI"))
FED_US = Concept(
    "x:us-moc", "Commerce (US)", "GovernmentBody", ("Ministry of Commerce",), country="x:us"
)
FED_JO = Concept(
    "x:jo-moc", "Commerce (Jordan)", "GovernmentBody", ("Ministry of Commerce",), country="x:jordan"
)
MOODYS = Concept("x:moodys", "Moody's", "Company", ("Moody's",))
TREASURY = Concept(
    "x:treasury", "US Treasury", "GovernmentBody", ("US Treasury",), titles=("Treasury Secretary",)
)
ALL = (US, JORDAN, HILL, BLOOMBERG, MIC, FARMING, ENERGY, AI, FED_US, FED_JO, MOODYS, TREASURY)


TARIFFS = Concept("x:tariffs", "tariffs", "Measure", ("tariffs", "tariff"))


@pytest.fixture(scope="module")
def blank() -> Gazetteer:
    gazetteer = Gazetteer(spacy.blank("en"))
    gazetteer.load(ALL)
    return gazetteer


def marked(gazetteer: Gazetteer, text: str) -> list[tuple[str, str, str]]:
    doc = gazetteer(gazetteer._nlp.make_doc(text))
    return [(ent.text, ent.label_, ent.kb_id_) for ent in doc.ents]


def test_a_listed_name_carries_its_type_and_concept(blank: Gazetteer) -> None:
    assert marked(blank, "It was Bloomberg that asked.") == [
        ("Bloomberg", "MediaOutlet", "x:bloomberg")
    ]


def test_the_longest_form_wins(blank: Gazetteer) -> None:
    assert [m[0] for m in marked(blank, "As Bloomberg News said")] == ["Bloomberg News"]


def test_us_is_a_country_and_us_is_a_pronoun(blank: Gazetteer) -> None:
    assert marked(blank, "They told us that the US waits.") == [("US", "Country", "x:us")]


def test_us_among_capitals_is_no_country(blank: Gazetteer) -> None:
    assert marked(blank, "GIVE US A CHANCE") == []


def test_the_hill_is_an_outlet_and_the_hill_is_a_hill(blank: Gazetteer) -> None:
    assert marked(blank, "The Hill reported it.") == [("The Hill", "MediaOutlet", "x:hill")]
    assert marked(blank, "They climbed the hill and the Hill again.") == []


def test_a_metonym_is_marked_as_a_place(blank: Gazetteer) -> None:
    assert marked(blank, "Then Washington answered.") == [("Washington", "GPE", "x:us")]


def test_a_nationality_points_to_its_country(blank: Gazetteer) -> None:
    assert marked(blank, "Several American firms left.") == [("American", "NORP", "x:us")]


def test_a_plan_is_found_in_any_case_but_its_short_form_is_not(blank: Gazetteer) -> None:
    assert [
        m[2] for m in marked(blank, "the MADE IN CHINA 2025 plan, or MIC2025, not mic2025")
    ] == [
        "x:mic",
        "x:mic",
    ]


def test_curly_apostrophes_match_straight_ones(blank: Gazetteer) -> None:
    assert marked(blank, "Yesterday Moody’s cut it.") == [("Moody’s", "Company", "x:moodys")]


def test_a_sector_inside_of_a_proper_name_is_none(blank: Gazetteer) -> None:
    assert marked(blank, "The head of the Energy Department left.") == []
    assert marked(blank, "They invest in energy.") == [("energy", "Sector", "x:energy")]


def test_a_sector_that_opens_a_sentence_counts(blank: Gazetteer) -> None:
    assert [m[2] for m in marked(blank, "They left. Farming remains key.")] == ["x:farming"]


def test_a_name_of_two_bodies_goes_to_the_country_spoken_of(blank: Gazetteer) -> None:
    assert marked(blank, "In Jordan the Ministry of Commerce said no.")[1][2] == "x:jo-moc"


def test_a_name_of_two_bodies_stays_open_where_nothing_tells(blank: Gazetteer) -> None:
    assert marked(blank, "There the Ministry of Commerce said no.") == [
        ("Ministry of Commerce", "GovernmentBody", "")
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the Inflation Reduction Act passed", ("Inflation Reduction Act", "Legislation")),
        ("the Trade Act of 1974 allows it", ("Trade Act of 1974", "Legislation")),
        ("after its 15th Five-Year Plan", ("15th Five-Year Plan", "Plan")),
        ("they put tariffs on steel", ("tariffs", "Measure")),
        ("with export controls on chips", ("export controls", "Measure")),
        ("a new high-tech industrial policy", ("new high-tech industrial policy", "Policy")),
    ],
)
def test_policies_are_found_by_their_wording(
    blank: Gazetteer, text: str, found: tuple[str, str]
) -> None:
    assert [(ent, label) for ent, label, _ in marked(blank, text)] == [found]


@pytest.mark.parametrize(
    "text", ["the Maurer School of Law said", "by the Center for Security Policy", "Bill Clinton"]
)
def test_a_body_or_a_person_named_like_a_law_is_none(blank: Gazetteer, text: str) -> None:
    assert marked(blank, text) == []


def test_to_act_is_no_law(blank: Gazetteer) -> None:
    assert marked(blank, "The Act. They Act on it. We plan.") == []


def test_statistical_names_keep_a_listed_word_inside(blank: Gazetteer) -> None:
    words = ["Director", "Jordan", "Peele", "visited", "Jordan", "."]
    doc = Doc(blank._nlp.vocab, words, tags=["NNP", "NNP", "NNP", "VBD", "NNP", "."])
    doc.ents = [TokenSpan(doc, 1, 3, "PERSON"), TokenSpan(doc, 4, 5, "GPE")]
    assert [(e.text, e.label_, e.kb_id_) for e in blank(doc).ents] == [
        ("Jordan Peele", "Person", ""),
        ("Jordan", "Country", "x:jordan"),
    ]


def test_a_longer_name_of_a_body_keeps_the_listed_one_inside(blank: Gazetteer) -> None:
    words = ["The", "New", "US", "Treasury", "Guild", "met", "the", "Old", "US", "Treasury", "."]
    tags = ["DT", "NNP", "NNP", "NNP", "NNP", "VBD", "DT", "NNP", "NNP", "NNP", "."]
    doc = Doc(blank._nlp.vocab, words, tags=tags)
    doc.ents = [TokenSpan(doc, 0, 5, "ORG"), TokenSpan(doc, 6, 10, "ORG")]
    assert [(e.text, e.kb_id_) for e in blank(doc).ents] == [
        ("US Treasury", "x:treasury"),
        ("Old US Treasury", ""),
    ]


def test_a_headline_in_title_case_gives_no_statistical_name(blank: Gazetteer) -> None:
    words = ["Senate", "Reportedly", "Prepares", "Vote", "\n\n", "It", "did", "."]
    doc = Doc(blank._nlp.vocab, words)
    doc.ents = [TokenSpan(doc, 0, 4, "PERSON")]
    assert blank(doc).ents == ()


def test_a_scrap_is_no_person(blank: Gazetteer) -> None:
    doc = Doc(blank._nlp.vocab, ["Follow", "X@FDD", "now"])
    doc.ents = [TokenSpan(doc, 1, 2, "PERSON")]
    assert blank(doc).ents == ()


def test_other_components_can_look_concepts_up(blank: Gazetteer) -> None:
    doc = blank._nlp.make_doc("x")
    assert concepts_of(doc)["x:us"] is US
    assert titles_of(doc)["treasury secretary"] == (TREASURY,)


def test_without_concepts_the_gazetteer_still_runs() -> None:
    gazetteer = Gazetteer(spacy.blank("en"))
    assert marked(gazetteer, "Washington waits.") == []


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_taken(blank: Gazetteer, text: str) -> None:
    marked(blank, text)


def test_bloomberg_is_an_outlet_for_the_whole_model(nlp: Language) -> None:
    gazetteer = Gazetteer(nlp)
    gazetteer.load(ALL)
    doc = gazetteer(nlp("On May 26, Bloomberg reported that the plan is ready."))
    assert [(e.text, e.label_) for e in doc.ents if e.kb_id_] == [("Bloomberg", "MediaOutlet")]


@pytest.mark.parametrize(
    "text",
    [
        "The tariffs rose.",
        "Tariffs rose.",
        "Steel needs a tariff.",
        "They announced tariffs on steel.",
    ],
)
def test_a_plain_word_for_a_measure_means_the_packs_concept(nlp: Language, text: str) -> None:
    gazetteer = Gazetteer(nlp)
    gazetteer.load((TARIFFS,))
    found = [(ent.label_, ent.kb_id_) for ent in gazetteer(nlp(text)).ents]
    assert found == [("Measure", "x:tariffs")]
