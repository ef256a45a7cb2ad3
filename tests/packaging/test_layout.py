"""The folders at the root are one package each, and the links to them are in place."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("api", "graph", "ingest", "ontology")


def project() -> dict[str, object]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)


def test_every_package_on_disk_is_listed_and_no_other() -> None:
    on_disk = {
        "onrecord",
        *(
            ".".join(("onrecord", *init.parent.relative_to(ROOT / "onrecord").parts))
            for init in (ROOT / "onrecord").glob("*/__init__.py")
            if not init.parent.is_symlink()
        ),
        *(
            ".".join(("onrecord", *init.parent.relative_to(ROOT).parts))
            for folder in FOLDERS
            for init in (ROOT / folder).rglob("__init__.py")
            if "node_modules" not in init.parts
        ),
    }
    listed = project()["tool"]["setuptools"]["packages"]  # type: ignore[index] # TOML
    assert sorted(on_disk) == sorted(listed)


@pytest.mark.parametrize("folder", FOLDERS)
def test_each_folder_is_linked_below_the_import_name(folder: str) -> None:
    link = ROOT / "onrecord" / folder
    assert link.is_symlink()
    assert link.resolve() == ROOT / folder


def test_every_entry_point_can_be_loaded() -> None:
    groups = project()["project"]["entry-points"]  # type: ignore[index] # TOML
    targets = [target for group in groups.values() for target in group.values()]
    code = "import importlib, sys\nfor t in sys.argv[1:]:\n m, _, n = t.partition(':')\n"
    code += " getattr(importlib.import_module(m), n)"
    subprocess.run([sys.executable, "-c", code, *targets], check=True)


def test_no_lock_names_a_registry() -> None:
    for lock in sorted(ROOT.glob("requirements*.lock")):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text, lock.name
        assert "--hash=sha256:" in text, lock.name


def test_the_pages_that_code_makes_are_up_to_date() -> None:
    found = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "docs.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr


def test_comparing_names_imports_no_language_model() -> None:
    code = (
        "import sys, onrecord.graph.knowledge_graph; from onrecord.ontology.name_forms import *; "
    )
    code += "likeness(*[name_form('person', n) for n in ('Janet Yellen', 'Janett Yellen')]); "
    code += "print('spacy' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"


def test_a_command_that_needs_no_language_model_imports_none() -> None:
    code = "import sys, onrecord.cli; print([m for m in ('spacy', 'fastapi', 'neo4j', 'pyshacl', "
    code += "'networkx') if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
