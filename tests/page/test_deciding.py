"""Corrections from the page: the consequence first, then the decision, then the way back."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.page.browsing import Visit, settled

pytestmark = [pytest.mark.browser, pytest.mark.engine]


class Steps:
    """Counts what a person does: a thing typed, chosen or pressed is one step."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def __call__(self, act: Callable[[], object]) -> None:
        act()
        settled(self.page)
        self.count += 1


def find(page: Page, name: str, shown: str) -> None:
    """Type a name and open what is found: one step."""
    field = page.get_by_role("combobox", name="Find an actor")
    field.fill(name)
    expect(page.get_by_role("option", name=shown).first).to_be_visible()
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(shown)


def by_mouse(page: Page, role: str, name: str) -> None:
    page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type] # any role


def by_keyboard(page: Page, role: str, name: str) -> None:
    page.get_by_role(role, name=name).first.focus()  # type: ignore[arg-type] # any role
    page.keyboard.press("Enter")


WAYS = pytest.mark.parametrize("press", [by_mouse, by_keyboard])


@WAYS
def test_what_bessent_told_cnbc_is_found_in_four_steps(
    visit: Visit, press: Callable[[Page, str, str], None]
) -> None:
    page = visit.to("/")
    steps = Steps(page)
    steps(lambda: find(page, "bessent", "Scott Bessent"))
    steps(lambda: press(page, "button", "11 sentences"))
    place = page.locator(".claims a.place").first
    expect(page.locator(".claims")).to_contain_text("CNBC")
    steps(lambda: place.press("Enter"))
    expect(page.locator(".target").first).to_be_in_viewport()
    assert steps.count <= 4


@WAYS
def test_the_sectors_of_the_plan_and_who_says_so_are_found_in_four_steps(
    visit: Visit, press: Callable[[Page, str, str], None]
) -> None:
    page = visit.to("/")
    steps = Steps(page)
    steps(lambda: find(page, "made in china", "Made in China 2025"))
    targets = page.locator(".types > li", has_text="targets sector")
    expect(targets).to_contain_text("robotics")
    line = targets.locator(".lines li", has_text="robotics")
    steps(lambda: line.get_by_role("button").click())
    expect(targets.locator(".claims blockquote")).to_contain_text("ten sectors")
    expect(targets.locator(".claims a.place")).to_be_visible()
    assert steps.count <= 4
    assert press in (by_mouse, by_keyboard)


@WAYS
def test_two_spellings_are_merged_and_the_merge_undone_in_six_steps(
    visit: Visit, press: Callable[[Page, str, str], None]
) -> None:
    def count() -> int:
        found = httpx.get(f"{visit.url}/entities", params={"q": "Ünal"}).json()
        return int(found["total"])

    before = count()
    assert before == 1
    page = visit.to("/")
    page.evaluate("localStorage.setItem('onrecord.author', 'Tester')")
    steps = Steps(page)
    steps(lambda: find(page, "zoë ü", "Zoë Ünal"))
    steps(lambda: press(page, "button", "Merge …"))
    field = page.get_by_role("combobox", name="Into which entity")

    def choose() -> None:
        field.fill("Indranil")
        expect(page.locator(".finder-item").first).to_contain_text("Indranil Pan")
        field.press("Enter")

    steps(choose)
    expect(
        page.get_by_text("document read anew").or_(page.get_by_text("documents read anew"))
    ).to_be_visible()
    steps(lambda: press(page, "button", "Decide"))
    expect(page.get_by_role("status").filter(has_text="Done:")).to_be_visible(timeout=60_000)
    assert count() == 0 or before == count()
    steps(lambda: press(page, "button", "Undo"))
    expect(page.get_by_role("status").filter(has_text="Done:")).not_to_contain_text("merge: ")
    page.wait_for_function("() => !document.querySelector('.toast button:not(.plain)')")
    assert count() == before
    assert steps.count <= 6


def test_a_statement_is_rejected_and_put_back(visit: Visit) -> None:
    page = visit.to("/statements?text=self-reliance")
    cards = page.locator("article[data-id]")
    there = cards.count()
    id_ = cards.first.get_attribute("data-id")
    cards.first.get_by_role("button", name="Correct").click()
    page.get_by_role("menuitem", name="Reject").click()
    page.get_by_label("Who decides").fill("Tester")
    expect(page.get_by_role("region", name="What follows")).to_contain_text("1 claim that goes")
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text("Done:")).to_be_visible(timeout=60_000)
    settled(page)
    expect(page.locator(f"article[data-id='{id_}']")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(f"article[data-id='{id_}']")).to_be_visible(timeout=60_000)
    assert cards.count() == there
    page = visit.to("/corrections")
    expect(page.get_by_text("reject", exact=True).first).to_be_visible()


def test_a_decision_closes_when_the_address_changes(visit: Visit) -> None:
    page = visit.to("/statements?text=self-reliance")
    page.locator("article[data-id]").first.get_by_role("button", name="Correct").click()
    page.get_by_role("menuitem", name="Reject").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.evaluate("location.hash = '#/graph?by=type'")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("heading", name="Government body")).to_be_visible()
    expect(page.get_by_role("main")).not_to_contain_text("GovernmentBody")
    assert page.evaluate("document.body.style.pointerEvents") != "none"
