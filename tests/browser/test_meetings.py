"""A page that was saved long ago does not promise a meeting that is over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import browsing

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    with browsing(chromium) as context:
        yield context.new_page()


@pytest.fixture(scope="module")
def coming(sample_data: Path) -> list[dict[str, str]]:
    """The meetings of Castle Gate after the end of June 2025, soonest first, as the force supplied them."""
    events = json.loads((sample_data / "policing" / "loamshire" / "NB01" / "events.json").read_text(encoding="utf-8"))
    return sorted((event for event in events if event["start_date"] > "2025-07"), key=lambda event: str(event["start_date"]))


def next_meeting(built_site: Path, page: Page, today: str) -> str:
    page.clock.set_fixed_time(today)
    page.goto((built_site / "loamshire" / "nb01" / "index.html").as_uri())
    return page.locator(".glance dd").first.inner_text()


@pytest.mark.parametrize("number", [0, 1, 4])
def test_the_next_meeting_is_the_first_that_is_not_over(built_site: Path, page: Page, coming: list[dict[str, str]], number: int) -> None:
    over = datetime.fromisoformat(coming[number - 1]["end_date"]) + timedelta(minutes=1) if number else datetime.fromisoformat("2025-07-01T09:00")
    start = datetime.fromisoformat(coming[number]["start_date"])
    says = next_meeting(built_site, page, over.isoformat())
    assert says.startswith(f"{start:%A} {start.day} {start:%B %Y}, ")
    assert says.endswith(f", {coming[number]['address'].partition(',')[0]}")


def test_when_all_meetings_are_over_none_is_promised(built_site: Path, page: Page, coming: list[dict[str, str]]) -> None:
    assert next_meeting(built_site, page, "2026-11-22T09:00:00") == "No coming meeting has been published"
    assert page.locator("#meetings > p, #meetings div > p").filter(has_text="No coming meeting has been published").count() == 1
    page.get_by_text("Meetings already held").click()
    held = page.locator(".held .event")
    assert held.count() == len(coming)
    assert held.first.locator("time").get_attribute("datetime") == coming[-1]["start_date"][:16]
    assert held.get_by_text("Add to calendar").count() == 0


@pytest.mark.parametrize(("scripts", "told"), [(False, " as of 30 June 2025"), (True, "")])
def test_without_javascript_the_next_meeting_says_as_of_when(built_site: Path, chromium: Browser, scripts: bool, told: str) -> None:
    with browsing(chromium, java_script_enabled=scripts) as context:
        there = context.new_page()
        there.goto((built_site / "loamshire" / "nb01" / "index.html").as_uri())
        assert " ".join(there.locator(".glance dt").first.inner_text().split()) == f"Next meeting{told}"
