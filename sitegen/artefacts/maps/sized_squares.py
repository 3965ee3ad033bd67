"""Squares whose size says how many were recorded in a cell of the tiles' own grid, on every baked map of more than a neighbourhood."""

import math

import numpy as np

from sitegen.artefacts.maps.frame import Whole, sub_paths

SIDES = 12
"""Sizes of a square, in equal steps of its side."""

_LEAST = 3
"""The smallest of them that is drawn: a telephone shows no smaller one."""

_LARGE = 6
"""The smallest size that no name should lie over."""

_SHARE = 0.94
"""Side of the largest square as a share of a cell's: squares side by side stay apart."""


def side_of(recorded: int, largest: int) -> float:
    """The side of the square that stands for a number, as a share of a cell's: its area follows the number, from the smallest to the largest."""
    return _SHARE * min(1.0, max(_LEAST / SIDES, math.sqrt(recorded / largest)))


def square_paths(columns: Whole, rows: Whole, recorded: Whole, largest: int) -> str:
    """A path for each size, the largest first, in cells: a square stands at each of its corners, as wide as its stroke says."""
    step = _steps(recorded, largest)
    order = np.lexsort((columns, rows, -step))
    columns, rows, step = columns[order], rows[order], step[order]
    found: list[str] = []
    for size in range(SIDES, _LEAST - 1, -1):
        here = np.flatnonzero(step == size)
        if len(here):
            (path,) = sub_paths(columns, rows, [(int(here[0]), int(here[-1]) + 1)], "")
            found.append(f'<path stroke-width="{size / SIDES * _SHARE:.2f}" d="{path}"/>')
    return "".join(found)


def large_squares(columns: Whole, rows: Whole, recorded: Whole, largest: int) -> tuple[tuple[int, int], ...]:
    """The cells, by column and row, whose square is so large that a name over it would hide it."""
    large = _steps(recorded, largest) >= _LARGE
    return tuple(zip(columns[large].tolist(), rows[large].tolist(), strict=True))


def _steps(recorded: Whole, largest: int) -> Whole:
    steps: Whole = np.clip(np.rint(np.sqrt(np.minimum(recorded / largest, 1.0)) * SIDES), _LEAST, SIDES).astype(np.int64)
    return steps
