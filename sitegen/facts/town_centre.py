"""Town-centre crime of a year: shoplifting, robbery and theft from the person, in a force and in each of its neighbourhoods."""

import polars as pl

from sitegen.comparing import YEAR
from sitegen.rules import NOT_PROMISED, TOTAL, TOWN_CENTRE
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import Month


def town_centre(*, force_id: str, force_series: pl.DataFrame, neighbourhood_series: pl.DataFrame, months: list[str]) -> pl.DataFrame:
    """Three categories and their sum over the newest twelve months in a row that the force supplied in full; no rows where there is no such year.

    Sorted by neighbourhood, the whole force (null) first, and category. A neighbourhood's number is null where one of the months is not known of it.
    Crimes of the whole force are those that it recorded, with or without a location, so that its neighbourhoods do not add up to them.
    """
    types = SCHEMAS["town_centre"].types
    whole = force_series.filter((pl.col("force_id") == force_id) & pl.col("category").is_in(TOWN_CENTRE)).with_columns(
        pl.lit(None, pl.String).alias("neighbourhood_id")
    )
    is_full = (pl.len() == len(TOWN_CENTRE)) & (pl.col("state") == "supplied").all() & pl.col("crimes").is_not_null().all()
    full = set(whole.group_by("month").agg(is_full.alias("full")).filter("full")["month"].to_list())
    year = newest_year(full, months)
    if not year or force_id in NOT_PROMISED:
        return pl.DataFrame(schema=types)
    columns = ("force_id", "neighbourhood_id", "month", "category", "crimes")
    counted = pl.concat([whole.select(columns), neighbourhood_series.filter(pl.col("category").is_in(TOWN_CENTRE)).select(columns)])
    counted = counted.filter(pl.col("month").is_in(year))
    known = pl.when((pl.len() == YEAR) & pl.col("crimes").is_not_null().all()).then(pl.col("crimes").cast(pl.Int64).sum())
    of_each = counted.group_by("force_id", "neighbourhood_id", "category").agg(known.alias("crimes"))
    every = pl.when(pl.col("crimes").is_not_null().all()).then(pl.col("crimes").sum())
    together = of_each.group_by("force_id", "neighbourhood_id").agg(every.alias("crimes")).with_columns(pl.lit(TOTAL).alias("category"))
    return (
        pl.concat([of_each, together.select(of_each.columns)])
        .with_columns(pl.lit(year[0]).alias("first_month"), pl.lit(year[-1]).alias("last_month"))
        .select(pl.col(name).cast(kind) for name, kind in types.items())
        .sort("force_id", "neighbourhood_id", "category", nulls_last=False)
    )


def newest_year(full: set[str], months: list[str]) -> list[str]:
    """The newest twelve months in a row that are all in `full`; empty where there are none."""
    for at in range(len(months), YEAR - 1, -1):
        year = months[at - YEAR : at]
        if full.issuperset(year) and Month.parse(year[0]).plus(YEAR - 1) == Month.parse(year[-1]):
            return year
    return []
