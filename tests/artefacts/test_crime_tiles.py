"""Crime tiles say what was recorded, where, and nothing else."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pmtiles.reader import MemorySource, Reader

from sitegen.artefacts.maps import crime_tiles
from sitegen.artefacts.maps.crime_about import category_keys
from sitegen.tables.schemas import SCHEMAS
from tests.artefacts.test_presence import read

MONTH = "2025-06"
SITE: dict[str, object] = {"attributions": ["police", "os"], "as_of": "2025-06-30"}
EAST, SOUTH = 2030 * 4096, 1345 * 4096  # the corner of a z12 tile in the Midlands

Row = tuple[str, str, int | None, int | None, int]
"""Force, category, pixel column and row, crimes."""

ROWS: list[Row] = [
    ("loamshire", "shoplifting", EAST, SOUTH, 3),
    ("loamshire", "anti-social-behaviour", EAST, SOUTH, 2),
    ("wealdmoor", "shoplifting", EAST, SOUTH, 1),  # the same point, from another force
    ("loamshire", "violent-crime", EAST + 4095, SOUTH + 4095, 1),
    ("loamshire", "violent-crime", EAST + 4096, SOUTH, 4),  # the next tile
    ("btp", "shoplifting", EAST + 50, SOUTH + 60, 5),
    ("btp", "violent-crime", EAST, SOUTH, 1),
    ("loamshire", "burglary", None, None, 7),
    ("loamshire", "anti-social-behaviour", None, None, 2),
]


def counts(rows: list[Row]) -> pl.DataFrame:
    full = [
        (force, MONTH, category, x, y, None if x is None else x / 2**24 * 360 - 180, None if x is None else 52.5, None, crimes)
        for force, category, x, y, crimes in rows
    ]
    columns = ["force_id", "month", "category", "x", "y", "lon", "lat", "street", "crimes"]
    types = SCHEMAS["crime_counts"].types
    return pl.DataFrame(full, schema={column: types[column] for column in columns}, orient="row").select(list(types))


def categories() -> pl.DataFrame:
    rows = [
        ("violent-crime", "Violence", "vio"),
        ("shoplifting", "Shoplifting", "sho"),
        ("burglary", "Burglary", "bur"),
        ("anti-social-behaviour", "ASB", "asb"),
    ]
    full = [(slug, [name], name, key, key != "asb", "2010-12", None, "", place) for place, (slug, name, key) in enumerate(rows)]
    return pl.DataFrame(full, schema=SCHEMAS["categories"].types, orient="row")


def coverage(states: dict[str, tuple[str, str]]) -> pl.DataFrame:
    """Coverage of the month from the states of crime and of antisocial behaviour by force."""
    rows = [(dataset, force, MONTH, state, None) for force, both in states.items() for dataset, state in zip(("crime", "asb"), both, strict=True)]
    return pl.DataFrame(rows, schema=SCHEMAS["coverage"].types, orient="row")


COVERAGE = {
    "btp": ("supplied", "never"),
    "loamshire": ("supplied", "supplied"),
    "wealdmoor": ("supplied", "supplied"),
    "fenland": ("withheld", "withheld"),
}


WELSH = "Mae dau ddiwrnod ar goll."
TWO_DAYS = ("2025-05", None, "supplied_partial", "Two days are missing.", "https://loamshire.example/", "2025-07", WELSH)
ISSUES = pl.DataFrame(
    [
        ("loamshire", "asb", *TWO_DAYS),
        ("loamshire", "crime", *TWO_DAYS),
        ("loamshire", "crime", "2025-07", None, "supplied_partial", "Another month.", "", "2025-07", None),
        ("loamshire", "stops", "2025-05", None, "withheld", "No crime.", "", "2025-07", None),
    ],
    schema=SCHEMAS["known_issues"].types,
    orient="row",
)


SCALES = pl.DataFrame([(5, None, 500), (5, "burglary", 50), (11, None, 20), (11, "unheard-of", 5)], schema=SCHEMAS["cell_scales"].types, orient="row")


def bake(rows: list[Row], *, form: str = "folder", states: dict[str, tuple[str, str]] | None = None) -> dict[str, bytes]:
    names = ["btp", "fenland", "loamshire", "wealdmoor"]
    forces = pl.DataFrame([(name, name.title(), None, None, None, True) for name in names], schema=SCHEMAS["forces"].types, orient="row")
    made = crime_tiles.make(
        month=MONTH,
        crime_counts=counts(rows),
        categories=categories(),
        month_coverage=coverage(states or COVERAGE),
        known_issues=ISSUES,
        forces=forces,
        cell_scales=SCALES,
        tiles=form,
    )
    return dict(made)


def tilejson(files: dict[str, bytes]) -> dict[str, Any]:
    return dict(json.loads(files["tiles/crime/2025-06.json"]))


def features(files: dict[str, bytes]) -> Iterator[tuple[int, str, tuple[int, int], dict[str, int]]]:
    """Zoom, layer, position in pixels of that zoom's tiles (4096 each) and attributes of every feature."""
    for path, data in files.items():
        if not path.endswith(".mvt"):
            continue
        z, x, y = (int(part.removesuffix(".mvt")) for part in path.split("/")[-3:])
        for name, layer in mapbox_vector_tile.decode(data, default_options={"y_coord_down": True}).items():
            assert layer["extent"] == 4096
            ids = [feature["id"] for feature in layer["features"]]
            assert len(set(ids)) == len(ids)
            for feature in layer["features"]:
                px, py = feature["geometry"]["coordinates"]
                yield z, name, (x * 4096 + px, y * 4096 + py), feature["properties"]


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return bake(ROWS)


