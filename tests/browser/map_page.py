"""The map page in a browser: when it has settled, what it has drawn, and how it is used."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

from sitegen.terms import snap_point_id
from tests.browser.conftest import Visit
from tiles.grid import pixels

NEAR = "#m=2025-06&z=14.5/52.63/-1.13"
FAR = "#m=2025-06&z=10/52.63/-1.11"
CANVAS = "[data-part=canvas] [role=region]"
COLOUR_AT = """(x, y) => {
  const plane = document.querySelector("[data-part=canvas] [role=region]").getBoundingClientRect();
  return [...document.querySelectorAll("[data-part=canvas] canvas")].reduce((colour, canvas) => {
    const box = canvas.getBoundingClientRect(), fine = canvas.width / box.width;
    const [left, top] = [(plane.left + x - box.left) * fine, (plane.top + y - box.top) * fine].map(Math.floor);
    const [red, green, blue, alpha] = canvas.getContext("2d").getImageData(left, top, 1, 1).data;
    return [red, green, blue].map((part, place) => Math.round((part * alpha + colour[place] * (255 - alpha)) / 255));
  }, [0, 0, 0]);
}"""
"""The colour a reader sees at a point of the map, of all that lies there: a function of CSS pixels from the map's left and top."""

RESTED = """async () => {
  const { map } = crimeMap;
  await new Promise((done) => { map.once("idle", () => done()); map.wake(); });
  for (let told; told !== crimeMap.told; ) await (told = crimeMap.told);
}"""
"""Resolves when the map has come to rest and has told what it shows."""


def settled(visit: Visit) -> Visit:
    """The visit once its map has been drawn and counted."""
    expect(visit.page.locator("#map[data-ready=true]")).to_be_visible()
    expect(status(visit.page)).not_to_contain_text("The map is loading.")
    return visit


def status(page: Page) -> Any:
    return page.get_by_role("status").and_(page.locator("[data-part=status]"))


def ready(page: Page, url: str) -> Page:
    """The page at an address, once its map can be moved and has listed the streets in view."""
    page.goto(url)
    page.locator("#map[data-ready=true]").wait_for()
    page.locator("[data-part=list] button").nth(5).wait_for(state="attached")
    return page


def part(page: Page, name: str) -> Locator:
    """The element that the map's script knows by this name."""
    return page.locator(f"[data-part={name}]")


def rest(page: Page) -> None:
    """Wait until the map has nothing left to load or draw, and what it shows has been written beside it."""
    page.evaluate(RESTED)


def drawn(page: Page, layer: str) -> list[dict[str, Any]]:
    """The attributes of everything the map has drawn of a layer."""
    found: list[dict[str, Any]] = page.evaluate("(layer) => crimeMap.map.drawn(layer)", layer)
    return found


def totals(page: Page, layer: str) -> list[int]:
    return sorted(one["total"] for one in drawn(page, layer))


def identity(place: tuple[float, float]) -> str:
    x, y = pixels([place[0]], [place[1]])
    return snap_point_id(int(x[0]), int(y[0]))


def tap(page: Page, place: tuple[float, float], off: int = 0) -> None:
    """Tap the map at a place, so many pixels below it."""
    at = page.evaluate("(place) => { const { x, y } = crimeMap.map.project(place); return [x, y]; }", list(place))
    page.locator("[data-part=canvas]").click(position={"x": at[0], "y": at[1] + off})


def choose_month(page: Page, month: str) -> None:
    page.get_by_label("Month", exact=True).select_option(month)
