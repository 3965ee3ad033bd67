"""Coverage as it holds for places: a force's month may be supplied and yet say nothing of any of them."""

import polars as pl

WITHOUT_LOCATION = "without-location"
"""The reason of a force's month that came without a single position."""
WITHOUT_LOCATION_STATE = "without_location"
"""The state of its places: no figure, whatever other forces recorded there."""


def placed_states(coverage: pl.DataFrame) -> pl.DataFrame:
    """The coverage table with the states of places; the force's own figures have the table as it is."""
    is_nowhere = (pl.col("reason") == WITHOUT_LOCATION).fill_null(value=False)
    return coverage.with_columns(pl.when(is_nowhere).then(pl.lit(WITHOUT_LOCATION_STATE)).otherwise("state").alias("state"))
