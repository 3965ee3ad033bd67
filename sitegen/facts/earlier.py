"""Street crime of months before the window by neighbourhood: points are used here to count, and are told nowhere."""

import polars as pl

from sitegen.facts.placing import place_counts
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import BTP


def earlier_points(*, force_id: str, earlier_counts: pl.DataFrame) -> pl.DataFrame:
    """The snap points at which one force recorded anything before the window, with the last month of each; sorted by x and y.

    Of positions that share a pixel the westernmost stands, then the southernmost, as in `snap_points`. British Transport Police stays apart: it
    has none.
    """
    rows = earlier_counts.filter(pl.col("force_id") == force_id, pl.col("force_id") != BTP).sort("x", "y", "lon", "lat")
    points = rows.group_by("force_id", "x", "y", maintain_order=True).agg(
        pl.col("lon").first(), pl.col("lat").first(), pl.col("archive_month").max().alias("last_month")
    )
    return points.select(*SCHEMAS["earlier_points"].types).sort("x", "y")


def count_earlier(*, earlier_counts: pl.DataFrame, ground_neighbourhoods: pl.DataFrame) -> pl.DataFrame:
    """One month before the window by neighbourhood and category, placed in today's boundaries by the rule of `placing.place_counts`.

    British Transport Police is left out, as it is of every neighbourhood's figures. Sorted by force, neighbourhood and category.
    """
    own = earlier_counts.filter(pl.col("force_id") != BTP).rename({"force_id": "recorded_by"})
    placed = place_counts(counts=own, point_neighbourhoods=ground_neighbourhoods)
    by = ("archive_month", "force_id", "neighbourhood_id", "category")
    return placed.group_by(by).agg(pl.col("crimes").sum().cast(pl.Int32)).select(*SCHEMAS["earlier_located"].types).sort(by, nulls_last=True)
