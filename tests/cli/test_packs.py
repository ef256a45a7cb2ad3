"""`onrecord packs`: list, template, check."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Onrecord


def test_the_template_passes_the_check(onrecord: Onrecord, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    written = onrecord("packs", "template")
    assert "aliases: other names that texts use" in written.err
    path.write_text(written.out, encoding="utf-8")
    checked = onrecord("packs", "check", path)
    assert checked.status == 0
    assert "mine.csv: 3 concepts (1 GovernmentBody, 1 Sector, 1 Plan), in order" in checked.err


def test_a_broken_pack_is_one_line_with_file_line_and_reason(
    onrecord: Onrecord, tmp_path: Path
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("id,kind,label,broader\na,Sector,a,b\nb,Sector,b,a\n", encoding="utf-8")
    checked = onrecord("packs", "check", path)
    assert checked.status == 1
    (error,) = checked.err.splitlines()
    assert "mine.csv, line 2: " in error
    assert "is broader than itself (a → b → a)" in error


def test_the_list_has_the_packs_of_the_settings(
    onrecord: Onrecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("id,kind,label\nexample-robots,Sector,example robots\n", encoding="utf-8")
    monkeypatch.setenv("ONRECORD_PACKS", f'["{path}"]')
    listed = onrecord("packs", "list", "--json").json
    assert listed[-1] == {
        "name": "mine", "file": str(path), "concepts": 1, "names": 1, "kinds": {"Sector": 1},
    }  # fmt: skip
    assert {pack["name"] for pack in listed} >= {"countries", "outlets"}
