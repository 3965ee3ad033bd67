"""Crimes of each force over the same twelve months, with how far chance alone could move each number, and the people who live there."""

from __future__ import annotations

import numpy as np
import polars as pl

from sitegen.facts.changes import interval, restlessness
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import ASB, BTP, Month

_YEAR = 12


def force_rates(*, force_series: pl.DataFrame, populations: pl.DataFrame, months: list[str]) -> pl.DataFrame:
    """One row for each force that supplied every one of the newest twelve months in full, sorted by force.

    Antisocial behaviour is left out, as are British Transport Police, who have no residents. `people` is null where the
    number is not known.
    """
    year = months[-_YEAR:]
    types = SCHEMAS["force_rates"].types
    if len(year) < _YEAR or Month.parse(year[0]).plus(_YEAR - 1) != Month.parse(year[-1]):
        return pl.DataFrame(schema=types)
    before = [str(Month.parse(month).plus(-_YEAR)) for month in year]
    whole = (
        force_series.filter((pl.col("state") == "supplied") & (pl.col("category") != ASB) & (pl.col("force_id") != BTP))
        .group_by("force_id", "month")
        .agg(pl.col("crimes").sum().cast(pl.Float64))
    )
    wide = whole.pivot("month", index="force_id", values="crimes").sort("force_id")
    wide = wide.with_columns(pl.lit(None, pl.Float64).alias(month) for month in (*before, *year) if month not in wide.columns)
    wide = wide.filter(~pl.any_horizontal(pl.col(month).is_null() for month in year))
    if wide.is_empty():
        return pl.DataFrame(schema=types)
    then, now = (wide.select(span).to_numpy() for span in (before, year))
    then = np.where(np.isnan(then), np.nan, then)
    low, high = interval(now.sum(axis=1), restlessness(then, np.where(np.isnan(then), np.nan, now)))
    people = populations.filter(pl.col("neighbourhood_id").is_null()).select("force_id", "people", "year")
    return (
        wide.select("force_id")
        .with_columns(
            pl.lit(year[0]).alias("first_month"),
            pl.lit(year[-1]).alias("last_month"),
            pl.Series("crimes", now.sum(axis=1), pl.Float64).cast(pl.Int32),
            pl.Series("low", low, pl.Float64),
            pl.Series("high", high, pl.Float64),
        )
        .join(people, on="force_id", how="left")
        .select(*types)
        .sort("force_id")
    )
