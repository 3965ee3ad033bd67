"""Neighbourhood pages a second and core: views, map and HTML together, against Jinja's own rendering of the same finished views.

The force has 40 full pages. Ours is what the site does for each page after the first, which bears what is done once for a force;
Jinja's gets the views ready made and does no more than fill the templates, compiled as Jinja compiles them. They run in turn, in one
process; what else the machine does can only add to the time, so the least of each counts.
Run it from the project's folder: `python -m tests.bench.bench_pages`. It prints a table and exits 1 where the target is missed.
"""

from __future__ import annotations

import inspect
import time
from typing import Any
from unittest.mock import patch

import pytest
from jinja2.compiler import CodeGenerator

from sitegen.artefacts.pages import neighbourhood
from sitegen.artefacts.pages.render import Renderer, make_renderer
from tests.bench.rich_force import rich_force

MOST_RATIO = 1.7
ROUNDS = 7


@pytest.mark.bench
def test_a_whole_page_costs_little_more_than_jinja_takes_to_fill_its_template() -> None:
    assert main() == 0


def main() -> int:
    """Print the table; 1 where the target is missed."""
    world = rich_force()
    inputs = {name: world[name] for name in inspect.signature(neighbourhood.make).parameters}
    finished = _views(inputs)
    plain = plain_renderer(world)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(_ours(inputs))
        theirs.append(_theirs(plain, finished))
    ratio = min(ours) / min(theirs)
    print(f"{len(finished)} pages; CPU milliseconds a page, {ROUNDS} rounds")
    for what, rounds in (("views, map and HTML, the site", ours), ("HTML alone, Jinja", theirs)):
        print(f"{what:<32}{''.join(f'{1000 * one:>7.2f}' for one in rounds)}{1 / min(rounds):>8.0f} pages/s")
    print(f"ratio {ratio:.2f}, at most {MOST_RATIO} wanted: {'reached' if ratio <= MOST_RATIO else 'MISSED'}")
    return int(ratio > MOST_RATIO)


def plain_renderer(world: dict[str, Any]) -> Renderer:  # Any: tables, settings
    """The site's renderer with templates compiled in Jinja's own way."""
    renderer = make_renderer(**{name: world[name] for name in ("templates", "locales", "asset_paths", "site")})
    renderer.environment.library = None
    renderer.environment.code_generator_class = CodeGenerator
    return renderer


def _ours(inputs: dict[str, Any]) -> float:  # Any: tables, settings
    pages = neighbourhood.make(**inputs)
    next(pages)
    start = time.process_time()
    made = sum(1 for _ in pages)
    return (time.process_time() - start) / made


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
