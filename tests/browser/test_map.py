"""The interactive map, driven in a real browser over a site whose every number is known."""

from __future__ import annotations

import math
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.map_page import CANVAS, COLOUR_AT, FAR, NEAR, choose_month, drawn, identity, rest, settled, status, tap, totals
from tests.browser.tiny_site import BRIDGE_STREET, CORN_MARKET, MOOR_LANE, STATION
from tests.browser.window import emulate

pytestmark = pytest.mark.browser


def test_points_are_drawn_with_their_numbers(open_page: Open, any_tiny_site: str) -> None:
    visit = settled(open_page(any_tiny_site + "map/" + NEAR))
    expect(status(visit.page)).to_have_text(
        "In this view in June 2025: 3 streets, 14 crimes and 5 reports of antisocial behaviour. British Transport Police recorded 4, counted apart."
        " 6 more of all categories, recorded by Loamshire Constabulary, have no location."
    )
    assert totals(visit.page, "crimes") == [1, 2, 16]
    assert [one["total"] for one in drawn(visit.page, "crime-numbers")] == [16]


def test_known_fault_of_the_month_is_told_beside_the_map(open_page: Open, any_tiny_site: str) -> None:
    page = settled(open_page(any_tiny_site + "map/" + NEAR)).page
    expect(page.locator("[data-part=partial]")).to_contain_text("Two days of June are missing. Source")
    choose_month(page, "2025-05")
    expect(page.locator("[data-part=partial]")).not_to_contain_text("Two days of June")


def test_far_away_squares_stand_for_all_their_points(open_page: Open, any_tiny_site: str) -> None:
    visit = settled(open_page(any_tiny_site + "map/" + FAR))
    expect(status(visit.page)).to_contain_text("In this view in June 2025: 16 crimes and 5 reports of antisocial behaviour, drawn as")
    assert sum(totals(visit.page, "cells")) == 21
    assert drawn(visit.page, "crimes") == []
    assert {one["key"] for one in drawn(visit.page, "neighbourhood")} == {"loamshire/cg", "loamshire/nb", "wealdmoor/cg"}


@pytest.mark.parametrize("zoom", [8.01, 9.5, 10.97])
def test_a_square_is_as_large_in_its_cell_as_its_number_says_at_every_zoom(open_page: Open, tiny_site_address: str, zoom: float) -> None:
    visit = open_page("about:blank")
    page = visit.page
    page.route("**/tiles/base.json", lambda route: route.fulfill(status=404))  # nothing but land under the square, and no name over it
    page.goto(f"{tiny_site_address}map/#m=2025-06&z={zoom}/52.63/-1.13&c=bur&l=")
    settled(visit)
    rest(page)
    inside, outside = page.evaluate(COLOURS_BY_A_SQUARE, [*MOOR_LANE, math.floor(zoom + 0.5)])
    assert all(min(colour) < 160 for colour in inside)
    assert all(min(colour) > 215 for colour in outside)  # land, or at its edge what lies beyond


COLOURS_BY_A_SQUARE = f"""([lon, lat, zoom]) => {{
  const colourAt = {COLOUR_AT};
  const cells = 32 * 2 ** zoom, pixel = cells / 512 / 2 ** crimeMap.map.zoom();
  const half = Math.sqrt(2 / crimeMap.map.layerOf("cells").cells[zoom].largest) * 0.94 / 2;
  const [x, y] = [lon / 360 + 0.5, 0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI)];
  const centre = [(Math.floor(x * cells) + 0.5) / cells, (Math.floor(y * cells) + 0.5) / cells];
  const seenAt = (dx, dy) => {{
    const [left, top] = [centre[0] + dx / cells, centre[1] + dy / cells];
    const at = crimeMap.map.project([left * 360 - 180, (Math.atan(Math.sinh(Math.PI * (1 - 2 * top))) * 180) / Math.PI]);
    return colourAt(at.x, at.y);
  }};
  const by = (off) => [-1, 1].map((side) => seenAt(side * (half + off * pixel), 0));
  return [by(-1.5), by(1.5)];
}}"""
"""Colours just inside and just outside the square of a cell, west and east, at a third of its height."""


