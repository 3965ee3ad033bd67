"""Tables as the bytes of a download: Parquet with the metadata of GeoParquet, and gzip CSV."""

from __future__ import annotations

import io
import json

import deflate
import numpy as np
import polars as pl
import shapely

from sitegen.safe_csv import write_csv

_GZIP_LEVEL = 4
_ZSTD_LEVEL = 1
_GROUP_ROWS = 65_536
"""Rows of a part of a Parquet file that a reader may skip by what its columns hold at least and at most."""
_POINT = np.dtype([("order", "u1"), ("kind", "<u4"), ("lon", "<f8"), ("lat", "<f8")])


def parquet(rows: pl.DataFrame, shapes: tuple[str, ...] = ()) -> bytes:
    """Rows as Parquet, in the order they have; with `shapes`, the kinds of its `geometry`, as GeoParquet 1.1."""
    buffer = io.BytesIO()
    metadata = {"geo": _geo(rows, shapes)} if shapes else None
    rows.write_parquet(buffer, compression="zstd", compression_level=_ZSTD_LEVEL, row_group_size=_GROUP_ROWS, metadata=metadata)
    return buffer.getvalue()


def csv_gz(rows: pl.DataFrame) -> bytes:
    """Rows as CSV that a spreadsheet opens as data, in gzip without a time."""
    return bytes(deflate.gzip_compress(write_csv(rows), _GZIP_LEVEL))


def point_shapes(lon: pl.Series, lat: pl.Series) -> pl.Series:
    """Positions in degrees as a column `geometry` of well-known binary; null where either is."""
    made = np.empty(len(lon), _POINT)
    made["order"], made["kind"], made["lon"], made["lat"] = 1, 1, lon.to_numpy(), lat.to_numpy()
    shapes = pl.Series("geometry", made.view(np.uint8).reshape(-1, _POINT.itemsize)).cast(pl.List(pl.UInt8)).cast(pl.Binary)
    return shapes if not lon.null_count() and not lat.null_count() else shapes.set(lon.is_null() | lat.is_null(), None)


def _geo(rows: pl.DataFrame, kinds: tuple[str, ...]) -> str:
    """The metadata `geo` of GeoParquet 1.1, longitude first, with the box around all shapes."""
    column: dict[str, object] = {"encoding": "WKB", "geometry_types": sorted(kinds)}
    if rows["geometry"].null_count() < rows.height:
        column["bbox"] = _box(rows, kinds)
    return json.dumps({"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}, sort_keys=True, separators=(",", ":"))


def _box(rows: pl.DataFrame, kinds: tuple[str, ...]) -> list[float]:
    """West, south, east and north of all shapes; a table of points has their positions in columns of its own."""
    if kinds == ("Point",):
        lon, lat = rows["longitude"].to_numpy(), rows["latitude"].to_numpy()
        return [float(edge) for edge in (np.nanmin(lon), np.nanmin(lat), np.nanmax(lon), np.nanmax(lat))]
    return [float(edge) for edge in shapely.total_bounds(shapely.from_wkb(rows["geometry"].drop_nulls().to_list()))]
