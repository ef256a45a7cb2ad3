"""Who speaks, on documents built by hand and on a few sentences with the real model."""

from __future__ import annotations

from dataclasses import replace

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as TokenSpan

from onrecord.ingest.annotation import Attribution, NamedEntity, Voice
from onrecord.ingest.concept import Concept
from onrecord.ingest.coreference import Speakers
from onrecord.ingest.extraction import Span
from onrecord.ingest.gazetteer import Gazetteer
from onrecord.ingest.names import Names

VOCAB = spacy.blank("en").vocab

CONCEPTS = (
    Concept("x:china", "China", "Country", ("China",), ("Chinese",), ("Beijing",)),
    Concept("x:us", "United States", "Country", ("United States", "US"), ("American",)),
    Concept("x:bloomberg", "Bloomberg", "MediaOutlet", ("Bloomberg",)),
    Concept("x:reuters", "Reuters", "MediaOutlet", ("Reuters",)),
    Concept("x:imf", "IMF", "Organization", ("IMF", "International Monetary Fund")),
    Concept("x:trade", "Ministry of Trade", "GovernmentBody", ("Ministry of Trade",)),
    Concept(
        "x:tsy", "US Treasury", "GovernmentBody", ("US Treasury",), titles=("Treasury Secretary",)
    ),
    Concept(
        "x:xi", "Xi Jinping", "Person", ("Xi Jinping",), titles=("President",), country="x:china"
    ),
    Concept(
        "x:hu", "Hu Jintao", "Person", ("Hu Jintao",), titles=("President",), country="x:china"
    ),
    Concept(
        "x:cruz",
        "Ted Cruz",
        "Person",
        ("Ted Cruz",),
        titles=("Texas Senator", "Republican presidential candidate"),
        country="x:us",
    ),
    Concept(
        "x:kaine",
        "Tim Kaine",
        "Person",
        ("Tim Kaine",),
        titles=("Democratic vice presidential nominee", "Virginia Senator"),
        country="x:us",
    ),
)


def attributed(
    doc: Doc, source: str, *, content: str = "it rains", via: str | None = None, after: int = 0
) -> Attribution:
    """An attribution whose parts are found in the text by their words."""

    def span(words: str) -> Span:
        start = doc.text.index(words, after)
        return Span(start, start + len(words))

    at = span(source).start if source else span(content).start
    sentence = next(
        (Span(s.start_char, s.end_char) for s in doc.sents if s.start_char <= at < s.end_char)
        if doc.has_annotation("SENT_START")
        else iter([Span(0, len(doc.text))])
    )
    return Attribution(
        source=(span(source),) if source else (),
        cue=(),
        content=(span(content),),
        sentence=sentence,
        mode="indirect",
        attitude="say",
        cue_class="assert",
        confidence=0.9,
        rule="test",
        via=(span(via),) if via else (),
    )


def spoken(doc: Doc, *attributions: Attribution) -> list[tuple[str | None, str]]:
    """Label and kind of each speaker."""
    doc._.attributions = attributions
    doc = Speakers()(doc)
    return [
        (None if voice.speaker is None else doc._.names[voice.speaker].label, voice.kind)
        for voice in doc._.voices
    ]


@pytest.fixture(scope="module")
def read(nlp: Language) -> Language:
    """The real model with gazetteer and names, as one callable."""
    gazetteer = Gazetteer(nlp)
    gazetteer.load(CONCEPTS)
    names = Names()
    return lambda text: names(gazetteer(nlp(text)))  # type: ignore[return-value]  # called only


def by_hand(words: str, heads: list[int], deps: list[str], tags: list[str]) -> Doc:
    return Doc(VOCAB, words.split(), heads=heads, deps=deps, tags=tags)


def test_the_head_of_the_source_is_the_speaker() -> None:
    doc = by_hand(
        "Treasury Secretary Ann Lee said it rains",
        [3, 3, 3, 4, 4, 6, 4],
        ["compound", "compound", "compound", "nsubj", "ROOT", "nsubj", "ccomp"],
        ["NNP", "NNP", "NNP", "NNP", "VBD", "PRP", "VBZ"],
    )
    doc._.names = (
        NamedEntity("Treasury", "GovernmentBody", (Span(0, 8),)),
        NamedEntity("Ann Lee", "Person", (Span(19, 26),)),
    )
    source = "Treasury Secretary Ann Lee"
    assert spoken(doc, attributed(doc, source)) == [("Ann Lee", "named")]


