"""`onrecord correct`: what an analyst types, on real stores."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Onrecord, Ran

TEXTS = {
    "one.txt": "“The plan works for every factory,” said Ann Lee, a doctor.\n",
    "two.txt": "“The plan fails every worker,” said A. B. Lee, a doctor.\n",
}


@pytest.fixture
def folder(tmp_path: Path, onrecord: Onrecord) -> Path:
    """A data folder with two statements."""
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    ran = onrecord("ingest", tmp_path, "--data-dir", tmp_path / "data")
    assert ran.status == 0, ran.err
    return tmp_path / "data"


def statements(onrecord: Onrecord, folder: Path) -> dict[str, dict[str, Any]]:
    found = onrecord("who-said", "--json", "--data-dir", folder).json["statements"]
    return {each["document"]["name"]: each for each in found}


def speakers(onrecord: Onrecord, folder: Path) -> dict[str, str | None]:
    return {
        name: each["speaker"] and each["speaker"]["label"]
        for name, each in statements(onrecord, folder).items()
    }


@pytest.mark.engine
def test_decisions_are_previewed_made_listed_undone_and_moved(
    folder: Path, tmp_path: Path, onrecord: Onrecord
) -> None:
    def correct(*arguments: str | Path) -> Ran:
        return onrecord("correct", *arguments, "--data-dir", folder)

    found = statements(onrecord, folder)
    one, two = (str(found[name]["id"]) for name in ("one.txt", "two.txt"))
    shown = onrecord("who-said", "--ids", "--data-dir", folder).out
    assert one[:8] in shown
    before = onrecord("export", "--data-dir", folder).out

    ran = correct("speaker", one[:8], "new:Person:Bo Ray", "--preview")
    assert ran.status == 0, ran.err
    assert "claim changes" in ran.out
    assert "speaker: Ann Lee → Bo Ray" in ran.out
    assert onrecord("export", "--data-dir", folder).out == before

    ran = correct("speaker", one[:8], "new:Person:Bo Ray", "--because", "the byline", "--by", "Cy")
    assert ran.status == 0, ran.err
    assert "undo it with: onrecord correct undo" in ran.err
    assert speakers(onrecord, folder)["one.txt"] == "Bo Ray"

    ran = correct("merge", "Bo Ray", "A. B. Lee", "--because", "one person", "--by", "Cy")
    assert ran.status == 0, ran.err
    assert set(speakers(onrecord, folder).values()) == {"A. B. Lee"}
    ran = correct("reject", two, "--because", "a joke", "--by", "Cy")
    assert set(speakers(onrecord, folder)) == {"one.txt"}

    document = str(found["two.txt"]["document"]["id"])
    ran = correct(
        "add", document[:8], "fails every worker", "--speaker", "nobody", "--cue", "said",
        "--because", "no joke", "--by", "Cy",
    )  # fmt: skip
    assert ran.status == 0, ran.err
    assert speakers(onrecord, folder)["two.txt"] is None

    listed = json.loads(correct("list", "--json").out)
    assert [row["kind"] for row in listed] == ["speaker", "merge", "reject", "add"]
    assert {(row["author"], row["in_force"]) for row in listed} == {("Cy", True)}
    assert "the byline" in correct("list").out
    assert "0 conflicts" in correct("conflicts").err

    ledger = tmp_path / "decisions.jsonl"
    assert correct("export", ledger).status == 0
    other = tmp_path / "other"
    for name in TEXTS:
        onrecord("ingest", tmp_path / name, "--data-dir", other)
    ran = onrecord("correct", "import", ledger, "--data-dir", other)
    assert "4 decisions taken in, 0 known" in ran.err
    assert (
        onrecord("export", "--data-dir", other).out == onrecord("export", "--data-dir", folder).out
    )
    ledger.write_text(ledger.read_text("utf-8").replace("a joke", "a fact"), "utf-8")
    ran = onrecord("correct", "import", ledger, "--data-dir", other)
    assert ran.status == 1
    assert "decisions.jsonl:3: is not as it was written" in ran.err

    for row in listed[::-1]:
        assert correct("undo", row["id"][:8], "--because", "over", "--by", "Cy").status == 0
    assert onrecord("export", "--data-dir", folder).out == before
    assert onrecord("doctor", "--data-dir", folder).status == 0


@pytest.mark.engine
@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("reject", "0" * 8), "no claims have an id that begins 00000000"),
        (("reject", "x"), "a claim is named by the first 8 or more digits"),
        (("rename", "Nobody Known", "X"), "no entities are called 'Nobody Known'"),
        (("merge", "Ann Lee", "new:Robot:R2"), "a new entity is new:TYPE:NAME"),
        (("split", "Ann Lee", "--document", "0" * 8), "0 begin '00000000'"),
        (("undo", "0" * 8), "has no entry '00000000'"),
        (("keep-apart", "Ann Lee", "https://example.org/x"), "the graph has no entity"),
    ],
)
def test_what_is_not_there_is_named(
    folder: Path, onrecord: Onrecord, arguments: tuple[str, ...], reason: str
) -> None:
    ran = onrecord("correct", *arguments, "--because", "test", "--data-dir", folder)
    assert ran.status == 1
    assert reason in ran.err
    assert len(ran.err.strip().splitlines()) == 1


def test_a_decision_needs_a_reason(tmp_path: Path, onrecord: Onrecord) -> None:
    ran = onrecord("correct", "rename", "Ann Lee", "A. Lee", "--data-dir", tmp_path / "data")
    assert ran.status == 2
    assert "say why (--because)" in ran.err
