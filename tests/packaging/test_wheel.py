"""The wheel, installed where the source tree is not, brings everything along."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
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


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from what git tracks, as a fresh clone would."""
    source = tmp_path_factory.mktemp("source")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True,
    ).stdout  # fmt: skip
    archive = subprocess.Popen(
        ["tar", "--null", "--files-from=-", "--create"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    data, _ = archive.communicate(listed)
    subprocess.run(["tar", "--extract"], cwd=source, input=data, check=True)
    built = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", built, source],
        check=True, capture_output=True,
    )  # fmt: skip
    (found,) = built.glob("onrecord-*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `onrecord` command of an environment that has the wheel and our dependencies only."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False, symlinks=True)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    # Into that environment: told a prefix alone, pip would take our own editable install away.
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", folder / "bin" / "python", "install", "--quiet",
         "--no-deps", "--no-index", wheel],
        check=True,
    )  # fmt: skip
    # A path file adds the libraries; the hook of our own editable install is not read from there.
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder / "bin" / "onrecord"


def run(command: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("ONRECORD_")}
    return subprocess.run(
        [command, *arguments], cwd=folder, env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def test_the_wheel_holds_one_file_of_each_kind_and_no_tests(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert set(KINDS) <= names
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"onrecord"}


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
