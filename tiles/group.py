"""Points and their counts grouped for every zoom: sorted once by Morton code, every tile and cell of every zoom is one run of rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tiles.grid import EXTENT, SIZE, ZOOM, morton, unmorton

EXACT_ZOOM = 12
"""The first zoom at which a tile is fine enough to hold every pixel as a point of its own."""

CELLS = 32
"""Cells across a tile, and down it, below that zoom."""

_CELL_ZOOMS = CELLS.bit_length() - 1
_CELL_WIDTH = EXTENT // CELLS


@dataclass(frozen=True, slots=True)
class Level:
    """The features of one zoom, in Morton order, so that those of one tile stand together."""

    zoom: int
    is_exact: bool
    """True: a feature is a point; false: it is a cell, at the cell's centre."""
    names: tuple[str, ...]
    """What the columns of `counts` count."""
    tile_x: NDArray[np.int64]
    tile_y: NDArray[np.int64]
    starts: NDArray[np.int64]
    """First feature of each tile, and one past the last of all."""
    x: NDArray[np.int64]
    """Place in the tile, 0 to 4095, from the west."""
    y: NDArray[np.int64]
    """Likewise, from the north."""
    counts: NDArray[np.int64]
    """One row a feature, one column a name; no row is all zeros."""


def levels(
    x: NDArray[np.int32], y: NDArray[np.int32], counts: Mapping[str, NDArray[np.int32]], *, zooms: Sequence[int], apart: Sequence[str] = ()
) -> Iterator[Level]:
    """Levels of the given zooms, in the order given, for pixels at zoom 24.

    Rows may repeat a pixel: they are summed. Pixels whose counts are all zero are left out. `total` is the sum of all columns not
    named in `apart`; cells also have `points`, the number of pixels summed. Raises ValueError for columns that do not fit together.
    """
    _check(x, y, counts, zooms, apart)
    codes, running = _sum_by_pixel(morton(x, y), _matrix(counts, len(x)))
    in_total = [place for place, name in enumerate(counts) if name not in apart]
    for zoom in zooms:
        exact = zoom >= EXACT_ZOOM
        unit = codes if exact else codes >> np.uint64(2 * (ZOOM - zoom - _CELL_ZOOMS))
        bounds = _run_bounds(unit)
        features = unit[bounds[:-1]]
        sums = np.diff(running[bounds], axis=0)
        columns = [sums[:, in_total].sum(axis=1, keepdims=True), sums]
        if not exact:
            columns.append(np.diff(bounds)[:, np.newaxis])
        tile_codes = codes[bounds[:-1]] >> np.uint64(2 * (ZOOM - zoom))
        starts = _run_bounds(tile_codes)
        yield Level(
            zoom,
            exact,
            ("total", *counts) if exact else ("total", *counts, "points"),
            *unmorton(tile_codes[starts[:-1]]),
            starts,
            *(_place_of_pixel(axis, zoom) if exact else axis % CELLS * _CELL_WIDTH + _CELL_WIDTH // 2 for axis in unmorton(features)),
            np.concatenate(columns, axis=1),
        )


def _matrix(counts: Mapping[str, NDArray[np.int32]], rows: int) -> NDArray[np.int64]:
    matrix = np.empty((rows, len(counts)), np.int64)
    for place, column in enumerate(counts.values()):
        matrix[:, place] = column
    return matrix


def _sum_by_pixel(codes: NDArray[np.uint64], counts: NDArray[np.int64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Distinct codes, ascending, and the running sums of their counts: one row more than codes, the first all zeros.

    The sums of any run of codes are then one row of the running sums less another.
    """
    order = np.argsort(codes)
    codes = codes[order]
    bounds = _run_bounds(codes)
    running = np.zeros((len(codes) + 1, counts.shape[1]), np.int64)
    np.cumsum(counts[order], axis=0, out=running[1:])
    running = running[bounds]
    kept = (np.diff(running, axis=0) > 0).any(axis=1)
    return codes[bounds[:-1]][kept], running[np.concatenate(([True], kept))]


def _run_bounds(codes: NDArray[np.uint64]) -> NDArray[np.int64]:
    """First row of each run of equal codes, and one past the last row."""
    if not len(codes):
        return np.zeros(1, np.int64)
    return np.concatenate(([0], np.flatnonzero(codes[1:] != codes[:-1]) + 1, [len(codes)]))


def _place_of_pixel(axis: NDArray[np.int64], zoom: int) -> NDArray[np.int64]:
    """Place of pixels in their tiles; above zoom 12 a pixel is several places wide and its middle is taken."""
    wide = 1 << (zoom - EXACT_ZOOM)
    return axis % (1 << (ZOOM - zoom)) * wide + wide // 2


def _check(x: NDArray[np.int32], y: NDArray[np.int32], counts: Mapping[str, NDArray[np.int32]], zooms: Sequence[int], apart: Sequence[str]) -> None:
    for axis, pixel in (("x", x), ("y", y)):
        if len(pixel) and not 0 <= pixel.min() <= pixel.max() < SIZE:
            raise ValueError(f"{axis} from {pixel.min()} to {pixel.max()}: pixels at zoom {ZOOM} go from 0 to {SIZE - 1}")
    for name, column in {"y": y, **counts}.items():
        if len(column) != len(x):
            raise ValueError(f"column {name!r} has {len(column)} rows, x has {len(x)}; all columns must be equally long")
    for name, column in counts.items():
        if name in ("total", "points"):
            raise ValueError(f"{name!r} is a sum the tiles add themselves; give the column another name")
        if len(column) and column.min() < 0:
            raise ValueError(f"column {name!r} holds {column.min()}; counts are never below 0")
    if unknown := [name for name in apart if name not in counts]:
        raise ValueError(f"columns to keep apart from the total are not among the counts: {', '.join(unknown)}")
    if outside := [zoom for zoom in zooms if not 0 <= zoom <= ZOOM]:
        raise ValueError(f"zoom {outside[0]} is outside 0 to {ZOOM}")
