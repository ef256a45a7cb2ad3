"""Answers as they are written: cut at a row, kept small in memory."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.graph.sparql_answer import EnoughError, RowLimit, Spool, TooLargeError
from onrecord.graph.sparql_worker import ROWS

# What looks like the ends and beginnings of rows, and what hides them.
PIECES = ['"', "\\", "},{", "}", ",", "{", "\n", "\r\n", "</result><result>", "]}}", "é🦊", "x", ""]
values = st.one_of(
    st.none(), st.lists(st.sampled_from(PIECES), max_size=6).map("".join), st.text(max_size=8)
).map(lambda text: text if text is None else text.replace("\x00", ""))
tables = st.lists(st.tuples(values, values), max_size=12)


def _solutions(rows: list[tuple[str | None, str | None]]) -> ox.QuerySolutions:
    lines = " ".join(
        "(" + " ".join("UNDEF" if v is None else str(ox.Literal(v)) for v in row) + ")"
        for row in rows
    )
    found = ox.Store().query(f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {lines} }} }}")
    assert isinstance(found, ox.QuerySolutions)
    return found


def _whole(rows: list[tuple[str | None, str | None]], format_: ox.QueryResultsFormat) -> bytes:
    return _solutions(rows).serialize(format=format_) or b""


@pytest.mark.parametrize("name", sorted(ROWS))
@given(rows=tables, most=st.integers(1, 12), step=st.integers(1, 40))
def test_a_cut_answer_is_the_answer_of_its_rows(
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    rows: list[tuple[str | None, str | None]],
    most: int,
    step: int,
) -> None:
    format_ = ROWS[name]
    whole = _whole(rows, format_)
    spool = Spool(tmp_path_factory.getbasetemp() / "unused", 10**9)
    limit = RowLimit(spool, format_, most)
    with pytest.MonkeyPatch.context() as patch, suppress(EnoughError):
        patch.setattr("onrecord.graph.sparql_answer._STEP_BYTES", step)
        for start in range(0, len(whole), 7):
            limit.write(whole[start : start + 7])
        limit.close()
    assert spool.close() == _whole(rows[:most], format_)
    assert limit.truncated == (len(rows) > most)


@pytest.mark.parametrize("most", [10_030, 10_060])
def test_values_that_look_like_rows_are_none_in_an_answer_of_some_megabytes_either(
    tmp_path: Path, most: int
) -> None:
    # More than fits into memory before anything looks like a row that is none.
    plain: list[tuple[str | None, str | None]] = [("x" * 60, str(n)) for n in range(10_000)]
    rows = [*plain, *(("},{" * 1_000, str(n)) for n in range(40))]
    whole = _whole(rows, ox.QueryResultsFormat.JSON)
    spool = Spool(tmp_path / "answer", 10**9)
    limit = RowLimit(spool, ox.QueryResultsFormat.JSON, most)
    with suppress(EnoughError):
        for start in range(0, len(whole), 8192):
            limit.write(whole[start : start + 8192])
        limit.close()
    assert limit.truncated == (most < len(rows))
    assert spool.close() == b""
    assert (tmp_path / "answer").read_bytes() == _whole(rows[:most], ox.QueryResultsFormat.JSON)


def test_a_small_answer_stays_in_memory(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "answer", 10)
    spool.write(b"some")
    assert spool.file is None
    assert spool.close() == b"some"
    assert not (tmp_path / "answer").exists()


def test_a_large_answer_goes_to_a_file(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "answer", 10**9)
    for _ in range(30):
        spool.write(b"x" * 100_000)
    assert spool.close() == b""
    assert spool.file == tmp_path / "answer"
    assert (tmp_path / "answer").stat().st_size == spool.size == 3_000_000
    spool.drop()
    assert not (tmp_path / "answer").exists()


def test_an_answer_beyond_all_limits_is_refused(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "answer", 2_000_000)
    spool.write(b"x" * 2_000_000)
    with pytest.raises(TooLargeError, match="larger than 1 MB"):
        spool.write(b"x")
    spool.drop()