def test_known_faults_of_the_month_stand_in_its_tilejson(files: dict[str, bytes]) -> None:
    told = {"text": "Two days are missing.", "text_cy": WELSH}
    fault = {**told, "source": "https://loamshire.example/", "read": "2025-07"}
    assert tilejson(files)["x-issues"] == {"loamshire": [fault]}


def test_points_stand_at_their_own_pixel_at_zoom_12(files: dict[str, bytes]) -> None:
    points = {place: counted for z, layer, place, counted in features(files) if z == 12 and layer == "crimes"}
    assert points == {
        (EAST, SOUTH): {"sho": 4, "asb": 2, "btp": 1, "total": 6},
        (EAST + 4095, SOUTH + 4095): {"vio": 1, "total": 1},
        (EAST + 4096, SOUTH): {"vio": 4, "total": 4},
        (EAST + 50, SOUTH + 60): {"btp": 5},
    }


def test_below_zoom_12_there_are_cells_and_no_points(files: dict[str, bytes]) -> None:
    assert {(z == 12, layer) for z, layer, _, _ in features(files)} == {(False, "cells"), (True, "crimes")}
    widths = {z: 64 if z == 5 else 128 for z in range(5, 12)}
    assert all(axis % widths[z] == widths[z] / 2 for z, _, place, _ in features(files) if z < 12 for axis in place)


LISTED = st.lists(
    st.tuples(
        st.sampled_from(["loamshire", "wealdmoor", "btp"]),
        st.sampled_from(["shoplifting", "violent-crime", "anti-social-behaviour", "witchcraft"]),
        st.integers(EAST - 9000, EAST + 9000),
        st.integers(SOUTH - 9000, SOUTH + 9000),
        st.integers(1, 300),
    ),
    min_size=1,
    max_size=25,
)


@given(LISTED)
def test_every_zoom_sums_to_what_was_recorded(rows: list[Row]) -> None:
    names = {"shoplifting": "sho", "violent-crime": "vio", "anti-social-behaviour": "asb", "witchcraft": "witchcraft"}
    expected: Counter[str] = Counter()
    for force, category, _, _, crimes in rows:
        expected["btp" if force == "btp" else names[category]] += crimes
        if force != "btp":
            expected["total"] += crimes
    sums = {z: Counter[str]() for z in range(5, 13)}
    for z, _, _, counted in features(bake(rows)):
        sums[z].update({key: number for key, number in counted.items() if key != "points"})
    assert sums == dict.fromkeys(range(5, 13), expected)


