"""Which cells of one-way tables may be told, so that none of the others can be worked out from those that are.

**The picture.** One field of one force is a table of numbers: a row for each neighbourhood and one for the *rest* (stops
in no neighbourhood and without a location), a column for each value. Rows do not share a stop: `stop_tables` sees to that.
Readers know the total of every row (it is a total of snap points, and those are published), every cell that is shown, and
the force's table: the totals of the columns it shows and, as *anything else*, the total of all other columns together.
The other columns include labels nobody has thought of, because the lists of values are open.

**Row by row** (`shown_values`): a value is shown from `THRESHOLD` up; the others are told as one sum, which is 0 or at least
`THRESHOLD`, if need be by merging shown values into it, smallest first. That sum is *loose*, too (`_is_loose`): either all that are told
together may be below `THRESHOLD` with room for one of them to be 0, or any one may be as large as all of them together. Else two values
of 18 together would be known to be 9 each, where none of those told is as large as 17. Stops by officers of another force are told
under anything else; the sum of the others is loose without them, for somebody might know how many they are.

**That alone is not enough.** Take a column's total, subtract the cells shown, and what is left may be one hidden cell; take
that from its row's anything else, and another follows. So the columns shown in the force's table pass three rules: (1) what each leaves
hidden, and what all merged columns leave together, is 0 or at least `THRESHOLD`; (2) the sum of the merged columns is loose, as in a row;
(3) every hidden cell of a neighbourhood is *open*: among all tables that agree with the totals and cells told it is somewhere 0, and
somewhere as large as `THRESHOLD`, or as its row's hidden sum where that is smaller; of the rest, where no rule chose what is hidden,
it is enough that a cell has as wide a range, or is surely 0 or surely no smaller than `THRESHOLD`. The merged columns act as one; a row that
hides nothing but them is open, and one with fewer stops than `THRESHOLD` that hides a single column that is told is not. Columns that fail (1)
by themselves are merged first, then one after another from the smallest, until nothing fails. If all are merged the force's table says no
more than totals; so the end is always reached.

**The tables of (3)** are made by exchanging values between rows: some `b` of a row become `a`, and in other rows that hide both as many `a`
become `b`, directly or by way of other columns, so that no sum changes (`exchange` finds how far this goes). How far depends on the sums
alone, not on where among its tables the true one lies: worlds whose rows are published alike and whose columns have the same totals,
merged ones too, have the same publication.

The tables of a force are independent of each other: fields are never crossed, and a stop's value in one field may be
exchanged alone.

**The reader** against whom this holds has everything published by one build (every total by place and month, every table) and this
program; he knows the threshold, which values there can be, and how many stops of a row are by officers of another force. He goes through
all worlds that could have been, replays the rules on each, and keeps those that give what he sees.

**The claim**: of no hidden cell a number below `THRESHOLD` but 0 is certain. If one fits at all, the worlds he keeps give the cell at least
`THRESHOLD` - 2 different numbers, or as many as its row's hidden sum where that is smaller, and never fewer than two. (That a hidden
value is below `THRESHOLD` or was merged any such rule tells.) This was shown by going through *all* worlds, at the real threshold, of more than
2,000 sets of totals: one neighbourhood and the rest with 2 values (to 45 stops, the rest 0 to 24), 3 values (to 34, the rest 0 to 24) and 4
values (some, to 28); two neighbourhoods with 2 values (8 to 32, the rest 0 to 20) and some with 3, up to 7 million worlds each; some of three
neighbourhoods; some with stops by other forces. `tests/facts/test_tables_replayed.py` repeats a part, `--hypothesis-profile wide` a larger one,
and looks in worlds as large as a force for others with the same publication: for cells of columns that are told as many were found. Single rows
(`test_suppression_replayed.py`) were searched below 40 stops for 2 values, 50 for 3 and 38 for 4, and with stops by other forces
below 40 for 2 and 34 for 3; they leave at least `THRESHOLD` - 1 numbers.

**What is not claimed**: nothing is proved of larger worlds, and cells of merged columns were not searched in them.
Values of `THRESHOLD` and more may be worked out, and
that there are none of a value. Nor does this cover what somebody infers from the meaning of fields (a law that is used for one
kind of search only), or from what he knows of some of the stops. Two releases tell the same year or years that share no month (`rules.stop_year`), so
that comparing them tells nothing more; but where a month of the year came late or was changed, it does, and where a site has no whole year.

**Attacked from outside**: `auditing.attack` reads a finished site, and the release before, and bounds each hidden cell by linear programmes; it finds
every cell of a neighbourhood as wide as `THRESHOLD`, high less low, or as the stops of its row where those are fewer.
"""

import numpy as np

from sitegen.facts.exchange import Counts, Mask, lowered, raised
from sitegen.rules import THRESHOLD


