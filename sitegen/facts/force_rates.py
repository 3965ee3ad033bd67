"""Crimes of each force over the same twelve months, with how far chance alone could move each number, and the people who live there."""

import numpy as np
import polars as pl

from sitegen.comparing import PAIRS_SCATTER, YEAR
from sitegen.facts.dispersion import measure
from sitegen.facts.paired import parted_pairs
from sitegen.facts.verdicts import interval
from sitegen.rules import TOTAL
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import ASB, BTP, Month


def force_rates(*, force_series: pl.DataFrame, populations: pl.DataFrame, breaks: pl.DataFrame, months: list[str]) -> pl.DataFrame:
    """One row for each force that supplied every one of twelve months in full, sorted by force.

    They are the newest twelve in a row that two thirds of the forces supplied, or failing that the most of them. Antisocial
    behaviour is left out, as are British Transport Police, who have no residents. `people` is null where it is not known, `low` and
    `high` where fewer than `PAIRS_SCATTER` months of the year before are, or count the same thing: how much a force's counts scatter shows only
    against another year. A force that alone changed what it counts within the twelve months has no row: it counted two things in one year.
    """
    types = SCHEMAS["force_rates"].types
    whole = (
        force_series.filter((pl.col("state") == "supplied") & (pl.col("category") != ASB) & (pl.col("force_id") != BTP))
        .group_by("force_id", "month")
        .agg(pl.col("crimes").sum().cast(pl.Float64))
    )
    if whole.is_empty():
        return pl.DataFrame(schema=types)
    wide = whole.pivot("month", index="force_id", values="crimes").sort("force_id")
    year = _best_year(wide, months)
    if not year:
        return pl.DataFrame(schema=types)
    before = [str(Month.parse(month).plus(-YEAR)) for month in year]
    wide = wide.with_columns(pl.lit(None, pl.Float64).alias(month) for month in (*before, *year) if month not in wide.columns)
    wide = wide.filter(~pl.any_horizontal(pl.col(month).is_null() for month in year))
    wide = wide.filter(~pl.col("force_id").is_in(_changed_alone(breaks, year)))
    then, now = (wide.select(span).to_numpy() for span in (before, year))
    pairs = list(zip(before, year, strict=True))
    parted = [parted_pairs(breaks, force_id, TOTAL, pairs) for force_id in wide["force_id"]]
    then = np.where(np.array(parted, dtype=bool).reshape(then.shape), np.nan, then)
    is_known = (~np.isnan(then)).sum(axis=1) >= PAIRS_SCATTER
    # The forces stand for each other as the places of one force do.
    low, high = interval(now.sum(axis=1), measure(then, np.where(np.isnan(then), np.nan, now), np.zeros(wide.height, np.int64)).ratio)
    people = populations.filter(pl.col("neighbourhood_id").is_null()).select("force_id", "people", "year")
    return (
        wide.select("force_id")
        .with_columns(
            pl.lit(year[0]).alias("first_month"),
            pl.lit(year[-1]).alias("last_month"),
            pl.Series("crimes", now.sum(axis=1), pl.Float64).cast(pl.Int32),
            pl.Series("low", np.where(is_known, low, np.nan), pl.Float64).fill_nan(None),
            pl.Series("high", np.where(is_known, high, np.nan), pl.Float64).fill_nan(None),
        )
        .join(people, on="force_id", how="left")
        .select(*types)
        .sort("force_id")
    )


def _changed_alone(breaks: pl.DataFrame, year: list[str]) -> list[str]:
    """The forces with a change of definition of their own within the year; one that touches every force leaves them alike."""
    forces = breaks.filter(pl.col("force_id") != "all")["force_id"].unique().sort().to_list()
    own = breaks.filter(pl.col("force_id") != "all")
    return [force_id for force_id in forces if any(parted_pairs(own, force_id, TOTAL, [(year[0], year[-1])]))]


def _best_year(wide: pl.DataFrame, months: list[str]) -> list[str]:
    """The twelve months in a row to count; empty where nobody supplied any such twelve. `wide` has a column for each month supplied."""
    years = [months[at - YEAR : at] for at in range(len(months), YEAR - 1, -1)]
    in_a_row = [year for year in years if Month.parse(year[0]).plus(YEAR - 1) == Month.parse(year[-1]) and set(year) <= set(wide.columns)]
    given = [wide.drop_nulls(year).height for year in in_a_row]
    if not any(given):
        return []
    enough = (2 * wide.height + 2) // 3
    wanted = next((count for count in given if count >= enough), max(given))
    return in_a_row[given.index(wanted)]
