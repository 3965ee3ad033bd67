"""The frame of a baked map: from places on the ground to whole numbers in an SVG, in a way anybody can check.

A place is a pixel at zoom 24 (a z12 tile × 4096), as everywhere on the site. A mark of a baked map stands at
`floor((px - x0) * scale + 0.5)`, counted from the frame's left and upper edge; x0, y0 and scale are written beside it.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from tiles.grid import SIZE, mercator
from tiles.repair import repair

_LEAST = 256.0
"""No map shows less than this many pixels across, about 400 m."""

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a map's left upper corner lies, in zoom-24 pixels, how many units a pixel has, and the map's size in units."""

    x0: int
    y0: int
    scale: float
    width: int
    height: int

    @property
    def text(self) -> str:
        """`x0 y0 scale`, as written in `data-frame`."""
        return f"{self.x0} {self.y0} {self.scale!r}"

    def place(self, px: Numbers | Whole, py: Numbers | Whole) -> tuple[Whole, Whole]:
        """The whole units where pixels stand in the map."""
        x = np.floor((px - self.x0) * self.scale + 0.5).astype(np.int64)
        y = np.floor((py - self.y0) * self.scale + 0.5).astype(np.int64)
        return x, y


def fit_frame(bounds: tuple[float, float, float, float], *, width: int, heights: tuple[int, int], pad: int) -> Frame:
    """The frame of a given width that shows `bounds` (zoom-24 pixels) whole, `pad` units clear of every edge.

    The height follows the shape, within `heights`; a shape too tall, too wide or very small is centred.
    """
    west, north, east, south = bounds
    across, down = max(east - west, _LEAST), max(south - north, _LEAST)
    scale = four_figures(min((width - 2 * pad) / across, (heights[1] - 2 * pad) / down))
    height = min(max(math.ceil(down * scale) + 2 * pad, heights[0]), heights[1])
    x0 = math.floor((west + east) / 2 - width / 2 / scale + 0.5)
    y0 = math.floor((north + south) / 2 - height / 2 / scale + 0.5)
    return Frame(x0, y0, scale, width, height)


def to_pixels(degrees: Numbers) -> Numbers:
    """Longitudes and latitudes, one pair a row, as zoom-24 pixels with their fractions."""
    return np.column_stack(mercator(*degrees.T)) * SIZE


def shapes_in_pixels(geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    """Valid shapes in degrees, as WKB, in zoom-24 pixels with their fractions, and as valid.

    What lies so close together that its corners fall into one on the way, such as the slivers between neighbourhoods whose boundaries were
    drawn apart, is left out.
    """
    shapes: NDArray[np.object_] = shapely.transform(shapely.from_wkb(geometries), to_pixels)
    for index in np.flatnonzero(~shapely.is_valid(shapes)):
        whole = repair(shapes[index])
        shapes[index] = shapes[index] if whole is None or whole.is_empty else whole
    return shapes


def rings_path(geometry: shapely.Geometry, frame: Frame) -> str:
    """The rings or lines of a geometry in zoom-24 pixels as one SVG path in whole units; empty where nothing is left."""
    closed = bool(shapely.get_dimensions(geometry) == 2)
    lines = shapely.get_rings(shapely.get_parts(geometry)) if closed else shapely.get_parts(geometry)
    pixels, line = shapely.get_coordinates(lines, return_index=True)
    x, y, starts = without_rests(*frame.place(pixels[:, 0], pixels[:, 1]), line)
    last = 1 if closed else 0  # "z" draws the last step
    spans = [(first, after - last) for first, after in pairwise([*starts, len(x)]) if after - first > 1 + 2 * last]
    return "".join(sub_paths(x, y, spans, "z" if closed else ""))


def without_rests(x: Whole, y: Whole, line: Whole) -> tuple[Whole, Whole, list[int]]:
    """The places of lines without those equal to the one before, and where each line starts; `line` tells the lines apart."""
    if not len(x):
        return x, y, []
    starts = np.empty(len(x), dtype=bool)
    starts[0] = True
    np.not_equal(line[1:], line[:-1], out=starts[1:])
    moved = starts.copy()
    moved[1:] |= (x[1:] != x[:-1]) | (y[1:] != y[:-1])
    return x[moved], y[moved], np.flatnonzero(starts[moved]).tolist()


def sub_paths(x: Whole, y: Whole, spans: Iterable[tuple[int, int]], end: str) -> Iterator[str]:
    """SVG paths through runs of places, from the first index up to before the second; each closes with `end`."""
    steps = np.empty((len(x), 2), dtype=np.int64)
    if len(x):
        steps[0] = 0
    np.subtract(x[1:], x[:-1], out=steps[1:, 0])
    np.subtract(y[1:], y[:-1], out=steps[1:, 1])
    texts = list(map(str, steps.ravel().tolist()))
    for first, after in spans:
        # A minus separates numbers by itself.
        moves = " ".join(texts[2 * first + 2 : 2 * after]).replace(" -", "-")
        yield f"M{x[first]} {y[first]}{'l' if moves else ''}{moves}{end}"


def four_figures(scale: float) -> float:
    """The scale rounded down to four figures, so that it is short to write and means exactly what it says."""
    unit = 10.0 ** (math.floor(math.log10(scale)) - 3)
    return float(f"{math.floor(scale / unit) * unit:.4g}")
