"""Positions in the United Kingdom: the box they must lie in, their zoom-24 pixels, and grid references turned into degrees."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
from convertbng import cutil
from numpy.typing import NDArray

from sitegen.tables.quality import first_reason
from tiles.grid import LAT_MAX, SIZE, mercator

Placed = tuple[NDArray[np.float64], NDArray[np.float64], dict[str, NDArray[np.bool_]]]
"""Longitudes, latitudes, and by each fault the rows that have it."""

WEST, SOUTH, EAST, NORTH = -9.0, 49.0, 2.1, 61.1
"""The box, in degrees WGS84, that holds every place in the United Kingdom."""

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


def in_uk_arrays(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.bool_]:
    """The same of arrays; false for NaN."""
    inside: NDArray[np.bool_] = (lon >= WEST) & (lon <= EAST) & (lat >= SOUTH) & (lat <= NORTH)
    return inside


def number_in(column: str) -> pl.Expr:
    """The finite numbers of a column of texts; null for any other text."""
    number = pl.col(column).str.strip_chars().cast(pl.Float64, strict=False)
    return pl.when(number.is_finite()).then(number).alias(column)


def with_grid_positions(rows: pl.DataFrame, *, digits: int) -> pl.DataFrame:
    """The rows with lon and lat of so many decimals from the texts easting and northing, which become numbers."""
    rows = rows.with_columns(number_in("easting"), number_in("northing"))
    lon, lat = lonlat_of_grid(rows["easting"].fill_null(np.nan).to_numpy(), rows["northing"].fill_null(np.nan).to_numpy())
    return rows.with_columns(pl.Series("lon", lon).fill_nan(None).round(digits), pl.Series("lat", lat).fill_nan(None).round(digits))


def pixels(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> tuple[pl.Series, pl.Series]:
    """Int32 columns x and y of the zoom-24 pixel (the world is 2**24 pixels wide) that holds each position; null for NaN and outside the world.

    Positions of six decimals lie farther from a pixel's edge than the last bit of anybody's tangent, so the pixels
    are the same on every machine.
    """
    in_world = (lon >= -180) & (lon < 180) & (np.abs(lat) < LAT_MAX)
    x, y = (pl.Series(np.where(in_world, np.floor(share * SIZE), np.nan), nan_to_null=True).cast(pl.Int32) for share in mercator(lon, lat))
    return x.alias("x"), y.alias("y")


def with_positions(rows: pl.DataFrame) -> pl.LazyFrame:
    """The rows with `lon`, `lat`, their pixel `x`, `y` and what is wrong in `fault`, as `placed_in_degrees` has them, from `east` and `north`."""
    lon, lat, faults = placed_in_degrees(rows["east"], rows["north"])
    degrees_columns = (pl.Series(name, axis, nan_to_null=True) for name, axis in (("lon", lon), ("lat", lat)))
    return rows.lazy().with_columns(*degrees_columns, *pixels(lon, lat), first_reason("fault", rows.height, faults))


def placed_in_degrees(east: pl.Series, north: pl.Series) -> Placed:
    """Longitudes and latitudes, and the rows with each fault in them, of two columns of degrees.

    Of these null is a position that was not given, and NaN one that is no number. Positions have six decimals and are NaN where
    none was given or none is to be had; faults are `coordinate-incomplete`, `coordinate-not-a-number`, `coordinates-swapped`
    and `coordinate-outside-uk`, the first that fits counts.
    """
    with np.errstate(over="ignore"):  # a number too large to be rounded is outside the UK, too
        lon, lat = np.round(east.to_numpy(), 6), np.round(north.to_numpy(), 6)
    inside = in_uk_arrays(lon, lat)
    elsewhere = np.isnan(lon) & np.isnan(lat)
    if elsewhere.sum() == east.null_count() == north.null_count() and (inside != elsewhere).all():
        return lon, lat, {}  # each row lies in the box or gives no position at all
    faults = {
        "coordinate-not-a-number": np.isnan(lon) | np.isnan(lat),
        "coordinates-swapped": in_uk_arrays(lat, lon),
        "coordinate-outside-uk": ~inside,
    }
    return unplaced_first(east, north, lon, lat, faults, (lon == 0) & (lat == 0))


def unplaced_first(
    east: pl.Series,
    north: pl.Series,
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    faults: Mapping[str, NDArray[np.bool_]],
    at_zero: NDArray[np.bool_],
) -> Placed:
    """With faults only where a position was given at all: both empty, or 0,0, is how a row without one is written."""
    no_east, no_north = is_null(east), is_null(north)
    given = ~((no_east & no_north) | at_zero)
    found = {"coordinate-incomplete": given & (no_east | no_north)} | {fault: given & rows for fault, rows in faults.items()}
    return np.where(given, lon, np.nan), np.where(given, lat, np.nan), found


def is_null(column: pl.Series) -> NDArray[np.bool_]:
    """Where a column has no value."""
    nulls = column.null_count()
    return column.is_null().to_numpy() if 0 < nulls < len(column) else np.full(len(column), bool(nulls))


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
