"""How wide each hidden number of one field stays, and whether that is wide enough."""

from __future__ import annotations

import polars as pl

from sitegen.auditing.attack.bounds import bound_cells
from sitegen.auditing.attack.system import OTHERS, REST, WHOLE
from sitegen.auditing.attack.table import Table
from sitegen.rules import THRESHOLD
from sitegen.tables.attack_schemas import ATTACK_SCHEMAS

WIDE, LARGE, NONE, NARROW = "wide", "large", "none", "narrow"
"""The verdicts of a hidden number; the last is a leak."""


def field_widths(force_id: str, field: str, table: Table) -> pl.DataFrame:
    """The table `widths` of one field of one force, from its system; sorted.

    A number is *narrow* where fewer than `limit` + 1 whole numbers fit it and one of them is below the threshold; but that there is none
    of a value at all, in the rest of the force or of values that nobody named, is no leak: it is of nobody. Raises
    ContradictionError where no counts fit.
    """
    found = bound_cells(table)
    cells = table.cells.filter(pl.col("limit").is_not_null()).join(found, on="cell")
    # Of values that nobody named, any one may be none, whatever they are together.
    is_many = pl.col("value") == OTHERS
    low = pl.when(is_many).then(0).otherwise("low")
    high = pl.when(is_many & (pl.col("apiece") < pl.col("high"))).then("apiece").otherwise("high")
    known = cells.with_columns(low=low, high=high).with_columns(width=pl.col("high") - pl.col("low"))
    is_of_nobody = (pl.col("high") == 0) & (is_many | pl.col("place").is_in([REST, WHOLE]))
    verdict = (
        pl.when(pl.col("width") >= pl.col("limit"))
        .then(pl.lit(WIDE))
        .when(pl.col("low") >= THRESHOLD)
        .then(pl.lit(LARGE))
        .when(is_of_nobody)
        .then(pl.lit(NONE))
        .otherwise(pl.lit(NARROW))
    )
    place = pl.when(pl.col("place") != WHOLE).then("place")
    named = known.with_columns(force_id=pl.lit(force_id), field=pl.lit(field), neighbourhood_id=place, verdict=verdict)
    types = ATTACK_SCHEMAS["widths"].types
    return named.select(pl.col(name).cast(kind) for name, kind in types.items()).sort(*ATTACK_SCHEMAS["widths"].sort, nulls_last=True)


def hidden_widths(widths: pl.DataFrame, *, limit: int = THRESHOLD) -> pl.DataFrame:
    """The table `hidden_widths` by force, sorted, of a table `widths`; a force of which it has no number that must stay open has no row.

    Numbers that need not stay as wide as `limit` are few.
    """
    is_few = pl.col("limit") < limit
    is_open = ~is_few & pl.col("verdict").is_in([WIDE, NARROW])
    width = pl.col("width").filter(is_open)
    quartiles = {name: width.quantile(share, "lower") for name, share in (("quarter", 0.25), ("half", 0.5), ("three_quarters", 0.75))}
    harmless = {name: (~is_few & (pl.col("verdict") == name)).sum() for name in (LARGE, NONE)}
    # A limit of 0 is that of a place which tells all its stops: there is nothing hidden.
    found = widths.filter(pl.col("limit") > 0).group_by("force_id")
    told = found.agg(cells=is_open.sum(), least=width.min(), **quartiles, most=width.max(), **harmless, few=is_few.sum())
    types = ATTACK_SCHEMAS["hidden_widths"].types
    return told.select(pl.col(name).cast(kind) for name, kind in types.items()).sort("force_id")
