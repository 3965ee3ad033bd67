"""Tables as the bytes of a download: Parquet with the metadata of GeoParquet, FlatGeobuf, gzip CSV, lines of JSON."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

import deflate
import numpy as np
import polars as pl
import pyogrio.raw
import shapely
from numpy.typing import NDArray

from sitegen.safe_csv import write_csv
from sitegen.site_json import to_json

_GZIP_LEVEL = 6
_ZSTD_LEVEL = 3
_GROUP_ROWS = 65_536
"""Rows of a part of a Parquet file that a reader may skip by what its columns hold at least and at most."""
_POINT = np.dtype([("order", "u1"), ("kind", "<u4"), ("lon", "<f8"), ("lat", "<f8")])
_OGC_CRS84 = "OGC:CRS84"
"""Longitude before latitude, WGS84: what GeoParquet takes for granted where a file names no other system."""


def parquet(rows: pl.DataFrame, shapes: tuple[str, ...] = ()) -> bytes:
    """Rows as Parquet, in the order they have; with `shapes`, the kinds of its `geometry`, as GeoParquet 1.1."""
    buffer = io.BytesIO()
    metadata = {"geo": _geo(rows["geometry"], shapes)} if shapes else None
    rows.write_parquet(buffer, compression="zstd", compression_level=_ZSTD_LEVEL, row_group_size=_GROUP_ROWS, metadata=metadata)
    return buffer.getvalue()


def csv_gz(rows: pl.DataFrame) -> bytes:
    """Rows as CSV that a spreadsheet opens as data, in gzip without a time."""
    return bytes(deflate.gzip_compress(write_csv(rows), _GZIP_LEVEL))


def json_lines(rows: Iterable[Mapping[str, object]]) -> bytes:
    """One JSON object a line, keys sorted."""
    return b"".join(to_json(row) + b"\n" for row in rows)


def flatgeobuf(rows: pl.DataFrame, kind: str) -> bytes:
    """Rows with `geometry` as FlatGeobuf with an index of places; `kind` is the one kind of all shapes, Point or MultiPolygon."""
    buffer, columns = io.BytesIO(), rows.drop("geometry")
    values = [_values(columns[name]) for name in columns.columns]
    pyogrio.raw.write(
        buffer,
        geometry=np.array(rows["geometry"].to_list(), dtype=object),
        field_data=[value for value, _mask in values],
        field_mask=[mask for _value, mask in values],
        fields=columns.columns,
        driver="FlatGeobuf",
        geometry_type=kind,
        crs=_OGC_CRS84,
        promote_to_multi=kind.startswith("Multi"),
        layer_options={"SPATIAL_INDEX": "YES"},
        layer="data",
    )
    return buffer.getvalue()


def point_shapes(lon: pl.Series, lat: pl.Series) -> pl.Series:
    """Positions in degrees as a column `geometry` of well-known binary; null where either is."""
    made = np.empty(len(lon), _POINT)
    made["order"], made["kind"], made["lon"], made["lat"] = 1, 1, lon.to_numpy(), lat.to_numpy()
    shapes = pl.Series("geometry", made.view(f"V{_POINT.itemsize}").tolist(), pl.Binary())
    return shapes if not lon.null_count() and not lat.null_count() else shapes.set(lon.is_null() | lat.is_null(), None)


def _geo(shapes: pl.Series, kinds: tuple[str, ...]) -> str:
    """The metadata `geo` of GeoParquet 1.1, longitude first, with the box around all shapes."""
    column: dict[str, object] = {"encoding": "WKB", "geometry_types": sorted(kinds)}
    known = shapes.drop_nulls()
    if len(known):
        column["bbox"] = _box(known, kinds)
    return json.dumps({"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}, sort_keys=True, separators=(",", ":"))


def _box(shapes: pl.Series, kinds: tuple[str, ...]) -> list[float]:
    if kinds == ("Point",):
        places = np.frombuffer(b"".join(shapes.unique().to_list()), _POINT)
        return [float(pick(places[axis])) for pick in (np.min, np.max) for axis in ("lon", "lat")]
    return [float(edge) for edge in shapely.total_bounds(shapely.from_wkb(shapes.to_list()))]


def _values(column: pl.Series) -> tuple[NDArray[Any], NDArray[np.bool_] | None]:  # Any: of the column's own type
    """The values and the mask of those that are null, as pyogrio takes them."""
    mask = column.is_null().to_numpy() if column.null_count() else None
    if column.dtype == pl.String:
        return np.array(column.fill_null("").to_list(), dtype=object), mask
    return (column.fill_null(0) if column.null_count() else column).to_numpy(), mask
