"""The invented county's map is a GeoPackage that says the same as its boundaries, with the same bytes every time."""

from __future__ import annotations

import sqlite3
import struct
from collections import Counter
from collections.abc import Iterator

import pytest
import shapely

from sitegen.sample.basemap import basemap_file
from sitegen.sample.county_land import shapes
from sitegen.sample.geopackage import write_geopackage

Rows = list[tuple[str, str | None, shapely.Geometry]]


@pytest.fixture(scope="module")
def package() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(basemap_file()[1])
    yield connection
    connection.close()


def features(package: sqlite3.Connection, layer: str) -> Rows:
    rows = []
    for blob, kind, name in package.execute(f"SELECT geom, kind, name FROM {layer} ORDER BY fid"):
        magic, version, flags, system = struct.unpack("<2sBBi", blob[:8])
        assert (magic, version, system) == (b"GP", 0, 4326)
        envelope = {0b01: 0, 0b11: 32}[flags]
        shape = shapely.from_wkb(blob[8 + envelope :])
        if envelope:
            west, east, south, north = struct.unpack("<4d", blob[8 : 8 + envelope])
            assert shape.bounds == (west, south, east, north)
        rows.append((kind, name, shape))
    return rows


def test_the_file_is_a_geopackage_with_its_layers_listed(package: sqlite3.Connection) -> None:
    assert package.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
    assert package.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert package.execute("PRAGMA foreign_key_check").fetchall() == []
    layers = {"water", "green", "built_up", "roads", "rail", "buildings", "places"}
    assert {name for (name,) in package.execute("SELECT table_name FROM gpkg_contents")} == layers
    assert {name for (name,) in package.execute("SELECT table_name FROM gpkg_geometry_columns")} == layers
    assert {number for (number,) in package.execute("SELECT srs_id FROM gpkg_spatial_ref_sys")} == {-1, 0, 4326}


def test_the_map_has_every_kind_it_is_drawn_by(package: sqlite3.Connection) -> None:
    kinds = {layer: Counter(kind for kind, _, _ in features(package, layer)) for layer in ("roads", "water", "places")}
    assert set(kinds["roads"]) == {"primary", "secondary", "minor", "path"}
    assert set(kinds["water"]) == {"sea", "lake", "river", "stream"}
    assert set(kinds["places"]) == {"town", "village", "suburb"}
    assert len({name for _, name, _ in features(package, "roads")}) > 800


def test_every_shape_is_valid_and_the_sea_ends_where_the_neighbourhoods_begin(package: sqlite3.Connection) -> None:
    for layer in ("water", "green", "built_up", "roads", "rail", "buildings"):
        assert [name for _, name, shape in features(package, layer) if not shape.is_valid] == [], layer
    (sea,) = [shape for kind, _, shape in features(package, "water") if kind == "sea"]
    assert shapely.coverage_is_valid([sea, *shapes()])


def test_roads_stay_on_land_but_for_bridges(package: sqlite3.Connection) -> None:
    land = shapely.union_all(list(shapes()))
    lines = shapely.union_all([shape for kind, _, shape in features(package, "roads") if kind != "path"])
    assert shapely.difference(lines, land).length < 0.002 * lines.length


def test_a_layer_must_have_a_plain_name() -> None:
    with pytest.raises(ValueError, match="not a layer's name"):
        write_geopackage({"roads; DROP": [("minor", "", shapely.Point(0, 52))]})


def test_the_same_layers_give_the_same_bytes() -> None:
    layers = {"roads": [("minor", "Mill Lane", shapely.LineString([(0, 52), (1, 52)]))], "places": [("town", "", shapely.Point(0, 52))]}
    assert write_geopackage(layers) == write_geopackage(layers)
