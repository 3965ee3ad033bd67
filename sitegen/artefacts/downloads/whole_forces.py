"""What whole forces recorded, those that supplied nothing among them."""

import polars as pl

_COLUMNS = ("force_id", "neighbourhood_id", "month", "category", "crimes", "state")


def whole_forces(force_series: pl.DataFrame, neighbourhood_series: pl.DataFrame) -> pl.DataFrame:
    """A row for each force, month and category, in the columns of `neighbourhood_series` with a null neighbourhood; in no order.

    A force that never supplied crime has no series of its own: its months have the states that its neighbourhoods have, and no number.
    """
    nowhere, unknown = pl.lit(None, pl.String).alias("neighbourhood_id"), pl.lit(None, pl.Int32).alias("crimes")
    silent = neighbourhood_series.join(force_series, on="force_id", how="anti").select("force_id", "month", "category", "state").unique()
    return pl.concat([force_series.with_columns(nowhere).select(_COLUMNS), silent.with_columns(nowhere, unknown).select(_COLUMNS)])
