"""`onrecord diff`, `verify` and the clocks, on the command line."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from onrecord.ontology.terms import ONR
from tests.cli.conftest import Onrecord

ROWS = """\
{"id": "a", "text": "“It works,” said Ann Lee, a doctor.", "published": "2025-05-01"}
{"id": "b", "text": "“It fails,” said Bo Ray, a doctor.", "published": "2025-06-01"}
{"id": "c", "text": "“It rests,” said Cy Dee, a doctor."}
"""


@pytest.mark.engine
def test_the_past_is_asked_compared_and_verified(tmp_path: Path, onrecord: Onrecord) -> None:
    folder, rows = tmp_path / "data", tmp_path / "rows.jsonl"
    rows.write_text(ROWS, encoding="utf-8")
    assert onrecord("ingest", rows, "--data-dir", folder).status == 0

    ran = onrecord("who-said", "--published-by", "2025-05", "--data-dir", folder)
    assert ran.status == 0, ran.err
    assert "Ann Lee" in ran.out
    assert "Bo Ray" not in ran.out
    assert "1 document left out for want of a date of publication" in ran.err
    ran = onrecord("who-said", "--known-by", "1999", "--data-dir", folder)
    assert "0 statements" in ran.out
    assert "none of the 3 documents of today counts as of the day asked for" in ran.err
    ran = onrecord("who-said", "--since", "2025-06-02", "--until", "2025-05", "--data-dir", folder)
    assert "no day is on or after 2025-06-02 and on or before 2025-05" in ran.err

    day = ("--published-by", "2025-05-31", "--json", "--data-dir", folder)
    asked = [
        onrecord("query", "documents", *day).json["rows"],
        onrecord("query", "documents", "--language", "cypher", *day).json["rows"],
    ]
    assert len(asked[0]) == 1
    assert asked[0] == asked[1]
    ran = onrecord("query", "documents", *day)
    assert "1 document left out for want of a date of publication" in ran.err

    found = onrecord("diff", "2025-05", "2025-06", "--json", "--data-dir", folder).json
    assert {d["how"] for d in found} == {"came"}
    assert any(d["thing"] == "claim" and d["what"].startswith("Bo Ray: ") for d in found)
    for later in ("2025-06", "now"):
        ran = onrecord("diff", "2025-05", later, "--data-dir", folder)
        assert "1 document left out" in ran.err
        assert "Bo Ray" in ran.out
        assert "Cy Dee" not in ran.out  # what has no date did not come in between

    build, other = tmp_path / "build.nq", tmp_path / "other"
    onrecord("export", "-o", build, "--data-dir", folder)
    assert onrecord("diff", build, "--json", "--data-dir", folder).json == []
    onrecord("ingest", rows, "--profile", "rules", "--data-dir", other)
    whys = {d["why"] for d in onrecord("diff", build, other, "--json").json if d["how"] != "went"}
    assert {why.split(", pipeline")[0] for why in whys} == {"read by rules"}

    ran = onrecord("verify", "--data-dir", folder)
    assert ran.status == 0, ran.err
    assert "both stores hold the same" in ran.err
    by_hand = ox.Store(str(folder / "derived" / "1" / "rdf"))
    name = next(by_hand.quads_for_pattern(None, ox.NamedNode(ONR.fileName), None))
    by_hand.remove(name)
    del by_hand
    ran = onrecord("verify", "--data-dir", folder)
    assert ran.status == 1
    assert f"node {str(name.subject)[1:-1]} has fileName ['rows.jsonl'] instead of None" in ran.err
    assert onrecord("rebuild", "--data-dir", folder).status == 0
    assert onrecord("verify", "--data-dir", folder).status == 0
    ran = onrecord("who-said", "--published-by", "May", "--data-dir", folder)
    assert ran.status == 1
    assert "published_by must be YYYY, YYYY-MM or YYYY-MM-DD" in ran.err


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "is neither a day nor now, and cannot be read"), ("hello", "no file of `onrecord exp")],
)
def test_what_is_no_state_of_a_graph_is_named(
    tmp_path: Path, onrecord: Onrecord, content: str | None, reason: str
) -> None:
    path = tmp_path / "May"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    ran = onrecord("diff", path, "now", "--data-dir", tmp_path / "data")
    assert ran.status == 1
    assert f"{path}: is n" in ran.err
    assert reason in ran.err


def test_a_folder_of_something_else_is_named_and_left_alone(
    tmp_path: Path, onrecord: Onrecord
) -> None:
    ran = onrecord("diff", tmp_path, "--data-dir", tmp_path / "data")
    assert "is no data folder of OnRecord" in ran.err
    assert list(tmp_path.iterdir()) == []
