"""A year against the year before, with how far chance alone could move each number.

Only months that both years have are compared: month by month the same calendar month of both years, so that a gap in
one is a gap in the other and seasons cancel out, and no two months between which the definition changed.

Recorded crime is not a throw of dice: it comes in runs, so a plain Poisson interval would be too narrow. Each place's own
overdispersion is measured from its months: the scatter of each month's count around the mean of the two years' same month and
its neighbours, as a ratio to what Poisson would give, never below 1. The interval is Byar's for a Poisson count, widened by
that ratio.
"""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sitegen.comparing import PAIRS_LEAST, YEAR, is_touched, lies_between
from sitegen.rules import TOTAL
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import ASB, BTP, Month

_Z = 1.96
"""The interval holds the true number 95 times in 100."""

Counts = NDArray[np.float64]


def neighbourhood_changes(
    *,
    force_id: str,
    neighbourhood_series: pl.DataFrame,
    located_counts: pl.DataFrame,
    located_shares: pl.DataFrame,
    breaks: pl.DataFrame,
    months: list[str],
) -> pl.DataFrame:
    """One row for each neighbourhood and category, and for `crime`, the total without antisocial behaviour; sorted by both.

    A null neighbourhood is all of them together, in which a crime that several neighbourhoods share counts once. `now` counts the newest
    months of the window, `before` the same months a year earlier; only months supplied in full in both years count, and of a category, or of
    the total that holds it, none that a change of definition parts; nor any of which another share has a location (`located_shares`).
    No row where there are fewer than `PAIRS_LEAST` pairs.
    """
    pairs = _pairs(months)
    if neighbourhood_series.is_empty() or not pairs:
        return pl.DataFrame(schema=SCHEMAS["neighbourhood_changes"].types)
    columns = ["neighbourhood_id", "category", "month", "crimes"]
    whole = neighbourhood_series.filter(pl.col("state") == "supplied").select(columns)
    places = pl.concat([whole, _together(whole, located_counts).select(columns)])
    crime = (
        places.filter(pl.col("category") != ASB)
        .group_by("neighbourhood_id", "month")
        .agg(pl.col("crimes").sum())
        .with_columns(pl.lit(TOTAL).alias("category"))
    )
    wide = pl.concat([places, crime.select(columns)]).pivot("month", index=["neighbourhood_id", "category"], values="crimes")
    wide = wide.with_columns(pl.lit(None, pl.Int32).alias(month) for pair in pairs for month in pair if month not in wide.columns)
    before, now = (wide.select(pl.col(pair[year]).cast(pl.Float64).alias(str(at)) for at, pair in enumerate(pairs)).to_numpy() for year in (0, 1))
    usable = ~(
        np.isnan(before)
        | np.isnan(now)
        | _parted(wide["category"].to_list(), breaks, force_id, pairs)
        | _moved(wide["category"], located_shares, pairs)
    )
    before, now = np.where(usable, before, np.nan), np.where(usable, now, np.nan)
    dispersion = overdispersion(before, now)
    sums = [np.nansum(counts, axis=1) for counts in (before, now)]
    bands = [interval(counts, dispersion) for counts in sums]
    compared = [" ".join(month for (_, month), counts in zip(pairs, row, strict=True) if counts) for row in usable]
    return (
        wide.select(pl.lit(force_id).alias("force_id"), "neighbourhood_id", "category")
        .with_columns(
            pl.Series("months", usable.sum(axis=1), pl.Int32),
            pl.Series("compared", compared, pl.String),
            pl.Series("before", sums[0], pl.Float64).cast(pl.Int32),
            pl.Series("before_low", bands[0][0], pl.Float64),
            pl.Series("before_high", bands[0][1], pl.Float64),
            pl.Series("now", sums[1], pl.Float64).cast(pl.Int32),
            pl.Series("now_low", bands[1][0], pl.Float64),
            pl.Series("now_high", bands[1][1], pl.Float64),
            pl.Series("dispersion", dispersion, pl.Float64),
            pl.Series("last_month", [months[-1]] * wide.height, pl.String),
        )
        .filter(pl.col("months") >= PAIRS_LEAST)
        .select(*SCHEMAS["neighbourhood_changes"].types)
        .sort("neighbourhood_id", "category", nulls_last=False)
    )


