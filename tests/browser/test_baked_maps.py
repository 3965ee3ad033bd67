"""The maps baked into pages: names that can be read, on a telephone and on a desk, and on paper the light map."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Open, browsing
from tests.browser.map_page import COLOUR_AT, NEAR, settled

pytestmark = pytest.mark.browser

NAMES = """() => {
  const boxOf = (one) => { const { left, top, right, bottom } = one.getBoundingClientRect(); return [left, top, right, bottom]; };
  const names = document.querySelectorAll(".map > svg .m-t text, .map > a > svg .m-t text, .picture .m-t text");
  const seen = [...names].filter((one) => one.checkVisibility());
  const drawing = seen[0].closest("svg");
  return [boxOf(drawing.closest(".stage") || drawing), seen.map((one) => [one.textContent, ...boxOf(one)])];
}"""
"""The box of a page's baked map, and those of the names that are seen on it."""

LIGHT = """() => {
  const colourAt = COLOUR_AT, { clientWidth, clientHeight } = document.querySelector("[data-part=canvas]");
  const middle = (place, length) => ((place + .5) * length) / 20;
  const at = Array.from({ length: 400 }, (_, place) => colourAt(middle(place % 20, clientWidth), middle(Math.floor(place / 20), clientHeight)));
  return at.filter((colour) => Math.min(...colour) > 200).length / at.length;
}""".replace("COLOUR_AT", COLOUR_AT)
"""The share of the map that is light."""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", ["loamshire", "cy/loamshire", "dyffryn-aeddan", "forces", "map", "loamshire/nb01"])
def test_no_name_on_a_baked_map_is_cut_or_lies_over_another(built_site: Path, chromium: Browser, path: str, width: int) -> None:
    with browsing(chromium, java_script_enabled=False, viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.goto((built_site / path / "index.html").as_uri())
        (west, north, east, south), names = page.evaluate(NAMES)
    assert names
    for place, (name, left, top, right, bottom) in enumerate(names):
        assert west <= left < right <= east, name
        assert north <= top < bottom <= south, name
        for other, far, high, near, low in names[place + 1 :]:
            across, down = min(right, near) - max(left, far), min(bottom, low) - max(top, high)
            assert across <= 0 or down <= (bottom - top) / 3, (name, other)  # a line's box is taller than its letters


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_goes_on_paper_in_light_colours_and_stays_what_it_was_on_the_screen(open_page: Open, tiny_site_address: str, scheme: str) -> None:
    page = settled(open_page(tiny_site_address + "map/" + NEAR, scheme=scheme)).page
    before = page.evaluate(LIGHT)
    assert before > 0.8 if scheme == "light" else before == 0
    page.evaluate(f"() => addEventListener('beforeprint', () => (window.printed = ({LIGHT})()))")
    paper = page.pdf(format="A4")
    assert page.evaluate("window.printed") > 0.8
    sides = page.evaluate("[...document.querySelectorAll('[data-part=canvas] canvas')].map(({ width }) => width)")
    images = [int(width) for width in re.findall(rb"/Subtype /Image\s+/Width (\d+)", paper)]
    assert all(images.count(side) >= len(sides) for side in sides), images  # as pixels; strokes of the upper canvas would clear the lower one
    page.wait_for_function(f"(before) => Math.abs(({LIGHT})() - before) < 0.02", arg=before)
