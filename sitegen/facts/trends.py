"""Counts laid out over the window's months, with the coverage of each: null where nobody told us, never a zero."""

import polars as pl

from sitegen.facts.counts import without_btp
from sitegen.facts.coverage import known_counts
from sitegen.tables.states import placed_states
from sitegen.terms import ASB


def neighbourhood_series(
    *,
    force_id: str,
    neighbourhoods: pl.DataFrame,
    boundaries: pl.DataFrame,
    located_counts: pl.DataFrame,
    coverage: pl.DataFrame,
    categories: pl.DataFrame,
    months: list[str],
) -> pl.DataFrame:
    """Every neighbourhood of one force × month × category in use that month, British Transport Police left out.

    A neighbourhood without a boundary has no rows: nothing can be counted in it. Where the force's month came without any
    position its state is `without_location`, whatever other forces recorded there.
    """
    shaped = boundaries.filter(pl.col("geometry").is_not_null()).select("force_id", "neighbourhood_id")
    places = (
        neighbourhoods.filter(pl.col("problem").is_null())
        .select("force_id", "neighbourhood_id")
        .join(shaped, on=["force_id", "neighbourhood_id"], how="semi")
    )
    counts = (
        without_btp(located_counts)
        .filter(pl.col("neighbourhood_id").is_not_null())
        .group_by("force_id", "neighbourhood_id", "month", "category")
        .agg(pl.col("crimes").sum().cast(pl.Int32))
    )
    grid = places.join(months_and_categories(force_id, counts, placed_states(coverage), categories, months), how="cross")
    return (
        known_counts(counts=counts, grid=grid, values=("crimes",))
        .select("force_id", "neighbourhood_id", "month", "category", "crimes", "state")
        .sort("force_id", "neighbourhood_id", "month", "category")
    )


def force_series(
    *,
    force_id: str,
    force_counts: pl.DataFrame,
    located_counts: pl.DataFrame,
    coverage: pl.DataFrame,
    categories: pl.DataFrame,
    months: list[str],
) -> pl.DataFrame:
    """One force × month × category in use that month: recorded by the force, without location, and located elsewhere."""
    elsewhere = (
        located_counts.filter(pl.col("neighbourhood_id").is_null() & (pl.col("recorded_by") == force_id))
        .group_by("month", "category")
        .agg(pl.col("crimes").sum().cast(pl.Int32).alias("elsewhere"))
    )
    counts = force_counts.join(elsewhere, on=["month", "category"], how="left").with_columns(pl.col("elsewhere").fill_null(0))
    grid = months_and_categories(force_id, counts, coverage, categories, months).with_columns(pl.lit(force_id).alias("force_id"))
    return (
        known_counts(counts=counts, grid=grid, values=("crimes", "unlocated", "elsewhere"))
        .select("force_id", "month", "category", "crimes", "unlocated", "elsewhere", "state")
        .sort("force_id", "month", "category")
    )


def months_and_categories(force_id: str, counts: pl.DataFrame, coverage: pl.DataFrame, categories: pl.DataFrame, months: list[str]) -> pl.DataFrame:
    """Month, category and state for one force: the categories in use each month, and unknown ones in the months they occur."""
    window = pl.DataFrame({"month": months}, schema={"month": pl.String})
    in_use = (
        window.join(categories, how="cross")
        .filter(
            pl.col("month") >= pl.col("first_month"),
            pl.col("last_month").is_null() | (pl.col("month") <= pl.col("last_month")),
        )
        .select("month", "category")
    )
    pairs = pl.concat([in_use, counts.select("month", "category").join(window, on="month", how="semi")]).unique().sort("month", "category")
    dataset = pl.when(pl.col("category") == ASB).then(pl.lit("asb")).otherwise(pl.lit("crime")).alias("dataset")
    states = coverage.filter(pl.col("force_id") == force_id).select("dataset", "month", "state")
    return (
        pairs.with_columns(dataset)
        .join(states, on=["dataset", "month"], how="left")
        .select("month", "category", pl.col("state").fill_null("not_supplied"))
    )
