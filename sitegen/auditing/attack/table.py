"""A table of which some cells are hidden, and all that is known of them: the question that `bounds` answers, whatever is counted in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sitegen.tables.attack_schemas import ATTACK_SCHEMAS

Numbers = NDArray[np.int64]

UNLIMITED = np.int64(2**30)
"""Stands for no upper limit; above every number that is published, and within the type of a count."""


@dataclass(frozen=True, slots=True)
class Table:
    """Whole numbers that are not negative, and sums of them that are known: a number for a sum, or between which two it lies.

    `cells`, `margins` and `members` have the schemas of these names; `cells` may have further columns, for whoever asks. Cells and margins
    are numbered from 0 in the order of their rows. A cell that is shown is a margin of its own.
    """

    cells: pl.DataFrame
    margins: pl.DataFrame
    members: pl.DataFrame

    @classmethod
    def of(cls, cells: pl.DataFrame, margins: pl.DataFrame, members: pl.DataFrame) -> Table:
        """The table, its columns in order and of the right types."""
        return cls(
            cells.with_columns(pl.col("cell", "most", "limit").cast(pl.Int64)).sort("cell"),
            margins.select(pl.col(name).cast(pl.Int64) for name in ATTACK_SCHEMAS["margins"].types).sort("margin"),
            members.select(pl.col(name).cast(pl.Int64) for name in ATTACK_SCHEMAS["members"].types).sort("margin", "cell"),
        )


class ContradictionError(ValueError):
    """No counts at all fit what is published: one of the numbers is wrong, or two are of different things."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Lower and upper limits of cells and of margins as arrays, and who is in which sum with what weight."""

    low: Numbers
    high: Numbers
    least: Numbers
    most: Numbers
    margin: Numbers
    cell: Numbers
    weight: Numbers

    @classmethod
    def of(cls, table: Table) -> Limits:
        """The limits that stand in the table itself."""
        high = table.cells["most"].fill_null(int(UNLIMITED)).to_numpy().astype(np.int64)
        most = table.margins["most"].fill_null(int(UNLIMITED)).to_numpy().astype(np.int64)
        least = table.margins["least"].to_numpy().astype(np.int64)
        columns = (table.members[name].to_numpy().astype(np.int64) for name in ("margin", "cell", "weight"))
        return cls(np.zeros(len(high), np.int64), high.copy(), least.copy(), most.copy(), *columns)


def narrowed(limits: Limits) -> Limits:
    """The same with cells no wider than each margin by itself allows, repeated until nothing changes any more or 50 times.

    Raises ContradictionError where a cell has no number left.
    """
    low, high = limits.low.copy(), limits.high.copy()
    margin, cell, weight = limits.margin, limits.cell, limits.weight
    up = weight > 0
    for _ in range(50):
        lows, highs = (np.where(up, one[cell], -other[cell]) for one, other in ((low, high), (high, low)))
        below, above = (np.zeros(len(limits.least), np.int64) for _ in range(2))
        np.add.at(below, margin, lows)
        np.add.at(above, margin, highs)
        # What the others of the sum leave for this one.
        room = limits.most[margin] - (below[margin] - lows)
        need = limits.least[margin] - (above[margin] - highs)
        next_low, next_high = low.copy(), high.copy()
        np.minimum.at(next_high, cell, np.where(up, room, -need))
        np.maximum.at(next_low, cell, np.where(up, need, -room))
        if (next_low > next_high).any():
            raise ContradictionError
        if np.array_equal(next_low, low) and np.array_equal(next_high, high):
            break
        low, high = next_low, next_high
    return Limits(low, np.minimum(high, UNLIMITED), limits.least, limits.most, margin, cell, weight)


def connected(limits: Limits) -> Numbers:
    """For each cell the number of its component: cells that share a margin through cells that are not yet known belong together; -1: known."""
    is_open = limits.low < limits.high
    joined = is_open[limits.cell]
    margin, cell = limits.margin[joined], limits.cell[joined]
    label = np.arange(len(is_open), dtype=np.int64)
    while True:
        lowest = np.full(len(limits.least), len(label), np.int64)
        np.minimum.at(lowest, margin, label[cell])
        following = label.copy()
        np.minimum.at(following, cell, lowest[margin])
        if np.array_equal(following, label):
            return np.where(is_open, label, -1)
        label = following
