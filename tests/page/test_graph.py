"""The graph view: what it shows is what the API says, and the keyboard can do all of it."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.page.browsing import Visit, settled
from tests.page.documents import MANY

pytestmark = [pytest.mark.browser, pytest.mark.engine]


def entity(visit: Visit, name: str) -> str:
    """The id of the best known entity of that name."""
    # The first to ask waits for the tables of all names.
    found = httpx.get(f"{visit.url}/entities", params={"q": name}, timeout=60).json()["entities"]
    return str(found[0]["id"])


def subgraph(visit: Visit, seed: str) -> dict[str, Any]:
    """The twin of the view."""
    answer = httpx.get(f"{visit.url}/subgraph", params={"seed": seed, "depth": 1, "limit": 150})
    found: dict[str, Any] = answer.json()
    return found


def listed(page: Page, what: str) -> set[str]:
    rows = page.locator(f"[data-list={what}] tr[data-id]")
    return set(rows.evaluate_all("all => all.map(each => each.dataset.id)"))


def taken(page: Page, item: str) -> Path:
    """The file that the menu gives."""
    page.get_by_role("button", name="Take away").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name=item, exact=True).click()
    return Path(download.value.path())


def test_the_lists_equal_the_nodes_and_edges_of_the_api(visit: Visit) -> None:
    seed = entity(visit, "bessent")
    page = visit.to(f"/graph?seed={seed}")
    answer = subgraph(visit, seed)
    assert listed(page, "nodes") == {node["id"] for node in answer["nodes"]}
    assert listed(page, "edges") == {edge["id"] for edge in answer["edges"]}
    for node in answer["nodes"]:
        row = page.locator(f"[data-list=nodes] tr[data-id='{node['id']}']")
        expect(row).to_contain_text(f"{node['degree']} of {node['connections']}")


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until something has the focus, as somebody without a mouse does."""
    expect(wanted).to_be_visible()
    for _ in range(200):
        if wanted.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} cannot be reached with the Tab key")


def enter(page: Page, wanted: Locator) -> None:
    """Go to something with Tab, and press it."""
    tab_to(page, wanted)
    page.keyboard.press("Enter")
    settled(page)


def test_by_keyboard_from_the_search_to_the_sentence_and_back(visit: Visit) -> None:
    page = visit.to("/")
    main = page.get_by_role("main")
    tab_to(page, main.get_by_role("combobox", name="Find an actor"))
    page.keyboard.type("bessent")
    expect(page.locator(".finder-item").first).to_contain_text("Bessent")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Scott Bessent")
    settled(page)
    enter(page, main.get_by_role("link", name="Open in the graph"))
    before = listed(page, "nodes")
    nodes = page.locator("[data-list=nodes]")
    enter(page, nodes.get_by_role("button", name="manufacturing").first)
    panel = page.get_by_role("region", name="Selected node")
    enter(page, panel.get_by_role("button", name="Add ").first)
    assert listed(page, "nodes") > before
    enter(page, panel.get_by_role("button", name="Pin", exact=True))
    expect(panel.get_by_role("button", name="Pinned")).to_be_visible()
    tab_to(page, panel.get_by_role("combobox", name="Path from here"))
    page.keyboard.type("cnbc")
    expect(page.locator(".finder-item").first).to_contain_text("CNBC")
    page.keyboard.press("Enter")
    settled(page)
    expect(page.get_by_text("a path of 2 steps")).to_be_visible()
    edges = page.locator("[data-list=edges]")
    enter(page, edges.get_by_role("button", name="speaks about manufacturing").first)
    sentence = page.get_by_role("region", name="Selected edge").locator("a.place").first
    tab_to(page, sentence)
    address = page.url
    page.keyboard.press("Enter")
    settled(page)
    expect(page.locator(".target").first).to_be_in_viewport()
    page.keyboard.press("Alt+ArrowLeft")
    if page.url != address:  # headless, the browser itself has no such key
        page.go_back()
    settled(page)
    assert page.url == address
    expect(page.get_by_role("region", name="Selected edge")).to_be_visible()


