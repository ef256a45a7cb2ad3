"""Search, statements, documents and entities, as a person at a browser sees them."""

from __future__ import annotations

import json
import random
import re

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.api.conftest import HOSTILE, made
from tests.page.browsing import Visit, settled
from tests.page.documents import LONG_NAME, scripts

pytestmark = [pytest.mark.browser, pytest.mark.engine]


def test_typing_finds_actors_documents_and_words(visit: Visit) -> None:
    page = visit.to("/")
    field = page.get_by_role("combobox", name="Find an actor")
    field.fill("xi jin")
    options = page.get_by_role("option")
    expect(options.filter(has_text="Xi Jinping").first).to_be_visible()
    expect(options.last).to_contain_text("Statements with “xi jin”")
    field.press("ArrowDown")
    field.press("ArrowUp")
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Xi Jinping")


def test_statements_are_listed_with_their_content_marked_and_true_totals(visit: Visit) -> None:
    page = visit.to("/statements?speaker=Bessent")
    answer = httpx.get(
        f"{visit.url}/statements", params={"speaker": "Bessent", "attitude": "any"}
    ).json()
    expect(page.get_by_text(f"{answer['total']} statements")).to_be_visible()
    shown = page.locator("article[data-id]")
    assert shown.evaluate_all("all => all.map(each => each.dataset.id)") == [
        each["id"] for each in answer["statements"]
    ]
    first = answer["statements"][0]
    card = shown.first
    marked = card.locator("mark").evaluate_all("all => all.map(e => e.textContent).join('')")
    assert marked == "".join(span["text"] for span in first["content"])


def test_a_search_without_result_says_what_to_do(visit: Visit) -> None:
    page = visit.to("/statements?text=unheardof&speaker=Bessent")
    expect(page.get_by_role("heading", name="No statement matches")).to_be_visible()
    page.get_by_role("button", name="without text").click()
    expect(page.locator("article[data-id]").first).to_be_visible()


def test_a_wrong_date_says_what_a_date_is(visit: Visit) -> None:
    page = visit.to("/statements?since=never")
    expect(page.get_by_role("alert")).to_contain_text("YYYY-MM-DD")


def test_addresses_of_the_first_page_still_lead_there(visit: Visit) -> None:
    visit.page.goto(f"{visit.url}/?text=manufacturing")
    settled(visit.page)
    assert "#/statements?text=manufacturing" in visit.page.url
    expect(visit.page.locator("article[data-id]").first).to_be_visible()


def test_a_copied_address_restores_the_filters(visit: Visit) -> None:
    page = visit.to("/statements")
    page.get_by_label("Words that were said").fill("manufacturing")
    page.get_by_label("Speaker", exact=True).fill("Xi Jinping")
    page.get_by_role("button", name="Show", exact=True).click()
    settled(page)
    ids = page.locator("article[data-id]").evaluate_all("all => all.map(e => e.dataset.id)")
    again = visit.context.new_page()
    again.goto(page.url)
    settled(again)
    assert (
        again.locator("article[data-id]").evaluate_all("all => all.map(e => e.dataset.id)") == ids
    )
    assert again.get_by_label("Speaker", exact=True).input_value() == "Xi Jinping"


def test_a_citation_can_be_copied(visit: Visit) -> None:
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit.to("/statements?speaker=Bessent")
    page.get_by_role("button", name="Cite").first.click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    answer = httpx.get(
        f"{visit.url}/statements", params={"speaker": "Bessent", "attitude": "any"}
    ).json()
    assert copied == answer["statements"][0]["citation"]


def spans(page: Page) -> list[dict[str, object]]:
    found: list[dict[str, object]] = page.locator(".reader [data-start]").evaluate_all(
        "all => all.map(e => ({start: +e.dataset.start, end: +e.dataset.end,"
        " text: e.textContent, mark: e.tagName}))"
    )
    return found


def test_highlights_show_the_text_that_the_server_counts(visit: Visit) -> None:
    documents = httpx.get(f"{visit.url}/documents", params={"limit": 50}).json()["documents"]
    found: list[tuple[str, dict[str, object]]] = []
    for listed in documents:
        if listed["name"] == "hub.txt":
            continue
        document = httpx.get(f"{visit.url}/documents/{listed['id']}").json()
        page = visit.to(f"/document/{listed['id']}")
        assert page.locator(".reader").evaluate("e => e.textContent") == document["text"]
        found += [(document["text"], each) for each in spans(page)]
    assert {"🏭", "قال"} <= {sign for text, _ in found for sign in ("🏭", "قال") if sign in text}
    for text, span in random.Random(5).sample(found, min(200, len(found))):
        start, end = span["start"], span["end"]
        assert isinstance(start, int)
        assert isinstance(end, int)
        assert text[start:end] == span["text"]
    assert len(found) > 200


def test_a_document_opens_at_the_passage_that_the_address_names(visit: Visit) -> None:
    document = scripts().document
    start = document.text.index("“𝒳")
    page = visit.to(f"/document/{document.id}?at={start}-{start + 16}")
    target = page.locator(".target")
    assert "".join(target.all_text_contents()) == "“𝒳 grows 🚀 fast”"
    expect(target.first).to_be_in_viewport()
    expect(page.locator("article.selected")).to_contain_text("Zoë Ünal")


