"""The map in the hand: its panel is a sheet from below, moved by finger, buttons and keys, and what was asked for is seen on the screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Open, browsing
from tests.browser.map_page import part, ready, rest
from tests.browser.window import emulate, frame, resize
from tests.serving import serving

pytestmark = pytest.mark.browser

LANGUAGES = ["", "cy/"]
AREA = "map/#area=loamshire/streets-2"
PHONE = {"width": 360, "height": 740}
HIGHER = {"": "Show the whole panel", "cy/": "Dangos y panel cyfan"}
HALF = {"": "Show map and panel", "cy/": "Dangos y map a’r panel"}
LOW = {"": "Show the map", "cy/": "Dangos y map"}
CLOSE = {"": "Close", "cy/": "Cau"}
SHARE = {"": "Copy link to this view", "cy/": "Copïo dolen i’r olwg hon"}
COPIED = {"": "The link to this view was copied.", "cy/": "Copïwyd y ddolen i’r olwg hon."}
MONTH = {"": "June 2025", "cy/": "Mehefin 2025"}
BOX = "element => { const { left, right, top, bottom } = element.getBoundingClientRect(); return { left, right, top, bottom }; }"
BARE = """(element) => { const box = element.getBoundingClientRect();
  return element.contains(document.elementFromPoint(box.left + Math.min(box.width / 2, 40), box.top + box.height / 2)); }"""
PLACE = """() => { const stage = document.querySelector("[data-part=stage]").getBoundingClientRect();
  const [x, y] = new URLSearchParams(location.hash.slice(1)).get("p").split("-").map((one) => (parseInt(one, 36) + 0.5) / 2 ** 24);
  const place = [x * 360 - 180, (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI];
  const at = crimeMap.map.project(place);
  return [stage.left + at.x, stage.top + at.y]; }"""
"""Where the chosen point stands on the screen."""
CROWDED = """() => { const { left, top } = document.querySelector("[data-part=stage]").getBoundingClientRect();
  for (let y = 120; y < 500; y += 4) for (let x = 30; x < 280; x += 4) {
    if (new Set(crimeMap.map.pointsAt({ x, y }).map(({ place }) => place.join())).size > 1) return [left + x, top + y];
  } }"""
"""A place on the screen where circles lie over each other."""
KEYBOARD = """() => { Object.defineProperty(visualViewport, "height", { get: () => innerHeight - 300 });
  visualViewport.dispatchEvent(new Event("resize")); }"""
"""A keyboard on the screen, which lies over the page without changing its size."""
MOVED = """window.moved = 0;
  new PerformanceObserver((all) => all.getEntries().forEach((one) => (moved += one.value))).observe({ type: "layout-shift", buffered: true });"""


@pytest.fixture(scope="module")
def address(built_site: Path) -> Iterator[str]:
    with serving(built_site) as address:
        yield address


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    like = {"viewport": PHONE, "has_touch": True, "is_mobile": True, "permissions": ["clipboard-read", "clipboard-write"], "reduced_motion": "reduce"}
    with browsing(chromium, **like) as context:
        yield context.new_page()


def box(element: Locator) -> dict[str, float]:
    found: dict[str, float] = element.evaluate(BOX)
    return found


def seen(element: Locator) -> dict[str, float]:
    """Where an element stands; fails where any of it is outside the screen or something lies over it."""
    element.wait_for()
    there = box(element)
    for _ in range(40):  # a row that is written anew while it is measured has no box
        if there["top"] < there["bottom"]:
            break
        element.page.wait_for_timeout(50)
        there = box(element)
    screen = element.page.viewport_size or PHONE
    assert 0 <= there["left"] < there["right"] <= screen["width"], there
    assert 0 <= there["top"] < there["bottom"] <= screen["height"], there
    assert element.evaluate(BARE), there
    return there


def step(page: Page, name: str) -> None:
    part(page, "steps").get_by_role("button", name=name, exact=True).tap()


def assert_answer_is_seen(page: Page) -> None:
    """The heading of the answer, which has the focus, its first row, and its point above the sheet."""
    heading = part(page, "chosen-name")
    expect(heading).to_be_focused()
    seen(heading)
    seen(part(page, "chosen-table").locator("tbody tr").first)
    page.wait_for_function(
        f"(top) => {{ const [x, y] = ({PLACE})(); return x > 12 && x < innerWidth - 12 && y > 60 && y < top - 12; }}",
        arg=box(part(page, "panel"))["top"],
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_has_the_screen_and_the_site_is_a_touch_away(phone: Page, address: str, language: str) -> None:
    page = ready(phone, address + language + AREA)
    bar, stage, panel = page.locator(".foldbar"), box(part(page, "stage")), box(part(page, "panel"))
    assert seen(bar)["bottom"] == pytest.approx(stage["top"], abs=1)
    assert panel["bottom"] == pytest.approx(PHONE["height"], abs=1)
    assert stage["bottom"] - stage["top"] > 0.7 * PHONE["height"]
    assert MONTH[language] in part(page, "status").inner_text()
    seen(part(page, "status"))
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight && document.documentElement.scrollWidth <= innerWidth")
    expect(page.locator("body > header")).to_be_hidden()
    bar.locator("summary").tap()
    seen(page.locator("body > header .brand"))
    bar.locator("summary").tap()
    seen(part(page, "status"))
    assert bar.locator("a").get_attribute("href").endswith("/streets-2/")  # type: ignore[union-attr]  # it has one


def sheet_top(page: Page) -> float:
    return box(part(page, "panel"))["top"]


def drag(page: Page, start: float, end: float) -> None:
    """A finger on the sheet's handle, moved slowly and held before it leaves."""
    session = page.context.new_cdp_session(page)

    def touch(kind: str, y: float | None) -> None:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [] if y is None else [{"x": 60, "y": y}]})

    touch("touchStart", start)
    for place in range(1, 11):
        touch("touchMove", start + (end - start) * place / 10)
        page.wait_for_timeout(20)
    page.wait_for_timeout(100)
    touch("touchMove", end)
    touch("touchEnd", None)


