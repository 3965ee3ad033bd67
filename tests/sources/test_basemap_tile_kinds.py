"""The schemas that publishers of vector tiles have become the same few words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import shapely

from tests.sources.tile_files import COLUMN, LAKE, OLD_PROTOMAPS, OPENMAPTILES, ROAD, ROW, SAME, SPOT, Feature, degrees, mbtiles, pmtiles, read, said

PROTOMAPS: dict[str, list[Feature]] = {
    "earth": [({"kind": "earth"}, shapely.box(0, 0, 4096, 4096))],
    "roads": [
        ({"kind": "minor_road", "kind_detail": "residential", "name": "Mill Lane"}, ROAD),
        ({"kind": "rail"}, shapely.LineString([(0, 50), (4000, 50)])),
    ],
    "water": [({"kind": "lake"}, LAKE), ({"kind": "stream", "name": "Mill Brook"}, shapely.LineString([(5, 5), (90, 90)]))],
    "landuse": [({"kind": "wood"}, shapely.box(3000, 3000, 3900, 3900))],
    "landcover": [({"kind": "farmland"}, shapely.box(0, 0, 4096, 4096))],
    "buildings": [({"kind": "building"}, shapely.box(2000, 2000, 2040, 2040))],
    "places": [({"kind": "locality", "kind_detail": "town", "name": "Market Loam"}, SPOT)],
}


@pytest.mark.parametrize("write", [mbtiles, pmtiles])
@pytest.mark.parametrize("layers", [OPENMAPTILES, PROTOMAPS, OLD_PROTOMAPS])
def test_schemas_of_openstreetmap_say_the_same(tmp_path: Path, write: Any, layers: dict[str, list[Feature]]) -> None:
    table = read(write(tmp_path, {(COLUMN, ROW): layers}))
    assert said(table) == SAME
    assert set(table["attribution"]) == {"© OpenStreetMap contributors"}
    (road,) = shapely.from_wkb(table.filter(layer="road")["geometry"].to_numpy())
    assert shapely.equals_exact(shapely.normalize(road), shapely.normalize(degrees(ROAD)), 1e-9)


def test_zoomstack_tiles_are_named_for_their_owner(tmp_path: Path) -> None:
    layers: dict[str, list[Feature]] = {
        "roads": [({"type": "A Road", "name": "High Street"}, ROAD)],
        "surfacewater": [({}, LAKE)],
        "urban_areas": [({}, shapely.box(0, 0, 4000, 4000))],
        "names": [({"type": "Town", "name1": "Market Loam"}, SPOT)],
    }
    table = read(mbtiles(tmp_path, {(COLUMN, ROW): layers}))
    assert said(table) == {
        ("road", "primary", "High Street"), ("water", "lake", None), ("built-up", None, None), ("place", "town", "Market Loam"),
    }  # fmt: skip
    assert "OS data" in table["attribution"][0]


def test_the_sea_and_kinds_of_water_and_green_before_version_3_of_protomaps(tmp_path: Path) -> None:
    layers: dict[str, list[Feature]] = {
        "earth": [({}, LAKE)],
        "water": [
            ({}, LAKE),
            ({"natural": "water", "water": "river"}, shapely.box(1000, 0, 1100, 50)),
            ({"waterway": "dock"}, shapely.box(2000, 0, 2100, 50)),
        ],
        "physical_line": [({"pmap:kind": "waterway", "waterway": "canal"}, ROAD)],
        "landuse": [({"pmap:kind": "park", "leisure": "pitch"}, LAKE), ({"pmap:kind": "other", "landuse": "residential"}, shapely.box(0, 0, 9, 9))],
    }
    assert said(read(pmtiles(tmp_path, {(COLUMN, ROW): layers}))) == {
        ("water", "sea", None), ("water", "river", None), ("water", "lake", None), ("green", "park", None), ("built-up", None, None),
    }  # fmt: skip
