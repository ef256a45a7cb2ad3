"""`onrecord evaluate relations` on two records, with the real model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.cli import main

RECORDS = (
    {"id": "a", "text": "Iran met with Iraq.", "event": "CONSULT", "sources": ["Iran"],
     "targets": ["Iraq"]},
    {"id": "b", "text": "Iran slept.", "event": "AID", "sources": ["Iran"], "targets": ["Iraq"]},
)  # fmt: skip


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str | Path) -> int:
    monkeypatch.setattr("sys.argv", ["onrecord", "evaluate", "relations", *map(str, arguments)])
    try:
        main()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


@pytest.fixture
def records(tmp_path: Path) -> Path:
    path = tmp_path / "events.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in RECORDS), encoding="utf-8")
    return path


def test_json_holds_figures_and_missed_events(
    records: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, records, "--errors", "3", "--json") == 0
    shown = json.loads(capfd.readouterr().out)
    assert shown == {
        "records": 2,
        "offered": 1,
        "pair": {"p": 100.0, "r": 50.0, "f1": 66.7},
        "typed": {"p": 100.0, "r": 50.0, "f1": 66.7},
        "errors": [["b", "AID", "Iran", "Iraq"]],
    }


def test_an_unknown_half_is_told_in_one_line(
    records: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, records, "--half", "third") == 1
    assert "tune" in capfd.readouterr().err
