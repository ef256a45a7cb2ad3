"""Attribution rules on parses built by hand: they need no model and do not change with one."""

from __future__ import annotations

from spacy.lang.en import English
from spacy.tokens import Doc

from onrecord.ingest.annotation import Attribution
from onrecord.ingest.attribution.component import AttributionRules
from onrecord.ingest.extraction import Span

VOCAB = English().vocab


def parsed(table: str) -> Doc:
    """A document of a table: word, lemma, tag, part of speech, head, label; one token a line.

    A ``_`` behind the word means that no space follows.
    """
    rows = [line.split() for line in table.strip().splitlines()]
    return Doc(
        VOCAB,
        words=[row[0].rstrip("_") for row in rows],
        spaces=[not row[0].endswith("_") for row in rows],
        lemmas=[row[1] for row in rows],
        tags=[row[2] for row in rows],
        pos=[row[3] for row in rows],
        heads=[int(row[4]) for row in rows],
        deps=[row[5] for row in rows],
    )


def found(doc: Doc) -> list[tuple[str, str, str]]:
    """Source, cue and content of each attribution, pieces joined by a bar."""

    def words(spans: tuple[Span, ...]) -> str:
        return "|".join(doc.text[s.start : s.end] for s in spans)

    return [(words(a.source), words(a.cue), words(a.content)) for a in attributions(doc)]


def attributions(doc: Doc) -> tuple[Attribution, ...]:
    result: tuple[Attribution, ...] = AttributionRules()(doc)._.attributions
    return result


def test_a_clause_below_a_verb_of_saying_is_its_content() -> None:
    doc = parsed("""
        Lee    Lee    NNP PROPN 1 nsubj
        said   say    VBD VERB  1 ROOT
        that   that   IN  SCONJ 5 mark
        prices price  NNS NOUN  5 nsubj
        would  would  MD  AUX   5 aux
        fall_  fall   VB  VERB  1 ccomp
        .      .      .   PUNCT 1 punct
    """)
    assert found(doc) == [("Lee", "said", "that prices would fall")]
    assert [(a.mode, a.attitude, a.cue_class) for a in attributions(doc)] == [
        ("indirect", "say", "assert")
    ]


def test_a_clause_before_an_inverted_cue_is_its_content() -> None:
    doc = parsed("""
        Prices   price    NNS NOUN  1 nsubj
        fell_    fall     VBD VERB  3 ccomp
        ,        ,        ,   PUNCT 3 punct
        said     say      VBD VERB  3 ROOT
        the      the      DT  DET   5 det
        ministry_ ministry NN NOUN  3 nsubj
        .        .        .   PUNCT 3 punct
    """)
    assert found(doc) == [("the ministry", "said", "Prices fell")]


def test_intention_is_thought_and_not_said() -> None:
    doc = parsed("""
        Beijing  Beijing NNP PROPN 1 nsubj
        seeks    seek    VBZ VERB  1 ROOT
        to       to      TO  PART  3 aux
        cut      cut     VB  VERB  1 xcomp
        imports_ import  NNS NOUN  3 dobj
        .        .       .   PUNCT 1 punct
    """)
    assert found(doc) == [("Beijing", "seeks", "to cut imports")]
    assert attributions(doc)[0].attitude == "think"


def test_called_for_has_what_follows_the_preposition_as_content() -> None:
    doc = parsed("""
        Lee    Lee    NNP PROPN 1 nsubj
        called call   VBD VERB  1 ROOT
        for    for    IN  ADP   1 prep
        lower  low    JJR ADJ   4 amod
        tariffs_ tariff NNS NOUN 2 pobj
        .      .      .   PUNCT 1 punct
    """)
    assert found(doc) == [("Lee", "called for", "lower tariffs")]
    assert attributions(doc)[0].cue_class == "demand"


def test_a_participle_shares_the_subject_of_its_verb() -> None:
    doc = parsed("""
        Lee    Lee    NNP PROPN 1 nsubj
        left_  leave  VBD VERB  1 ROOT
        ,      ,      ,   PUNCT 1 punct
        saying say    VBG VERB  1 advcl
        that   that   IN  SCONJ 6 mark
        prices price  NNS NOUN  6 nsubj
        fell_  fall   VBD VERB  3 ccomp
        .      .      .   PUNCT 1 punct
    """)
    assert found(doc) == [("Lee", "saying", "that prices fell")]


def test_in_announcing_takes_the_subject_of_the_main_clause() -> None:
    doc = parsed("""
        In         in       IN  ADP   6 prep
        announcing announce VBG VERB  0 pcomp
        the        the      DT  DET   3 det
        truce_     truce    NN  NOUN  1 dobj
        ,          ,        ,   PUNCT 6 punct
        Lee        Lee      NNP PROPN 6 nsubj
        outlined   outline  VBD VERB  6 ROOT
        a          a        DT  DET   8 det
        panel_     panel    NN  NOUN  6 dobj
        .          .        .   PUNCT 6 punct
    """)
    assert found(doc) == [("Lee", "announcing", "the truce"), ("Lee", "outlined", "a panel")]


