"""Snap points: the fixed anonymous points crimes are published at, each named and known by its position."""

import polars as pl

from sitegen.tables.order import is_first_of_run, point_key, row_order, summed


def month_points(*, crime_counts: pl.DataFrame) -> pl.DataFrame:
    """The positions of one month with the names they went by and how many rows used each; no row without a location."""
    placed = crime_counts.filter(pl.col("x").is_not_null())
    return summed(placed, ["x", "y", "street", "lon", "lat"], "crimes").select("x", "y", "lon", "lat", "street", "crimes")


def snap_points(*, month_points: pl.DataFrame) -> pl.DataFrame:
    """Every snap point of the window, once, sorted by x and y.

    Positions that share a pixel are one point (about 1.5 m); its coordinates are the westernmost, then southernmost
    of theirs. Its name is the one most rows gave, the first in order on a tie; null where no row gave one.
    """
    keyed = month_points.with_columns(point_key("x", "y"))
    positions = keyed[row_order(keyed.select("point", "lon", "lat"))].filter(is_first_of_run("point"))
    named = summed(keyed.filter(pl.col("street").is_not_null()), ["point", "street"], "crimes").with_columns((-pl.col("crimes")).alias("fewer"))
    names = named[row_order(named.select("point", "fewer", "street"))].filter(is_first_of_run("point"))
    return positions.drop("street").join(names, on="point", how="left", maintain_order="left").select("x", "y", "lon", "lat", "street")


def points_of_force(*, force_id: str, snap_points: pl.DataFrame, point_neighbourhoods: pl.DataFrame) -> pl.DataFrame:
    """The snap points in each neighbourhood of one force, sorted by neighbourhood, name and position.

    A point in several neighbourhoods has a row in each.
    """
    return (
        point_neighbourhoods.filter(pl.col("force_id") == force_id)
        .join(snap_points, on=["x", "y"], how="inner")
        .select("force_id", "neighbourhood_id", "x", "y", "street")
        .sort("neighbourhood_id", "street", "x", "y", nulls_last=True)
    )
