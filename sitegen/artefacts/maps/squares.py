"""A force's baked map: squares of the tiles' own grid, as large as the number of crimes placed in their cells, and outlines."""

import math
from dataclasses import dataclass

import numpy as np
import polars as pl
import shapely
from markupsafe import Markup

from sitegen.artefacts.maps.area_labels import NARROW, WIDE, AreaLabel, LabelledArea, name_areas
from sitegen.artefacts.maps.frame import Frame, rings_path, shapes_in_pixels
from sitegen.artefacts.maps.ground import Ground, GroundPaths
from sitegen.artefacts.maps.labels import Box
from sitegen.artefacts.maps.sized_squares import large_squares, square_paths
from tiles.grid import SIZE, cell_width, degrees

WIDTH = 840
"""Units across every force's map."""

LARGEST = 45
"""What the largest square stands for at zoom 11 and beyond; see `largest_at`."""

_ZOOMS = range(13, 4, -1)
_MOST_COLUMNS, _MOST_HEIGHT, _MOST_CELL, _PAD = 46, 660, 48, 20
_MOST_OUTLINE_CORNERS = 2400
_FINENESS, _MOST_PLACES, _MOST_NAMES, _MOST_WISHED = 2, 6, 12, 40

_BESIDE_TOWN = 60.0
"""Units from the middle of a town within which its name is read as its own: it stands beside the squares rather than over them."""

_SAID = 260, 40
"""Units right and up from the middle of a map without figures that are kept for the reason."""

_BESIDE = 6
"""Units from the edge of the area within which no line between neighbourhoods is drawn."""

_EARTH_M = 40_075_017


@dataclass(frozen=True, slots=True)
class SquaresMap:
    """The parts of one map in whole units; `outside` counts the crimes placed beyond the frame.

    `outlines` are the neighbourhoods', but for what runs along the edge of `area`. `squares` are paths, one for each size, in cells: a square
    stands at each of their corners, as wide as its stroke says; `cells` is the transform from cells to units. A cell is `units` wide, and `square_m`
    on the ground; the largest square stands for `largest`. Names stand in two sizes, for wide screens and for narrow ones.
    """

    frame: Frame
    ground: GroundPaths
    area: str
    outlines: str
    squares: Markup
    cells: str
    units: int
    wide: tuple[AreaLabel, ...]
    narrow: tuple[AreaLabel, ...]
    largest: int
    square_m: int
    outside: int
    middle: tuple[int, int]


def bake_squares(
    *, area: bytes | None, boundaries: pl.DataFrame, names: dict[str, str], crimes: pl.DataFrame | None, force_basemap: pl.DataFrame
) -> SquaresMap | None:
    """The map of one force; None where neither its area nor any boundary was supplied.

    `area` is the force's own outline as WKB, or None; `crimes` has a row for each snap point: x, y and crimes; None where they are not known.
    """
    shaped = boundaries.filter(pl.col("geometry").is_not_null()).sort("neighbourhood_id")
    shapes = shapes_in_pixels(shaped["geometry"].to_numpy())
    whole = shapes_in_pixels(np.array([area], dtype=object))[0] if area is not None else None
    if whole is None and not len(shapes):
        return None
    every = [*shapes, whole] if whole is not None else list(shapes)
    bounds = shapely.total_bounds(np.array(every, dtype=object))
    zoom, frame, cell, units = _grid(bounds)
    ground = Ground(force_basemap)
    drawn = _coverage(shapes, 1.1 / frame.scale)
    outline = shapely.simplify(whole if whole is not None else shapely.union_all(drawn), 0.8 / frame.scale)
    largest = largest_at(zoom)
    squares = _squares(crimes, frame, cell, units, largest) if crimes is not None else _NO_SQUARES
    middle = frame.place(*(np.array([value]) for value in shapely.get_coordinates(shapely.point_on_surface(outline))[0]))
    _, latitude = degrees(0, (bounds[1] + bounds[3]) / 2 / SIZE)
    wished = _wished(shapes, [names.get(place, "") for place in shaped["neighbourhood_id"]], ground.places, frame)
    x, y = (int(value[0]) for value in middle)
    marks = squares.large if crimes is not None else ((x - _SAID[0], y - _SAID[1], x + _SAID[0], y + _SAID[1]),)
    wide, narrow = (name_areas(wished, (frame.width, frame.height), type_size, marks)[:_MOST_NAMES] for type_size in (WIDE, NARROW))
    return SquaresMap(
        frame=frame,
        ground=ground.draw(frame, None, fineness=_FINENESS),
        area=rings_path(outline, frame),
        outlines=_inner_lines(drawn, outline, frame),
        squares=squares.paths,
        cells=squares.cells,
        units=units,
        wide=wide,
        narrow=narrow,
        largest=largest,
        square_m=round(cell * _EARTH_M / SIZE * math.cos(math.radians(latitude)) / 100) * 100,
        outside=squares.outside,
        middle=(x, y),
    )


def largest_at(zoom: int) -> int:
    """What the largest square stands for at a zoom, in every place and month, so that maps can be compared; it doubles with the width of cells."""
    return LARGEST << max(0, 11 - zoom)


