"""Crimes counted: by position, by force, and by neighbourhood."""

import polars as pl

from sitegen.facts.placing import place_counts
from sitegen.tables.order import as_text, ranked_texts, summed
from sitegen.tables.withdrawn import set_aside_crimes
from sitegen.terms import BTP, YEAR_MONTHS


def count_crimes(*, force_id: str, month: str, crimes: pl.DataFrame, withdrawn: pl.DataFrame) -> pl.DataFrame:
    """One force's month counted by position and category; every counted row of the file is in exactly one count.

    Rows set aside or withdrawn are left out: the quality table has them. Rows without a location keep null positions. In no order:
    every table is sorted when it is stored, and sorting this one twice would cost more than counting it.
    """
    crimes = set_aside_crimes(crimes, withdrawn)
    has_problems = crimes["problem"].null_count() < crimes.height
    return (
        (crimes.filter(pl.col("problem").is_null()) if has_problems else crimes)
        .group_by("x", "y", "lon", "lat", "street", "category")
        .agg(pl.len().cast(pl.Int32).alias("crimes"))
        .select(pl.lit(force_id).alias("force_id"), pl.lit(month).alias("month"), "x", "y", "lon", "lat", "street", "category", "crimes")
    )


def count_year(*, month: str, crime_counts: pl.DataFrame, months: list[str]) -> pl.DataFrame:
    """One month counted by force, position and category; nothing unless it is one of the newest `YEAR_MONTHS` of `months`."""
    rows = crime_counts if month in months[-YEAR_MONTHS:] else crime_counts.clear()
    return summed(rows, ("force_id", "month", "category", "x", "y"), "crimes")


def count_by_force(*, crime_counts: pl.DataFrame) -> pl.DataFrame:
    """One force's month counted by category, with the number that has no location."""
    return (
        crime_counts.group_by("force_id", "month", "category")
        .agg(
            pl.col("crimes").sum().cast(pl.Int32),
            pl.col("crimes").filter(pl.col("x").is_null()).sum().cast(pl.Int32).alias("unlocated"),
        )
        .sort("force_id", "month", "category")
    )


def count_located(*, month: str, crime_counts: pl.DataFrame, point_neighbourhoods: pl.DataFrame) -> pl.DataFrame:
    """One month's located crimes by neighbourhood, snap point, recording force and category.

    Crimes are placed by the rule of `placing.place_counts`. Those without a location are left out: `count_by_force` has
    them.
    """
    forces = ranked_texts(crime_counts["force_id"], point_neighbourhoods["force_id"])
    categories, neighbourhoods = ranked_texts(crime_counts["category"]), ranked_texts(point_neighbourhoods["neighbourhood_id"])
    numbered = crime_counts.select(pl.col("force_id").cast(forces).alias("recorded_by"), "x", "y", pl.col("category").cast(categories), "crimes")
    rows = numbered.filter(pl.col("x").is_not_null())
    areas = point_neighbourhoods.with_columns(pl.col("force_id").cast(forces), pl.col("neighbourhood_id").cast(neighbourhoods))
    by = ("force_id", "neighbourhood_id", "x", "y", "recorded_by", "category")
    counted = summed(place_counts(counts=rows, point_neighbourhoods=areas), by, "crimes")
    named = [as_text(counted[name]) if name not in {"x", "y"} else counted[name] for name in by]
    return pl.DataFrame([*named, counted["crimes"]]).select(pl.lit(month).alias("month"), pl.all())


def without_btp(located_counts: pl.DataFrame) -> pl.DataFrame:
    """The rows that belong to a neighbourhood's total: British Transport Police stays apart."""
    return located_counts.filter(pl.col("recorded_by") != BTP)
