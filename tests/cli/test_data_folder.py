"""What a command says of a data folder that it cannot use, or that is not there."""

from __future__ import annotations

import fcntl
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Onrecord


def test_an_empty_graph_says_what_to_do(tmp_path: Path, onrecord: Onrecord) -> None:
    (tmp_path / "new").mkdir()
    ran = onrecord("who-said", "--data-dir", tmp_path / "new")
    assert ran.status == 0
    assert "onrecord ingest PATH" in ran.err


def test_doctor_says_that_there_is_no_folder_yet(tmp_path: Path, onrecord: Onrecord) -> None:
    ran = onrecord("doctor", "--data-dir", tmp_path / "data")
    assert "data is not there yet" in ran.out
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "command", ["status", "who-said", "export", "verify", "rebuild", "backup FILE"]
)
def test_a_folder_that_is_not_there_is_no_empty_graph(
    tmp_path: Path, onrecord: Onrecord, command: str
) -> None:
    good = tmp_path / "good.tgz"
    good.write_bytes(b"the last backup")
    words = command.replace("FILE", f"{good} --force").split()
    ran = onrecord(*words, "--data-dir", tmp_path / "demo-dta")
    assert ran.status == 1
    assert "demo-dta: is not there; `onrecord ingest PATH` makes it" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["good.tgz"]
    assert good.read_bytes() == b"the last backup"


def test_a_data_folder_that_is_a_file_is_named(tmp_path: Path, onrecord: Onrecord) -> None:
    (tmp_path / "data").write_text("x", encoding="utf-8")
    ran = onrecord("status", "--data-dir", tmp_path / "data")
    assert ran.status == 1
    assert ran.err.startswith(f"error: data folder {tmp_path}/data: cannot be written to")


def test_a_data_folder_of_a_newer_version_is_refused(tmp_path: Path, onrecord: Onrecord) -> None:
    (tmp_path / "VERSION").write_text("99\n", encoding="utf-8")
    ran = onrecord("status", "--data-dir", tmp_path)
    assert ran.status == 1
    assert "was written by a newer OnRecord (layout 99" in ran.err


def test_a_folder_of_other_things_is_left_alone(tmp_path: Path, onrecord: Onrecord) -> None:
    (tmp_path / "thesis.docx").write_bytes(b"x")
    ran = onrecord("status", "--data-dir", tmp_path)
    assert ran.status == 1
    assert "is neither empty nor a data folder" in ran.err
    assert not (tmp_path / "VERSION").exists()


def test_a_folder_that_another_process_holds_says_who(tmp_path: Path, onrecord: Onrecord) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    with (folder / "owner").open("w", encoding="utf-8") as owner:
        fcntl.flock(owner, fcntl.LOCK_EX)
        owner.write(json.dumps({"pid": 4711, "what": "onrecord serve"}))
        owner.flush()
        ran = onrecord("status", "--data-dir", folder)
    assert ran.status == 1
    assert "is held by process 4711 (onrecord serve)" in ran.err
