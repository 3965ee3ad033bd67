"""Neighbourhood pages a second and core: views, maps and HTML, each and together, against Jinja's own rendering of the same finished views.

The force has 40 full pages with every section, and a ground of streets and waters. The site's figures are of the pages after the first,
which bears what is done once for a force and is told apart; Jinja's gets the views ready made and does no more than fill the templates,
compiled as Jinja compiles them. They run in turn, in one process; what else the machine does can only add to the time, so the least of each counts.
Run it from the project's folder: `python -m tests.bench.bench_pages`. It prints a table and exits 1 where the ratio is broken.
"""

from __future__ import annotations

import inspect
import os
import time
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from jinja2.compiler import CodeGenerator

from sitegen.artefacts.maps.svg import bake
from sitegen.artefacts.pages import neighbourhood
from sitegen.artefacts.pages.render import Renderer, make_environment, read_site
from sitegen.artefacts.pages.words import read_words
from tests.bench.rich_force import rich_force

MOST_RATIO = 3.0
"""A guard against getting slower. A page with its ground takes 2 to 2.2 times what Jinja alone needs for its HTML."""

WANTED = 500
"""Pages a second and core, all parts together: told, not asserted, for seconds depend on the machine. It is not reached yet."""

ROUNDS = 7
PARTS = ("views", "maps", "HTML", "all")


@pytest.mark.bench
def test_a_whole_page_costs_not_much_more_than_jinja_takes_to_fill_its_template() -> None:
    assert main() == 0


def main() -> int:
    """Print the table; 1 where the ratio is broken."""
    world = rich_force()
    inputs = {name: world[name] for name in inspect.signature(neighbourhood.make).parameters}
    finished = _views(inputs)
    plain = plain_renderer(world)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(_ours(inputs))
        theirs.append(_theirs(plain, finished))
    print(f"{len(finished)} pages, {ROUNDS} rounds, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; CPU milliseconds a page, the least")
    print(f"{'once for a force':<20}{1000 * min(one['force'] for one in ours):>8.2f} ms in all")
    for what, least in [*((part, min(one[part] for one in ours)) for part in PARTS), ("Jinja, HTML alone", min(theirs))]:
        print(f"{what:<20}{1000 * least:>8.2f}{1 / least:>8.0f} pages/s")
    reached = 1 / min(one["all"] for one in ours) >= WANTED
    print(f"{WANTED} pages/s, all parts together: {'reached' if reached else 'not reached'}")
    ratio = min(one["all"] for one in ours) / min(theirs)
    print(f"ratio {ratio:.2f}, at most {MOST_RATIO} allowed: {'kept' if ratio <= MOST_RATIO else 'BROKEN'}")
    return int(ratio > MOST_RATIO)


def plain_renderer(world: dict[str, Any]) -> Renderer:  # Any: tables, settings
    """The site's renderer with templates compiled in Jinja's own way."""
    words = read_words("en", world["locales"])
    environment = make_environment(world["templates"], words)
    environment.library = None
    environment.code_generator_class = CodeGenerator
    assets = dict(world["asset_paths"].select("name", "path").iter_rows())
    return Renderer(environment, words, read_site(world["site"]), assets)


def _ours(inputs: dict[str, Any]) -> dict[str, float]:  # Any: tables, settings
    """CPU seconds a page for each part, and under `force` those of the first page."""
    spent = dict.fromkeys(("maps", "HTML"), 0.0)

    def timed(part: str, function: Callable[..., Any]) -> Callable[..., Any]:  # Any: whatever the function takes and gives
        def run(*args: Any, **named: Any) -> Any:  # Any: likewise
            start = time.process_time()
            try:
                return function(*args, **named)
            finally:
                spent[part] += time.process_time() - start

        return run

    with patch.object(Renderer, "render", timed("HTML", Renderer.render)), patch("sitegen.artefacts.pages.neighbourhood.bake", timed("maps", bake)):
        start = time.process_time()
        pages = neighbourhood.make(**inputs)
        next(pages)
        first = time.process_time() - start
        spent.update(maps=0.0, HTML=0.0)
        start = time.process_time()
        made = sum(1 for _ in pages)
        whole = time.process_time() - start
    parts = {**spent, "all": whole, "views": whole - sum(spent.values())}
    return {"force": first, **{part: seconds / made for part, seconds in parts.items()}}


def _theirs(plain: Renderer, finished: list[tuple[str, object]]) -> float:
    plain.render("pages/neighbourhood.html", *finished[0])
    start = time.process_time()
    for path, view in finished:
        plain.render("pages/neighbourhood.html", path, view)
    return (time.process_time() - start) / len(finished)


def _views(inputs: dict[str, Any]) -> list[tuple[str, object]]:  # Any: tables, settings
    """Every page's path with its view."""
    found: list[tuple[str, object]] = []

    def keep(_self: Renderer, _template: str, path: str, view: object) -> bytes:
        found.append((path, view))
        return b""

    with patch.object(Renderer, "render", keep):
        list(neighbourhood.make(**inputs))
    return found


if __name__ == "__main__":
    raise SystemExit(main())
