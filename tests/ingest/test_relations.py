"""Relations from dependency patterns, on sentences with the real model and on trees by hand."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from onrecord.ingest.annotation import Attribution, NamedEntity
from onrecord.ingest.attribution.component import AttributionRules
from onrecord.ingest.concept import Concept
from onrecord.ingest.extraction import Span
from onrecord.ingest.gazetteer import Gazetteer
from onrecord.ingest.names import Names
from onrecord.ingest.relations.component import Relations
from onrecord.ingest.relations.event_verbs import EVENT_VERBS
from onrecord.ingest.relations.frame import PLOVER_PREDICATES
from onrecord.ingest.relations.lexicon import ACTOR_TO_POLICY

VOCAB = spacy.blank("en").vocab

CONCEPTS = (
    Concept("x:china", "China", "Country", ("China",), ("Chinese",), ("Beijing",)),
    Concept("x:us", "United States", "Country", ("United States", "US"), ("American",)),
    Concept("x:iran", "Iran", "Country", ("Iran",), ("Iranian",)),
    Concept("x:eu", "European Union", "Organization", ("European Union", "EU")),
    Concept("x:reuters", "Reuters", "MediaOutlet", ("Reuters",)),
    Concept("x:mic", "Made in China 2025", "Plan", ("Made in China 2025",)),
    Concept("x:chips", "Chips Act", "Legislation", ("Chips Act",)),
    Concept("x:steel", "steel", "Sector", ("steel",)),
    Concept("x:robots", "robotics", "Sector", ("robotics",)),
    Concept("x:ev", "electric vehicles", "Sector", ("electric vehicles",)),
    Concept("x:aero", "aerospace", "Sector", ("aerospace",)),
)
Found = tuple[str, str, str, str]


def related(doc: Doc) -> set[Found]:
    """Subject, predicate, object and factuality of each draft."""
    doc = Relations()(doc)
    names = doc._.names
    return {
        (names[d.subject].label, d.predicate, names[d.object].label, d.factuality)
        for d in doc._.relation_drafts
    }


def by_hand(words: str, heads: list[int], deps: list[str], tags: list[str], lemmas: str) -> Doc:
    return Doc(VOCAB, words.split(), heads=heads, deps=deps, tags=tags, lemmas=lemmas.split())


def test_the_subject_imposes_its_object() -> None:
    doc = by_hand(
        "US imposed tariffs",
        [1, 1, 1],
        ["nsubj", "ROOT", "dobj"],
        ["NNP", "VBD", "NNS"],
        "US impose tariff",
    )
    doc._.names = (
        NamedEntity("US", "Country", (Span(0, 2),)),
        NamedEntity("tariffs", "Measure", (Span(11, 18),)),
    )
    assert related(doc) == {("US", "imposes", "tariffs", "asserted")}


def test_the_agent_of_a_passive_imposes() -> None:
    doc = by_hand(
        "tariffs were imposed by US",
        [2, 2, 2, 2, 3],
        ["nsubjpass", "auxpass", "ROOT", "agent", "pobj"],
        ["NNS", "VBD", "VBN", "IN", "NNP"],
        "tariff be impose by US",
    )
    doc._.names = (
        NamedEntity("tariffs", "Measure", (Span(0, 7),)),
        NamedEntity("US", "Country", (Span(24, 26),)),
    )
    assert related(doc) == {("US", "imposes", "tariffs", "asserted")}


def test_without_a_parse_there_is_no_relation() -> None:
    doc = Doc(VOCAB, ["US", "imposed", "tariffs"])
    doc._.names = (NamedEntity("US", "Country", (Span(0, 2),)),)
    assert related(doc) == set()


def test_what_somebody_is_said_to_do_is_reported() -> None:
    doc = by_hand(
        "US imposed tariffs",
        [1, 1, 1],
        ["nsubj", "ROOT", "dobj"],
        ["NNP", "VBD", "NNS"],
        "US impose tariff",
    )
    doc._.names = (
        NamedEntity("US", "Country", (Span(0, 2),)),
        NamedEntity("tariffs", "Measure", (Span(11, 18),)),
    )
    content = Span(0, 18)
    doc._.attributions = (
        Attribution((), (), (content,), content, "indirect", "say", "assert", 0.9, "test"),
    )
    assert related(doc) == {("US", "imposes", "tariffs", "reported")}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("China adopted the Chips Act.", {("China", "adopts", "Chips Act", "asserted")}),
        ("China did not adopt the Chips Act.", {("China", "adopts", "Chips Act", "denied")}),
        ("China may adopt the Chips Act.", {("China", "adopts", "Chips Act", "hypothetical")}),
        (
            "China wants to repeal the Chips Act.",
            {("China", "repeals", "Chips Act", "hypothetical")},
        ),
        (
            "China is reportedly drafting a new industrial policy.",
            {("China", "proposes", "new industrial policy", "reported")},
        ),
        (
            "China is considering relaunching an updated version of Made in China 2025.",
            {("China", "proposes", "Made in China 2025", "hypothetical")},
        ),
        (
            "The Chips Act was repealed by the United States.",
            {("United States", "repeals", "Chips Act", "asserted")},
        ),
        (
            "China and the European Union oppose the Chips Act.",
            {
                ("China", "opposes", "Chips Act", "asserted"),
                ("European Union", "opposes", "Chips Act", "asserted"),
            },
        ),
        (
            "The Chips Act targets robotics, electric vehicles and aerospace.",
            {
                ("Chips Act", "targetsSector", "robotics", "asserted"),
                ("Chips Act", "targetsSector", "electric vehicles", "asserted"),
                ("Chips Act", "targetsSector", "aerospace", "asserted"),
            },
        ),
        pytest.param(
            "The “Made in China 2025” plan targeted robotics, aerospace and steel.",
            {
                ("Made in China 2025", "targetsSector", "robotics", "asserted"),
                ("Made in China 2025", "targetsSector", "aerospace", "asserted"),
                ("Made in China 2025", "targetsSector", "steel", "asserted"),
            },
            marks=pytest.mark.xfail(reason="the small model's parser sees no verb here"),
        ),
        (
            "The US imposed tariffs on Chinese steel.",
            {
                ("United States", "imposes", "tariffs", "asserted"),
                ("tariffs", "targetsSector", "steel", "asserted"),
                ("tariffs", "targetsActor", "China", "asserted"),
            },
        ),
        (
            "China is preparing a new industrial policy to succeed Made in China 2025.",
            {
                ("China", "proposes", "new industrial policy", "asserted"),
                ("new industrial policy", "succeeds", "Made in China 2025", "asserted"),
            },
        ),
        ("Iran accused China.", {("Iran", "disapprovesOf", "China", "asserted")}),
        ("Iran met with China.", {("Iran", "consultsWith", "China", "asserted")}),
        ("Iran and China agreed on Monday.", {("Iran", "agreesWith", "China", "asserted")}),
        ("Iran urged China to leave.", {("Iran", "demandsFrom", "China", "asserted")}),
        (
            "Iran demanded that China leave.",
            {("Iran", "demandsFrom", "China", "asserted")},
        ),
        (
            "Iran threatened to sink American ships.",
            {("Iran", "threatens", "United States", "asserted")},
        ),
        (
            "Talks between Iran and China collapsed.",
            {("Iran", "consultsWith", "China", "asserted")},
        ),
        (
            "Iran opened an investigation into China.",
            {("Iran", "investigates", "China", "asserted")},
        ),
        (
            "China Reportedly Prepares New Industrial Policy",
            {("China", "proposes", "New Industrial Policy", "reported")},
        ),
        ("The EU weighs tariffs.", {("European Union", "proposes", "tariffs", "hypothetical")}),
        (
            "The EU mulls tariffs on steel.",
            {
                ("European Union", "proposes", "tariffs", "hypothetical"),
                ("tariffs", "targetsSector", "steel", "hypothetical"),
            },
        ),
        ("Iran told Reuters that it rains.", set()),
        ("It rains in China while Iran sleeps.", set()),
    ],
)
def test_sentences(nlp: Language, text: str, found: set[Found]) -> None:
    gazetteer = Gazetteer(nlp)
    gazetteer.load(CONCEPTS)
    assert related(Names()(gazetteer(nlp(text)))) == found


@pytest.mark.parametrize(
    ("cue", "factuality"),
    [
        ("said that", "reported"),
        ("denied that", "denied"),
        ("declined to say whether", "hypothetical"),
        ("asked whether", "hypothetical"),
    ],
)
def test_in_somebodys_words_a_relation_is_as_sure_as_they_put_it(
    nlp: Language, cue: str, factuality: str
) -> None:
    gazetteer = Gazetteer(nlp)
    gazetteer.load(CONCEPTS)
    doc = nlp(f"Iran {cue} China had adopted the Chips Act.")
    doc = AttributionRules()(Names()(gazetteer(doc)))
    assert related(doc) == {("China", "adopts", "Chips Act", factuality)}


def test_what_one_denies_and_another_says_are_two_relations(nlp: Language) -> None:
    gazetteer = Gazetteer(nlp)
    gazetteer.load(CONCEPTS)
    doc = nlp(
        "Iran denied that China adopted the Chips Act. The EU said China adopted the Chips Act."
    )
    doc = AttributionRules()(Names()(gazetteer(doc)))
    assert related(doc) == {
        ("China", "adopts", "Chips Act", "denied"),
        ("China", "adopts", "Chips Act", "reported"),
    }


def test_a_group_that_acts_becomes_an_entity(nlp: Language) -> None:
    gazetteer = Gazetteer(nlp)
    gazetteer.load(CONCEPTS)
    doc = Relations()(Names()(gazetteer(nlp("Iranian troops shelled the Chinese embassy."))))
    assert [(n.label, n.type) for n in doc._.names] == [
        ("Iranian troops", "Group"),
        ("Chinese embassy", "Group"),
    ]


def test_every_event_type_has_a_verb_and_a_predicate() -> None:
    frames = [frame for frames in EVENT_VERBS.values() for frame in frames]
    assert {frame.plover for frame in frames} == set(PLOVER_PREDICATES)
    assert all(f.predicate == PLOVER_PREDICATES[f.plover or ""] for f in frames)


def test_policy_verbs_carry_no_event_type() -> None:
    assert {frame.plover for frame in ACTOR_TO_POLICY.values()} == {None}


def test_what_is_told_by_the_way_is_less_sure(nlp: Language) -> None:
    gazetteer = Gazetteer(nlp)
    gazetteer.load(CONCEPTS)
    text = "Iran, which had invaded China, criticised the EU."
    drafts = Relations()(Names()(gazetteer(nlp(text))))._.relation_drafts
    sure = {draft.predicate: draft.confidence for draft in drafts}
    assert sure["disapprovesOf"] > sure["fights"]