def test_a_report_speaks_for_who_made_it() -> None:
    doc = by_hand(
        "a report by Bloomberg said it rains",
        [1, 4, 1, 2, 4, 6, 4],
        ["det", "nsubj", "prep", "pobj", "ROOT", "nsubj", "ccomp"],
        ["DT", "NN", "IN", "NNP", "VBD", "PRP", "VBZ"],
    )
    doc._.names = (NamedEntity("Bloomberg", "MediaOutlet", (Span(12, 21),)),)
    assert spoken(doc, attributed(doc, "a report by Bloomberg")) == [("Bloomberg", "named")]


def test_a_report_by_somebody_unnamed_stays_unknown() -> None:
    doc = by_hand(
        "a report by a newspaper owned by Bloomberg said it rains",
        [1, 8, 1, 4, 2, 4, 5, 6, 8, 10, 8],
        ["det", "nsubj", "prep", "det", "pobj", "acl", "agent", "pobj", "ROOT", "nsubj", "ccomp"],
        ["DT", "NN", "IN", "DT", "NN", "VBN", "IN", "NNP", "VBD", "PRP", "VBZ"],
    )
    doc._.names = (NamedEntity("Bloomberg", "MediaOutlet", (Span(33, 42),)),)
    source = "a report by a newspaper owned by Bloomberg"
    assert spoken(doc, attributed(doc, source)) == [(None, "unknown")]


@pytest.mark.parametrize(
    ("words", "pronoun", "speaker"),
    [
        ("John Hill came . Mary Hill left . he said it rains", "he", "John Hill"),
        ("John Hill came . Mary Hill left . she said it rains", "she", "Mary Hill"),
    ],
)
def test_a_pronoun_does_not_go_to_the_other_gender(words: str, pronoun: str, speaker: str) -> None:
    doc = by_hand(
        words,
        [1, 2, 2, 2, 5, 6, 6, 6, 9, 9, 11, 9],
        [
            "compound",
            "nsubj",
            "ROOT",
            "punct",
            "compound",
            "nsubj",
            "ROOT",
            "punct",
            "nsubj",
            "ROOT",
            "nsubj",
            "ccomp",
        ],
        ["NNP", "NNP", "VBD", ".", "NNP", "NNP", "VBD", ".", "PRP", "VBD", "PRP", "VBZ"],
    )
    doc._.names = (
        NamedEntity("John Hill", "Person", (Span(0, 9),)),
        NamedEntity("Mary Hill", "Person", (Span(17, 26),)),
    )
    assert spoken(doc, attributed(doc, f"{pronoun}", after=30)) == [(speaker, "named")]


def test_a_source_without_words_goes_on_with_the_speaker_before() -> None:
    doc = Doc(
        VOCAB,
        ["Ann", "said", "no", ".", "it", "rains"],
        sent_starts=[True, False, False, False, True, False],
    )
    doc._.names = (NamedEntity("Ann", "Person", (Span(0, 3),)),)
    assert spoken(doc, attributed(doc, "Ann", content="no"), attributed(doc, "")) == [
        ("Ann", "named"),
        ("Ann", "named"),
    ]


@pytest.mark.parametrize(
    ("text", "source", "speaker"),
    [
        (
            "Chinese policymakers insist that it rains.",
            "Chinese policymakers",
            ("Chinese policymakers", "group"),
        ),
        (
            "Sources familiar with the matter say it rains.",
            "Sources familiar with the matter",
            (None, "anonymous"),
        ),
        ("A senior official said it rains.", "A senior official", (None, "anonymous")),
        (
            "A person briefed on the talks said it rains.",
            "A person briefed on the talks",
            (None, "anonymous"),
        ),
        ("According to Bloomberg report, it rains.", "Bloomberg report", ("Bloomberg", "named")),
        ("An IMF study says it rains.", "An IMF study", ("IMF", "named")),
        (
            "A spokesman for the Ministry of Trade said it rains.",
            "A spokesman for the Ministry of Trade",
            ("Ministry of Trade", "role"),
        ),
        (
            "Bloomberg Intelligence research shows it rains.",
            "Bloomberg Intelligence research",
            ("Bloomberg Intelligence", "named"),
        ),
        (
            "President Donald Trump’s administration says it rains.",
            "President Donald Trump’s administration",
            ("Trump administration", "named"),
        ),
        ("The US says it rains.", "The US", ("United States", "named")),
        ("In Geneva Beijing said it rains.", "Beijing", ("China", "named")),
        (
            "Treasury Secretary Ann Lee left. The secretary said it rains.",
            "The secretary",
            ("Ann Lee", "role"),
        ),
        ("The minister said it rains.", "The minister", (None, "role")),
        (
            "The Ministry of Trade met. The ministry said it rains.",
            "The ministry",
            ("Ministry of Trade", "role"),
        ),
        ("Somehow something said it rains.", "something", (None, "unknown")),
    ],
)
def test_descriptions_of_speakers(
    read: Language, text: str, source: str, speaker: tuple[str | None, str]
) -> None:
    doc = read(text)
    assert spoken(doc, attributed(doc, source)) == [speaker]


