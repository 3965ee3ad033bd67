"""An invented ground for the force of rich_force.py: streets, main roads, a railway, rivers, lakes and parks, the same on every run."""

from __future__ import annotations

import numpy as np
import polars as pl
import shapely

from tests.artefacts.inputs import table
from tests.artefacts.loamshire import to_degrees

Place = tuple[float, float]

_STREETS, _GREENS, _LAKES = 70, 16, 3
"""In every cell; a town has as many streets, the countryside far fewer."""


def rich_ground(chance: np.random.Generator, corner: Place, side: int, columns: int, rows: int) -> pl.DataFrame:
    """The table `force_basemap` for a grid of cells whose north-western corner and side are given in zoom-24 pixels."""
    found: list[tuple[str, str, str | None, shapely.Geometry]] = []
    for cell in range(columns * rows):
        west, north = corner[0] + cell % columns * side, corner[1] + cell // columns * side
        starts = np.add(chance.uniform(0, side, (_STREETS, 2)), (west, north))
        found += [("road", "minor", None, _line(chance, start, start + chance.normal(0, side / 14, 2), 5)) for start in starts]
        for kind, number in (("park", _GREENS), ("lake", _LAKES)):
            layer = "green" if kind == "park" else "water"
            for middle in np.add(chance.uniform(0, side, (number, 2)), (west, north)):
                found.append((layer, kind, None, _round(chance, middle, side / 25)))
    across, down = columns * side, rows * side
    for row in range(rows):
        y = corner[1] + (row + 0.5) * side
        ends = np.array([corner[0], y]), np.array([corner[0] + across, y + side / 4])
        found.append(("road", "primary", None, _line(chance, *ends, 150)))
        found.append(("water", "river", f"River {row + 1}", _line(chance, ends[0] + (0, side / 5), ends[1], 400)))
        found.append(("rail", "rail", None, _line(chance, ends[0] - (0, side / 5), ends[1], 80)))
    for column in range(columns):
        x = corner[0] + (column + 0.4) * side
        found.append(("road", "secondary", None, _line(chance, np.array([x, corner[1]]), np.array([x, corner[1] + down]), 150)))
        found.append(("water", "stream", None, _line(chance, np.array([x + side / 3, corner[1]]), np.array([x, corner[1] + down]), 400)))
    return table(
        "force_basemap",
        *(
            {"layer": layer, "kind": kind, "name": name, "geometry": shapely.to_wkb(shapely.transform(shape, to_degrees)), "attribution": ""}
            for layer, kind, name, shape in found
        ),
    )


def _line(chance: np.random.Generator, start: np.ndarray, end: np.ndarray, corners: int) -> shapely.Geometry:
    """A wandering line between two places."""
    along = np.linspace(0, 1, corners)[:, None]
    wander = np.cumsum(chance.normal(0, np.hypot(*(end - start)) / corners / 2, (corners, 2)), axis=0)
    return shapely.linestrings(start + (end - start) * along + wander - wander[-1] * along)


def _round(chance: np.random.Generator, middle: np.ndarray, radius: float) -> shapely.Geometry:
    """An area with an uneven edge."""
    turn = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    reach = radius * chance.uniform(0.6, 1.4, 24)
    return shapely.polygons(middle + np.column_stack([np.cos(turn) * reach, np.sin(turn) * reach]))
