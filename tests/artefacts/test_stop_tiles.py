"""Stop tiles say how many stops there were at a snap point, and nothing else."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import mapbox_vector_tile
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.artefacts.maps import stop_tiles
from sitegen.tables.schemas import SCHEMAS

MONTH = "2025-06"
EAST, SOUTH = 2030 * 4096, 1345 * 4096

Row = tuple[str, int | None, int | None, int]
"""Force, pixel column and row, stops."""

ROWS: list[Row] = [
    ("loamshire", EAST, SOUTH, 3),
    ("wealdmoor", EAST, SOUTH, 1),  # the same point, from another force
    ("loamshire", EAST + 4096, SOUTH, 4),  # the next tile
    ("btp", EAST, SOUTH, 2),
    ("btp", EAST + 50, SOUTH + 60, 5),
    ("loamshire", None, None, 7),
]


def bake(rows: list[Row], form: str = "folder") -> dict[str, bytes]:
    full = [(force, MONTH, x, y, None if x is None else x / 2**24 * 360 - 180, None if x is None else 52.5, stops) for force, x, y, stops in rows]
    counts = pl.DataFrame(full, schema=SCHEMAS["stop_counts"].types, orient="row")
    return dict(stop_tiles.make(month=MONTH, stop_counts=counts, month_coverage=coverage(), tiles=form))


def coverage(**states: str) -> pl.DataFrame:
    given = states or {"btp": "supplied", "loamshire": "supplied", "wealdmoor": "supplied_partial", "fenland": "withheld"}
    rows = [
        (dataset, force, MONTH, state if dataset == "stops" else "supplied", None) for force, state in given.items() for dataset in ("crime", "stops")
    ]
    return pl.DataFrame(rows, schema=SCHEMAS["coverage"].types, orient="row")


def tilejson(files: dict[str, bytes]) -> dict[str, Any]:
    return dict(json.loads(files["tiles/stops/2025-06.json"]))


def features(files: dict[str, bytes]) -> Iterator[tuple[int, str, tuple[int, int], dict[str, int]]]:
    """Zoom, layer, position in places of that layer across the map, and attributes of every feature."""
    for path, data in files.items():
        if path.endswith(".mvt"):
            z, x, y = (int(part.removesuffix(".mvt")) for part in path.split("/")[-3:])
            for name, layer in mapbox_vector_tile.decode(data, default_options={"y_coord_down": True}).items():
                for feature in layer["features"]:
                    px, py = feature["geometry"]["coordinates"]
                    yield z, name, (x * layer["extent"] + px, y * layer["extent"] + py), feature["properties"]


def test_a_point_has_its_total_and_transport_police_beside_it() -> None:
    points = {place: counted for z, layer, place, counted in features(bake(ROWS)) if z == 11 and layer == "stops"}
    assert points == {(EAST, SOUTH): {"total": 4, "btp": 2}, (EAST + 4096, SOUTH): {"total": 4}, (EAST + 50, SOUTH + 60): {"btp": 5}}


def test_totals_are_the_only_attributes() -> None:
    assert {key for _, _, _, counted in features(bake(ROWS)) for key in counted} == {"total", "points", "btp"}
    assert {key for _, _, _, counted in features(bake(ROWS[:3])) for key in counted} == {"total", "points"}


@given(
    st.lists(
        st.tuples(st.sampled_from(["loamshire", "btp"]), st.integers(EAST - 9000, EAST + 9000), st.integers(SOUTH, SOUTH + 9000), st.integers(1, 9)),
        min_size=1,
        max_size=12,
    )
)
def test_every_zoom_sums_to_what_was_recorded(rows: list[Row]) -> None:
    expected: Counter[str] = Counter()
    for force, _, _, stops in rows:
        expected["btp" if force == "btp" else "total"] += stops
    layers = [*((z, "cells") for z in range(5, 12)), (11, "stops")]
    sums = {one: Counter[str]() for one in layers}
    for z, layer, _, counted in features(bake(rows)):
        sums[z, layer].update({key: number for key, number in counted.items() if key != "points"})
    assert sums == dict.fromkeys(layers, expected)
    assert bake(rows) == bake(rows[::-1])


def test_tilejson_says_what_is_in_the_tiles_and_what_is_not() -> None:
    about = tilejson(bake(ROWS))
    assert about["x-totals"] == {"stops": 8, "btp": 7}
    assert about["x-unlocated"] == {"btp": 0, "loamshire": 7, "wealdmoor": 0}
    assert about["x-coverage"]["fenland"] == {"state": "withheld", "reason": None}
    assert [(layer["id"], layer["minzoom"], layer["maxzoom"]) for layer in about["vector_layers"]] == [("cells", 5, 11), ("stops", 11, 11)]
    assert (about["minzoom"], about["maxzoom"]) == (5, 11)
    assert about["tiles"] == [f"2025-06/{about['x-digest']}/{{z}}/{{x}}/{{y}}.mvt"]


def test_archive_holds_the_tiles_in_one_file() -> None:
    files = bake(ROWS, "pmtiles")
    assert list(files) == [f"tiles/stops/2025-06/{tilejson(files)['x-digest']}.pmtiles", "tiles/stops/2025-06.json"]


def test_a_month_without_places_has_a_tilejson_and_no_tiles() -> None:
    files = bake([("loamshire", None, None, 7)])
    assert list(files) == ["tiles/stops/2025-06.json"]
    assert tilejson(files)["x-totals"] == {"stops": 0, "btp": 0}


def test_a_month_without_stops_has_no_files() -> None:
    assert bake([]) == {}


@pytest.mark.parametrize(("state", "tiles"), [("supplied", "2025-06.json"), ("withheld", None)])
def test_index_names_the_months_with_tiles_and_why_others_have_none(state: str, tiles: str | None) -> None:
    (path, data), *_ = stop_tiles.make_index(coverage=coverage(loamshire=state), months=[MONTH])
    entry = json.loads(data)["months"][0]
    assert path == "tiles/stops/index.json"
    assert (entry["month"], entry["state"], entry["tilejson"]) == (MONTH, state, tiles)
    assert ("coverage" in entry) == (tiles is None)
