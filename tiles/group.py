"""Points and their counts grouped for every zoom: sorted once by Morton code, every tile and cell of every zoom is one run of rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tiles.grid import EXTENT, SIZE, ZOOM, cell_width, cells_across, morton, unmorton

Column = NDArray[np.int32]

EXACT_ZOOM = 12
"""The first zoom at which a layer of `EXTENT` is fine enough to hold every pixel as a point of its own; below it there are cells."""

FIRST_EXACT_ZOOM = 11
"""The first zoom at which a layer may hold points, at twice that extent: as fine as maps keep places in a tile."""

_SUM_MAX = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Level:
    """The features of one zoom, in Morton order, so that those of one tile stand together."""

    zoom: int
    is_exact: bool
    """True: a feature is a point; false: it is a cell, at the cell's centre."""
    extent: int
    """Places across a tile, and down it."""
    names: tuple[str, ...]
    """What the columns of `counts` count."""
    tile_x: NDArray[np.int64]
    tile_y: NDArray[np.int64]
    starts: NDArray[np.int64]
    """First feature of each tile, and one past the last of all."""
    x: NDArray[np.int64]
    """Place in the tile, from 0 to below `extent`, from the west."""
    y: NDArray[np.int64]
    """Likewise, from the north."""
    counts: NDArray[np.int32]
    """One row a feature, one column a name; no row is all zeros."""


def levels(
    x: Column,
    y: Column,
    counts: Mapping[str, Column],
    *,
    zooms: Sequence[int],
    apart: Sequence[str] = (),
    summed: Sequence[str] = (),
    exact_zoom: int = EXACT_ZOOM,
) -> Iterator[Level]:
    """Levels of the given zooms, in the order given, for pixels at zoom 24.

    Rows may repeat a pixel: they are summed. Pixels whose counts are all zero are left out. `total` is the sum of all columns not
    named in `apart`; those named in `summed` are in it and no columns of their own. Cells also have `points`, the number of pixels
    summed. From `exact_zoom` on a feature is a point, below it a cell; an `exact_zoom` of 11 gives zoom 11 twice, first its cells, then
    its points. Raises ValueError for columns that do not fit together, and for an `exact_zoom` below 11.
    """
    _check(x, y, counts, zooms, (*apart, *summed))
    if exact_zoom < FIRST_EXACT_ZOOM:
        raise ValueError(f"points cannot be exact from zoom {exact_zoom}: below {FIRST_EXACT_ZOOM} pixels share places")
    codes, running = _sum_by_pixel(morton(x, y), counts, apart)
    names = ("total", *(name for name in counts if name not in summed))
    if summed:
        running = running[:, [0, *(place for place, name in enumerate(counts, start=1) if name not in summed), -1]]
    for zoom in zooms:
        if zoom < max(exact_zoom, EXACT_ZOOM):
            yield _level(codes, running, names, zoom, False)
        if zoom >= exact_zoom:
            yield _level(codes, running, names, zoom, True)


def point_extent(zoom: int) -> int:
    """Places across a layer of points: `EXTENT`, or twice that at zoom 11, so that each pixel has its own."""
    return max(EXTENT, SIZE >> zoom)


def _level(codes: NDArray[np.uint64], running: NDArray[np.int32], names: tuple[str, ...], zoom: int, is_exact: bool) -> Level:
    cells = cells_across(zoom)
    units = codes if is_exact else codes >> np.uint64(2 * (cell_width(zoom).bit_length() - 1))
    bounds = _run_bounds(units)
    tile_codes = codes[bounds[:-1]] >> np.uint64(2 * (ZOOM - zoom))
    starts = _run_bounds(tile_codes)
    tile_x, tile_y = unmorton(tile_codes[starts[:-1]])
    x, y = (_place_of_pixel(axis, zoom) if is_exact else _place_of_cell(axis, cells) for axis in unmorton(units[bounds[:-1]]))
    columns = running[:, :-1] if is_exact else running
    counts = np.diff(columns[bounds], axis=0)
    extent = point_extent(zoom) if is_exact else EXTENT
    return Level(zoom, is_exact, extent, names if is_exact else (*names, "points"), tile_x, tile_y, starts, x, y, counts)


def _sum_by_pixel(codes: NDArray[np.uint64], counts: Mapping[str, Column], apart: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    """Distinct codes, ascending, and the running sums of total, counts and points: one row more than codes, the first all zeros.

    The sums of any run of codes are then one row of the running sums less another.
    """
    order = np.argsort(codes)
    codes = codes[order]
    ends = _run_bounds(codes)[1:] - 1
    running = np.zeros((len(ends) + 1, len(counts) + 2), np.int32)
    for place, (name, column) in enumerate(counts.items(), start=1):
        running[1:, place] = np.cumsum(column[order], dtype=np.int64)[ends]
        if name not in apart:
            running[:, 0] += running[:, place]
    has_any = np.diff(running[:, 1:-1].sum(axis=1)) > 0
    running = running[np.concatenate(([True], has_any))]
    running[:, -1] = np.arange(len(running))
    return codes[ends][has_any], running


def _run_bounds(codes: NDArray[np.uint64]) -> NDArray[np.int64]:
    """First row of each run of equal codes, and one past the last row."""
    if not len(codes):
        return np.zeros(1, np.int64)
    return np.concatenate(([0], np.flatnonzero(codes[1:] != codes[:-1]) + 1, [len(codes)]))


def _place_of_cell(axis: NDArray[np.int64], cells: int) -> NDArray[np.int64]:
    width = EXTENT // cells
    return axis % cells * width + width // 2


def _place_of_pixel(axis: NDArray[np.int64], zoom: int) -> NDArray[np.int64]:
    """Place of pixels in their tiles; above zoom 12 a pixel is several places wide and its middle is taken."""
    pixels = SIZE >> zoom
    wide = point_extent(zoom) // pixels
    return axis % pixels * wide + wide // 2


def _check(x: Column, y: Column, counts: Mapping[str, Column], zooms: Sequence[int], apart: Sequence[str]) -> None:
    for axis, pixel in (("x", x), ("y", y)):
        if len(pixel) and not 0 <= pixel.min() <= pixel.max() < SIZE:
            raise ValueError(f"{axis} from {pixel.min()} to {pixel.max()}: pixels at zoom {ZOOM} go from 0 to {SIZE - 1}")
    for name, column in {"y": y, **counts}.items():
        if len(column) != len(x):
            raise ValueError(f"column {name!r} has {len(column)} rows, x has {len(x)}; all columns must be equally long")
    _check_counts(counts)
    if unknown := [name for name in apart if name not in counts]:
        raise ValueError(f"columns to keep apart from the total, or in it only, are not among the counts: {', '.join(unknown)}")
    if outside := [zoom for zoom in zooms if not 0 <= zoom <= ZOOM]:
        raise ValueError(f"zoom {outside[0]} is outside 0 to {ZOOM}")


def _check_counts(counts: Mapping[str, Column]) -> None:
    for name, column in counts.items():
        if name in ("total", "points"):
            raise ValueError(f"{name!r} is a sum the tiles add themselves; give the column another name")
        if len(column) and column.min() < 0:
            raise ValueError(f"column {name!r} holds {column.min()}; counts are never below 0")
    if (together := sum(int(column.sum(dtype=np.int64)) for column in counts.values())) > _SUM_MAX:
        raise ValueError(f"the counts sum to {together}; the most that fits is {_SUM_MAX}")
