"""The land of the invented county: cells that fit coast, rivers, railway and main roads, from which neighbourhoods grow.

Cells are what is nearest to a seed. Seeds stand in pairs on both sides of these lines, so that cells meet along them. A
neighbourhood grows from its middle cell by cell; crossing a river or a main road costs it, so that they become its edges.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import shapely
from numpy.typing import NDArray

from sitegen.sample.chance import uniform
from sitegen.sample.county import DYFFRYN_AEDDAN, NEIGHBOURHOODS, ORIGIN
from sitegen.sample.curves import LAND_SEED, Line, across, at_distances, blob, lengths_along
from sitegen.sample.land import SEA, Land, Side, middle_corner, shapes_of, trace_land
from sitegen.sample.network import railways, roads
from sitegen.sample.terrain import border, rivers, shore

Numbers = NDArray[np.int64]

_WEST_KM, _SOUTH_KM, _EAST_KM, _NORTH_KM = -3.0, 0.0, 37.0, 27.0
_GRID_KM = 0.19
_PAIR_KM, _ASIDE_KM, _CLEAR_KM = 0.045, 0.02, 0.055
_CROSSING_KM = {"coast": 0.0, "river": 2.5, "stream": 0.9, "border": 9.0, "railway": 1.2, "road": 0.4}
"""What it costs to grow across a line."""


@dataclass(frozen=True, slots=True)
class _Cells:
    """Seeds, the line each stands beside (-1: none) and on which side; and the sides of cells: corners, cell left, cell right."""

    seeds: Line
    line: Numbers
    hand: Numbers
    corners: Line
    start: Numbers
    end: Numbers
    left: Numbers
    right: Numbers


@cache
def land() -> Land:
    """The land of `county`, always the same."""
    cells, crossing = _cells()
    area = _grow(cells, crossing)
    unlike = np.flatnonzero(area[cells.left] != area[cells.right])
    sides: list[Side] = list(
        zip(
            cells.start[unlike].tolist(),
            cells.end[unlike].tolist(),
            area[cells.left[unlike]].tolist(),
            area[cells.right[unlike]].tolist(),
            strict=True,
        )
    )
    # Corners of sides that lie on one of the lines stay; others are smoothed.
    on_line = (
        (cells.line[cells.left] == cells.line[cells.right]) & (cells.hand[cells.left] != cells.hand[cells.right]) & (cells.line[cells.left] >= 0)
    )
    firm = np.zeros(len(cells.corners), dtype=np.bool_)
    firm[cells.start[on_line]] = firm[cells.end[on_line]] = True

    def bend(path: list[int]) -> NDArray[np.float64]:
        smooth = _smooth(cells.corners[path], firm[path], closed=path[0] == path[-1])
        return np.asarray(np.array(ORIGIN) + np.round(1000 * smooth, 1), dtype=np.float64)

    return trace_land(sides, bend, lambda arcs: middle_corner(arcs, 0, 1))


@cache
def straddled() -> tuple[int, int]:
    """Easting and northing of the corner a postcode stands on, between the first two neighbourhoods."""
    found = middle_corner(land().arcs, 0, 1)
    return int(land().easting[found]), int(land().northing[found])


@cache
def shapes() -> tuple[shapely.MultiPolygon, ...]:
    """The neighbourhoods in degrees, in the order of `NEIGHBOURHOODS`."""
    return tuple(shapes_of(land(), len(NEIGHBOURHOODS)))


def _cells() -> tuple[_Cells, NDArray[np.float64]]:
    """The cells, and for each line what crossing it costs."""
    lines: list[tuple[str, Line]] = [("coast", np.asarray(shape.exterior.coords)) for shape in shore()]
    lines += [("border", border()), *((river.kind, river.course) for river in rivers() if "Ffin" not in river.name)]
    lines += [("railway", line) for _, line in railways()]
    lines += [("road", _beside(road.course)) for road in roads() if road.kind != "minor"]
    seeds, owner, hand = [], [], []
    earlier: shapely.Geometry = shapely.MultiLineString()
    for number, (_, line) in enumerate(lines):
        length = lengths_along(line)[-1]
        places, direction = at_distances(line, np.arange(_PAIR_KM / 2, length, _PAIR_KM))
        clear = ~shapely.dwithin(earlier, shapely.points(places), 0.04)
        for side in (1, -1):
            # Four seeds on one circle would make a corner where four cells meet; a metre of chance prevents that.
            nudge = 0.003 * (uniform(LAND_SEED, f"cells {number} {side}", 2 * len(places)).reshape(-1, 2) - 0.5)
            seeds.append((places + side * _ASIDE_KM * across(direction) + nudge)[clear])
            owner.append(np.full(int(clear.sum()), number))
            hand.append(np.full(int(clear.sum()), side))
        earlier = shapely.union(earlier, shapely.LineString(line))
        shapely.prepare(earlier)
    free = _grid_seeds(earlier)
    seeds.append(free)
    owner.append(np.full(len(free), -1))
    hand.append(np.zeros(len(free), dtype=np.int64))
    cost = np.array([_CROSSING_KM[kind] for kind, _ in lines])
    return _sides(np.concatenate(seeds), np.concatenate(owner), np.concatenate(hand)), cost


def _beside(course: Line) -> Line:
    """A line behind the front gardens of a road's left side: a road lies in one neighbourhood, not on a line between two."""
    direction = np.gradient(course, axis=0)
    return np.asarray(course + 0.016 * across(direction / np.maximum(np.hypot(*direction.T), 1e-9)[:, None]))


