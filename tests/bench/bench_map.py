"""What the map costs a reader on a cheap phone and a slow line: time, bytes and requests, of a first visit, a second, a press and a month flipped.

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
MOST_SECONDS = {"map usable": 2.5, "picture of the map page seen": 1.2, "SVG map seen": 1.5}
MOST_KB = 200
MOST_TILE_BYTES = 80 * 1024
MOST_FLIP_SECONDS = 0.15
MOST_PRESS_SECONDS = 0.3


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
        picture = _until_picture(browser, f"{address}map/")
        print(f"baked picture of the map page: seen after {picture:.2f} s")
        missed += [f"picture seen after {picture:.2f} s"] if picture > MOST_SECONDS["picture of the map page seen"] else []
        seen = _until_seen(browser, f"{address}{area}/")
        print(f"SVG map of {area}: seen after {seen:.2f} s")
        missed += [f"SVG map seen after {seen:.2f} s"] if seen > MOST_SECONDS["SVG map seen"] else []
        press, asked = _press(browser, f"{address}{area}/")
        print(f"a point of it pressed: street and number said after {1000 * press:.0f} ms, {asked} requests since")
        missed += [f"a press is answered after {1000 * press:.0f} ms"] if press > MOST_PRESS_SECONDS else []
        missed += [f"a press takes {asked} requests"] if asked > 1 else []
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


def _until_picture(browser: Browser, url: str) -> float:
    """Seconds until the first paint that has the whole baked picture, on the screen."""
    page = browser.new_page(viewport={"width": 360, "height": 740})
    watch(page, slow=True)
    page.add_init_script("""(function look() {
      const svg = document.querySelector('.stage svg');
      const whole = svg && (svg.nextElementSibling || svg.parentElement.nextElementSibling);
      if (whole && svg.getBoundingClientRect().top < innerHeight / 2) window.pictureThere = performance.now();
      else requestAnimationFrame(look);
    })()""")
    page.goto(url)
    seen: float = page.evaluate("Math.max(pictureThere, performance.getEntriesByName('first-contentful-paint')[0].startTime) / 1000")
    page.close()
    return seen


def _press(browser: Browser, url: str) -> tuple[float, int]:
    """The slowest press on a page's map, of its biggest circle and of its last: seconds until street and number are said, and requests it took."""
    page = browser.new_page(viewport={"width": 360, "height": 740})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    watch(page, slow=True)
    page.goto(url)
    page.locator("a[data-told]").scroll_into_view_if_needed()
    page.wait_for_timeout(1000)  # a reader looks at it first
    seconds, most = 0.0, 0
    for choice in ("0", "circles.length - 1"):
        before = len(asked)
        taken: float = page.evaluate(f"""() => new Promise((done) => {{
          const way = document.querySelector('a[data-told]'), svg = way.querySelector('svg');
          const width = (path) => Number(path.getAttribute('stroke-width'));
          const circles = [...svg.querySelectorAll('.m-pt>path')].sort((one, other) => width(other) - width(one));
          const [x, y] = circles[{choice}].getAttribute('d').match(/-?\\d+/g).map(Number), box = svg.getBoundingClientRect();
          const scale = box.width / svg.viewBox.baseVal.width, start = performance.now();
          document.querySelector('.told').replaceChildren();
          new MutationObserver(() => document.querySelector('.told b') && requestAnimationFrame(() => done((performance.now() - start) / 1000)))
            .observe(way.parentElement, {{ childList: true, subtree: true }});
          const at = {{ clientX: box.left + x * scale, clientY: box.top + y * scale }};
          way.dispatchEvent(new MouseEvent('click', {{ ...at, detail: 1, bubbles: true, cancelable: true }}));
        }})""")
        seconds, most = max(seconds, taken), max(most, len(asked) - before)
    page.close()
    return seconds, most


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
