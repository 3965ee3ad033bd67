"""A neighbourhood in a frame on a website of another origin, and the page that hands out the lines for it, in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Frame, expect

from tests.browser.conftest import LIMIT_MS, Open, Visit
from tests.serving import serving

pytestmark = pytest.mark.browser

PLACE = "loamshire/nb01/"
PARTS = ("map", "trend", "meeting")


@pytest.fixture(scope="module")
def site(built_site: Path) -> Iterator[str]:
    """The address of the county."""
    with serving(built_site) as address:
        yield address


@pytest.fixture
def parish(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """The folder of a parish's own website, and its address: another port is another origin."""
    with serving(tmp_path) as address:
        yield tmp_path / "index.html", address


def put(page: Path, lines: str, scheme: str = "light dark") -> None:
    # The parish's page has a policy of its own, which this server passes on: any frame, its own style attributes.
    policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; frame-src http:; style-src 'unsafe-inline'\">"
    head = f'<!doctype html><html lang="en" style="color-scheme:{scheme}"><head><meta charset="utf-8">{policy}<title>Parish</title></head>'
    page.write_text(f"{head}<body><main><h1>Parish council</h1>{lines}</main></body></html>", encoding="utf-8")


def lines(address: str) -> str:
    return f'<iframe src="{address}" title="Castle Gate" width="100%" height="1500" style="border:0"></iframe>'


def framed(visit: Visit) -> Frame:
    frame = visit.page.frames[1]
    frame.wait_for_load_state()
    return frame


def seen(frame: Frame) -> list[str]:
    return [part for part in PARTS if frame.locator(f"#{part}").is_visible()]


def test_another_website_shows_all_three_parts_or_the_one_it_asks_for(site: str, parish: tuple[Path, str], open_page: Open) -> None:
    page, address = parish
    for anchor, expected in (("", list(PARTS)), *((f"#{part}", [part]) for part in PARTS)):
        put(page, lines(f"{site}{PLACE}embed/{anchor}"))
        visit = open_page(address, width=360)
        frame = framed(visit)
        expect(frame.locator("h1")).to_have_text("Castle Gate")
        assert seen(frame) == expected
        assert visit.complaints == []
        assert {url.split("/")[2] for url in visit.requests} == {address.split("/")[2], site.split("/")[2]}


def test_a_low_frame_with_one_part_begins_with_the_name_of_the_place(site: str, parish: tuple[Path, str], open_page: Open) -> None:
    page, address = parish
    for part in PARTS:
        put(page, lines(f"{site}{PLACE}embed/#{part}").replace("1500", "240"))
        frame = framed(open_page(address, width=360))
        assert frame.evaluate("[scrollY, document.documentElement.scrollHeight > innerHeight]") == [0, True], part


