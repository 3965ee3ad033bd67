"""Snap points: the fixed anonymous points crimes are published at, each named and known by its position."""

from __future__ import annotations

import polars as pl


def month_points(*, month: str, crime_counts: pl.DataFrame) -> pl.DataFrame:
    """The positions of one month with the names they went by and how many rows used each; no row without a location."""
    del month
    return (
        crime_counts.filter(pl.col("x").is_not_null())
        .group_by("x", "y", "lon", "lat", "street")
        .agg(pl.col("crimes").sum().cast(pl.Int32))
        .sort("x", "y", "street", "lon", "lat", nulls_last=True)
    )


def snap_points(*, month_points: pl.DataFrame) -> pl.DataFrame:
    """Every snap point of the window, once, sorted by x and y.

    Positions that share a pixel are one point (about 1.5 m); its coordinates are the westernmost, then southernmost
    of theirs. Its name is the one most rows gave, the first in order on a tie; null where no row gave one.
    """
    position = month_points.select("x", "y", "lon", "lat").unique().sort("x", "y", "lon", "lat").group_by("x", "y", maintain_order=True).first()
    names = (
        month_points.filter(pl.col("street").is_not_null())
        .group_by("x", "y", "street")
        .agg(pl.col("crimes").sum())
        .sort(["x", "y", "crimes", "street"], descending=[False, False, True, False])
        .group_by("x", "y", maintain_order=True)
        .first()
        .select("x", "y", "street")
    )
    return position.join(names, on=["x", "y"], how="left").select("x", "y", "lon", "lat", "street").sort("x", "y")


def points_of_force(*, force_id: str, snap_points: pl.DataFrame, point_areas: pl.DataFrame) -> pl.DataFrame:
    """The snap points in each neighbourhood of one force, sorted by neighbourhood, name and position.

    A point in several neighbourhoods has a row in each.
    """
    return (
        point_areas.filter(pl.col("force_id") == force_id)
        .join(snap_points, on=["x", "y"], how="inner")
        .select("force_id", "neighbourhood_id", "x", "y", "street")
        .sort("neighbourhood_id", "street", "x", "y", nulls_last=True)
    )
