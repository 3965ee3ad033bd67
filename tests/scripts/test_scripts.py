"""The site's scripts pass their own tests, and say the same as the code that writes what they read."""

from __future__ import annotations

import json
import subprocess
from itertools import product
from pathlib import Path

import pytest

from sitegen.artefacts.maps.presence import presence_index
from sitegen.artefacts.maps.sized_squares import side_of
from sitegen.artefacts.maps.svg import radius_text
from sitegen.safe_csv import harmless
from sitegen.terms import place_key, snap_point_id
from tiles.grid import lonlat

ROOT = Path(__file__).resolve().parents[2]
SHARED = (ROOT / "templates/scripts/shared").as_uri()
NAMES = ("Saint Mellon's", "Llanfair-ym-Muallt", "Pen‑y‑Bont & Tŷ’n-y-Coed", "ÉCOLE  Straße 2/3", "ﬁlton ½", "St. Saints Saint", "`‘’'", "İstanbul")
POINTS = ((8347916, 5512008), (8388608, 5498911), (0, 0), (16777215, 16777215))
TILES = (*product((10,), range(506, 510), range(333, 336)), (12, 2030, 1341), (12, 2031, 1341))


def in_node(module: str, work: str, given: object) -> object:
    """What an expression over `given` is, in Node, with all that a shared module exports as `it`."""
    program = f"import * as it from '{SHARED}/{module}.js'; const given = {json.dumps(given)}; console.log(JSON.stringify({work}))"
    return json.loads(subprocess.run(["node", "--input-type=module", "-e", program], capture_output=True, text=True, check=True).stdout)


def test_the_tests_of_the_scripts_pass() -> None:
    files = sorted(map(str, Path(__file__).parent.glob("*.test.js")))
    done = subprocess.run(["node", "--test", "--test-reporter=spec", *files], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_names_are_folded_as_the_lists_were_sorted() -> None:
    assert in_node("names", "given.map(it.fold)", NAMES) == [place_key(name) for name in NAMES]


def test_a_snap_point_has_the_id_that_its_tile_and_shard_have() -> None:
    places = [[float(part[0]) for part in lonlat([x], [y])] for x, y in POINTS]
    assert in_node("snap-points", "given.map((place) => it.pixelAt(place).id)", places) == [snap_point_id(x, y) for x, y in POINTS]


def test_a_cell_is_made_harmless_as_in_every_csv_of_the_site() -> None:
    cells = ("=1+1", "-1.5", "-a", "'x", " \t=2", "plain", "＝3", "-5-5", "@x", "")
    assert in_node("csv", "given.map(it.harmless)", cells) == [harmless(cell) for cell in cells]


def test_the_presence_index_is_read_as_it_was_written() -> None:
    index = presence_index(TILES, 10, 12)
    found = in_node("presence", "[...it.readPresence(given, 10, 12)]", index)
    assert isinstance(found, list)
    assert set(found) == {f"{z}/{x}/{y}" for z, x, y in TILES}


def test_a_circle_of_a_drawn_map_gives_back_the_number_it_was_drawn_for() -> None:
    counts = [*range(1, 5001)]
    radii = [float(radius_text(count)) for count in counts]
    assert in_node("../site/points", "given.map(it.countOf)", radii) == counts


def test_a_square_is_as_large_in_the_baked_picture_as_on_the_map() -> None:
    given = [(recorded, largest) for largest in (5, 100, 2000) for recorded in (1, largest // 4, largest - 1, largest, 3 * largest)]
    cells = "Object.fromEntries([[5, { across: 1, largest }]])"
    sides = in_node("../map/canvas/values", f"given.map(([recorded, largest]) => it.sideOf({cells}, 5, 32, recorded))", given)
    assert sides == pytest.approx([side_of(*one) for one in given])
