"""`onrecord audit`, in the terminal and with a sheet."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.cli.conftest import Onrecord

ROWS = """\
{"id": "a", "text": "“It works,” said Ann Lee, a doctor."}
{"id": "b", "text": "“It fails,” said Bo Ray, a doctor."}
"""


@pytest.mark.engine
def test_verdicts_give_precision_and_rejections(
    tmp_path: Path, onrecord: Onrecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, rows, sheet = tmp_path / "data", tmp_path / "rows.jsonl", tmp_path / "sheet.csv"
    rows.write_text(ROWS, encoding="utf-8")
    onrecord("ingest", rows, "--data-dir", folder)

    monkeypatch.setattr("sys.stdin", io.StringIO("what\ny\nn\n"))
    ran = onrecord("audit", "--only", "statement", "--json", "--data-dir", folder)
    assert ran.status == 0, ran.err
    assert "2 of 2" in ran.err
    (found,) = [each for each in ran.json if each["group"] == "statement"]
    assert (found["right"], found["judged"], found["precision"]) == (1, 2, 0.5)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert "nothing was judged" in onrecord("audit", "--data-dir", folder).err

    ran = onrecord("audit", "--only", "statement", "--sheet", sheet, "--data-dir", folder)
    assert "2 claims written" in ran.err
    with sheet.open(encoding="utf-8", newline="") as file:
        judged = list(csv.DictReader(file))
    for row in judged:
        row["verdict"] = "n" if "Bo Ray" in row["what"] else "Y"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, judged[0])
        writer.writeheader()
        writer.writerows(judged)
    ran = onrecord("audit", "--sheet", sheet, "--data-dir", folder)
    assert ran.status == 1
    assert "sheet.csv is there, and may hold verdicts; name another, or use --force" in ran.err
    ran = onrecord("audit", "--verdicts", sheet, "--reject", "--data-dir", folder)
    assert ran.status == 0, ran.err
    assert "50%" in ran.out
    assert "9% to 91%" in ran.out
    assert "1 claim rejected" in ran.err
    said = onrecord("who-said", "--data-dir", folder).out
    assert "Ann Lee" in said
    assert "Bo Ray" not in said
    ran = onrecord("audit", "--verdicts", sheet, "--reject", "--data-dir", folder)
    assert "0 claims rejected" in ran.err

    sheet.write_text("id,group,verdict\nx,y,maybe\n", encoding="utf-8")
    ran = onrecord("audit", "--verdicts", sheet, "--data-dir", folder)
    assert ran.status == 1
    assert "sheet.csv:2: the verdict must be y or n, got 'maybe'" in ran.err
