"""What the map tells beyond the counts: outcomes, stops, boundaries, the months played, a place looked for, a ring, a second try."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Open
from tests.browser.map_page import CANVAS, COLOUR_AT, FAR, NEAR, choose_month, drawn, identity, rest, settled, status, tap, totals
from tests.browser.tiny_site import BRIDGE_STREET, CORN_MARKET
from tests.browser.window import emulate

pytestmark = pytest.mark.browser


def test_a_chosen_point_tells_what_became_of_its_crimes(open_page: Open, any_tiny_site: str) -> None:
    visit = settled(open_page(any_tiny_site + "map/" + NEAR))
    tap(visit.page, CORN_MARKET)
    expect(visit.page.get_by_role("table", name="What became of these crimes").locator("tbody tr")).to_have_text(
        ["No suspect identified6", "Suspect charged4", "No outcome given1"]
    )
    # One file, which is asked for again only where the map is drawn before it has come.
    (asked,) = {url for url in visit.requests if "/outcomes/" in url}
    assert "/outcomes/2025-06/" in asked
    choose_month(visit.page, "2025-04")
    expect(visit.page.locator("[data-part=outcomes]")).to_be_hidden()
    assert {url for url in visit.requests if "/outcomes/" in url} == {asked}


def test_outcomes_that_do_not_load_are_told_and_the_rest_stays(open_page: Open, tiny_site_address: str) -> None:
    page = settled(open_page(tiny_site_address + "map/" + NEAR)).page
    page.route("**/outcomes/**", lambda route: route.abort())
    tap(page, CORN_MARKET)
    expect(page.get_by_text("What became of these crimes could not be loaded.")).to_be_visible()
    expect(page.locator("[data-part=chosen-table]")).to_contain_text("Shoplifting8")


def test_stops_are_drawn_counted_and_said_where_they_are_missing(open_page: Open, any_tiny_site: str) -> None:
    visit = settled(open_page(any_tiny_site + "map/" + NEAR))
    page = visit.page
    assert not any("/stops/" in url for url in visit.requests)
    page.get_by_label("Stop and search", exact=True).check()
    expect(status(page)).to_contain_text("4 stops and searches in this view.")
    rest(page)
    assert totals(page, "stops") == [1, 3]
    assert totals(page, "crimes") == [1, 2, 16]
    assert page.url.endswith("&l=edges,stops")
    tap(page, BRIDGE_STREET)
    expect(page.locator("[data-part=chosen-table]")).to_contain_text("Stop and search1")
    choose_month(page, "2025-05")
    expect(status(page)).to_contain_text("Stop and search: not supplied for all of this view in May 2025.")
    assert drawn(page, "stops") == []
    page.go_back()
    expect(status(page)).to_contain_text("4 stops and searches")
    assert (visit.refused, visit.complaints) == ([], [])


def test_a_stop_is_tapped_from_zoom_12_on_and_summed_in_squares_below(open_page: Open, any_tiny_site: str) -> None:
    page = settled(open_page(any_tiny_site + "map/#m=2025-06&z=12/52.63/-1.13&l=edges,stops")).page
    expect(status(page)).to_contain_text("4 stops and searches in this view.")
    rest(page)
    assert (totals(page, "stops"), drawn(page, "stop-cells")) == ([1, 3], [])
    tap(page, BRIDGE_STREET)
    expect(page.locator("[data-part=chosen-table]")).to_contain_text("Stop and search1")
    assert f"p={identity(BRIDGE_STREET)}" in page.url
    page.evaluate("crimeMap.map.jumpTo(crimeMap.map.center(), 11.9)")
    rest(page)
    expect(status(page)).to_contain_text("4 stops and searches in this view.")
    assert drawn(page, "stops") == []
    assert sum(totals(page, "stop-cells")) == 4


def test_stops_of_squares_are_numbers_from_far_away(open_page: Open, tiny_site_address: str) -> None:
    page = settled(open_page(tiny_site_address + "map/" + FAR + "&l=edges,stops")).page
    expect(page.get_by_label("Stop and search", exact=True)).to_be_checked()
    expect(status(page)).to_contain_text("4 stops and searches in this view.")
    rest(page)
    assert sum(totals(page, "stop-cells")) == 4


def test_boundaries_can_be_left_out_and_missing_data_stays_hatched(open_page: Open, tiny_site_address: str) -> None:
    page = settled(open_page(tiny_site_address + "map/" + FAR.replace("06", "05"))).page
    assert drawn(page, "neighbourhood")
    page.get_by_label("Boundaries of forces and neighbourhoods").uncheck()
    rest(page)
    assert page.evaluate("() => crimeMap.map.layerOf('neighbourhood') === undefined && crimeMap.map.layerOf('force') === undefined")
    assert {one["force"] for one in drawn(page, "no-data")} == {"wealdmoor"}
    assert page.url.endswith("&l=")
    page.reload()
    expect(page.get_by_label("Boundaries of forces and neighbourhoods")).not_to_be_checked()


def test_a_row_with_the_focus_rings_its_point(open_page: Open, tiny_site_address: str) -> None:
    page = settled(open_page(tiny_site_address + "map/" + NEAR)).page
    page.locator(".inview button", has_text="Bridge Street").focus()
    rest(page)
    assert totals(page, "lit") == [2]
    page.locator(".inview button", has_text="Bridge Street").blur()
    rest(page)
    assert drawn(page, "lit") == []


def test_the_months_play_to_the_newest_and_stop_without_a_flash(open_page: Open, tiny_site_address: str) -> None:
    visit = settled(open_page(tiny_site_address + "map/" + NEAR.replace("06", "05")))
    page = visit.page
    page.evaluate(WATCH, list(CORN_MARKET))
    page.get_by_role("button", name="Play the months").click()
    expect(page.get_by_role("button", name="Stop playing")).to_be_visible()
    expect(page.get_by_label("Month", exact=True)).to_have_value("2025-06")
    expect(page.get_by_role("button", name="Play the months")).to_be_visible()
    expect(status(page)).to_contain_text("14 crimes")
    seen = page.evaluate("() => window.seen")
    assert len(seen) > 1
    assert "246,242,233" not in seen  # the ground never shows where both months have a circle
    assert sum("/crime/2025-06/" in url for url in visit.requests) == 1
    page.go_back()  # played months are no steps of the history
    assert "/map/" not in page.url


WATCH = f"""(place) => {{
  const colourAt = {COLOUR_AT};
  window.seen = [];
  const look = () => {{
    const {{ x, y }} = crimeMap.map.project(place);
    window.seen.push(colourAt(x + 5, y).join());
    requestAnimationFrame(look);
  }};
  look();
}}"""
"""Notes the colour beside the middle of a point in every frame from now on."""


def test_who_wants_little_motion_steps_through_the_months(open_page: Open, tiny_site_address: str) -> None:
    visit = open_page(tiny_site_address + "map/" + NEAR)
    visit.page.emulate_media(reduced_motion="reduce")
    page = settled(visit).page
    expect(page.get_by_role("button", name="Play the months")).to_be_hidden()
    expect(page.get_by_role("button", name="Month before: May 2025")).to_be_visible()


def test_a_postcode_leads_to_its_neighbourhood(open_page: Open, tiny_site_address: str) -> None:
    visit = settled(open_page(tiny_site_address + "map/" + NEAR))
    page = visit.page
    box = page.get_by_label("Go to a postcode, town or village")
    box.fill("lm1 1aa")
    box.press("Enter")
    expect(page.get_by_text("The map shows Castle Gate.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Crime map: Castle Gate")
    assert "area=loamshire/cg" in page.url
    box.fill("lm1 1")  # the beginning of a postcode's second half
    box.press("Enter")
    expect(page.locator("[data-part=findList] button")).to_have_count(2)
    box.fill("LM1")
    box.press("Enter")
    page.get_by_role("button", name="Northbrook, Loamshire Constabulary").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Crime map: Northbrook")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Crime map: Castle Gate")
    box.fill("Nowhere")
    box.press("Enter")
    expect(page.get_by_text("Nothing is listed as “Nowhere”.")).to_be_visible()
    assert not any("1AA" in url.upper() for url in visit.requests)


def test_my_place_gets_a_ring_of_a_mile_and_stays_on_the_device(open_page: Open, tiny_site_address: str) -> None:
    visit = settled(open_page(tiny_site_address + "map/" + FAR))
    page = visit.page
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 52.63041, "longitude": -1.13038})
    before = len(visit.requests)
    page.get_by_role("button", name="Use my location").click()
    expect(page.get_by_text("The dotted ring is one mile around you")).to_be_visible()
    rest(page)
    assert len(drawn(page, "ring")) == 1
    assert drawn(page, "ring-label") == [{"name": "1 mile"}]
    _, south, _, north = page.evaluate("() => crimeMap.map.bounds()")
    assert south < 52.63 - 0.0144 < 52.63 + 0.0144 < north < 52.70
    assert "52.63041" not in page.url
    asked = visit.requests[before:]
    assert [url for url in asked if "/tiles/" not in url and "/streets/" not in url and "/icon." not in url] == []


def test_a_place_that_is_refused_is_said(open_page: Open, tiny_site_address: str) -> None:
    page = settled(open_page(tiny_site_address + "map/" + NEAR)).page
    page.get_by_role("button", name="Use my location").click()
    expect(page.get_by_text("Your place could not be found.")).to_be_visible()


def test_what_was_broken_can_be_tried_again(open_page: Open, tiny_site_address: str) -> None:
    page = settled(open_page(tiny_site_address + "map/" + NEAR)).page

    def refuse(route: Route) -> None:
        route.fulfill(status=500)

    page.route("**/2025-05/**", refuse)
    choose_month(page, "2025-05")
    expect(page.get_by_text("Not everything could be loaded")).to_be_visible()
    page.unroute("**/2025-05/**", refuse)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("Not everything could be loaded")).to_be_hidden()
    expect(status(page)).to_contain_text("2 crimes")
    rest(page)
    assert totals(page, "crimes") == [2]


def test_offline_is_said_and_mended_by_itself(open_page: Open, tiny_site_address: str) -> None:
    page = settled(open_page(tiny_site_address + "map/" + NEAR)).page
    page.context.set_offline(True)
    expect(page.get_by_text("You are offline.")).to_be_visible()
    choose_month(page, "2025-05")
    expect(page.get_by_text("Not everything could be loaded")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("You are offline.")).to_be_hidden()
    expect(page.get_by_text("Not everything could be loaded")).to_be_hidden()
    expect(status(page)).to_contain_text("2 crimes")


def test_full_screen_and_back(open_page: Open, tiny_site_address: str) -> None:
    page = settled(open_page(tiny_site_address + "map/" + NEAR)).page
    button = page.get_by_role("button", name="Full screen")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("() => document.fullscreenElement.id") == "map"
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")


def test_what_is_printed_is_the_map_and_its_list(open_page: Open, tiny_site_address: str) -> None:
    page = settled(open_page(tiny_site_address + "map/" + NEAR)).page
    emulate(page, media="print")
    expect(page.locator(CANVAS)).to_be_visible()
    panel, foot = (page.locator(part).bounding_box() for part in (".panel-in", "footer"))
    assert panel
    assert foot
    assert foot["y"] >= panel["y"] + panel["height"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.locator(".inview li", has_text="Corn Market")).to_be_visible()
    expect(page.get_by_role("button", name="Zoom in")).to_be_hidden()
    expect(page.locator("[data-part=categories]")).to_be_hidden()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_further_states_are_accessible(open_page: Open, tiny_site_address: str, width: int, scheme: str) -> None:
    visit = settled(open_page(tiny_site_address + "map/" + NEAR + "&l=stops&p=" + identity(CORN_MARKET), width=width, scheme=scheme))
    expect(visit.page.get_by_role("table", name="What became of these crimes")).to_be_visible()
    visit.page.get_by_label("Go to a postcode, town or village").fill("LM1")
    visit.page.get_by_role("button", name="Go", exact=True).click()
    expect(visit.page.get_by_role("button", name="Northbrook, Loamshire Constabulary")).to_be_visible()
    visit.page.route("**/2025-05.json", lambda route: route.abort())
    choose_month(visit.page, "2025-05")
    expect(visit.page.get_by_role("button", name="Try again")).to_be_visible()
    visit.page.context.set_offline(True)
    expect(visit.page.get_by_text("You are offline.")).to_be_visible()
    assert visit.axe() == []
    assert visit.page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_a_point_in_no_neighbourhood_says_so_and_leads_to_its_force(open_page: Open, tiny_site_address: str) -> None:
    visit = open_page("about:blank")
    page = visit.page
    page.route("**/streets/**.json", answer_without_areas)
    page.goto(tiny_site_address + "map/" + NEAR)
    settled(visit)
    tap(page, CORN_MARKET)
    chosen = page.get_by_role("region", name="On or near Corn Market")
    expect(chosen).to_contain_text("This point lies in no neighbourhood that this site has a boundary of.")
    assert chosen.get_by_role("link", name="All neighbourhoods of Loamshire Constabulary").get_attribute("href") == "../loamshire/"
    assert chosen.get_by_role("link").count() == 1
    assert visit.axe() == []


def answer_without_areas(route: Route) -> None:
    shard = route.fetch().json()
    route.fulfill(json={**shard, "points": {point: [street, []] for point, (street, _) in shard["points"].items()}})


def test_no_outcomes_are_asked_for_where_none_are_published(open_page: Open, tiny_site_address: str) -> None:
    visit = open_page("about:blank")
    visit.page.route("**/crime/2025-06.json", lambda route: route.fulfill(json={**route.fetch().json(), "x-no-outcomes": ["508/335"]}))
    visit.page.goto(tiny_site_address + "map/" + NEAR)
    settled(visit)
    tap(visit.page, CORN_MARKET)
    expect(visit.page.locator("[data-part=chosen-table]")).to_contain_text("Shoplifting8")
    rest(visit.page)
    assert not [url for url in visit.requests if "/outcomes/" in url]
    expect(visit.page.locator("[data-part=noOutcomes]")).to_be_hidden()
    assert visit.refused == []


_WATCH = """() => {
  window.seen = [];
  const look = () => {
    const box = document.getElementById("map-month").selectedOptions[0].dataset.name;
    window.seen.push([box, document.querySelector("[data-part=status]").textContent.includes(box)]);
    requestAnimationFrame(look);
  };
  look();
}"""


def test_the_box_and_the_summary_name_the_same_month_while_it_plays(open_page: Open, tiny_site_address: str) -> None:
    page = settled(open_page(tiny_site_address + "map/" + NEAR)).page
    page.evaluate(_WATCH)
    page.get_by_role("button", name="Play the months").click()
    expect(status(page)).to_contain_text("May 2025")
    expect(status(page)).to_contain_text("June 2025")
    seen = [(month, agrees) for month, agrees in page.evaluate("window.seen")]
    assert {month for month, _ in seen} >= {"April 2025", "May 2025", "June 2025"}
    assert all(agrees for _, agrees in seen)


def test_the_map_takes_its_colours_from_the_stylesheet_in_light_and_dark(open_page: Open, tiny_site_address: str) -> None:
    page = settled(open_page(tiny_site_address + "map/" + NEAR)).page
    land = "[crimeMap.map.layerOf('land').colour, getComputedStyle(document.documentElement).getPropertyValue('--m-land').trim()]"
    light = page.evaluate(land)
    assert light[0] == light[1] != ""
    emulate(page, color_scheme="dark")
    rest(page)
    dark = page.evaluate(land)
    assert dark[0] == dark[1] != light[0]


def test_a_map_with_a_chosen_point_comes_to_rest(open_page: Open, tiny_site_address: str) -> None:
    page = settled(open_page(tiny_site_address + "map/" + NEAR + "&p=" + identity(CORN_MARKET))).page
    expect(page.locator("[data-part=chosen-table]")).to_contain_text("Shoplifting8")
    rest(page)
    page.evaluate("() => { window.times = 0; crimeMap.map.on('idle', () => window.times++); }")
    rest(page)
    page.evaluate("() => new Promise((done) => setTimeout(done, 1500))")
    assert page.evaluate("window.times") <= 3
