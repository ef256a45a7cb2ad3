"""A real browser on the page: what it asked for, what it complained about."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tools.chromium import PATH, chromium, settled

__all__ = ["Visit", "browsing", "settled", "visiting"]

# The browser itself writes a line for an answer that is a problem; the page shows it.
_ANSWERED = "Failed to load resource: the server responded"
# A remark of the driver about drawing without a GPU.
_DRIVER = "GL Driver Message"


@contextmanager
def browsing() -> Iterator[Browser]:
    """Debian's Chromium; a visible skip where it is not, a failure in CI."""
    if PATH is None and not os.environ.get("CI"):
        pytest.skip("Chromium is not here")
    with chromium() as browser:
        yield browser


@dataclass
class Visit:
    """A page of the served instance, with what went wrong on it."""

    url: str
    context: BrowserContext
    page: Page
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def to(self, address: str) -> Page:
        """Open a view by what follows the #, and wait until it has its answers."""
        self.page.goto(f"{self.url}/#{address}")
        settled(self.page)
        return self.page


@contextmanager
def visiting(
    browser: Browser,
    url: str,
    *,
    width: int = 1440,
    height: int = 900,
    scheme: Literal["light", "dark"] = "light",
    forced_colors: bool = False,
) -> Iterator[Visit]:
    """A fresh visitor; at the end, nothing came from outside and nothing was complained about."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        forced_colors="active" if forced_colors else "none",
        reduced_motion="reduce",
        accept_downloads=True,
    )
    context.set_default_timeout(20_000)
    visit = Visit(url, context, context.new_page())
    own = urlsplit(url).netloc

    def heard(message: ConsoleMessage) -> None:
        expected = message.text.startswith(_ANSWERED) or _DRIVER in message.text
        if message.type in ("error", "warning") and not expected:
            visit.complaints.append(message.text)

    visit.page.on("console", heard)
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    visit.page.on(
        "request",
        lambda request: (
            visit.outside.append(request.url)
            if urlsplit(request.url).scheme.startswith("http")
            and urlsplit(request.url).netloc != own
            else None
        ),
    )
    try:
        yield visit
    finally:
        context.close()
    assert visit.outside == []
    assert visit.complaints == [], visit.complaints