def test_nothing_is_asked_for_that_is_not_there(open_page: Open, any_tiny_site: str) -> None:
    visit = settled(open_page(any_tiny_site + "map/"))
    for fragment in (FAR, NEAR, "#m=2025-06&z=12/51.9/-0.5"):
        visit.page.evaluate("(fragment) => { location.hash = fragment; }", fragment)
        visit.page.wait_for_url("**/map/" + fragment)
        rest(visit.page)
    assert (visit.refused, visit.other_origins(), visit.complaints) == ([], [], [])


def test_a_view_takes_few_requests(open_page: Open, tiny_site_address: str) -> None:
    visit = settled(open_page(tiny_site_address + "map/" + NEAR))
    tiles = [url for url in visit.requests if url.endswith(".mvt")]
    assert sum("/crime/" in url for url in tiles) == 1
    assert sum("/boundaries/" in url for url in tiles) <= 4
    before = len(visit.requests)
    choose_month(visit.page, "2025-05")
    expect(status(visit.page)).to_contain_text("2 crimes")
    asked = [url for url in visit.requests[before:] if "/tiles/" in url or "/streets/" in url]
    assert [url.endswith("/tiles/crime/2025-05.json") for url in asked] == [True, False]
    assert asked[1].endswith(".mvt")


def test_switching_the_month_keeps_the_page_and_the_view(open_page: Open, any_tiny_site: str) -> None:
    visit = settled(open_page(any_tiny_site + "map/" + NEAR))
    visit.page.evaluate("() => { window.kept = true; }")
    visit.page.get_by_role("button", name="Month before: May 2025").click()
    expect(status(visit.page)).to_contain_text("In this view in May 2025: 1 street, 2 crimes and 0 reports")
    assert totals(visit.page, "crimes") == [2]
    assert "m=2025-05&z=14.5/52.63/-1.13" in visit.page.url
    assert visit.page.evaluate("() => window.kept")


def test_a_month_without_data_is_hatched_and_said(open_page: Open, tiny_site_address: str) -> None:
    visit = settled(open_page(tiny_site_address + "map/" + FAR.replace("2025-06", "2025-05")))
    assert {one["force"] for one in drawn(visit.page, "no-data")} == {"wealdmoor"}
    expect(visit.page.locator("[data-part=missing]")).to_have_text("Hatched: Wealdmoor Police supplied no data for May 2025.")
    visit.page.get_by_role("button", name="Month before: April 2025: not supplied").click()
    expect(visit.page.locator("[data-part=missing]")).to_contain_text("Loamshire Constabulary and Wealdmoor Police supplied no data for April 2025.")
    expect(status(visit.page)).to_have_text("There are no figures for this view in April 2025.")
    assert {one["force"] for one in drawn(visit.page, "no-data")} == {"loamshire", "wealdmoor"}
    assert drawn(visit.page, "cells") == []
    assert set(visit.page.locator(".check .nums").all_inner_texts()) == {""}  # no nought without evidence


def test_a_view_with_data_and_nothing_recorded_says_so(open_page: Open, tiny_site_address: str) -> None:
    visit = settled(open_page(tiny_site_address + "map/#m=2025-06&z=15/52.66/-1.13"))
    expect(status(visit.page)).to_contain_text("Nothing was recorded in this view in June 2025.")
    assert set(visit.page.locator(".check:not([hidden]) .nums").all_inner_texts()) == {"0", ""}


def test_categories_filter_points_squares_and_numbers(open_page: Open, tiny_site_address: str) -> None:
    visit = settled(open_page(tiny_site_address + "map/" + NEAR))
    page = visit.page
    page.get_by_role("button", name="None", exact=True).click()
    expect(status(page)).to_contain_text("Nothing in the categories chosen was recorded in this view")
    assert drawn(page, "crimes") == []
    page.get_by_label("Shoplifting").check()
    expect(status(page)).to_contain_text("In this view in June 2025: 2 streets, 9 crimes.")
    assert sorted(one["sho"] for one in drawn(page, "crimes")) == [1, 8]
    assert page.url.endswith("&c=sho")
    expect(page.locator(".inview")).to_have_text("Corn Market8A point without a street name1")
    for _ in range(4):
        page.get_by_role("button", name="Zoom out").click()
        rest(page)
    expect(status(page)).to_contain_text("In this view in June 2025: 9 crimes, drawn as")
    assert sum(one["sho"] for one in drawn(page, "cells")) == 9
    page.get_by_role("button", name="All", exact=True).click()
    expect(status(page)).to_contain_text("16 crimes and 5 reports")


