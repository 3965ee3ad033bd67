"""A large land as a mesh of hexagons, each sea or part of one area.

Three hexagons meet at every corner of the mesh, never four, so that a line between areas can always be followed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sitegen.sample.land import Land, Side, trace_land

_HEIGHT = np.sqrt(0.75)


@dataclass(frozen=True, slots=True)
class Mesh:
    """Rows of hexagons from the south, odd rows half a hexagon further east: the easting and northing of the first, and the pitch, in metres."""

    west: float
    south: float
    pitch: float
    rows: int
    columns: int

    def middles(self) -> NDArray[np.float64]:
        """Easting and northing of every hexagon's middle, row by row."""
        row, column = np.mgrid[0 : self.rows, 0 : self.columns]
        east = self.west + self.pitch * (column + 0.5 * (row % 2))
        north = self.south + self.pitch * _HEIGHT * row
        return np.column_stack([east.ravel(), north.ravel()])

    def land(self, area: NDArray[np.int64]) -> Land:
        """The lines between unlike hexagons, their zigzag averaged out. The outermost hexagons must be sea."""
        grid = area.reshape(self.rows, self.columns)
        width = 2 * self.columns + 4
        scale = np.array([self.pitch / 2, self.pitch / np.sqrt(12)])

        def bend(path: list[int]) -> NDArray[np.float64]:
            corner = np.array(path, dtype=np.int64)
            places = np.column_stack([corner % width - 1, corner // width - 1]) * scale + np.array([self.west, self.south])
            return np.round(_smooth(places, closed=path[0] == path[-1]), 1)

        return trace_land(_sides(grid, width), bend)


def _sides(grid: NDArray[np.int64], width: int) -> list[Side]:
    """The sides between unlike hexagons; a corner's number is its place in half pitches east and half radii north."""
    rows, columns = grid.shape
    row, column = np.mgrid[1 : rows - 1, 1 : columns - 1]
    odd = row % 2
    east, north = 2 * column + odd + 1, 3 * row + 1
    here = grid[1:-1, 1:-1]
    sides: list[Side] = []
    for start, end, other_row, other_column in (
        ((1, -1), (1, 1), row, column + 1),
        ((1, 1), (0, 2), row + 1, column + odd),
        ((0, 2), (-1, 1), row + 1, column + odd - 1),
    ):
        there = grid[other_row, other_column]
        unlike = here != there
        x, y = east[unlike], north[unlike]
        first, second = (x + start[0] + width * (y + start[1])).tolist(), (x + end[0] + width * (y + end[1])).tolist()
        sides.extend(zip(first, second, here[unlike].tolist(), there[unlike].tolist(), strict=True))
    return sides


def _smooth(points: NDArray[np.float64], *, closed: bool) -> NDArray[np.float64]:
    """The line with its zigzag averaged out; the ends of an open line stay."""
    for _ in range(4):
        before = np.vstack([points[-2:-1] if closed else points[:1], points[:-1]])
        after = np.vstack([points[1:], points[1:2] if closed else points[-1:]])
        points = (before + 2 * points + after) / 4
        if not closed:
            points[0], points[-1] = (4 * points[0] - after[0]) / 3, (4 * points[-1] - before[-1]) / 3
    return points
