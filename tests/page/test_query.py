"""The query page: two editors under a strict CSP, and answers that can be taken away."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.page.browsing import Visit, settled

pytestmark = [pytest.mark.browser, pytest.mark.engine]

MANY_ROWS = "SELECT ?a ?b ?c WHERE { ?a ?b ?c . ?d a ?e } LIMIT 9000"


def editor(page: Page, language: str) -> Locator:
    return page.locator(f".editor[data-language={language}] .cm-content")


def write(page: Page, language: str, text: str) -> None:
    editor(page, language).click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def test_a_question_gives_the_same_rows_in_both_languages(visit: Visit) -> None:
    page = visit.to("/query")
    page.get_by_role("button", name="What a policy targets").click()
    page.get_by_label("policy, needed").fill("Made in China")
    shown = []
    for name in ("SPARQL", "Cypher"):
        page.get_by_role("button", name=f"Run {name}").click()
        settled(page)
        expect(page.get_by_text(f"from {name} in")).to_be_visible()
        shown.append(page.locator("tr[data-row]").all_inner_texts())
    assert shown[0] == shown[1] != []


def test_a_changed_question_keeps_its_parameters(visit: Visit) -> None:
    page = visit.to("/query")
    page.get_by_role("button", name="What a policy targets").click()
    page.get_by_label("policy, needed").fill("Made in China")
    for language, name in (("sparql", "SPARQL"), ("cypher", "Cypher")):
        editor(page, language).click()
        page.keyboard.press("Control+End")
        page.keyboard.insert_text("\nLIMIT 1")
        page.get_by_role("button", name=f"Run {name}").click()
        settled(page)
        expect(page.get_by_text(f"1 row from {name}")).to_be_visible()
