"""A page that was saved long ago does not promise a meeting that is over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser.new_page()
        browser.close()


@pytest.mark.parametrize(
    ("today", "says"),
    [
        ("2025-07-01T09:00:00", "Thursday 31 July 2025, 6.30pm, Guildhall"),
        ("2025-08-01T09:00:00", "Saturday 9 August 2025, 10am, Outside the library"),
        ("2026-11-22T09:00:00", "None to come is known here"),
    ],
)
def test_the_next_meeting_is_the_first_that_is_not_over(built_site: Path, page: Page, today: str, says: str) -> None:
    page.clock.set_fixed_time(today)
    page.goto((built_site / "loamshire" / "nb01" / "index.html").as_uri())
    assert page.locator(".glance dd").first.inner_text() == says