@given(LISTED)
def test_order_of_the_rows_does_not_matter(rows: list[Row]) -> None:
    assert bake(rows) == bake(rows[::-1])


def test_presence_index_names_exactly_the_tiles_written(files: dict[str, bytes]) -> None:
    written = {tuple(int(part.removesuffix(".mvt")) for part in path.split("/")[-3:]) for path in files if path.endswith(".mvt")}
    assert read(tilejson(files)["x-index"], 5, 12) == written


def test_tiles_lie_in_a_folder_named_by_their_digest(files: dict[str, bytes]) -> None:
    digest = hashlib.sha256()
    for path, data in files.items():
        if path.endswith(".mvt"):
            digest.update(f"{'/'.join(path.split('/')[-3:]).removesuffix('.mvt')} {len(data)}\n".encode() + data)
    about = tilejson(files)
    assert about["x-digest"] == digest.hexdigest()[:16]
    assert about["tiles"] == [f"2025-06/{about['x-digest']}/{{z}}/{{x}}/{{y}}.mvt"]
    assert all(path.startswith(f"tiles/crime/2025-06/{about['x-digest']}/") for path in files if path.endswith(".mvt"))


def test_archive_holds_the_same_tiles(files: dict[str, bytes]) -> None:
    archived = bake(ROWS, form="pmtiles")
    about = tilejson(archived)
    assert list(archived) == [f"tiles/crime/2025-06/{about['x-digest']}.pmtiles", "tiles/crime/2025-06.json"]
    assert about["x-archive"] == f"2025-06/{about['x-digest']}.pmtiles"
    assert about["tiles"] == [f"pmtiles://{about['x-archive']}/{{z}}/{{x}}/{{y}}"]
    assert {**about, "tiles": 0, "x-archive": 0} == {**tilejson(files), "tiles": 0, "x-archive": 0}
    reader = Reader(MemorySource(archived[f"tiles/crime/{about['x-archive']}"]))  # type: ignore[no-untyped-call]
    for path, data in files.items():
        if path.endswith(".mvt"):
            z, x, y = (int(part.removesuffix(".mvt")) for part in path.split("/")[-3:])
            packed = reader.get(z, x, y)  # type: ignore[no-untyped-call]
            assert packed is not None
            assert mapbox_vector_tile.decode(gzip.decompress(packed)) == mapbox_vector_tile.decode(data)


def test_tilejson_says_what_the_attributes_are(files: dict[str, bytes]) -> None:
    about = tilejson(files)
    assert about["tilejson"] == "3.0.0"
    assert (about["minzoom"], about["maxzoom"]) == (5, 12)
    cells, points = about["vector_layers"]
    assert (cells["id"], cells["minzoom"], cells["maxzoom"]) == ("cells", 5, 11)
    assert (points["id"], points["minzoom"], points["maxzoom"]) == ("crimes", 12, 12)
    used = {key for _, layer, _, counted in features(files) for key in counted if layer == "crimes"}
    assert used <= set(points["fields"])
    assert set(cells["fields"]) == set(points["fields"]) | {"points"}
    assert about["x-categories"]["asb"] == {"category": "anti-social-behaviour", "name": "ASB", "crime": False}


def test_crimes_asb_and_transport_police_are_three_totals(files: dict[str, bytes]) -> None:
    assert tilejson(files)["x-totals"] == {"crimes": 9, "asb": 2, "btp": 6}


def test_crimes_without_a_location_are_counted_by_force(files: dict[str, bytes]) -> None:
    assert tilejson(files)["x-unlocated"] == {
        "btp": {"crimes": 0, "asb": None},
        "loamshire": {"crimes": 7, "asb": 2},
        "wealdmoor": {"crimes": 0, "asb": 0},
    }


