"""The page for developers in a browser: it knows the address at which it is read, copies its programs, and is whole without a script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from sitegen.artefacts.sections.code_examples import LOCAL
from tests.browser.conftest import Open
from tests.serving import serving

pytestmark = [pytest.mark.browser, pytest.mark.site]

COPIED = "navigator.clipboard.writeText = async (text) => { window.copied = text; };"
REFUSED = "navigator.clipboard.writeText = () => Promise.reject(new Error('no'));"
OPEN_ALL = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"


@pytest.fixture(scope="module")
def address(built_site: Path) -> Iterator[str]:
    with serving(built_site, "/mirror/a/") as found:
        yield found


def test_the_programs_name_the_address_at_which_the_page_is_read(address: str, open_page: Open) -> None:
    visit = open_page(f"{address}developers/")
    programs = visit.page.locator(".code code").all_text_contents()
    assert all(address in one for one in programs)
    assert not [one for one in programs if LOCAL in one]
    assert visit.page.locator("[data-address]").inner_text() == address
    assert "was not told" not in visit.page.locator("main").inner_text()
    assert visit.complaints == []


def test_a_program_is_copied_as_it_stands(address: str, open_page: Open) -> None:
    page = open_page(f"{address}developers/", before=COPIED).page
    page.locator(".copier").first.click()
    expect(page.locator(".copier").first).to_have_text("Copied.")
    assert page.evaluate("window.copied") == page.locator(".code").first.text_content()


def test_where_copying_is_refused_the_program_is_selected_to_be_copied_by_hand(address: str, open_page: Open) -> None:
    visit = open_page(f"{address}developers/", before=REFUSED)
    visit.page.locator(".copier").first.click()
    visit.page.wait_for_function("String(getSelection()).includes('import json')")
    assert visit.page.locator(".copier").first.inner_text() == "Copy"
    assert visit.complaints == []


def test_without_a_script_it_says_which_address_to_replace_and_every_program_can_be_opened(address: str, open_page: Open) -> None:
    page = open_page(f"{address}developers/", script=False).page
    assert LOCAL in page.locator(".code code").first.inner_text()
    assert "was not told its own" in page.locator("main").inner_text()
    page.locator("summary", has_text="JavaScript").first.press("Enter")
    expect(page.locator("details[open] code", has_text="await fetch").first).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_with_everything_opened_it_is_as_wide_as_the_screen_and_accessible(address: str, open_page: Open, width: int, scheme: str) -> None:
    visit = open_page(f"{address}developers/", width=width, scheme=scheme)
    visit.page.evaluate(OPEN_ALL)
    assert visit.page.evaluate("document.documentElement.scrollWidth") == width
    assert visit.axe() == []
