"""Tokens of any text, in time linear in its length."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.lang.en import English

from onrecord.ingest.tokenization import MAX_STRETCH, BoundedTokenizer

PLAIN = English().tokenizer
BOUNDED = BoundedTokenizer(PLAIN)


def test_honest_text_is_tokenized_as_ever() -> None:
    text = "“We won't,” she said – see https://example.org/a?b=c, p. 4.\n\nLee (left) agreed."
    assert [token.text for token in BOUNDED(text)] == [token.text for token in PLAIN(text)]


@settings(deadline=None)  # the first text of a kind is slow, and then remembered
@given(st.lists(st.sampled_from(['"' * 300, "x" * 700, " ", "\n\n", "a b", "…”", "don't"])))
def test_the_tokens_cover_the_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    doc = BOUNDED(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


@settings(deadline=None)  # the first text of a kind is slow, and then remembered
@given(st.text(alphabet='"“”.,-a \n', max_size=4 * MAX_STRETCH))
def test_the_tokens_cover_texts_of_marks(text: str) -> None:
    assert BOUNDED(text).text == text


@pytest.mark.parametrize("unit", ['"', "“", "(", ".", "-", "x", "'", "$1,", "a.b"])
def test_time_is_linear_in_a_stretch_without_space(unit: str) -> None:
    started = time.process_time()
    BOUNDED(unit * 50_000)
    assert time.process_time() - started < 60