def test_category_numbers_in_view_do_not_follow_the_filter(open_page: Open, tiny_site_address: str) -> None:
    visit = settled(open_page(tiny_site_address + "map/" + NEAR + "&c=sho"))
    row = visit.page.locator(".check", has_text="Antisocial behaviour")
    expect(row.locator("input")).not_to_be_checked()
    expect(row.locator(".nums")).to_have_text("5")


def test_tapping_a_point_tells_its_street_and_counts(open_page: Open, any_tiny_site: str) -> None:
    visit = settled(open_page(any_tiny_site + "map/" + NEAR))
    page = visit.page
    tap(page, CORN_MARKET)
    chosen = page.get_by_role("region", name="On or near Corn Market")
    expect(chosen.locator("[data-part=chosen-table] tbody:not(.asb)")).to_have_text("Violence and sexual offences3Shoplifting8")
    expect(chosen.locator("tbody.asb")).to_have_text("Antisocial behaviour5")
    assert chosen.get_by_role("link", name="Castle Gate: policing team").get_attribute("href") == "../loamshire/cg/"
    street = chosen.get_by_role("link", name="Corn Market, month by month").get_attribute("href")
    assert street == f"../loamshire/cg/streets/#{identity(CORN_MARKET)}"
    expect(page.locator(".inview [aria-pressed=true]")).to_have_text("Corn Market16")
    rest(page)
    assert totals(page, "chosen") == [16]


def test_a_finger_need_not_hit_a_small_point_exactly(open_page: Open, tiny_site_address: str) -> None:
    visit = settled(open_page(tiny_site_address + "map/" + NEAR, width=360, height=740))
    tap(visit.page, BRIDGE_STREET, off=18)
    expect(visit.page.locator("[data-part=chosen-name]")).to_have_text("On or near Bridge Street")


def test_transport_police_are_drawn_only_when_chosen(open_page: Open, tiny_site_address: str) -> None:
    page = settled(open_page(tiny_site_address + "map/" + NEAR.replace("06", "05"))).page
    assert [one.get("btp") for one in drawn(page, "crimes")] == [None]
    page.get_by_label("British Transport Police").check()
    expect(status(page)).to_contain_text("In this view in May 2025: 2 streets, 2 crimes")
    assert page.url.endswith("&c=all,btp")
    assert sorted(one.get("btp", 0) for one in drawn(page, "crimes")) == [0, 1]
    page.get_by_label("Shoplifting").uncheck()
    expect(status(page)).to_contain_text("In this view in May 2025: 1 street, 0 crimes and 0 reports")


def test_transport_police_stay_apart_at_a_point(open_page: Open, tiny_site_address: str) -> None:
    visit = settled(open_page(tiny_site_address + "map/" + NEAR))
    tap(visit.page, STATION)
    expect(visit.page.locator("[data-part=chosen-name]")).to_have_text("A point without a street name")
    bodies = visit.page.locator("[data-part=chosen-table] tbody")
    expect(bodies).to_have_text(["Shoplifting1", "British Transport Police, all categories4"])


def test_the_list_chooses_points_and_follows_the_map(open_page: Open, tiny_site_address: str) -> None:
    visit = settled(open_page(tiny_site_address + "map/" + NEAR))
    page = visit.page
    rows = page.locator(".inview button")
    assert rows.all_inner_texts() == ["Bridge Street\n2", "Corn Market\n16", "A point without a street name\n1"]
    page.get_by_label("Order", exact=True).select_option("Most first")
    assert rows.all_inner_texts() == ["Corn Market\n16", "Bridge Street\n2", "A point without a street name\n1"]
    rows.nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-part=chosen-name]")).to_have_text("On or near Bridge Street")
    expect(rows.nth(1)).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-part=chosen-name]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("[data-part=chosen]")).to_be_hidden()
    expect(rows.nth(1)).to_be_focused()


def test_a_chosen_point_stays_chosen_in_a_month_without_a_crime_there(open_page: Open, tiny_site_address: str) -> None:
    visit = settled(open_page(tiny_site_address + "map/" + NEAR + "&p=" + identity(BRIDGE_STREET)))
    expect(visit.page.locator("[data-part=chosen-name]")).to_have_text("On or near Bridge Street")
    choose_month(visit.page, "2025-05")
    expect(visit.page.locator("[data-part=chosen-none]")).to_have_text("Nothing was recorded here in May 2025.")
    choose_month(visit.page, "2025-04")
    expect(visit.page.locator("[data-part=chosen-none]")).to_have_text("There is no figure for this point in April 2025.")


