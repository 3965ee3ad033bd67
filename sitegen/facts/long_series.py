"""Street crime over all months of the archive, the window's and those before it, as sums for whole forces; positions never come here."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from sitegen.facts.coverage import SupplyTables, cover, known_counts
from sitegen.facts.trends import months_and_categories
from sitegen.rules import TOTAL
from sitegen.tables.quality import WHOLE_FILES
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import ASB, YEAR_MONTHS, Month, months_between

_STREET = ("crime", "asb")


@dataclass(frozen=True, slots=True)
class LongSupply:
    """What there was of street crime in every month of the archive, and what the window says of its own."""

    supply: pl.DataFrame
    copied_months: pl.DataFrame
    told_counts: pl.DataFrame
    release_files: pl.DataFrame
    known_issues: pl.DataFrame
    coverage: pl.DataFrame


def cover_long(*, tables: LongSupply, months: list[str], force_ids: list[str], quality: dict[str, float], fragment: dict[str, float]) -> pl.DataFrame:
    """The state of crime and antisocial behaviour for every force and month, from the archive's first to the window's last; sorted.

    The states and their reasons are those of `coverage.cover`, by the same rules, from the newest file of each month; within the window they are
    those of `coverage` itself. None is `out_of_window`. No rows where there is no month.
    """
    of_street = tables.supply.filter(pl.col("dataset") == "street")
    every = _every_month([*of_street["month"].to_list(), *months], months)
    files = tables.release_files.sort("release").unique(["force_id", "month"], keep="last", maintain_order=True)
    found = SupplyTables(
        supply=of_street,
        copied_months=tables.copied_months,
        force_counts=tables.told_counts,
        known_issues=tables.known_issues,
        withdrawn=_withdrawn(files),
        street_quality=_quality(files),
        outcome_quality=pl.DataFrame(schema=SCHEMAS["outcome_quality"].types),
        stop_quality=pl.DataFrame(schema=SCHEMAS["stop_quality"].types),
    )
    states = cover(tables=found, months=every, force_ids=force_ids, quality=quality, fragment=fragment)
    before = states.filter(pl.col("dataset").is_in(_STREET), pl.col("month").is_in(every), ~pl.col("month").is_in(months))
    own = tables.coverage.filter(pl.col("dataset").is_in(_STREET), pl.col("month").is_in(months))
    return pl.concat([before, own]).sort("dataset", "force_id", "month")


def long_series(*, force_id: str, told_counts: pl.DataFrame, long_coverage: pl.DataFrame, categories: pl.DataFrame) -> pl.DataFrame:
    """One force × month × category in use that month: what it recorded, with and without location; sorted by month and category.

    A number stands only in a month that was supplied, a zero only in one supplied in full. `release` is the newest that has the month's file.
    """
    own = long_coverage.filter(pl.col("force_id") == force_id)
    months = own["month"].unique().sort().to_list()
    grid = months_and_categories(force_id, told_counts, own, categories, months).with_columns(pl.lit(force_id).alias("force_id"))
    releases = told_counts.group_by("month").agg(pl.col("release").max())
    reasons = own.select("month", pl.col("dataset"), "reason")
    return (
        known_counts(counts=told_counts, grid=grid, values=("crimes",))
        .with_columns(_dataset())
        .join(releases, on="month", how="left")
        .join(reasons, on=["month", "dataset"], how="left")
        .select(*SCHEMAS["long_series"].types)
        .sort("force_id", "month", "category")
    )


def long_years(*, force_id: str, long_series: pl.DataFrame, breaks: pl.DataFrame) -> pl.DataFrame:
    """One force × calendar year × category, and all crime (`crime`); a sum only where all twelve months were supplied in full.

    `changed` is the month within the year, its January aside, from which a category alone counts something else: then there is no sum of it.
    A change that touches all categories does not forbid the sum, which is what was recorded; what two sums on either side of it say is
    the reader's to be warned of. Sorted by year and category. A category has a row in the years in which it was in use in any month.
    """
    sums = sum_years(long_series, ("force_id",)).join(changes_of_categories(force_id, breaks), on=["year", "category"], how="left")
    return (
        sums.with_columns(pl.when(pl.col("changed").is_null()).then("crimes").alias("crimes"))
        .select(*SCHEMAS["long_years"].types)
        .sort("force_id", "year", "category")
    )


def sum_years(series: pl.DataFrame, place: Sequence[str]) -> pl.DataFrame:
    """A series by `place`, calendar year and category, and all crime (`crime`): crimes, supplied, partly and state as in `long_years`; in no order.

    `crimes` is null where not all twelve months were supplied in full; whether something changed within the year the caller knows.
    """
    series = series.with_columns(pl.col("month").str.head(4).alias("year"))
    every = series.filter(pl.col("category") != ASB).group_by(*place, "year", "month").agg(_whole(), pl.col("state").first())
    parts = pl.concat([series.select([*every.columns, "category"]), every.with_columns(pl.lit(TOTAL).alias("category"))])
    supplied = (pl.col("state") == "supplied").sum().cast(pl.Int32)
    return parts.group_by(*place, "year", "category").agg(
        pl.when(supplied == YEAR_MONTHS).then(pl.col("crimes").cast(pl.Int64).sum().cast(pl.Int32)).alias("crimes"),
        supplied.alias("supplied"),
        (pl.col("state") == "supplied_partial").sum().cast(pl.Int32).alias("partly"),
        pl.when(pl.col("state").n_unique() == 1).then(pl.col("state").first()).alias("state"),
    )


def changes_of_categories(force_id: str, breaks: pl.DataFrame) -> pl.DataFrame:
    """For a year and a category the first month, no January, from which that category alone counts something else: year, category and changed."""
    return (
        breaks.filter(
            pl.col("category").is_not_null(),
            pl.col("force_id").is_in([force_id, "all"]),
            pl.col("dataset").is_in([*_STREET, "all"]),
            ~pl.col("month").str.ends_with("-01"),
        )
        .group_by(pl.col("month").str.head(4).alias("year"), "category")
        .agg(pl.col("month").min().alias("changed"))
    )


def _every_month(found: list[str], months: list[str]) -> list[str]:
    """Each month from the first there is a file of to the window's last."""
    return [str(month) for month in months_between(Month.parse(min(found)), Month.parse(months[-1]))] if months else []