def test_a_finger_draws_the_sheet_to_three_heights(phone: Page, address: str) -> None:
    page = ready(phone, address + AREA)
    low = sheet_top(page)
    drag(page, low + 20, 0.5 * PHONE["height"])
    expect(page.locator("#map")).to_have_attribute("data-step", "half")
    assert 0.35 * PHONE["height"] < sheet_top(page) < 0.6 * PHONE["height"]
    drag(page, sheet_top(page) + 20, 70)
    expect(page.locator("#map")).to_have_attribute("data-step", "full")
    assert 44 <= sheet_top(page) < 80
    drag(page, sheet_top(page) + 20, PHONE["height"] - 40)
    expect(page.locator("#map")).to_have_attribute("data-step", "peek")
    assert sheet_top(page) == pytest.approx(low, abs=1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_keys_and_buttons_move_the_sheet_and_the_map_stays_within_reach(phone: Page, address: str, language: str) -> None:
    page = ready(phone, address + language + AREA)
    steps = part(page, "steps")
    steps.get_by_role("button", name=LOW[language], exact=True).focus()
    page.keyboard.press("ArrowUp")
    expect(steps.get_by_role("button", name=HALF[language], exact=True)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(steps.get_by_role("button", name=HIGHER[language], exact=True)).to_have_attribute("aria-pressed", "true")
    seen(part(page, "month"))
    page.keyboard.press("Escape")
    expect(page.locator("#map")).to_have_attribute("data-step", "peek")
    expect(steps.get_by_role("button", name=LOW[language], exact=True)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.querySelector('[data-part=stage]').contains(document.activeElement)")
    part(page, "month").focus()
    seen(part(page, "month"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_tapped_point_is_seen_with_its_answer_and_closing_leads_back(phone: Page, address: str, language: str) -> None:
    page = ready(phone, address + language + AREA)
    step(page, HIGHER[language])
    row = part(page, "list").locator("button").nth(5)
    identity, name = row.get_attribute("data-id"), row.locator("span").inner_text()
    row.tap()
    assert_answer_is_seen(page)
    assert re.split(",", name)[0] in part(page, "chosen-name").inner_text()
    seen(page.get_by_role("button", name=CLOSE[language], exact=True))
    page.get_by_role("button", name=CLOSE[language], exact=True).tap()
    back = part(page, "list").locator(f"[data-id='{identity}']")
    expect(back).to_be_focused()
    seen(back)
    at = page.evaluate(PLACE.replace('new URLSearchParams(location.hash.slice(1)).get("p")', f'"{identity}"'))
    step(page, LOW[language])
    page.touchscreen.tap(*at)
    assert_answer_is_seen(page)
    page.keyboard.press("Escape")
    expect(part(page, "chosen")).to_be_hidden()
    assert page.evaluate("document.querySelector('[data-part=canvas]').contains(document.activeElement)")


def test_a_row_that_is_pressed_slowly_in_the_low_sheet_stays_under_the_mouse_and_is_chosen(phone: Page, address: str) -> None:
    page = ready(phone, address + AREA)
    row = part(page, "list").locator("button").first
    identity = row.get_attribute("data-id")
    row.hover()
    page.mouse.down()
    frame(page)
    page.mouse.up()
    assert_answer_is_seen(page)
    assert f"p={identity}" in page.url


def test_a_tap_that_means_more_than_one_point_lets_one_be_chosen(phone: Page, address: str) -> None:
    page = ready(phone, address + AREA)
    page.touchscreen.tap(*page.evaluate(CROWDED))
    expect(part(page, "several-name")).to_be_focused()
    seen(part(page, "several-name"))
    offered = part(page, "offered").get_by_role("button")
    assert offered.count() > 1
    seen(offered.first)
    offered.first.tap()
    expect(part(page, "several")).to_be_hidden()
    assert_answer_is_seen(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_my_street_and_what_came_of_it_are_four_touches_away(phone: Page, address: str, language: str) -> None:
    page = ready(phone, address + language + "map/#area=loamshire/sb03")
    sought = page.get_by_role("searchbox")
    step(page, HALF[language])  # 1
    sought.fill("Draper Yard")
    sought.press("Enter")  # 2
    part(page, "findList").get_by_role("button").first.tap()  # 3
    expect(part(page, "chosen-name")).to_contain_text("Draper Yard")
    page.locator("[data-part=outcomes] tbody tr").first.wait_for()
    step(page, HIGHER[language])  # 4
    seen(part(page, "chosen-table").locator("tbody tr").first)
    seen(page.locator("[data-part=outcomes] tbody tr").first)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_to_the_view_is_copied_in_one_touch_and_leads_to_it(phone: Page, address: str, language: str) -> None:
    page = ready(phone, address + language + AREA)
    page.get_by_role("button", name=SHARE[language]).first.tap()
    expect(part(page, "said")).to_have_text(COPIED[language])
    seen(part(page, "said"))
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == page.url
    before = part(page, "status").inner_text()
    page.goto("about:blank")
    ready(page, link)
    expect(part(page, "status")).to_have_text(before)


@pytest.mark.parametrize("language", LANGUAGES)
def test_that_the_link_was_copied_is_said_at_the_button_pressed(phone: Page, address: str, language: str) -> None:
    page = ready(phone, address + language + AREA)
    step(page, HALF[language])
    page.get_by_role("button", name=SHARE[language]).first.tap()
    above = seen(part(page, "said"))
    assert 0 <= above["top"] - seen(part(page, "share"))["bottom"] < 20
    step(page, HIGHER[language])
    part(page, "copy").scroll_into_view_if_needed()
    part(page, "copy").tap()
    expect(part(page, "saidBelow")).to_have_text(COPIED[language])
    assert 0 <= seen(part(page, "saidBelow"))["top"] - seen(part(page, "copy"))["bottom"] < 70
    expect(part(page, "said")).to_be_empty()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("height", [640, 740])
def test_half_of_the_sheet_has_the_sentence_the_month_and_the_first_streets(phone: Page, address: str, language: str, height: int) -> None:
    phone.set_viewport_size({"width": 360, "height": height})
    page = ready(phone, address + language + AREA)
    step(page, HALF[language])
    assert MONTH[language] in part(page, "status").inner_text()
    seen(part(page, "status"))
    seen(part(page, "month"))
    for row in range(2 if height > 700 and not language else 1):
        seen(part(page, "list").locator("button").nth(row))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_searched_for_and_its_answer_stand_above_the_keyboard(phone: Page, address: str, language: str) -> None:
    page = ready(phone, address + language + AREA)
    step(page, HALF[language])
    sought = page.get_by_role("searchbox")
    sought.tap()
    page.evaluate(KEYBOARD)
    assert seen(sought)["bottom"] < PHONE["height"] - 380
    sought.fill("Ruritania")
    sought.press("Enter")
    expect(part(page, "findSays")).to_contain_text("Ruritania")
    assert seen(part(page, "findSays"))["bottom"] < PHONE["height"] - 300
    assert seen(sought)["top"] > box(part(page, "grip"))["bottom"]


def test_squares_of_one_category_have_a_measure_of_their_own_and_the_key_says_it(open_page: Open, address: str) -> None:
    page = open_page(address + "map/#z=9/52.46/-4.65").page
    key = part(page, "cells").locator("li").last
    expect(key).to_have_text("500 or more")
    part(page, "none").click()
    page.get_by_label("Burglary").check()
    expect(key).to_have_text("20 or more")
    drawn = "crimeMap.map.pointsIn('crime', 'cells').map(({ properties }) => properties.bur || 0).filter((number) => number >= 5).length"
    assert page.evaluate(drawn) > 3, "squares that are not the smallest"


def test_a_device_that_shares_is_given_the_link(phone: Page, address: str) -> None:
    phone.add_init_script("window.given = []; navigator.share = async (what) => { given.push(what); };")
    page = ready(phone, address + AREA)
    page.get_by_role("button", name="Share this view").tap()
    assert page.evaluate("given.map((one) => one.url)") == [page.url]


def test_where_nothing_can_be_copied_the_link_can_be_taken_by_hand(phone: Page, address: str) -> None:
    phone.add_init_script("Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined });")
    page = ready(phone, address + AREA)
    page.get_by_role("button", name=SHARE[""]).first.tap()
    expect(part(page, "link")).to_have_value(page.url)
    expect(part(page, "link")).to_be_focused()
    seen(part(page, "link"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_beside_a_wide_map_the_panel_scrolls_to_the_answer_and_the_page_does_not(open_page: Open, address: str, language: str) -> None:
    page = ready(open_page(address + language + AREA, width=1280, height=800).page, address + language + AREA)
    row = part(page, "list").locator("button").nth(30)
    identity = row.get_attribute("data-id")
    row.scroll_into_view_if_needed()
    rest(page)
    scrolled = page.evaluate("scrollY")
    at = page.evaluate(PLACE.replace('new URLSearchParams(location.hash.slice(1)).get("p")', f'"{identity}"'))
    page.mouse.click(*at)
    expect(part(page, "chosen-name")).to_be_focused()
    seen(part(page, "chosen-name"))
    seen(part(page, "chosen-table").locator("tbody tr").first)
    assert page.evaluate("scrollY") == scrolled


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("width", "height", "text"), [(320, 568, 100), (320, 640, 200), (360, 740, 200), (740, 360, 100)])
def test_nothing_is_cut_off_on_a_small_screen_or_with_large_text(
    phone: Page, address: str, language: str, width: int, height: int, text: int
) -> None:
    phone.set_viewport_size({"width": width, "height": height})
    phone.add_init_script(f"addEventListener('DOMContentLoaded', () => (document.documentElement.style.fontSize = '{text}%'));")
    page = ready(phone, address + language + AREA)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert part(page, "panel").evaluate("(panel) => panel.scrollWidth <= panel.clientWidth")
    stage = box(part(page, "stage"))
    assert stage["bottom"] - stage["top"] > 0.4 * height
    part(page, "list").locator("button").nth(5).evaluate("(row) => row.click()")
    expect(part(page, "chosen-name")).to_be_focused()
    there, panel = box(part(page, "chosen-name")), box(part(page, "panel"))
    assert panel["top"] <= there["top"] < there["bottom"] <= height


@pytest.mark.parametrize("width", [360, 1280])
def test_paper_has_picture_month_filters_key_and_answer_on_one_page(chromium: Browser, address: str, width: int) -> None:
    with browsing(chromium, viewport={"width": width, "height": 740}) as context:
        page = ready(context.new_page(), address + AREA)
        part(page, "list").locator("button").nth(5).evaluate("(row) => row.click()")
        page.locator("[data-part=outcomes] tbody tr").first.wait_for()
        page.locator("[data-part=streets]").evaluate("(list) => (list.hidden = true)")  # they follow on pages of their own
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        emulate(page, media="print")
        resize(page, 700, 1030)  # what a page of A4 has within its margins
        for name in ("stage", "status", "shownWhat", "points", "chosen-name", "outcomes"):
            there = box(part(page, name))
            assert 0 <= there["top"] < there["bottom"] <= 1030, name
            assert 0 <= there["left"] < there["right"] <= 700, name
        expect(part(page, "shownWhat")).to_have_text("Shown: all categories.")
        assert not page.locator(".tools, .foldbar, .steps, [data-part=unchoose]").filter(visible=True).count()


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_script_the_page_is_whole_and_has_the_site_around_it(open_page: Open, address: str, language: str) -> None:
    page = open_page(address + language + "map/", width=360, height=740, script=False).page
    seen(page.locator("body > header .brand"))
    expect(page.locator(".foldbar")).to_be_hidden()
    expect(page.locator(".steps")).to_be_hidden()
    expect(page.locator("footer")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_nothing_moves_while_the_map_comes(phone: Page, address: str) -> None:
    phone.add_init_script(MOVED)
    page = ready(phone, address + AREA)
    page.wait_for_timeout(500)
    assert page.evaluate("moved") == 0
