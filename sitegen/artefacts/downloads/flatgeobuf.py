"""Rows with shapes as FlatGeobuf, which map programs read by parts over a network."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import polars as pl
import pyogrio.raw
from numpy.typing import NDArray

_OGC_CRS84 = "OGC:CRS84"
"""Longitude before latitude, WGS84."""


def flatgeobuf(name: str, rows: pl.DataFrame, kind: str) -> bytes:
    """Rows with `geometry` as FlatGeobuf with an index of places; `name` is what map programs call the layer, `kind` the one kind of all shapes."""
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
        layer=name,
    )
    return buffer.getvalue()


def _values(column: pl.Series) -> tuple[NDArray[Any], NDArray[np.bool_] | None]:  # Any: of the column's own type
    """The values and the mask of those that are null, as pyogrio takes them."""
    mask = column.is_null().to_numpy() if column.null_count() else None
    if column.dtype == pl.String:
        return np.array(column.fill_null("").to_list(), dtype=object), mask
    return (column.fill_null(0) if column.null_count() else column).to_numpy(), mask
