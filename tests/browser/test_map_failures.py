"""The interactive map where something does not arrive, is slow, or cannot be shown."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Open
from tests.browser.map_page import FAR, NEAR, choose_month, drawn, rest, settled, status, totals

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("fragment", ["#m=2031-13&z=x/y/z&c=<b>&area=../../etc&p=!", "#area=nowhere/x", "#z=99/1e9/0", "#%"])
def test_a_senseless_fragment_opens_the_first_view(open_page: Open, tiny_site_address: str, fragment: str) -> None:
    visit = settled(open_page(tiny_site_address + "map/" + fragment))
    expect(visit.page.get_by_label("Month", exact=True)).to_have_value("2025-06")
    assert visit.complaints == []
    assert {one["force"] for one in drawn(visit.page, "force")} == {"loamshire", "wealdmoor"}


def test_a_broken_tile_is_told_from_an_empty_one(open_page: Open, tiny_site_address: str) -> None:
    visit = settled(open_page(tiny_site_address + "map/" + NEAR))
    expect(visit.page.locator("[data-part=failed]")).to_be_hidden()

    def refuse(route: Route) -> None:
        route.fulfill(status=500)

    visit.page.route("**/2025-05/**", refuse)
    choose_month(visit.page, "2025-05")
    expect(visit.page.get_by_text("Part of the map could not be loaded")).to_be_visible()
    expect(status(visit.page)).to_contain_text("There are no figures for this view in May 2025.")
    assert set(visit.page.locator(".check .nums").all_inner_texts()) == {""}  # nothing seen is not nothing recorded
    choose_month(visit.page, "2025-06")
    expect(status(visit.page)).to_contain_text("14 crimes")
    expect(visit.page.locator("[data-part=failed]")).to_be_hidden()


def test_a_month_that_does_not_load_is_not_blamed_on_the_forces(open_page: Open, tiny_site_address: str) -> None:
    page = settled(open_page(tiny_site_address + "map/" + FAR)).page
    page.route("**/2025-05.json", lambda route: route.abort())
    choose_month(page, "2025-05")
    expect(page.get_by_text("Part of the map could not be loaded")).to_be_visible()
    expect(status(page)).to_have_text("There are no figures for this view in May 2025.")
    expect(page.locator("[data-part=missing]")).to_be_hidden()
    assert drawn(page, "no-data") == []


def test_the_last_month_chosen_wins_however_slow_the_others_are(open_page: Open, tiny_site_address: str) -> None:
    page = settled(open_page(tiny_site_address + "map/" + NEAR)).page
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/2025-05.json", hold)
    choose_month(page, "2025-05")
    choose_month(page, "2025-04")
    expect(status(page)).to_have_text("There are no figures for this view in April 2025.")
    choose_month(page, "2025-06")
    expect(status(page)).to_contain_text("14 crimes")
    held[0].continue_()
    rest(page)
    expect(page.get_by_label("Month", exact=True)).to_have_value("2025-06")
    expect(status(page)).to_contain_text("14 crimes")
    assert totals(page, "crimes") == [1, 2, 16]


def test_without_scripts_the_page_leads_to_the_same_figures(open_page: Open, tiny_site_address: str) -> None:
    page = open_page(tiny_site_address + "map/", script=False).page
    expect(page.get_by_text("The interactive map needs JavaScript.")).to_be_visible()
    assert page.get_by_role("link", name="Loamshire Constabulary").get_attribute("href") == "../loamshire/"
    assert page.get_by_role("link", name="N", exact=True).get_attribute("href") == "../find/n/"
    assert page.locator("main button:visible, main select:visible, main input:visible").count() == 0


def test_without_webgl_the_page_says_so_and_loads_no_library(open_page: Open, tiny_site_address: str) -> None:
    visit = open_page(tiny_site_address + "map/", before="HTMLCanvasElement.prototype.getContext = () => null;")
    expect(visit.page.get_by_text("This browser cannot draw the interactive map")).to_be_visible()
    expect(visit.page.get_by_role("link", name="Wealdmoor Police")).to_be_visible()
    assert not any("maplibre" in url for url in visit.requests)


def test_a_library_that_does_not_arrive_leaves_the_plain_page(open_page: Open, tiny_site_address: str) -> None:
    visit = open_page(tiny_site_address + "map/", script=True, before="document.addEventListener('error', () => 0, true);")
    visit.page.route("**/maplibre-gl-csp.*", lambda route: route.abort())
    visit.page.reload()
    expect(visit.page.get_by_text("The interactive map could not be loaded.")).to_be_visible()
    expect(visit.page.get_by_role("link", name="Wealdmoor Police")).to_be_visible()
