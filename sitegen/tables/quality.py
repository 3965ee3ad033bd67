"""Rows of a source table counted by what became of them, so that nothing is lost without a name."""

from collections.abc import Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sitegen.tables.withdrawn import REASONS

EXPECTED = frozenset({"layer-unknown", "not-drawn", "coarser-copy", "not-a-settlement", "place-repeated", "other-count", "other-zone", *REASONS})
"""Reasons no budget applies to: most of a map is not drawn here, most rows of a gazetteer are roads, most of a census table are other counts.

What is withdrawn is told by the notes of coverage.
"""

WHOLE_FILES = frozenset({"file-unreadable", "file-not-text", "header-unreadable", "column-missing", "another-kind-of-file", "variables-missing"})
"""Reasons that stand for a whole file: it counts as one row, and no budget applies either."""


def tally(*, dataset: str, rows: pl.DataFrame) -> pl.DataFrame:
    """The quality table of one source table with the columns `file`, `row`, `problem` and `note`.

    For each file: rows counted, rows set aside by reason, and rows counted with a note, the last two with the first such row. Counted and
    set aside add up to the rows of the file.
    """
    kept = (
        rows.group_by("file", "problem")
        .agg(pl.len().alias("rows"), pl.col("row").min().alias("first_row"))
        .select(
            "file",
            pl.when(pl.col("problem").is_null()).then(pl.lit("counted")).otherwise(pl.lit("set-aside")).alias("kind"),
            pl.col("problem").fill_null("counted").alias("reason"),
            "rows",
            pl.when(pl.col("problem").is_not_null()).then("first_row").alias("first_row"),
        )
    )
    noted = (
        rows.filter(pl.col("problem").is_null() & pl.col("note").is_not_null())
        .group_by("file", pl.col("note").alias("reason"))
        .agg(pl.len().alias("rows"), pl.col("row").min().alias("first_row"))
        .select("file", pl.lit("noted").alias("kind"), "reason", "rows", "first_row")
    )
    return (
        pl.concat([kept, noted])
        .select(pl.lit(dataset).alias("dataset"), "file", "kind", "reason", pl.col("rows", "first_row").cast(pl.Int32))
        .sort("dataset", "file", "kind", "reason")
    )


def over_budget(quality: pl.DataFrame, share: float, least: int) -> pl.DataFrame:
    """The lines of quality tables in which at least `least` rows of a file, and more than `share` of them, are set aside for one reason.

    `of` is the number of rows of the file.
    """
    is_judged = (pl.col("kind") == "set-aside") & ~pl.col("reason").is_in(sorted(EXPECTED | WHOLE_FILES))
    return (
        quality.with_columns(pl.col("rows").filter(pl.col("kind") != "noted").sum().over("dataset", "file").alias("of"))
        .filter(is_judged, pl.col("rows") >= least, pl.col("rows") > pl.col("of") * share)
        .sort("dataset", "file", "reason")
    )


def first_reason(name: str, rows: int, reasons: Mapping[str, NDArray[np.bool_]]) -> pl.Series:
    """A column of the first reason that holds in each row, in the order given; null where none does."""
    found = {reason: holds for reason, holds in reasons.items() if holds.any()}
    if not found:
        return pl.Series(name, [None], pl.String).new_from_index(0, rows)
    return pl.Series(name, [*found, None], pl.String).gather(np.select(list(found.values()), range(len(found)), len(found)))
