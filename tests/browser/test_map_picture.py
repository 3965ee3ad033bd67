"""The baked picture of the map page: there without a script, a way to each force, and where the map will be."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import Open, browsing
from tests.browser.map_page import settled

pytestmark = pytest.mark.browser

SIZES = ((320, 640), (360, 740), (1280, 800))
LAND = "#map .picture a path"
TOP_AT = """([force, share]) => {
  const area = [...document.querySelectorAll("#map .picture a")].find((one) => one.getAttribute("href").includes(force));
  const box = area.querySelector("path").getBoundingClientRect();
  const [x, y] = [box.x + box.width * share, box.y + box.height * share];
  return [x, y, document.elementFromPoint(x, y)?.closest("a")?.getAttribute("href") || ""];
}"""
"""A point of a force's area on the screen, and where a tap on it leads."""
EDGES = """(selector) => {
  const boxes = [...document.querySelectorAll(selector)].map((one) => one.getBoundingClientRect());
  return [Math.min(...boxes.map((box) => box.left)), Math.min(...boxes.map((box) => box.top)),
    Math.max(...boxes.map((box) => box.right)), Math.max(...boxes.map((box) => box.bottom))];
}"""
"""The edges of the land in the picture on the screen."""
CORNERS = """([west, south, east, north]) => {
  const { left, top } = document.querySelector("[data-part=canvas]").getBoundingClientRect();
  const [from, to] = [crimeMap.map.project([west, north]), crimeMap.map.project([east, south])];
  return [from.x + left, from.y + top, to.x + left, to.y + top];
}"""
"""Where the map has the same edges."""


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]} px")
def unscripted(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    """A browser without scripts, of a size."""
    width, height = request.param
    with browsing(chromium, java_script_enabled=False, viewport={"width": width, "height": height}) as context:
        yield context.new_page()


def test_without_a_script_the_first_screen_has_the_picture_its_month_and_its_counts(unscripted: Page, tiny_site_address: str) -> None:
    unscripted.goto(tiny_site_address + "map/")
    size = unscripted.viewport_size
    assert size is not None
    left, top, right, bottom = unscripted.evaluate(EDGES, LAND)
    assert 0 <= left < right <= size["width"]
    assert 0 <= top < bottom <= size["height"]
    assert max((right - left) / size["width"], (bottom - top) / size["height"]) > 0.3
    said = unscripted.get_by_text(re.compile(r"\d+ crimes and 5 reports of antisocial behaviour")).locator("visible=true").first
    box = said.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= size["height"]
    expect(unscripted.get_by_text("June 2025").locator("visible=true").first).to_be_in_viewport()


def test_what_no_boundary_was_supplied_of_is_bare_paper_and_the_key_says_so(unscripted: Page, tiny_site_address: str) -> None:
    unscripted.goto(tiny_site_address + "map/")
    colours = "([one, other]) => [one, other].map((part) => getComputedStyle(document.querySelector(part)).backgroundColor)"
    around, swatch = unscripted.evaluate(colours, ["#map .stage", ".picture-key .beyond"])
    assert around == swatch == unscripted.evaluate("getComputedStyle(document.body).backgroundColor")
    told = unscripted.get_by_text("no boundary supplied here").locator("visible=true")
    expect(told).to_have_count(1)
    expect(told).to_be_visible()


def test_without_a_script_a_tap_on_a_force_leads_to_its_page(unscripted: Page, tiny_site_address: str) -> None:
    unscripted.goto(tiny_site_address + "map/")
    x, y, leads = unscripted.evaluate(TOP_AT, ["wealdmoor", 0.5])
    assert leads.endswith("wealdmoor/")
    unscripted.mouse.click(x, y)
    unscripted.wait_for_url("**/wealdmoor/")


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_map_comes_where_the_picture_was(open_page: Open, tiny_site_address: str, width: int, height: int) -> None:
    visit = open_page("about:blank")
    page = visit.page
    page.set_viewport_size({"width": width, "height": height})
    held: list[Route] = []
    page.route("**/tiles/boundaries.json", lambda route: held.append(route))  # noqa: PLW0108  the library cannot mark a method of a list
    page.goto(tiny_site_address + "map/")
    page.locator("#map[data-ready=loading]").wait_for()
    before = page.evaluate(EDGES, LAND)
    held[0].continue_()
    settled(visit)
    bounds = json.loads(page.request.get(tiny_site_address + "tiles/boundaries.json").text())["bounds"]
    assert page.evaluate(CORNERS, bounds) == pytest.approx(before, abs=3)


def test_the_picture_goes_when_the_map_has_painted(open_page: Open, tiny_site_address: str) -> None:
    visit = settled(open_page(tiny_site_address + "map/"))
    expect(visit.page.locator("#map .picture")).to_be_hidden()
    expect(visit.page.locator("[data-part=canvas] canvas").first).to_be_visible()


def test_an_address_of_a_place_shows_no_picture_of_another(open_page: Open, tiny_site_address: str) -> None:
    visit = settled(open_page(tiny_site_address + "map/#m=2025-06&z=14.5/52.63/-1.13"))
    expect(visit.page.locator("#map .picture")).to_be_hidden()
