"""How far one cell of a table can be moved by exchanging values between stops, while every published sum stays as it is.

A table has rows, columns and hidden cells. Some stops of a row change from one of its hidden columns to another; then stops
of other rows must change so that the columns keep their totals. Such changes can follow each other: `a` becomes `b` in one
row, `b` becomes `c` in the next. Finding the largest change is a flow through the columns.
"""

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]


def raised(cells: Counts, hides: Mask, row: int, column: int, wanted: int) -> int:
    """How far the cell can be raised, in stops; no more than `wanted` is looked for.

    `cells` holds the hidden numbers only, `hides` says which cells are hidden; the cell is one of them.
    """
    pool, patterns = _other_rows(cells, hides, row)
    own = np.arange(cells.shape[1]) == column
    return _flow(pool, patterns, source=own, sinks=np.where(hides[row] & ~own, cells[row], 0), wanted=wanted)


def lowered(cells: Counts, hides: Mask, row: int, column: int, wanted: int) -> int:
    """How far the cell can be lowered, likewise."""
    pool, patterns = _other_rows(cells, hides, row)
    own = np.arange(cells.shape[1]) == column
    return _flow(pool, patterns, source=hides[row] & ~own, sinks=np.where(own, cells[row], 0), wanted=wanted)


def _other_rows(cells: Counts, hides: Mask, row: int) -> tuple[Counts, Mask]:
    """The stops of all rows but one, those of rows that hide the same columns together, and which columns these are."""
    patterns, pattern_of = np.unique(hides, axis=0, return_inverse=True)
    pool = np.zeros(patterns.shape, np.int64)
    np.add.at(pool, pattern_of.ravel(), cells)
    pool[pattern_of.ravel()[row]] -= cells[row]
    return pool, patterns


def _flow(pool: Counts, patterns: Mask, *, source: Mask, sinks: Counts, wanted: int) -> int:
    """Stops that can go from the source columns to those with room in `sinks`, each step within rows of one pattern.

    `pool` has the stops of all rows that hide the same columns together, and is used up.
    """
    moved = 0
    while moved < wanted:
        path = _path(pool, patterns, source, sinks > 0)
        if path is None:
            break
        steps = [(int(np.argmax(np.where(patterns[:, there], pool[:, here], -1))), here, there) for here, there in path]
        last = path[-1][1]
        amount = min([wanted - moved, int(sinks[last]), *(int(pool[pattern, here]) for pattern, here, _ in steps)])
        for pattern, here, there in steps:
            pool[pattern, here] -= amount
            pool[pattern, there] += amount
        sinks[last] -= amount
        moved += amount
    return moved


def _path(pool: Counts, patterns: Mask, source: Mask, is_sink: Mask) -> list[tuple[int, int]] | None:
    """The shortest way from a source column to a sink, as steps from column to column."""
    follows = (pool > 0).T.astype(np.int64) @ patterns.astype(np.int64) > 0
    came_from = {int(column): -1 for column in np.flatnonzero(source)}
    front = list(came_from)
    while front:
        following: list[int] = []
        for here in front:
            for there in np.flatnonzero(follows[here]).tolist():
                if there not in came_from:
                    came_from[there] = here
                    following.append(there)
        for end in following:
            if is_sink[end]:
                return _steps_to(end, came_from)
        front = following
    return None


def _steps_to(end: int, came_from: dict[int, int]) -> list[tuple[int, int]]:
    steps: list[tuple[int, int]] = []
    while came_from[end] >= 0:
        steps.append((came_from[end], end))
        end = came_from[end]
    return steps[::-1]
