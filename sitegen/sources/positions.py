"""Positions in the United Kingdom: the box they must lie in, their zoom-24 pixels, and grid references turned into degrees."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import polars as pl
from convertbng import cutil
from numpy.typing import NDArray

WEST, SOUTH, EAST, NORTH = -9.0, 49.0, 2.1, 61.1
"""The box, in degrees WGS84, that holds every place in the United Kingdom."""

_PIXELS = float(1 << 24)
_GRID_EAST, _GRID_NORTH = 700_000.0, 1_300_000.0


def in_uk(lon: float, lat: float) -> bool:
    """Whether a position in degrees lies in the box; false for NaN."""
    return WEST <= lon <= EAST and SOUTH <= lat <= NORTH


def degrees(value: object) -> float:
    """A coordinate given as text or number; NaN where it is neither or is infinite."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return math.nan
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return math.nan
    return number if math.isfinite(number) else math.nan


def in_uk_columns(lon: pl.Expr, lat: pl.Expr) -> pl.Expr:
    """Whether positions in degrees lie in the box; null where one of the two is null."""
    return lon.is_between(WEST, EAST) & lat.is_between(SOUTH, NORTH)


def pixel_columns(lon: pl.Expr, lat: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Columns x and y of the zoom-24 pixel (the world is 2**24 pixels wide) that holds each position; null for null.

    Positions of six decimals lie farther from a pixel's edge than the last bit of anybody's tangent, so the pixels
    are the same on every machine.
    """
    east = (lon + 180.0) / 360.0 * _PIXELS
    south = (1.0 - lat.radians().tan().arcsinh() / math.pi) / 2.0 * _PIXELS
    return east.floor().cast(pl.Int32), south.floor().cast(pl.Int32)


def with_positions(rows: pl.DataFrame) -> pl.LazyFrame:
    """The rows with `lon`, `lat` and what is wrong with the position in `fault`, from `east` and `north` in degrees.

    Of these null is a position that was not given, and NaN one that is no number.
    `lon` and `lat` have six decimals and are null where none was given or none is to be had; faults are
    `coordinate-incomplete`, `coordinate-not-a-number`, `coordinates-swapped` and `coordinate-outside-uk`.
    """
    lon, lat = pl.col("lon"), pl.col("lat")
    fault = (
        pl.when(lon.is_null() | lat.is_null())
        .then(pl.lit("coordinate-not-a-number"))
        .when(in_uk_columns(lon, lat))
        .then(None)
        .when(in_uk_columns(lat, lon))
        .then(pl.lit("coordinates-swapped"))
        .otherwise(pl.lit("coordinate-outside-uk"))
    )
    numbers = rows.lazy().with_columns(pl.col("east").fill_nan(None).round(6).alias("lon"), pl.col("north").fill_nan(None).round(6).alias("lat"))
    return unplaced_first(numbers, fault, (lon == 0) & (lat == 0))


def unplaced_first(rows: pl.LazyFrame, fault: pl.Expr, at_zero: pl.Expr) -> pl.LazyFrame:
    """With `fault` only where a position was given at all: both empty, or 0,0, is how a row without one is written."""
    no_east, no_north = pl.col("east").is_null(), pl.col("north").is_null()
    given = ~((no_east & no_north) | at_zero.fill_null(value=False))
    checked = pl.when(no_east | no_north).then(pl.lit("coordinate-incomplete")).otherwise(fault)
    return rows.with_columns(pl.when(given).then(checked).alias("fault"), *(pl.when(given).then(name).alias(name) for name in ("lon", "lat")))


def lonlat_of_grid(easting: NDArray[np.float64], northing: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Longitudes and latitudes, degrees WGS84, of British National Grid references in metres.

    Ordnance Survey's OSTN15 transformation, good to 0.1 m; NaN where the grid or the transformation does not reach.
    """
    inside = (easting >= 0) & (easting <= _GRID_EAST) & (northing >= 0) & (northing <= _GRID_NORTH)
    lon, lat = np.full(easting.shape, np.nan), np.full(easting.shape, np.nan)
    if inside.any():
        found: Any = cutil.convert_osgb36_to_ll(easting[inside], northing[inside])  # Any: the library has no types
        lon[inside], lat[inside] = found
    return lon, lat
