"""`onrecord evaluate attribution` on a corpus of one document, with the real model."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.cli import main

TEXT = "Lee said that prices would fall. Kim danced all night."
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["onrecord", *map(str, arguments)])
        status = 0
        try:
            main()
        except SystemExit as ended:
            status = int(ended.code or 0)
        return status, *capfd.readouterr()

    return run


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    said = [
        {"source": [[0, 3]], "cue": [[4, 8]], "content": [[9, 31]]},
        {"source": [[33, 36]], "cue": [[37, 43]], "content": [[44, 53]]},
    ]
    row = {"id": "row-1", "text": TEXT, "annotations": [{"attributions": said}]}
    path = tmp_path / "corpus.jsonl"
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return path


def test_json_holds_the_figures_the_breakdown_and_the_errors(run: Run, corpus: Path) -> None:
    status, out, err = run(
        "evaluate", "attribution", corpus, "--profile", "rules", "--errors", "5", "--json"
    )
    assert (status, err) == (0, "")
    shown = json.loads(out)
    assert shown["profile"] == "rules"
    assert shown["detect"] == {"p": 100.0, "r": 50.0, "f1": 66.7}
    assert {row["view"] for row in shown["breakdown"]} == {
        "mode", "cue class", "cue position", "source kind",
    }  # fmt: skip
    (missed,) = shown["errors"]
    assert missed == {
        "kind": "missed",
        "document": "row-1",
        "source": "Kim",
        "cue": "danced",
        "content": "all night",
        "sentence": "Kim danced all night.",
    }


def test_people_get_tables_and_the_sentences_of_errors(run: Run, corpus: Path) -> None:
    status, out, err = run("evaluate", "attribution", corpus, "--profile", "rules", "--errors", "1")
    assert status == 0
    assert "pair_soft" in out
    assert "cue position" in out
    assert "Kim danced all night." in out
    assert "1 document, profile rules" in err


def test_a_corpus_that_is_not_there_is_one_line(run: Run, tmp_path: Path) -> None:
    status, out, err = run("evaluate", "attribution", tmp_path / "none.jsonl")
    assert (status, out) == (1, "")
    assert "none.jsonl: cannot be read" in err


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A corpus with a cue that no lexicon has, of enough documents to hold one out."""
    rows = []
    for number in range(24):
        name, content = ("Lee", "Kim", "Ann")[number % 3], f"prices would fall in {number} places"
        text = f"{name} zorbed {content}. It rained all day."
        said = {"source": [[0, 3]], "cue": [[4, 10]], "content": [[11, 11 + len(content)]]}
        rows.append({"id": str(number), "text": text, "annotations": [{"attributions": [said]}]})
    path = tmp_path / "many.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_trained_weights_are_found_by_the_fast_profile_and_named_on_what_they_find(
    run: Run, many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "weights"
    status, out, err = run(
        "train", "attribution", many, "--output", folder, "--dev", many, "--terms", "made up"
    )
    assert (status, out) == (0, ""), err
    name = json.loads((folder / "model.json").read_text(encoding="utf-8"))["name"]
    assert f"{name}: 24 documents" in err
    card = (folder / "README.md").read_text(encoding="utf-8")
    assert "many.jsonl | 24 | 24 |" in card
    assert "Terms of the data: made up" in card
    assert "| detect |" in card
    monkeypatch.setattr("onrecord.pipeline.weights", lambda profile: folder)
    status, out, err = run("evaluate", "attribution", many, "--profile", "fast", "--json")
    assert (status, err) == (0, "")
    assert json.loads(out)["detect"]["f1"] == 100.0
    status, out, err = run("extract", many, "--profile", "fast", "--json")
    assert {s["rule"] for row in out.splitlines() for s in json.loads(row)["statements"]} == {name}


def test_a_profile_whose_weights_are_missing_says_what_to_install(
    run: Run, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.pipeline.weights", lambda profile: None)
    status, out, err = run("evaluate", "attribution", corpus, "--profile", "fast")
    assert (status, out) == (1, "")
    assert "'fast' needs trained weights" in err
    assert "./models/onrecord-attribution-fast" in err


def test_the_default_is_the_best_profile_that_is_installed(
    run: Run, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    status, out, err = run("evaluate", "attribution", corpus, "--json")
    assert (status, err) == (0, "")
    assert json.loads(out)["profile"] == "accurate"
    monkeypatch.setattr("onrecord.pipeline.weights", lambda profile: None)
    status, out, err = run("evaluate", "attribution", corpus)
    assert status == 0
    assert "reading by rules; onrecord-attribution-accurate is not installed" in err
    assert "profile rules" in err
