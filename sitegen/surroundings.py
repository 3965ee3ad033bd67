"""How far beyond a neighbourhood a basemap is read, drawn and cut into tiles: as far as one of its maps may show, and no further."""

from dataclasses import dataclass

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

Boxes = NDArray[np.float64]
"""A row for each: west, south, east and north, in degrees."""

_SQUARE = 0.6
"""Degrees of latitude as long as a degree of longitude here, about."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far beyond a box: in lengths of its longer side, and in degrees of latitude at least."""

    lengths: float
    least: float


READ = Reach(1.0, 0.03)
"""What is read of files of tiles; no less than what is drawn or cut."""
DRAWN = Reach(0.9, 0.006)
"""What a printed map shows: it is wider than it is high."""
CUT = 0.03
"""Degrees of latitude beyond the neighbourhoods of a force that have tiles of the basemap; twice as many degrees of longitude."""


def around_neighbourhoods(boundaries: pl.DataFrame, reach: Reach) -> Boxes | None:
    """A box around each neighbourhood that has a boundary; None where none has."""
    shaped = boundaries.filter(pl.col("geometry").is_not_null())
    if shaped.is_empty():
        return None
    boxes = shapely.bounds(shapely.from_wkb(shaped["geometry"].to_numpy()))
    longer = np.maximum((boxes[:, 2] - boxes[:, 0]) * _SQUARE, boxes[:, 3] - boxes[:, 1])
    beyond = np.maximum(longer * reach.lengths, reach.least)
    return np.asarray(boxes + np.column_stack([-beyond / _SQUARE, -beyond, beyond / _SQUARE, beyond]))


def around_forces(boundaries: pl.DataFrame) -> Boxes | None:
    """A box around the neighbourhoods of each force, by force, as far as tiles are cut; None where no neighbourhood has a boundary."""
    shaped = boundaries.filter(pl.col("geometry").is_not_null()).sort("force_id")
    forces = [shapely.total_bounds(shapely.from_wkb(rows["geometry"].to_numpy())) for _, rows in shaped.group_by("force_id", maintain_order=True)]
    return np.array(forces) + np.array([-2 * CUT, -CUT, 2 * CUT, CUT]) if forces else None
