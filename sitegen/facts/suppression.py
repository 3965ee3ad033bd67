"""Which cells of one-way tables may be told, so that none of the others can be worked out from those that are.

**The picture.** One field of one force is a table of numbers: a row for each neighbourhood and one for the *rest* (stops
in no neighbourhood and without a location), a column for each value. Rows do not share a stop: `stop_tables` sees to that.
Readers know the total of every row (it is a total of snap points, and those are published), every cell that is shown, and
the force's table: the totals of the columns it shows and, as *anything else*, the total of all other columns together.
The other columns include labels nobody has thought of, because the lists of values are open.

**Row by row** (`shown_values`): a value is shown from `THRESHOLD` up; the others are told as one sum, which is 0 or at least
`THRESHOLD`, if need be by merging shown values into it, smallest first.

**A reader who replays that** knows that a value which is not told is below `THRESHOLD` or was merged: two values of 18 together would
be 9 each, where none of those told is as large as 17. So values are merged, too, until either all that are told together may be below
`THRESHOLD` with room for one of them to be 0, or any one may be as large as all of them together (`_is_loose`). This was shown by search
at the real threshold, for a reader who knows the rule, all values there can be, and everything published of the row: every table of 2 values
up to 40 stops, of 3 up to 50 and of 4 up to 38, and of 2 and 3 values with stops whose values are never told, up to 40 and 34. Each value below
`THRESHOLD` then fits the publication with at least `THRESHOLD` - 1 different numbers, or as many as its hidden sum (that it is below
`THRESHOLD`, any such rule tells). `tests/facts/test_suppression_replayed.py` repeats a part of the search. Tables of several rows are
held against a reader who subtracts, by what follows; a reader who replays all of it was not searched for.

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
- between rows: some `b` of a row become `a`, and in other rows that hide both as many `a` become `b`, directly or by way of
  other columns, so that no sum changes; the merged columns act as one (`exchange` finds how far this goes).

The tables of a force are independent of each other: fields are never crossed, and a stop's value in one field may be
exchanged alone.

**What this does not cover**: what somebody infers from the meaning of fields (a law that is used for one kind of search
only), and from comparing two releases of the site, whose twelve months overlap.
"""

from __future__ import annotations

import numpy as np

from sitegen.facts.exchange import Counts, Mask, lowered, raised

THRESHOLD = 10
"""The smallest number of stops that is told of a value, in any table."""


def shown_values(counts: Counts, *, others: int = 0, threshold: int = THRESHOLD) -> Mask:
    """Which values of one row may be told; `others` are stops of the row whose values are never told.

    None where the row's total is below the threshold. Equal counts are merged last column first.
    """
    shown: Mask = (counts >= threshold) & (int(counts.sum()) + others >= threshold)
    while shown.any() and not _is_loose(int(counts[~shown].sum()) + others, int((~shown).sum()), int(counts[shown].min()), threshold):
        shown[_smallest(counts, shown)] = False
    return shown


def _gives_rare_totals_away(totals: Counts, columns: Mask, threshold: int) -> bool:
    """Whether all columns merged are rare ones that their sum gives away, as in a single row."""
    rare = totals[~columns]
    return bool((rare < threshold).all()) and not _is_loose(int(rare.sum()), len(rare), int(totals[columns].min()), threshold)


def _is_loose(together: int, values: int, smallest: int, threshold: int) -> bool:
    """Whether so many values told together may each be rare, or one of them merged, as far as somebody knows who replays the rule.

    `smallest` is the smallest number told. No value told together alone may be forced up to its limit: either all may be below the threshold
    with room for one to be 0, or any one may be as large as all of them and would have been merged, since it is no larger than those told.
    """
    return together == 0 or (together >= threshold and (together <= (threshold - 1) * (values - 1) or smallest >= together))


def shown_columns(cells: Counts, shown: Mask, *, threshold: int = THRESHOLD) -> Mask:
    """Which columns the force's table may show, by the three rules above.

    `cells` has a row for each neighbourhood and the rest, a column for each value; `shown` says which cells are told, and
    is false throughout the rest.
    """
    totals = cells.sum(axis=0)
    columns: Mask = totals >= threshold
    left = np.where(shown, 0, cells).sum(axis=0)
    while columns.any():
        if (bad := columns & (left > 0) & (left < threshold)).any():
            columns &= ~bad
        elif any(0 < int(number[~columns].sum()) < threshold for number in (left, totals)) or _gives_rare_totals_away(totals, columns, threshold):
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
    # The merged columns act as one, the last: within a row, what they hold together may be of any of them.
    grouped = np.column_stack([hidden[:, columns], hidden[:, ~columns].sum(axis=1)])
    hides: Mask = np.column_stack([~shown[:, columns], np.ones(len(hidden), np.bool_)])
    group_of = np.where(columns, np.cumsum(columns) - 1, grouped.shape[1] - 1)
    up, down = _surely(grouped, hides)
    # A merged cell can be lowered to 0 and raised to all that its row has merged; only what is raised beyond that is new.
    free = np.where(columns, down[:, group_of], grouped[:, -1:])
    wanted = np.minimum(threshold, hidden.sum(axis=1))[:, np.newaxis]
    doubtful = (hidden > 0) & (hidden < threshold) & (up[:, group_of] + free < wanted)
    for row, column in np.argwhere(doubtful).tolist():
        place, most = int(group_of[column]), int(wanted[row, 0])
        room = lowered(grouped, hides, row, place, most) if columns[column] else int(grouped[row, -1])
        if room < most and room + raised(grouped, hides, row, place, most - room) < most:
            # Its own column is merged, or where that is, another that its row hides.
            return column if columns[column] else _smallest(cells.sum(axis=0), columns & (hidden[row] > 0))
    return None


def _surely(grouped: Counts, hides: Mask) -> tuple[Counts, Counts]:
    """How far each hidden cell can be raised and lowered at least: by exchange with the rows that hide everything, for all cells at once."""
    is_open = hides.all(axis=1, keepdims=True)
    of_open = np.where(is_open, grouped, 0)
    in_open = of_open.sum(axis=0) - of_open
    beside = grouped.sum(axis=1, keepdims=True) - grouped
    takers = np.where(hides, in_open, 0)
    return np.minimum(beside, in_open), np.minimum(grouped, takers.sum(axis=1, keepdims=True) - takers)
