"""The newest 12 months are one tileset: sums of what was supplied, and the months that were not are named."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import polars as pl
import pytest

from sitegen.artefacts.maps import crime_tiles, year_tiles
from sitegen.tables.schemas import SCHEMAS
from tests.artefacts.test_crime_tiles import EAST, SOUTH, categories, features
from tests.artefacts.test_presence import read

MONTHS = [f"2024-{number:02}" for number in range(1, 13)]

Row = tuple[str, str, str, int | None, int | None, int]
"""Force, month, category, pixel column and row, crimes."""

ROWS: list[Row] = [
    ("loamshire", "2024-01", "shoplifting", EAST, SOUTH, 3),
    ("loamshire", "2024-12", "shoplifting", EAST, SOUTH, 4),
    ("loamshire", "2024-12", "anti-social-behaviour", EAST, SOUTH, 2),
    ("loamshire", "2024-05", "violent-crime", EAST + 1, SOUTH, 1),  # one pixel further
    ("wealdmoor", "2024-03", "violent-crime", EAST + 4095, SOUTH + 4095, 5),
    ("btp", "2024-02", "shoplifting", EAST, SOUTH, 6),
    ("loamshire", "2024-07", "burglary", None, None, 7),
    ("loamshire", "2024-08", "burglary", None, None, 1),
]


def counts(rows: list[Row]) -> pl.DataFrame:
    listed = [dict(zip(("force_id", "month", "category", "x", "y", "crimes"), row, strict=True)) for row in rows]
    return pl.DataFrame(listed, schema=SCHEMAS["year_counts"].types)


def coverage() -> pl.DataFrame:
    """Loamshire whole but for a part in May, Wealdmoor without June, Fenland nothing."""
    rows = []
    for month in MONTHS:
        for dataset in ("crime", "asb"):
            rows += [
                ("loamshire", dataset, month, "supplied_partial" if month == "2024-05" else "supplied", None),
                ("wealdmoor", dataset, month, "not_supplied" if month == "2024-06" else "supplied", None),
                ("fenland", dataset, month, "withheld", "known-issue"),
                ("btp", dataset, month, "never" if dataset == "asb" else "supplied", None),
            ]
    listed = [dict(zip(("force_id", "dataset", "month", "state", "reason"), row, strict=True)) for row in rows]
    return pl.DataFrame(listed, schema=SCHEMAS["coverage"].types)


def bake(rows: list[Row], *, form: str = "folder", months: list[str] = MONTHS) -> dict[str, bytes]:
    forces = pl.DataFrame(
        [(name, name.title(), None, None, None, True) for name in ("btp", "fenland", "loamshire", "wealdmoor")],
        schema=SCHEMAS["forces"].types,
        orient="row",
    )
    issues = pl.DataFrame(
        [("loamshire", "crime", "2024-05", "2024-05", "supplied_partial", "A day is missing.", "", "2025-01", None)],
        schema=SCHEMAS["known_issues"].types,
        orient="row",
    )
    scales = pl.DataFrame(schema=SCHEMAS["cell_scales"].types)
    made = year_tiles.make(
        year_counts=counts(rows),
        categories=categories(),
        coverage=coverage(),
        known_issues=issues,
        forces=forces,
        cell_scales=scales,
        months=months,
        tiles=form,
    )
    return dict(made)


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return bake(ROWS)


def tilejson(files: dict[str, bytes]) -> dict[str, Any]:
    return dict(json.loads(files["tiles/crime/last-12.json"]))


def test_points_of_the_last_zoom_are_the_months_summed(files: dict[str, bytes]) -> None:
    points = {(x >> 1, y >> 1): counted for z, layer, (x, y), counted in features(files) if z == 13 and layer == "crimes"}
    assert points == {
        (EAST, SOUTH): {"sho": 7, "asb": 2, "btp": 6, "total": 9},
        (EAST + 1, SOUTH): {"vio": 1, "total": 1},
        (EAST + 4095, SOUTH + 4095): {"vio": 5, "total": 5},
    }


def test_every_zoom_has_the_same_sums_and_cells_below_the_last(files: dict[str, bytes]) -> None:
    sums = {z: Counter[str]() for z in range(5, 14)}
    for z, layer, _, counted in features(files):
        assert layer == ("crimes" if z == 13 else "cells")
        sums[z].update({key: number for key, number in counted.items() if key != "points"})
    assert sums == {z: Counter(sho=7, asb=2, btp=6, vio=6, total=15) for z in range(5, 14)}


def test_months_a_force_did_not_supply_are_named_and_are_no_zero(files: dict[str, bytes]) -> None:
    about = tilejson(files)
    assert about["x-missing"] == {"wealdmoor": {"asb": ["2024-06"], "crime": ["2024-06"]}}
    assert about["x-partial"] == {"loamshire": {"asb": ["2024-05"], "crime": ["2024-05"]}}
    states = {force: entry["state"] for force, entry in about["x-coverage"].items()}
    assert states == {"btp": "supplied", "fenland": "withheld", "loamshire": "supplied_partial", "wealdmoor": "supplied_partial"}
    assert about["x-coverage"]["fenland"]["reason"] == "known-issue"
    assert about["x-coverage"]["btp"]["asb"]["state"] == "never"
    assert set(about["x-unlocated"]) == {"btp", "loamshire", "wealdmoor"}
    assert about["x-unlocated"]["loamshire"] == {"crimes": 8, "asb": 0}


def test_tilejson_says_its_months_zooms_and_tiles(files: dict[str, bytes]) -> None:
    about = tilejson(files)
    assert (about["minzoom"], about["maxzoom"], about["x-months"]) == (5, 13, MONTHS)
    assert about["tiles"] == [f"last-12/{about['x-digest']}/{{z}}/{{x}}/{{y}}.mvt"]
    written = {tuple(int(part.removesuffix(".mvt")) for part in path.split("/")[-3:]) for path in files if path.endswith(".mvt")}
    assert read(about["x-index"], 5, 13) == written
    assert about["x-issues"]["loamshire"][0]["text"] == "A day is missing."


def test_an_archive_says_the_same(files: dict[str, bytes]) -> None:
    archived = bake(ROWS, form="pmtiles")
    digest = tilejson(files)["x-digest"]
    assert list(archived) == [f"tiles/crime/last-12/{digest}.pmtiles", "data/points.pmtiles", "tiles/crime/last-12.json"]


def test_only_the_newest_12_months_are_summed() -> None:
    assert tilejson(bake(ROWS, months=[*MONTHS, "2025-01"]))["x-totals"]["crimes"] == tilejson(bake(ROWS))["x-totals"]["crimes"] - 3


def test_a_site_of_fewer_months_has_none_and_its_index_names_none() -> None:
    assert bake(ROWS, months=MONTHS[1:]) == {}
    for months, named in ((MONTHS, "last-12.json"), (MONTHS[1:], None)):
        index = dict(crime_tiles.make_index(coverage=coverage(), months=months))
        assert json.loads(index["tiles/crime/index.json"]).get("last_12") == named
