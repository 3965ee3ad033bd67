"""Crimes counted: by position, by force, and by neighbourhood."""

from __future__ import annotations

import polars as pl

from sitegen.tables.order import point_key, row_order, summed
from sitegen.terms import BTP


def count_crimes(*, force_id: str, month: str, crimes: pl.DataFrame) -> pl.DataFrame:
    """One force's month counted by position and category; every counted row of the file is in exactly one count.

    Rows set aside are left out: the quality table has them. Rows without a location keep null positions. In no order:
    every table is sorted when it is stored, and sorting this one twice would cost more than counting it.
    """
    return (
        crimes.filter(pl.col("problem").is_null())
        .group_by("x", "y", "lon", "lat", "street", "category")
        .agg(pl.len().cast(pl.Int32).alias("crimes"))
        .select(pl.lit(force_id).alias("force_id"), pl.lit(month).alias("month"), "x", "y", "lon", "lat", "street", "category", "crimes")
    )


def count_by_force(*, force_id: str, month: str, crime_counts: pl.DataFrame) -> pl.DataFrame:
    """One force's month counted by category, with the number that has no location."""
    del force_id, month
    return (
        crime_counts.group_by("force_id", "month", "category")
        .agg(
            pl.col("crimes").sum().cast(pl.Int32),
            pl.col("crimes").filter(pl.col("x").is_null()).sum().cast(pl.Int32).alias("unlocated"),
        )
        .sort("force_id", "month", "category")
    )


def count_located(*, month: str, crime_counts: pl.DataFrame, point_areas: pl.DataFrame) -> pl.DataFrame:
    """One month's located crimes by neighbourhood, snap point, recording force and category.

    The rule: a crime counts in every neighbourhood of its own force that its snap point lies in; where it lies in
    none of them, in every neighbourhood of any other force that it lies in; where it lies in none at all, it is kept
    under its own force with no neighbourhood. British Transport Police has no neighbourhoods, so its crimes are
    located by the second step. Crimes without a location are left out: `count_by_force` has them.
    """
    del month
    placed = crime_counts.filter(pl.col("x").is_not_null()).rename({"force_id": "recorded_by"})
    rows = summed(placed, ["month", "recorded_by", "x", "y", "category"], "crimes").with_columns(point_key("x", "y"))
    areas = point_areas.select(point_key("x", "y"), "force_id", "neighbourhood_id")
    own = rows.join(areas, left_on=["point", "recorded_by"], right_on=["point", "force_id"], how="left", coalesce=True)
    in_own = own.filter(pl.col("neighbourhood_id").is_not_null()).with_columns(pl.col("recorded_by").alias("force_id"))
    elsewhere = own.filter(pl.col("neighbourhood_id").is_null()).drop("neighbourhood_id").join(areas, on="point", how="left")
    columns = ("month", "force_id", "neighbourhood_id", "x", "y", "recorded_by", "category", "crimes")
    located = pl.concat([in_own.select(columns), elsewhere.with_columns(pl.col("force_id").fill_null(pl.col("recorded_by"))).select(columns)])
    return located[row_order(located.select(columns[:-1]))]


def without_btp(located_counts: pl.DataFrame) -> pl.DataFrame:
    """The rows that belong to a neighbourhood's total: British Transport Police stays apart."""
    return located_counts.filter(pl.col("recorded_by") != BTP)
