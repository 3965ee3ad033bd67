"""The rule by which what happened at a snap point is counted in neighbourhoods, the same for all that is counted."""

from __future__ import annotations

import polars as pl

from sitegen.tables.order import point_key


def place_counts(*, counts: pl.DataFrame, point_areas: pl.DataFrame) -> pl.DataFrame:
    """The counts, which have `recorded_by`, `x` and `y`, with the `force_id` and `neighbourhood_id` they count in; in no order.

    A crime counts in every neighbourhood of its own force that its snap point lies in; where it lies in none of them,
    in every neighbourhood of any other force that it lies in; where it lies in none at all, it is kept under its own
    force with no neighbourhood. British Transport Police has no neighbourhoods, so its crimes are placed by the second
    step.
    """
    columns = [*counts.columns, "force_id", "neighbourhood_id"]
    rows = counts.with_columns(point_key("x", "y"))
    areas = point_areas.select(point_key("x", "y"), "force_id", "neighbourhood_id")
    own = rows.join(areas, left_on=["point", "recorded_by"], right_on=["point", "force_id"], how="left", coalesce=True)
    in_own = own.filter(pl.col("neighbourhood_id").is_not_null()).with_columns(pl.col("recorded_by").alias("force_id"))
    elsewhere = own.filter(pl.col("neighbourhood_id").is_null()).drop("neighbourhood_id").join(areas, on="point", how="left")
    return pl.concat([in_own.select(columns), elsewhere.with_columns(pl.col("force_id").fill_null(pl.col("recorded_by"))).select(columns)])
