"""The last step of the pipeline: what the components left on a Doc becomes an extraction."""

from __future__ import annotations

import pytest
from spacy.lang.en import English
from spacy.tokens import Doc

from onrecord.ingest.annotation import Attribution, NamedEntity, RelationDraft, register
from onrecord.ingest.document import Document
from onrecord.ingest.extraction import Extraction, Span
from onrecord.ingest.reading import extraction_of

TEXT = "A Plan for Chips\n\nAnn Lee backs the Chips Act now\n\nIssues:"


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


@pytest.fixture
def doc() -> Doc:
    """A Doc whose one sentence runs on over a heading and a footer, as a parser leaves it."""
    register()
    doc = English()(TEXT)
    whole = Span(0, len(TEXT))
    doc._.names = (
        NamedEntity("Ann Lee", "Person", (at("Ann Lee"),)),
        NamedEntity("Chips Act", "Legislation", (at("Chips Act"),)),
    )
    doc._.relation_drafts = (
        RelationDraft(0, "supports", 1, at("Ann Lee"), at("Chips Act"), (whole,), confidence=0.4),
        RelationDraft(0, "supports", 1, at("Ann Lee"), at("Chips Act"), (whole,), confidence=0.8),
    )
    doc._.attributions = (
        Attribution(
            source=(at("Ann Lee"),),
            cue=(at("backs"),),
            content=(at("the Chips Act"),),
            sentence=whole,
            mode="indirect",
            attitude="say",
            cue_class="assert",
            confidence=0.9,
            rule="test",
        ),
    )
    return doc


def read(doc: Doc) -> Extraction:
    return extraction_of(Document(text=TEXT), doc, pipeline="1", profile="rules")


def test_what_stands_before_the_body_is_no_part_of_a_sentence(doc: Doc) -> None:
    body = TEXT.index("Ann Lee")
    read = extraction_of(
        Document(text=TEXT.replace("\n\n", "--", 1), body_start=body),
        doc,
        pipeline="1",
        profile="rules",
    )
    sentence = at("Ann Lee backs the Chips Act now")
    assert [each.sentence for each in read.statements] == [sentence]
    assert {span for each in read.relations for span in each.evidence} == {sentence}


def test_a_sentence_ends_at_a_blank_line_though_the_parser_ran_on(doc: Doc) -> None:
    (statement,) = read(doc).statements
    assert statement.sentence == at("Ann Lee backs the Chips Act now")


def test_the_evidence_of_a_relation_holds_no_heading(doc: Doc) -> None:
    (relation,) = read(doc).relations
    assert relation.evidence == (at("Ann Lee backs the Chips Act now"),)


def test_of_two_claims_with_the_same_spans_the_more_confident_one_stays(doc: Doc) -> None:
    (relation,) = read(doc).relations
    assert relation.confidence == 0.8


def test_a_pipeline_without_speakers_and_topics_leaves_them_unknown(doc: Doc) -> None:
    (statement,) = read(doc).statements
    assert (statement.speaker, statement.speaker_kind, statement.about) == (None, "unknown", ())
