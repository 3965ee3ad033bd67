"""How long the page of questions takes to its first answer, and how many bytes it loads for it beside those it told.

From the button that begins to the answer, with the figures of one force: once cold, then warm, from the browser's own store. It measures
the site in `output/`, or the folder given: `python -m tests.bench.bench_ask FOLDER`. It prints a table and exits 1 where the warm answer is
late or more is loaded than was told; times count only where the machine is otherwise idle, bytes always.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, sync_playwright

from tests.bench.slow_phone import chromium, compressed, watch
from tests.serving import serving

ROOT = Path(__file__).parents[2]
MOST_SECONDS = 3.0
MOST_MORE = 1.1
"""Times the bytes told: those are rounded to a tenth of a megabyte, and heads of answers come on top."""


@pytest.mark.bench
def test_a_question_is_answered_at_once_and_loads_no_more_than_was_told() -> None:
    if not (ROOT / "output" / "ask").is_dir():
        pytest.skip("output/ holds no site with questions; run make site")
    assert main([str(ROOT / "output")]) == 0


def main(arguments: list[str]) -> int:
    """Print the table; 1 where a budget is missed."""
    folder = Path(arguments[0] if arguments else ROOT / "output")
    with tempfile.TemporaryDirectory() as name, serving(compressed(folder, Path(name) / "site")) as address, sync_playwright() as playwright:
        browser = chromium(playwright)
        context = browser.new_context(service_workers="block")
        cold, warm = _first_answer(context, address), _first_answer(context, address)
        browser.close()
    missed = []
    for what, (seconds, told, loaded) in {"cold": cold, "warm": warm}.items():
        print(f"{what:<6}{seconds:>6.2f} s to the first answer {told:>6.1f} MB told {loaded:>6.2f} MB loaded")
        missed += [f"{what}: {loaded:.2f} MB"] if loaded > MOST_MORE * (told + 0.05) else []
    missed += [f"warm: {warm[0]:.2f} s"] if warm[0] > MOST_SECONDS else []
    print("; ".join(missed) + ": MISSED" if missed else "all budgets kept")
    return int(bool(missed))


def _first_answer(context: BrowserContext, address: str) -> tuple[float, float, float]:
    """Seconds from the button to the answer, the MB that the page told beforehand, and those that came."""
    page = context.new_page()
    _, traffic = watch(page, slow=False)
    page.goto(f"{address}ask/")
    part = "#ask [data-part={}]".format
    force = page.locator(part("force"))
    force.select_option(force.locator("option[value]:not([value=''])").first.get_attribute("value"))
    page.wait_for_function("selector => !document.querySelector(selector).disabled", arg=part("begin"))
    told = sum(float(number) for number in re.findall(r"([\d.]+) MB", page.locator(part("size")).inner_text()))
    page.wait_for_load_state("networkidle")
    before = traffic.of("")[1]
    seconds: float = page.evaluate(
        """([begin, table]) => new Promise((done) => {
          const asked = performance.now();
          const tell = () => document.querySelector(table).querySelector('td') && done((performance.now() - asked) / 1000);
          new MutationObserver(tell).observe(document.querySelector(table), { childList: true, subtree: true });
          document.querySelector(begin).click();
        })""",
        [part("begin"), part("table")],
    )
    page.wait_for_load_state("networkidle")
    loaded = (traffic.of("")[1] - before) / 1024
    page.close()
    return seconds, told, loaded


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
