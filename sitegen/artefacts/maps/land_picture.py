"""The baked picture of the map page: the forces' areas, and squares whose size says how many were recorded in a cell of the tiles' own grid.

It shows what the interactive map shows first, at the same place: its edges are those of all areas.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
import shapely
from markupsafe import Markup
from numpy.typing import NDArray

from sitegen.artefacts.maps.frame import Frame, four_figures, rings_path, shapes_in_pixels
from sitegen.artefacts.maps.labels import Box
from sitegen.artefacts.maps.sized_squares import large_squares, square_paths
from tiles.grid import SIZE, cell_width, degrees

LONGER = 840
"""Units along the longer side of the picture."""

_MOST_CORNERS = 1500
_EARTH_M = 40_075_017

Shapes = NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class LandArea:
    """The area of a force: its outline as an SVG path in whole units, its size in square units, a place within it and its reach around that."""

    force_id: str
    path: str
    size: float
    x: int
    y: int
    reach: float


@dataclass(frozen=True, slots=True)
class LandPicture:
    """The parts of the picture. `squares` are paths, one for each size: a square stands at each of its corners, as wide as its stroke says.

    `cells` is the transform from cells to units. `square_m` is how wide a cell is on the ground, `largest` what the largest square stands for;
    `large` are the boxes, in units, of the squares that a name should not lie over.
    """

    frame: Frame
    areas: tuple[LandArea, ...]
    squares: Markup
    cells: str
    square_m: int
    largest: int
    large: tuple[Box, ...] = ()


def draw_land(*, force_areas: pl.DataFrame, picture_cells: pl.DataFrame, cell_scales: pl.DataFrame) -> LandPicture | None:
    """The picture of all areas with the newest month's squares; None where no area is known."""
    shaped = force_areas.filter(pl.col("geometry").is_not_null()).sort("force_id")
    if shaped.is_empty():
        return None
    shapes = shapes_in_pixels(shaped["geometry"].to_numpy())
    bounds = shapely.total_bounds(shapes)
    frame = _frame(bounds)
    areas = _areas(shaped["force_id"].to_list(), _simplified(shapes, 0.7 / frame.scale), frame)
    if picture_cells.is_empty():
        return LandPicture(frame, areas, Markup(""), "", 0, 0)
    zoom = picture_cells["zoom"][0]
    largest = dict(cell_scales.select("zoom", "recorded").iter_rows()).get(zoom) or int(picture_cells["recorded"].max())  # type: ignore[arg-type]  # of whole numbers
    width = cell_width(zoom)
    picture_cells = picture_cells.filter(_is_within("x", width, bounds[0::2]), _is_within("y", width, bounds[1::2]))
    if picture_cells.is_empty():
        return LandPicture(frame, areas, Markup(""), "", 0, 0)
    column, row = int(picture_cells["x"].min()), int(picture_cells["y"].min())  # type: ignore[arg-type]  # likewise
    units = width * frame.scale
    corner = [((first + 0.5) * width - edge) * frame.scale for first, edge in ((column, frame.x0), (row, frame.y0))]
    x, y = (picture_cells[name].to_numpy().astype(np.int64) - first for name, first in (("x", column), ("y", row)))
    cells = x, y, picture_cells["recorded"].to_numpy().astype(np.int64)
    _, latitude = degrees(0, (bounds[1] + bounds[3]) / 2 / SIZE)
    return LandPicture(
        frame=frame,
        areas=areas,
        squares=Markup(square_paths(*cells, largest)),
        cells=f"translate({corner[0]:.2f} {corner[1]:.2f}) scale({units:.3f})",
        square_m=round(width * _EARTH_M / SIZE * math.cos(math.radians(latitude)) / 100) * 100,
        largest=largest,
        large=tuple(_box(corner, one, units) for one in large_squares(*cells, largest)),
    )


def _box(corner: Sequence[float], cell: tuple[int, int], units: float) -> Box:
    x, y = (middle + at * units for middle, at in zip(corner, cell, strict=True))
    return x - units / 2, y - units / 2, x + units / 2, y + units / 2


def _is_within(axis: str, width: int, edges: NDArray[np.float64]) -> pl.Expr:
    """Cells whose middle lies within the areas' bounds: what was recorded far from them has no place in the picture."""
    return ((pl.col(axis).cast(pl.Float64) + 0.5) * width).is_between(float(edges[0]), float(edges[1]))


def _frame(bounds: NDArray[np.float64]) -> Frame:
    west, north, east, south = (float(edge) for edge in bounds)
    scale = four_figures(LONGER / max(east - west, south - north))
    return Frame(math.floor(west), math.floor(north), scale, math.ceil((east - west) * scale), math.ceil((south - north) * scale))


def _simplified(shapes: Shapes, tolerance: float) -> Shapes:
    """The areas drawn coarser together, so that neighbours keep one common line and no sea shows between them."""
    drawn = np.asarray(shapely.coverage_simplify(shapes, tolerance))
    for _ in range(8):
        if shapely.get_num_coordinates(drawn).sum() <= _MOST_CORNERS:
            break
        tolerance *= 1.5
        drawn = np.asarray(shapely.coverage_simplify(shapes, tolerance))
    return drawn


def _areas(force_ids: list[str], shapes: Shapes, frame: Frame) -> tuple[LandArea, ...]:
    middles = shapely.point_on_surface(shapes)
    points = shapely.get_coordinates(middles)
    x, y = frame.place(points[:, 0], points[:, 1])
    reaches = (shapely.distance(middles, shapely.boundary(shapes)) * frame.scale).tolist()
    sizes = (shapely.area(shapes) * frame.scale**2).tolist()
    paths = [rings_path(shape, frame) for shape in shapes]
    return tuple(LandArea(*one) for one in zip(force_ids, paths, sizes, x.tolist(), y.tolist(), reaches, strict=True) if one[1])
