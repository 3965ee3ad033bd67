"""The interactive map opened within the page of a neighbourhood, in place of the drawn one, and closed again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, Visit
from tests.serving import serving

pytestmark = pytest.mark.browser

PLACE = "loamshire/nb01/"
DRAWN = "#month .map svg[role=img]"
NO_CANVAS = "HTMLCanvasElement.prototype.getContext = () => null;"


@pytest.fixture(scope="module")
def address(built_site: Path) -> Iterator[str]:
    with serving(built_site, "/mirror/a/") as address:
        yield address


def opened(visit: Visit, name: str = "Open the interactive map") -> Page:
    page = visit.page
    page.get_by_role("button", name=name).click()
    expect(page.frame_locator("iframe").locator("#map[data-ready=true]")).to_be_visible()
    return page


def test_nothing_of_the_map_is_asked_for_until_it_is_opened(open_page: Open, address: str) -> None:
    visit = open_page(address + PLACE)
    assert not [url for url in visit.requests if "map" in url or "/tiles/" in url]
    opened(visit)
    assert [url for url in visit.requests if "/tiles/" in url]
    assert (visit.refused, visit.complaints, visit.other_origins()) == ([], [], [])


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_the_map_opens_in_place_and_has_the_focus(open_page: Open, address: str, width: int, scheme: str) -> None:
    visit = open_page(address + PLACE, width=width, scheme=scheme)
    page = opened(visit)
    inside = page.frame_locator("iframe")
    expect(page.locator(DRAWN)).to_be_hidden()
    expect(inside.get_by_role("heading", name="Crime map: Castle Gate")).to_be_visible()
    expect(inside.get_by_role("button", name="Close the map")).to_be_focused()
    expect(inside.get_by_role("banner")).to_be_hidden()
    expect(inside.locator("footer")).to_be_hidden()
    assert all(frame.evaluate("document.documentElement.scrollWidth <= innerWidth") for frame in page.frames)
    assert visit.axe() == []
    assert Visit(page.frames[1], "").axe() == []  # type: ignore[arg-type]  # a frame is asked as a page is


def test_closing_brings_the_drawn_map_and_the_focus_back(open_page: Open, address: str) -> None:
    page = opened(open_page(address + PLACE))
    page.keyboard.press("Enter")
    expect(page.locator("iframe")).to_have_count(0)
    expect(page.locator(DRAWN)).to_be_visible()
    expect(page.get_by_role("button", name="Open the interactive map")).to_be_focused()
    opened(Visit(page, ""))


def test_the_larger_map_shows_what_the_small_one_did(open_page: Open, address: str) -> None:
    page = opened(open_page(address + PLACE))
    inside = page.frame_locator("iframe")
    inside.get_by_role("button", name="Month before").click()
    expect(inside.get_by_label("Month", exact=True)).to_have_value("2025-05")
    assert "#" not in page.url
    inside.get_by_role("link", name="Larger map").click()
    page.wait_for_url(re.compile(r"/mirror/a/map/#m=2025-05&z=[^&]+&area=loamshire/nb01$"))
    expect(page.locator("footer")).to_be_visible()


def test_links_of_the_map_lead_out_of_its_frame(open_page: Open, address: str) -> None:
    page = opened(open_page(address + PLACE))
    inside = page.frame_locator("iframe")
    inside.locator(".inview button").first.click()
    inside.get_by_role("link", name="policing team").first.click()
    page.wait_for_function("() => !document.querySelector('iframe')")
    expect(page.locator("h1")).to_be_visible()


def test_paper_has_the_drawn_map(open_page: Open, address: str) -> None:
    page = opened(open_page(address + PLACE))
    page.emulate_media(media="print")
    expect(page.locator(DRAWN)).to_be_visible()
    expect(page.locator("iframe")).to_be_hidden()


def test_it_opens_in_welsh(open_page: Open, address: str) -> None:
    page = opened(open_page(f"{address}cy/{PLACE}"), "Agor y map rhyngweithiol")
    assert page.frame_locator("iframe").locator("html").get_attribute("lang") == "cy"


def test_without_canvas_the_drawn_map_stays_and_it_is_said(open_page: Open, address: str) -> None:
    page = open_page(address + PLACE, before=NO_CANVAS).page
    page.get_by_role("button", name="Open the interactive map").click()
    said = page.get_by_text("This browser cannot draw the interactive map.")
    expect(said).to_be_focused()
    expect(page.locator(DRAWN)).to_be_visible()
    expect(page.locator("iframe")).to_have_count(0)


def test_where_framing_is_forbidden_the_map_s_own_page_opens(open_page: Open, address: str) -> None:
    page = open_page(address + PLACE).page
    page.route(
        re.compile("/a/map/"),
        lambda route: route.fulfill(response=(got := route.fetch()), headers={**got.headers, "content-security-policy": "frame-ancestors 'none'"}),
    )
    page.get_by_role("button", name="Open the interactive map").click()
    page.wait_for_url(re.compile(r"/mirror/a/map/#.*area=loamshire/nb01$"))


def test_without_a_script_or_from_a_folder_a_link_leads_to_the_map(open_page: Open, address: str, built_site: Path) -> None:
    link = open_page(address + PLACE, script=False).page.get_by_role("link", name="Open the interactive map")
    assert link.get_attribute("href") == "../../map/#area=loamshire/nb01"
    page = open_page((built_site / PLACE / "index.html").as_uri()).page
    expect(page.get_by_role("link", name="Open the interactive map")).to_be_visible()
    assert page.locator("button", has_text="Open the interactive map").count() == 0