def test_back_and_forward_walk_through_what_was_chosen(open_page: Open, tiny_site_address: str) -> None:
    visit = settled(open_page(tiny_site_address + "map/" + NEAR))
    page = visit.page
    choose_month(page, "2025-05")
    expect(status(page)).to_contain_text("2 crimes")
    page.get_by_label("Shoplifting").uncheck()
    expect(status(page)).to_contain_text("Nothing in the categories chosen")
    page.go_back()
    expect(page.get_by_label("Shoplifting")).to_be_checked()
    expect(status(page)).to_contain_text("2 crimes")
    page.go_back()
    expect(page.get_by_label("Month", exact=True)).to_have_value("2025-06")
    expect(status(page)).to_contain_text("14 crimes")
    page.go_forward()
    expect(status(page)).to_contain_text("2 crimes")


def test_a_fragment_with_an_area_opens_on_the_neighbourhood(open_page: Open, tiny_site_address: str) -> None:
    visit = settled(open_page(tiny_site_address + "map/#area=loamshire/cg"))
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("Crime map: Castle Gate")
    west, south, east, north = visit.page.evaluate("() => crimeMap.map.bounds()")
    assert (west < -1.16, east > -1.11, south < 52.60, north > 52.645) == (True, True, True, True)
    assert east - west < 0.2
    assert {one["key"] for one in drawn(visit.page, "neighbourhood-chosen")} == {"loamshire/cg"}
    assert "m=2025-06" in visit.page.url
    assert visit.page.url.endswith("&area=loamshire/cg")


def test_the_keyboard_moves_and_zooms_the_map(open_page: Open, tiny_site_address: str) -> None:
    page = settled(open_page(tiny_site_address + "map/" + NEAR)).page
    page.locator(CANVAS).focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile(r"z=14\.5/52\.63/-1\.12"))
    page.keyboard.press("+")
    page.wait_for_url(re.compile(r"z=15\.5/"))


def test_the_wheel_scrolls_the_page_until_the_map_has_the_focus(open_page: Open, tiny_site_address: str) -> None:
    page = settled(open_page(tiny_site_address + "map/" + NEAR)).page
    page.mouse.move(900, 500)
    page.mouse.wheel(0, -400)
    expect(page.get_by_text("Hold Ctrl to zoom with the wheel")).to_be_visible()
    assert page.evaluate("() => crimeMap.map.zoom()") == 14.5
    page.locator(CANVAS).focus()
    page.mouse.wheel(0, -400)
    page.wait_for_url(re.compile(r"z=1[5-8]"))


def test_dark_mode_changes_the_map_in_place(open_page: Open, tiny_site_address: str) -> None:
    visit = settled(open_page(tiny_site_address + "map/" + NEAR))
    ground = "() => crimeMap.map.layerOf('land').colour"
    assert visit.page.evaluate(ground) == "#f6f2e9"
    emulate(visit.page, color_scheme="dark")
    rest(visit.page)
    assert visit.page.evaluate(ground) == "#1c2426"
    assert totals(visit.page, "crimes") == [1, 2, 16]


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_state_is_accessible(open_page: Open, tiny_site_address: str, width: int, scheme: str) -> None:
    visit = settled(open_page(tiny_site_address + "map/" + NEAR + "&p=" + identity(CORN_MARKET), width=width, scheme=scheme))
    expect(visit.page.get_by_role("region", name="On or near Corn Market")).to_be_visible()
    assert visit.axe() == []
    choose_month(visit.page, "2025-04")
    expect(status(visit.page)).to_contain_text("There are no figures")
    assert visit.axe() == []
    assert visit.page.evaluate("() => document.documentElement.scrollWidth") <= width
    assert (
        open_page(tiny_site_address + "map/", width=width, scheme=scheme, before="HTMLCanvasElement.prototype.getContext = () => null;").axe() == []
    )


def test_everything_pressed_is_44_pixels_high(open_page: Open, tiny_site_address: str) -> None:
    visit = settled(open_page(tiny_site_address + "map/" + NEAR, width=360, height=740))
    heights = visit.page.evaluate(
        "() => [...document.querySelectorAll('main button, main select, main .check, main input[type=range]')]"
        ".filter((one) => one.offsetParent).map((one) => one.getBoundingClientRect().height)"
    )
    assert len(heights) > 20
    assert min(heights) >= 44