@pytest.mark.parametrize(
    ("text", "source", "speaker"),
    [
        (
            "Xi Jinping met Ann Lee. The Chinese president said it rains.",
            "The Chinese president",
            ("Xi Jinping", "role"),
        ),
        (
            "Xi Jinping met Ann Lee. The American president said it rains.",
            "The American president",
            (None, "role"),
        ),
        (
            "Xi Jinping followed Hu Jintao. The president said it rains.",
            "The president",
            (None, "role"),
        ),
        (
            "Ted Cruz met Tim Kaine. The Texas senator said it rains.",
            "The Texas senator",
            ("Ted Cruz", "role"),
        ),
        (
            "Ted Cruz spoke. The Democratic nominee said it rains.",
            "The Democratic nominee",
            (None, "role"),
        ),
        (
            "Indranil Pan, chief economist at Acme, came. The economist said it rains.",
            "The economist",
            ("Indranil Pan", "role"),
        ),
        (
            "Robert Hill wrote a book. The businessman said it rains.",
            "The businessman",
            ("Robert Hill", "role"),
        ),
        (
            "Mary Hill wrote a book. The businessman said it rains.",
            "The businessman",
            (None, "role"),
        ),
        (
            "Robert Hill saw that a woman fell. The woman said it rains.",
            "The woman",
            (None, "anonymous"),
        ),
        (
            "Robert Hill lost. His campaign said it rains.",
            "His campaign",
            ("Hill campaign", "role"),
        ),
        ("Robert Hill lost. The campaign said it rains.", "The campaign", (None, "unknown")),
        (
            "Chinese policymakers stay their course. Oil is cheap, they insist.",
            "they",
            ("Chinese policymakers", "group"),
        ),
        ("Robert Hill met Mary Dee. They said it rains.", "They", (None, "unknown")),
        (
            "Another ally, Tom Vilsack, said it rains.",
            "Another ally, Tom Vilsack,",
            ("Tom Vilsack", "named"),
        ),
        (
            "“It rains,” said Alan Berger, a doctor from Englewood, New Jersey, who laughed.",
            "who",
            ("Alan Berger", "named"),
        ),
        (
            "Robert Hill told Mary Dee that he slept. He had slept well. Still, he said it rains.",
            "he",
            ("Robert Hill", "named"),
        ),
    ],
)
def test_roles_epithets_and_pronouns(
    read: Language, text: str, source: str, speaker: tuple[str | None, str]
) -> None:
    doc = read(text)
    content = text.rsplit(" ", 1)[1]
    after = text.rindex(source)
    assert spoken(doc, attributed(doc, source, content=content, after=after)) == [speaker]


def test_who_speaks_again_is_preferred_among_holders_of_the_post(read: Language) -> None:
    doc = read("Finance Minister Ann Lee met Trade Minister Bob Hill. Lee left. The minister sang.")
    first = attributed(doc, "Lee", content="left", after=30)
    second = attributed(doc, "The minister", content="sang")
    assert spoken(doc, first, second)[1] == ("Ann Lee", "role")


def test_an_outlet_in_whose_report_somebody_speaks_relays_it(read: Language) -> None:
    doc = read("Reuters reported that Ann Lee said it rains.")
    outer = attributed(doc, "Reuters", content="Ann Lee said it rains")
    inner = attributed(doc, "Ann Lee")
    doc._.attributions = (outer, inner)
    names = Speakers()(doc)._.names
    assert doc._.attributions == (replace(inner, confidence=outer.confidence),)
    assert [[names[i].label for i in voice.via] for voice in doc._.voices] == [["Reuters"]]


def test_a_report_that_holds_more_than_what_somebody_said_stays(read: Language) -> None:
    text = "Reuters reported that prices rose and roads closed while Ann Lee said it rains."
    doc = read(text)
    outer = attributed(doc, "Reuters", content=text[22:-1])
    doc._.attributions = (outer, attributed(doc, "Ann Lee"))
    assert len(Speakers()(doc)._.attributions) == 2


