"""A year against the year before in every neighbourhood, and which changes are more than chance and the scatter of recorded crime explain.

Only months that both years have are compared: month by month the same calendar month of both years, so that a gap in
one is a gap in the other and seasons cancel out, and no two months between which the definition changed.
"""

import numpy as np
import polars as pl

from sitegen.comparing import PAIRS_LEAST
from sitegen.facts.dispersion import Dispersion, measure
from sitegen.facts.paired import Paired, pair_months
from sitegen.facts.verdicts import judge
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import BTP

COLUMNS = ["neighbourhood_id", "category", "month", "crimes"]

DIGITS = 6
"""Significant digits of what was worked out: the last ones of a logarithm differ between processors."""


def neighbourhood_changes(
    *,
    force_id: str,
    neighbourhood_series: pl.DataFrame,
    located_counts: pl.DataFrame,
    located_shares: pl.DataFrame,
    breaks: pl.DataFrame,
    recording_steps: pl.DataFrame,
    months: list[str],
) -> pl.DataFrame:
    """One row for each neighbourhood and category, and for `crime`, the total without antisocial behaviour; sorted by both.

    A null neighbourhood is all of them together, in which a crime that several neighbourhoods share counts once; it is not judged. `now` counts
    the newest months of the window, `before` the same months a year earlier; only months supplied in full in both years count, and of a category,
    or of the total that holds it, none that a change of definition parts; nor any of which another share has a location (`located_shares`).
    Across a step of the force's series (`recording_steps`) there is no verdict. No row where there are fewer than `PAIRS_LEAST` pairs.
    """
    whole = neighbourhood_series.filter(pl.col("state") == "supplied").select(COLUMNS)
    places = pl.concat([whole, _together(whole, located_counts).select(COLUMNS)])
    paired = pair_months(force_id=force_id, places=places, located_shares=located_shares, breaks=breaks, months=months)
    if paired is None:
        return pl.DataFrame(schema=SCHEMAS["neighbourhood_changes"].types)
    is_place = paired.rows["neighbourhood_id"].is_not_null().to_numpy()
    is_enough = paired.usable.sum(axis=1) >= PAIRS_LEAST
    tables = [_of_places(paired.part(is_place & is_enough), recording_steps), _of_all(paired.part(~is_place & is_enough))]
    return (
        pl.concat(tables)
        .with_columns(pl.lit(force_id).alias("force_id"), pl.lit(months[-1]).alias("last_month"))
        .select(*SCHEMAS["neighbourhood_changes"].types)
        .sort("neighbourhood_id", "category", nulls_last=False)
    )


def _of_places(paired: Paired, recording_steps: pl.DataFrame) -> pl.DataFrame:
    """The rows of neighbourhoods, judged."""
    dispersion = measure(paired.before, paired.now, paired.kinds)
    before, now = (np.nansum(counts, axis=1) for counts in (paired.before, paired.now))
    found = judge(before, now, dispersion, paired.families)
    steps = pl.Series("step", paired.steps(recording_steps), pl.String)
    is_told = pl.Series(found.words != "few", dtype=pl.Boolean)
    return _counted(paired, dispersion).with_columns(
        pl.Series("p", found.p, pl.Float64).fill_nan(None).round_sig_figs(DIGITS),
        pl.when(is_told & steps.is_not_null()).then(pl.lit("stepped")).otherwise(pl.Series(found.words.tolist(), dtype=pl.String)).alias("verdict"),
        pl.Series("visible", found.visible, pl.Float64).fill_nan(None).round_sig_figs(DIGITS),
        steps,
    )


def _of_all(paired: Paired) -> pl.DataFrame:
    """The rows of all neighbourhoods together: so many crimes are a matter of the force, not of chance."""
    dispersion = Dispersion(np.ones(paired.rows.height), np.zeros(paired.rows.height))
    nothing = (pl.lit(None, pl.Float64).alias("p"), pl.lit(None, pl.String).alias("verdict"))
    return _counted(paired, dispersion).with_columns(*nothing, pl.lit(None, pl.Float64).alias("visible"), pl.lit(None, pl.String).alias("step"))


def _counted(paired: Paired, dispersion: Dispersion) -> pl.DataFrame:
    """The counts of both years, and which months are compared."""
    sums = [np.nansum(counts, axis=1) for counts in (paired.before, paired.now)]
    usable = paired.usable
    compared = [" ".join(month for (_, month), counts in zip(paired.pairs, row, strict=True) if counts) for row in usable]
    return paired.rows.with_columns(
        pl.Series("months", usable.sum(axis=1), pl.Int32),
        pl.Series("compared", compared, pl.String),
        pl.Series("before", sums[0], pl.Float64).cast(pl.Int32),
        pl.Series("now", sums[1], pl.Float64).cast(pl.Int32),
        pl.Series("dispersion", dispersion.ratio, pl.Float64).round_sig_figs(DIGITS),
    )


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
