"""`make look`: contact sheets of every page type of a built site, on a telephone and on a desk, light and dark, to be looked at by a person.

    python -m tests.look OUTPUT [LOOK] [--language cy] [--only neighbourhood,force]

Every page is taken as a whole and cut into screens, in reading order; each sheet is a PNG that can be read as it opens.
"""

from __future__ import annotations

import argparse
import base64
import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, FloatRect, Page, sync_playwright

from tests.browser.conftest import serving
from tests.browser.page_types import pages_to_see

Scheme = Literal["light", "dark"]
MOST_SCREENS = {"streets": 4, "coverage": 8}  # of pages that go on as they begin
AT_ONCE = 8  # screens in one picture: a browser draws no picture higher than 8,192 pixels
GAP, CAPTION = 16, 28
SETTLED = """() => {
  const map = document.querySelector("#map[data-library]");
  return !map || map.dataset.ready === "failed" || (map.dataset.ready === "true" && !!window.crimeMap.map.loaded());
}"""


@dataclass(frozen=True)
class Screen:
    """What a device shows at once, and how its screens lie on a sheet."""

    width: int
    height: int
    scale: float
    columns: int
    rows: int


@dataclass(frozen=True)
class Cell:
    """One screen of a page: the picture of the whole page, and how far down the screen begins on the sheet."""

    caption: str
    picture: str
    top: int


SCREENS = (Screen(360, 740, 1, 5, 4), Screen(1280, 900, 0.75, 2, 4))


def main() -> None:
    """Write the sheets of the folder named on the command line."""
    parser = argparse.ArgumentParser(description="contact sheets of every page type of a built site")
    parser.add_argument("site", type=Path)
    parser.add_argument("look", type=Path, nargs="?", default=Path("look"))
    parser.add_argument("--language", default="", help="folder of the language: cy")
    parser.add_argument("--only", default="", help="page types, with commas between")
    chosen = parser.parse_args()
    shutil.rmtree(chosen.look, ignore_errors=True)
    chosen.look.mkdir(parents=True)
    only = set(filter(None, chosen.only.split(",")))
    pages = [(name, path) for name, path in pages_to_see(chosen.site, chosen.language) if not only or name.removesuffix("-least") in only]
    # A browser for each size of screen: one waits for its pages while the other draws.
    with ProcessPoolExecutor(len(SCREENS), mp_context=get_context("spawn")) as executor:
        for done in [executor.submit(_take, chosen.site, pages, screen, chosen.look) for screen in SCREENS]:
            done.result()
    print(f"{len(list(chosen.look.iterdir()))} sheets in {chosen.look}/")


def _take(site: Path, pages: list[tuple[str, str]], screen: Screen, folder: Path) -> None:
    """Every sheet of one size of screen, in a browser of its own."""
    with serving(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
        )
        _write_sheets(browser, address, pages, screen, folder, _day_after(site))
        browser.close()


def _day_after(site: Path) -> str:
    """The day after the newest month of the site: meetings that are to come then are shown as such."""
    newest = re.search(r'data-newest="(\d+)-(\d+)"', (site / "index.html").read_text(encoding="utf-8"))
    year, month = (int(newest[1]), int(newest[2])) if newest else (2025, 1)
    return f"{year + month // 12}-{month % 12 + 1:02}-01T09:00:00"


def _write_sheets(browser: Browser, address: str, pages: list[tuple[str, str]], screen: Screen, folder: Path, clock: str) -> None:
    """The sheets of one size of screen, in both schemes: every page is opened once and taken twice."""
    page = browser.new_page(viewport={"width": screen.width, "height": screen.height}, reduced_motion="reduce")
    page.clock.set_fixed_time(clock)
    cells: dict[Scheme, list[Cell]] = {"light": [], "dark": []}
    for name, path in pages:
        page.goto(address + path.removesuffix("index.html"))
        page.wait_for_function(SETTLED, timeout=60_000)
        for scheme, there in cells.items():
            page.emulate_media(color_scheme=scheme)
            page.wait_for_timeout(500 if name == "map" else 0)  # which is drawn anew in the colours of the scheme
            page.wait_for_function(SETTLED, timeout=60_000)
            there.extend(_screens(page, name, screen))
    page.close()
    full = screen.columns * screen.rows
    sheet = browser.new_page(viewport={"width": GAP + screen.columns * (round(screen.width * screen.scale) + GAP), "height": 600})
    for scheme, there in cells.items():
        for start in range(0, len(there), full):
            sheet.set_content(_sheet(there[start : start + full], screen))
            name = f"{screen.width}-{scheme}-{start // full + 1:02}.png"
            sheet.screenshot(path=folder / name, full_page=True)
    sheet.close()


def _screens(page: Page, name: str, screen: Screen) -> Iterator[Cell]:
    """One page as the screens that a reader scrolls through."""
    number = -(-page.evaluate("document.documentElement.scrollHeight") // screen.height)
    most = min(number, MOST_SCREENS.get(name, number))
    for first in range(0, most, AT_ONCE):
        part = range(first, min(most, first + AT_ONCE))
        clip: FloatRect = {"x": 0, "y": first * screen.height, "width": screen.width, "height": len(part) * screen.height}
        taken = base64.b64encode(page.screenshot(full_page=True, clip=clip)).decode()
        for at in part:
            yield Cell(f"{name} {at + 1}/{number}", taken, round((at - first) * screen.height * screen.scale))


def _sheet(cells: list[Cell], screen: Screen) -> str:
    """The page that shows these screens side by side; a picture is written once, however many screens it holds."""
    width, height = (round(side * screen.scale) for side in (screen.width, screen.height))
    pictures = list(dict.fromkeys(cell.picture for cell in cells))
    style = "".join(f".p{number}{{background-image:url(data:image/png;base64,{picture})}}" for number, picture in enumerate(pictures))
    figures = "".join(
        f"<figure><figcaption>{cell.caption}</figcaption>"
        f'<div class="p{pictures.index(cell.picture)}" style="background-position:0 -{cell.top}px"></div></figure>'
        for cell in cells
    )
    return (
        f"<style>body{{margin:{GAP}px 0 {GAP}px {GAP}px;display:flex;flex-wrap:wrap;gap:{GAP}px;background:#888;font:16px sans-serif;color:#fff}}"
        f"figure{{margin:0}}figcaption{{height:{CAPTION}px}}"
        f"div{{width:{width}px;height:{height}px;background:#555 0 0/{width}px auto no-repeat}}{style}</style>{figures}"
    )


if __name__ == "__main__":
    main()
