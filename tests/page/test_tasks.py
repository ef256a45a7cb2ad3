"""Three things that analysts do all day, by keyboard and by mouse, in few steps."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.page.browsing import Visit
from tests.page.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.engine]

WAYS = pytest.mark.parametrize("way", ["keyboard", "mouse"])


@pytest.fixture
def person(visit: Visit) -> Person:
    """An analyst who opened the page, and has decided something here before."""
    visit.page.add_init_script("localStorage.setItem('onrecord.author', 'Tester')")
    return Person(visit.to("/"))


def option(page: Page, name: str) -> Locator:
    return page.get_by_role("option").filter(has_text=name).first


def takes(person: Person, way: str, offered: Locator) -> None:
    """Take what is offered: with Enter, where it is the first."""
    expect(offered).to_be_visible()
    if way == "mouse":
        person.clicks(offered)
    else:
        expect(offered).to_have_attribute("data-highlighted", "")
        person.presses("Enter")


@pytest.mark.usefixtures("seeds")
@WAYS
def test_what_bessent_told_cnbc_is_open_after_four_steps(person: Person, way: str) -> None:
    page = person.page
    person.types("bessent cnbc")
    takes(person, way, option(page, "CNBC"))
    card = page.locator("article[data-id]").first
    expect(card).to_contain_text("Scott Bessent")
    expect(card).to_contain_text("CNBC")
    if way == "mouse":
        person.clicks(card.locator("a.place"))
    else:
        person.presses("j")
        person.presses("Enter")
    expect(page.locator(".reader .target").first).to_be_in_viewport()
    expect(page.locator("article.selected")).to_contain_text("Scott Bessent")
    assert person.steps <= 4


@pytest.mark.usefixtures("seeds")
@WAYS
def test_the_sectors_of_the_plan_and_who_says_so_are_there_after_four_steps(
    person: Person, way: str
) -> None:
    page = person.page
    person.types("15th five")
    takes(person, way, option(page, "15th Five-Year Plan"))
    sectors = page.locator("section", has=page.get_by_role("heading", name="Sectors, and"))
    lines = {
        name: sectors.locator("li", has_text=name).first
        for name in ("artificial intelligence", "electric vehicles", "new energy materials")
    }
    for line in lines.values():
        expect(line).to_contain_text("hypothetical target")
        expect(line).to_contain_text("South China Morning Post")
    assert person.steps <= 4


def spellings(url: str) -> int:
    """How many people have the surname."""
    return int(httpx.get(f"{url}/entities", params={"q": "Ortega"}).json()["total"])


@WAYS
def test_two_spellings_are_merged_and_the_merge_undone_in_six_steps(
    visit: Visit, person: Person, way: str
) -> None:
    page = person.page
    assert spellings(visit.url) == 2
    person.types("wilhelmina")
    takes(person, way, option(page, "Wilhelmina Ortega"))
    if way == "mouse":
        person.clicks(page.get_by_role("button", name="Merge"))
    else:
        person.presses("m")
    # Who is alike is offered, the likeliest chosen, and what follows is shown.
    expect(page.get_by_role("radio", name="Mina Ortega")).to_be_checked()
    expect(page.get_by_role("region", name="What follows")).to_contain_text("1 claim changes")
    decide, undo = (page.get_by_role("button", name=name) for name in ("Decide", "Undo"))
    if way == "mouse":
        person.clicks(decide)
    else:
        person.presses("Enter")
    expect(undo).to_be_visible(timeout=60_000)
    assert spellings(visit.url) == 1
    if way == "mouse":
        person.clicks(undo)
    else:
        person.presses("u")
    expect(undo).to_have_count(0, timeout=60_000)
    assert spellings(visit.url) == 2
    assert person.steps <= 6
