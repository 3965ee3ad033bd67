"""Features of a map from GeoPackage and GeoJSON files: their properties as columns, their shapes in degrees."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from sitegen.errors import InputError
from sitegen.raw import RawFile
from sitegen.sources.json_files import entries, member, read_object
from sitegen.sources.reference_systems import DEGREES, system_named, to_degrees
from sitegen.sources.sqlite_files import Database, open_database, quoted
from sitegen.sources.wkb import shapes_of

Shapes = NDArray[np.object_]

_HEADER = 8
_ENVELOPES = (0, 32, 48, 48, 64)
_LAYERS_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Features:
    """One layer of a file: its name, may be empty; its properties in columns of equal length, by name in lower case; and its shapes.

    A shape is two-dimensional, in degrees WGS84, with infinite coordinates where its system does not reach; None where it cannot be read.
    `fault`, where the layer as a whole cannot be used, is the reason, and `told` what the operator is told of it.
    """

    layer: str
    columns: dict[str, list[object]]
    shapes: Shapes
    fault: str | None = None
    told: str | None = None


def read_geopackage(file: RawFile, wanted: frozenset[str]) -> Iterator[Features]:
    """The layers of a GeoPackage, by name, with those of the wanted columns they have.

    A layer that is no table of its own (a view), or cannot be read, is one feature without a shape. Those of one in a reference system that
    nobody knows have none. Raises InputError where the file is no GeoPackage.
    """
    with open_database(file.data, file.name, kind="a GeoPackage") as database:
        tables = {table.lower(): table for table in database.tables}
        for layer, geometry, system in _layers(database):
            if layer.lower() not in tables:
                yield _unreadable(layer, "is no table of its own; export it as one, as ogr2ogr does")
                continue
            try:
                yield _read_layer(database, tables[layer.lower()], geometry, system, wanted)
            except InputError as error:
                yield _unreadable(layer, str(error).removeprefix(f"{file.name}: "))


def read_geojson(file: RawFile, wanted: frozenset[str]) -> Features:
    """The features of a GeoJSON FeatureCollection, named as its member `name` says, with the wanted properties as columns.

    None has a shape where the file names a reference system that nobody knows. Raises InputError where the file is no FeatureCollection.
    """
    value = read_object(file, nan_as_null=True)
    if value.get("type") != "FeatureCollection":
        raise InputError(f"{file.name}: not a GeoJSON FeatureCollection; a basemap file must be one")
    features = entries(value.get("features"))
    properties = [{str(key).lower(): entry for key, entry in _items(member(feature, "properties"))} for feature in features]
    names = sorted(wanted.intersection(*[{key for row in properties for key in row}]))
    shapes = np.empty(len(features), np.object_)
    shapes[:] = [_geojson_shape(member(feature, "geometry")) for feature in features]
    layer = value.get("name")
    columns = {name: [row.get(name) for row in properties] for name in names}
    return _in_degrees(Features(layer if isinstance(layer, str) else "", columns, shapes), system_of(value))


def system_of(value: Mapping[str, object]) -> str | None:
    """The reference system of a GeoJSON object, as its member `crs` names it, else degrees; None where the name cannot be read."""
    named = member(member(value.get("crs"), "properties"), "name")
    return DEGREES if named is None else system_named(str(named))


def _layers(database: Database) -> list[tuple[str, str, str | None]]:
    """Name, geometry column and reference system of each layer of features, by name, each once."""
    there = frozenset(database.columns("gpkg_spatial_ref_sys"))
    described = ", ".join(column if column in there else "NULL" for column in ("srs_id", "organization", "organization_coordsys_id", "definition"))
    systems = {row[0]: row for row in database.rows(f"SELECT {described} FROM gpkg_spatial_ref_sys")}
    found: dict[str, tuple[str, str, str | None]] = {}
    for layer, geometry, system in database.rows("SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns"):
        if isinstance(layer, str) and isinstance(geometry, str) and len(found) < _LAYERS_MOST:
            found[layer.lower()] = (layer, geometry, _system(*systems.get(system, (system, None, None, None))))
    if not found:
        raise InputError(f"{database.name}: holds no layer of features; export one, as ogr2ogr does with -f GPKG")
    return [found[layer] for layer in sorted(found)]


def _system(number: object, organisation: object, code: object, definition: object) -> str | None:
    """A reference system by its number, or by its definition where the number is unknown or not of EPSG or ESRI."""
    numbered = system_named(f"{organisation}:{code}") or system_named(str(number))
    described = definition if isinstance(definition, str) else None
    ways = (numbered, described) if str(organisation).lower() in {"epsg", "esri"} else (described, numbered)
    return next((way for way in ways if way is not None and to_degrees(way) is not None), numbered)


def _read_layer(database: Database, layer: str, geometry: str, system: str | None, wanted: frozenset[str]) -> Features:
    named = {column.lower(): column for column in database.columns(layer)}
    names = sorted(wanted & set(named))
    columns = ", ".join(quoted(name) for name in (named.get(geometry.lower(), geometry), *(named[name] for name in names)))
    rows = list(database.rows(f"SELECT {columns} FROM {quoted(layer)} NOT INDEXED"))  # in the order of the table
    shapes = shapes_of([well_known_binary(row[0]) for row in rows])
    return _in_degrees(Features(layer.lower(), {name: [row[place] for row in rows] for place, name in enumerate(names, start=1)}, shapes), system)


def _unreadable(layer: str, told: str) -> Features:
    return Features(layer.lower(), {}, np.array([None], np.object_), "layer-unreadable", told)


def well_known_binary(blob: object) -> bytes | None:
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
        with np.errstate(invalid="ignore"):
            shape = shapely.force_2d(shapely.geometry.shape(value)) if isinstance(value, dict) else None
    # A shape of any other form: numbers of hundreds of digits, collections in collections and so on.
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, OverflowError, RecursionError, shapely.errors.ShapelyError):
        return None
    # A number of hundreds of digits becomes infinite, a null none at all.
    return shape if shape is not None and np.isfinite(shapely.get_coordinates(shape)).all() else None


def _in_degrees(features: Features, system: str | None) -> Features:
    turned = None if system is None else to_degrees(system)
    shapes = np.full(len(features.shapes), None, np.object_)
    if turned is None:
        told = f"its reference system{f' {system}' if system else ''} is not known; export it in EPSG:4326, as ogr2ogr does with -t_srs EPSG:4326"
        return replace(features, shapes=shapes, fault="other-system", told=told)
    if system == DEGREES:
        return features
    present = np.flatnonzero(~shapely.is_missing(features.shapes))
    shapes[present] = shapely.transform(features.shapes[present], turned)
    return replace(features, shapes=shapes)
