"""Rows that do not count although nothing is wrong with each: their whole file, or their dataset in it, is set aside."""

import polars as pl

from sitegen.terms import ASB

KNOWN_ISSUE, OUTSIDE_FORCE, MISFILED = "known-issue", "outside-force", "misfiled"
OVERRULING = ("not_supplied", "withheld", "never")
"""States of a known issue that hold against any file."""
REASONS = (KNOWN_ISSUE, OUTSIDE_FORCE, MISFILED)
"""Why rows are withdrawn: a known issue says that the force gave none; they lie wholly outside the force; they name another force or month."""


def set_aside_crimes(crimes: pl.DataFrame, withdrawn: pl.DataFrame) -> pl.DataFrame:
    """Rows of street crime, those withdrawn with the reason as their `problem`; crime and antisocial behaviour each on its own."""
    if withdrawn.is_empty():
        return crimes
    return _set_aside(crimes, withdrawn, pl.when(pl.col("category") == ASB).then(pl.lit("asb")).otherwise(pl.lit("crime")))


def set_aside_rows(rows: pl.DataFrame, withdrawn: pl.DataFrame, dataset: str) -> pl.DataFrame:
    """The same for rows of another dataset: outcomes or stops."""
    return rows if withdrawn.is_empty() else _set_aside(rows, withdrawn, pl.lit(dataset))


def _set_aside(rows: pl.DataFrame, withdrawn: pl.DataFrame, dataset: pl.Expr) -> pl.DataFrame:
    reasons = withdrawn.select(pl.col("dataset").alias("_dataset"), "force_id", "month", pl.col("reason").alias("_reason"))
    return (
        rows.with_columns(dataset.alias("_dataset"))
        .join(reasons, on=["_dataset", "force_id", "month"], how="left", maintain_order="left")
        .with_columns(pl.coalesce("problem", "_reason").alias("problem"))
        .select(rows.columns)
    )
