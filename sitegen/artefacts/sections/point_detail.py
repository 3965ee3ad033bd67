"""What was recorded at each snap point over the newest months, by category, and what came of it, as two short lists."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import polars as pl

from sitegen.artefacts.sections.outcome_view import short_group_names
from sitegen.artefacts.sections.series import Category
from sitegen.artefacts.text.words import Words
from sitegen.tables.outcome_groups import group_of
from sitegen.terms import BTP

Place = tuple[str, int, int]
"""Neighbourhood id and the point's position: a point may lie in several neighbourhoods."""


class Line(NamedTuple):
    """A line of a list: `crimes` in all the months, `newest` those of the newest month, 0 where it has none or was not supplied."""

    name: str
    crimes: int
    newest: int = 0


class PointDetail(NamedTuple):
    """The categories recorded, most first, and the groups of outcomes in their order; empty where there is nothing to say."""

    kinds: tuple[Line, ...]
    outcomes: tuple[Line, ...]


def read_details(
    located_counts: pl.DataFrame,
    crime_outcomes: pl.DataFrame,
    outcome_kinds: pl.DataFrame,
    *,
    categories: Sequence[Category],
    span: Sequence[str],
    newest: str,
    outcome_months: Sequence[str],
    words: Words,
) -> Mapping[Place, PointDetail]:
    """The details of every point of a force's neighbourhoods with something recorded in `span`.

    Outcomes are those of the force's own crimes of `outcome_months`. Crimes that British Transport Police recorded are left out.
    """
    names = {category.slug: category.name for category in categories}
    order = {category.slug: at for at, category in enumerate(categories)}
    place = ["neighbourhood_id", "x", "y"]
    counted = (
        located_counts.filter(pl.col("month").is_in(list(span)) & pl.col("neighbourhood_id").is_not_null() & (pl.col("recorded_by") != BTP))
        .group_by(*place, "category")
        .agg(pl.col("crimes").sum(), pl.col("crimes").filter(pl.col("month") == newest).sum().alias("newest"))
        .with_columns(
            pl.col("category").replace_strict(order, default=len(order), return_dtype=pl.Int32).alias("position"),
            pl.col("category").replace_strict(names, default=pl.col("category"), return_dtype=pl.String).alias("name"),
        )
        .sort(*place, "crimes", "position", descending=[False, False, False, True, False])
        .group_by(*place, maintain_order=True)
        .agg("name", "crimes", "newest")
    )
    groups = short_group_names(words)
    became = (
        crime_outcomes.filter(pl.col("month").is_in(list(outcome_months)))
        .with_columns(group_of(outcome_kinds).alias("group"))
        .group_by("x", "y", "group")
        .agg(pl.col("crimes").sum())
        .with_columns(
            pl.col("group").replace_strict({group: at for at, group in enumerate(groups)}, return_dtype=pl.Int32).alias("position"),
            pl.col("group").replace_strict(groups, return_dtype=pl.String).alias("name"),
        )
        .sort("x", "y", "position")
        .group_by("x", "y", maintain_order=True)
        .agg(pl.col("name").alias("group"), pl.col("crimes").alias("became"))
    )
    rows = counted.join(became, on=["x", "y"], how="left").select(*place, "name", "crimes", "newest", "group", "became")
    return {
        (neighbourhood_id, x, y): PointDetail(tuple(map(Line, names, crimes, newest_crimes)), tuple(map(Line, group or (), numbers or ())))
        for neighbourhood_id, x, y, names, crimes, newest_crimes, group, numbers in rows.iter_rows()
    }