def _grid_seeds(lines: shapely.Geometry) -> Line:
    """Seeds all over the land and some way out to sea, away from every line."""
    row, column = np.mgrid[0 : int((_NORTH_KM - _SOUTH_KM) / (_GRID_KM * 0.866)), 0 : int((_EAST_KM - _WEST_KM) / _GRID_KM)]
    places = np.column_stack([(_WEST_KM + _GRID_KM * (column + 0.5 * (row % 2))).ravel(), (_SOUTH_KM + _GRID_KM * 0.866 * row).ravel()])
    places += 0.8 * _GRID_KM * (uniform(LAND_SEED, "cells", 2 * len(places)).reshape(-1, 2) - 0.5)
    near = shapely.union_all([shape.simplify(0.1) for shape in shore()]).buffer(1.2, quad_segs=2)
    points = shapely.points(places)
    return np.asarray(places[shapely.contains_xy(near, places[:, 0], places[:, 1]) & ~shapely.dwithin(lines, points, _CLEAR_KM)])


def _sides(seeds: Line, owner: Numbers, hand: Numbers) -> _Cells:
    polygons = shapely.orient_polygons(shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(seeds), ordered=True)))
    coordinates, cell = shapely.get_coordinates(polygons, return_index=True)
    corners, number = np.unique(coordinates[:, 0] + 1j * coordinates[:, 1], return_inverse=True)
    same = cell[:-1] == cell[1:]
    start, end, cell = number[:-1][same], number[1:][same], cell[:-1][same]
    key = np.minimum(start, end) * len(corners) + np.maximum(start, end)
    order = np.argsort(key, kind="stable")
    pair = np.flatnonzero(key[order][:-1] == key[order][1:])
    one, other = order[pair], order[pair + 1]
    places = np.column_stack([corners.real, corners.imag])
    return _Cells(seeds, owner, hand, places, start[one], end[one], cell[one], cell[other])


def _grow(cells: _Cells, crossing: NDArray[np.float64]) -> Numbers:
    """The neighbourhood number of each cell, or SEA."""
    seeds = cells.seeds
    mainland, *islands = shore()
    dry = shapely.contains_xy(mainland, seeds[:, 0], seeds[:, 1])
    line = border()
    east = shapely.Polygon(np.vstack([line, [[_EAST_KM + 9, line[-1, 1] - 1], [_EAST_KM + 9, line[0, 1] + 1]]]))
    welsh = shapely.contains_xy(east, seeds[:, 0], seeds[:, 1])
    area = np.full(len(seeds), SEA, dtype=np.int64)
    numbers = {str(hood.id): number for number, hood in enumerate(NEIGHBOURHOODS)}
    for island in islands:
        area[shapely.contains_xy(island, seeds[:, 0], seeds[:, 1])] = numbers["CPT WSM"]
    hay, nether = numbers["HayX"], numbers["Nl-6"]
    for number, radius in ((nether, 1.5), (hay, 1.05)):
        inside = shapely.Polygon(blob(NEIGHBOURHOODS[hay].centre, radius, "enclave", wobble=0.12))
        area[dry & shapely.contains_xy(inside, seeds[:, 0], seeds[:, 1])] = number
    near, cost = _neighbours(cells, crossing)
    begun: list[tuple[float, int, int]] = []
    for number, hood in enumerate(NEIGHBOURHOODS):
        if number == hay:
            continue
        own = dry & (area == SEA) & (welsh == (hood.force_id == DYFFRYN_AEDDAN))
        apart = np.where(own, np.hypot(*(seeds - np.array(hood.centre)).T), np.inf)
        begun.append((0.0, int(np.argmin(apart)), number))
    begun += [(0.0, cell, nether) for cell in np.flatnonzero(area == nether).tolist()]
    _spread(area, begun, near, cost, dry & (area != hay), welsh)
    for cell in np.flatnonzero(dry & (area == SEA)).tolist():
        area[cell] = max((int(area[other]) for other in near[cell]), default=SEA)
    return area


def _spread(
    area: Numbers,
    begun: list[tuple[float, int, int]],
    near: Sequence[Sequence[int]],
    cost: Sequence[Sequence[float]],
    free: NDArray[np.bool_],
    welsh: NDArray[np.bool_],
) -> None:
    """Give each free cell to the neighbourhood that reaches it first, each in its force's own part."""
    heap = sorted(begun)
    reached: set[int] = set()
    allowed = {False: (free & ~welsh).tolist(), True: (free & welsh).tolist()}
    parts = [allowed[hood.force_id == DYFFRYN_AEDDAN] for hood in NEIGHBOURHOODS]
    while heap:
        gone, cell, number = heapq.heappop(heap)
        if cell in reached:
            continue
        reached.add(cell)
        area[cell] = number
        pace, own = 1 / NEIGHBOURHOODS[number].reach, parts[number]
        for other, far in zip(near[cell], cost[cell], strict=True):
            if other not in reached and own[other]:
                heapq.heappush(heap, (gone + far * pace, other, number))


def _neighbours(cells: _Cells, crossing: NDArray[np.float64]) -> tuple[list[list[int]], list[list[float]]]:
    """For each cell the cells it touches, and what it costs to grow into them."""
    step = cells.seeds[cells.left] - cells.seeds[cells.right]
    middle = (cells.seeds[cells.left] + cells.seeds[cells.right]) / 2
    ease = 1 + 0.3 * np.sin(2.3 * middle[:, 0] + 1.1 * np.sin(1.9 * middle[:, 1])) + 0.2 * np.sin(5.1 * middle[:, 1] + 2 * np.sin(4.3 * middle[:, 0]))
    cost = np.hypot(step[:, 0], step[:, 1]) * ease
    across_line = (
        (cells.line[cells.left] == cells.line[cells.right]) & (cells.line[cells.left] >= 0) & (cells.hand[cells.left] != cells.hand[cells.right])
    )
    cost[across_line] += crossing[cells.line[cells.left][across_line]]
    near: list[list[int]] = [[] for _ in cells.seeds]
    costs: list[list[float]] = [[] for _ in cells.seeds]
    for one, other, far in zip(cells.left.tolist(), cells.right.tolist(), cost.tolist(), strict=True):
        near[one].append(other)
        near[other].append(one)
        costs[one].append(far)
        costs[other].append(far)
    return near, costs


def _smooth(points: Line, firm: NDArray[np.bool_], *, closed: bool) -> Line:
    """The line with its zigzag averaged out where it follows nothing, and corners dropped that say little; its ends stay."""
    held = firm.copy()
    held[0] = held[-1] = held[0] if closed else True
    for _ in range(5):
        before, after = np.vstack([points[-2:-1], points[:-1]]), np.vstack([points[1:], points[1:2]])
        middle = (before + 2 * points + after) / 4
        points = np.where(held[:, None], points, middle)
    return np.asarray(shapely.LineString(points).simplify(0.004).coords)
