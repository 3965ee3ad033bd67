"""Shapes made valid, within a time that their size bounds: one that crosses itself too often is given up.

What a repair costs grows with the places where lines cross, and 300 corners can cross 45,000 times. So the crossings are
counted first, and the count stops as soon as it is too high.
"""

import numpy as np
import shapely
from numpy.typing import NDArray

CROSSINGS_MOST = 2_000
"""Crossings beyond which a shape is given up, which is a tenth of a second's work; drawn by hand, a shape has a few."""

_PAIRS_AT_ONCE, _PAIRS_MOST = 100_000, 4_000_000
"""Pairs looked at together, about and at most."""

_LARGE = 20_000
"""Corners from which the crossings are counted first: to be told that a large tangle is not valid takes a minute, too."""

_PAIRS_LEAST, _PAIRS_OF_A_SIDE = 500_000, 16
"""Pairs of sides near one another that are looked at in all, and for each side: more are a tangle, whether they cross or not."""

Sides = NDArray[np.float64]
"""A row for each side of a shape: x and y of its ends."""


def repair(shape: shapely.Geometry) -> shapely.Geometry | None:
    """The shape if it is valid, else its valid parts of its own dimension, empty where nothing is left; None for one that is too tangled."""
    is_large = shapely.get_num_coordinates(shape) > _LARGE
    if is_large and is_tangled(shape):
        return None
    if shape.is_valid:
        return shape
    if not is_large and is_tangled(shape):
        return None
    return mended(shape)


def mended(shape: shapely.Geometry) -> shapely.Geometry:
    """The valid parts of a shape of its own dimension, whatever it costs to find them: for what is known to be no tangle."""
    return of_dimension(shapely.make_valid(shape, method="structure", keep_collapsed=False), int(shapely.get_dimensions(shape)))


def union(shapes: list[shapely.Geometry]) -> shapely.Geometry | None:
    """One shape of several that may touch or overlap; None where they cross one another too often."""
    if len(shapes) == 1:
        return shapes[0]
    return None if is_tangled(shapely.GeometryCollection(shapes)) else shapely.union_all(shapes)


def of_dimension(shape: shapely.Geometry, dimension: int) -> shapely.Geometry:
    """The parts of a shape that have a dimension: a repair leaves lines and points behind where rings crossed."""
    parts = np.array([shape])
    while (shapely.get_type_id(parts) > shapely.GeometryType.POLYGON).any():
        parts = shapely.get_parts(parts)
    kept = parts[(shapely.get_dimensions(parts) == dimension) & ~shapely.is_empty(parts)]
    return kept[0] if len(kept) == 1 else shapely.union_all(kept)


def is_tangled(shape: shapely.Geometry) -> bool:
    """Whether the sides of a shape, or of several in a collection, cross one another more than `CROSSINGS_MOST` times."""
    sides = _sides(shape)
    if len(sides) < 3:
        return False
    starts, ends = sides[:, :2], sides[:, 2:]
    boxes = shapely.box(*np.minimum(starts, ends).T, *np.maximum(starts, ends).T)
    tree = shapely.STRtree(boxes)
    crossings, left = 0, _PAIRS_LEAST + _PAIRS_OF_A_SIDE * len(sides)
    first, step, step_most = 0, 1, max(1, _PAIRS_MOST // len(sides))
    while first < len(sides):
        one, other = tree.query(boxes[first : first + step])
        near = len(one)
        is_new = other > one + first
        one, other = one[is_new] + first, other[is_new]
        left -= len(one)
        crossings += int(np.count_nonzero(_cross(sides[one], sides[other])))
        if crossings > CROSSINGS_MOST or left < 0:
            return True
        first, step = first + step, max(1, min(2 * step, step_most, step * _PAIRS_AT_ONCE // near))
    return False


def _sides(shape: shapely.Geometry) -> Sides:
    """Every side of every line and ring; those without a length are left out."""
    parts = np.array([shape])
    while (shapely.get_type_id(parts) > shapely.GeometryType.POLYGON).any():
        parts = shapely.get_parts(parts)
    areas = shapely.get_dimensions(parts) == 2
    lines = np.concatenate([parts[shapely.get_dimensions(parts) == 1], shapely.get_rings(parts[areas])])
    places, owner = shapely.get_coordinates(lines, return_index=True)
    sides: Sides = np.hstack([places[:-1], places[1:]])[owner[:-1] == owner[1:]] if len(places) else np.empty((0, 4))
    lengths: Sides = np.abs(sides[:, :2] - sides[:, 2:]).max(axis=1, initial=0)
    long: Sides = sides[lengths > 0]
    return long


def _cross(one: Sides, other: Sides) -> NDArray[np.bool_]:
    """Which pairs meet elsewhere than at an end that both have: they cross, one ends on the other, or they run along one another."""
    a, b, c, d = one[:, :2], one[:, 2:], other[:, :2], other[:, 2:]
    turns = [_turn(a, b, c), _turn(a, b, d), _turn(c, d, a), _turn(c, d, b)]
    meet = (turns[0] * turns[1] <= 0) & (turns[2] * turns[3] <= 0)
    in_line = np.all([turn == 0 for turn in turns], axis=0)
    # Two neighbours of a line meet at their common corner, and that is no crossing unless one turns back along the other.
    joined = np.any([(p == q).all(axis=1) for p in (a, b) for q in (c, d)], axis=0)
    shared = np.minimum(np.maximum(a, b), np.maximum(c, d)) - np.maximum(np.minimum(a, b), np.minimum(c, d))
    return np.where(in_line, (shared > 0).any(axis=1), meet & ~joined)


def _turn(start: Sides, end: Sides, place: Sides) -> NDArray[np.float64]:
    """Above 0 where a place lies left of a line, below where right, 0 on it."""
    along, across = end - start, place - start
    return np.sign(along[:, 0] * across[:, 1] - along[:, 1] * across[:, 0])
