"""Counts with a column for each category, as spreadsheets want them."""

from collections.abc import Sequence

import polars as pl

from sitegen.terms import ASB

STATES = ("crime_state", "asb_state")
"""The columns that say how a month's crime and its antisocial behaviour were supplied."""


def by_category(rows: pl.DataFrame, keys: Sequence[str], categories: pl.DataFrame, *more: pl.Expr) -> tuple[pl.DataFrame, list[str]]:
    """A row for each value of `keys` in no order, with the two states, `more` and the categories met; and the slugs of these in the order of columns.

    `rows` has the columns `category`, `crimes` and `state` beside `keys`. What is not known is null, never 0. Categories stand in the order of the
    site's list; one that it lacks stands behind it.
    """
    met = set(rows["category"].unique().to_list())
    known = [slug for slug in categories.sort("position")["category"].to_list() if slug in met]
    columns = [*known, *sorted(met - set(known))]
    states = (pl.col("state").filter(which).first() for which in (pl.col("category") != ASB, pl.col("category") == ASB))
    table = rows.group_by(keys).agg(
        *(state.alias(name) for name, state in zip(STATES, states, strict=True)),
        *more,
        *(pl.col("crimes").filter(pl.col("category") == slug).first().alias(slug) for slug in columns),
    )
    return table, columns
