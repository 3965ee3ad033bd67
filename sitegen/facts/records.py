"""Crimes as records: one row for those of a month that nothing tells apart, with what became of them."""

import polars as pl

from sitegen.facts.placing import place_counts
from sitegen.facts.snap_points import snap_points
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import ASB, BTP

_TOLD_APART = ("force_id", "x", "y", "category", "outcome", "age")


def unlocated_records(*, month: str, crime_counts: pl.DataFrame, crime_outcomes: pl.DataFrame, month_coverage: pl.DataFrame) -> pl.DataFrame:
    """One force's month of crimes and antisocial behaviour without a location, by category, outcome and its age; in no order."""
    crime_counts, crime_outcomes = (counts.filter(pl.col("x").is_null()) for counts in (crime_counts, crime_outcomes))
    found = _with_outcomes(crime_counts, crime_outcomes, month_coverage)
    return found.select(pl.lit(month).alias("month"), pl.all()).select(*SCHEMAS["unlocated_records"].types)


def newest_records(
    *,
    month: str,
    crime_counts: pl.DataFrame,
    crime_outcomes: pl.DataFrame,
    month_points: pl.DataFrame,
    point_neighbourhoods: pl.DataFrame,
    month_coverage: pl.DataFrame,
    months: list[str],
) -> pl.DataFrame:
    """One month's crimes and antisocial behaviour by neighbourhood, snap point, recording force, category, outcome and its age; in no order.

    Nothing unless it is the newest month. Placed by the rule of `placing.place_counts`, so that added up over outcomes they are the
    counts of `located_counts`; those in no neighbourhood are left out. A point has one position and one name, by the rules of `snap_points`.
    """
    if month != months[-1]:
        return pl.DataFrame(schema=SCHEMAS["newest_records"].types)
    crime_counts, crime_outcomes = (counts.filter(pl.col("x").is_not_null()) for counts in (crime_counts, crime_outcomes))
    counts = _with_outcomes(crime_counts, crime_outcomes, month_coverage).rename({"force_id": "recorded_by"})
    return (
        place_counts(counts=counts, point_neighbourhoods=point_neighbourhoods)
        .filter(pl.col("neighbourhood_id").is_not_null())
        .join(snap_points(month_points=month_points), on=["x", "y"], how="left")
        .with_columns(pl.lit(month).alias("month"))
        .select(*SCHEMAS["newest_records"].types)
    )


def _with_outcomes(crime_counts: pl.DataFrame, crime_outcomes: pl.DataFrame, month_coverage: pl.DataFrame) -> pl.DataFrame:
    """Crimes with their outcomes, and antisocial behaviour, which has none; nor has a force that never supplies any: its text is no result."""
    silent = month_coverage.filter(pl.col("dataset") == "outcomes", pl.col("state") == "never")["force_id"]
    is_silent = pl.col("force_id").is_in([*silent, BTP])
    with_outcome = crime_outcomes.with_columns(
        pl.when(~is_silent).then("outcome").alias("outcome"),
        pl.when(~is_silent).then("age").alias("age"),
    )
    asb = crime_counts.filter(pl.col("category") == ASB).with_columns(pl.lit(None, pl.String).alias("outcome"), pl.lit(None, pl.Int32).alias("age"))
    rows = pl.concat([with_outcome.select(*_TOLD_APART, "crimes"), asb.select(*_TOLD_APART, "crimes")])
    return rows.group_by(_TOLD_APART).agg(pl.col("crimes").sum().cast(pl.Int32))