def _withdrawn(files: pl.DataFrame) -> pl.DataFrame:
    """Whole files that do not count, as `withdrawn` has them of the window; what a known issue overrules `cover` sees for itself."""
    doubted = files.filter(pl.col("doubt").is_not_null(), ~pl.col("doubt").is_in(sorted(WHOLE_FILES)))
    both = doubted.join(pl.DataFrame({"dataset": _STREET}), how="cross").with_columns(pl.col("doubt").alias("reason"), pl.col("crimes").alias("rows"))
    return both.select(pl.col(name).cast(dtype) for name, dtype in SCHEMAS["withdrawn"].types.items())


def _quality(files: pl.DataFrame) -> pl.DataFrame:
    """Rows counted and set aside of each file, as `street_quality` has them of the window, all problems of rows as one."""
    is_whole = pl.col("doubt").is_in(sorted(WHOLE_FILES)).fill_null(value=False)
    counted = files.select("file", pl.lit("counted").alias("kind"), pl.lit("counted").alias("reason"), pl.col("crimes").alias("rows"))
    aside = files.select(
        "file",
        pl.lit("set-aside").alias("kind"),
        pl.when(is_whole).then("doubt").otherwise(pl.lit("rows")).alias("reason"),
        pl.col("aside").alias("rows"),
    )
    both = pl.concat([counted, aside]).filter(pl.col("rows") > 0)
    types = SCHEMAS["street_quality"].types
    return both.with_columns(pl.lit("street").alias("dataset"), first_row=pl.lit(None)).select(
        pl.col(name).cast(dtype) for name, dtype in types.items()
    )


def _whole() -> pl.Expr:
    """The crimes of all categories; null where none has a number."""
    return pl.when(pl.col("crimes").is_not_null().any()).then(pl.col("crimes").sum()).alias("crimes")


def _dataset() -> pl.Expr:
    return pl.when(pl.col("category") == ASB).then(pl.lit("asb")).otherwise(pl.lit("crime")).alias("dataset")
