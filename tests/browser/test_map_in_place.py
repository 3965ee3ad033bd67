"""The interactive map opened within the page of a neighbourhood, in the box of the drawn one, and closed again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Open, browsing
from tests.browser.map_page import part
from tests.serving import serving

pytestmark = pytest.mark.browser

PLACE = "loamshire/nb01/"
DRAWN = "#month .map svg[role=img]"
NO_CANVAS = "HTMLCanvasElement.prototype.getContext = () => null;"
LANGUAGES = ["", "cy/"]
OPEN = {"": "Open the interactive map", "cy/": "Agor y map rhyngweithiol"}
CLOSE = {"": "Close the map", "cy/": "Cau’r map"}
LARGER = {"": "Larger map", "cy/": "Map mwy"}
FINGERS = {"": "Tap the map, or use two fingers, to move it.", "cy/": "Tapiwch y map, neu defnyddiwch ddau fys, i’w symud."}
LOST = {"": "The map did not come. Check your connection.", "cy/": "Ni ddaeth y map. Gwiriwch eich cysylltiad."}
PHONE = {"width": 360, "height": 740}
BOX = "element => { const { left, top, right, bottom } = element.getBoundingClientRect(); return [left, top, right, bottom].map(Math.round); }"
BARE = """(element) => { const box = element.getBoundingClientRect();
  return element.contains(document.elementFromPoint(box.left + Math.min(box.width / 2, 40), box.top + box.height / 2)); }"""
WATCH = """() => { window.moved = 0; new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.moved += one.value; }).observe({ type: "layout-shift" }); }"""
POINT = """() => { const stage = document.querySelector("[data-part=stage]").getBoundingClientRect();
  const found = crimeMap.map.pointsIn("crime", "crimes").map(({ place }) => crimeMap.map.project(place))
    .filter(({ x, y }) => x > 90 && x < stage.width - 90 && y > 70 && y < stage.height - 60);
  return [stage.left + found[0].x, stage.top + found[0].y]; }"""
"""Where a point of the map stands on the screen, clear of its buttons."""
RING = """() => { const stage = document.querySelector("[data-part=stage]").getBoundingClientRect();
  const point = new URL(document.querySelector("[data-part=whole]").href).hash.match(/p=([^&]+)/)[1];
  const [x, y] = point.split("-").map((one) => (parseInt(one, 36) + 0.5) / 2 ** 24);
  const at = crimeMap.map.project([x * 360 - 180, (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI]);
  return [stage.left + at.x, stage.top + at.y]; }"""
"""Where the chosen point stands on the screen."""


@pytest.fixture(scope="module")
def address(built_site: Path) -> Iterator[str]:
    with serving(built_site, "/mirror/a/") as address:
        yield address


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    with browsing(chromium, viewport=PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce") as context:
        yield context.new_page()


def opened(page: Page, language: str = "", touch: bool = False) -> Page:
    button = page.get_by_role("button", name=OPEN[language])
    page.locator("#month .map").evaluate("map => map.scrollIntoView({ block: 'start' })")
    button.tap() if touch else button.click()
    page.locator(".map.drawn [data-part=stage]").wait_for()
    page.locator("[data-part=list] button").nth(3).wait_for()
    return page


def box(element: Locator) -> list[int]:
    found: list[int] = element.evaluate(BOX)
    return found


def seen(element: Locator) -> list[int]:
    """Where an element stands; fails where any of it is outside the screen or something lies over it."""
    element.wait_for()
    left, top, right, bottom = there = box(element)
    screen = element.page.viewport_size or PHONE
    assert 0 <= left < right <= screen["width"], there
    assert 0 <= top < bottom <= screen["height"], there
    assert element.evaluate(BARE), there
    return there


def test_nothing_of_the_map_is_asked_for_until_it_is_opened(open_page: Open, address: str) -> None:
    visit = open_page(address + PLACE)
    assert not [url for url in visit.requests if "map" in url or "/tiles/" in url]
    opened(visit.page)
    assert [url for url in visit.requests if "/tiles/" in url]
    assert (visit.refused, visit.complaints, visit.other_origins()) == ([], [], [])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (360, "dark"), (1280, "light")])
def test_the_map_lies_in_the_drawn_one_s_box_and_nothing_moves(open_page: Open, address: str, width: int, scheme: str, language: str) -> None:
    visit = open_page(f"{address}{language}{PLACE}", width=width, scheme=scheme)
    page = visit.page
    page.locator("#month .map").evaluate("map => map.scrollIntoView({ block: 'start' })")
    before, legend = box(page.locator(DRAWN)), box(page.locator("#month .legend"))
    page.evaluate(WATCH)
    opened(page, language)
    page.wait_for_timeout(600)
    assert box(part(page, "stage")) == box(page.locator(DRAWN)) == before
    assert box(page.locator("#month .legend")) == legend
    assert page.evaluate("moved") == 0
    expect(page.get_by_role("button", name=CLOSE[language])).to_be_focused()
    expect(page.locator("iframe")).to_have_count(0)
    for name in ("nearer", "farther", "share"):
        seen(part(page, name))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("[...document.querySelectorAll('[id]')].every(({ id }, place, all) => all.findIndex((one) => one.id === id) === place)")
    assert visit.axe() == []
    assert (visit.refused, visit.complaints) == ([], [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_tap_is_answered_under_the_map_and_both_are_seen(phone: Page, address: str, language: str) -> None:
    phone.goto(f"{address}{language}{PLACE}")
    opened(phone, language, touch=True)
    said = phone.get_by_text(FINGERS[language])
    expect(said).to_be_visible()
    (left, top, right, bottom), stage = box(said), box(part(phone, "stage"))
    assert stage[0] <= left
    assert stage[1] <= top
    assert right <= box(part(phone, "nearer"))[0]
    assert bottom < (stage[1] + stage[3]) / 2
    phone.touchscreen.tap(*phone.evaluate(POINT))
    expect(phone.locator("#chosen-h, #several-h").locator("visible=true")).to_be_focused()
    if phone.locator("#several-h").is_visible():
        part(phone, "offered").get_by_role("button").first.tap()
    heading = part(phone, "chosen-name")
    expect(heading).to_be_focused()
    _, top, _, _ = seen(heading)
    seen(part(phone, "chosen-table").locator("tbody tr").first)
    x, y = phone.evaluate(RING)
    assert 0 < x < PHONE["width"]
    assert 0 < y < top
    expect(phone.get_by_text(FINGERS[language])).to_be_hidden()
    phone.keyboard.press("Escape")
    expect(heading).to_be_hidden()
    expect(phone.locator("[data-part=canvas] [role=region]")).to_be_focused()


def test_one_finger_scrolls_the_page_until_the_map_is_tapped(phone: Page, address: str) -> None:
    phone.goto(address + PLACE)
    opened(phone, touch=True)
    left, top, right, bottom = box(part(phone, "stage"))
    touch = phone.context.new_cdp_session(phone)

    def drag(*starts: tuple[float, float]) -> tuple[float, list[float]]:
        """How far the page and the middle of the map went when so many fingers went up by 80 pixels."""
        before = phone.evaluate("[scrollY, ...crimeMap.map.center()]")
        for step in range(9):
            points = [{"x": x, "y": y - 10 * step} for x, y in starts]
            touch.send("Input.dispatchTouchEvent", {"type": "touchMove" if step else "touchStart", "touchPoints": points})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        phone.wait_for_timeout(400)
        after = phone.evaluate("[scrollY, ...crimeMap.map.center()]")
        return after[0] - before[0], [after[1] - before[1], after[2] - before[2]]

    x, y = (left + right) / 2, (top + bottom) / 2 + 40
    scrolled, moved = drag((x, y))
    assert scrolled > 40
    assert moved == [0, 0]
    phone.evaluate("(top) => scrollBy(0, document.querySelector('[data-part=stage]').getBoundingClientRect().top - top)", top)
    scrolled, moved = drag((x - 40, y), (x + 40, y))
    assert scrolled == 0
    assert moved[1] < 0
    phone.touchscreen.tap(left + 12, top + 120)
    scrolled, moved = drag((x, y))
    assert scrolled == 0
    assert moved[1] < 0


def test_the_map_is_used_by_keyboard_within_the_page(open_page: Open, address: str) -> None:
    page = open_page(address + PLACE).page
    page.get_by_role("button", name="Open the interactive map").focus()
    page.keyboard.press("Enter")
    part(page, "list").get_by_role("button").nth(3).wait_for()
    row = part(page, "list").get_by_role("button").nth(3)
    row.focus()
    page.keyboard.press("Enter")
    expect(part(page, "chosen-name")).to_be_focused()
    seen(part(page, "chosen-name"))
    seen(part(page, "chosen-table").locator("tbody tr").first)
    page.get_by_role("button", name="Close", exact=True).press("Enter")
    expect(row).to_be_focused()
    seen(row)
    assert page.url == address + PLACE


def test_month_and_categories_are_chosen_below_the_map(open_page: Open, address: str) -> None:
    page = opened(open_page(address + PLACE).page)
    title = page.title()
    page.get_by_role("button", name="Month before").click()
    expect(part(page, "status")).to_contain_text("May 2025")
    page.get_by_text("Categories and layers").click()
    part(page, "categories").get_by_role("checkbox").first.uncheck()
    expect(part(page, "status")).to_contain_text("left out")
    assert (page.url, page.title()) == (address + PLACE, title)


def test_closing_brings_the_drawn_map_and_the_focus_back(open_page: Open, address: str) -> None:
    page = opened(open_page(address + PLACE).page)
    page.keyboard.press("Enter")
    expect(part(page, "stage")).to_be_hidden()
    expect(part(page, "panel")).to_be_hidden()
    seen(page.get_by_role("button", name="Open the interactive map"))
    expect(page.get_by_role("button", name="Open the interactive map")).to_be_focused()
    expect(page.locator(DRAWN)).to_be_visible()
    opened(page)
    expect(part(page, "stage")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_larger_map_shows_what_the_small_one_did(open_page: Open, address: str, language: str) -> None:
    page = opened(open_page(f"{address}{language}{PLACE}").page, language)
    part(page, "before").click()
    expect(part(page, "month")).to_have_value("2025-05")
    page.get_by_role("link", name=LARGER[language]).click()
    page.wait_for_url(re.compile(rf"/mirror/a/{language}map/#m=2025-05&z=[^&]+&area=loamshire/nb01$"))
    expect(page.locator("footer")).to_be_visible()


def test_links_of_the_answer_lead_to_pages(open_page: Open, address: str) -> None:
    visit = open_page(address + PLACE)
    page = opened(visit.page)
    page.locator(".inview button").first.click()
    for link in part(page, "chosen-links").get_by_role("link").all():
        assert page.request.get(link.evaluate("link => link.href")).ok
    part(page, "chosen-links").get_by_role("link").first.click()
    page.wait_for_url(re.compile(r"/streets/#"))


def test_paper_has_the_drawn_map(open_page: Open, address: str) -> None:
    page = opened(open_page(address + PLACE).page)
    page.emulate_media(media="print")
    expect(page.locator(DRAWN)).to_be_visible()
    expect(part(page, "stage")).to_be_hidden()
    expect(part(page, "panel")).to_be_hidden()


def test_without_canvas_the_drawn_map_stays_and_it_is_said(open_page: Open, address: str) -> None:
    page = open_page(address + PLACE, before=NO_CANVAS).page
    page.get_by_role("button", name="Open the interactive map").click()
    said = page.get_by_text("This browser cannot draw the interactive map.")
    expect(said).to_be_focused()
    seen(said)
    expect(page.locator(DRAWN)).to_be_visible()
    assert page.get_by_role("link", name="Open the interactive map").get_attribute("href") == "../../map/#area=loamshire/nb01"


@pytest.mark.parametrize("lost", ["/map/$", "/assets/map"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_connection_the_drawn_map_stays_and_it_is_said(open_page: Open, address: str, language: str, lost: str) -> None:
    page = open_page(f"{address}{language}{PLACE}").page
    page.route(re.compile(lost), lambda route: route.abort())
    page.get_by_role("button", name=OPEN[language]).click()
    said = page.locator("#month .notice", has_text=LOST[language])
    expect(said).to_be_focused()
    seen(said)
    expect(page.locator(DRAWN)).to_be_visible()
    expect(page.get_by_role("link", name=OPEN[language])).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_script_or_from_a_folder_a_link_leads_to_the_map(open_page: Open, address: str, built_site: Path, language: str) -> None:
    link = open_page(f"{address}{language}{PLACE}", script=False).page.get_by_role("link", name=OPEN[language])
    assert link.get_attribute("href") == "../../map/#area=loamshire/nb01"
    page = open_page((built_site / language / PLACE / "index.html").as_uri()).page
    expect(page.get_by_role("link", name=OPEN[language])).to_be_visible()
    assert page.locator("button", has_text=OPEN[language]).count() == 0


AROUND = {
    "": "Everything in view is counted, the places around included.",
    "cy/": "Cyfrifir popeth sydd yn yr olwg, gan gynnwys y lleoedd o’i gwmpas.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_low_screen_the_opened_map_is_brought_into_sight(phone: Page, address: str, language: str) -> None:
    phone.set_viewport_size({"width": 740, "height": 360})
    phone.goto(f"{address}{language}{PLACE}")
    button = phone.get_by_role("button", name=OPEN[language])
    button.evaluate("(button) => button.scrollIntoView({ block: 'start' })")
    assert box(phone.locator(DRAWN))[3] < 100, "the picture is above the screen"
    button.tap()
    phone.locator(".map.drawn [data-part=stage]").wait_for()
    phone.wait_for_function("""() => { const { top, bottom } = document.querySelector("[data-part=stage]").getBoundingClientRect();
      return top >= 0 && top < 40 && bottom > innerHeight / 2; }""")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_opened_map_says_that_it_counts_the_places_around_and_its_list_is_short(phone: Page, address: str, language: str) -> None:
    phone.goto(f"{address}{language}{PLACE}")
    before = phone.evaluate("document.documentElement.scrollHeight")
    opened(phone, language, touch=True)
    expect(part(phone, "status")).to_contain_text(AROUND[language])
    assert part(phone, "list").get_by_role("button").count() == 8
    expect(part(phone, "all")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollHeight") - before < 1600
