"""Vector tiles are read in one piece, and only where the site is."""

from __future__ import annotations

import gzip
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import polars as pl
import pytest
import shapely
from mapbox_vector_tile.Mapbox import vector_tile_pb2

from sitegen.raw import RawFile
from tests.cases import case
from tests.sources.tile_files import (
    COLUMN,
    LAKE,
    OPENMAPTILES,
    ROAD,
    ROW,
    SAME,
    SPOT,
    ZOOM,
    Feature,
    around,
    degrees,
    mbtiles,
    packed,
    pmtiles,
    read,
    said,
    with_tile,
)


def test_a_file_says_who_is_to_be_named_and_openstreetmap_is_never_left_out(tmp_path: Path) -> None:
    table = read(mbtiles(tmp_path, {(COLUMN, ROW): OPENMAPTILES}, attribution='<a href="https://tiles.example/">&copy; Tiles of Loamshire</a>'))
    assert set(table["attribution"]) == {"© Tiles of Loamshire. © OpenStreetMap contributors"}


def test_a_line_and_an_area_over_a_seam_are_in_one_piece(tmp_path: Path) -> None:
    west: dict[str, list[Feature]] = {
        "transportation": [({"class": "primary"}, shapely.LineString([(3000, 700), (4176, 720)]))],
        "water": [({"class": "lake"}, shapely.box(3500, 100, 4160, 600))],
    }
    east: dict[str, list[Feature]] = {
        "transportation": [({"class": "primary"}, shapely.LineString([(-80, 717), (900, 720)]))],
        "water": [({"class": "lake"}, shapely.box(-64, 100, 500, 600))],
    }
    table = read(mbtiles(tmp_path, {(COLUMN, ROW): west, (COLUMN + 1, ROW): east}))
    road, lake = (shapely.from_wkb(table.filter(layer=layer)["geometry"].to_numpy()) for layer in ("road", "water"))
    assert [shape.geom_type for shape in (*road, *lake)] == ["LineString", "Polygon"]
    assert shapely.equals_exact(shapely.normalize(degrees(shapely.box(3500, 100, 4596, 600)).envelope), shapely.normalize(lake[0].envelope), 1e-9)
    assert lake[0].area == pytest.approx(degrees(shapely.box(3500, 100, 4596, 600)).area, rel=1e-6)


def test_things_of_one_kind_that_do_not_meet_stay_apart_and_doubles_are_drawn_once(tmp_path: Path) -> None:
    layers: dict[str, list[Feature]] = {
        "transportation": [({"class": "minor"}, ROAD), ({"class": "minor"}, shapely.LineString([(5, 3000), (50, 3000)]))],
        "water": [({"class": "lake"}, shapely.box(3000, 3000, 3100, 3100)), ({"class": "lake"}, LAKE)],
        "place": [({"class": "town", "name": "Market Loam"}, SPOT), ({"class": "town", "name": "Market Loam"}, SPOT)],
    }
    table = read(mbtiles(tmp_path, {(COLUMN, ROW): layers}))
    assert sorted(table["layer"]) == ["place", "road", "road", "water", "water"]


def test_only_tiles_around_the_boundaries_are_read(tmp_path: Path) -> None:
    file = mbtiles(tmp_path, {(COLUMN, ROW): OPENMAPTILES, (COLUMN + 40, ROW): {"place": [({"class": "town", "name": "Far Away"}, SPOT)]}})
    with closing(sqlite3.connect(file.path or "")) as database:
        database.execute("INSERT INTO tiles VALUES (?, ?, ?, ?)", (ZOOM, COLUMN + 41, (1 << ZOOM) - 1 - ROW, b"broken"))
        database.commit()
    assert ("place", "town", "Far Away") not in said(read(file))
    broken = read(file, around((COLUMN + 41, ROW)))
    assert broken["problem"].to_list() == ["layer-unknown", "tile-unreadable"]
    assert f"tile 14/{COLUMN + 41}/{ROW} cannot be read" in broken["told"][1]


def test_the_schema_is_known_from_the_metadata_where_tiles_do_not_tell(tmp_path: Path) -> None:
    declared = json.dumps({"vector_layers": [{"id": "water"}, {"id": "transportation"}]})
    assert said(read(mbtiles(tmp_path, {(COLUMN, ROW): {"water": [({"class": "lake"}, LAKE)]}}, json=declared))) == {("water", "lake", None)}


def aside(table: pl.DataFrame) -> list[tuple[str, str]]:
    """Reason and words of what was set aside of a file from which nothing is drawn."""
    assert table["layer"].null_count() == table.height
    return table.select("problem", "told").rows()


