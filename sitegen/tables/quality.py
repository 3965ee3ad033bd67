"""Rows of a source table counted by what became of them, so that nothing is lost without a name."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sitegen.errors import InputError
from sitegen.tables.schemas import SCHEMAS
from sitegen.tables.withdrawn import KNOWN_ISSUE, OUTSIDE_FORCE

EXPECTED = frozenset(
    {"layer-unknown", "not-drawn", "coarser-copy", "not-a-settlement", "place-repeated", "other-count", "other-zone", KNOWN_ISSUE, OUTSIDE_FORCE}
)
"""Reasons no budget applies to: most of a map is not drawn here, most rows of a gazetteer are roads, most of a census table are other counts.

What is withdrawn is withdrawn as a whole: its file costs itself, not the build.
"""

WHOLE_FILES = frozenset({"file-unreadable", "file-not-text", "header-unreadable", "column-missing", "another-kind-of-file", "variables-missing"})
"""Reasons that stand for a whole file: it counts as one row, and no budget applies either."""


def file_aside(table: str, file: str, reason: str, **values: str) -> pl.DataFrame:
    """The one row of a source table that stands for a whole file that cannot be used; `values` are those of its part."""
    known = {"file": file, "problem": reason, **values}
    return pl.DataFrame([pl.Series(name, [known.get(name)], dtype) for name, dtype in SCHEMAS[table].types.items()])


def tally(*, dataset: str, rows: pl.DataFrame) -> pl.DataFrame:
    """The quality table of one source table with the columns `file`, `row`, `problem` and `note`.

    For each file: rows counted, rows set aside by reason, and rows counted with a note. Counted and set aside add up
    to the rows of the file.
    """
    kept = (
        rows.group_by("file", "problem")
        .agg(pl.len().alias("rows"))
        .select(
            "file",
            pl.when(pl.col("problem").is_null()).then(pl.lit("counted")).otherwise(pl.lit("set-aside")).alias("kind"),
            pl.col("problem").fill_null("counted").alias("reason"),
            "rows",
        )
    )
    noted = (
        rows.filter(pl.col("problem").is_null() & pl.col("note").is_not_null())
        .group_by("file", pl.col("note").alias("reason"))
        .agg(pl.len().alias("rows"))
        .select("file", pl.lit("noted").alias("kind"), "reason", "rows")
    )
    return (
        pl.concat([kept, noted])
        .select(pl.lit(dataset).alias("dataset"), "file", "kind", "reason", pl.col("rows").cast(pl.Int32))
        .sort("dataset", "file", "kind", "reason")
    )


def refuse_over_budget(*, dataset: str, rows: pl.DataFrame, share: float, least: int) -> None:
    """Raise InputError when a file's rows set aside for one reason exceed both `least` rows and `share` of its rows.

    The message names the file, the first such line and the reason.
    """
    if rows["problem"].null_count() == rows.height:
        return
    counts = (
        rows.with_columns(pl.len().over("file").alias("of"))
        .filter(pl.col("problem").is_not_null() & ~pl.col("problem").is_in(sorted(EXPECTED | WHOLE_FILES)))
        .group_by("file", "problem")
        .agg(pl.len().alias("bad"), pl.col("of").first(), pl.col("row").min())
        .filter((pl.col("bad") >= least) & (pl.col("bad") > pl.col("of") * share))
        .sort("file", "problem")
    )
    for file, problem, bad, of, row in counts.iter_rows():
        raise InputError(
            f"{dataset} {file} row {row}: {bad} of {of} rows set aside as {problem}, more than the budget of {share:.0%}; "
            f"check the file's name, columns and coordinates, or raise quality.share and quality.least in the settings (site.toml)"
        )


def first_reason(name: str, rows: int, reasons: Mapping[str, NDArray[np.bool_]]) -> pl.Series:
    """A column of the first reason that holds in each row, in the order given; null where none does."""
    found = {reason: holds for reason, holds in reasons.items() if holds.any()}
    if not found:
        return pl.Series(name, [None], pl.String).new_from_index(0, rows)
    return pl.Series(name, [*found, None], pl.String).gather(np.select(list(found.values()), range(len(found)), len(found)))
