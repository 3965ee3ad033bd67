"""Vector tiles of several publishers become the same few words, in one piece, and only where the site is."""

from __future__ import annotations

import gzip
import io
import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import numpy as np
import polars as pl
import pytest
import shapely
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from sitegen.errors import InputError
from sitegen.raw import RawFile
from sitegen.sources.basemap import read_basemap
from sitegen.tables.schemas import SCHEMAS

ZOOM, COLUMN, ROW = 14, 8140, 5370
Feature = tuple[dict[str, Any], shapely.Geometry]
Tiles = Mapping[tuple[int, int], Mapping[str, Sequence[Feature]]]
"""By column and row: layers of features in 4096ths of the tile, from its north-west corner."""

ROAD = shapely.LineString([(1000, 1000), (2000, 1000)])
LAKE = shapely.box(100, 100, 900, 900)
SPOT = shapely.Point(2048, 2048)


def packed(layers: Mapping[str, Sequence[Feature]]) -> bytes:
    listed = [
        {"name": name, "features": [{"geometry": shape, "properties": about} for about, shape in features]} for name, features in layers.items()
    ]
    return gzip.compress(mapbox_vector_tile.encode(listed, default_options={"extents": 4096, "y_coord_down": True}), mtime=0)


def mbtiles(folder: Path, tiles: Tiles, **about: str) -> RawFile:
    path = folder / "map.mbtiles"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        database.execute("CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB)")
        database.executemany("INSERT INTO metadata VALUES (?, ?)", [("format", "pbf"), *about.items()])
        rows = [(ZOOM, column, (1 << ZOOM) - 1 - row, packed(layers)) for (column, row), layers in tiles.items()]
        database.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows)
        database.commit()
    return RawFile("basemap/map.mbtiles", b"", path)


def pmtiles(folder: Path, tiles: Tiles, **about: Any) -> RawFile:
    path = folder / "map.pmtiles"
    buffer = io.BytesIO()
    writer: Any = Writer(buffer)  # type: ignore[no-untyped-call]
    for tile, layers in sorted((zxy_to_tileid(ZOOM, *address), layers) for address, layers in tiles.items()):
        writer.write_tile(tile, packed(layers))
    header = {
        "tile_type": TileType.MVT, "tile_compression": Compression.GZIP, "min_zoom": ZOOM, "max_zoom": ZOOM,
        "min_lon_e7": 0, "min_lat_e7": 0, "max_lon_e7": 0, "max_lat_e7": 0, "center_zoom": ZOOM, "center_lon_e7": 0, "center_lat_e7": 0,
    }  # fmt: skip
    writer.finalize(header, about)
    path.write_bytes(buffer.getvalue())
    return RawFile("basemap/map.pmtiles", b"", path)


def around(*addresses: tuple[int, int]) -> pl.DataFrame:
    """Boundaries well inside tiles; maps reach some tiles beyond."""
    rows = [
        {"force_id": "loamshire", "neighbourhood_id": str(place), "geometry": degrees(SPOT.buffer(50), address).wkb, "source": "kml"}
        for place, address in enumerate(addresses)
    ]
    return pl.DataFrame(rows, schema=SCHEMAS["boundaries"].types)


def degrees(shape: shapely.Geometry, address: tuple[int, int] = (COLUMN, ROW)) -> shapely.Geometry:
    def turn(places: np.ndarray) -> np.ndarray:
        share = (places + np.array(address) * 4096) / (4096 << ZOOM)
        return np.column_stack([share[:, 0] * 360 - 180, np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * share[:, 1]))))])

    return shapely.transform(shape, turn)


def read(file: RawFile, boundaries: pl.DataFrame | None = None) -> pl.DataFrame:
    table = read_basemap(basemap_files=(file,), boundaries=around((COLUMN, ROW)) if boundaries is None else boundaries)
    assert dict(table.schema) == SCHEMAS["basemap"].types
    return table


def said(table: pl.DataFrame) -> set[tuple[str | None, ...]]:
    return set(table.select("layer", "kind", "name").rows())


OPENMAPTILES: dict[str, list[Feature]] = {
    "transportation": [
        ({"class": "minor"}, ROAD),
        ({"class": "rail"}, shapely.LineString([(0, 50), (4000, 50)])),
        ({"class": "ferry"}, ROAD),
    ],
    "transportation_name": [({"class": "minor", "name": "Mill Lane"}, shapely.LineString([(900, 1000), (2100, 1000)]))],
    "water": [({"class": "lake"}, LAKE)],
    "waterway": [({"class": "stream", "name": "Mill Brook"}, shapely.LineString([(5, 5), (90, 90)]))],
    "landcover": [({"class": "wood"}, shapely.box(3000, 3000, 3900, 3900))],
    "building": [({}, shapely.box(2000, 2000, 2040, 2040))],
    "place": [({"class": "town", "name": "Market Loam"}, SPOT)],
    "poi": [({"class": "shop"}, SPOT)],
}
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
SAME = {
    ("road", "minor", "Mill Lane"), ("rail", None, None), ("water", "lake", None), ("water", "stream", "Mill Brook"), ("green", "wood", None),
    ("building", None, None), ("place", "town", "Market Loam"),
}  # fmt: skip


@pytest.mark.parametrize("write", [mbtiles, pmtiles])
@pytest.mark.parametrize("layers", [OPENMAPTILES, PROTOMAPS])
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


def test_only_tiles_around_the_boundaries_are_read(tmp_path: Path) -> None:
    file = mbtiles(tmp_path, {(COLUMN, ROW): OPENMAPTILES, (COLUMN + 40, ROW): {"place": [({"class": "town", "name": "Far Away"}, SPOT)]}})
    with closing(sqlite3.connect(file.path or "")) as database:
        database.execute("INSERT INTO tiles VALUES (?, ?, ?, ?)", (ZOOM, COLUMN + 41, (1 << ZOOM) - 1 - ROW, b"broken"))
        database.commit()
    assert ("place", "town", "Far Away") not in said(read(file))
    with pytest.raises(InputError, match=f"map.mbtiles: tile 14/{COLUMN + 41}/{ROW} cannot be read"):
        read(file, around((COLUMN + 41, ROW)))


def test_the_schema_is_known_from_the_metadata_where_tiles_do_not_tell(tmp_path: Path) -> None:
    declared = json.dumps({"vector_layers": [{"id": "water"}, {"id": "transportation"}]})
    assert said(read(mbtiles(tmp_path, {(COLUMN, ROW): {"water": [({"class": "lake"}, LAKE)]}}, json=declared))) == {("water", "lake", None)}


def test_an_unknown_schema_is_refused_with_its_layers_and_those_known(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gebouwen, wegen; known are OpenMapTiles.*Zoomstack.*Protomaps"):
        read(pmtiles(tmp_path, {(COLUMN, ROW): {"wegen": [({}, ROAD)], "gebouwen": [({}, LAKE)]}}))


@pytest.mark.parametrize("name", ["map.mbtiles", "map.pmtiles"])
def test_a_file_that_holds_no_tiles_is_refused_by_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"no map at all" * 100)
    with pytest.raises(InputError, match=f"basemap/{name}: not readable as a file of tiles"):
        read(RawFile(f"basemap/{name}", b"", path))


def test_pictures_are_refused(tmp_path: Path) -> None:
    file = mbtiles(tmp_path, {})
    with closing(sqlite3.connect(file.path or "")) as database:
        database.execute("UPDATE metadata SET value = 'png' WHERE name = 'format'")
        database.commit()
    with pytest.raises(InputError, match="holds pictures"):
        read(file)
