"""A month against the same month a year earlier in every neighbourhood, judged by the rule that judges years."""

import numpy as np
import polars as pl

from sitegen.comparing import PAIRS_SCATTER
from sitegen.facts.changes import COLUMNS, DIGITS
from sitegen.facts.dispersion import measure
from sitegen.facts.paired import pair_months
from sitegen.facts.verdicts import judge
from sitegen.tables.schemas import SCHEMAS


def month_changes(
    *,
    force_id: str,
    neighbourhood_series: pl.DataFrame,
    located_shares: pl.DataFrame,
    breaks: pl.DataFrame,
    recording_steps: pl.DataFrame,
    months: list[str],
) -> pl.DataFrame:
    """One row for each neighbourhood and category, and for `crime`, the total without antisocial behaviour; sorted by both.

    Each is of the newest month that may be compared with the month a year earlier. How counts scatter is known from all months of the two
    years that may be compared; no row where there are fewer than `PAIRS_SCATTER` pairs of them, for then nothing can be judged.
    """
    places = neighbourhood_series.filter(pl.col("state") == "supplied").select(COLUMNS)
    paired = pair_months(force_id=force_id, places=places, located_shares=located_shares, breaks=breaks, months=months)
    if paired is None:
        return pl.DataFrame(schema=SCHEMAS["month_changes"].types)
    paired = paired.part(paired.usable.sum(axis=1) >= PAIRS_SCATTER)
    usable = paired.usable
    newest = usable.shape[1] - 1 - np.argmax(usable[:, ::-1], axis=1)
    at = np.arange(len(newest))
    before, now = paired.before[at, newest], paired.now[at, newest]
    found = judge(before, now, measure(paired.before, paired.now, paired.kinds), paired.families)
    alone = np.zeros_like(usable)
    alone[at, newest] = True
    steps = pl.Series("step", paired.only(alone).steps(recording_steps), pl.String)
    is_told = pl.Series(found.words != "few", dtype=pl.Boolean)
    return (
        paired.rows.with_columns(
            pl.lit(force_id).alias("force_id"),
            pl.Series("month", [paired.pairs[one][1] for one in newest], pl.String),
            pl.Series("before", before, pl.Float64).cast(pl.Int32),
            pl.Series("now", now, pl.Float64).cast(pl.Int32),
            pl.Series("p", found.p, pl.Float64).fill_nan(None).round_sig_figs(DIGITS),
            pl.when(is_told & steps.is_not_null())
            .then(pl.lit("stepped"))
            .otherwise(pl.Series(found.words.tolist(), dtype=pl.String))
            .alias("verdict"),
            steps,
        )
        .select(*SCHEMAS["month_changes"].types)
        .sort("neighbourhood_id", "category")
    )
