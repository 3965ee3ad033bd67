"""Crimes as records: one row for those of a month that nothing tells apart, with what became of them."""

import polars as pl

from sitegen.facts.placing import place_counts
from sitegen.facts.snap_points import snap_points
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import ASB, BTP

_TOLD_APART = ("force_id", "month", "x", "y", "category", "outcome", "age")


def unlocated_records(*, crime_counts: pl.DataFrame, crime_outcomes: pl.DataFrame, coverage: pl.DataFrame) -> pl.DataFrame:
    """One force's crimes and antisocial behaviour without a location, by month, category, outcome and its age; in no order."""
    crime_counts, crime_outcomes = (counts.filter(pl.col("x").is_null()) for counts in (crime_counts, crime_outcomes))
    return _with_outcomes(crime_counts, crime_outcomes, coverage).select(*SCHEMAS["unlocated_records"].types)


def newest_records(
    *,
    crime_counts: pl.DataFrame,
    crime_outcomes: pl.DataFrame,
    month_points: pl.DataFrame,
    point_neighbourhoods: pl.DataFrame,
    month_coverage: pl.DataFrame,
) -> pl.DataFrame:
    """One month's crimes and antisocial behaviour by neighbourhood, snap point, recording force, category, outcome and its age; in no order.

    Placed by the rule of `placing.place_counts`, so that added up over outcomes they are the
    counts of `located_counts`; those in no neighbourhood are left out. A point has one position and one name, by the rules of `snap_points`.
    """
    crime_counts, crime_outcomes = (counts.filter(pl.col("x").is_not_null()) for counts in (crime_counts, crime_outcomes))
    counts = _with_outcomes(crime_counts, crime_outcomes, month_coverage).rename({"force_id": "recorded_by"})
    return (
        place_counts(counts=counts, point_neighbourhoods=point_neighbourhoods)
        .filter(pl.col("neighbourhood_id").is_not_null())
        .join(snap_points(month_points=month_points), on=["x", "y"], how="left")
        .select(*SCHEMAS["newest_records"].types)
    )


def _with_outcomes(crime_counts: pl.DataFrame, crime_outcomes: pl.DataFrame, coverage: pl.DataFrame) -> pl.DataFrame:
    """Crimes with their outcomes, and antisocial behaviour, which has none; nor has a force that never supplies any: its text is no result."""
    never = coverage.filter(pl.col("dataset") == "outcomes", pl.col("state") == "never").select("force_id", "month", is_never=True)
    is_silent = pl.col("is_never").fill_null(value=False) | (pl.col("force_id") == BTP)
    with_outcome = crime_outcomes.join(never, on=["force_id", "month"], how="left").with_columns(
        pl.when(~is_silent).then("outcome").alias("outcome"),
        pl.when(~is_silent).then("age").alias("age"),
    )
    asb = crime_counts.filter(pl.col("category") == ASB).with_columns(pl.lit(None, pl.String).alias("outcome"), pl.lit(None, pl.Int32).alias("age"))
    rows = pl.concat([with_outcome.select(*_TOLD_APART, "crimes"), asb.select(*_TOLD_APART, "crimes")])
    return rows.group_by(_TOLD_APART).agg(pl.col("crimes").sum().cast(pl.Int32))
