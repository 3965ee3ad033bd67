"""Writes a GeoPackage: layers of named features in one SQLite file, the same bytes each time.

Layout: https://www.geopackage.org/spec131/
"""

import sqlite3
import struct
from collections.abc import Mapping, Sequence

import shapely

Feature = tuple[str, str, shapely.Geometry]
"""Kind, name (may be empty) and shape in degrees WGS84."""

_APPLICATION_ID, _USER_VERSION = 0x47504B47, 10301
_CHANGED = "2025-06-30T00:00:00.000Z"
_WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],'
    'AUTHORITY["EPSG","4326"]]'
)
_SYSTEMS = (
    ("Undefined Cartesian", -1, "NONE", -1, "undefined"),
    ("Undefined geographic", 0, "NONE", 0, "undefined"),
    ("WGS 84", 4326, "EPSG", 4326, _WGS84),
)
_TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL, m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name), CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
"""
_LIBRARY_VERSION = slice(96, 100)


def write_geopackage(layers: Mapping[str, Sequence[Feature]]) -> bytes:
    """The bytes of a GeoPackage with these layers, each with the columns `kind` and `name`."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(f"PRAGMA page_size=4096; PRAGMA application_id={_APPLICATION_ID}; PRAGMA user_version={_USER_VERSION}; {_TABLES}")
    connection.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, NULL)", _SYSTEMS)
    for layer, features in layers.items():
        if not layer.isidentifier():
            raise ValueError(f"not a layer's name: {layer!r}; use letters and _")
        shapes = [shape for _, _, shape in features]
        connection.execute(f"CREATE TABLE {layer} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom GEOMETRY, kind TEXT, name TEXT)")
        bounds = [float(side) for side in shapely.total_bounds(shapes)]
        connection.execute("INSERT INTO gpkg_contents VALUES (?, 'features', ?, '', ?, ?, ?, ?, ?, 4326)", (layer, layer, _CHANGED, *bounds))
        connection.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'GEOMETRY', 4326, 0, 0)", (layer,))
        rows = zip(map(_blob, shapes), (kind for kind, _, _ in features), (name or None for _, name, _ in features), strict=True)
        connection.executemany(f"INSERT INTO {layer} (geom, kind, name) VALUES (?, ?, ?)", rows)
    connection.commit()
    written = bytearray(connection.serialize())
    connection.close()
    # SQLite notes here which version of itself wrote last: not for readers, and other on every machine.
    written[_LIBRARY_VERSION] = struct.pack(">I", 3_037_000)
    return bytes(written)


def _blob(shape: shapely.Geometry) -> bytes:
    """A shape as GeoPackage stores it: a short header with its bounds, then little-endian WKB."""
    west, south, east, north = shape.bounds
    points_only = shape.geom_type == "Point"
    head = struct.pack("<2sBBi", b"GP", 0, 0b01 if points_only else 0b11, 4326)
    envelope = b"" if points_only else struct.pack("<4d", west, east, south, north)
    return head + envelope + bytes(shapely.to_wkb(shape, byte_order=1))