def shown_values(counts: Counts, *, others: int = 0, threshold: int = THRESHOLD) -> Mask:
    """Which values of one row may be told; `others` are stops of the row whose values are never told.

    None where the row's total is below the threshold. Equal counts are merged last column first.
    """
    shown: Mask = (counts >= threshold) & (int(counts.sum()) + others >= threshold)
    while shown.any():
        together = int(counts[~shown].sum())
        if _is_loose(together, int((~shown).sum()), int(counts[shown].min()), threshold) and not 0 < together + others < threshold:
            break
        shown[_smallest(counts, shown)] = False
    return shown


def _is_loose(together: int, values: int, smallest: int, threshold: int) -> bool:
    """Whether so many values told together may each be rare, or one of them merged, as far as somebody knows who replays the rule.

    `smallest` is the smallest number told. No value told together alone may be forced up to its limit: either all may be below the threshold
    with room for one to be 0, or any one may be as large as all of them and would have been merged, since it is no larger than those told.
    """
    return together == 0 or (together >= threshold and (together <= (threshold - 1) * (values - 1) or smallest >= together))


def shown_columns(cells: Counts, shown: Mask, *, threshold: int = THRESHOLD) -> Mask:
    """Which columns the force's table may show: the largest, as many as pass the three rules above.

    `cells` has a row for each neighbourhood and the rest, a column for each value; `shown` says which cells are told, and
    is false throughout the rest.
    """
    totals = cells.sum(axis=0)
    left = np.where(shown, 0, cells).sum(axis=0)
    columns: Mask = (totals >= threshold) & ((left == 0) | (left >= threshold))
    while columns.any() and not _may_be_told(cells, shown, columns, threshold):
        columns[_smallest(totals, columns)] = False
    return columns


def _may_be_told(cells: Counts, shown: Mask, columns: Mask, threshold: int) -> bool:
    """Whether these columns and the sum of all others may be told: the three rules."""
    totals = cells.sum(axis=0)
    hidden = np.where(shown, 0, cells)
    if 0 < int(hidden[:, ~columns].sum()) < threshold:
        return False
    if not _is_loose(int(totals[~columns].sum()), int((~columns).sum()), int(totals[columns].min()), threshold):
        return False
    return _are_open(hidden, shown, columns, threshold)


def _smallest(counts: Counts, among: Mask) -> int:
    """The column with the smallest count, the last of them on a tie."""
    places = np.flatnonzero(among)[::-1]
    return int(places[np.argmin(counts[places])])


def _are_open(hidden: Counts, shown: Mask, columns: Mask, threshold: int) -> bool:
    """Whether every hidden cell stays open, or certainly is no smaller than the threshold."""
    # The merged columns act as one, the last: of a row, only what they hold together is bound by what is told.
    grouped, hides = hidden[:, columns], ~shown[:, columns]
    if not columns.all():
        grouped = np.column_stack([grouped, hidden[:, ~columns].sum(axis=1)])
        hides = np.column_stack([hides, (~shown[:, ~columns]).any(axis=1)])
    sums = hidden.sum(axis=1, keepdims=True)
    is_single = hides.sum(axis=1, keepdims=True) == 1
    # A row whose hidden stops can only be of one column that is told: its hidden sum is the cell.
    if (is_single & (sums > 0) & (sums < threshold) & hides)[:, : int(columns.sum())].any():
        return False
    wanted = np.broadcast_to(np.minimum(threshold, sums), grouped.shape)
    up, down = _surely(grouped, hides)
    doubtful = hides & (sums > 0) & ~is_single & ((down < grouped) | (grouped + up < wanted))
    rest = len(hidden) - 1
    # Of the rest, a cell that exchanges with all other rows can hardly make small is large for certain.
    others = np.where(hides, sums - grouped, 0)[:rest].sum(axis=0)
    doubtful[rest] &= (grouped[rest] - others < threshold) & (up[rest] + down[rest] < wanted[rest])
    for row, column in np.argwhere(doubtful).tolist():
        stops, enough = int(grouped[row, column]), int(wanted[row, column])
        least = stops - lowered(grouped, hides, row, column, stops)
        if row == rest:
            most = stops + raised(grouped, hides, row, column, least + enough)
            if least < threshold and most and most - least < enough:
                return False
        elif least or (stops < enough and stops + raised(grouped, hides, row, column, enough - stops) < enough):
            return False
    return True


def _surely(grouped: Counts, hides: Mask) -> tuple[Counts, Counts]:
    """How far each hidden cell can be raised and lowered at least: by exchange with the rows that hide everything, for all cells at once."""
    is_open = hides.all(axis=1, keepdims=True)
    of_open = np.where(is_open, grouped, 0)
    in_open = of_open.sum(axis=0) - of_open
    beside = grouped.sum(axis=1, keepdims=True) - grouped
    takers = np.where(hides, in_open, 0)
    return np.minimum(beside, in_open), np.minimum(grouped, takers.sum(axis=1, keepdims=True) - takers)
