"""What somebody at the page waits for, in Chromium without a GPU.

    python benchmarks/page.py [--claims N] [--folder DIR] [--rounds N]

On made-up documents of the real shape (made_up.py); ``--folder`` keeps the data and finds it again.
Wall milliseconds are what this machine, as busy as it is, makes of it; CPU is that of the page's
main thread, where all of its own code runs. The browser's cache is empty each time.
"""

from __future__ import annotations

import argparse
import gzip
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, Request

from onrecord.graph.record import Record
from onrecord.ontology.packs import Packs

# Not installed.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.made_up import extractions
from tools.chromium import chromium, settled
from tools.service import serving

VIEWS = (
    "/", "/statements", "/documents", "/graph?by=type", "/query", "/export", "/corrections",
)  # fmt: skip
PICTURE = "/graph?seed=concept/manufacturing"
TYPED = ("manufacturing", "made in china 2025", "kalen", "moro ti", "vasdel", "bloomberg")
_DIGITS = " ".join(str(digit) for digit in range(10))
MANY_ROWS = "SELECT * {" + " ".join(f"VALUES ?{name} {{{_DIGITS}}}" for name in "abcde") + "}"

_WATCH = """
  window.seen = {paint: 0, shift: 0, longest: 0, drawn: 0};
  new PerformanceObserver(list => {
    for (const each of list.getEntries())
      if (each.name === 'first-contentful-paint') seen.paint = each.startTime;
  }).observe({type: 'paint', buffered: true});
  new PerformanceObserver(list => {
    for (const each of list.getEntries()) if (!each.hadRecentInput) seen.shift += each.value;
  }).observe({type: 'layout-shift', buffered: true});
  new PerformanceObserver(list => {
    for (const each of list.getEntries()) seen.longest = Math.max(seen.longest, each.duration);
  }).observe({type: 'longtask', buffered: true});
  // Names are written onto a canvas in the frame in which nodes are drawn; this is after it.
  const write = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (...given) {
    if (!seen.drawn)
      requestAnimationFrame(() => setTimeout(() => seen.drawn ||= performance.now()));
    return write.apply(this, given);
  };
"""
_TYPED = """
  async ([field, text]) => {
    const offered = () => [...document.querySelectorAll('[role=option]')]
      .some(each => each.textContent.includes(`“${text.trim()}”`));
    const begun = performance.now();
    field.value = text;
    field.dispatchEvent(new InputEvent('input', {bubbles: true}));
    while (!offered()) await new Promise(requestAnimationFrame);
    return performance.now() - begun;
  }
"""


@dataclass
class Timer:
    """CPU milliseconds of a page's main thread since it was made."""

    session: CDPSession

    def __post_init__(self) -> None:
        self.session.send("Performance.enable", {"timeDomain": "threadTicks"})
        self.begun = self._now()

    def _now(self) -> float:
        metrics = self.session.send("Performance.getMetrics")["metrics"]
        found: float = next(each["value"] for each in metrics if each["name"] == "TaskDuration")
        return found * 1000

    def ms(self) -> float:
        """So many so far."""
        return self._now() - self.begun


