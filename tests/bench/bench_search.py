"""How long the search takes to answer on a cheap phone and a slow line, how many files it asks for, and how many bytes they are.

The phone is that of tests/bench/slow_phone.py. An answer counts from Enter, the text pasted half a second after the field was touched, to the
list of places or the way to the page; a suggestion from the last of the letters, typed one every 200 ms, to the list. It measures the site in
`output/`, or the folder given: `python -m tests.bench.bench_search FOLDER`. It prints a table and exits 1 where a budget is missed; times count
only where the machine is otherwise idle, bytes and requests always.
"""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.bench.slow_phone import chromium, compressed, watch
from tests.serving import serving

ROOT = Path(__file__).parents[2]
MOST_SECONDS = 0.3
MOST_REQUESTS = 2
MOST_KB = 12
LETTER_MS = 200
TOUCH_MS = 500
"""From the touch of the field, which fetches the list of what can be looked up, to the first letter."""
START_WATCH = """() => {
  const list = document.querySelector('[data-list]');
  window.answered = new Promise((done) => {
    const tell = () => done((performance.now() - window.asked) / 1000);
    new MutationObserver(() => list.querySelector('a') && tell()).observe(list, { childList: true, subtree: true });
    navigation.addEventListener('navigate', (event) => { event.intercept({ handler: () => {} }); tell(); });
  });
}"""


@pytest.mark.bench
def test_the_search_stays_within_its_budgets_of_bytes_and_requests() -> None:
    if not (ROOT / "output" / "postcodes").is_dir():
        pytest.skip("output/ holds no site with postcodes; run make site")
    assert main([str(ROOT / "output")]) == 0


@dataclass(frozen=True)
class Search:
    """What is typed, and whether the list that opens while typing is waited for rather than Enter pressed."""

    what: str
    typed: str
    is_suggested: bool = False


def main(arguments: list[str]) -> int:
    """Print the table; 1 where a budget is missed."""
    folder = Path(arguments[0] if arguments else ROOT / "output")
    missed = []
    with tempfile.TemporaryDirectory() as name, serving(compressed(folder, Path(name) / "site")) as address, sync_playwright() as playwright:
        browser = chromium(playwright)
        for search in _searches(folder):
            seconds, requests, kilobytes = _ask(browser, address, search)
            print(f"{search.what:<34} {search.typed:<28} {1000 * seconds:5.0f} ms {requests} requests {kilobytes:5.1f} KB")
            missed += [f"{search.what}: {1000 * seconds:.0f} ms"] if seconds > MOST_SECONDS else []
            missed += [f"{search.what}: {requests} requests of {kilobytes:.0f} KB"] if requests > MOST_REQUESTS or kilobytes > MOST_KB else []
        browser.close()
    print("; ".join(missed) + ": MISSED" if missed else "all budgets kept")
    return 1 if missed else 0


def _searches(folder: Path) -> list[Search]:
    """A search of each kind for what the site holds."""
    shards = {path.stem: json.loads(path.read_text()) for path in sorted((folder / "postcodes").glob("*.json")) if path.stem != "index"}
    outcode, shard = max(shards.items(), key=lambda item: (len(item[1]["postcodes"]), item[0]))
    used = [incode for incode in sorted(shard["postcodes"]) if incode not in shard["terminated"]]
    one = next(incode for incode in used if len(shard["postcodes"][incode]) == 1)
    straddling = [f"{code} {incode}" for code, other in shards.items() for incode, areas in sorted(other["postcodes"].items()) if len(areas) > 1]
    names = [json.loads(path.read_text()) for path in sorted((folder / "search" / "names").glob("*.json"))]
    town = max((place[0] for part in names for place in part["places"]), key=lambda name: (len(name), name))
    street = max((name for part in names for name, at in part["streets"] if isinstance(at, list)), key=lambda name: (len(name), name))
    return [
        Search("postcode", f"{outcode} {one}"),
        Search("postcode without its space", f"{outcode}{one}".lower()),
        *[Search("postcode where neighbourhoods meet", postcode) for postcode in straddling[:1]],
        Search("half a postcode", outcode),
        Search("town or village", town),
        Search("street", street),
        Search("misspelt", town[:-2] + town[-1]),
        Search("suggestions for a town", town[:6], is_suggested=True),
        Search("suggestions for a postcode", f"{outcode} {one[:2]}", is_suggested=True),
    ]


def _ask(browser: Browser, address: str, search: Search) -> tuple[float, int, float]:
    """Seconds to the answer, and the requests and KB since the field was entered."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, service_workers="block")
    page = context.new_page()
    _, traffic = watch(page, slow=True)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    before = traffic.of("")
    page.locator("#q").focus()
    page.wait_for_timeout(TOUCH_MS)
    page.evaluate(START_WATCH)
    page.evaluate(
        "(event) => document.querySelector('form.search').addEventListener(event, () => { window.asked = performance.now(); }, true)",
        "input" if search.is_suggested else "submit",
    )
    if search.is_suggested:
        page.keyboard.type(search.typed, delay=LETTER_MS)
    else:
        page.locator("#q").fill(search.typed)
        page.keyboard.press("Enter")
    seconds: float = page.evaluate("() => window.answered")
    page.wait_for_load_state("networkidle")
    after = traffic.of("")
    context.close()
    return seconds, after[0] - before[0], after[1] - before[1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