def test_coverage_names_forces_that_supplied_nothing(files: dict[str, bytes]) -> None:
    assert tilejson(files)["x-coverage"] == {
        "btp": {"state": "supplied", "reason": None, "asb": {"state": "never", "reason": None}},
        "fenland": {"state": "withheld", "reason": None},
        "loamshire": {"state": "supplied", "reason": None},
        "wealdmoor": {"state": "supplied", "reason": None},
    }


def test_attribution_names_the_source_of_crimes_only(files: dict[str, bytes]) -> None:
    assert "data.police.uk" in tilejson(files)["attribution"]
    assert "Ordnance Survey" not in tilejson(files)["attribution"]


def test_unknown_category_keeps_its_own_name() -> None:
    about = tilejson(bake([("loamshire", "witchcraft", EAST, SOUTH, 1), ("loamshire", "total", EAST, SOUTH, 2)]))
    assert about["x-categories"] == {
        "category-total": {"category": "total", "name": "total", "crime": True},
        "witchcraft": {"category": "witchcraft", "name": "witchcraft", "crime": True},
    }


def test_month_without_rows_has_no_files() -> None:
    assert bake([]) == {}


def test_month_without_locations_has_a_tilejson_and_no_tiles() -> None:
    for form in ("folder", "pmtiles"):
        files = bake([("loamshire", "burglary", None, None, 7)], form=form)
        assert list(files) == ["tiles/crime/2025-06.json"]
        assert "bounds" not in tilejson(files)
        assert read(tilejson(files)["x-index"], 5, 12) == set()


def test_index_lists_every_month_and_says_why_one_has_no_tiles() -> None:
    may = coverage({"fenland": ("withheld", "withheld"), "loamshire": ("not_supplied", "not_supplied")}).with_columns(
        pl.lit("2025-05").alias("month")
    )
    files = dict(crime_tiles.make_index(coverage=pl.concat([coverage(COVERAGE), may]), months=["2025-05", "2025-06"]))
    assert json.loads(files["tiles/crime/index.json"]) == {
        "months": [
            {
                "month": "2025-05",
                "state": "not_supplied",
                "tilejson": None,
                "coverage": {"fenland": {"state": "withheld", "reason": None}, "loamshire": {"state": "not_supplied", "reason": None}},
            },
            {"month": "2025-06", "state": "supplied", "tilejson": "2025-06.json"},
        ]
    }


def test_labels_that_differ_only_in_form_keep_their_own_attributes() -> None:
    keys = category_keys(recorded=["category-total", "total"], categories=categories())
    assert len(set(keys.values())) == 2
    assert "total" not in keys.values()


def test_a_total_nobody_supplied_is_null_and_never_zero() -> None:
    states = {name: state for name, state in COVERAGE.items() if name != "btp"}
    totals = tilejson(bake([row for row in ROWS if row[0] != "btp"], states=states))["x-totals"]
    assert totals["btp"] is None
    assert totals["crimes"] > 0


def test_every_point_with_crimes_has_a_file_of_outcomes_or_its_square_is_listed_without(built_site: Path) -> None:
    for about in sorted((built_site / "tiles/crime").glob("2*.json")):
        without = set(json.loads(about.read_bytes())["x-no-outcomes"])
        squares = {f"{file.parent.name}/{file.stem}" for file in (built_site / "outcomes" / about.stem / "10").glob("*/*.json")}
        assert not without & squares
        tiles = {f"{file.parent.name}/{file.stem}": file for file in (built_site / "tiles/crime" / about.stem).glob("*/10/*/*.mvt")}
        for square in sorted(tiles.keys() - squares - without):
            cells = mapbox_vector_tile.decode(tiles[square].read_bytes())["cells"]["features"]
            assert all(cell["properties"].get("total", 0) == cell["properties"].get("asb", 0) for cell in cells), (about.stem, square)


def test_tilejson_says_what_the_largest_square_of_all_categories_and_of_each_stands_for() -> None:
    cells = tilejson(bake(ROWS))["x-cells"]
    assert cells == {"5": {"across": 64, "largest": 500, "of": {"bur": 50}}, "11": {"across": 32, "largest": 20, "of": {}}}
