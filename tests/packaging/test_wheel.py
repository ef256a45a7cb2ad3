"""The wheel, installed where the source tree is not, brings everything along."""

from __future__ import annotations

import json
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.wheel import build, sources
from tools.service import environment

pytestmark = pytest.mark.packaging

KINDS = (
    "onrecord/py.typed",
    "onrecord/ontology/onrecord.ttl",
    "onrecord/ontology/shapes.ttl",
    "onrecord/ontology/packs/countries.ttl",
    "onrecord/graph/catalogue/who-said.toml",
    "onrecord/graph/catalogue/who-said.rq",
    "onrecord/graph/catalogue/who-said.cypher",
    "onrecord/api/static/index.html",
    "onrecord/sample/briefs.jsonl",
)


def run(command: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [command, *arguments], cwd=folder, env=environment(), capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def test_the_wheel_holds_one_file_of_each_kind_and_no_tests(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert set(KINDS) <= names
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"onrecord"}


def test_no_wheel_is_built_without_the_page(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    sources(source)
    (source / "api" / "static" / "index.html").unlink()
    done = build(source, tmp_path / "dist")
    assert done.returncode != 0
    assert "index.html" in done.stdout + done.stderr
    assert not list((tmp_path / "dist").glob("*.whl"))


def test_the_installed_command_is_not_the_source_tree(installed: Path, tmp_path: Path) -> None:
    python = installed.parent / "python"
    code = "import onrecord.graph.record as r; print(r.__file__)"
    found = subprocess.run([python, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert str(installed.parent.parent) in found.stdout, found.stderr


@pytest.mark.engine
def test_the_installed_demo_answers_in_both_languages(installed: Path, tmp_path: Path) -> None:
    found = run(installed, tmp_path, "demo", "--no-serve")
    assert found.returncode == 0, found.stderr
    assert "the same ones" in found.stdout
    assert "12 documents taken in" in found.stderr
    said = run(
        installed, tmp_path, "who-said", "manufacturing", "--json", "--data-dir", "demo-data"
    )
    answer = json.loads(said.stdout)
    assert answer["total"] > 0
    assert all("manufacturing" in s["sentence"]["text"].lower() for s in answer["statements"])
