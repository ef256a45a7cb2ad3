"""The graph view: what it shows is what the API says, and the keyboard can do all of it."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.page.browsing import Visit, settled

pytestmark = [pytest.mark.browser, pytest.mark.engine]


def entity(visit: Visit, name: str) -> str:
    """The id of the best known entity of that name."""
    found = httpx.get(f"{visit.url}/entities", params={"q": name}).json()["entities"]
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
    page.evaluate(
        "document.querySelectorAll('.canvas canvas').forEach(each => "
        "each.dispatchEvent(new Event('webglcontextlost', {cancelable: true})))"
    )
    expect(page.get_by_role("heading", name="The canvas cannot be drawn here")).to_be_visible()
    assert listed(page, "nodes")


def test_the_overview_leads_into_the_graph(visit: Visit) -> None:
    page = visit.to("/graph?by=community")
    page.locator(".groups a").first.click()
    settled(page)
    assert listed(page, "nodes")
