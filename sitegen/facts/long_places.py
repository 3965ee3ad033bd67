"""Street crime by neighbourhood over months before the window and those of it, where its ground did not change: sums, and no points."""

import polars as pl

from sitegen.facts.coverage import known_counts
from sitegen.facts.long_series import changes_of_categories, sum_years
from sitegen.facts.trends import months_and_categories
from sitegen.tables.schemas import SCHEMAS
from sitegen.tables.states import placed_states

_PLACE = ("force_id", "neighbourhood_id")


def long_place_series(
    *,
    force_id: str,
    unchanged_grounds: pl.DataFrame,
    earlier_located: pl.DataFrame,
    neighbourhood_series: pl.DataFrame,
    long_coverage: pl.DataFrame,
    categories: pl.DataFrame,
    months: list[str],
) -> pl.DataFrame:
    """One force's neighbourhoods whose ground is told × month × category in use, from the first month told; sorted so.

    The months of the window are those of `neighbourhood_series`. Those before have the states of places by `long_coverage`: a number stands only
    in a month that was supplied, a zero only in one supplied in full.
    """
    told = unchanged_grounds.filter(pl.col("since").is_not_null()).select(*_PLACE, "first_month")
    own = placed_states(long_coverage).filter(pl.col("force_id") == force_id)
    before = (
        own.filter(pl.col("month") >= min(told["first_month"], default=""), pl.col("month") < min(months, default=""))["month"]
        .unique()
        .sort()
        .to_list()
    )
    counts = earlier_located.rename({"archive_month": "month"}).join(told, on=_PLACE, how="semi")
    grid = told.join(months_and_categories(force_id, counts, own, categories, before), how="cross").filter(pl.col("month") >= pl.col("first_month"))
    earlier = known_counts(counts=counts, grid=grid.drop("first_month"), values=("crimes",))
    columns = [*SCHEMAS["long_place_series"].types]
    within = neighbourhood_series.join(told, on=_PLACE, how="semi")
    return pl.concat([earlier.select(columns), within.select(columns)]).sort(*_PLACE, "month", "category")


def long_place_years(*, force_id: str, long_place_series: pl.DataFrame, unchanged_grounds: pl.DataFrame, breaks: pl.DataFrame) -> pl.DataFrame:
    """The same by calendar year, and all crime (`crime`): a sum only of twelve months supplied in full between which nothing changed.

    Unlike a force's, a year within which crimes came to be placed at other points has no sum: what lies near a boundary changed sides. The year in
    which the oldest boundaries were supplied has no row, unless they are of January: months before were perhaps supplied, and are not told.
    Sorted by neighbourhood, year and category.
    """
    since = unchanged_grounds.select(*_PLACE, "since")
    begun = pl.col("month").str.head(4) == pl.col("since").str.head(4)
    whole = long_place_series.join(since, on=_PLACE).filter(~begun | pl.col("since").str.ends_with("-01"))
    changes = changes_of_categories(force_id, breaks)
    renewed = _renewals(force_id, breaks)
    sums = (
        sum_years(whole.drop("since"), _PLACE)
        .join(changes, on=["year", "category"], how="left")
        .join(renewed, on="year", how="left")
        .with_columns(pl.when(pl.col("changed").is_null() & pl.col("renewed").is_null()).then("crimes").alias("crimes"))
    )
    return sums.select(*SCHEMAS["long_place_years"].types).sort(*_PLACE, "year", "category")


def _renewals(force_id: str, breaks: pl.DataFrame) -> pl.DataFrame:
    """For a year the first month, no January, from which crimes of a force were placed at other points: year and renewed."""
    anew = breaks.filter("of_places", pl.col("force_id").is_in([force_id, "all"]), ~pl.col("month").str.ends_with("-01"))
    return anew.group_by(pl.col("month").str.head(4).alias("year")).agg(pl.col("month").min().alias("renewed"))