def _grid(bounds: np.ndarray) -> tuple[int, Frame, int, int]:
    """The finest zoom whose cells fit the width, the frame, and a cell's size in pixels and in units."""
    west, north, east, south = (float(edge) for edge in bounds)
    zoom, cell = _ZOOMS[-1], 0
    for zoom in _ZOOMS:
        cell = cell_width(zoom)
        if (east - west) / cell <= _MOST_COLUMNS:
            break
    left, top = math.floor(west / cell), math.floor(north / cell)
    columns, rows = math.ceil(east / cell) - left, math.ceil(south / cell) - top
    units = max(1, min((WIDTH - 2 * _PAD) // columns, (_MOST_HEIGHT - 2 * _PAD) // rows, _MOST_CELL))
    height = min(rows * units + 2 * _PAD, _MOST_HEIGHT)
    x0 = (left - round((WIDTH - columns * units) / 2 / units)) * cell
    y0 = (top - round((height - rows * units) / 2 / units)) * cell
    return zoom, Frame(x0, y0, units / cell, WIDTH, height), cell, units


def _coverage(shapes: np.ndarray, tolerance: float) -> np.ndarray:
    """The boundaries drawn coarser together, so that neighbours keep one common line."""
    if not len(shapes):
        return shapes
    drawn = shapely.coverage_simplify(shapes, tolerance)
    for _ in range(5):
        if shapely.get_num_coordinates(drawn).sum() <= _MOST_OUTLINE_CORNERS:
            break
        tolerance *= 1.6
        drawn = shapely.coverage_simplify(shapes, tolerance)
    return np.asarray(drawn)


def _inner_lines(drawn: np.ndarray, outline: shapely.Geometry, frame: Frame) -> str:
    """The boundaries between neighbourhoods: beside the edge of the area a second line, drawn otherwise, would only blur it."""
    if not len(drawn):
        return ""
    lines = shapely.line_merge(shapely.union_all(shapely.boundary(drawn)))
    return rings_path(shapely.difference(lines, shapely.buffer(shapely.boundary(outline), _BESIDE / frame.scale)), frame)


@dataclass(frozen=True, slots=True)
class _Squares:
    """The squares of a map, the boxes of those that a name should not lie over, and how many crimes lie beyond the frame."""

    paths: Markup
    cells: str
    large: tuple[Box, ...]
    outside: int


_NO_SQUARES = _Squares(Markup(""), "", (), 0)


def _squares(crimes: pl.DataFrame, frame: Frame, cell: int, units: int, largest: int) -> _Squares:
    counted = crimes.group_by(pl.col("x") // cell, pl.col("y") // cell).agg(pl.col("crimes").sum()).sort("y", "x")
    x, y, number = (counted[name].to_numpy().astype(np.int64) for name in ("x", "y", "crimes"))
    column, row = frame.x0 // cell, frame.y0 // cell
    seen = (x >= column) & (y >= row) & ((x - column) * units < frame.width) & ((y - row) * units < frame.height)
    cells = x[seen] - column, y[seen] - row, number[seen]
    return _Squares(
        paths=Markup(square_paths(*cells, largest)),
        cells=f"translate({units / 2:g} {units / 2:g}) scale({units})",
        large=tuple((x * units, y * units, (x + 1) * units, (y + 1) * units) for x, y in large_squares(*cells, largest)),
        outside=int(number[~seen].sum()),
    )


def _wished(shapes: np.ndarray, names: list[str], places: tuple[tuple[str, float, float], ...], frame: Frame) -> list[LabelledArea]:
    """Names of cities and towns, then of neighbourhoods, the largest first."""
    order = sorted(range(len(shapes)), key=lambda index: (-float(shapely.area(shapes[index])), index))
    towns = spread(places, _MOST_PLACES)
    taken = {name for name, _, _ in towns}
    here = [index for index in order[:_MOST_WISHED] if names[index] and names[index] not in taken]
    at = [shapely.get_coordinates(shapely.point_on_surface(shapes[index]))[0] for index in here]
    found = [*towns, *((names[index], float(px), float(py)) for index, (px, py) in zip(here, at, strict=True))]
    x, y = frame.place(np.array([px for _, px, _ in found]), np.array([py for _, _, py in found]))
    placed = zip(found, x.tolist(), y.tolist(), strict=True)
    reaches = [_BESIDE_TOWN] * len(towns) + [0.0] * len(here)
    return [
        LabelledArea(name, number, across, down, reach)
        for number, (((name, _, _), across, down), reach) in enumerate(zip(placed, reaches, strict=True), start=1)
    ]


def spread(places: tuple[tuple[str, float, float], ...], most: int) -> list[tuple[str, float, float]]:
    """The first place and up to `most` in all, in such an order that each lies as far as it can from all before it; the first listed of equals."""
    if not places:
        return []
    at = np.array([place[1:] for place in places], dtype=np.float64)
    order, apart = [0], np.full(len(places), np.inf)
    while len(order) < min(most, len(places)):
        apart = np.minimum(apart, ((at - at[order[-1]]) ** 2).sum(axis=1))
        apart[order[-1]] = -1.0  # never again, though another place may stand on it
        order.append(int(np.argmax(apart)))
    return [places[index] for index in order]
