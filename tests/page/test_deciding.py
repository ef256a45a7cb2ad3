"""Corrections from the page: the consequence first, then the decision, then the way back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.page.browsing import Visit, settled
from tests.page.documents import scripts, two_spellings

pytestmark = [pytest.mark.browser, pytest.mark.engine]

STORED_MS = 60_000


def ledger(url: str) -> list[dict[str, Any]]:
    """The decisions in force."""
    found = httpx.get(f"{url}/corrections").json()["corrections"]
    return [each for each in found if each["in_force"] and each["kind"] != "undo"]


@pytest.fixture(autouse=True)
def as_before(served: str) -> Iterator[None]:
    """Whatever a test decides is undone, so that the next one finds the graph as it was."""
    yield
    for entry in ledger(served):
        asked = {"author": "Tester", "reason": "the test is over"}
        httpx.post(f"{served}/corrections/{entry['id']}/undo", json=asked, timeout=60)


def said(url: str, **asked: str) -> dict[str, Any]:
    """The one statement that is asked for."""
    found = httpx.get(f"{url}/statements", params={"attitude": "any", **asked}).json()
    (statement,) = found["statements"]
    return dict(statement)


def correcting(visit: Visit, item: str, **asked: str) -> Page:
    """The dialog of a decision about the one statement that is asked for."""
    page = visit.to("/statements?" + "&".join(f"{name}={value}" for name, value in asked.items()))
    page.get_by_role("button", name="Correct").first.click()
    page.get_by_role("menuitem", name=item).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    return page


def choose(page: Page, label: str, name: str) -> None:
    """Type a name and take the first that has it."""
    page.get_by_role("dialog").get_by_role("combobox", name=label).fill(name)
    page.get_by_role("option").filter(has_text=name).first.click()


def follows(page: Page) -> Locator:
    """What is said to follow from the decision."""
    return page.get_by_role("dialog").get_by_role("region", name="What follows")


def decide(page: Page) -> None:
    """Sign and decide, and wait until it is in the stores."""
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Who decides").fill("Tester")
    dialog.get_by_role("button", name="Decide").click()
    expect(page.get_by_text("Done:")).to_be_visible(timeout=STORED_MS)
    settled(page)


def undo(page: Page) -> None:
    """Take back what was just decided."""
    button = page.get_by_role("button", name="Undo")
    button.click()
    expect(button).to_have_count(0, timeout=STORED_MS)
    settled(page)


def test_another_speaker(visit: Visit) -> None:
    page = correcting(visit, "Another speaker", text="reopen")
    choose(page, "Who says it", "Mina Ortega")
    expect(follows(page)).to_contain_text("Mina Ortega")
    decide(page)
    assert said(visit.url, text="reopen")["speaker"]["label"] == "Mina Ortega"
    undo(page)
    assert said(visit.url, text="reopen")["speaker"]["label"] == "Wilhelmina Ortega"


def test_other_words(visit: Visit) -> None:
    page = correcting(visit, "Other words", text="reopen")
    page.get_by_label("Content, as it stands").fill("that ports reopen")
    expect(follows(page)).to_contain_text("1 document read anew")
    expect(follows(page)).to_contain_text("that ports reopen")
    decide(page)
    assert said(visit.url, text="reopen")["content"][0]["text"] == "that ports reopen"
    undo(page)
    assert said(visit.url, text="reopen")["content"][0]["text"] == "ports reopen"


def test_who_relayed_it(visit: Visit) -> None:
    page = correcting(visit, "Who relayed it", text="reopen")
    choose(page, "Relayed by", "Bloomberg")
    expect(follows(page)).to_contain_text("Bloomberg")
    decide(page)
    assert [each["label"] for each in said(visit.url, text="reopen")["via"]] == ["Bloomberg"]


def test_what_it_is_about(visit: Visit) -> None:
    page = correcting(visit, "What it is about", text="reopen")
    choose(page, "Policies and sectors", "manufacturing")
    expect(follows(page)).to_contain_text("manufacturing")
    decide(page)
    assert [each["label"] for each in said(visit.url, text="reopen")["about"]] == ["manufacturing"]


def test_when_it_was_said(visit: Visit) -> None:
    page = correcting(visit, "When it was said", text="reopen")
    page.get_by_label("Said on").fill("2025-06-01")
    expect(follows(page)).to_contain_text("2025-06-01")
    decide(page)
    assert said(visit.url, text="reopen")["date"] == "2025-06-01"


def test_a_statement_is_confirmed(visit: Visit) -> None:
    page = correcting(visit, "Confirm", text="reopen")
    expect(follows(page)).to_contain_text("Nothing else changes")
    decide(page)
    (entry,) = ledger(visit.url)
    assert entry["kind"] == "confirm"


def test_a_statement_is_rejected_and_put_back(visit: Visit) -> None:
    page = correcting(visit, "Reject", text="self-reliance")
    cards = page.locator("article[data-id]")
    there, id_ = cards.count(), cards.first.get_attribute("data-id")
    expect(follows(page)).to_contain_text("1 claim goes")
    decide(page)
    expect(page.locator(f"article[data-id='{id_}']")).to_have_count(0)
    undo(page)
    expect(page.locator(f"article[data-id='{id_}']")).to_be_visible(timeout=STORED_MS)
    assert cards.count() == there
    page = visit.to("/corrections")
    expect(page.get_by_text("reject", exact=True).first).to_be_visible()
    undone = page.locator("li", has=page.get_by_text("undo", exact=True)).first
    expect(undone).to_contain_text(re.compile(r"undoes [0-9a-f]{8}: .*self-reliance"))


def test_a_missed_statement_is_added_by_selecting_its_words(visit: Visit) -> None:
    page = visit.to(f"/document/{two_spellings().document.id}")
    page.get_by_label("Mark names").uncheck()
    page.evaluate(
        """() => {
          const reader = document.querySelector('.reader');
          const walker = document.createTreeWalker(reader, NodeFilter.SHOW_TEXT);
          const range = document.createRange();
          for (let at = walker.nextNode(); at; at = walker.nextNode()) {
            const here = at.data.indexOf('ports');
            if (here < 0) continue;
            range.setStart(at, here);
            range.setEnd(at, here + 5);
          }
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }"""
    )
    page.get_by_role("button", name="Add the selected words").click()
    expect(page.get_by_label("Content, as it stands")).to_have_value("ports")
    choose(page, "Who says it", "Mina Ortega")
    expect(follows(page)).to_contain_text("1 claim appears")
    decide(page)
    added = httpx.get(f"{visit.url}/statements", params={"speaker": "Mina Ortega"}).json()
    assert {each["content"][0]["text"] for each in added["statements"]} == {"ports", "rates rise"}


def entity(url: str, name: str) -> dict[str, Any]:
    """The best known entity of that name."""
    found = httpx.get(f"{url}/entities", params={"q": name}).json()["entities"]
    return dict(found[0])


def deciding_about(visit: Visit, name: str, item: str) -> Page:
    """The dialog of a decision about an entity."""
    page = visit.to(f"/entity/{entity(visit.url, name)['id']}")
    page.get_by_role("main").get_by_role("button", name="Correct").first.click()
    page.get_by_role("menuitem", name=item).click()
    return page


def test_an_entity_is_renamed(visit: Visit) -> None:
    page = deciding_about(visit, "Zoë Ünal", "Rename")
    page.get_by_label("Its name").fill("Zoe Unal-Berg")
    expect(follows(page)).to_contain_text("Zoë Ünal → Zoe Unal-Berg")
    decide(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Zoe Unal-Berg")
    undo(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Zoë Ünal")


def test_an_entity_is_split_by_document(visit: Visit) -> None:
    page = deciding_about(visit, "Indranil Pan", "Split")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("checkbox").first.check()
    dialog.get_by_label("Name of the new entity").fill("Another Pan")
    expect(follows(page)).to_contain_text("Another Pan")
    decide(page)
    assert entity(visit.url, "Another Pan")["label"] == "Another Pan"
    undo(page)
    assert httpx.get(f"{visit.url}/entities", params={"q": "Another Pan"}).json()["total"] == 0


def test_two_entities_are_kept_apart(visit: Visit) -> None:
    page = deciding_about(visit, "Wilhelmina Ortega", "Keep apart")
    choose(page, "Apart from which entity", "Mina Ortega")
    expect(follows(page)).to_contain_text("read anew")
    decide(page)
    (entry,) = ledger(visit.url)
    assert entry["kind"] == "keep-apart"


def robotics(visit: Visit, item: str) -> Page:
    """The dialog of a decision about the claim that a plan targets a sector."""
    page = visit.to(f"/entity/{entity(visit.url, 'Made in China 2025')['id']}")
    sector = page.get_by_role("main").get_by_role("button", name="on robotics")
    sector.click()
    page.locator("article", has_text="targets sector").first.get_by_role(
        "button", name="Correct"
    ).click()
    page.get_by_role("menuitem", name=item).click()
    return page


def test_a_relation_is_rejected(visit: Visit) -> None:
    page = robotics(visit, "Reject")
    expect(follows(page)).to_contain_text("1 claim goes")
    expect(follows(page)).to_contain_text("robotics")
    decide(page)
    (entry,) = ledger(visit.url)
    assert entry["kind"] == "reject"


def test_a_relation_is_denied_instead(visit: Visit) -> None:
    page = robotics(visit, "Another relation")
    page.get_by_label("The sentence says that it is").select_option("denied")
    expect(follows(page)).to_contain_text("denied")
    decide(page)
    (entry,) = ledger(visit.url)
    assert entry["kind"] == "relation"


def test_a_decision_says_who_takes_it(visit: Visit) -> None:
    page = correcting(visit, "Confirm", text="reopen")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Who decides").fill("")
    dialog.get_by_role("button", name="Decide").click()
    expect(dialog).to_be_visible()
    assert ledger(visit.url) == []


def test_words_that_do_not_stand_in_the_text_are_refused_before_the_decision(visit: Visit) -> None:
    page = correcting(visit, "Other words", text="reopen")
    page.get_by_label("Content, as it stands").fill("ships reopen")
    expect(follows(page).get_by_role("alert")).to_contain_text("ships reopen")
    expect(page.get_by_role("button", name="Decide")).to_be_disabled()


def test_a_decision_closes_when_the_address_changes(visit: Visit) -> None:
    page = correcting(visit, "Reject", text="self-reliance")
    page.evaluate("location.hash = '#/graph?by=type'")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("heading", name="Government body")).to_be_visible()
    expect(page.get_by_role("main")).not_to_contain_text("GovernmentBody")
    assert page.evaluate("document.body.style.pointerEvents") != "none"


def test_the_words_of_a_decision_are_those_of_the_text_beyond_the_first_plane(
    visit: Visit,
) -> None:
    page = correcting(visit, "Other words", text="grows")
    page.get_by_label("Content, as it stands").fill("“𝒳 grows 🚀 fast” here")
    expect(follows(page)).to_contain_text("🚀 fast” here")
    decide(page)
    (span,) = said(visit.url, text="grows")["content"]
    text = scripts().document.text
    assert text[span["start"] : span["end"]] == "“𝒳 grows 🚀 fast” here"
