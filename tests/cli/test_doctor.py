"""`onrecord doctor` and `onrecord review`: what is wrong, what is odd, what is open."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Onrecord

pytestmark = pytest.mark.engine

TEXTS = {
    "coach.txt": "“We won,” said Michael Brown, head coach of the Granite Steel Bears.\n",
    "economist.txt": "“Prices fall,” said Michael Brown, chief economist at Avon Copper Corp.\n",
}


@pytest.fixture
def folder(onrecord: Onrecord, tmp_path: Path) -> Path:
    texts = tmp_path / "texts"
    texts.mkdir()
    for name, text in TEXTS.items():
        (texts / name).write_text(text, encoding="utf-8")
    assert onrecord("ingest", texts, "--data-dir", tmp_path / "data").status == 0
    return tmp_path / "data"


def test_two_of_one_name_are_offered_for_review(onrecord: Onrecord, folder: Path) -> None:
    found = onrecord("review", "--data-dir", folder, "--json").json
    (pair,) = found["pairs"]
    assert found["total"] == 1
    assert {pair["one"]["label"], pair["other"]["label"]} == {"Michael Brown"}
    assert pair["one"]["iri"] != pair["other"]["iri"]
    assert any("posts differ" in reason for reason in pair["reasons"])
    told = onrecord("review", "--data-dir", folder)
    assert "posts differ" in told.out

    # Once somebody has decided, it is open no more.
    ids = [pair[side]["iri"].split("/id/", 1)[1][:15] for side in ("one", "other")]
    assert all(f"({id_})" in told.out for id_ in ids)
    kept = onrecord(
        "correct", "keep-apart", *ids, "--because", "a coach, an economist", "--by", "me",
        "--data-dir", folder,
    )  # fmt: skip
    assert kept.status == 0
    assert onrecord("review", "--data-dir", folder, "--json").json == {"total": 0, "pairs": []}


def test_doctor_tells_what_is_odd_and_ends_well(onrecord: Onrecord, folder: Path) -> None:
    told = onrecord("doctor", "--data-dir", folder)
    assert told.status == 0
    assert "1 pair of entities may be one: `onrecord review` lists them" in told.out
    found = onrecord("doctor", "--data-dir", folder, "--json").json
    assert {check["state"] for check in found["checks"]} == {"ok"}
    assert found["odd"] == []
    assert found["to_review"] == 1


def test_an_entity_that_is_called_like_a_concept_is_offered_for_review(
    onrecord: Onrecord, tmp_path: Path
) -> None:
    data = ("--data-dir", tmp_path / "data")
    text = tmp_path / "text.txt"
    text.write_text("“We won,” said Michael Brown, a coach, in China.\n", encoding="utf-8")
    onrecord("ingest", text, *data)
    named = onrecord("correct", "rename", "Michael Brown", "Xi Jinping", "--because", "x", *data)
    assert named.status == 0, named.err
    text.write_text("“We won,” said Xi Jinping, a coach.\n", encoding="utf-8")
    onrecord("ingest", text, *data)
    (pair,) = onrecord("review", "--json", *data).json["pairs"]
    assert pair["reasons"] == ["both have this name"]
    assert pair["score"] is None
    assert "1 pair of entities may be one" in onrecord("doctor", *data).out
    ids = [pair[side]["iri"].split("/id/", 1)[1] for side in ("other", "one")]
    merged = onrecord("correct", "merge", *ids, "--because", "the same", *data)
    assert merged.status == 0, merged.err
    assert onrecord("review", "--json", *data).json["total"] == 0
