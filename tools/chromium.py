"""Debian's Chromium, driven by Playwright: asks this machine alone, and draws without a GPU."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

PATH = shutil.which("chromium") or shutil.which("chromium-browser")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless browser.

    Raises:
        FileNotFoundError: Chromium is not installed.
    """
    if PATH is None:
        raise FileNotFoundError("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PATH, args=_FLAGS)
        yield browser
        browser.close()


def settled(page: Page) -> None:
    """Wait until nothing is being asked or drawn any more."""
    page.wait_for_load_state("networkidle")
    page.wait_for_function("() => !/(Loading|Working)[^.]*…/.test(document.body.innerText)")
