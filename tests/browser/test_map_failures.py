"""The interactive map where something does not arrive, is slow, or cannot be shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Open
from tests.browser.map_page import FAR, NEAR, choose_month, drawn, rest, settled, status, totals

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    "fragment",
    [
        "#m=2031-13&z=x/y/z&c=<b>&area=../../etc&p=!",
        "#area=nowhere/x",
        "#z=99/1e9/0",
        "#%",
        "#area=constructor",
        "#area=constructor/name",
        "#area=loamshire/constructor",
        "#m=constructor&area=__proto__&p=__proto__",
    ],
)
def test_a_senseless_fragment_opens_the_first_view(open_page: Open, tiny_site_address: str, fragment: str) -> None:
    visit = settled(open_page(tiny_site_address + "map/" + fragment))
    expect(visit.page.get_by_label("Month", exact=True)).to_have_value("2025-06")
    assert visit.complaints == []
    assert {one["force"] for one in drawn(visit.page, "force")} == {"loamshire", "wealdmoor"}


def test_a_category_that_only_javascript_knows_is_none(open_page: Open, tiny_site_address: str) -> None:
    visit = settled(open_page(tiny_site_address + "map/#m=2025-06&z=14.5/52.63/-1.13&c=constructor,sho"))
    expect(status(visit.page)).to_contain_text("9 crimes")
    assert totals(visit.page, "crimes") == [1, 16]
    assert visit.complaints == []


_TRIED: dict[str, tuple[str, dict[str, object] | None, str]] = {  # what is asked for, the answer (none: no answer), what is said
    "a tile that is not there": ("**/2025-05/**/*.mvt", {"status": 404}, "Missing: figures. A file is missing from this copy of the site."),
    "a page in a tile's place": ("**/2025-05/**/*.mvt", {"body": "<!doctype html><p>Welcome"}, "Missing: figures. A file was damaged."),
    "a tile cut short": ("**/2025-05/**/*.mvt", {"body": b"\x1a\xff\x01abc"}, "Missing: figures. A file was damaged."),
    "a TileJSON that is not there": ("**/2025-05.json", {"status": 404}, "Missing: figures. A file is missing from this copy of the site."),
    "a TileJSON that is no JSON": ("**/crime/2025-05.json", {"body": "{"}, "Missing: figures. A file was damaged."),
    "JSON that is no TileJSON": ("**/crime/2025-05.json", {"body": "[]"}, "Missing: figures. A file was damaged."),
    "names that do not come": ("**/streets/12/**", None, "Missing: names of streets. The server did not answer."),
}


@pytest.mark.parametrize("kind", sorted(_TRIED))
def test_what_could_not_be_loaded_is_said_with_its_cause(open_page: Open, tiny_site_address: str, kind: str) -> None:
    address, answer, said = _TRIED[kind]
    page = settled(open_page(tiny_site_address + "map/" + (NEAR if "names" not in kind else FAR))).page
    page.route(address, lambda route: route.fulfill(**answer) if answer else route.abort())
    if "names" in kind:
        page.evaluate("crimeMap.map.jumpTo([-1.13, 52.63], 14.5)")
    else:
        choose_month(page, "2025-05")
    expect(page.locator("[data-part=why]")).to_contain_text(said)
    if "names" in kind:
        expect(status(page)).to_contain_text("14 crimes")  # they are there all the same
    else:
        expect(status(page)).to_have_text("The figures of this view for May 2025 could not be loaded.")
        page.unroute(address)
        page.get_by_role("button", name="Try again").click()
        expect(status(page)).to_contain_text("2 crimes")
        expect(page.locator("[data-part=failed]")).to_be_hidden()


@pytest.mark.parametrize(
    ("parts", "missing"), [(["boundaries.json", "base.json"], "boundaries and the map underneath"), (["base.json"], "the map underneath")]
)
def test_figures_stay_where_only_what_lies_under_them_is_missing(open_page: Open, tiny_site_address: str, parts: list[str], missing: str) -> None:
    visit = settled(open_page(tiny_site_address + "map/" + NEAR))
    for part in parts:
        visit.page.route(f"**/tiles/{part}", lambda route: route.fulfill(status=404))
    visit.page.reload()
    settled(visit)
    expect(visit.page.locator("[data-part=why]")).to_contain_text(f"Missing: {missing}. A file is missing from this copy of the site.")
    expect(status(visit.page)).to_contain_text("14 crimes")


def test_a_server_without_ranges_is_named_as_the_cause(open_page: Open, any_tiny_site: str) -> None:
    visit = open_page(any_tiny_site + "map/")
    if not visit.page.locator("#map[data-archive-library*=pmtiles]").count():
        pytest.skip("tiles in folders need no ranges")

    def send_whole(route: Route) -> None:
        headers = {name: value for name, value in route.request.headers.items() if name != "range"}
        route.fulfill(response=route.fetch(headers=headers))

    visit.page.route("**/*.pmtiles", send_whole)
    visit.page.reload()
    settled(visit)
    expect(visit.page.locator("[data-part=why]")).to_contain_text("The server sends archives of tiles only whole")
    expect(status(visit.page)).to_have_text("The figures of this view for June 2025 could not be loaded.")


def test_a_map_opened_from_a_disk_says_that_it_needs_a_server(open_page: Open, tiny_folder: Path) -> None:
    page = open_page((tiny_folder / "map" / "index.html").as_uri()).page
    expect(page.get_by_text("The interactive map could not be loaded. This page was opened from a disk")).to_be_visible()
    expect(page.get_by_role("link", name="Wealdmoor Police")).to_be_visible()


def test_a_broken_tile_is_told_from_an_empty_one(open_page: Open, tiny_site_address: str) -> None:
    visit = settled(open_page(tiny_site_address + "map/" + NEAR))
    expect(visit.page.locator("[data-part=failed]")).to_be_hidden()

    def refuse(route: Route) -> None:
        route.fulfill(status=500)

    visit.page.route("**/2025-05/**", refuse)
    choose_month(visit.page, "2025-05")
    expect(visit.page.get_by_text("Missing: figures. The server answered with an error.")).to_be_visible()
    expect(status(visit.page)).to_contain_text("The figures of this view for May 2025 could not be loaded.")
    assert set(visit.page.locator(".check .nums").all_inner_texts()) == {""}  # nothing seen is not nothing recorded
    choose_month(visit.page, "2025-06")
    expect(status(visit.page)).to_contain_text("14 crimes")
    expect(visit.page.locator("[data-part=failed]")).to_be_hidden()


def test_a_month_that_does_not_load_is_not_blamed_on_the_forces(open_page: Open, tiny_site_address: str) -> None:
    page = settled(open_page(tiny_site_address + "map/" + FAR)).page
    page.route("**/2025-05.json", lambda route: route.abort())
    choose_month(page, "2025-05")
    expect(page.get_by_text("Missing: figures. The server did not answer.")).to_be_visible()
    expect(status(page)).to_have_text("The figures of this view for May 2025 could not be loaded.")
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
    expect(page.get_by_text("The map is loading.")).to_be_hidden()  # nothing will load
    assert page.get_by_role("link", name="Loamshire Constabulary").get_attribute("href") == "../loamshire/"
    assert page.get_by_role("link", name="N", exact=True).get_attribute("href") == "../find/n/"
    assert page.locator("main button:visible, main select:visible, main input:visible").count() == 0


def test_a_browser_that_cannot_draw_keeps_the_plain_page_and_says_so(open_page: Open, tiny_site_address: str) -> None:
    visit = open_page(tiny_site_address + "map/", before="HTMLCanvasElement.prototype.getContext = () => null;")
    expect(visit.page.get_by_text("This browser cannot draw the interactive map")).to_be_visible()
    expect(visit.page.get_by_role("link", name="Wealdmoor Police")).to_be_visible()
