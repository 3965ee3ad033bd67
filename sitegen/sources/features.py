"""Features of a map from GeoPackage and GeoJSON files: their properties as columns, their shapes in degrees."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from sitegen.errors import InputError
from sitegen.raw import RawFile
from sitegen.sources.json_files import entries, member, read_object
from sitegen.sources.positions import lonlat_of_grid

Shapes = NDArray[np.object_]

_DEGREES, _GRID = frozenset({4326, 4258}), 27700
"""Reference systems understood: WGS84 and ETRS89, in Britain less than a metre apart, and the British National Grid."""

_HEADER = 8
_ENVELOPES = (0, 32, 48, 48, 64)


@dataclass(frozen=True, slots=True)
class Features:
    """One layer of a file: its name, may be empty; its properties in columns of equal length, by name in lower case; and its shapes.

    A shape is two-dimensional, in degrees WGS84, with infinite coordinates where the grid does not reach; None where it cannot be read.
    """

    layer: str
    columns: dict[str, list[object]]
    shapes: Shapes


def read_geopackage(file: RawFile, wanted: frozenset[str]) -> Iterator[Features]:
    """The layers of a GeoPackage, by name, with those of the wanted columns they have.

    Raises InputError where the file is no GeoPackage, or has a layer in a reference system other than WGS84 or the British National Grid.
    """
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(file.data)
            database.execute("PRAGMA trusted_schema=OFF")
            for layer, geometry, system in _layers(database):
                yield _read_layer(database, file.name, layer, geometry, system, wanted)
    except (sqlite3.Error, OverflowError) as error:
        raise InputError(f"{file.name}: not readable as a GeoPackage ({str(error)[:120]}); download or export it again") from error


def read_geojson(file: RawFile, wanted: frozenset[str]) -> Features:
    """The features of a GeoJSON FeatureCollection, named as its member `name` says, with the wanted properties as columns.

    Raises InputError where the file is no FeatureCollection or names a reference system other than those of `read_geopackage`.
    """
    value = read_object(file, nan_as_null=True)
    if value.get("type") != "FeatureCollection":
        raise InputError(f"{file.name}: not a GeoJSON FeatureCollection; a basemap file must be one")
    named = member(member(value.get("crs"), "properties"), "name")
    code = str(named).rpartition(":")[2] if named is not None else "4326"
    system = 4326 if code == "CRS84" else int(code) if code.isascii() and code.isdigit() else 0
    features = entries(value.get("features"))
    properties = [{str(key).lower(): entry for key, entry in _items(member(feature, "properties"))} for feature in features]
    names = sorted(wanted.intersection(*[{key for row in properties for key in row}]))
    shapes = np.empty(len(features), np.object_)
    shapes[:] = [_geojson_shape(member(feature, "geometry")) for feature in features]
    layer = value.get("name")
    columns = {name: [row.get(name) for row in properties] for name in names}
    return Features(layer if isinstance(layer, str) else "", columns, _in_degrees(shapes, system, file.name, "crs"))


def _layers(database: sqlite3.Connection) -> list[tuple[str, str, int]]:
    """Name, geometry column and EPSG code of each layer of features."""
    return database.execute(
        "SELECT g.table_name, g.column_name, coalesce(s.organization_coordsys_id, g.srs_id) FROM gpkg_geometry_columns g "
        "LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id ORDER BY g.table_name"
    ).fetchall()


def _read_layer(database: sqlite3.Connection, file: str, layer: str, geometry: str, system: int, wanted: frozenset[str]) -> Features:
    named = {str(row[1]).lower(): str(row[1]) for row in database.execute(f"PRAGMA table_info({_quoted(layer)})")}
    names = sorted(wanted & set(named))
    columns = ", ".join(_quoted(name) for name in (geometry, *(named[name] for name in names)))
    rows = database.execute(f"SELECT {columns} FROM {_quoted(layer)} ORDER BY rowid").fetchall()
    blobs = [_well_known_binary(row[0]) for row in rows]
    shapes = np.asarray(shapely.from_wkb(blobs, on_invalid="ignore"), dtype=np.object_).reshape(len(rows))
    shapes = _in_degrees(shapely.force_2d(shapes), system, file, f"layer {layer!r}")
    return Features(layer.lower(), {name: [row[place] for row in rows] for place, name in enumerate(names, start=1)}, shapes)


def _quoted(name: str) -> str:
    """A name from the file as SQL takes it: nothing in it can end the quotation."""
    return '"' + name.replace('"', '""') + '"'


def _well_known_binary(blob: object) -> bytes | None:
    """The shape in a GeoPackage blob: two letters, version, flags and system, a box of a size the flags name, then WKB."""
    if not isinstance(blob, bytes) or len(blob) < _HEADER or blob[:2] != b"GP":
        return None
    flags = blob[3]
    box = flags >> 1 & 7
    is_empty, is_extended = flags & 16, flags & 32
    return None if is_empty or is_extended or box >= len(_ENVELOPES) else blob[_HEADER + _ENVELOPES[box] :]


def _items(value: object) -> Iterable[tuple[object, object]]:
    return value.items() if isinstance(value, dict) else ()


def _geojson_shape(value: object) -> shapely.Geometry | None:
    try:
        return shapely.force_2d(shapely.geometry.shape(value)) if isinstance(value, dict) else None
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, shapely.errors.ShapelyError):  # a shape of any other form
        return None


def _in_degrees(shapes: Shapes, system: int, file: str, what: str) -> Shapes:
    if system in _DEGREES:
        return shapes
    if system != _GRID:
        raise InputError(f"{file} {what}: reference system EPSG:{system} is not read; export it in EPSG:4326, as ogr2ogr does with -t_srs EPSG:4326")
    converted = shapes.copy()
    present = np.flatnonzero(~shapely.is_missing(shapes))
    converted[present] = shapely.transform(shapes[present], _degrees_of_grid)
    return converted


def _degrees_of_grid(places: NDArray[np.float64]) -> NDArray[np.float64]:
    degrees = np.column_stack(lonlat_of_grid(places[:, 0], places[:, 1]))
    return np.where(np.isnan(degrees), np.inf, degrees)