@contextmanager
def watched(browser: Browser) -> Iterator[tuple[Page, Timer]]:
    """A fresh page that keeps count of what it paints and moves."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.add_init_script(_WATCH)
    yield page, Timer(context.new_cdp_session(page))
    context.close()


def shown(browser: Browser, address: str) -> dict[str, float]:
    """First paint and longest task in milliseconds, and the layout shift, of a view."""
    with watched(browser) as (page, _):
        page.goto(address)
        settled(page)
        seen: dict[str, float] = page.evaluate("seen")
    return seen


def picture(browser: Browser, address: str) -> tuple[int, float, float]:
    """Nodes, and wall and CPU milliseconds from the address to the picture."""
    with watched(browser) as (page, timer):
        page.goto(address)
        page.wait_for_function("() => seen.drawn")
        wall = float(page.evaluate("seen.drawn"))
        cpu = timer.ms()
        settled(page)
        return page.locator("[data-list=nodes] tr[data-id]").count(), wall, cpu


def typed(browser: Browser, url: str, texts: Sequence[str]) -> tuple[list[float], list[float]]:
    """Wall and CPU milliseconds from each letter to what it offers."""
    walls, cpus = [], []
    with watched(browser) as (page, timer):
        page.goto(url)
        settled(page)
        field = page.locator("main input[role=combobox]").element_handle()
        for text in texts:
            for end in range(1, len(text) + 1):
                before = timer.ms()
                walls.append(float(page.evaluate(_TYPED, [field, text[:end]])))
                cpus.append(timer.ms() - before)
    return walls, cpus


def table(browser: Browser, url: str) -> tuple[str, int, float]:
    """What is said of 100,000 rows, how many are in the page, and CPU milliseconds for them."""
    with watched(browser) as (page, timer):
        page.goto(f"{url}/#/query")
        settled(page)
        page.locator(".editor[data-language=sparql] .cm-content").click()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(MANY_ROWS)
        before = timer.ms()
        page.get_by_role("button", name="Run SPARQL").click()
        said = page.get_by_text("rows from SPARQL").inner_text()
        settled(page)
        return said, page.locator("tr[data-row]").count(), timer.ms() - before


def script_bytes(browser: Browser, url: str) -> tuple[int, int]:
    """Files of script that the first view asks for, and their bytes as sent with gzip."""
    asked: list[Request] = []
    with watched(browser) as (page, _):
        page.on("request", lambda each: asked.append(each))  # Playwright marks what it is given
        page.goto(url)
        settled(page)
        bodies = [
            response.body()
            for each in asked
            if each.resource_type == "script" and (response := each.response())
        ]
    return len(bodies), sum(len(gzip.compress(body, 9)) for body in bodies)


def fill(folder: Path, claims: int) -> None:
    """Write a record of so many claims, unless there is one."""
    record = Record(folder)
    if not any(record.ids()):
        for each in extractions(claims, Packs()):
            record.put(each, (each.document.name,))
    record.close()


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=10_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    onrecord = Path(sys.executable).with_name("onrecord")
    with tempfile.TemporaryDirectory() as scratch:
        folder = (given.folder or Path(scratch) / "data").resolve()
        fill(folder, given.claims)
        with serving(onrecord, folder, max_rows=100_000) as url, chromium() as browser:
            report(browser, url, given.rounds)


def report(browser: Browser, url: str, rounds: int) -> None:
    """Measure and print each figure, one a line."""
    count, size = script_bytes(browser, url)
    print(f"| script of the first view, gzip | {size / 1000:.0f} KB in {count} files |")
    for address in VIEWS:
        seen = [shown(browser, f"{url}/#{address}") for _ in range(rounds)]
        paints = [each["paint"] for each in seen]
        shift = max(each["shift"] for each in seen)
        longest = statistics.median(each["longest"] for each in seen)
        print(
            f"| {address}: first paint, median and worst; layout shift, worst; longest task, median"
            f" | {statistics.median(paints):.0f} / {max(paints):.0f} ms; {shift:.3f};"
            f" {longest:.0f} ms |"
        )
    drawn = [picture(browser, f"{url}/#{PICTURE}") for _ in range(rounds)]
    walls, cpus = [each[1] for each in drawn], [each[2] for each in drawn]
    print(
        f"| {drawn[0][0]} nodes painted, from the address on, median and worst; CPU, median | "
        f"{statistics.median(walls):.0f} / {max(walls):.0f} ms; {statistics.median(cpus):.0f} ms |"
    )
    waits, cpus = typed(browser, url, TYPED)
    print(
        f"| type-ahead, {len(waits)} letters: p50 and p95; CPU p95"
        f" | {statistics.median(waits):.0f} / {p95(waits):.0f} ms; {p95(cpus):.0f} ms |"
    )
    said, kept, cpu = table(browser, url)
    print(f"| {said.strip()}: rows in the page; CPU | {kept}; {cpu:.0f} ms |")


def p95(values: Sequence[float]) -> float:
    """The value that 95 of 100 do not pass."""
    return sorted(values)[max(0, round(0.95 * len(values)) - 1)]


if __name__ == "__main__":
    main()
