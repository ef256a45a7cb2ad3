"""Documents sent from the page, read by the real reader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from tests.page.browsing import Visit, visiting
from tools.service import serving

pytestmark = [pytest.mark.browser, pytest.mark.engine]
READ_MS = 120_000


@pytest.fixture(scope="module")
def empty(
    offline: None, installed: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """An instance that holds nothing yet and reads what is sent."""
    folder = tmp_path_factory.mktemp("taken-in") / "data"
    with serving(installed, folder, profile="rules") as url:
        yield url


@pytest.fixture
def visit(browser: Browser, empty: str) -> Iterator[Visit]:
    """A visitor of it."""
    with visiting(browser, empty) as visit:
        yield visit


def sent(name: str, text: bytes) -> FilePayload:
    return {"name": name, "mimeType": "text/plain", "buffer": text}


def test_the_first_document_is_read_and_its_report_stays(visit: Visit) -> None:
    page = visit.to("/")
    field = page.get_by_label("or choose them")
    field.set_input_files([sent("first.txt", b"Ann Lee said that factories need help.")])
    report = page.get_by_text("1 new document, 0 unchanged; 1 statement, 0 relations.")
    expect(report).to_be_visible(timeout=READ_MS)
    expect(page.get_by_role("heading", name="Newest documents")).to_be_visible()
    expect(report).to_be_visible()


def test_the_list_has_what_was_sent_and_each_failure_is_named(visit: Visit) -> None:
    page = visit.to("/documents")
    wrong = sent("wrong.txt", b"\xff\xfe\x00\xd8")
    page.get_by_label("Drop documents here").set_input_files(
        [sent("plan.txt", b"Bo Hall said that taxes must fall."), wrong, wrong]
    )
    report = page.get_by_role("region", name="Add documents")
    expect(report).to_contain_text("1 new document, 0 unchanged; 1 statement", timeout=READ_MS)
    expect(report).to_contain_text("3 of 3 files")
    expect(report.get_by_role("listitem").filter(has_text="wrong.txt")).to_have_count(2)
    expect(page.get_by_role("link", name="plan")).to_be_visible()
