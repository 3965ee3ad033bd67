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
