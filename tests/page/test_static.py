"""The page's files: what they hold, how large they are, and that they follow from their source."""

from __future__ import annotations

import filecmp
import gzip
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from onrecord.api.routes.pages import STATIC

UI = Path(__file__).resolve().parents[2] / "api" / "ui"
SOURCES = sorted(path for path in (UI / "src").rglob("*") if path.suffix in (".svelte", ".ts"))
FIRST_VIEW_BYTES = 150_000


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_source_writes_markup_or_inline_style(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\{@html|innerHTML|outerHTML|insertAdjacentHTML|document\.write", text)
    assert not re.search(r"\beval\(|new Function|\sstyle=[\"{]|setAttribute\(\"style", text)


@pytest.mark.parametrize("name", ["index.html", "docs.html"])
def test_the_pages_have_no_inline_script_or_style_and_name_files_that_are_there(name: str) -> None:
    text = (STATIC / name).read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]* src=)|https?:", text)
    for file in re.findall(r"(?:src|href)=\"/static/([^\"]+)\"", text):
        assert (STATIC / file).is_file()


def test_the_script_of_the_first_view_is_small() -> None:
    text = (STATIC / "index.html").read_text(encoding="utf-8")
    scripts = set(re.findall(r"(?:src|href)=\"/static/([^\"]+\.js)\"", text))
    seen: set[str] = set()
    while scripts - seen:
        name = (scripts - seen).pop()
        seen.add(name)
        code = (STATIC / name).read_text(encoding="utf-8")
        # Only what is imported at the top: import("…") comes later.
        scripts |= {Path(found).name for found in re.findall(r"from\s*[\"`'](\./[^\"`']+)", code)}
    assert not seen & {"Graph.js", "Query.js"}
    size = sum(len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in seen)
    assert size <= FIRST_VIEW_BYTES, (size, seen)


def test_the_lock_names_no_registry() -> None:
    text = (UI / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in text
    assert "registry" not in text


@pytest.mark.packaging
@pytest.mark.timeout(1_800)
def test_a_rebuild_gives_the_same_files_and_the_source_is_checked(tmp_path: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        if os.environ.get("CI"):
            pytest.fail("npm is not here")
        pytest.skip("npm is not here")
    copy = tmp_path / "api" / "ui"
    shutil.copytree(UI, copy, ignore=shutil.ignore_patterns("node_modules"))

    def ran(*arguments: str) -> None:
        done = subprocess.run([npm, *arguments], cwd=copy, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr

    # What npm has kept needs no asking: a slow registry once took three minutes.
    ran("ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund")
    ran("run", "check")
    ran("test")
    ran("run", "build")
    built = tmp_path / "api" / "static"
    names = {path.name for path in STATIC.iterdir()}
    assert {path.name for path in built.iterdir()} == names
    same, different, failed = filecmp.cmpfiles(STATIC, built, sorted(names), shallow=False)
    assert (different, failed) == ([], []), same
