"""The land of the invented county, cut into neighbourhoods that share every line between them.

The map is a mesh of hexagons, each sea or part of one neighbourhood. The lines between unlike hexagons are traced once,
smoothed once and used by both sides, so that neighbourhoods neither overlap nor leave gaps. Three hexagons meet at every
corner of the mesh, never four, so that a line can always be followed without a choice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

import numpy as np
import shapely
from convertbng import cutil
from numpy.typing import NDArray

from sitegen.sample.county import COAST, ISLANDS, NEIGHBOURHOODS, ORIGIN

SEA = -1
"""The number of no neighbourhood; others are places in `county.NEIGHBOURHOODS`."""

_PITCH_KM = 0.15
_ROWS, _COLUMNS = 220, 260
_WEST_KM, _SOUTH_KM = -2.0, 0.5

Ring = list[tuple[float, float]]
"""Longitude and latitude of a closed line, the last as the first; anticlockwise round land, clockwise round a hole."""


@dataclass(frozen=True, slots=True)
class Arc:
    """A line from one meeting of three areas to the next, or a closed line: numbers of corners, and the area on each side."""

    left: int
    right: int
    corners: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Land:
    """Neighbourhood numbers of the mesh, and the lines between them."""

    mesh: NDArray[np.int16]
    arcs: tuple[Arc, ...]
    easting: NDArray[np.int64]
    northing: NDArray[np.int64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    straddled: int
    """The corner a postcode stands on; its position alone has 8 decimals, those of a postcode read from the grid."""

    def area_at(self, places: NDArray[np.float64]) -> NDArray[np.int16]:
        """The neighbourhood number of each place (rows of km east and north), to about one hexagon."""
        row, column = _cell(places)
        return self.mesh[row, column]

    def well_inside(self, places: NDArray[np.float64]) -> NDArray[np.bool_]:
        """True for the places that lie at least two hexagons (300 m) from any line, whose neighbourhood is beyond doubt."""
        row, column = _cell(places)
        around = [self.mesh[row + up, column + right] for up in range(-3, 4) for right in range(-3, 4)]
        return np.asarray(np.all([near == self.mesh[row, column] for near in around], axis=0), dtype=np.bool_)

    def outline(self, areas: Collection[int]) -> list[list[Ring]]:
        """The polygons of one area or several joined: for each its outer ring and then its holes, largest polygon first."""
        onward: dict[int, tuple[int, ...]] = {}
        for arc in self.arcs:
            if (arc.left in areas) != (arc.right in areas):
                corners = arc.corners if arc.left in areas else arc.corners[::-1]
                onward[corners[0]] = corners
        rings: list[Ring] = []
        while onward:
            start = min(onward)
            path, here = [start], start
            while here in onward:
                corners = onward.pop(here)
                path.extend(corners[1:])
                here = corners[-1]
            rings.append([(float(self.lon[corner]), float(self.lat[corner])) for corner in path])
        return _nest(rings)


@cache
def land() -> Land:
    """The land of `county`, always the same."""
    mesh = _mesh()
    lines = _trace(mesh)
    places: list[NDArray[np.float64]] = []
    numbers: dict[tuple[int, int], int] = {}
    arcs = []
    for left, right, path in lines:
        smooth = _smooth(path)
        corners = []
        for point in smooth:
            metres = (round(ORIGIN[0] + 1000 * float(point[0])), round(ORIGIN[1] + 1000 * float(point[1])))
            if metres not in numbers:
                numbers[metres] = len(places)
                places.append(np.array(metres))
            corners.append(numbers[metres])
        arcs.append(Arc(left, right, tuple(corners)))
    metres_east, metres_north = (np.array(places, dtype=np.int64)[:, side] for side in (0, 1))
    exact_lon, exact_lat = lonlat(metres_east, metres_north)
    straddled = _corner_between(arcs, 0, 1)
    lon, lat = np.round(exact_lon, 6), np.round(exact_lat, 6)
    lon[straddled], lat[straddled] = np.round(exact_lon[straddled], 8), np.round(exact_lat[straddled], 8)
    return Land(mesh, tuple(arcs), metres_east, metres_north, lon, lat, straddled)


def lonlat(easting: NDArray[np.int64], northing: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """National Grid metres as degrees WGS84, by OSTN15."""
    lon, lat = cutil.convert_osgb36_to_ll(easting.astype(np.float64), northing.astype(np.float64))
    return np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)


def _mesh() -> NDArray[np.int16]:
    """The neighbourhood number of every hexagon, by rows from the south, odd rows half a hexagon further east."""
    row, column = np.mgrid[0:_ROWS, 0:_COLUMNS]
    east = _WEST_KM + _PITCH_KM * (column + 0.5 * (row % 2))
    north = _SOUTH_KM + _PITCH_KM * np.sqrt(0.75) * row
    ragged_east, ragged_north = east + _ripple(east, north, 0.0), north + _ripple(north, east, 2.0)
    apart = [np.hypot(ragged_east - hood.centre[0], ragged_north - hood.centre[1]) / hood.reach for hood in NEIGHBOURHOODS]
    nearest = np.argmin(apart, axis=0).astype(np.int16)
    mainland = shapely.contains_xy(shapely.Polygon(COAST), ragged_east, ragged_north)
    mesh = np.where(mainland, nearest, np.int16(SEA))
    numbers = {hood.id: number for number, hood in enumerate(NEIGHBOURHOODS) if not hood.force_id.startswith("dyffryn")}
    for island in ISLANDS:
        on_it = np.hypot(ragged_east - island.centre[0], (ragged_north - island.centre[1]) * 0.8) < island.radius
        mesh[on_it & ~mainland] = numbers[island.belongs_to]
    return mesh


def _ripple(along: NDArray[np.float64], across: NDArray[np.float64], phase: float) -> NDArray[np.float64]:
    """A shift of some hundred metres that bends straight lines as rivers and hills would."""
    waves = ((0.42, 0.9, 0.7), (0.22, 2.1, 1.7), (0.10, 4.6, 3.9), (0.05, 9.7, 8.1))
    total = np.zeros_like(along)
    for height, k, j in waves:
        total += height * np.sin(k * across + 0.6 * np.sin(j * along + phase) + phase)
    return total


def _cell(places: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    row = np.rint((places[:, 1] - _SOUTH_KM) / (_PITCH_KM * np.sqrt(0.75))).astype(np.int64)
    column = np.rint((places[:, 0] - _WEST_KM) / _PITCH_KM - 0.5 * (row % 2)).astype(np.int64)
    return np.clip(row, 3, _ROWS - 4), np.clip(column, 3, _COLUMNS - 4)


_Corner = tuple[int, int]
"""A corner of the mesh in half pitches east and half radii north."""


def _trace(mesh: NDArray[np.int16]) -> list[tuple[int, int, list[_Corner]]]:
    """Every line of the mesh with the areas left and right of it, from meeting to meeting, then the closed ones."""
    edges = _edges(mesh)
    at: dict[_Corner, list[int]] = defaultdict(list)
    for number, (start, end, _, _) in enumerate(edges):
        at[start].append(number)
        at[end].append(number)
    used = [False] * len(edges)
    lines = []
    meetings = sorted(corner for corner, touching in at.items() if len(touching) == 3)
    for first in [*((corner, number) for corner in meetings for number in at[corner]), *((edge[0], number) for number, edge in enumerate(edges))]:
        corner, number = first
        if used[number]:
            continue
        start, _, left, right = edges[number]
        sides = (left, right) if start == corner else (right, left)
        path = [corner]
        while not used[number]:
            used[number] = True
            corner = edges[number][1] if edges[number][0] == corner else edges[number][0]
            path.append(corner)
            if len(at[corner]) == 2:
                number = next((other for other in at[corner] if not used[other]), number)
        lines.append((*sides, path))
    return lines


def _edges(mesh: NDArray[np.int16]) -> list[tuple[_Corner, _Corner, int, int]]:
    """The sides between unlike hexagons: start, end, and the areas on the left and right of that direction."""
    row, column = np.mgrid[1 : _ROWS - 1, 1 : _COLUMNS - 1]
    odd = row % 2
    east, north = 2 * column + odd, 3 * row
    here = mesh[1:-1, 1:-1]
    sides = (((1, -1), (1, 1), row, column + 1), ((1, 1), (0, 2), row + 1, column + odd), ((0, 2), (-1, 1), row + 1, column + odd - 1))
    edges: list[tuple[_Corner, _Corner, int, int]] = []
    for start, end, other_row, other_column in sides:
        there = mesh[other_row, other_column]
        unlike = here != there
        for x, y, left, right in zip(east[unlike].tolist(), north[unlike].tolist(), here[unlike].tolist(), there[unlike].tolist(), strict=True):
            edges.append(((x + start[0], y + start[1]), (x + end[0], y + end[1]), left, right))
    return edges


def _smooth(path: list[_Corner]) -> NDArray[np.float64]:
    """The path in km, its zigzag averaged out and every second corner dropped; the ends of an open path stay."""
    scale = np.array([_PITCH_KM / 2, _PITCH_KM / np.sqrt(12)])
    points = np.array(path, dtype=np.float64) * scale + np.array([_WEST_KM, _SOUTH_KM])
    closed = path[0] == path[-1]
    for _ in range(6):
        middle = points[:-1] if closed else points
        before, after = np.roll(middle, 1, axis=0), np.roll(middle, -1, axis=0)
        middle = (before + 2 * middle + after) / 4
        points = np.vstack([middle, middle[:1]] if closed else [points[:1], middle[1:-1], points[-1:]])
    kept = [*range(0, len(points) - 1, 2), len(points) - 1]
    return np.asarray(points[kept], dtype=np.float64)


def _corner_between(arcs: list[Arc], one: int, other: int) -> int:
    """The corner in the middle of the longest line between two areas."""
    between = [arc for arc in arcs if {arc.left, arc.right} == {one, other}]
    longest = max(between, key=lambda arc: len(arc.corners))
    return longest.corners[len(longest.corners) // 2]


def _nest(rings: list[Ring]) -> list[list[Ring]]:
    """Rings as polygons: each hole behind the outer ring it lies in."""
    shapes = [shapely.LinearRing(ring) for ring in rings]
    outer = [number for number, shape in enumerate(shapes) if shape.is_ccw]
    outer.sort(key=lambda number: (-shapely.Polygon(rings[number]).area, rings[number]))
    polygons = [[rings[number]] for number in outer]
    for number, shape in enumerate(shapes):
        if not shape.is_ccw:
            owner = next(place for place, shell in enumerate(outer) if shapely.Polygon(rings[shell]).contains(shapely.Point(shape.coords[0])))
            polygons[owner].append(rings[number])
    return polygons
