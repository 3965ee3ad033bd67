"""Layout: every page type at four widths in both languages keeps to general laws, and its components to the boxes held in layout/."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from sitegen.build import ROOT
from tests.browser.conftest import browsing
from tests.browser.layout_golden import Box, Boxes, compare, read, unlike
from tests.browser.map_page import RESTED
from tests.browser.page_types import PAGE_TYPES, pages_to_see
from tests.browser.window import emulate, resize
from tests.cases import case
from tests.serving import serving

pytestmark = pytest.mark.browser

WIDTHS = (320, 360, 768, 1280)
HEIGHT = 800
LANGUAGES = ("", "cy")
GOLDEN = Path(__file__).with_name("layout")
MEASURE = Path(__file__).with_name("measure.js").read_text(encoding="utf-8")
SETTLED = """() => {
  const map = document.querySelector("#map[data-style]");
  const proof = document.querySelector("[data-proof] [role=status]");
  if (proof && !/[.]/.test(proof.textContent)) return false;
  if (!map) return true;
  const isTold = Boolean(document.querySelector("[data-part=status]").dataset.text); // what is in view has been counted
  return map.dataset.drawn === "true" && isTold && window.crimeMap.map.isWhole();
}"""
FOLLOWED = f"() => document.querySelector('#map[data-style]') && ({RESTED})()"
"""Resolves when a map has come to rest in a window of another size."""
NAMES = tuple(dict.fromkeys(name for one in PAGE_TYPES for name in one.names()))
OLDER_NAMES = frozenset(name for one in PAGE_TYPES if one.is_older for name in one.names())


@pytest.fixture(scope="module")
def pages(built_site: Path, older: Path) -> dict[tuple[str, str], str]:
    """The path of each page to look at, by its name and language."""
    found = {(name, language): path for language in LANGUAGES for name, path in pages_to_see(built_site, language)}
    older_pages = {(name, language): path for language in LANGUAGES for name, path in pages_to_see(older / "output", language, is_older=True)}
    return found | older_pages


@pytest.fixture(scope="module")
def page(built_site: Path, chromium: Browser) -> Iterator[tuple[Page, str]]:
    """One tab for all, and the address of the site."""
    with serving(built_site) as address, browsing(chromium, reduced_motion="reduce") as context:
        tab = context.new_page()
        tab.clock.set_fixed_time("2025-07-01T09:00:00")
        yield tab, address


def open_at(page: tuple[Page, str], path: str) -> Page:
    """The page at this path, settled."""
    tab, address = page
    resize(tab, WIDTHS[0], HEIGHT)
    tab.goto(address + path.removesuffix("index.html"))
    tab.wait_for_function(SETTLED)
    return tab


def measure(tab: Page, width: int) -> dict[str, Any]:  # Any: as the script answers
    """Boxes and faults at a width."""
    resize(tab, width, HEIGHT)
    tab.evaluate(FOLLOWED)
    found: dict[str, Any] = tab.evaluate(MEASURE)
    return found


def test_every_template_has_a_page_that_is_looked_at(pages: dict[tuple[str, str], str]) -> None:
    templates = {path.stem for path in (ROOT / "templates" / "pages").glob("*.html")}
    assert {one.template for one in PAGE_TYPES} == templates
    assert set(pages) == {(name, language) for name in NAMES for language in LANGUAGES}


@pytest.mark.parametrize("name", NAMES)
def test_page_keeps_the_laws_and_its_boxes(
    page: tuple[Page, str], older: Path, pages: dict[tuple[str, str], str], name: str, update_golden: bool
) -> None:
    if name in OLDER_NAMES:
        with serving(older / "output") as address:
            _keeps_the_laws((page[0], address), pages, name, update=update_golden)
    else:
        _keeps_the_laws(page, pages, name, update=update_golden)


def _keeps_the_laws(page: tuple[Page, str], pages: dict[tuple[str, str], str], name: str, *, update: bool) -> None:
    faults: list[str] = []
    seen: dict[str, dict[str, Boxes]] = {}
    for language in LANGUAGES:
        tab = open_at(page, pages[name, language])
        found = {str(width): measure(tab, width) for width in WIDTHS}
        seen[language] = {part: _by_component([found[str(width)]["boxes"][part] for width in WIDTHS]) for part in ("main", "around")}
        resize(tab, 360, HEIGHT)
        tab.evaluate("document.documentElement.style.fontSize = '200%'")
        found["letters of twice the size"] = {"faults": tab.evaluate(MEASURE)["faults"][:1]}
        faults += [f"{language or 'en'}, {at}: {fault}" for at, there in found.items() for fault in there["faults"]]
    for part, file in (("main", name), *([("around", "around")] if name == "about" else ())):
        faults += compare(GOLDEN / f"{file}.txt", WIDTHS, seen[""][part], update=update)
        faults += [f"cy: {fault}" for fault in unlike(seen[""][part], WIDTHS, seen["cy"][part], slack=4)]
    assert not faults, "\n".join(faults)


def _by_component(columns: list[dict[str, list[int]]]) -> Boxes:
    """For each component its box at each width."""
    keys = dict.fromkeys(key for column in columns for key in column)
    return {key: [_box(column.get(key)) for column in columns] for key in keys}


def _box(found: list[int] | None) -> Box | None:
    return None if found is None else (found[0], found[1], found[2])


LONG = f"Survey: https://forms.example/Pages/ResponsePage.aspx?id={'abcdefghijklmnopqrstuvwxyz0123456789' * 4}"
PLANTED = {
    "a class styled twice": (
        "find",
        360,
        ".locate { display: block; width: 100%; height: min(85vh, 46rem) }",
        "button.plain.locate “Use my location” is 680 px tall",
    ),
    "a rule that shows what is hidden": ("force", 360, "[hidden] { display: block !important }", "is hidden and seen"),
    "a style that is missing": ("home", 360, ".strip a { display: inline; padding: 0 }", "“999 Emergency” in li is"),
    "a nowrap in a table": ("force", 320, "th, td { white-space: nowrap !important }", "the page is"),
    "two texts over one another": ("force", 768, "h1 { margin-bottom: -3rem }", "“Loamshire Constabulary” and “"),
    "something beside the screen": ("force", 360, ".jump { position: relative; left: -40px }", "nav.jump is off screen"),
    "a word broken in a table": ("coverage", 360, ".body tbody th { display: block; width: 3rem; min-width: 0 }", "in a table is broken"),
    "a text that is cut off": ("home", 360, "h1 { overflow: hidden; white-space: nowrap }", "is cut off"),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(page: tuple[Page, str], pages: dict[tuple[str, str], str], fault: str) -> None:
    name, width, style, told = PLANTED[fault]
    tab = open_at(page, pages[name, ""])
    assert not any(told in one for one in measure(tab, width)["faults"])
    _plant(tab, style)
    assert any(told in one for one in measure(tab, width)["faults"])


def test_a_component_that_lost_its_style_is_not_like_its_golden_boxes(page: tuple[Page, str], pages: dict[tuple[str, str], str]) -> None:
    tab = open_at(page, pages["force", ""])
    _plant(tab, ".people { display: block }")
    boxes = _by_component([measure(tab, width)["boxes"]["main"] for width in WIDTHS])
    faults = unlike(read(GOLDEN / "force.txt"), WIDTHS, boxes)
    assert any(fault.startswith(".people at 1280") for fault in faults)


@pytest.mark.parametrize("whose", ["ours", "the case's"])
def test_a_long_address_does_not_widen_a_telephone(page: tuple[Page, str], pages: dict[tuple[str, str], str], whose: str) -> None:
    words = LONG if whose == "ours" else json.loads((case("long-url-overflow") / "priorities.json").read_text())[0]["issue"]
    tab = open_at(page, pages["neighbourhood", ""])
    supplied = (".priority h4", ".priority .did p:not(.dates)", ".event h4", ".event .small", ".past span", "#help a", ".people b", "#about p")
    for part in supplied:
        assert tab.locator(part).count(), part
        tab.evaluate("([part, text]) => { document.querySelector(part).textContent = text; }", [part, words])
    tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    faults = measure(tab, 320)["faults"]
    assert not faults, faults


def test_that_the_map_needs_a_script_is_not_said_to_those_who_have_one(page: tuple[Page, str], pages: dict[tuple[str, str], str]) -> None:
    tab, address = page
    # As while the map's script is on its way: it never comes.
    tab.route("**/map.*.js", lambda route: route.abort())
    tab.goto(address + pages["map", ""].removesuffix("index.html"))
    tab.unroute("**/map.*.js")
    said = tab.get_by_text("The interactive map needs JavaScript.")
    assert said.count() == 1
    assert not said.is_visible()
    emulate(tab, media="print")
    assert not said.is_visible()
    emulate(tab, media="screen")


def _plant(tab: Page, style: str) -> None:
    tab.evaluate("(style) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(style); document.adoptedStyleSheets = [sheet]; }", style)
