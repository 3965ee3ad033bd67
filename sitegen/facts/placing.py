"""The rule by which what happened at a snap point is counted in neighbourhoods, the same for all that is counted."""

import numpy as np
import polars as pl

from sitegen.tables.order import point_key


def place_counts(*, counts: pl.DataFrame, point_neighbourhoods: pl.DataFrame) -> pl.DataFrame:
    """The counts, which have `recorded_by`, `x` and `y`, with the `force_id` and `neighbourhood_id` they count in; in no order.

    A crime counts in every neighbourhood of its own force that its snap point lies in; where it lies in none of them,
    in every neighbourhood of any other force that it lies in; where it lies in none at all, it is kept under its own
    force with no neighbourhood. British Transport Police has no neighbourhoods, so its crimes are placed by the second
    step.
    """
    areas = point_neighbourhoods.select(point_key("x", "y"), "force_id", "neighbourhood_id")
    placed = counts.with_columns(point_key("x", "y")).with_row_index("row").join(areas, on="point", how="left")
    row, is_own = placed["row"].to_numpy(), (placed["force_id"] == placed["recorded_by"]).fill_null(value=False).to_numpy()
    has_own = np.zeros(counts.height, bool)
    has_own[row[is_own]] = True
    is_kept = is_own | ~has_own[row]
    counted = placed if is_kept.all() else placed.filter(pl.Series(is_kept))
    return counted.select(*counts.columns, pl.col("force_id").fill_null(pl.col("recorded_by")), "neighbourhood_id")
