"""The search in a real browser: what it says, lists and opens, by keyboard, by touch and without a script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.artefacts.inputs import ROOT
from tests.browser.conftest import Reader, browsing
from tests.browser.wide_site import Served
from tests.serving import serving

pytestmark = pytest.mark.browser

AXE = ROOT / "node_modules/axe-core/axe.min.js"
IN_VIEW = """(what) => {
  const element = document.querySelector(what);
  const { left, top, right, bottom, height } = element.getBoundingClientRect();
  const under = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight && height >= 44 && (under === element || element.contains(under));
}"""
ANSWERED = """() => {
  const found = document.querySelector("[data-found]");
  return !found || (found.textContent && !found.textContent.startsWith("Looking"));
}"""


@pytest.fixture(scope="module")
def tab(chromium: Browser) -> Iterator[Page]:
    """One tab for the searches of many tests, each of which begins on a page loaded anew."""
    with browsing(chromium) as context:
        yield context.new_page()


def search(page: Page, served: Served, typed: str, start: str = "about/") -> Page:
    """The page after typing into its search and pressing Enter, once the answer stands there."""
    page.goto(served.address + start)
    served.asked.clear()
    page.fill("#q", typed)
    page.press("#q", "Enter")
    page.wait_for_function(ANSWERED)
    return page


def said(page: Page) -> str:
    return page.inner_text("[data-found]")


def offered(page: Page) -> list[tuple[str, str]]:
    return [(link.inner_text().split("\n")[0], link.get_attribute("href") or "") for link in page.query_selector_all("[data-list] a")]


@pytest.mark.parametrize("typed", ["LM1 0AA", "lm10aa", " lm1  0aa ", "LMI OAA", "LMI0AA", "lm1-0aa"])
def test_full_postcode_leads_to_its_neighbourhood_however_it_is_typed(tab: Page, served: Served, typed: str) -> None:
    page = search(tab, served, typed)
    page.wait_for_url(served.address + "loamshire/cg/")
    shards = [path for path in served.asked if path.endswith(".json") and "/search/" not in path]
    assert shards[0].startswith("/mirror/a/postcodes/")
    assert not any("0aa" in path.lower() or "oaa" in path.lower() for path in served.asked)


def test_letter_o_is_tried_where_the_nought_is_no_district(tab: Page, served: Served) -> None:
    page = search(tab, served, "L01 1AA")
    page.wait_for_url(served.address + "loamshire/nb/")


def test_straddling_postcode_offers_every_candidate(tab: Page, served: Served) -> None:
    page = search(tab, served, "LM1 4QR")
    assert said(page) == "LM1 4QR lies where neighbourhoods meet. Choose the one you mean."
    assert offered(page) == [("Castle Gate", "../loamshire/cg/"), ("Northbrook <East>", "../loamshire/nb/")]


@pytest.mark.parametrize(
    ("typed", "answer", "first"),
    [
        ("LM1", "Neighbourhoods in LM1:", "Castle Gate"),
        ("lm1 4", "Neighbourhoods in LM1 4:", "Castle Gate"),
        ("LM", "Postcode districts that begin with LM:", "LM1"),
        ("LM1 4QS", "LM1 4QS is in no neighbourhood that we have a boundary for. What there is:", "Loamshire Constabulary"),
        ("LM1 9ZZ", "LM1 9ZZ is not in our list of postcodes. Check it, or use the first half.", "All places, A to Z"),
        ("SW1A 1AA", "This copy of the site has nothing for SW1A.", "All places, A to Z"),
        ("LM1 7AA", "LM1 7AA went out of use in June 1996. It lay in:", "Castle Gate"),
        (
            "LM1 7AB",
            "LM1 7AB went out of use in November 2001. It lay in no neighbourhood that we have a boundary for. What there is:",
            "All places, A to Z",
        ),
        ("LM5", "No postcode that begins with LM5 is in use any more. Those there were lay in:", "Castle Gate"),
        ("EH1 1AA", "EH1 is in Scotland. The data this site is made from covers", "All places, A to Z"),
        ("1234567", "1234567 does not look like a postcode. Write it like NP10 8XG, or the first half, NP10.", "All places, A to Z"),
        ("12", "12 does not look like a postcode.", "All places, A to Z"),
        ("0X99", "This copy of the site has nothing for 0X99.", "All places, A to Z"),
        ("constructor", "We found no place called constructor.", "All places, A to Z"),
        ("__proto__", "We found no place called __proto__.", "All places, A to Z"),
        ("toString", "We found no place called toString.", "All places, A to Z"),
        ("newport", "Found for newport: 3. Choose one.", "Newport (Casnewydd)"),
        ("casnewydd", "Found for casnewydd: 2. Choose one.", "Casnewydd (Newport)"),
        ("porth y gorllewin", "Found for porth y gorllewin: 1. Choose one.", "Porth y Gorllewin (Westport) on the map"),
        ("ab", "Found for ab: 2. Choose one.", "Abbotsham"),
        ("far hay", "Found for far hay: 2. Choose one.", "Far Hay (Gwair)"),
        ("castle market", "We found no place called castle market. Near to it:", "Castle Gate"),
        ("corn street, far hay", "We found no place called corn street, far hay. Near to it:", "Corn Street"),
        ("xewport", "We found no place called xewport. Did you mean:", "Newport (Casnewydd)"),
        ("101", "In an emergency call 999, else 101 for the police.", "All places, A to Z"),
        ("☂", "Type a postcode, for example NP10 8XG or NP10, or a name.", "All places, A to Z"),
        ("aberdwr", "Found for aberdwr: ", "Aberdŵr Road"),
        ("Newprot", "We found no place called Newprot. Did you mean:", "Newport (Casnewydd)"),
        ("Corn Stret", "We found no place called Corn Stret. Did you mean:", "Corn Street"),
        (
            "quince market",
            "We found no place called quince market. Check the spelling, or choose from the list.",
            "All places, A to Z",
        ),
    ],
)
def test_every_other_search_has_a_helpful_answer(tab: Page, served: Served, typed: str, answer: str, first: str) -> None:
    page = search(tab, served, typed)
    assert said(page).startswith(answer)
    assert offered(page)[0][0] == first


@pytest.mark.parametrize(
    ("typed", "page_of"),
    [
        ("Câstle g", "loamshire/cg/"),
        ("saint anns", "loamshire/nb/"),
        ("stanns", "loamshire/nb/"),
        ("castle", "loamshire/cg/"),
        ("gate", "loamshire/cg/"),
        ("loamshire", "loamshire/"),
        ("12 Corn Street", "loamshire/cg/streets/#4wlmd-3bl3i"),
        ("Corn Street, Castle Gate", "loamshire/cg/streets/#4wlmd-3bl3i"),
        ("3 Corn Street, Castle Gate, LM1 0AA", "loamshire/cg/"),
    ],
)
def test_one_match_opens_on_enter(tab: Page, served: Served, typed: str, page_of: str) -> None:
    search(tab, served, typed)
    tab.wait_for_url(served.address + page_of)


def test_what_lies_in_no_boundary_leads_to_its_force_and_to_the_map_at_its_spot(tab: Page, served: Served) -> None:
    assert offered(search(tab, served, "LM1 4QS")) == [
        ("Loamshire Constabulary", "../loamshire/"),
        ("LM1 4QS on the map", "../map/#z=13/52.63/-1.13"),
    ]
    assert offered(search(tab, served, "gwair")) == [("Gwair (Far Hay)", "../wealdmoor/"), ("Gwair (Far Hay) on the map", "../map/#z=13/52.5/-1")]


def test_several_matches_are_counted_and_take_the_focus_to_the_first_of_them(tab: Page, served: Served) -> None:
    page = search(tab, served, "Newport")
    assert said(page) == "Found for Newport: 3. Choose one."
    assert page.evaluate("document.activeElement === document.querySelector('[data-list] a')")
    assert page.evaluate(IN_VIEW, "[data-list] a")


def test_a_name_of_nothing_leaves_the_reader_in_the_field(tab: Page, served: Served) -> None:
    page = search(tab, served, "quince market")
    assert page.evaluate("document.activeElement.id") == "q"


def test_a_near_name_is_searched_for_when_it_is_chosen(tab: Page, served: Served) -> None:
    page = search(tab, served, "cron srteet gtae")
    assert said(page) == "We found no place called cron srteet gtae. Did you mean:"
    page.click("[data-list] a >> text=Corn Street Gate")
    page.wait_for_url(served.address + "loamshire/cg/streets/#4wlmd-3bl3i")
    asked = [path.rsplit("/mirror/a/")[-1] for path in served.asked if path.endswith(".json")]
    assert asked == ["search/index.json", "search/names/5.json", "search/near.json"]


def test_a_name_leads_to_every_neighbourhood_it_lies_in_and_is_not_sent(tab: Page, served: Served) -> None:
    page = search(tab, served, "Newport")
    assert offered(page) == [
        ("Newport (Casnewydd)", "../loamshire/cg/"),
        ("Newport (Casnewydd) on the map", "../map/#z=13/51.588/-2.997"),
        ("Newport", "../wealdmoor/cg/"),
    ]
    assert page.inner_text("[data-list] small") == "Castle Gate, Loamshire Constabulary"
    assert [path for path in served.asked if path.endswith(".json")] == ["/mirror/a/search/index.json", "/mirror/a/search/names/5.json"]


def test_a_street_of_several_places_stands_in_one_row_that_opens_to_them(tab: Page, served: Served) -> None:
    page = search(tab, served, "mill lane")
    assert said(page) == "Found for mill lane: 2. Choose one."
    assert page.inner_text("[data-list] summary") == "Mill Lane: 2 places"
    assert offered(page) == [
        ("Castle Gate, Loamshire Constabulary", "../loamshire/cg/streets/#4wlmd-3bl4a"),
        ("Ŵyresdale, Wealdmoor & Dale Police", "../wealdmoor/cg/streets/#4wlmd-3bl5a"),
    ]
    assert page.evaluate(IN_VIEW, "[data-list] a")
    page = search(tab, served, "mill")
    assert said(page) == "Found for mill: 1. Choose one."
    assert not page.is_visible("[data-list] details a")
    page.press("[data-list] summary", "Enter")
    assert page.is_visible("[data-list] details a")


def test_a_town_of_no_force_leads_to_the_map_and_says_that_nothing_is_known_there(tab: Page, served: Served) -> None:
    page = search(tab, served, "westport")
    assert offered(page) == [("Westport (Porth y Gorllewin) on the map", "../map/#z=13/51.5/-3.2")]
    assert page.inner_text("[data-list] small") == "This copy of the site has nothing for Westport (Porth y Gorllewin)."
    assert page.evaluate(IN_VIEW, "[data-list] a")


EVERY_SEARCH = [
    "LM1 0AA", "LM1 4QR", "LM1 4QS", "LM1 9ZZ", "LM1 7AA", "LM1 7AB", "LM5", "LM1", "lm1 4", "LM", "SW1A 1AA", "EH1 1AA", "1234567", "0X99",
    "newport", "casnewydd", "westport", "far hay", "castle", "castle market", "corn street, castle gate", "mill lane", "mill", "xewport",
    "Corn Stret", "quince market", "loamshire", "101", "ab", "constructor", "12 Corn Street", "3 Corn Street, Castle Gate, LM1 0AA",
]  # fmt: skip
RESTED = 800  # milliseconds: longer than search.js waits before it says what stands there
TOLD = """() => {
  const { length } = document.querySelectorAll("[data-list] [role=option]");
  const said = document.querySelector("[data-found]").textContent;
  const told = said.match(/: ([0-9]+)\\. /);
  return Boolean(length) === Boolean(said) && (!told || Number(told[1]) === length);
}"""
"""On a busy machine what stands there may have come later than usual, and is told as much later."""


def test_whatever_is_typed_and_rested_on_is_told_and_counted_as_it_is_seen(reader: Reader, served: Served) -> None:
    rest_on_each(reader, served.address, EVERY_SEARCH)


def test_in_welsh_too_what_is_rested_on_is_told_and_counted_as_it_is_seen(reader: Reader, built_site: Path) -> None:
    with serving(built_site) as address:
        rest_on_each(reader, f"{address}cy/", ["LM1 2BD", "LM1 9ZZ", "AE1 9AA", "castle", "high street", "Pen-y-Bryn", "heddlu"])


TABS = 7


def rest_on_each(reader: Reader, address: str, searches: list[str]) -> None:
    """Types each into the page's search, waits until it would be told, and looks at what stands there; several readers rest at once."""
    faults: list[str] = []
    tabs: list[Page] = [reader() for _ in range(TABS)]
    for page in tabs:
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(address)
    for first in range(0, len(searches), TABS):
        resting = [*zip(tabs, searches[first : first + TABS], strict=False)]
        for page, typed in resting:
            page.fill("#q", "")
            page.wait_for_function("() => !document.querySelector('[role=option]')")
            page.fill("#q", typed)
        page.wait_for_timeout(RESTED)
        for page, typed in resting:
            page.wait_for_function(TOLD)
            seen = page.query_selector_all("[data-list] [role=option]")
            assert faults == [], typed
            assert bool(seen) == bool(said(page)), typed
            told = re.search(r": ([0-9]+)\. ", said(page))
            assert told is None or int(told[1]) == len(seen), (typed, said(page))


