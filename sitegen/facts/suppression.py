"""Which cells of one-way tables may be told, so that none of the others can be worked out from those that are.

**The picture.** One field of one force is a table of numbers: a row for each neighbourhood and one for the *rest* (stops
in no neighbourhood and without a location), a column for each value. Rows do not share a stop: `stop_tables` sees to that.
Readers know the total of every row (it is a total of snap points, and those are published), every cell that is shown, and
the force's table: the totals of the columns it shows and, as *anything else*, the total of all other columns together.
The other columns include labels nobody has thought of, because the lists of values are open.

**Row by row** (`shown_values`): a value is shown from `THRESHOLD` up; the others are told as one sum, which is 0 or at least
`THRESHOLD`, if need be by merging shown values into it, smallest first.

**That alone is not enough.** Take a column's total, subtract the cells shown, and what is left may be one hidden cell; take
that from its row's anything else, and another follows. So a column is shown in the force's table only if (1) what it
leaves hidden is 0 or at least `THRESHOLD`, (2) the same holds for all merged columns together, and (3) every hidden cell
below `THRESHOLD` stays open: there are other tables that agree with everything published and in which the cell is
different, over a range of at least `THRESHOLD`, or of the row's whole hidden sum where that is smaller. Where one of the
three fails, a column is merged, until nothing fails. If all columns are merged the force's table says no more than
totals, and a row's hidden stops may have any values; so the end is always reached and always safe.

**The other tables of (3)** are made by exchanging values between stops, which changes no total of any place or month:

- within a row between two merged columns, because only their sum is told: all of the row's hidden merged stops may be of
  one merged value, or none;
- between columns `a` and `b`, both hidden in row `r` and in other rows: some `b` of `r` become `a`, as many `a` of the
  other rows become `b`, and no sum changes. The other rows are either all that hide both, or for several `b` at once
  those that hide everything, as the rest and neighbourhoods with few stops do.

Each is possible as far as there are such stops; the merged columns act as one column. These are not all tables that agree,
but they exist, so what (3) calls open is open. The tables of a force are independent of each other: fields are never
crossed, and a stop's value in one field may be exchanged alone.

**What this does not cover**: what somebody infers from the meaning of fields (a law that is used for one kind of search
only), and from comparing two releases of the site, whose twelve months overlap.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

THRESHOLD = 10
"""The smallest number of stops that is told of a value, in any table."""

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]


def shown_values(counts: Counts, *, others: int = 0, threshold: int = THRESHOLD) -> Mask:
    """Which values of one row may be told; `others` are stops of the row whose values are never told.

    None where the row's total is below the threshold. Equal counts are merged last column first.
    """
    shown: Mask = (counts >= threshold) & (int(counts.sum()) + others >= threshold)
    while 0 < int(counts[~shown].sum()) + others < threshold and shown.any():
        shown[_smallest(counts, shown)] = False
    return shown


def shown_columns(cells: Counts, shown: Mask, *, threshold: int = THRESHOLD) -> Mask:
    """Which columns the force's table may show, by the three rules above.

    `cells` has a row for each neighbourhood and the rest, a column for each value; `shown` says which cells are told, and
    is false throughout the rest.
    """
    totals = cells.sum(axis=0)
    columns = shown_values(totals, threshold=threshold)
    left = np.where(shown, 0, cells).sum(axis=0)
    while columns.any():
        if (bad := columns & (left > 0) & (left < threshold)).any():
            columns &= ~bad
        elif any(0 < int(number[~columns].sum()) < threshold for number in (left, totals)):
            columns[_smallest(totals, columns)] = False
        elif (at := _closed_column(cells, shown, columns, threshold)) is not None:
            columns[at] = False
        else:
            break
    return columns


def _smallest(counts: Counts, among: Mask) -> int:
    """The column with the smallest count, the last of them on a tie."""
    places = np.flatnonzero(among)[::-1]
    return int(places[np.argmin(counts[places])])


def _closed_column(cells: Counts, shown: Mask, columns: Mask, threshold: int) -> int | None:
    """A column to merge because some hidden cell is not open; None where all are."""
    hidden = np.where(shown, 0, cells)
    reach = _reach(hidden, shown, columns)
    wanted = np.minimum(threshold, hidden.sum(axis=1))[:, np.newaxis]
    closed = (hidden > 0) & (hidden < threshold) & (reach < wanted)
    if not closed.any():
        return None
    # A closed cell is opened by merging its own column, or where that is merged, another that its row hides.
    own = closed.any(axis=0) & columns
    beside = (hidden[(closed & ~columns).any(axis=1)] > 0).any(axis=0) & columns
    return _smallest(cells.sum(axis=0), own if own.any() else beside)


def _reach(hidden: Counts, shown: Mask, columns: Mask) -> Counts:
    """How far each hidden cell can be moved up and down together; both are found as the module says."""
    grouped = np.column_stack([hidden[:, columns], hidden[:, ~columns].sum(axis=1)])
    hides: Mask = np.column_stack([~shown[:, columns], np.ones(len(hidden), np.bool_)])
    groups = grouped.shape[1]
    both: Mask = hides[:, :, np.newaxis] & hides[:, np.newaxis, :]
    both[:, range(groups), range(groups)] = False
    # partners[r, a, b]: stops of a in other rows that hide a and b
    of_pair = np.where(both, grouped[:, :, np.newaxis], 0)
    partners = of_pair.sum(axis=0) - of_pair
    there = np.where(both, grouped[:, np.newaxis, :], 0)
    up_pair = np.minimum(there, partners).max(axis=2)
    down_pair = np.minimum(of_pair, partners.transpose(0, 2, 1)).max(axis=2)

    is_open = hides.all(axis=1, keepdims=True)
    of_open = np.where(is_open, grouped, 0)
    in_open = of_open.sum(axis=0) - of_open
    beside = grouped.sum(axis=1, keepdims=True) - grouped
    takers = np.where(hides, in_open, 0)
    up_open = np.minimum(beside, in_open)
    down_open = np.minimum(grouped, takers.sum(axis=1, keepdims=True) - takers)

    up, down = np.maximum(up_pair, up_open), np.maximum(down_pair, down_open)
    reach = np.zeros_like(hidden)
    reach[:, columns] = (up + down)[:, :-1]
    # Within a row all merged stops may be of one value or none; what else the row hides may become merged ones as well.
    reach[:, ~columns] = (grouped[:, -1] + up[:, -1])[:, np.newaxis]
    return np.where(shown, 0, reach)
