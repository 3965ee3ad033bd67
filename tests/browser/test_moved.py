"""An old address in a real browser: it takes a reader on, with and without scripts, also from a folder, and a reader can always get on by a link."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import Open
from tests.serving import serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(built_site: Path) -> Iterator[str]:
    """The address of the invented county below a prefix, as on a mirror."""
    with serving(built_site, "/mirror/a/") as address:
        yield address


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("language", ["", "cy/"])
@pytest.mark.parametrize("rest", ["", "streets/"])
def test_an_old_address_leads_to_what_took_its_place(address: str, open_page: Open, script: bool, language: str, rest: str) -> None:
    visit = open_page(f"{address}{language}loamshire/nb10/{rest}", script=script)
    visit.page.wait_for_url(f"{address}{language}loamshire/nb07/{rest}index.html")
    assert "Larkhill" in (visit.page.text_content("h1") or "")
    assert (visit.refused, visit.other_origins()) == ([], [])


def test_it_leads_on_from_a_folder_without_a_server(built_site: Path, open_page: Open) -> None:
    visit = open_page((built_site / "loamshire/nb10/index.html").as_uri())
    visit.page.wait_for_url("**/loamshire/nb07/index.html")
    assert "Larkhill" in (visit.page.text_content("h1") or "")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("place", ["loamshire/nb11/", "cy/loamshire/nb11/", "loamshire/nb12/", "cy/loamshire/nb12/"])
def test_where_nobody_is_taken_on_the_page_stays_and_is_accessible(address: str, open_page: Open, place: str, width: int, scheme: str) -> None:
    visit = open_page(f"{address}{place}", width=width, scheme=scheme)
    assert visit.axe() == []
    assert visit.page.url == f"{address}{place}"
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_successor_is_chosen_by_its_link_without_a_script(address: str, open_page: Open) -> None:
    visit = open_page(f"{address}loamshire/nb11/", script=False)
    visit.page.get_by_role("link", name="Millfield").click()
    visit.page.wait_for_url(f"{address}loamshire/nb05/")
