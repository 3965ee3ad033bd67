"""What the map costs a reader on a cheap phone and a slow line: time, bytes and requests, of a first visit, of a second, and of a month flipped.

The phone is that of tests/bench/slow_phone.py. It measures the site in `output/`, or the folder given: `python -m tests.bench.bench_map FOLDER`.
It prints a table and exits 1 where a budget is missed; times count only where the machine is otherwise idle, bytes and requests always.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.bench.slow_phone import Traffic, chromium, compressed, watch
from tests.serving import serving

ROOT = Path(__file__).parents[2]
MOST_SECONDS = {"map usable": 2.5, "SVG map seen": 1.5}
MOST_KB = 200
MOST_TILE_BYTES = 80 * 1024
MOST_FLIP_SECONDS = 0.15


@pytest.mark.bench
def test_the_map_stays_within_its_budgets_of_bytes_and_requests() -> None:
    if not (ROOT / "output" / "map").is_dir():
        pytest.skip("output/ holds no site; run make site")
    assert main([str(ROOT / "output")]) == 0


def main(arguments: list[str]) -> int:
    """Print the table; 1 where a budget is missed."""
    folder = Path(arguments[0] if arguments else ROOT / "output")
    missed = []
    with tempfile.TemporaryDirectory() as name, serving(compressed(folder, Path(name) / "site")) as address, sync_playwright() as playwright:
        browser = chromium(playwright)
        area = _some_area(folder)
        context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
        for visit in ("cold", "warm"):
            seconds, traffic = _open_map(context, f"{address}map/#area={area}", slow=True)
            tiles, tile_kb = traffic.of("/tiles/")
            requests, total_kb = traffic.of("")
            print(f"map, {visit:<5} {seconds:6.1f} s until usable {requests:4} requests {total_kb:7.0f} KB, tiles {tiles:3} {tile_kb:6.1f} KB")
            if visit == "cold":
                missed += [f"map usable after {seconds:.1f} s"] if seconds > MOST_SECONDS["map usable"] else []
                missed += [f"a first visit takes {total_kb:.0f} KB"] if total_kb > MOST_KB else []
                missed += [f"tiles of a first view are {tile_kb:.0f} KB"] if tile_kb * 1024 > MOST_TILE_BYTES else []
        context.close()
        seen = _until_seen(browser, f"{address}{area}/")
        print(f"SVG map of {area}: seen after {seen:.2f} s")
        missed += [f"SVG map seen after {seen:.2f} s"] if seen > MOST_SECONDS["SVG map seen"] else []
        flip, requests, visible = _flip(browser, f"{address}map/#area={area}")
        print(f"month flipped on a warm view, this machine at full speed: {1000 * flip:.0f} ms, {requests} requests for {visible} visible tiles")
        missed += [f"a month flips in {1000 * flip:.0f} ms"] if flip > MOST_FLIP_SECONDS else []
        missed += [f"a month takes {requests} requests for {visible} tiles"] if requests > visible else []
        browser.close()
    print("; ".join(missed) + ": MISSED" if missed else "all budgets kept")
    return 1 if missed else 0


def _some_area(folder: Path) -> str:
    """The neighbourhood with the largest page: the busiest."""
    pages = [page for page in folder.glob("*/*/index.html") if (page.parents[1] / "ids.json").is_file()]
    return max(pages, key=lambda page: (page.stat().st_size, str(page))).parent.relative_to(folder).as_posix()


def _open_map(context: BrowserContext, url: str, *, slow: bool) -> tuple[float, Traffic]:
    page = context.new_page()
    _, traffic = watch(page, slow=slow)
    page.goto(url, wait_until="commit")
    page.wait_for_function("() => document.querySelector('#map[data-ready=true]')", timeout=120_000)
    seconds: float = page.evaluate("() => performance.now() / 1000")
    page.wait_for_function("() => crimeMap.map.isWhole() && document.querySelector('[data-part=status]').dataset.text", timeout=120_000)
    page.close()
    return seconds, traffic


def _until_seen(browser: Browser, url: str) -> float:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    watch(page, slow=True)
    page.goto(url)
    seen: float = page.evaluate("""() => new Promise((done) => {
      document.querySelector('.map svg').scrollIntoView();
      new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime / 1000)).observe({ type: 'paint', buffered: true });
    })""")
    page.close()
    return seen


def _flip(browser: Browser, url: str) -> tuple[float, int, int]:
    """Seconds from the choice of a month to its last tile drawn, the tiles asked for, and those in view."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(url)
    page.wait_for_function("() => crimeMap.map && document.querySelector('[data-part=status]').dataset.text", timeout=120_000)
    before = len(asked)
    seconds: float = page.evaluate("""() => new Promise((done) => {
      const map = crimeMap.map, start = performance.now(), before = map.tilesOf('crime');
      document.querySelector('[data-part=before]').click();
      map.on('paint', () => map.tilesOf('crime') !== before && map.isWhole() && done((performance.now() - start) / 1000));
    })""")
    visible: int = page.evaluate("""() => {
      const map = crimeMap.map, z = Math.min(Math.floor(map.zoom()), 12), [west, south, east, north] = map.bounds();
      const across = (lon) => Math.floor((lon / 360 + 0.5) * 2 ** z);
      const down = (lat) => Math.floor((0.5 - Math.asinh(Math.tan(lat * Math.PI / 180)) / (2 * Math.PI)) * 2 ** z);
      return (across(east) - across(west) + 1) * (down(south) - down(north) + 1);
    }""")
    requests = sum("/tiles/crime/" in address and address.endswith((".mvt", ".pmtiles")) for address in asked[before:])
    context.close()
    return seconds, requests, visible


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
