"""The query page: two editors under a strict CSP, and answers that can be taken away."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.page.browsing import Visit, settled

pytestmark = [pytest.mark.browser, pytest.mark.engine]

DIGITS = " ".join(str(digit) for digit in range(10))
MANY_ROWS = "SELECT * {" + " ".join(f"VALUES ?{name} {{{DIGITS}}}" for name in "abcde") + "}"


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


def test_terms_of_the_ontology_are_completed(visit: Visit) -> None:
    page = visit.to("/query")
    write(page, "sparql", "SELECT * { ?s ")
    page.keyboard.type("onr:hasSp")
    option = page.locator(".cm-tooltip-autocomplete li").first
    expect(option).to_contain_text("onr:hasSpeaker")
    write(page, "cypher", "MATCH (s")
    page.keyboard.type(":Statem")
    expect(page.locator(".cm-tooltip-autocomplete li").first).to_contain_text("Statement")


def test_an_error_is_marked_where_it_is(visit: Visit) -> None:
    page = visit.to("/query")
    write(page, "sparql", "SELECT ?a\nWHERE { ?a ?b }")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("line 2")
    line = page.locator(".editor[data-language=sparql] .cm-line", has=page.locator(".cm-lintRange"))
    expect(line).to_contain_text("WHERE")
    write(page, "cypher", "MATCH (n)\nRETRUN n")
    page.get_by_role("button", name="Run Cypher").click()
    expect(
        page.locator(".editor[data-language=cypher] .cm-line", has=page.locator(".cm-lintRange"))
    ).to_contain_text("RETRUN")


def test_a_query_can_be_cancelled_and_runs_into_the_time_limit(visit: Visit) -> None:
    page = visit.to("/query")
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    write(page, "sparql", endless)
    page.get_by_role("button", name="Run SPARQL").click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Cancelled.")).to_be_visible()
    page.get_by_role("button", name="Run SPARQL").click()
    expect(page.get_by_role("heading", name="It took too long")).to_be_visible(timeout=30_000)


def test_many_rows_stay_few_in_the_page_and_all_in_the_file(visit: Visit) -> None:
    page = visit.to("/query")
    write(page, "sparql", MANY_ROWS)
    page.get_by_role("button", name="Run SPARQL").click()
    expect(page.get_by_text("100,000 rows")).to_be_visible(timeout=30_000)
    rows = page.locator("tr[data-row]")
    assert 10 < rows.count() < 200
    page.get_by_role("region", name="Rows").evaluate("e => e.scrollTo(0, e.scrollHeight)")
    expect(page.locator("tr[aria-rowindex='100001']")).to_be_visible()
    assert rows.count() < 200
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert len(list(csv.reader(io.StringIO(text)))) == 100_001


def test_a_copied_address_restores_the_query_and_its_answer(visit: Visit) -> None:
    page = visit.to("/query")
    page.get_by_role("button", name="Who is quoted most").click()
    page.get_by_role("button", name="Run SPARQL").click()
    expect(page.get_by_text("from SPARQL in")).to_be_visible()
    rows = page.locator("tr[data-row]").all_inner_texts()
    again = visit.context.new_page()
    again.goto(page.url)
    settled(again)
    expect(again.locator("tr[data-row]").first).to_be_visible()
    assert again.locator("tr[data-row]").all_inner_texts() == rows
    answer = httpx.get(f"{visit.url}/catalogue/most-quoted").json()
    assert len(rows) == min(len(answer["rows"]), again.locator("tr[data-row]").count())
