"""The page: what its files hold, and what Chromium makes of them."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from onrecord.api.routes.pages import STATIC
from tests.api.conftest import HOSTILE, Server, made

FILES = sorted(path.name for path in STATIC.iterdir())
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.mark.parametrize("name", FILES)
def test_the_files_name_no_outside_address_and_write_no_markup(name: str) -> None:
    text = (STATIC / name).read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?://|[\"'(]//", text)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", text)
    assert not re.search(r"<style|\bstyle=|\son\w+=\"|<script(?![^>]* src=)", text)


def test_the_page_and_the_docs_are_there(client: TestClient) -> None:
    page = client.get("/")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    for address in re.findall(r"(?:src|href)=\"(/static/[^\"]+)\"", page.text):
        assert client.get(address).status_code == 200
    assert "/static/docs.js" in client.get("/docs").text
    assert client.get("/openapi.json").json()["info"]["title"] == "OnRecord"


Seen = Callable[[str], str]


@pytest.fixture
def seen(server: Server, tmp_path: Path) -> Seen:
    """A function that gives what Chromium has on its page, once its scripts have run."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is not here")
        pytest.skip("Chromium is not here")
    chromium = CHROMIUM

    def dom(path: str) -> str:
        flags = (
            "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
            "--disable-background-networking --disable-component-update --disable-sync "
            "--virtual-time-budget=5000 --dump-dom"
        )
        ran = subprocess.run(
            [chromium, *flags.split(), f"--user-data-dir={tmp_path}", server.url + path],
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
        return ran.stdout

    return dom


@pytest.mark.browser
class TestInChromium:
    def test_the_page_lists_statements_with_their_content_marked(self, seen: Seen) -> None:
        page = seen("/?speaker=ann+lee")
        assert "2 statements in 2 documents, 1 document undated" in page
        assert "<mark>factories need help</mark>" in page
        assert page.count('class="statement"') == 2

    def test_a_document_is_shown_at_the_place_that_the_url_names(self, seen: Seen) -> None:
        page = seen(f"/#/document/{made()[0].document.id}?at=10-17")
        assert re.search(r'<span class="[^"]*target[^"]*"[^>]*>Ann Lee</span>', page)
        assert "known since" in page

    def test_hostile_text_stays_text(self, seen: Seen) -> None:
        page = seen(f"/#/document/{made()[2].document.id}")
        reader = re.search(r'<div class="reader".*?</div>', page, re.DOTALL)
        assert reader is not None
        shown = html.unescape(re.sub(r"<[^>]+>", "", reader.group()))
        assert shown == HOSTILE
        assert "<img" not in page
        assert "<b>Title" not in page

    def test_a_search_without_result_says_what_to_do(self, seen: Seen) -> None:
        assert "Nothing in 3 documents matches" in seen("/?text=nothing")
        assert "dates are YYYY" in seen("/?since=never")
