"""The rule by which what happened at a snap point is counted in neighbourhoods, the same for all that is counted."""

from __future__ import annotations

import polars as pl


def place_counts(*, counts: pl.DataFrame, point_areas: pl.DataFrame) -> pl.DataFrame:
    """The counts, which have `recorded_by`, `x` and `y`, with the `force_id` and `neighbourhood_id` they count in; in no order.

    A crime counts in every neighbourhood of its own force that its snap point lies in; where it lies in none of them,
    in every neighbourhood of any other force that it lies in; where it lies in none at all, it is kept under its own
    force with no neighbourhood. British Transport Police has no neighbourhoods, so its crimes are placed by the second
    step.
    """
    places = counts.select("recorded_by", "x", "y").unique().join(point_areas, on=["x", "y"], how="left")
    own = (pl.col("force_id") == pl.col("recorded_by")).fill_null(value=False)
    chosen = places.filter(own | ~own.any().over("recorded_by", "x", "y"))
    return counts.join(chosen, on=["recorded_by", "x", "y"], how="left").with_columns(pl.col("force_id").fill_null(pl.col("recorded_by")))
