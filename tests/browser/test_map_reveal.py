"""A street chosen on the map or in its list comes into sight, on a phone and beside a long list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import Open
from tests.serving import serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(built_site: Path) -> Iterator[str]:
    with serving(built_site) as address:
        yield address


LIST = "map/#z=14/52.4657/-4.6291"


@pytest.mark.parametrize("width", [360, 1280])
def test_what_is_chosen_in_the_list_comes_into_sight(address: str, open_page: Open, width: int) -> None:
    page = open_page(address + LIST, width=width, height=800).page
    row = page.locator(".inview button").nth(7 if width == 360 else 12)  # a phone lists eight at first
    row.wait_for()
    row.click()
    page.wait_for_function(
        """() => { const box = document.querySelector('[data-part="chosen"]').getBoundingClientRect();
                   return box.height > 0 && box.top >= -1 && box.top < innerHeight - 80; }"""
    )


def test_the_newest_12_months_are_one_period_of_the_map(address: str, open_page: Open) -> None:
    visit = open_page(address + LIST, height=800)
    page = visit.page
    page.locator(".inview button").first.wait_for()
    page.get_by_label("Month", exact=True).select_option("last-12")
    page.get_by_text("In this view in the newest 12 months").wait_for()
    assert "m=last-12" in page.url
    assert page.get_by_text("12, 60 and 240 recorded at a point").is_visible()
    drawn = page.evaluate("() => crimeMap.map.drawn('crimes').length")
    assert drawn > 10
    named = page.locator(".inview button span").first.inner_text()
    assert named != "A point without a street name"
    page.locator("[data-part=before]").click()
    page.get_by_text("1, 5 and 20 recorded at a point").wait_for()
    page.wait_for_function("() => crimeMap.map.tilesOf('crime').about.maxzoom === 12")
    assert visit.complaints == []
