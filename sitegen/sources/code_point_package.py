"""Code-Point Open as a GeoPackage: one layer of points on the National Grid, a postcode and its codes beside each."""

import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import shapely

from sitegen.errors import InputError
from sitegen.sources.features import well_known_binary
from sitegen.sources.sqlite_files import Database, open_database, quoted
from sitegen.sources.wkb import shapes_of

_KIND = "a GeoPackage"
_GRID = 27700
_QUALITY = "positional_quality_indicator"
_CODES = {"quality": _QUALITY, "district": "admin_district_code", "ward": "admin_ward_code"}
_AREA = re.compile(r"\s*([A-Za-z]{1,2})[0-9]", re.ASCII)


def areas_of_package(path: Path, name: str) -> tuple[str, ...]:
    """The postcode areas a file has postcodes of, sorted; raises InputError where it is no Code-Point Open GeoPackage."""
    areas: set[str] = set()
    with open_database(path, name, kind=_KIND) as database:
        layer, _, columns = _layer(database)
        for (text,) in database.rows(f"SELECT {quoted(columns['postcode'])} FROM {quoted(layer)} NOT INDEXED"):
            found = _AREA.match(text) if isinstance(text, str) else None
            if found:
                areas.add(found[1].lower())
    return tuple(sorted(areas))


def read_package(area: str, path: Path, name: str) -> pl.DataFrame:
    """The rows about a postcode area, with `text`, `easting`, `northing`, `quality`, `district` and `ward` as text, `line` and `malformed`.

    A row without a readable point has no position. Raises InputError where the file is no Code-Point Open GeoPackage.
    """
    with open_database(path, name, kind=_KIND) as database:
        rows = list(_rows_of(area, database))
    shapes = shapes_of([row[2] for row in rows])
    points = [shape if shape is not None and shape.geom_type == "Point" and not shape.is_empty else None for shape in shapes]
    columns: dict[str, list[str | None]] = {
        "text": [row[1] for row in rows],
        "easting": [None if point is None else repr(float(shapely.get_x(point))) for point in points],
        "northing": [None if point is None else repr(float(shapely.get_y(point))) for point in points],
        **{code: [row[3][place] for row in rows] for place, code in enumerate(_CODES)},
    }
    lines = pl.Series("line", [row[0] for row in rows], pl.Int32)
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String())).with_columns(lines, pl.lit(value=False).alias("malformed"))


def _rows_of(area: str, database: Database) -> Iterator[tuple[int, str, bytes | None, list[str | None]]]:
    layer, geometry, columns = _layer(database)
    codes = [columns.get(column) for column in _CODES.values()]
    chosen = ", ".join(quoted(column) for column in (columns["postcode"], geometry, *(code for code in codes if code)))
    for line, row in enumerate(database.rows(f"SELECT {chosen} FROM {quoted(layer)} NOT INDEXED"), start=1):
        text, blob, *values = row
        found = _AREA.match(text) if isinstance(text, str) else None
        if isinstance(text, str) and found and found[1].lower() == area:
            told = iter(values)
            yield line, text, well_known_binary(blob), [None if code is None or (value := next(told)) is None else str(value) for code in codes]


def _layer(database: Database) -> tuple[str, str, dict[str, str]]:
    """The layer of postcodes, its geometry's column, and its columns by name in small letters."""
    for layer, geometry, system in database.rows("SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns ORDER BY table_name"):
        if not isinstance(layer, str) or not isinstance(geometry, str) or layer not in database.tables:
            continue
        columns = {column.lower(): column for column in database.columns(layer)}
        if {"postcode", _QUALITY} <= set(columns):
            if system != _GRID:
                raise InputError(f"{database.name}: layer {layer} is not on the British National Grid (EPSG:27700); download it again")
            return layer, geometry, columns
    raise InputError(f"{database.name}: no layer has the columns postcode and {_QUALITY}, as Code-Point Open has", "another-kind-of-file")