def typing(page: Page, served: Served, typed: str, start: str = "") -> Page:
    """The page after typing into its search by keyboard, once something is suggested."""
    page.goto(served.address + start)
    page.focus("#q")
    page.keyboard.type(typed)
    page.wait_for_selector("[role=listbox] [role=option]")
    return page


def test_suggestions_are_grouped_announced_and_followed_by_keyboard(reader: Reader, served: Served) -> None:
    page = typing(reader(), served, "cast")
    assert [group.get_attribute("aria-label") for group in page.query_selector_all("[role=group]")] == ["Neighbourhoods"]
    page.wait_for_function("() => document.querySelector('[data-found]').textContent === 'Found for cast: 1. Choose one.'")
    assert page.get_attribute("#q", "aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    marked = page.get_attribute("#q", "aria-activedescendant")
    assert page.get_attribute(f"#{marked}", "aria-selected") == "true"
    page.evaluate(AXE.read_text())
    assert [fault["id"] for fault in page.evaluate("axe.run()")["violations"]] == []
    page.keyboard.press("Escape")
    assert page.get_attribute("#q", "aria-expanded") == "false"
    page.keyboard.type("l")
    page.wait_for_selector("[role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(served.address + "loamshire/cg/")


def test_while_a_postcode_is_typed_the_host_learns_its_district_at_most(reader: Reader, served: Served) -> None:
    served.asked.clear()
    page = typing(reader(), served, "LM1 4Q")
    page.locator("[data-list] a", has_text="Castle Gate").first.wait_for(state="attached")  # the districts that LM1 begins come before
    assert {name for name, _ in offered(page)} == {"Castle Gate", "Northbrook <East>", "Loamshire Constabulary", "LM1 4Q on the map"}
    page.keyboard.type("R")
    page.wait_for_timeout(400)
    asked = [path.removeprefix("/mirror/a/") for path in served.asked if path.endswith(".json")]
    assert sorted(set(asked)) == ["postcodes/LM1.json", "search/index.json"]
    assert len(asked) == len(set(asked))


def test_the_reader_s_place_leads_to_the_nearest_neighbourhoods_and_only_a_map_square_is_asked_for(reader: Reader, served: Served) -> None:
    page = reader(geolocation={"latitude": 51.5, "longitude": -3.2}, permissions=["geolocation"])
    page.goto(served.address)
    served.asked.clear()
    page.click("[data-here]")
    page.wait_for_selector("[data-list] a")
    assert said(page) == "Nearest to you. A point of the map near you lies in:"
    assert [name for name, _ in offered(page)] == ["Castle Gate", "Ŵyresdale"]
    assert [path for path in served.asked if path.endswith(".json")] == ["/mirror/a/streets/12/2011/1362.json"]


def test_a_device_that_keeps_its_place_to_itself_is_no_dead_end(reader: Reader, served: Served) -> None:
    page = reader(permissions=[])
    page.goto(served.address)
    page.click("[data-here]")
    page.wait_for_function("() => document.querySelector('[data-found]').textContent.startsWith('Your device')")
    assert offered(page) == [("All places, A to Z", "./find/")]


def test_empty_search_says_what_to_type(tab: Page, served: Served) -> None:
    assert said(search(tab, served, " ", start="")).startswith("Type a postcode")
    assert [path for path in served.asked if path.endswith(".json")] == ["/mirror/a/search/index.json"]


def test_lost_connection_is_said(reader: Reader, served: Served) -> None:
    page = search(reader(), served, "LM1 4QR")
    page.context.set_offline(True)
    page.fill("#q", "LM10 1AA")
    page.click("form.search button")
    page.wait_for_function("() => document.querySelector('[data-found]').textContent.startsWith('The list')")
    assert said(page).startswith("The list for LM10 1AA could not be fetched.")


def test_without_a_script_the_form_leads_to_the_lists_and_shows_no_postcode(reader: Reader, served: Served) -> None:
    page = reader(java_script_enabled=False)
    page.goto(served.address)
    page.fill("#q", "LM1 4QR")
    page.press("#q", "Enter")
    page.wait_for_url(lambda url: "/find/" in url)
    assert page.url.rstrip("?") == served.address + "find/"
    assert not any("4QR" in path for path in served.asked)
