"""Takes the pictures of docs/page.md: every view, light and dark, on a desk and in a hand.

Reads the sample corpus into a folder of its own and serves it. Names in Chinese and emoji need a
font of this machine that has them; the page ships Latin ones.
"""

from __future__ import annotations

import argparse
import base64
import json
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, Page, expect

# Not installed.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tools.chromium import chromium, settled
from tools.service import environment, serving

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "onrecord" / "sample"
PICTURES = ROOT / "docs" / "screenshots"
WIDTHS = {1440: 900, 390: 844}
SCHEMES = ("light", "dark")
# Below it, text of 13 pixels frays; above, 48 pictures weigh more than the code.
QUALITY = 80


@dataclass(frozen=True, slots=True)
class View:
    """What is photographed: an address of the page, and what somebody does there first."""

    name: str
    address: str
    act: Callable[[Page], None] = lambda page: None


def typing(page: Page) -> None:
    """Somebody looks for two names at once."""
    page.get_by_role("combobox", name="Find an actor").first.fill("bessent cnbc")
    expect(page.locator(".finder-item").first).to_be_visible()


def rejecting(page: Page) -> None:
    """Somebody is about to take a statement out, and sees what follows."""
    page.get_by_role("button", name="Correct").first.click()
    page.get_by_role("menuitem", name="Reject").click()
    expect(page.get_by_role("region", name="What follows")).to_contain_text("read anew")


def choosing_an_edge(page: Page) -> None:
    """Somebody asks what an edge rests on."""
    edges = page.locator("[data-list=edges]")
    edges.get_by_role("button", name="speaks about manufacturing").first.click()
    settled(page)
    page.evaluate("scrollTo(0, 0)")


def views(url: str) -> list[View]:
    """The views of the page, over the sample corpus."""

    def first(path: str, key: str) -> str:
        with urllib.request.urlopen(url + path) as answer:
            found: str = json.load(answer)[key][0]["id"]
        return found

    bessent = first("/entities?q=bessent", "entities")
    plan = first("/entities?q=" + quote("made in china 2025"), "entities")
    said = first("/statements?text=self-reliance", "statements")
    with urllib.request.urlopen(f"{url}/statements?text=self-reliance") as answer:
        place = json.load(answer)["statements"][0]
    assert place["id"] == said
    span = place["sentence"]
    return [
        View("search", "/"),
        View("search-typing", "/", typing),
        View("statements", "/statements?speaker=Bessent"),
        View("actor", f"/entity/{bessent}"),
        View("policy", f"/entity/{plan}"),
        View("reader", f"/document/{place['document']['id']}?at={span['start']}-{span['end']}"),
        View("documents", "/documents"),
        View("graph", f"/graph?seed={bessent}"),
        View("graph-edge", f"/graph?seed={bessent}", choosing_an_edge),
        View("overview", "/graph?by=community"),
        View("query", "/query?question=most-quoted&run=sparql"),
        View("export", "/export"),
        View("correcting", "/statements?text=self-reliance", rejecting),
        View("corrections", "/corrections"),
    ]


def decide(url: str) -> None:
    """Make one decision, so that the list of them is not empty."""
    with urllib.request.urlopen(f"{url}/statements?text=self-reliance") as answer:
        claim = json.load(answer)["statements"][0]["id"]
    body = {"kind": "confirm", "claim": claim, "author": "A. Reader", "reason": "Checked"}
    request = urllib.request.Request(
        f"{url}/corrections",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    urllib.request.urlopen(request).close()


def photograph(browser: Browser, url: str, view: View, folder: Path) -> None:
    """Take a view in every width and scheme."""
    for width, height in WIDTHS.items():
        for scheme in SCHEMES:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                reduced_motion="reduce",
                has_touch=width < 600,
            )
            page = context.new_page()
            page.add_init_script("localStorage.setItem('onrecord.author', 'A. Reader')")
            page.goto(f"{url}/#{view.address}")
            settled(page)
            view.act(page)
            page.wait_for_timeout(300)  # the canvas draws in its own time
            taken = context.new_cdp_session(page).send(
                "Page.captureScreenshot", {"format": "webp", "quality": QUALITY}
            )
            path = folder / f"{view.name}-{width}-{scheme}.webp"
            path.write_bytes(base64.b64decode(taken["data"]))
            context.close()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--to", type=Path, default=PICTURES, help="folder of the pictures")
    parser.add_argument("--only", nargs="*", help="names of views; all unless given")
    arguments = parser.parse_args()
    arguments.to.mkdir(parents=True, exist_ok=True)
    onrecord = Path(sys.executable).with_name("onrecord")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        subprocess.run(
            [onrecord, "ingest", SAMPLE, "--data-dir", data], env=environment(), check=True
        )
        with serving(onrecord, data) as url, chromium() as browser:
            decide(url)
            for view in views(url):
                if not arguments.only or view.name in arguments.only:
                    photograph(browser, url, view, arguments.to)
                    print(view.name)
    taken = list(arguments.to.glob("*.webp"))
    print(f"{len(taken)} pictures, {sum(path.stat().st_size for path in taken) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
