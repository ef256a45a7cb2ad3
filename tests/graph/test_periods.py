"""A day, a month or a year that people ask for."""

from __future__ import annotations

import pytest

from onrecord.errors import QueryError
from onrecord.graph.catalogue import questions
from onrecord.graph.lookup.statements import Filters, within
from onrecord.graph.periods import last_day


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ("2025", "2025-12-31"),
        ("2025-05", "2025-05-31"),
        ("2024-02", "2024-02-29"),
        ("2025-05-20", "2025-05-20"),
    ],
)
def test_a_period_ends_with_its_last_day(period: str, day: str) -> None:
    assert last_day(period) == day


def test_until_a_month_takes_the_month_in() -> None:
    dates = ["2025-05-20", "2025-05", "2025-06-01", "2025-06", None]
    assert within(dates, None, "2025-05").tolist() == [True, True, False, False, False]


@pytest.mark.parametrize("day", ["2025-13", "2025-02-30", "yesterday", "2025-6-1"])
def test_what_is_no_date_is_refused_by_name(day: str) -> None:
    with pytest.raises(QueryError, match="since must be YYYY"):
        Filters(since=day)
    with pytest.raises(QueryError, match="since of question 'who-said' must be YYYY"):
        questions()["who-said"].sparql({"since": day})
