"""What holds for the page as a whole: nobody outside is asked, and what a person never waits for.

The twelve checks that the page is held to, and where each of the others stands:
lists equal the API, the keyboard does it all, a picture is restored, files hold what is shown, a
lost canvas (test_graph.py); axe (test_accessibility.py); contrast, shapes, motion
(test_appearance.py); highlights (test_reading.py); editors, 100,000 rows (test_query.py); a degree
of 5,000 and what people wait for in a large graph (test_large.py).
"""

from __future__ import annotations

import socket

import httpx
import pytest
from playwright.sync_api import Browser, expect

from benchmarks.page import p95, picture, shown, typed
from tests.page.browsing import Visit
from tests.page.network import Loopback
from tests.page.test_accessibility import routes
from tests.wheel import ROOT
from tools.screenshots import PICTURES, SCHEMES, WIDTHS

pytestmark = [pytest.mark.browser, pytest.mark.engine]

_REFUSALS = """
  window.refused = [];
  document.addEventListener('securitypolicyviolation',
    event => refused.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


def test_no_view_asks_outside_or_breaks_its_policy_or_complains(visit: Visit) -> None:
    visit.page.add_init_script(_REFUSALS)
    for address in routes(visit.url):
        page = visit.to(address)
        assert page.evaluate("window.refused") == [], address
        own = page.evaluate("performance.getEntriesByType('resource').map(each => each.name)")
        assert [each for each in own if not each.startswith(visit.url)] == []
    assert visit.outside == []


def test_the_policy_that_nothing_breaks_is_a_strict_one(visit: Visit) -> None:
    answer = visit.page.goto(visit.url)
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy or "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_there_is_no_network(loopback: Loopback | None, visit: Visit) -> None:
    if loopback is None:
        pytest.skip("only root may make a network of its own")
    with pytest.raises(OSError, match="unreachable"):
        socket.create_connection(("192.0.2.1", 80), 2)
    assert visit.page.goto(visit.url)


def test_150_nodes_are_drawn_with_little_work(browser: Browser, served: str) -> None:
    # CPU of the page's main thread; what people wait for is printed by benchmarks/page.py.
    found = httpx.get(f"{served}/entities", params={"q": "hub union"}).json()["entities"]
    nodes, _, cpu_ms = picture(browser, f"{served}/#/graph?seed={found[0]['id']}")
    assert nodes == 150
    assert cpu_ms < 1_500


def test_each_letter_typed_is_little_work(browser: Browser, served: str) -> None:
    _, cpu_ms = typed(browser, served, ["xi jinping", "made in china"])
    assert p95(cpu_ms) < 150


def test_nothing_jumps_while_a_view_fills(browser: Browser, served: str) -> None:
    found = {address: shown(browser, f"{served}/#{address}") for address in routes(served)}
    assert {address: seen["shift"] for address, seen in found.items() if seen["shift"] >= 0.1} == {}


def test_every_view_has_its_pictures_and_they_are_shown() -> None:
    shown = (ROOT / "docs" / "page.md").read_text(encoding="utf-8")
    names = {path.name.rsplit("-", 2)[0] for path in PICTURES.glob("*.webp")}
    assert {"search", "statements", "actor", "policy", "reader", "graph", "query"} <= names
    for name in names:
        for width in WIDTHS:
            for scheme in SCHEMES:
                assert (PICTURES / f"{name}-{width}-{scheme}.webp").is_file()
        assert f"screenshots/{name}-" in shown
    assert sum(path.stat().st_size for path in PICTURES.iterdir()) < 3_000_000


def test_offline_is_said(visit: Visit) -> None:
    page = visit.to("/statements?speaker=Bessent")
    visit.context.set_offline(True)
    page.get_by_label("Words that were said").fill("tariffs")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("onrecord serve")
    visit.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("article[data-id]").first).to_be_visible()
    visit.complaints.clear()


def test_loading_is_said(visit: Visit) -> None:
    page = visit.page
    page.route("**/statements?*", lambda route: None)
    page.goto(f"{visit.url}/#/statements?speaker=Bessent")
    expect(page.get_by_role("main").get_by_role("status").first).to_contain_text("Loading")
