"""Site-wide pages in a real browser: reading from a folder, and no accessibility fault in either scheme."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.artefacts.inputs import ROOT, SCRIPTS
from tests.browser.conftest import Reader, browsing
from tests.browser.wide_site import Served

pytestmark = pytest.mark.browser

AXE = ROOT / "node_modules/axe-core/axe.min.js"
PAGES = [
    "",
    "find/",
    "find/c/",
    "find/places/n/",
    "postcodes/",
    "postcodes/lm1/",
    "about/",
    "method/",
    "privacy/",
    "accessibility/",
    "coverage/",
    "404.html",
]


@pytest.fixture(scope="module")
def narrow(chromium: Browser) -> Iterator[Page]:
    """One tab of a narrow screen."""
    with browsing(chromium, viewport={"width": 320, "height": 800}) as context:
        yield context.new_page()


def test_site_can_be_read_from_a_folder(reader: Reader, wide_folder: Path) -> None:
    page = reader()
    page.goto((wide_folder / "mirror/a/about/index.html").as_uri())
    assert page.evaluate("getComputedStyle(document.querySelector('.strip')).backgroundColor") == "rgb(11, 71, 82)"
    page.click("text=All places, A to Z >> visible=true")
    assert page.title() == "Find your neighbourhood: by postcode, force or name"
    page.fill("#q", "LM1 4QR")
    page.press("#q", "Enter")
    assert page.inner_text("[data-found]").startswith("Postcode search needs a web server")
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
