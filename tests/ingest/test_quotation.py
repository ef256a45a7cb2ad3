"""Quotation marks: which stretches they enclose."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ingest.attribution.quotation import quotations


def quoted(text: str) -> list[str]:
    return [text[q.start : q.end] for q in quotations(text)]


@pytest.mark.parametrize(
    "text",
    [
        '"We will not sign,"',
        "“We will not sign,”",
        "«We will not sign»,",
        "„We will not sign,“",
        "„We will not sign,”",
        "‘We will not sign,’",
        "''We will not sign,''",
        "``We will not sign,''",
        "'We will not sign,'",
    ],
)
def test_marks_of_every_kind_enclose_a_quotation(text: str) -> None:
    assert quoted(f"{text} he said.") == [text.rstrip(",") if text.endswith("»,") else text]


def test_apostrophes_are_no_marks() -> None:
    assert quoted("It's the ministers' plan, and the '90s weren't the farmers’ best years.") == []


def test_an_apostrophe_inside_of_single_marks_does_not_close_them() -> None:
    assert quoted("‘It’s the bosses’ plan,’ she said.") == ["‘It’s the bosses’ plan,’"]


def test_doubled_single_marks_do_not_close_at_an_apostrophe() -> None:
    assert quoted("''I'm sure it's true,'' he said.") == ["''I'm sure it's true,''"]


def test_a_quotation_inside_of_a_quotation_is_part_of_it() -> None:
    assert quoted("“He said ‘no’ to me,” she said.") == ["“He said ‘no’ to me,”"]


def test_a_quotation_left_open_goes_on_in_the_next_paragraph() -> None:
    found = quotations("“We began here.\n\n“We end here,” he said.")
    assert [(q.closed, q.reopens) for q in found] == [(False, False), (True, True)]


def test_a_quotation_left_open_ends_with_its_paragraph() -> None:
    assert quoted('He said: "We will go on.\n\nNobody heard it.') == ['"We will go on.']


def test_a_mark_without_partner_in_the_middle_is_dropped() -> None:
    assert quoted('The 12" pipe was laid on Monday.') == []


def test_a_mark_that_opens_anew_behind_a_sentence_replaces_one_never_closed() -> None:
    text = "“We will go. She said “no” to us."
    assert quoted(text) == ["“no”"]


@given(st.text())
def test_quotations_are_ordered_disjoint_and_inside_of_any_text(text: str) -> None:
    end = 0
    for q in quotations(text):
        assert end <= q.start < q.inner_start <= q.inner_end <= q.end <= len(text)
        end = q.end


@given(st.text(alphabet="\"'“”‘’«»„`a .\n"))
def test_quotations_are_ordered_whatever_the_marks(text: str) -> None:
    end = 0
    for q in quotations(text):
        assert end <= q.start < q.end <= len(text)
        end = q.end


@pytest.mark.parametrize("unit", ['"', "“", "“a ", '"a "', "‘a ", "''", "' a", "„«", 'a"b '])
def test_time_is_linear_in_hostile_marks(unit: str) -> None:
    started = time.process_time()
    quotations(unit * 100_000)
    assert time.process_time() - started < 20
