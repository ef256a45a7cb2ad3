"""CSV files hold words of documents, which may be meant for a spreadsheet's formulas."""

from __future__ import annotations

import pytest

from onrecord.graph.spreadsheets import harmless


@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "+1+cmd|x", "-1+cmd|x", "@SUM(A1)", "\t=1"])
def test_a_formula_becomes_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Ann = Bo", "-5", "+1.5e3", "2025-05-04", "“=”"])
def test_words_and_numbers_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell
