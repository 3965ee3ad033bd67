"""A force's baked map: squares of the tiles' own grid, shaded by the number of crimes placed in them, and outlines."""

import math
from dataclasses import dataclass

import numpy as np
import polars as pl
import shapely
from markupsafe import Markup

from sitegen.artefacts.maps.frame import Frame, rings_path, shapes_in_pixels
from sitegen.artefacts.maps.ground import Ground, GroundPaths
from sitegen.artefacts.maps.labels import Label, Wish, place_labels
from tiles.grid import SIZE, cell_width, degrees

WIDTH = 840
"""Units across every force's map."""

BREAKS = (1, 3, 8, 20, 45)
"""The lowest number of each of the five steps at zoom 11; see `breaks_at`."""

_ZOOMS = range(11, 4, -1)
_MOST_COLUMNS, _MOST_HEIGHT, _PAD = 58, 660, 20
_MOST_OUTLINE_CORNERS = 2400
_FINENESS, _MOST_PLACES = 2, 6
_EARTH_M = 40_075_017


@dataclass(frozen=True, slots=True)
class Shade:
    """One step of the ramp: its class, `k1` to `k5`, and its squares as SVG elements."""

    name: str
    squares: Markup


@dataclass(frozen=True, slots=True)
class SquaresMap:
    """The parts of one map in whole units; `outside` counts the crimes placed beyond the frame."""

    frame: Frame
    ground: GroundPaths
    area: str
    outlines: str
    shades: tuple[Shade, ...]
    labels: tuple[Label, ...]
    breaks: tuple[int, ...]
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
    breaks = breaks_at(zoom)
    shades, outside = _shades(crimes, frame, cell, units, breaks) if crimes is not None else ((), 0)
    middle = frame.place(*(np.array([value]) for value in shapely.get_coordinates(shapely.point_on_surface(outline))[0]))
    _, latitude = degrees(0, (bounds[1] + bounds[3]) / 2 / SIZE)
    return SquaresMap(
        frame=frame,
        ground=ground.draw(frame, None, fineness=_FINENESS),
        area=rings_path(outline, frame),
        outlines=rings_path(shapely.line_merge(shapely.union_all(shapely.boundary(drawn))), frame) if len(drawn) else "",
        shades=shades,
        labels=_labels(shapes, [names.get(place, "") for place in shaped["neighbourhood_id"]], ground.places, frame),
        breaks=breaks,
        square_m=round(cell * _EARTH_M / SIZE * math.cos(math.radians(latitude)) / 100) * 100,
        outside=outside,
        middle=(int(middle[0][0]), int(middle[1][0])),
    )


def breaks_at(zoom: int) -> tuple[int, ...]:
    """The lowest number of each step at a zoom: fixed for every place and month, so that two maps can be compared."""
    factor = 16 if zoom <= 8 else 4 if zoom <= 10 else 1
    return (1, *(number * factor for number in BREAKS[1:]))


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
    units = max(1, min((WIDTH - 2 * _PAD) // columns, (_MOST_HEIGHT - 2 * _PAD) // rows))
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


def _shades(crimes: pl.DataFrame, frame: Frame, cell: int, units: int, breaks: tuple[int, ...]) -> tuple[tuple[Shade, ...], int]:
    cells = crimes.group_by(pl.col("x") // cell * cell, pl.col("y") // cell * cell).agg(pl.col("crimes").sum()).sort("y", "x")
    x, y = frame.place(cells["x"].to_numpy(), cells["y"].to_numpy())
    counts = cells["crimes"].to_numpy()
    seen = (x > -units) & (y > -units) & (x < frame.width) & (y < frame.height)
    steps = np.searchsorted(np.array(breaks), counts, side="right")
    shades = []
    for step in range(1, len(breaks) + 1):
        chosen = np.flatnonzero(seen & (steps == step))
        rects = (f'<rect x="{x[index]}" y="{y[index]}" width="{units}" height="{units}"/>' for index in chosen)
        shades.append(Shade(f"k{step}", Markup("".join(rects))))
    return tuple(shades), int(counts[~seen].sum())


def _labels(shapes: np.ndarray, names: list[str], places: tuple[tuple[str, float, float], ...], frame: Frame) -> tuple[Label, ...]:
    """Names of cities and towns, then of neighbourhoods where there is room, the largest first."""
    order = sorted(range(len(shapes)), key=lambda index: (-float(shapely.area(shapes[index])), index))
    wishes = []
    for name, px, py in spread(places, _MOST_PLACES):
        x, y = frame.place(np.array([px]), np.array([py]))
        wishes.append(Wish(name, int(x[0]), int(y[0]), kind="neighbour"))
    named = {wish.text for wish in wishes}
    for index in order[:40]:
        at = shapely.get_coordinates(shapely.point_on_surface(shapes[index]))
        x, y = frame.place(at[:, 0], at[:, 1])
        if names[index] and names[index] not in named:
            wishes.append(Wish(names[index], int(x[0]), int(y[0]), kind="neighbour"))
    return place_labels([], wishes, [], (frame.width, frame.height))


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