def test_many_neighbours_are_counted_asked_about_and_undone(visit: Visit) -> None:
    seed = entity(visit, "hub union")
    page = visit.to(f"/graph?seed={seed}")
    expect(page.get_by_text(f"150 nodes of {MANY + 1}")).to_be_visible()
    page.get_by_role("button", name="Hub Union").first.click()
    settled(page)
    panel = page.get_by_role("region", name="Selected node")
    expect(panel).to_contain_text(f"149 of {MANY}")
    panel.get_by_role("button", name="Add 50").click()
    expect(panel).to_contain_text(f"199 of {MANY}")
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(panel).to_contain_text(f"149 of {MANY}")
    panel.get_by_role("button", name="Add more").click()
    expect(panel).to_contain_text("crowd the picture")
    assert len(listed(page, "nodes")) == 150
    panel.get_by_role("button", name=f"Add {MANY - 149}").click()
    settled(page)
    expect(panel).to_contain_text("all shown")
    page.get_by_role("button", name="Undo", exact=True).click()
    assert len(listed(page, "nodes")) == 150


def test_a_copied_address_restores_the_picture(visit: Visit) -> None:
    page = visit.to(f"/graph?seed={entity(visit, 'bessent')}")
    page.locator("[data-list=nodes]").get_by_role("button", name="CNBC").click()
    settled(page)
    page.get_by_role("button", name="Pin", exact=True).click()
    nodes, address = listed(page, "nodes"), page.url
    again = visit.context.new_page()
    again.goto(address)
    settled(again)
    assert listed(again, "nodes") == nodes
    expect(again.get_by_role("button", name="Pinned")).to_be_visible()
    assert sorted(again.url.split("&")) == sorted(address.split("&"))


def test_files_hold_what_is_shown(visit: Visit) -> None:
    seed = entity(visit, "bessent")
    page = visit.to(f"/graph?seed={seed}")
    answer = subgraph(visit, seed)
    rows = list(csv.DictReader(io.StringIO(taken(page, "CSV").read_text(encoding="utf-8"))))
    assert {
        (row["source"], row["predicate"], row["target"], int(row["claims"])) for row in rows
    } == {
        (edge["source"], edge["predicate"], edge["target"], edge["claims"])
        for edge in answer["edges"]
    }
    gexf = taken(page, "GEXF").read_text(encoding="utf-8")
    assert gexf.count("<viz:color") == len(answer["nodes"])
    picture = ElementTree.parse(taken(page, "SVG"))
    texts = {text.text for text in picture.iter("{http://www.w3.org/2000/svg}text")}
    assert {node["label"] for node in answer["nodes"] if len(node["label"]) < 48} <= texts
    assert taken(page, "PNG").read_bytes().startswith(b"\x89PNG")
    assert taken(page, "GRAPHML").read_text(encoding="utf-8").count("<node ") == len(
        answer["nodes"]
    )


def test_the_lists_take_over_where_the_canvas_is_lost(visit: Visit) -> None:
    page = visit.to(f"/graph?seed={entity(visit, 'bessent')}")
    lost = page.evaluate(
        """() => {
          const all = [...document.querySelectorAll('.canvas canvas')]
            .map(each => each.getContext('webgl2') ?? each.getContext('webgl')).filter(Boolean);
          all.forEach(each => each.getExtension('WEBGL_lose_context').loseContext());
          return all.length;
        }"""
    )
    assert lost
    expect(page.get_by_role("heading", name="The canvas cannot be drawn here")).to_be_visible()
    assert listed(page, "nodes")


def test_a_click_on_a_node_of_the_canvas_selects_it(visit: Visit) -> None:
    page = visit.to(f"/graph?seed={entity(visit, 'bessent')}")
    nodes = subgraph(visit, entity(visit, "bessent"))["nodes"]
    box = page.locator(".canvas").bounding_box()
    assert box is not None
    # As sigma places them: the middle of all in the middle, the wider side in the shorter one.
    xs, ys = [node["x"] for node in nodes], [node["y"] for node in nodes]
    scale = (min(box["width"], box["height"]) - 80) / max(max(xs) - min(xs), max(ys) - min(ys))
    page.mouse.click(
        box["x"] + box["width"] / 2 + (xs[0] - (min(xs) + max(xs)) / 2) * scale,
        box["y"] + box["height"] / 2 + (ys[0] - (min(ys) + max(ys)) / 2) * scale,
    )
    panel = page.get_by_role("region", name="Selected node")
    expect(panel.get_by_role("heading")).to_contain_text(nodes[0]["label"])


def test_the_overview_leads_into_the_graph(visit: Visit) -> None:
    page = visit.to("/graph?by=community")
    page.locator(".groups a").first.click()
    settled(page)
    assert listed(page, "nodes")
