"""Which files lie in month folders: single months, that no release told and that do not say when they were made."""

import polars as pl


def is_single(column: str) -> pl.Expr:
    """True where a file, by its name, is no member of a release's zip file."""
    return ~pl.col(column).str.contains("!", literal=True)
