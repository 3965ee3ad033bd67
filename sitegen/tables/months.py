"""Months in columns of tables."""

import polars as pl


def month_number(column: str) -> pl.Expr:
    """A month such as 2025-06 as a whole number of months, Int32, so that one less another is an age."""
    text = pl.col(column)
    return text.str.slice(0, 4).cast(pl.Int32) * 12 + text.str.slice(5, 2).cast(pl.Int32)
