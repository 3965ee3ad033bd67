"""Land cut into neighbourhoods that share every line between them, so that they neither overlap nor leave gaps.

Whoever cuts the land hands over the sides between unlike cells. The lines they make are traced once, from meeting to meeting,
and used by the areas on both sides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from convertbng import cutil
from numpy.typing import NDArray

SEA = -1
"""The number of no neighbourhood; others are places in the list of neighbourhoods."""

Ring = list[tuple[float, float]]
"""Longitude and latitude of a closed line, the last as the first; anticlockwise round land, clockwise round a hole."""

Side = tuple[int, int, int, int]
"""A side between two cells: its two corners, and the areas left and right of the way from the first to the second."""

Bend = Callable[[list[int]], NDArray[np.float64]]
"""The corners of a line, in order, as easting and northing in metres; the ends must stay where they are."""


@dataclass(frozen=True, slots=True)
class Arc:
    """A line from one meeting of areas to the next, or a closed line: numbers of corners, and the area on each side."""

    left: int
    right: int
    corners: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Land:
    """The lines between neighbourhoods: corners in metres of the National Grid and in degrees, and the arcs of each area."""

    arcs: tuple[Arc, ...]
    easting: NDArray[np.float64]
    northing: NDArray[np.float64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    by_area: dict[int, tuple[int, ...]]

    def outline(self, areas: Collection[int]) -> list[list[Ring]]:
        """The polygons of one area or several joined: for each its outer ring and then its holes, largest polygon first."""
        wanted = set(areas)
        onward: dict[int, tuple[int, ...]] = {}
        for number in sorted({number for area in wanted for number in self.by_area[area]}):
            arc = self.arcs[number]
            if (arc.left in wanted) != (arc.right in wanted):
                corners = arc.corners if arc.left in wanted else arc.corners[::-1]
                onward[corners[0]] = corners
        rings: list[Ring] = []
        while onward:
            start = min(onward)
            path, here = [start], start
            while here in onward:
                corners = onward.pop(here)
                path.extend(corners[1:])
                here = corners[-1]
            rings.append(list(zip(self.lon[path].tolist(), self.lat[path].tolist(), strict=True)))
        return _nest(rings)


def shapes_of(land: Land, areas: int) -> list[shapely.MultiPolygon]:
    """The first so many areas in degrees."""
    outlines = (land.outline({number}) for number in range(areas))
    return [shapely.MultiPolygon([shapely.Polygon(rings[0], rings[1:]) for rings in outline]) for outline in outlines]


def area_at(shapes: Sequence[shapely.MultiPolygon], lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.int32]:
    """The number of the shape each position lies in; SEA for none, the lowest for a position on a line."""
    points, areas = shapely.STRtree(shapes).query(shapely.points(lon, lat), predicate="intersects")
    found = np.full(len(lon), np.iinfo(np.int32).max, dtype=np.int32)
    np.minimum.at(found, points, areas.astype(np.int32))
    return np.where(found == np.iinfo(np.int32).max, np.int32(SEA), found)


def trace_land(sides: Sequence[Side], bend: Bend, fine: Callable[[Sequence[Arc]], int | None] = lambda _arcs: None) -> Land:
    """The land whose unlike cells meet along `sides`, its lines bent as wanted.

    Degrees are rounded to 6 decimals, save those of the one corner that `fine` names: it is set on whole metres and gets the
    8 decimals of a postcode read from the grid.
    """
    places: list[NDArray[np.float64]] = []
    meetings: dict[int, int] = {}
    arcs: list[Arc] = []
    count = 0
    by_area: defaultdict[int, list[int]] = defaultdict(list)
    for left, right, path in _trace(sides):
        metres = bend(path)
        numbers = list(range(count, count + len(metres)))
        for end in (0, -1):
            numbers[end] = meetings.setdefault(path[end], numbers[end])
        for area in (left, right):
            by_area[area].append(len(arcs))
        arcs.append(Arc(left, right, tuple(numbers)))
        places.append(metres)
        count += len(metres)
    metres = np.concatenate(places)
    found = fine(arcs)
    if found is not None:
        metres[found] = np.rint(metres[found])
    exact_lon, exact_lat = lonlat(metres[:, 0], metres[:, 1])
    lon, lat = np.round(exact_lon, 6), np.round(exact_lat, 6)
    if found is not None:
        lon[found], lat[found] = np.round(exact_lon[found], 8), np.round(exact_lat[found], 8)
    return Land(tuple(arcs), metres[:, 0], metres[:, 1], lon, lat, {area: tuple(numbers) for area, numbers in by_area.items()})


def lonlat(easting: NDArray[np.generic], northing: NDArray[np.generic]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """National Grid metres as degrees WGS84, by OSTN15."""
    lon, lat = cutil.convert_osgb36_to_ll(easting.astype(np.float64), northing.astype(np.float64))
    return np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)


def middle_corner(arcs: Sequence[Arc], one: int, other: int) -> int:
    """The corner in the middle of the longest line between two areas."""
    between = [arc for arc in arcs if {arc.left, arc.right} == {one, other}]
    longest = max(between, key=lambda arc: len(arc.corners))
    return longest.corners[len(longest.corners) // 2]


def _trace(sides: Sequence[Side]) -> list[tuple[int, int, list[int]]]:
    """Every line with the areas left and right of it, from meeting to meeting, then the closed ones."""
    at: dict[int, list[int]] = defaultdict(list)
    for number, (start, end, _, _) in enumerate(sides):
        at[start].append(number)
        at[end].append(number)
    used = [False] * len(sides)
    lines = []
    meetings = sorted(corner for corner, touching in at.items() if len(touching) != 2)
    for first, begin in [*((corner, number) for corner in meetings for number in at[corner]), *((side[0], n) for n, side in enumerate(sides))]:
        if used[begin]:
            continue
        corner, number = first, begin
        start, _, left, right = sides[number]
        areas = (left, right) if start == corner else (right, left)
        path = [corner]
        while not used[number]:
            used[number] = True
            corner = sides[number][1] if sides[number][0] == corner else sides[number][0]
            path.append(corner)
            if len(at[corner]) == 2:
                number = next((other for other in at[corner] if not used[other]), number)
        lines.append((*areas, path))
    return lines


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