def test_upset_with_b_for_saying_is_said_by_b() -> None:
    doc = parsed("""
        Lee    Lee    NNP PROPN 1 nsubj
        was    be     VBD AUX   1 ROOT
        upset  upset  JJ  ADJ   1 acomp
        with   with   IN  ADP   2 prep
        Bonn   Bonn   NNP PROPN 3 pobj
        for    for    IN  ADP   2 prep
        saying say    VBG VERB  5 pcomp
        prices price  NNS NOUN  8 nsubj
        fell_  fall   VBD VERB  6 ccomp
        .      .      .   PUNCT 1 punct
    """)
    assert found(doc) == [("Bonn", "saying", "prices fell")]


def test_spurring_anger_for_saying_is_said_by_the_subject() -> None:
    doc = parsed("""
        Bonn    Bonn   NNP PROPN 1 nsubj
        spurred spur   VBD VERB  1 ROOT
        the     the    DT  DET   3 det
        anger   anger  NN  NOUN  1 dobj
        of      of     IN  ADP   3 prep
        Lee     Lee    NNP PROPN 4 pobj
        for     for    IN  ADP   1 prep
        saying  say    VBG VERB  6 pcomp
        prices  price  NNS NOUN  9 nsubj
        fell_   fall   VBD VERB  7 ccomp
        .       .      .   PUNCT 1 punct
    """)
    assert found(doc) == [("Bonn", "saying", "prices fell")]


def test_a_passive_cue_is_attributed_to_its_agent() -> None:
    doc = parsed("""
        The   the      DT  DET   1 det
        plan  plan     NN  NOUN  3 nsubjpass
        was   be       VBD AUX   3 auxpass
        described describe VBN VERB 3 ROOT
        by    by       IN  ADP   3 agent
        Lee   Lee      NNP PROPN 4 pobj
        as    as       IN  ADP   3 prep
        a     a        DT  DET   8 det
        risk_ risk     NN  NOUN  6 pobj
        .     .        .   PUNCT 3 punct
    """)
    assert found(doc) == [("Lee", "described", "The plan|as a risk")]


def test_the_noun_claim_is_a_cue_with_its_owner_as_source() -> None:
    doc = parsed("""
        China_  China  NNP PROPN 2 poss
        's      's     POS PART  0 case
        claim   claim  NN  NOUN  6 nsubj
        that    that   IN  SCONJ 5 mark
        exports export NNS NOUN  5 nsubj
        fell    fall   VBD VERB  2 acl
        is      be     VBZ AUX   6 ROOT
        wrong_  wrong  JJ  ADJ   6 acomp
        .       .      .   PUNCT 6 punct
    """)
    assert found(doc) == [("China", "claim", "that exports fell")]


def test_narration_is_no_statement() -> None:
    doc = parsed("""
        Beijing   Beijing  NNP PROPN 1 nsubj
        increased increase VBD VERB  1 ROOT
        spending_ spending NN  NOUN  1 dobj
        .         .        .   PUNCT 1 punct
    """)
    assert found(doc) == []


def test_who_does_not_deny_a_thing_leaves_it_open() -> None:
    doc = parsed("""
        He    he    PRP PRON  3 nsubj
        did   do    VBD AUX   3 aux
        not   not   RB  PART  3 neg
        deny  deny  VB  VERB  3 ROOT
        that  that  IN  SCONJ 6 mark
        it    it    PRP PRON  6 nsubj
        fell_ fall  VBD VERB  3 ccomp
        .     .     .   PUNCT 3 punct
    """)
    assert found(doc) == [("He", "did not deny", "that it fell")]
    assert attributions(doc)[0].cue_class == "withhold"


def test_a_content_ends_with_its_paragraph() -> None:
    words = ["Lee", "said", "prices", "fell", ".", "\n\n", "Then", "snow", "came", "."]
    doc = Doc(
        VOCAB,
        words=words,
        spaces=[True, True, True, False, False, False, True, True, False, False],
        lemmas=["Lee", "say", "price", "fall", ".", "\n\n", "then", "snow", "come", "."],
        tags=["NNP", "VBD", "NNS", "VBD", ".", "_SP", "RB", "NN", "VBD", "."],
        pos=["PROPN", "VERB", "NOUN", "VERB", "PUNCT", "SPACE", "ADV", "NOUN", "VERB", "PUNCT"],
        heads=[1, 1, 3, 1, 3, 4, 8, 8, 3, 1],
        deps=[
            "nsubj",
            "ROOT",
            "nsubj",
            "ccomp",
            "punct",
            "dep",
            "advmod",
            "nsubj",
            "conj",
            "punct",
        ],
    )
    assert found(doc) == [("Lee", "said", "prices fell")]
