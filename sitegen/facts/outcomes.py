"""Outcomes joined to their crimes, and counted: by position, by force, and by neighbourhood.

The id of a crime is never a key: several crimes may bear one id, a crime may have several outcomes, and rows come and go
between releases. What goes on from here to be shown are counts, without ids.

Crimes of a force whose outcomes are `never` supplied are in these tables too, with the text that stands in its street
files for want of a result (Northern Ireland writes "Under investigation" throughout): show them only where the coverage
of outcomes is another.
"""

import polars as pl

from sitegen.facts.placing import place_counts
from sitegen.tables.labels import codes_of, replace_with
from sitegen.tables.months import month_number
from sitegen.tables.schemas import SCHEMAS
from sitegen.tables.withdrawn import set_aside_crimes, set_aside_rows
from sitegen.terms import ASB

_UNSETTLED = ("under-investigation", "awaiting-court-result", "status-update-unavailable")
"""What a street file says while the result is still to come, and often after it came."""


def state_outcomes(*, month: str, crimes: pl.DataFrame, withdrawn: pl.DataFrame, outcome_kinds: pl.DataFrame) -> pl.DataFrame:
    """One force's month of crimes by position, category, id and the outcome in the street file, in no order.

    Antisocial behaviour and rows set aside or withdrawn are left out. This is all that the join with outcomes needs to hold of years.
    """
    crimes = set_aside_crimes(crimes, withdrawn)
    texts = codes_of(crimes["outcome"], outcome_kinds, "outcome")
    return (
        crimes.lazy()
        .filter(pl.col("problem").is_null(), pl.col("category") != ASB)
        .select("x", "y", "category", replace_with("outcome", texts, "code"), "crime_id")
        .group_by("x", "y", "category", "outcome", "crime_id")
        .agg(pl.len().cast(pl.Int32).alias("crimes"))
        .select(pl.lit(month).alias("month"), "x", "y", "category", "outcome", "crime_id", "crimes")
        .collect()
    )


def link_outcomes(
    *, force_id: str, stated_outcomes: pl.DataFrame, outcomes: pl.DataFrame, withdrawn: pl.DataFrame, outcome_kinds: pl.DataFrame
) -> pl.DataFrame:
    """One force's crimes by month, position, category, outcome and its age, in no order.

    Each crime counts once. The outcomes of an id are those of every crime that bears it, less those older than the
    crime; the newest of them is the crime's, the first in the order of `outcome_kinds` among those of one month. It
    gives way to the last outcome in the street file where that is settled and not among them: then it came by a row
    that is gone, or by none, and its age is not known.
    """
    ranks = outcome_ranks(outcome_kinds, pl.concat([outcomes["outcome"].unique(), stated_outcomes["outcome"].unique()]))
    results = dated_results(outcomes, withdrawn, ranks)
    # Month by month: all rows of years side by side, joined, would take more memory than all else of a build.
    months = (stated_outcomes.filter(pl.col("month") == month) for month in stated_outcomes["month"].unique().sort())
    linked = [_link_month(force_id, stated, results, ranks) for stated in months]
    return pl.concat(linked, rechunk=False) if linked else pl.DataFrame(schema=SCHEMAS["crime_outcomes"].types)


def _link_month(force_id: str, stated: pl.DataFrame, results: pl.DataFrame, ranks: list[str]) -> pl.DataFrame:
    """The crimes of one month with their outcome and its age; of the `results` only those count that are not before the crimes."""
    size, month = len(ranks) + 1, str(stated["month"][0])
    since = int(month[:4]) * 12 + int(month[5:])
    own = results.lazy().filter(pl.col("at") >= since).join(stated.lazy().select("crime_id"), on="crime_id", how="semi")
    newest = own.group_by("crime_id").agg((pl.col("at").cast(pl.Int64) * size - pl.col("rank")).max().alias("newest"))
    among = own.select("crime_id", "rank", pl.lit(value=True).alias("is_among")).unique()
    unsettled = pl.Series([rank for rank, code in enumerate(ranks) if code in _UNSETTLED], dtype=pl.Int32)
    codes = pl.LazyFrame({"rank": range(len(ranks)), "outcome": ranks}, schema={"rank": pl.Int32, "outcome": pl.String})
    at = (pl.col("newest") + size - 1) // size
    is_open = pl.col("rank").is_null() | pl.col("rank").is_in(unsettled.implode())
    takes = pl.col("newest").is_not_null() & (is_open | pl.col("is_among").is_not_null())
    return (
        stated.lazy()
        .select("x", "y", "category", ranked("outcome", ranks).alias("rank"), "crime_id", "crimes")
        .join(newest, on="crime_id", how="left")
        .join(among, on=["crime_id", "rank"], how="left")
        .with_columns(
            pl.when(takes).then(at * size - pl.col("newest")).otherwise("rank").cast(pl.Int32).alias("rank"),
            pl.when(takes).then(at - since).cast(pl.Int32).alias("age"),
        )
        .group_by("x", "y", "category", "rank", "age")
        .agg(pl.col("crimes").sum())
        .join(codes, on="rank", how="left")
        .select(pl.lit(force_id).alias("force_id"), pl.lit(month).alias("month"), "x", "y", "category", "outcome", "age", "crimes")
        .collect()
    )


