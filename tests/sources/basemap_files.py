"""Basemap files of a few literal shapes, as GeoPackage and GeoJSON, and the table that is read from them."""

from __future__ import annotations

import json
import sqlite3
import struct
from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any

import polars as pl
import shapely

from sitegen.raw import RawFile
from sitegen.sources.basemap import read_basemap
from sitegen.tables.schemas import SCHEMAS

STREET = shapely.LineString([(-1.13, 52.63), (-1.12, 52.64)])
POND = shapely.box(-1.13, 52.63, -1.12, 52.64)
SPOT = shapely.Point(-1.13, 52.63)
BOW_TIE = shapely.Polygon([(-1.2, 52.6), (-1.1, 52.7), (-1.1, 52.6), (-1.2, 52.7)])
Layers = Mapping[str, tuple[str, Sequence["Row"]]]
Row = tuple[Any, ...]  # Any: cells of every column type


def geopackage(layers: Layers, *, system: int = 4326, definition: str = "", box: int = 1, name: str = "map.gpkg") -> RawFile:
    """A GeoPackage of layers, each with its columns as words and its rows, the shape last; `box` is the kind of envelope in every blob."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(
            "CREATE TABLE gpkg_spatial_ref_sys (srs_name, srs_id INTEGER PRIMARY KEY, organization, organization_coordsys_id INTEGER, definition)"
        )
        database.execute("INSERT INTO gpkg_spatial_ref_sys VALUES ('', 99, 'EPSG', ?, ?)", (system, definition))
        database.execute("CREATE TABLE gpkg_geometry_columns (table_name, column_name, geometry_type_name, srs_id, z, m)")
        for layer, (columns, rows) in layers.items():
            database.execute(f'CREATE TABLE "{layer}" (fid INTEGER PRIMARY KEY, {"".join(f"{column}, " for column in columns.split())} shape BLOB)')
            database.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'shape', 'GEOMETRY', 99, 0, 0)", (layer,))
            for row in rows:
                values = (*row[:-1], blob(row[-1], box) if isinstance(row[-1], shapely.Geometry) else row[-1])
                names = ", ".join([*columns.split(), "shape"])
                database.execute(f'INSERT INTO "{layer}" ({names}) VALUES ({", ".join("?" * len(values))})', values)
        return RawFile(f"basemap/{name}", database.serialize())


def blob(shape: shapely.Geometry, box: int) -> bytes:
    west, south, east, north = shape.bounds
    envelope = struct.pack("<4d", west, east, south, north) + bytes((0, 0, 16, 16, 32)[box])
    return b"GP\0" + bytes([1 | box << 1]) + struct.pack("<i", 99) + (envelope if box else b"") + bytes(shapely.to_wkb(shape, byte_order=1))


def geojson(*features: tuple[dict[str, Any], shapely.Geometry | None], name: str = "map.geojson", **members: Any) -> RawFile:
    listed = [
        {"type": "Feature", "properties": properties, "geometry": None if shape is None else json.loads(shapely.to_geojson(shape))}
        for properties, shape in features
    ]
    return RawFile(f"basemap/{name}", json.dumps({"type": "FeatureCollection", "features": listed, **members}).encode())


def read(*files: RawFile) -> pl.DataFrame:
    table = read_basemap(basemap_files=files)
    assert dict(table.schema) == SCHEMAS["basemap"].types
    return table


def said(table: pl.DataFrame) -> list[tuple[str | None, ...]]:
    return table.select("layer", "kind", "name").rows()
