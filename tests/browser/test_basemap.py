"""The basemap under the interactive map, in a real browser: drawn, named, and never asked for where it is not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser import tiny_site
from tests.browser.conftest import Open
from tests.browser.map_page import NEAR, drawn, rest, settled
from tests.serving import serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def bare_site_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the tiny site without a basemap."""
    folder = tmp_path_factory.mktemp("bare")
    tiny_site.bake(folder, "folder", basemap=False)
    with serving(folder, "/mirror/a/") as address:
        yield address


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_water_green_roads_rail_and_names_are_drawn(open_page: Open, any_tiny_site: str, scheme: str) -> None:
    visit = settled(open_page(any_tiny_site + "map/" + NEAR, scheme=scheme))
    rest(visit.page)
    for layer in ("built", "green", "water", "waterway", "rail", "road-major", "road-minor"):
        assert drawn(visit.page, layer), layer
    assert {one["name"] for one in drawn(visit.page, "label-road")} & {"Ring Road", "Corn Market"}
    assert visit.refused == []
    assert visit.complaints == []
    assert visit.other_origins() == []


def test_buildings_are_drawn_near_and_towns_are_named_far_away(open_page: Open, tiny_site_address: str) -> None:
    near = settled(open_page(tiny_site_address + "map/#m=2025-06&z=16/52.6305/-1.1301"))
    rest(near.page)
    assert drawn(near.page, "building")
    far = settled(open_page(tiny_site_address + "map/#m=2025-06&z=9/52.63/-1.11"))
    rest(far.page)
    assert [one["name"] for one in drawn(far.page, "label-place")] == ["Market Loam"]


def test_the_owner_of_the_basemap_is_named_on_the_map_and_in_the_footer(open_page: Open, tiny_site_address: str) -> None:
    page = settled(open_page(tiny_site_address + "map/" + NEAR)).page
    expect(page.locator(".stage").get_by_text("© Loamshire Mapping.")).to_be_visible()
    expect(page.locator("footer")).to_contain_text("© Loamshire Mapping.")


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_with_a_basemap(open_page: Open, tiny_site_address: str, width: int) -> None:
    visit = settled(open_page(tiny_site_address + "map/" + NEAR, width=width))
    assert visit.axe() == []


def test_without_a_basemap_the_map_works_and_asks_for_no_tile_of_it(open_page: Open, bare_site_address: str) -> None:
    visit = settled(open_page(bare_site_address + "map/" + NEAR))
    rest(visit.page)
    assert drawn(visit.page, "crimes")
    assert drawn(visit.page, "road-major") == []
    assert [url for url in visit.requests if "/tiles/base/" in url] == []
    assert visit.refused == []
    assert visit.complaints == []
    assert visit.page.locator(".credit").count() == 0