def test_an_unknown_schema_is_told_with_its_layers_and_those_known(tmp_path: Path) -> None:
    ((reason, told),) = aside(read(pmtiles(tmp_path, {(COLUMN, ROW): {"wegen": [({}, ROAD)], "gebouwen": [({}, LAKE)]}})))
    assert reason == "layer-unknown"
    assert re.search(r"gebouwen, wegen; known are OpenMapTiles.*Zoomstack.*Protomaps", told)


@pytest.mark.parametrize("name", ["map.mbtiles", "map.pmtiles"])
@pytest.mark.parametrize("data", [b"no map at all" * 100, b"", b"PMTiles\3", b"PMTiles\2" + bytes(200), b"SQLite format 3\0"])
def test_a_file_that_holds_no_tiles_costs_itself(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    ((reason, told),) = aside(read(RawFile(f"basemap/{name}", b"", path)))
    assert reason == "file-unreadable"
    assert told
    assert name not in told


def test_pictures_are_not_read(tmp_path: Path) -> None:
    file = mbtiles(tmp_path, {})
    with closing(sqlite3.connect(file.path or "")) as database:
        database.execute("UPDATE metadata SET value = 'png' WHERE name = 'format'")
        database.commit()
    ((reason, told),) = aside(read(file))
    assert (reason, told) == ("file-unreadable", "holds pictures ('png'); the basemap needs vector tiles")


def turned(file: RawFile, scheme: str | None = None) -> RawFile:
    with closing(sqlite3.connect(file.path or "")) as database:
        database.execute("UPDATE tiles SET tile_row = (1 << zoom_level) - 1 - tile_row")
        if scheme:
            database.execute("INSERT INTO metadata VALUES ('scheme', ?)", (scheme,))
        database.commit()
    return file


@pytest.mark.parametrize("scheme", [None, "xyz", "tms"])
def test_rows_counted_from_the_north_are_read_and_noted(tmp_path: Path, scheme: str | None) -> None:
    table = read(turned(mbtiles(tmp_path, {(COLUMN, ROW): OPENMAPTILES}), scheme))
    assert said(table) == SAME
    assert set(table["note"]) == {"rows-from-north"}
    (road,) = shapely.from_wkb(table.filter(layer="road")["geometry"].to_numpy())
    assert shapely.equals_exact(shapely.normalize(road), shapely.normalize(degrees(ROAD)), 1e-9)


@pytest.mark.parametrize("scheme", ["xyz", "tms"])
def test_rows_counted_from_the_south_are_read_whatever_the_file_says(tmp_path: Path, scheme: str) -> None:
    table = read(mbtiles(tmp_path, {(COLUMN, ROW): OPENMAPTILES}, scheme=scheme))
    assert said(table) == SAME
    assert table["note"].null_count() == table.height


def test_a_file_without_a_tile_here_says_so(tmp_path: Path) -> None:
    for write in (mbtiles, pmtiles):
        ((reason, told),) = aside(read(write(tmp_path, {(COLUMN, ROW): OPENMAPTILES}), around((COLUMN + 200, ROW))))
        assert reason == "nothing-here"
        assert "zoom 14" in told


def test_tiles_that_hold_nothing_for_these_maps_say_so_with_their_layers(tmp_path: Path) -> None:
    file = pmtiles(tmp_path, {(COLUMN, ROW): {"aeroway": [({}, ROAD)], "poi": [({}, SPOT)]}})
    assert aside(read(file)) == [("not-drawn", "its layers hold nothing these maps draw: aeroway, poi")]


@pytest.mark.parametrize(
    "data", [b"broken", gzip.compress(bytes(20 << 20)), gzip.compress(b"x" * 9)[:-9], b"", 10**12, "text", None], ids=lambda data: str(data)[:12]
)
def test_a_tile_that_cannot_be_read_costs_itself(tmp_path: Path, data: object) -> None:
    table = read(with_tile(mbtiles(tmp_path, {(COLUMN, ROW): OPENMAPTILES}), data))
    assert said(table.filter(pl.col("problem").is_null())) == SAME
    assert table["problem"].drop_nulls().to_list() == ([] if data in {b"", None} else ["tile-unreadable"])


def test_features_of_a_tile_that_cannot_be_read_cost_themselves(tmp_path: Path) -> None:
    made = vector_tile_pb2.tile()
    made.ParseFromString(gzip.decompress(packed({"transportation": [({"class": "primary"}, ROAD)]})))
    (layer,) = made.layers
    for spoil in (
        lambda feature: feature.tags.append(0),
        lambda feature: feature.tags.extend([9, 9]),
        lambda feature: setattr(feature, "type", 0),
        lambda feature: feature.geometry.append(9),
        lambda feature: layer.values.add() and feature.tags.extend([0, 1]),
    ):
        layer.features.add().CopyFrom(layer.features[0])
        spoil(layer.features[-1])
    table = read(with_tile(mbtiles(tmp_path, {}), made.SerializeToString()))
    assert said(table.filter(pl.col("problem").is_null())) == {("road", "primary", None)}
    assert table["problem"].drop_nulls().to_list() == ["feature-unreadable"] * 5


def test_a_layer_whose_name_is_no_text_costs_itself(tmp_path: Path) -> None:
    data = gzip.decompress(packed(OPENMAPTILES)).replace(b"landcover", b"\xff\xfendcover")
    assert said(read(with_tile(mbtiles(tmp_path, {}), data))) == SAME - {("green", "wood", None)}


@pytest.mark.parametrize("about", ["[" * 200_000, "{", "[]", '{"vector_layers": [7, {"id": 7}]}'])
def test_what_a_file_says_of_itself_may_be_unreadable(tmp_path: Path, about: str) -> None:
    assert said(read(mbtiles(tmp_path, {(COLUMN, ROW): OPENMAPTILES}, json=about))) == SAME


def test_a_view_of_tiles_and_their_bytes_is_read(tmp_path: Path) -> None:
    file = mbtiles(tmp_path, {(COLUMN, ROW): OPENMAPTILES})
    with closing(sqlite3.connect(file.path or "")) as database:
        database.execute("CREATE TABLE images AS SELECT tile_data, rowid AS tile_id FROM tiles")
        database.execute("CREATE TABLE map AS SELECT zoom_level, tile_column, tile_row, rowid AS tile_id FROM tiles")
        database.execute("DROP TABLE tiles")
        database.execute(
            "CREATE VIEW tiles AS SELECT zoom_level, tile_column, tile_row, tile_data FROM map JOIN images ON images.tile_id = map.tile_id"
        )
        database.commit()
    assert said(read(file)) == SAME


@pytest.mark.parametrize("zoom", [-5, 16, "14", None, 1.5])
def test_zooms_that_are_none_are_left_out(tmp_path: Path, zoom: object) -> None:
    file = with_tile(mbtiles(tmp_path, {}), b"")
    with closing(sqlite3.connect(file.path or "")) as database:
        database.execute("CREATE TABLE other AS SELECT * FROM tiles")
        database.execute("DROP TABLE tiles")
        database.execute("CREATE TABLE tiles (zoom_level, tile_column, tile_row, tile_data)")
        database.execute("INSERT INTO tiles VALUES (?, 0, 0, x'00')", (zoom,))
        database.commit()
    assert aside(read(file)) == [("file-unreadable", "holds no tiles of zooms 0 to 15")]


def test_an_archive_whose_metadata_unpack_to_a_gigabyte_is_not_unpacked(tmp_path: Path) -> None:
    file = pmtiles(tmp_path, {(COLUMN, ROW): OPENMAPTILES})
    assert file.path
    data = bytearray(file.path.read_bytes())
    bomb = gzip.compress(bytes(32 << 20))
    data[24:40] = len(data).to_bytes(8, "little") + len(bomb).to_bytes(8, "little")
    file.path.write_bytes(bytes(data) + bomb)
    ((reason, told),) = aside(read(file))
    assert (reason, "unpacks to more than 8 MB" in told) == ("file-unreadable", True)


@pytest.mark.parametrize(
    ("name", "drawn", "reasons"),
    [
        ("basemap-elsewhere/data/basemap/firenze.pmtiles", set(), {"nothing-here"}),
        ("mbtiles-xyz/data/basemap/xyz.mbtiles", {("road", "primary"), ("water", "lake")}, set()),
        ("mvt-odd-tags/data/basemap/base.mbtiles", {("road", "primary")}, {"feature-unreadable"}),
        ("mvt-unknown-geometry/data/basemap/base.mbtiles", {("road", "primary")}, {"feature-unreadable"}),
        ("mbtiles-faults/zoom-negative.mbtiles", set(), {"file-unreadable"}),
        ("mbtiles-faults/json-deep.mbtiles", set(), {"file-without-features"}),
    ],
)
def test_files_as_found_in_use(name: str, drawn: set[tuple[str, str]], reasons: set[str]) -> None:
    folder, _, inner = name.partition("/")
    path = case(folder) / inner
    table = read(RawFile(f"basemap/{path.name}", b"", path), around((8139, 5365)))
    assert set(table.filter(pl.col("problem").is_null()).select("layer", "kind").rows()) == drawn
    assert set(table["problem"].drop_nulls()) == reasons