def test_a_name_longer_than_the_frame_is_wide_is_broken(site: str, open_page: Open) -> None:
    visit = open_page(f"{site}{PLACE}embed/", width=320)
    visit.page.evaluate("document.querySelectorAll('h1 a, .embed-more a').forEach((link) => (link.textContent = 'Llanfair'.repeat(12)))")
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_another_website_may_not_frame_the_page_itself(site: str, parish: tuple[Path, str], open_page: Open) -> None:
    page, address = parish
    put(page, lines(f"{site}{PLACE}"))
    visit = open_page(address, width=360)
    expect(visit.page.locator("h1")).to_have_text("Parish council")
    for _ in range(LIMIT_MS // 100):
        if visit.complaints:
            break
        visit.page.wait_for_timeout(100)
    assert any("frame-ancestors" in one for one in visit.complaints)


@pytest.mark.parametrize(("theirs", "page_colour"), [("light", "rgb(255, 254, 253)"), ("dark", "rgb(19, 25, 27)")])
def test_it_follows_the_colours_of_the_page_around_it(site: str, parish: tuple[Path, str], open_page: Open, theirs: str, page_colour: str) -> None:
    page, address = parish
    put(page, lines(f"{site}{PLACE}embed/"), scheme=theirs)
    # "null": what the device prefers is not made up by the browser's tools, which would reach into frames.
    frame = framed(open_page(address, width=360, scheme="null"))
    assert frame.evaluate("getComputedStyle(document.body).backgroundColor") == page_colour


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_narrow_frame_and_it_does_not_scroll_sideways(
    site: str, parish: tuple[Path, str], open_page: Open, scheme: str
) -> None:
    for place in (PLACE, "cy/loamshire/nb01/", "loamshire/nb99/"):
        visit = open_page(f"{site}{place}embed/", width=320, scheme=scheme)
        assert visit.axe() == [], place
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= 320
    page, address = parish
    put(page, lines(f"{site}{PLACE}embed/"))
    frame = framed(open_page(address, width=336, scheme=scheme))
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_link_in_it_opens_the_page_and_leaves_the_other_website_as_it_is(site: str, parish: tuple[Path, str], open_page: Open) -> None:
    page, address = parish
    put(page, lines(f"{site}{PLACE}embed/"))
    visit = open_page(address, width=360)
    with visit.page.context.expect_page() as opened:
        framed(visit).get_by_role("link", name="Castle Gate: the whole page").click()
    opened.value.wait_for_load_state()
    assert opened.value.url == f"{site}{PLACE}"
    assert opened.value.evaluate("opener") is None
    assert visit.page.url == address


def test_the_page_of_lines_gives_them_for_the_neighbourhood_that_led_there_and_they_work(
    site: str, parish: tuple[Path, str], open_page: Open
) -> None:
    visit = open_page(f"{site}{PLACE}", width=1280)
    visit.page.get_by_role("link", name="Show this on your website").click()
    given = visit.page.locator("#e-lines")
    expect(given).to_have_value(re.compile(re.escape(f'src="{site}{PLACE}embed/"')))
    visit.page.get_by_label("What to show").select_option("trend")
    expect(given).to_have_value(re.compile(re.escape(f'src="{site}{PLACE}embed/#trend" title="Castle Gate: policing and recorded crime"')))
    expect(visit.page.frame_locator("#e-preview").locator("#trend")).to_be_visible()
    expect(visit.page.frame_locator("#e-preview").locator("#map")).to_be_hidden()
    assert visit.complaints == []
    page, address = parish
    put(page, given.input_value())
    assert seen(framed(open_page(address, width=800))) == ["trend"]


def test_force_and_neighbourhood_are_chosen_and_shown_in_the_pages_language(site: str, open_page: Open) -> None:
    visit = open_page(f"{site}cy/embed/", width=360)
    visit.page.locator("#e-force").select_option("dyffryn-aeddan")
    expect(visit.page.locator("#e-place")).to_be_enabled()
    name = visit.page.locator("#e-place option").nth(1).inner_text()
    visit.page.locator("#e-place").select_option(label=name)
    expect(visit.page.frame_locator("#e-preview").locator("h1")).to_have_text(name)
    assert "/cy/dyffryn-aeddan/" in visit.page.locator("#e-lines").input_value()
    visit.page.get_by_role("button", name="Copïo").click()
    expect(visit.page.locator("[data-copied]")).to_have_text("Wedi’i gopïo.")


def test_where_the_list_cannot_be_loaded_the_page_says_so(site: str, open_page: Open) -> None:
    visit = open_page(f"{site}embed/#area=loamshire/nb01", before="window.fetch = () => Promise.reject(new TypeError('offline'));")
    expect(visit.page.locator("[data-failed]")).to_have_text(re.compile("could not be loaded"))


def test_without_a_script_it_says_how_to_write_the_lines(site: str, open_page: Open) -> None:
    visit = open_page(f"{site}embed/", width=360, script=False)
    assert visit.page.locator("#e-force").is_hidden()
    assert "ADDRESS/embed/" in visit.page.locator("main").inner_text()
    expect(visit.page.frame_locator("#e-preview").locator("h1")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_page_of_lines(site: str, open_page: Open, scheme: str) -> None:
    visit = open_page(f"{site}embed/", width=320, scheme=scheme)
    expect(visit.page.locator("#e-place")).to_be_enabled()
    assert visit.axe() == []
