"""Neighbourhood pages a second and core: views, maps and HTML, each and together, against the rendering of the same finished views.

The force has 40 full pages with every section and 70 points. What is done once for a force stands on a line of its own, and is shared out
among its pages on the line after "all": the site's figures hold it, Jinja's do not. Jinja gets the views ready made and does no more than
fill the templates. They run in turn, in one process; what else the machine does can only add to the time, so
the least of each counts. Run it from the project's folder: `python -m tests.bench.bench_pages [DATA FOLDER ...]`. It prints a table and exits 1
where the ratio is broken. Of each data folder it builds the site first, and then tells the same of all pages of each of its forces.
"""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from sitegen.artefacts.maps.svg import bake
from sitegen.artefacts.pages import neighbourhood
from sitegen.artefacts.text.render import Renderer, make_environment, read_site
from sitegen.artefacts.text.words import read_words
from sitegen.build import Options, build_site
from sitegen.engine.arguments import arguments, names_taken
from tests.artefacts.inputs import raw_group
from tests.bench.rich_force import rich_force
from tests.settings import SETTINGS

ROOT = Path(__file__).parents[2]
MOST_RATIO = 2.2
"""A page with its share of the force takes 1.7 to 1.9 times what its HTML alone takes."""

WANTED = 500
"""Pages a second and core, all parts together: told, not asserted, for seconds depend on the machine."""

ROUNDS = 25
PARTS = ("views", "maps", "HTML", "all")


@pytest.mark.bench
def test_a_whole_page_costs_about_twice_what_filling_its_template_takes() -> None:
    assert main([]) == 0


def main(folders: list[str]) -> int:
    """Print the table of a process of its own, so that polars takes one thread, as in a build; 1 where the ratio is broken."""
    command = [sys.executable, "-m", "tests.bench.bench_pages", "measured", *folders]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, "POLARS_MAX_THREADS": "1"}, check=False).returncode


def measured(folders: list[str]) -> int:
    """Measure and print; 1 where the ratio is broken."""
    world = rich_force()
    names = {one.name for one in names_taken(neighbourhood.make)}
    inputs = arguments(neighbourhood.make, {name: world[name] for name in names})
    welsh_inputs = arguments(neighbourhood.make, {**{name: world[name] for name in names}, "language": "cy", "locales": raw_group("content/locales")})
    finished = _views(inputs)
    plain = plain_renderer(world)
    ours, welsh, theirs = [], [], []
    for _ in range(ROUNDS):
        ours.append(_ours(inputs))
        theirs.append(_theirs(plain, finished))
        welsh.append(_ours(welsh_inputs))
    print(f"{len(finished)} pages, {ROUNDS} rounds, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; CPU milliseconds a page, the least")
    print(f"{'once for a force':<24}{1000 * min(one['force'] for one in ours):>8.2f} ms in all, with the first page")
    least = {**_least(ours), **{f"{part}, Welsh": seconds for part, seconds in _least(welsh).items() if part in {"all", "with its share"}}}
    for what, seconds in [*least.items(), ("HTML alone, again", min(theirs))]:
        print(f"{what:<24}{1000 * seconds:>8.2f}{1 / seconds:>8.0f} pages/s")
    for part in ("all", "with its share", "all, Welsh"):
        print(f"{WANTED} pages/s, {part}: {'reached' if 1 / least[part] >= WANTED else 'not reached'}")
    ratio = least["with its share"] / min(theirs)
    print(f"ratio {ratio:.2f}, at most {MOST_RATIO} allowed: {'kept' if ratio <= MOST_RATIO else 'BROKEN'}")
    for folder in folders:
        _tell_forces(Path(folder))
    return int(ratio > MOST_RATIO)


def _tell_forces(data: Path) -> None:
    """A line for each force of a data folder that has more than one page."""
    for inputs in _built(data):
        rounds = [_ours(inputs) for _ in range(ROUNDS)] if len(_views(inputs)) > 1 else []
        if rounds:
            after, share = (_least(rounds)[part] for part in ("all", "with its share"))
            print(
                f"{inputs['force_id']} of {data.name}, {rounds[0]['pages']:.0f} pages: {1000 * after:.2f} ms, {1 / after:.0f} pages/s; "
                f"with its share {1000 * share:.2f} ms, {1 / share:.0f} pages/s"
            )


def _built(data: Path) -> Iterator[dict[str, Any]]:  # Any: tables, settings
    """What the maker of neighbourhood pages is given for each force when a data folder is built."""
    given: list[dict[str, Any]] = []

    @functools.wraps(make := neighbourhood.make)
    def kept(**inputs: Any) -> Iterator[tuple[str, bytes]]:  # Any: likewise
        given.append(inputs)
        return make(**inputs)

    with tempfile.TemporaryDirectory() as folder, patch.object(neighbourhood, "make", kept):
        build_site(Options(data, Path(folder, "cache")), SETTINGS, Path(folder, "output"))
    yield from given


def plain_renderer(world: dict[str, Any]) -> Renderer:  # Any: tables, settings
    """A renderer of the site's templates that nobody else warmed up."""
    words = read_words("en", world["locales"])
    environment = make_environment(world["templates"], words)
    assets = dict(world["asset_paths"].select("name", "path").iter_rows())
    return Renderer(environment, words, read_site(world["site"]), assets)


def _ours(inputs: dict[str, Any]) -> dict[str, float]:  # Any: tables, settings
    """CPU seconds a page for each part; under `force` those up to the first page."""
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
    return {"force": first, "pages": made + 1, **{part: seconds / made for part, seconds in parts.items()}}


def _least(rounds: list[dict[str, float]]) -> dict[str, float]:
    """The least of each part; `with its share` is a page's with what is done once for its force."""
    least = {part: min(one[part] for one in rounds) for part in rounds[0]}
    pages = least.pop("pages")
    return {**{part: least[part] for part in PARTS}, "with its share": (least["force"] + (pages - 1) * least["all"]) / pages}


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
    raise SystemExit(measured(sys.argv[2:]) if sys.argv[1:2] == ["measured"] else main(sys.argv[1:]))
