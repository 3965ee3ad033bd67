"""What the map says is in view is what a reader sees of it, and what was tapped stays in sight; links to what is not here say so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Open, browsing
from tests.browser.map_page import CANVAS, part, ready, rest
from tests.browser.seen import fault_of, wait_until_seen
from tests.serving import serving

pytestmark = pytest.mark.browser

LANGUAGES = ["", "cy/"]
AREA = "map/#area=loamshire/streets-2"
PHONE = {"width": 360, "height": 740}
ABOVE = """() => { const stage = document.querySelector("[data-part=stage]").getBoundingClientRect();
  const { top } = document.querySelector("[data-part=panel]").getBoundingClientRect();
  const seen = crimeMap.map.pointsIn("crime", "crimes").filter(({ place }) => {
    const { x, y } = crimeMap.map.project(place);
    return x >= 0 && x <= stage.width && y >= 0 && stage.top + y <= Math.min(top, stage.bottom) + 1;
  });
  return [seen.length, crimeMap.map.pointsIn("crime", "crimes").length, seen.reduce((sum, { properties }) => sum + properties.total, 0)]; }"""
"""How many points stand above the sheet, how many the map takes to be in view, and what was recorded at the former."""
CROWDED = """() => { const { left, top, height } = document.querySelector("[data-part=stage]").getBoundingClientRect();
  for (let y = height - 40; y > 60; y -= 4) for (let x = 30; x < 280; x += 4) {
    const places = new Map(crimeMap.map.pointsAt({ x, y }).map(({ place }) => [place.join(), place]));
    if (places.size > 1) return { at: [left + x, top + y], places: [...places.values()] };
  } }"""
"""The lowest place on the screen where circles lie over each other, and the points they stand for."""
RINGED = """(places) => { const stage = document.querySelector("[data-part=stage]").getBoundingClientRect();
  const { top } = document.querySelector("[data-part=panel]").getBoundingClientRect();
  const above = places.every((place) => stage.top + crimeMap.map.project(place).y < Math.min(top, stage.bottom));
  return above && crimeMap.map.drawn("lit").length === places.length; }"""
POINT = """() => { const stage = document.querySelector("[data-part=stage]").getBoundingClientRect();
  for (const { place } of crimeMap.map.pointsIn("crime", "crimes")) {
    const { x, y } = crimeMap.map.project(place);
    const isClear = x > 60 && x < stage.width - 80 && y > 120 && y < stage.height - 120;
    if (isClear && crimeMap.map.pointsAt({ x, y }).length === 1) return [stage.left + x, stage.top + y];
  } }"""
"""Where a point stands alone."""
SAID = {
    "map/#m=1999-01": "January 1999 is not on this site; shown is June 2025.",
    "cy/map/#m=1999-01": "Nid yw Ionawr 1999 ar y wefan hon; dangosir Mehefin 2025.",
    "map/#p=zzzz-zzzz": "The point of this link is not on this site.",
    "cy/map/#p=zzzz-zzzz": "Nid yw pwynt y ddolen hon ar y wefan hon.",
    "map/#z=14/10/10": "The place of this link is not on this map.",
    "cy/map/#z=14/10/10": "Nid yw lle’r ddolen hon ar y map hwn.",
}


@pytest.fixture(scope="module")
def address(built_site: Path) -> Iterator[str]:
    with serving(built_site) as address:
        yield address


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    with browsing(chromium, viewport=PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce") as context:
        yield context.new_page()


def step(page: Page, height: str) -> None:
    page.locator(f".steps [value={height}]").tap()
    rest(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_what_stands_above_the_sheet_is_counted(phone: Page, address: str, language: str) -> None:
    page = ready(phone, address + language + AREA)
    rest(page)
    low = part(page, "status").inner_text()
    all_points, counted, recorded = page.evaluate(ABOVE)
    assert counted == all_points
    assert sum(numbers(low)[1:3]) == recorded
    step(page, "half")
    seen, counted, recorded = page.evaluate(ABOVE)
    assert 0 < seen == counted < all_points
    half = part(page, "status").inner_text()
    assert sum(numbers(half)[1:3]) == recorded
    rows = part(page, "all").inner_text() if part(page, "all").is_visible() else str(part(page, "list").locator("button").count())
    assert int(re.findall(r"\d+", rows)[0]) == seen
    step(page, "full")
    assert part(page, "status").inner_text() == half, "the whole sheet leaves nothing to look at: it says what was seen before"
    step(page, "peek")
    assert part(page, "status").inner_text() == low


def numbers(text: str) -> list[int]:
    """Streets, crimes and reports of the sentence of what is in view, without its year."""
    return [int(one.replace(",", "")) for one in re.findall(r"[\d,]*\d", text) if one != "2025"]


def test_points_that_lie_on_each_other_are_ringed_above_the_sheet_until_one_is_chosen(phone: Page, address: str) -> None:
    page = ready(phone, address + AREA)
    rest(page)
    crowd = page.evaluate(CROWDED)
    page.touchscreen.tap(*crowd["at"])
    expect(part(page, "several-name")).to_be_focused()
    page.wait_for_function(RINGED, arg=crowd["places"])
    row = part(page, "offered").get_by_role("button").nth(1)
    row.focus()
    page.wait_for_function("() => crimeMap.map.drawn('lit').length === 1")
    part(page, "unoffer").tap()
    expect(page.locator("#map")).to_have_attribute("data-step", "peek")
    page.wait_for_function("() => crimeMap.map.drawn('lit').length === 0")


@pytest.mark.parametrize("way", ["close", "ground"])
@pytest.mark.parametrize("height", ["peek", "half"])
def test_the_sheet_goes_back_to_where_it_was_when_the_answer_goes(phone: Page, address: str, way: str, height: str) -> None:
    page = ready(phone, address + AREA)
    step(page, height)
    page.touchscreen.tap(*page.evaluate(POINT.replace("stage.height - 120", "stage.height / 3")))
    wait_until_seen(page, part(page, "chosen-name"))
    expect(page.locator("#map")).to_have_attribute("data-step", "half")
    rest(page)
    if way == "close":
        part(page, "unchoose").tap()
    else:
        page.touchscreen.tap(*page.evaluate(EMPTY))
    expect(part(page, "chosen")).to_be_hidden()
    expect(page.locator("#map")).to_have_attribute("data-step", height)


EMPTY = """() => { const { left, top } = document.querySelector("[data-part=stage]").getBoundingClientRect();
  for (let y = 110; y < 300; y += 5) for (let x = 20; x < 340; x += 5) if (!crimeMap.map.pointsAt({ x, y }).length) return [left + x, top + y]; }"""


def test_a_height_that_was_chosen_by_hand_stays_when_the_answer_goes(phone: Page, address: str) -> None:
    page = ready(phone, address + AREA)
    rest(page)
    page.touchscreen.tap(*page.evaluate(POINT))
    wait_until_seen(page, part(page, "chosen-name"))
    step(page, "full")
    part(page, "unchoose").tap()
    expect(part(page, "chosen")).to_be_hidden()
    expect(page.locator("#map")).to_have_attribute("data-step", "full")


def test_two_taps_on_a_point_zoom_and_open_nothing(phone: Page, address: str) -> None:
    page = ready(phone, address + AREA)
    rest(page)
    page.evaluate("""() => { window.opened = 0;
      const answer = document.querySelector("[data-part=chosen]");
      new MutationObserver(() => (opened += Number(!answer.hidden))).observe(answer, { attributes: true }); }""")
    zoom = page.evaluate("crimeMap.map.zoom()")
    at = page.evaluate(POINT)
    page.evaluate(
        """([x, y]) => { const plane = document.querySelector("[data-part=canvas] [role=region]");
      plane.setPointerCapture = () => {};
      for (const type of ["pointerdown", "pointerup", "pointerdown", "pointerup"])
        plane.dispatchEvent(new PointerEvent(type, { pointerId: 7, clientX: x, clientY: y, bubbles: true, isPrimary: true })); }""",
        at,
    )
    page.wait_for_function("(zoom) => crimeMap.map.zoom() === zoom + 1", arg=zoom)
    page.wait_for_timeout(400)
    assert page.evaluate("opened") == 0
    expect(part(page, "chosen")).to_be_hidden()
    expect(page.locator("#map")).to_have_attribute("data-step", "peek")


@pytest.mark.parametrize("link", SAID)
def test_a_link_to_what_is_not_here_shows_everything_and_says_so(phone: Page, address: str, link: str) -> None:
    phone.goto(address + link)
    phone.locator("#map[data-ready=true]").wait_for()
    expect(part(phone, "status")).to_contain_text(SAID[link])
    rest(phone)
    assert not fault_of(part(phone, "status"))
    assert phone.evaluate("crimeMap.map.zoom()") < 10, "all of the map"
    assert phone.evaluate("crimeMap.map.drawn('chosen').length + crimeMap.map.drawn('chosen-bare').length") == 0
    assert "p=" not in phone.url
    phone.locator(".steps [value=half]").tap()
    part(phone, "before").tap()
    expect(part(phone, "status")).to_contain_text(re.compile("May 2025|Mai 2025"))
    expect(part(phone, "status")).not_to_contain_text(SAID[link])


def test_a_point_whose_square_has_names_but_not_this_one_is_left_out(phone: Page, address: str) -> None:
    page = ready(phone, address + AREA)
    rest(page)
    page.touchscreen.tap(*page.evaluate(POINT))
    expect(part(page, "chosen-name")).to_be_focused()
    point = re.findall(r"p=([0-9a-z]+)-([0-9a-z]+)", page.url)[0]
    page.goto("about:blank")
    page.goto(f"{address}map/#p={point[0]}-{point[1][:-1]}{'0' if point[1][-1] != '0' else '1'}")
    page.locator("#map[data-ready=true]").wait_for()
    expect(part(page, "status")).to_contain_text("The point of this link is not on this site.")
    expect(part(page, "chosen")).to_be_hidden()


def test_a_chosen_point_with_nothing_recorded_is_an_empty_ring(phone: Page, address: str) -> None:
    page = ready(phone, address + AREA)
    rest(page)
    page.touchscreen.tap(*page.evaluate(POINT))
    expect(part(page, "chosen-name")).to_be_focused()
    rest(page)
    assert page.evaluate("[crimeMap.map.drawn('chosen').length, crimeMap.map.drawn('chosen-bare').length]") == [1, 0]
    part(page, "none").evaluate("(button) => button.click()")
    page.wait_for_function("() => crimeMap.map.drawn('chosen').length === 0 && crimeMap.map.drawn('chosen-bare').length === 1")


def test_a_point_that_is_moved_out_of_sight_keeps_what_was_recorded_there_in_every_month(phone: Page, address: str) -> None:
    page = ready(phone, address + AREA)
    rest(page)
    page.touchscreen.tap(*page.evaluate(POINT))
    expect(part(page, "chosen-name")).to_be_focused()
    rest(page)
    before = part(page, "chosen-table").inner_text()
    page.locator(CANVAS).focus()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
        rest(page)
    assert part(page, "chosen-table").inner_text() == before
    expect(part(page, "chosen-none")).to_be_hidden()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("height", ["peek", "half"])
@pytest.mark.parametrize(("width", "tall"), [(360, 740), (320, 640)])
def test_with_large_text_every_control_of_the_map_is_clear_and_the_credit_is_a_line(
    phone: Page, address: str, language: str, height: str, width: int, tall: int
) -> None:
    phone.set_viewport_size({"width": width, "height": tall})
    phone.add_init_script("addEventListener('DOMContentLoaded', () => (document.documentElement.style.fontSize = '200%'));")
    phone.add_init_script("Object.defineProperty(navigator, 'geolocation', { value: {} });")
    page = ready(phone, address + language + AREA)
    step(page, height)
    for name in ("nearer", "farther", "here", "share"):
        assert not fault_of(part(page, name)), name
        there, panel = part(page, name).bounding_box(), part(page, "panel").bounding_box()
        assert there
        assert panel
        assert there["width"] >= 44, name
        assert there["y"] + there["height"] <= panel["y"], name
    page.evaluate("""() => {
      const line = document.querySelector(".stage .credit") || Object.assign(document.createElement("p"), { className: "credit", tabIndex: 0 });
      line.textContent = "Contains data of three owners, each of whom has words of their own. ".repeat(3);
      document.querySelector(".under").append(line); }""")
    credit = page.locator(".stage .credit")
    assert credit.evaluate("(line) => line.clientHeight < 2 * parseFloat(getComputedStyle(line).lineHeight)")
    credit.focus()
    assert credit.evaluate("(line) => line.scrollWidth <= line.clientWidth")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [320, 768, 900, 1280])
def test_the_month_chosen_is_read_whole_beside_its_buttons(open_page: Open, address: str, language: str, width: int) -> None:
    page = ready(open_page(address + language + AREA, width=width, height=900).page, address + language + AREA)
    room = part(page, "month").evaluate("""(select) => { const style = getComputedStyle(select);
      const ctx = document.createElement("canvas").getContext("2d");
      ctx.font = style.font;
      const most = Math.max(...[...select.options].filter((one) => !one.hidden).map((one) => ctx.measureText(one.text).width));
      return select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - 20 - most; }""")
    assert room >= 0