def parted_pairs(breaks: pl.DataFrame, force_id: str, category: str, pairs: Sequence[tuple[str, str]]) -> list[bool]:
    """For each pair of months, earlier and later, whether a change of definition lies between them; `crime` is all crime."""
    dataset = "asb" if category == ASB else "crime"
    rows = breaks.filter(pl.col("force_id").is_in([force_id, "all"])).select("month", "dataset", pl.col("category").fill_null("")).rows()
    changed = [month for month, by_dataset, by in rows if is_touched(dataset, "" if category == TOTAL else category, by_dataset, by)]
    return [any(lies_between(month, *pair) for month in changed) for pair in pairs]


def interval(counts: Counts, dispersion: Counts) -> tuple[Counts, Counts]:
    """Lowest and highest true number that fits each count, by Byar's approximation on counts divided by `dispersion`."""
    count = counts / dispersion
    above = count + 1
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(count > 0, count * (1 - 1 / (9 * count) - _Z / (3 * np.sqrt(count))) ** 3, 0.0)
    high = above * (1 - 1 / (9 * above) + _Z / (3 * np.sqrt(above))) ** 3
    return np.maximum(low, 0.0) * dispersion, high * dispersion


def overdispersion(before: Counts, now: Counts) -> Counts:
    """How much more each row's months scatter than chance alone would make them, at least 1; months in columns, NaN: not known.

    What a month is expected to be is the mean of the two years' same month; with two values a pair, the squared distances add
    up to one degree of freedom a pair, of which the change from year to year as a whole takes one.
    """
    level = np.nansum(before, axis=1) + np.nansum(now, axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(level > 0, np.nansum(now, axis=1) / level, 0.5)[:, None]
        pair = before + now
        expected_before, expected_now = pair * (1 - share), pair * share
        terms = (before - expected_before) ** 2 / expected_before + (now - expected_now) ** 2 / expected_now
    known = np.isfinite(terms)
    freedom = np.maximum(known.sum(axis=1) - 1, 1)
    found: Counts = np.maximum(np.where(known, terms, 0.0).sum(axis=1) / freedom, 1.0)
    return found


def _together(whole: pl.DataFrame, located_counts: pl.DataFrame) -> pl.DataFrame:
    """What lies in any of the neighbourhoods of `whole`, in its months, each crime once: a point in two of them has a row in each."""
    placed = (
        located_counts.filter(pl.col("recorded_by") != BTP)
        .join(whole.select("neighbourhood_id").unique(), on="neighbourhood_id", how="semi")
        .unique(["month", "x", "y", "recorded_by", "category"])
        .group_by("month", "category")
        .agg(pl.col("crimes").sum().cast(pl.Int32))
    )
    supplied = whole.select("month", "category").unique()
    return supplied.join(placed, on=["month", "category"], how="left").with_columns(
        pl.col("crimes").fill_null(0), pl.lit(None, pl.String).alias("neighbourhood_id")
    )


def _parted(categories: list[str], breaks: pl.DataFrame, force_id: str, pairs: list[tuple[str, str]]) -> NDArray[np.bool_]:
    """The pairs of months that may not be compared, a row for each of the categories."""
    found = {category: parted_pairs(breaks, force_id, category, pairs) for category in set(categories)}
    return np.array([found[category] for category in categories], dtype=bool)


def _moved(categories: pl.Series, located_shares: pl.DataFrame, pairs: list[tuple[str, str]]) -> NDArray[np.bool_]:
    """The pairs of months of which another share has a location, a row for each of the categories."""
    moved = set(located_shares.filter(~pl.col("is_comparable")).select("dataset", "month").iter_rows())
    found = {dataset: [(dataset, month) in moved for _, month in pairs] for dataset in ("asb", "crime")}
    return np.array([found["asb" if category == ASB else "crime"] for category in categories], dtype=bool)


def _pairs(months: list[str]) -> list[tuple[str, str]]:
    """The newest twelve months of the window with the month a year before each, where the window has it."""
    known = set(months)
    pairs = [(str(Month.parse(month).plus(-YEAR)), month) for month in months[-YEAR:]]
    return [pair for pair in pairs if pair[0] in known]
