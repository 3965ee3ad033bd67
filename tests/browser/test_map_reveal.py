"""A street chosen on the map or in its list comes into sight, on a phone and beside a long list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
        )
        yield found
        found.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_what_is_chosen_in_the_list_comes_into_sight(built_site: Path, browser: Browser, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    with serving(built_site) as address:
        page.goto(f"{address}map/#z=14/52.4657/-4.6291")
        rows = page.locator(".inview button")
        rows.nth(12).wait_for(timeout=30_000)
        rows.nth(12).click()
        page.wait_for_function(
            """() => { const box = document.querySelector('[data-part="chosen"]').getBoundingClientRect();
                       return box.height > 0 && box.top >= -1 && box.top < innerHeight - 80; }""",
            timeout=10_000,
        )
    page.close()


def test_the_newest_12_months_are_one_period_of_the_map(built_site: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    with serving(built_site) as address:
        page.goto(f"{address}map/#z=14/52.4657/-4.6291")
        page.locator(".inview button").first.wait_for(timeout=30_000)
        page.get_by_label("Month", exact=True).select_option("last-12")
        page.get_by_text("In this view in the newest 12 months").wait_for(timeout=15_000)
        assert "m=last-12" in page.url
        assert page.get_by_text("12, 60 and 240 recorded at a point").is_visible()
        drawn = page.evaluate("() => crimeMap.map.queryRenderedFeatures({ layers: ['crimes'] }).length")
        assert drawn > 10
        named = page.locator(".inview button span").first.inner_text()
        assert named != "A point without a street name"
        page.locator("[data-part=before]").click()
        page.get_by_text("1, 5 and 20 recorded at a point").wait_for(timeout=15_000)
        page.wait_for_function("() => crimeMap.map.getSource('crime').maxzoom === 12", timeout=10_000)
    page.close()
    assert errors == []