def test_the_list_beside_the_text_follows_to_the_statement_that_is_meant(visit: Visit) -> None:
    documents = httpx.get(f"{visit.url}/documents", params={"limit": 100}).json()["documents"]
    longest = max(documents, key=lambda each: each["statements"])
    read = httpx.get(f"{visit.url}/documents/{longest['id']}").json()
    last = max(read["statements"], key=lambda each: each["sentence"]["start"])
    span = last["content"][0]
    page = visit.to(f"/document/{longest['id']}?at={span['start']}-{span['end']}")
    expect(page.locator("article.selected")).to_be_in_viewport(ratio=0.9)


def test_selected_words_are_those_of_the_document(visit: Visit) -> None:
    document = scripts().document
    page = visit.to(f"/document/{document.id}")
    page.get_by_label("Mark names").uncheck()
    page.evaluate(
        """() => {
          const marks = document.querySelectorAll('.reader mark');
          const range = document.createRange();
          range.selectNodeContents(marks[marks.length - 1]);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }"""
    )
    button = page.get_by_role("button", name="Add the selected words")
    expect(button).to_be_enabled()
    button.click()
    expect(page.get_by_label("Content, as it stands")).to_have_value("“𝒳 grows 🚀 fast”")


def test_a_sign_that_turns_text_round_turns_nothing(visit: Visit) -> None:
    page = visit.to(f"/document/{made()[2].document.id}")
    first, last = page.locator(".reader").evaluate(
        """reader => {
          const walker = document.createTreeWalker(reader, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf('yrotcaf');
            if (at < 0) continue;
            return [at, at + 6].map(place => {
              const range = document.createRange();
              range.setStart(node, place);
              range.setEnd(node, place + 1);
              return range.getBoundingClientRect().left;
            });
          }
        }"""
    )
    assert first < last


def test_hostile_text_stays_text_in_every_view(visit: Visit) -> None:
    document = made()[2].document
    page = visit.to(f"/document/{document.id}")
    assert page.locator(".reader").evaluate("e => e.textContent") == HOSTILE
    assert page.title().startswith("<b>Title</b>")
    for address in (
        "/",
        "/documents",
        "/statements?text=works",
        "/statements?speaker=bo",
        "/search",
    ):
        page = visit.to(address)
        assert page.locator("main img, main script, main b").count() == 0
    found = httpx.get(f"{visit.url}/entities", params={"q": "bo"}).json()["entities"]
    hostile = next(each for each in found if "<img" in each["label"])
    page = visit.to(f"/entity/{hostile['id']}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("<img src=x onerror=alert(2)>")
    assert page.locator("main img, main script, main b").count() == 0


def test_a_very_long_name_breaks_no_view(visit: Visit) -> None:
    found = httpx.get(f"{visit.url}/statements", params={"text": "it rains"}).json()
    (said,) = found["statements"]
    assert len(said["speaker"]["label"]) == len(LONG_NAME)
    for address in ("/", "/statements?text=it+rains", f"/entity/{said['speaker']['id']}"):
        page = visit.to(address)
        wide = "document.documentElement.scrollWidth <= innerWidth"
        assert page.evaluate(wide), address


def test_where_the_server_does_not_answer_the_page_says_so(visit: Visit) -> None:
    page = visit.to("/statements")
    page.route("**/statements?*", lambda route: route.abort())
    page.get_by_role("button", name="Show", exact=True).click()
    page.get_by_label("Words that were said").fill("tariffs")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("onrecord serve")
    page.unroute("**/statements?*")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("article[data-id]").first).to_be_visible()
    visit.complaints.clear()


def test_a_server_that_wants_a_key_is_given_one(visit: Visit) -> None:
    page = visit.page
    page.route(
        "**/statements?*",
        lambda route: (
            route.continue_()
            if route.request.headers.get("authorization") == "Bearer secret"
            else route.fulfill(
                status=401,
                content_type="application/problem+json",
                body=json.dumps({"detail": "give a key"}),
            )
        ),
    )
    visit.to("/statements")
    page.get_by_label("Key").fill("secret")
    page.get_by_role("button", name="Use it").click()
    expect(page.locator("article[data-id]").first).to_be_visible()


def test_an_empty_graph_asks_for_documents(visit: Visit) -> None:
    empty = {"documents": [], "total": 0, "truncated": False, "next": None}
    visit.page.route("**/documents?*", lambda route: route.fulfill(json=empty))
    page = visit.to("/")
    expect(page.get_by_role("heading", name="drop documents here")).to_be_visible()


def test_every_view_names_itself_and_helps_in_one_sentence(visit: Visit) -> None:
    for address in (
        "/",
        "/statements",
        "/documents",
        "/graph",
        "/query",
        "/export",
        "/corrections",
    ):
        page = visit.to(address)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        sentence = page.locator("main .help").inner_text()
        assert re.fullmatch(r"[A-Z][^.]+\.", sentence), sentence


def test_an_unknown_view_leads_back(visit: Visit) -> None:
    page = visit.to("/nowhere")
    page.get_by_role("link", name="Go to the search").click()
    expect(page.get_by_role("combobox", name="Find an actor")).to_be_visible()


def test_where_an_entity_stands_is_one_step_away(visit: Visit, served: str) -> None:
    found = httpx.get(f"{served}/entities", params={"q": "bessent"}).json()["entities"][0]
    page = visit.to(f"/entity/{found['id']}")
    link = page.locator("section", has_text="Posts and memberships").get_by_role(
        "link", name="sentence"
    )
    link.first.click()
    settled(page)
    expect(page.locator(".target").first).to_be_in_viewport()
