"""`make look`: contact sheets of every page type of a built site, on telephones, a tablet, a desk and paper, light, dark and in forced colours.

They are to be looked at by a person.

    python -m tests.look OUTPUT [LOOK] [--language cy] [--only neighbourhood,force] [--changed]

Every page is taken as a whole and cut into screens, in reading order; each sheet is a PNG that can be read as it opens. With `--changed` only
pages that look otherwise than at the last look are shown; those whose files are the same are not even opened.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, FloatRect, Page, sync_playwright

from tests.browser.page_types import pages_to_see
from tests.serving import serving

Dress = Literal["light", "dark", "forced", "print"]
MOST_SCREENS = {"streets": 4, "coverage": 8}  # of pages that go on as they begin
AT_ONCE = 8  # screens in one picture: a browser draws no picture higher than 8,192 pixels
GAP, CAPTION = 16, 28
PATIENCE_MS = 600_000  # a busy machine is slow, and that is no fault of the page
SEEN = "seen.json"  # in the folder of the sheets: what each page, and each picture of it, was at the last look
SETTLED = """() => {
  const map = document.querySelector("#map[data-style]");
  if (!map) return true;
  const isTold = Boolean(document.querySelector("[data-part=status]").dataset.text); // what is in view has been counted
  return map.dataset.ready === "failed" || (map.dataset.drawn === "true" && isTold && window.crimeMap.map.isWhole());
}"""


@dataclass(frozen=True)
class Screen:
    """What a device shows at once, how its screens lie on a sheet, and in which dress pages are looked at there."""

    width: int
    height: int
    scale: float
    columns: int
    rows: int
    dresses: tuple[Dress, ...]

    @property
    def name(self) -> str:
        """What its pictures are remembered by."""
        return "-".join([str(self.width), *self.dresses])


@dataclass(frozen=True)
class Cell:
    """One screen of a page: the picture of the whole page, and how far down the screen begins on the sheet."""

    caption: str
    picture: str
    top: int


SCREENS = (
    Screen(320, 640, 1, 5, 4, ("light",)),
    Screen(360, 740, 1, 5, 4, ("light", "dark")),
    Screen(360, 740, 1, 5, 4, ("forced",)),  # by itself: a page that was in forced colours keeps their black ground
    Screen(768, 1024, 0.75, 3, 3, ("light",)),
    Screen(794, 1123, 0.75, 3, 3, ("print",)),  # A4 at 96 pixels to the inch
    Screen(1280, 900, 0.75, 2, 4, ("light", "dark")),
)
DRESSED: dict[Dress, dict[str, str]] = {
    "light": {"media": "screen", "color_scheme": "light", "forced_colors": "none"},
    "dark": {"media": "screen", "color_scheme": "dark", "forced_colors": "none"},
    "forced": {"media": "screen", "color_scheme": "dark", "forced_colors": "active"},
    "print": {"media": "print", "color_scheme": "light", "forced_colors": "none"},
}


def main() -> None:
    """Write the sheets of the folder named on the command line."""
    parser = argparse.ArgumentParser(description="contact sheets of every page type of a built site")
    parser.add_argument("site", type=Path)
    parser.add_argument("look", type=Path, nargs="?", default=Path("look"))
    parser.add_argument("--language", default="", help="folder of the language: cy")
    parser.add_argument("--only", default="", help="page types, with commas between")
    parser.add_argument("--changed", action="store_true", help="only pages that look otherwise than at the last look")
    chosen = parser.parse_args()
    if not (chosen.site / chosen.language / "index.html").is_file():
        parser.error(f"{chosen.site / chosen.language}: no site to look at; make it first: make site")
    seen = _seen(chosen.look)
    shutil.rmtree(chosen.look, ignore_errors=True)
    chosen.look.mkdir(parents=True)
    only = set(filter(None, chosen.only.split(",")))
    pages = [(name, path) for name, path in pages_to_see(chosen.site, chosen.language) if not only or name.removesuffix("-least") in only]
    files = {path: _digest(*_shown_from(chosen.site, name, path)) for name, path in pages}
    if chosen.changed:
        pages = [(name, path) for name, path in pages if seen.get(path, {}).get("files") != files[path]]
    before = seen if chosen.changed else {}
    # A browser for each size of screen, two at once: one waits for its pages while the other draws.
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        taking = {screen: executor.submit(_take, chosen.site, pages, screen, chosen.look, before) for screen in SCREENS}
        for screen, taken in taking.items():
            for path, picture in taken.result().items():
                seen.setdefault(path, {}).update({screen.name: picture, "files": files[path]})
    print(f"{len(list(chosen.look.iterdir()))} sheets in {chosen.look}/")
    (chosen.look / SEEN).write_text(json.dumps(seen))


def _seen(look: Path) -> dict[str, dict[str, str]]:
    """By the path of each page the digest of its files, and of its pictures by the name of the screen."""
    found: dict[str, dict[str, str]] = json.loads((look / SEEN).read_text()) if (look / SEEN).exists() else {}
    return found


def _shown_from(site: Path, name: str, path: str) -> Iterator[bytes]:
    """What decides how a page looks: itself, as its scripts and styles are called by their digests; of the map all that it may draw too."""
    yield (site / path).read_bytes()
    if name == "map":
        yield (site / "manifest.json").read_bytes()


def _digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _take(site: Path, pages: list[tuple[str, str]], screen: Screen, folder: Path, before: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Every sheet of one size of screen, in a browser of its own, without pages that look as `before`; how each looks, as a digest."""
    with serving(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        taken = _pictures(browser, address, pages, screen, _day_after(site))
        looks = {path: _digest(*(cell.picture.encode() for there in cells.values() for cell in there)) for path, cells in taken.items()}
        changed = [cells for path, cells in taken.items() if before.get(path, {}).get(screen.name) != looks[path]]
        _write_sheets(browser, changed, screen, folder)
        browser.close()
    return looks


def _day_after(site: Path) -> str:
    """The day after the newest month of the site: meetings that are to come then are shown as such."""
    newest = re.search(r'data-newest="(\d+)-(\d+)"', (site / "index.html").read_text(encoding="utf-8"))
    year, month = (int(newest[1]), int(newest[2])) if newest else (2025, 1)
    return f"{year + month // 12}-{month % 12 + 1:02}-01T09:00:00"


def _pictures(browser: Browser, address: str, pages: list[tuple[str, str]], screen: Screen, clock: str) -> dict[str, dict[Dress, list[Cell]]]:
    """The screens of each page by its path, in each dress: every page is opened once and taken in all."""
    page = browser.new_page(viewport={"width": screen.width, "height": screen.height}, reduced_motion="reduce")
    page.set_default_timeout(PATIENCE_MS)
    page.clock.set_fixed_time(clock)
    taken: dict[str, dict[Dress, list[Cell]]] = {}
    for name, path in pages:
        page.goto(address + path.removesuffix("index.html"))
        page.wait_for_function(SETTLED)
        cells = taken[path] = {dress: [] for dress in screen.dresses}
        for dress, there in cells.items():
            page.emulate_media(**DRESSED[dress])  # type: ignore[arg-type]  # literals, each in its place
            page.wait_for_timeout(500 if name == "map" else 0)  # which is drawn anew in the colours of the dress
            page.wait_for_function(SETTLED)
            there.extend(_screens(page, name, screen))
    page.close()
    return taken


def _write_sheets(browser: Browser, pages: list[dict[Dress, list[Cell]]], screen: Screen, folder: Path) -> None:
    """The sheets of one size of screen, in each dress."""
    full = screen.columns * screen.rows
    sheet = browser.new_page(viewport={"width": GAP + screen.columns * (round(screen.width * screen.scale) + GAP), "height": 600})
    sheet.set_default_timeout(PATIENCE_MS)
    for dress in screen.dresses:
        there = [cell for cells in pages for cell in cells[dress]]
        for start in range(0, len(there), full):
            sheet.set_content(_sheet(there[start : start + full], screen))
            name = f"{screen.width}-{dress}-{start // full + 1:02}.png"
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
