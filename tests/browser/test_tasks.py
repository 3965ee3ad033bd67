"""What a citizen comes for, in how many actions: the answer is seen, on a telephone of 360 px."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open
from tests.browser.seen import Actions, wait_until_seen
from tests.serving import serving

pytestmark = pytest.mark.browser

PLACE = "loamshire/nb01/"
LANGUAGES = ("", "cy/")


@pytest.fixture(scope="module")
def address(built_site: Path) -> Iterator[str]:
    with serving(built_site, "/mirror/a/") as address:
        yield address


def at_home(open_page: Open, address: str, language: str) -> tuple[Page, Actions]:
    """The home page on a telephone, on a morning on which meetings are still to come."""
    page = open_page("about:blank", width=360, height=740).page
    page.clock.set_fixed_time("2025-07-02T09:00:00")
    page.goto(address + language)
    return page, Actions(page)


def find_by_postcode(page: Page, reader: Actions, address: str, language: str) -> None:
    reader.fill(page.locator("main #q"), "LM1 1AA")
    reader.tap(page.locator("main .search button").first)
    page.wait_for_url(f"{address}{language}{PLACE}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_a_postcode_to_the_next_meeting_in_three_actions(open_page: Open, address: str, language: str) -> None:
    page, reader = at_home(open_page, address, language)
    find_by_postcode(page, reader, address, language)
    answer = page.locator(".glance a[href='#meetings']")
    wait_until_seen(page, answer)  # the answer in short, after two
    reader.tap(answer)
    wait_until_seen(page, page.locator(".event.next h4"))
    wait_until_seen(page, page.locator(".event.next .do a"))
    assert reader.done == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_a_postcode_to_the_data_of_the_neighbourhood_in_three_actions(open_page: Open, address: str, language: str) -> None:
    page, reader = at_home(open_page, address, language)
    find_by_postcode(page, reader, address, language)
    reader.tap(page.locator(".jump a[href='#take']"))
    files = page.locator("#take a[href$='figures.csv']")
    wait_until_seen(page, files)
    assert reader.done == 3
    answer = page.request.get(files.evaluate("link => link.href"))
    assert answer.text().startswith("table,month,")


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_scripts_the_data_are_one_action_from_the_top_of_the_page(open_page: Open, address: str, language: str) -> None:
    page = open_page(f"{address}{language}{PLACE}", width=360, height=740, script=False).page
    page.locator(".jump a[href='#take']").tap()
    wait_until_seen(page, page.locator("#take a[href$='figures.csv']"))