def test_who_leads_a_ministry_speaks_and_not_the_ministry(read: Language) -> None:
    doc = read("The Commerce Ministry spokesperson, Ann Lee, said it rains.")
    source = "The Commerce Ministry spokesperson, Ann Lee"
    assert spoken(doc, attributed(doc, source)) == [("Ann Lee", "named")]


@pytest.mark.parametrize("outlet", ["Reuters", "The Reuters", "reuters"])
def test_the_documents_own_outlet_relays_nothing(read: Language, outlet: str) -> None:
    doc = read("Ann Lee told Reuters that it rains.")
    doc._.attributions = (attributed(doc, "Ann Lee", via="Reuters"),)
    doc._.outlet = outlet
    assert Speakers()(doc)._.voices[0].via == ()


def test_the_author_says_i_outside_of_quotations(read: Language) -> None:
    doc = read("Trade is down. I think it rains.")
    doc._.authors = ("Orin Kerr",)
    assert spoken(doc, attributed(doc, "I")) == [("Orin Kerr", "named")]


def test_a_newsroom_is_no_author(read: Language) -> None:
    doc = read("Trade is down. I think it rains.")
    doc._.authors = ("Breitbart News",)
    assert spoken(doc, attributed(doc, "I")) == [(None, "unknown")]


def test_two_ministers_leave_the_minister_unknown(read: Language) -> None:
    doc = read("Finance Minister Ann Lee met Trade Minister Bob Hill. The minister said it rains.")
    assert spoken(doc, attributed(doc, "The minister")) == [(None, "role")]


def test_a_bare_surname_goes_to_the_full_name_mentioned_last(read: Language) -> None:
    doc = read("Ann Hill met Bob Hill on Monday. Hill said it rains.")
    assert spoken(doc, attributed(doc, "Hill", after=32)) == [("Bob Hill", "named")]


def test_somebody_who_relays_is_an_entity(read: Language) -> None:
    doc = read("Ann Lee told Reuters that it rains.")
    doc._.attributions = (attributed(doc, "Ann Lee", via="Reuters"),)
    names = Speakers()(doc)._.names
    assert [names[i].concept for i in doc._.voices[0].via] == ["x:reuters"]


def test_a_relaying_name_that_is_new_becomes_an_outlet() -> None:
    doc = Doc(VOCAB, ["Ann", "told", "Dagbladet", "it", "rains"])
    doc._.names = (NamedEntity("Ann", "Person", (Span(0, 3),)),)
    doc._.attributions = (attributed(doc, "Ann", via="Dagbladet"),)
    doc = Speakers()(doc)
    assert doc._.voices == (Voice(0, "named", (1,)),)
    assert (doc._.names[1].label, doc._.names[1].type) == ("Dagbladet", "MediaOutlet")


def test_a_group_that_speaks_twice_is_one_entity(read: Language) -> None:
    doc = read("Chinese officials said it rains. Chinese officials added that it pours.")
    doc._.attributions = (
        attributed(doc, "Chinese officials"),
        attributed(doc, "Chinese officials", content="it pours", after=20),
    )
    doc = Speakers()(doc)
    assert [n.label for n in doc._.names if n.type == "Group"] == ["Chinese officials"]


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Ann",
                "Lee",
                "she",
                "they",
                "it",
                "said",
                "report",
                "by",
                "the",
                "officials",
                "’s",
                ",",
                ".",
                "中",
                "\n",
            ]
        ),
        min_size=1,
    ),
    st.data(),
)
def test_any_attribution_gets_a_voice(words: list[str], data: st.DataObject) -> None:
    doc = Doc(VOCAB, words)
    doc.ents = [TokenSpan(doc, i, i + 1, "Person") for i, w in enumerate(words) if w == "Ann"]
    doc = Names()(doc)
    length = len(doc.text)
    start = data.draw(st.integers(0, length - 1))
    span = Span(start, data.draw(st.integers(start + 1, length)))
    doc._.attributions = (
        Attribution((span,), (), (span,), span, "direct", "say", "assert", 0.5, "test"),
        Attribution((), (), (span,), span, "direct", "say", "assert", 0.5, "test", via=(span,)),
    )
    doc = Speakers()(doc)
    assert len(doc._.voices) == 2
    assert all(v.speaker is None or v.speaker < len(doc._.names) for v in doc._.voices)
