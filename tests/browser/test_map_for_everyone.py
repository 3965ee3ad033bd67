"""The map for readers with forced colours, less motion, a narrow screen, a coarse finger, and on a site without a basemap."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser import tiny_site
from tests.browser.conftest import Open
from tests.browser.map_page import COLOUR_AT, FAR, NEAR, drawn, rest, settled, status, tap
from tests.browser.tiny_site import CORN_MARKET
from tests.serving import serving

pytestmark = pytest.mark.browser

COLOURS = """(selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility()).map((one) => {
  const { color, backgroundColor, borderTopColor, borderTopWidth } = getComputedStyle(one);
  return { color, ground: backgroundColor, edge: borderTopWidth === "0px" ? "" : borderTopColor };
})"""
RING = """([place, colourAt]) => { const { x, y } = crimeMap.map.project(place);
  return Array.from({ length: 61 }, (_, at) => eval(colourAt)(x - 30 + at, y).join()); }"""
SMALL = """() => [...document.querySelectorAll("#map button, #map select, #map input[type=search], #map label.check")]
  .filter((one) => one.checkVisibility()).map((one) => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
  .filter(([, box]) => box.height < 43.9 || box.width < 43.9).map(([name, box]) => `${name}: ${box.width} x ${box.height}`)"""


def test_with_forced_colours_every_control_has_an_edge_and_the_chosen_point_its_ring(open_page: Open, tiny_site_address: str) -> None:
    visit = open_page("about:blank")
    page = visit.page
    page.emulate_media(forced_colors="active")
    page.goto(tiny_site_address + "map/" + NEAR)
    settled(visit)
    before = page.evaluate(RING, [list(CORN_MARKET), COLOUR_AT])
    tap(page, CORN_MARKET)
    expect(page.locator(".inview [aria-pressed=true]")).to_have_count(1)
    rest(page)
    assert "36,70,196" not in before
    assert page.evaluate(RING, [list(CORN_MARKET), COLOUR_AT]).count("36,70,196") >= 6  # the ring left and right of the point
    for look in page.evaluate(COLOURS, ".tools button, .months button, .months select, .seek input, .cats button"):
        assert look["edge"]
        assert look["edge"] != look["ground"]
        assert look["color"] != look["ground"]
    pressed, plain = (page.evaluate(COLOURS, f".inview button[aria-pressed={state}]")[0] for state in ("true", "false"))
    assert pressed != plain
    assert visit.axe() == []


def test_with_less_motion_there_is_no_play_button_and_months_change_at_once(open_page: Open, tiny_site_address: str) -> None:
    visit = open_page("about:blank")
    page = visit.page
    page.emulate_media(reduced_motion="reduce")
    page.goto(tiny_site_address + "map/" + NEAR)
    settled(visit)
    expect(page.get_by_role("button", name="Play the months")).to_have_count(0)
    expect(page.locator("[data-part=play]")).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    page.get_by_role("button", name="Month before").click()
    expect(status(page)).to_contain_text("In this view in May 2025")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_at_320_pixels_nothing_is_cut_off_and_a_finger_can_press_everything(open_page: Open, tiny_site_address: str, scheme: str) -> None:
    visit = settled(open_page(tiny_site_address + "map/" + NEAR + "&l=edges,stops", width=320, height=640, scheme=scheme))
    page = visit.page
    tap(page, CORN_MARKET)
    expect(page.locator("[data-part=chosen-links] a")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(SMALL) == []
    assert visit.axe() == []


def test_a_narrow_map_says_what_it_is_of_which_month_and_what_to_do(open_page: Open, tiny_site_address: str) -> None:
    page = settled(open_page(tiny_site_address + "map/" + NEAR, width=360, height=740)).page
    said = page.locator(".what")
    expect(said.locator("> :visible")).to_have_text(["Crime map, June 2025", "Choose a point to see its street."])
    box = said.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 740
    page.goto(tiny_site_address + "map/" + FAR)
    page.reload()
    expect(said.locator("> :visible")).to_have_text(["Crime map, June 2025", "Zoom in to see streets."])


@pytest.fixture(scope="module")
def bare_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the tiny site baked without a basemap."""
    folder = tmp_path_factory.mktemp("bare")
    tiny_site.bake(folder, "folder", basemap=False)
    with serving(folder) as address:
        yield address


def test_without_a_basemap_outlines_boundaries_and_names_are_drawn(open_page: Open, bare_site: str) -> None:
    visit = settled(open_page(bare_site + "map/" + FAR))
    page = visit.page
    rest(page)
    assert {one["force"] for one in drawn(page, "force")} == {"loamshire", "wealdmoor"}
    assert len(drawn(page, "neighbourhood")) >= 3
    page.goto(bare_site + "map/#m=2025-06&z=12.5/52.63/-1.13")
    page.reload()
    settled(visit)
    rest(page)
    assert {one["name"] for one in drawn(page, "label-neighbourhood")} >= {"Castle Gate"}
    assert drawn(page, "crimes")
    assert visit.axe() == []
    assert (visit.refused, visit.complaints) == ([], [])
