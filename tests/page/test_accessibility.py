"""WCAG 2.2 A and AA on every route, as far as axe can tell."""

from __future__ import annotations

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.api.conftest import Server
from tests.page.browsing import visiting

pytestmark = [pytest.mark.browser, pytest.mark.engine]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def routes(url: str) -> list[str]:
    """One address of every view."""
    document = httpx.get(f"{url}/documents", params={"limit": 1}).json()["documents"][0]["id"]
    entity = httpx.get(f"{url}/entities", params={"q": "bessent"}).json()["entities"][0]["id"]
    return [
        "/",
        "/statements?speaker=Bessent",
        "/statements?text=unheardof",
        "/documents",
        f"/document/{document}",
        f"/entity/{entity}",
        "/graph",
        f"/graph?seed={entity}",
        "/query?question=most-quoted&run=sparql",
        "/export",
        "/corrections",
    ]


@pytest.mark.parametrize(
    ("width", "height", "scheme"),
    [(1440, 900, "light"), (1440, 900, "dark"), (320, 640, "light"), (720, 450, "dark")],
    ids=["light", "dark", "320 px", "200 % zoom"],
)
def test_axe_finds_nothing(
    browser: Browser, served: Server, width: int, height: int, scheme: str
) -> None:
    # A window of 1440 at 200 % has 720 CSS pixels.
    found: list[str] = []
    with visiting(browser, served.url, width=width, height=height, scheme=scheme) as visit:
        for address in routes(served.url):
            page = visit.to(address)
            answer = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
            found += [
                f"{address}: {each['id']}: {node['target']} {node['failureSummary'][:300]}"
                for each in answer.response["violations"]
                for node in each["nodes"][:3]
            ]
            if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
                found.append(f"{address}: wider than the window")
    assert found == []