def outcome_links(*, force_id: str, stated_outcomes: pl.DataFrame, outcomes: pl.DataFrame, withdrawn: pl.DataFrame) -> pl.DataFrame:
    """The rows of each outcomes file of a force by whether a crime of the window bears their id, sorted by month.

    An orphan is nothing wrong: most are outcomes of crimes older than the window.
    """
    rows = set_aside_rows(outcomes, withdrawn, "outcomes").lazy().filter(pl.col("problem").is_null()).select("month", "crime_id")
    linked = rows.join(stated_outcomes.lazy().filter(pl.col("crime_id").is_not_null()).select("crime_id"), on="crime_id", how="semi")
    return (
        rows.group_by("month")
        .agg(pl.len().cast(pl.Int32).alias("rows"), pl.col("crime_id").is_null().sum().cast(pl.Int32).alias("without_id"))
        .join(linked.group_by("month").agg(pl.len().cast(pl.Int32).alias("linked")), on="month", how="left")
        .with_columns(pl.col("linked").fill_null(0))
        .select(
            pl.lit(force_id).alias("force_id"),
            "month",
            "rows",
            "linked",
            (pl.col("rows") - pl.col("linked") - pl.col("without_id")).alias("orphans"),
            "without_id",
        )
        .collect()
        .sort("force_id", "month")
    )


def count_force_outcomes(*, crime_outcomes: pl.DataFrame) -> pl.DataFrame:
    """One force's crimes by month, category, outcome and age, with and without location, sorted in that order."""
    keys = ("force_id", "month", "category", "outcome", "age")
    return crime_outcomes.group_by(keys).agg(pl.col("crimes").sum().cast(pl.Int32)).sort(keys, nulls_last=True)


def locate_outcomes(*, crime_outcomes: pl.DataFrame, point_neighbourhoods: pl.DataFrame) -> pl.DataFrame:
    """One month's located crimes by neighbourhood, recording force, category, outcome and age, sorted in that order.

    Crimes are placed as in `counts.count_located`: added up over outcomes the counts are the same. Crimes without a
    location are left out: `count_force_outcomes` has them.
    """
    keys = ("month", "force_id", "neighbourhood_id", "recorded_by", "category", "outcome", "age")
    counts = crime_outcomes.filter(pl.col("x").is_not_null()).rename({"force_id": "recorded_by"})
    return (
        place_counts(counts=counts, point_neighbourhoods=point_neighbourhoods)
        .group_by(keys)
        .agg(pl.col("crimes").sum().cast(pl.Int32))
        .sort(keys, nulls_last=True)
    )


def dated_results(outcomes: pl.DataFrame, withdrawn: pl.DataFrame, ranks: list[str]) -> pl.DataFrame:
    """The outcomes of crimes with an id: `crime_id`, the month they came in as a number `at`, and the `rank` of the outcome; in no order.

    Rows set aside or withdrawn are left out, and those of a month later than that of their file.
    """
    rows = set_aside_rows(outcomes, withdrawn, "outcomes").lazy()
    kept = rows.filter(pl.col("problem").is_null(), pl.col("crime_id").is_not_null(), pl.col("outcome_month") <= pl.col("month"))
    return kept.select("crime_id", month_number("outcome_month").alias("at"), ranked("outcome", ranks).alias("rank")).collect()


def outcome_ranks(outcome_kinds: pl.DataFrame, found: pl.Series) -> list[str]:
    """Every outcome there is: those of the vocabulary in its order, then unknown ones by their slug."""
    known = outcome_kinds.sort("position")["outcome"].to_list()
    return [*known, *sorted(set(found.drop_nulls().unique()) - set(known))]


def ranked(column: str, ranks: list[str]) -> pl.Expr:
    """The outcomes of a column as their places in `ranks`."""
    return pl.col(column).replace_strict(ranks, range(len(ranks)), default=None, return_dtype=pl.Int32)
