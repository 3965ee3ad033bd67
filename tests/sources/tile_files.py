"""Archives of vector tiles with a few literal shapes, as MBTiles and PMTiles, and the table that is read from them."""

from __future__ import annotations

import gzip
import io
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import numpy as np
import polars as pl
import shapely
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

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
OLD_PROTOMAPS: dict[str, list[Feature]] = {
    "earth": [({}, shapely.box(0, 0, 4096, 4096))],
    "roads": [
        ({"pmap:kind": "minor_road", "highway": "residential", "name": "Mill Lane"}, ROAD),
        ({"pmap:kind": "other", "highway": "razed"}, ROAD),
    ],
    "transit": [
        ({"pmap:kind": "railway", "railway": "rail"}, shapely.LineString([(0, 50), (4000, 50)])),
        ({"pmap:kind": "railway", "railway": "disused"}, shapely.LineString([(0, 70), (4000, 70)])),
        ({"pmap:kind": "aeroway", "aeroway": "runway"}, shapely.LineString([(0, 90), (4000, 90)])),
    ],
    "water": [({"natural": "water", "water": "reservoir"}, LAKE), ({"leisure": "swimming_pool"}, shapely.box(10, 10, 20, 20))],
    "physical_line": [
        ({"pmap:kind": "waterway", "waterway": "stream", "name": "Mill Brook"}, shapely.LineString([(5, 5), (90, 90)])),
        ({"pmap:kind": "natural", "natural": "cliff"}, ROAD),
    ],
    "natural": [({"landuse": "forest"}, shapely.box(3000, 3000, 3900, 3900)), ({"natural": "scrub"}, LAKE)],
    "landuse": [({"pmap:kind": "farmland", "landuse": "orchard"}, LAKE)],
    "buildings": [({"height": 5}, shapely.box(2000, 2000, 2040, 2040))],
    "places": [
        ({"pmap:kind": "neighbourhood", "place": "town", "name": "Market Loam"}, SPOT),
        ({"pmap:kind": "other", "place": "isolated_dwelling", "name": "Mill House"}, SPOT),
    ],
}
"""Before version 3: coarse kinds, and the tags of OpenStreetMap beside them, as in an extract of 2023."""
SAME = {
    ("road", "minor", "Mill Lane"), ("rail", None, None), ("water", "lake", None), ("water", "stream", "Mill Brook"), ("green", "wood", None),
    ("building", None, None), ("place", "town", "Market Loam"),
}  # fmt: skip


def with_tile(file: RawFile, data: object) -> RawFile:
    with closing(sqlite3.connect(file.path or "")) as database:
        database.execute("INSERT INTO tiles VALUES (?, ?, ?, ?)", (ZOOM, COLUMN + 1, (1 << ZOOM) - 1 - ROW, data))
        database.commit()
    return file
