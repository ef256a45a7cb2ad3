"""What the page looks like to whom: contrast, shapes beside colours, no motion, forced colours."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.page.browsing import Visit, visiting
from tests.wheel import ROOT

TOKENS = (ROOT / "api" / "ui" / "src" / "styles" / "tokens.css").read_text(encoding="utf-8")
THEMES = ("light", "dark")
# What draws something that has to be seen, and what it is drawn on.
DRAWN = [
    ("edge", "surface"),
    ("edge", "paper"),
    ("target", "surface"),
    ("mark-line", "mark"),
    ("mark-line", "surface"),
    ("accent", "surface"),
    ("accent", "source"),
    ("bad", "surface"),
    ("good", "surface"),
    *((family, back) for family in ("person", "organization", "country", "group", "policy",
      "sector", "document") for back in ("surface", "paper")),
]  # fmt: skip
WRITTEN = [
    (ink, back)
    for ink in ("ink", "quiet", "accent")
    for back in ("paper", "surface", "raised", "mark", "source")
    if (ink, back) not in {("quiet", "mark"), ("quiet", "source"), ("accent", "mark")}
] + [("bad", "bad-back"), ("on-accent", "accent")]


def colours(name: str) -> tuple[str, str]:
    """A token in the light theme and in the dark one."""
    found = re.search(rf"--{name}: light-dark\((#[0-9a-f]{{6}}), (#[0-9a-f]{{6}})\)", TOKENS)
    assert found, name
    return found[1], found[2]


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Between 1 and 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def too_faint(pairs: list[tuple[str, str]], least: float) -> list[str]:
    return [
        f"{front} on {back}, {theme}: {ratio:.2f}"
        for front, back in pairs
        for number, theme in enumerate(THEMES)
        if (ratio := contrast(colours(front)[number], colours(back)[number])) < least
    ]


def test_lines_and_marks_stand_out_three_to_one_in_both_themes() -> None:
    assert too_faint(DRAWN, 3) == []


def test_words_stand_out_four_and_a_half_to_one_in_both_themes() -> None:
    assert too_faint(WRITTEN, 4.5) == []


@pytest.mark.browser
@pytest.mark.engine
class TestSeen:
    """What a browser makes of it."""

    def test_types_of_entities_differ_in_shape_and_not_in_colour_alone(self, visit: Visit) -> None:
        page = visit.to("/")
        shapes = page.locator("main svg").evaluate_all(
            "all => Object.fromEntries(all.map(each =>"
            " [getComputedStyle(each).color, each.innerHTML.replace(/<!--.*?-->/g, '')]))"
        )
        assert len(shapes) >= 4
        assert len(set(shapes.values())) == len(shapes)

    def test_nothing_moves_for_whom_motion_disturbs(self, visit: Visit) -> None:
        page = visit.to("/graph?by=type")
        moving = (
            "() => document.getAnimations().filter(each => each.playState === 'running').length"
        )
        for address in ("/", "/statements?speaker=Bessent", "/graph?by=type", "/query"):
            assert visit.to(address).evaluate(moving) == 0, address
        page.get_by_role("link", name="Who said what").click()
        assert page.evaluate(moving) == 0

    def test_forced_colours_leave_controls_and_marks_visible(
        self, browser: Browser, served: str
    ) -> None:
        with visiting(browser, served, forced_colors=True) as visit:
            page = visit.to("/statements?speaker=Bessent")
            assert page.evaluate("matchMedia('(forced-colors: active)').matches")
            assert told_apart(page, "article mark")
            assert told_apart(page, "main button")
            field = page.get_by_role("combobox").first
            field.focus()
            expect(field).not_to_have_css("outline-style", "none")


def told_apart(page: Page, selector: str) -> bool:
    """Whether a thing has a border, a line below or a ground that its surroundings have not."""
    told: bool = page.locator(selector).first.evaluate(
        """each => {
          const own = getComputedStyle(each), around = getComputedStyle(each.parentElement);
          const drawn = (style, width) => style !== 'none' && parseFloat(width) > 0;
          return drawn(own.borderBottomStyle, own.borderBottomWidth)
            || own.textDecorationLine !== 'none'
            || own.backgroundColor !== around.backgroundColor;
        }"""
    )
    return told
