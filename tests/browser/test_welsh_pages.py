"""The Welsh pages in a real browser: the way from one language to the other and back, no accessibility fault, room on a narrow screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import Open
from tests.serving import serving

pytestmark = pytest.mark.browser

RICHEST = "loamshire/nb01/"
REVIEW = "Cyfieithiad yn aros i gael ei adolygu gan siaradwr Cymraeg."
WELSH_MONTHS = ("Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr")
ENGLISH_MONTHS = ("January", "February", "March", "April", "June", "July", "August", "September", "October", "November", "December")


@pytest.fixture(scope="module")
def address(built_site: Path) -> Iterator[str]:
    """The address of the invented county below a prefix, as on a mirror."""
    with serving(built_site, "/mirror/a/") as address:
        yield address


def test_a_neighbourhood_leads_to_itself_in_welsh_and_back(address: str, open_page: Open) -> None:
    visit = open_page(address + RICHEST)
    page = visit.page
    name = page.locator("h1").inner_text()
    page.get_by_role("link", name="Cymraeg", exact=True).click()
    page.wait_for_url(f"{address}cy/{RICHEST}**")
    assert page.locator("html").get_attribute("lang") == "cy"
    assert page.locator("h1").inner_text() == name
    page.get_by_role("link", name="English", exact=True).click()
    page.wait_for_url(f"{address}{RICHEST}**")
    assert page.locator("html").get_attribute("lang") == "en"
    assert visit.complaints == []


def test_the_way_to_the_other_language_keeps_the_part_of_the_page_and_the_view_of_the_map(address: str, open_page: Open) -> None:
    page = open_page(f"{address}{RICHEST}#meetings").page
    page.evaluate("location.hash = '#kinds'")
    page.locator("a.lang").click()
    page.wait_for_url(f"{address}cy/{RICHEST}#kinds")
    page = open_page(f"{address}cy/map/#z=14.00/52.46500/-4.63000").page
    page.locator("#map[data-ready=true]").wait_for()
    page.wait_for_function("location.hash.startsWith('#m=')")
    view = page.evaluate("location.hash")
    page.locator("a.lang").click()
    page.wait_for_url(f"{address}map/{view}")
    assert "z=14/52.465/-4.63" in view


def test_the_welsh_map_counts_and_names_forces_in_welsh(address: str, open_page: Open) -> None:
    page = open_page(f"{address}cy/map/#area=loamshire/nb01").page
    page.locator("[data-part=status]", has_text="o droseddau").wait_for()
    assert "o strydoedd" in page.inner_text("[data-part=status]")
    assert "Heddlu Trafnidiaeth Prydain" in page.inner_text("[data-part=missing]")


def test_the_welsh_map_says_that_a_fault_is_told_in_english(address: str, open_page: Open) -> None:
    page = open_page(f"{address}cy/map/#m=2024-11&area=loamshire/nb01").page
    fault = page.locator("[data-part=partial] p[lang=en]")
    fault.first.wait_for()
    assert "Loamshire Constabulary's crimes of November 2024 are missing" in " ".join(fault.all_inner_texts())


def test_a_welsh_page_has_welsh_months_and_says_that_it_awaits_review(address: str, open_page: Open) -> None:
    page = open_page(f"{address}cy/{RICHEST}").page
    heading = page.locator("#month").inner_text()
    assert any(month in heading for month in WELSH_MONTHS)
    assert not any(month in heading for month in ENGLISH_MONTHS)
    assert page.get_by_text(REVIEW).is_visible()


@pytest.mark.parametrize("path", ["cy/", f"cy/{RICHEST}", "cy/loamshire/", "cy/map/"])
def test_a_welsh_page_has_no_accessibility_fault(address: str, open_page: Open, path: str) -> None:
    assert open_page(address + path).axe() == []


@pytest.mark.parametrize("language", ["", "cy/"])
def test_the_richest_page_fits_a_screen_of_320_pixels(address: str, open_page: Open, language: str) -> None:
    page = open_page(f"{address}{language}{RICHEST}", width=320).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
