"""How much of a force's month has a location, and whether its places can be compared with those of another month."""

import polars as pl

from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import ASB, YEAR_MONTHS, Month


def located_shares(*, force_id: str, force_series: pl.DataFrame, located: dict[str, float]) -> pl.DataFrame:
    """One force's crimes and reports of antisocial behaviour by month, and those without a location; sorted by dataset and month.

    Months without figures, or with none, have no row. A month's places can be compared with those of the same month a year
    earlier where the two located shares lie no further apart than `located.step`: places that lost the positions of their crimes
    would look like places that lost crimes.
    """
    is_asb = pl.col("category") == ASB
    shares = (
        force_series.filter(pl.col("crimes").is_not_null())
        .group_by(pl.when(is_asb).then(pl.lit("asb")).otherwise(pl.lit("crime")).alias("dataset"), "month")
        .agg(pl.col("crimes").sum(), pl.col("unlocated").sum())
        .filter(pl.col("crimes") > 0)
        .with_columns(share=1 - pl.col("unlocated") / pl.col("crimes"))
    )
    a_year_on = pl.col("month").map_elements(lambda month: str(Month.parse(month).plus(YEAR_MONTHS)), return_dtype=pl.String)
    before = shares.select("dataset", a_year_on.alias("month"), pl.col("share").alias("share_before"))
    # A share of 0.97 less one of 0.94 is a little more than 0.03 in floating point.
    is_near = (pl.col("share") - pl.col("share_before")).abs() <= located["step"] + 1e-9
    return (
        shares.join(before, on=["dataset", "month"], how="left")
        .select(pl.lit(force_id).alias("force_id"), "dataset", "month", "crimes", "unlocated", is_near.alias("is_comparable"))
        .select(*SCHEMAS["located_shares"].types)
        .sort("dataset", "month")
    )
