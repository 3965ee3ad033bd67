"""Site-wide pages in a real browser: search by postcode, reading from a folder, and no accessibility fault in either scheme."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from sitegen.artefacts.assets.names import asset_files
from sitegen.artefacts.pages import coverage, outcodes, places
from sitegen.artefacts.shards import names as name_shards
from sitegen.artefacts.shards import postcodes, streets
from sitegen.facts.outcodes import outcodes as outcodes_of
from tests.artefacts import test_coverage_page, test_site_pages
from tests.artefacts.inputs import ASSETS, ROOT, SCRIPTS, SITE, VENDOR, files_of, table
from tests.browser.conftest import browsing

pytestmark = pytest.mark.browser

AXE = ROOT / "node_modules/axe-core/axe.min.js"
PAGES = ["", "find/", "find/c/", "find/places/n/", "postcodes/", "postcodes/lm1/", "about/", "privacy/", "accessibility/", "coverage/", "404.html"]
POSTCODES = table(
    "postcode_neighbourhoods",
    {"postcode": "LM1 0AA", "force_id": "loamshire", "neighbourhood_id": "CG"},
    {"postcode": "LM1 4QR", "force_id": "loamshire", "neighbourhood_id": "CG"},
    {"postcode": "LM1 4QR", "force_id": "loamshire", "neighbourhood_id": "NB"},
    {"postcode": "LM1 4QS"},
    {"postcode": "LM10 1AA", "force_id": "wealdmoor", "neighbourhood_id": "CG"},
    {"postcode": "LO1 1AA", "force_id": "loamshire", "neighbourhood_id": "NB"},
    {"postcode": "LM1 7AA", "force_id": "loamshire", "neighbourhood_id": "CG", "terminated": "1996-06"},
    {"postcode": "LM1 7AB", "terminated": "2001-11"},
    {"postcode": "LM5 1AA", "force_id": "loamshire", "neighbourhood_id": "CG", "terminated": "1996-06"},
)
# Corn Street lies at 51.5 N, 3.2 W.
HERE = {"x": 8239477, "y": 5579406}
FORCE_POINTS = table(
    "force_points",
    {"force_id": "loamshire", "neighbourhood_id": "CG", "street": "Corn Street", **HERE},
    {"force_id": "wealdmoor", "neighbourhood_id": "CG", "x": HERE["x"] + 700, "y": HERE["y"], "street": "Aberdŵr Road"},
)
SNAP_POINTS = table("snap_points", *({"lon": -3.2, "lat": 51.5, **row} for row in FORCE_POINTS.select("x", "y", "street").to_dicts()))
POINT_AREAS = table("point_neighbourhoods", *FORCE_POINTS.select("force_id", "neighbourhood_id", "x", "y").to_dicts())


ANSWERED = """() => {
  const found = document.querySelector("[data-found]");
  return !found || (found.textContent && !found.textContent.startsWith("Looking"));
}"""


class Served:
    """A folder on a local port, and the paths that were asked for."""

    def __init__(self, folder: Path) -> None:
        self.asked: list[str] = []
        asked = self.asked

        class Handler(http.server.SimpleHTTPRequestHandler):
            def log_request(self, code: Any = "-", size: Any = "-") -> None:  # Any: as the library declares it
                asked.append(self.path)

            def end_headers(self) -> None:
                self.send_header("Cache-Control", "no-store")  # what a tab asked for in one test it asks for in the next
                super().end_headers()

            def log_error(self, format: str, *args: Any) -> None:
                """Say nothing: absent files are part of the test."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
        self.address = f"http://127.0.0.1:{self.server.server_port}/mirror/a/"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site-wide pages below a sub-path, as on a mirror."""
    root = tmp_path_factory.mktemp("site")
    tables: dict[str, Any] = {
        "forces": test_site_pages.FORCES,
        "neighbourhoods": test_site_pages.NEIGHBOURHOODS,
        "postcode_neighbourhoods": POSTCODES,
    }
    site = {**SITE, "base_url": "https://crime.example/mirror/a/"}
    names = {name: tables[name] for name in ("forces", "neighbourhoods")}
    listed = outcodes_of(postcode_neighbourhoods=POSTCODES)
    common = {name: test_coverage_page.INPUTS[name] for name in ("templates", "locales", "asset_paths")} | {"site": site}
    files = {
        **test_site_pages.bake(**names, outcodes=listed, site=site),
        **files_of(outcodes.make, area="lm", **tables, **common),
        **dict(postcodes.make(area="lm", **tables)),
        **files_of(
            places.make, place_neighbourhoods=test_site_pages.PLACES, forces=tables["forces"], neighbourhoods=tables["neighbourhoods"], **common
        ),
        **dict(name_shards.make(place_neighbourhoods=test_site_pages.PLACES, force_points=FORCE_POINTS, outcodes=listed, **names)),
        **dict(streets.make(snap_points=SNAP_POINTS, point_neighbourhoods=POINT_AREAS, neighbourhoods=tables["neighbourhoods"])),
        **files_of(coverage.make, **test_coverage_page.INPUTS),
        **dict(asset_files(assets=(*ASSETS, *VENDOR), scripts=SCRIPTS)),
        "loamshire/cg/index.html": b"<!doctype html><title>Castle Gate</title>",
    }
    for name, data in files.items():
        path = root / "mirror/a" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Served]:
    running = Served(folder)
    yield running
    running.stop()


Reader = Callable[..., Page]


@pytest.fixture
def reader(chromium: Browser) -> Iterator[Reader]:
    """Gives an empty tab in a browser of its own."""
    with ExitStack() as browsers:
        yield lambda **like: browsers.enter_context(browsing(chromium, **like)).new_page()


@pytest.fixture(scope="module")
def tab(chromium: Browser) -> Iterator[Page]:
    """One tab for the searches of many tests, each of which begins on a page loaded anew."""
    with browsing(chromium) as context:
        yield context.new_page()


@pytest.fixture(scope="module")
def narrow(chromium: Browser) -> Iterator[Page]:
    """One tab of a narrow screen."""
    with browsing(chromium, viewport={"width": 320, "height": 800}) as context:
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
        ("LM1 4QS", "LM1 4QS is in no neighbourhood that we have a boundary for.", "All places, A to Z"),
        ("LM1 9ZZ", "LM1 9ZZ is not in our list of postcodes. Check it, or use the first half.", "All places, A to Z"),
        ("SW1A 1AA", "This copy of the site has nothing for SW1A.", "All places, A to Z"),
        ("LM1 7AA", "LM1 7AA went out of use in June 1996. It lay in:", "Castle Gate"),
        ("LM1 7AB", "LM1 7AB went out of use in November 2001. It lay in no neighbourhood that we have a boundary for.", "All places, A to Z"),
        ("LM5", "No postcode that begins with LM5 is in use any more. Those there were lay in:", "Castle Gate"),
        ("EH1 1AA", "EH1 is in Scotland. The data this site is made from covers", "All places, A to Z"),
        ("1234567", "1234567 does not look like a postcode. Write it like NP10 8XG, or the first half, NP10.", "All places, A to Z"),
        ("12", "12 does not look like a postcode.", "All places, A to Z"),
        ("0X99", "This copy of the site has nothing for 0X99.", "All places, A to Z"),
        ("constructor", "constructor is no postcode, and no name that we know is like it.", "All places, A to Z"),
        ("__proto__", "__proto__ is no postcode, and no name that we know is like it.", "All places, A to Z"),
        ("toString", "toString is no postcode, and no name that we know is like it.", "All places, A to Z"),
        ("newport", "Names that begin with newport:", "Newport (Casnewydd)"),
        ("Câsnew", "Names that begin with Câsnew:", "Casnewydd (Newport)"),
        ("saint anns", "Names that begin with saint anns:", "St. Ann's"),
        ("ab", "Names that begin with ab:", "Abbotsham"),
        ("aberdwr", "Names that begin with aberdwr:", "Aberdŵr Road"),
        ("12 Corn Street", "Names that begin with Corn Street:", "Corn Street"),
        ("castle", "Names that begin with castle:", "Castle Gate"),
        ("loamshire", "Names that begin with loamshire:", "Loamshire Constabulary"),
        ("Newprot", "No name begins with Newprot. Did you mean:", "Newport (Casnewydd)"),
        ("Corn Stret", "No name begins with Corn Stret. Did you mean:", "Corn Street"),
        (
            "quince market",
            "quince market is no postcode, and no name that we know is like it. Check the spelling, or choose from the list.",
            "All places, A to Z",
        ),
    ],
)
def test_every_other_search_has_a_helpful_answer(tab: Page, served: Served, typed: str, answer: str, first: str) -> None:
    page = search(tab, served, typed)
    assert said(page).startswith(answer)
    assert offered(page)[0][0] == first


def test_a_name_leads_to_every_neighbourhood_it_lies_in_and_is_not_sent(tab: Page, served: Served) -> None:
    page = search(tab, served, "Newport")
    assert offered(page) == [("Newport (Casnewydd)", "../loamshire/cg/"), ("Newport", "../wealdmoor/cg/")]
    assert page.inner_text("[data-list] small") == "Castle Gate, Loamshire Constabulary"
    assert [path for path in served.asked if path.endswith(".json")] == ["/mirror/a/search/index.json", "/mirror/a/search/names/5.json"]


def test_a_street_leads_to_its_line_on_the_page_of_streets(tab: Page, served: Served) -> None:
    page = search(tab, served, "corn street")
    assert offered(page) == [("Corn Street", "../loamshire/cg/streets/#4wlmd-3bl3i")]


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
    assert said(page) == "Found: 1. Choose one."
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
    assert {name for name, _ in offered(page)} == {"Castle Gate", "Northbrook <East>"}
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


def test_site_can_be_read_from_a_folder(reader: Reader, folder: Path) -> None:
    page = reader()
    page.goto((folder / "mirror/a/about/index.html").as_uri())
    assert page.evaluate("getComputedStyle(document.querySelector('.strip')).backgroundColor") == "rgb(11, 71, 82)"
    page.click("text=All places, A to Z >> visible=true")
    assert page.title() == "Find your neighbourhood: by postcode, force or name"
    page.fill("#q", "LM1 4QR")
    page.press("#q", "Enter")
    assert said(page).startswith("Postcode search needs a web server")
    page.click("[data-list] a")
    assert page.url.endswith("/find/index.html")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_page_has_no_accessibility_fault_and_fits_a_narrow_screen(narrow: Page, served: Served, path: str, scheme: Literal["light", "dark"]) -> None:
    page, faults = narrow, list[str]()
    # Colours on their way to another have a contrast of their own.
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")

    def note(message: ConsoleMessage) -> None:
        faults.append(message.text)

    page.on("console", note)
    page.goto(served.address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.evaluate(AXE.read_text())
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    result = page.evaluate("tags => axe.run({runOnly: tags})", tags)
    assert [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in result["violations"]] == []
    page.remove_listener("console", note)
    assert faults == []


def test_accessibility_check_finds_a_broken_page(reader: Reader) -> None:
    page = reader()
    page.set_content("<title>x</title><main><input><img src=''></main>")
    page.evaluate(AXE.read_text())
    assert {"label", "image-alt"} <= {fault["id"] for fault in page.evaluate("axe.run()")["violations"]}


def test_ages_and_past_meetings_are_worked_out_by_the_reader_s_clock(reader: Reader, served: Served) -> None:
    page = reader()
    page.clock.install(time="2025-08-01T12:00:00")
    page.goto(served.address + "about/")
    source = dict(SCRIPTS.iter_rows())["site.js"]
    page.evaluate(
        """() => { document.querySelector("main").innerHTML =
        '<div data-one="Open for {n} day." data-other="Open for {n} days."><p><span id="age" data-since="2025-03-12"></span></p></div>' +
        '<ul class="events"><li id="past" class="event next" data-until="2025-07-31T20:00"><time></time><p class="do"></p></li>' +
        '<li id="coming" class="event" data-until="2025-08-09T12:00"><time></time><p class="do"></p></li></ul>' +
        '<details class="held" hidden><summary>Already held</summary></details>'; }"""
    )
    page.evaluate(source)
    assert page.inner_text("#age") == "Open for 142 days."
    assert page.evaluate("() => [...document.querySelectorAll('.held li')].map((one) => one.id)") == ["past"]
    assert not page.evaluate("() => document.querySelector('.held').hidden || document.querySelector('#past .do')")
    assert (page.get_attribute("#past", "class"), page.get_attribute("#coming", "class")) == ("event", "event next")
