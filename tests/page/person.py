"""Somebody at the page who may only type, press and click, and whose steps are counted."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page

from tests.page.browsing import settled


@dataclass
class Person:
    """One text typed, one key or chord pressed, one thing clicked: one step each."""

    page: Page
    steps: int = 0

    def types(self, text: str) -> None:
        """Type into what has the focus."""
        self.page.keyboard.type(text)
        self._done()

    def presses(self, chord: str) -> None:
        """Press a key, or several at once."""
        self.page.keyboard.press(chord)
        self._done()

    def clicks(self, target: Locator) -> None:
        """Click what can be seen."""
        target.click()
        self._done()

    def _done(self) -> None:
        settled(self.page)
        self.steps += 1
