"""The ground of a baked map: water, green, roads and rail inside its frame as SVG paths, as many as fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from sitegen.artefacts.maps.frame import Frame, sub_paths, to_pixels, without_rests

Shapes = NDArray[np.object_]
Window = tuple[float, float, float, float]

_OVER = 12
"""Units beyond the frame to which lines are drawn, so that none ends in sight."""

_TOLERANCE = 1.3
"""Units by which a corner may be off."""

_COARSER = 2.0
"""How much further a corner may be off where not everything would fit."""

_MOST_CORNERS = {"sea": 70, "green": 60, "river": 45, "stream": 15, "rail": 30}
_MOST_MAIN = 130
_MOST_IN_ALL = 230
"""Corners of all paths together: about 1 KB after gzip. Streets get what the others leave, the longest first."""

_LEAST_LENGTH, _LEAST_MAIN, _LEAST_AREA = 9.0, 3.0, 60.0
"""Units, and square units, below which a line, a piece of a main road or an area is left out."""

_WIDTHS = {"river": 9, "stream": 3}
_SETS = {
    ("water", 2): "sea", ("green", 2): "green", ("rail", 1): "rail",
    ("road", "motorway"): "motorway", ("road", "primary"): "primary", ("road", "secondary"): "through", ("road", "minor"): "street",
    ("water", "river"): "river", ("water", "sea"): "river", ("water", "lake"): "river", ("water", "stream"): "stream",
}  # fmt: skip


_AREAS = frozenset({"sea", "green"})

_LEAST_RING = 4
"""Corners of a ring that encloses anything, the first counted twice."""


@dataclass(frozen=True, slots=True)
class Waterway:
    """Rivers or streams as one path, and the width in which they are drawn."""

    width: int
    path: str


@dataclass(frozen=True, slots=True)
class GroundPaths:
    """The paths of a ground in whole units, each empty where there is nothing; `names` are waters with a place on them, the longest first."""

    green: str = ""
    sea: str = ""
    waterways: tuple[Waterway, ...] = ()
    streets: str = ""
    main: str = ""
    rail: str = ""
    names: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of one set inside a window, each one line or one area, with their names."""

    shapes: Shapes
    names: Shapes


_NONE = _Parts(np.empty(0, np.object_), np.empty(0, np.object_))


class _Indexed:
    """Shapes with their sets and names, to be cut out by window."""

    def __init__(self, shapes: Shapes, names: Shapes, sets: list[str]) -> None:
        order = sorted(range(len(sets)), key=lambda index: sets[index])
        self._shapes, self._names, self._sets = shapes[order], names[order], np.array([sets[index] for index in order], dtype=np.object_)
        self._bounds = shapely.bounds(self._shapes)
        self._dimension = np.array([2 if name in _AREAS else 1 for name in self._sets.tolist()], dtype=np.int64)
        self._tree = shapely.STRtree(self._shapes)

    def inside(self, window: Window) -> dict[str, _Parts]:
        """What lies inside a window by set, in the order of the shapes."""
        found = np.sort(self._tree.query(shapely.box(*window)))
        if not len(found):
            return {}
        shapes, bounds = self._shapes[found], self._bounds[found]
        west, north, east, south = window
        out = (bounds[:, 0] < west) | (bounds[:, 1] < north) | (bounds[:, 2] > east) | (bounds[:, 3] > south)
        shapes[out] = shapely.clip_by_rect(shapes[out], *window)
        parts, owner = shapely.get_parts(shapes, return_index=True)
        kept = shapely.get_dimensions(parts) == self._dimension[found][owner]
        parts, owner = parts[kept], found[owner[kept]]
        sets, names = self._sets[owner].tolist(), self._names[owner]
        edges = [0, *(index for index in range(1, len(sets)) if sets[index] != sets[index - 1]), len(sets)]
        return {sets[first]: _Parts(parts[first:after], names[first:after]) for first, after in pairwise(edges) if after > first}


class Ground:
    """The basemap around one force, prepared once, from which the ground of each of its maps is drawn."""

    def __init__(self, force_basemap: pl.DataFrame) -> None:
        """`force_basemap` is the table of that name."""
        rows = force_basemap.filter(pl.col("layer") != "place").sort("layer", "kind", "name", "geometry", nulls_last=True)
        shapes = shapely.transform(shapely.from_wkb(rows["geometry"].to_numpy()), to_pixels)
        dimensions = shapely.get_dimensions(shapes).tolist()
        sets = [_set_of(layer, kind, of) or "" for layer, kind, of in zip(rows["layer"], rows["kind"], dimensions, strict=True)]
        names = rows["name"].to_numpy()
        streets = [index for index, name in enumerate(sets) if name == "street"]
        others = [index for index, name in enumerate(sets) if name and name != "street"]
        self._empty = not streets and not others
        # Streets are many, and cut to a smaller window than all else.
        self._streets_there, self._others = (_Indexed(shapes[some], names[some], [sets[index] for index in some]) for some in (streets, others))
        self.places = _places(force_basemap)

    def draw(self, frame: Frame, own: shapely.Geometry | None, *, fineness: int = 1) -> GroundPaths:
        """The ground of a frame. Streets are drawn inside `own` alone, the shape in zoom-24 pixels; where it is None, neither streets nor streams.

        `fineness` is how many times as many corners as on a neighbourhood's map there may be.
        """
        if self._empty:
            return GroundPaths()
        window = _window(frame)
        seen = self._others.inside(window)
        corners = 0

        def take(name: str, least: float, most: int) -> list[shapely.Geometry]:
            nonlocal corners
            chosen, taken = _chosen(seen.get(name, _NONE).shapes, frame, least, min(most, _MOST_IN_ALL - corners) * fineness)
            corners += taken // fineness
            return chosen

        sea, green = (take(name, _LEAST_AREA, _MOST_CORNERS[name]) for name in ("sea", "green"))
        rail, river = (take(name, _LEAST_LENGTH, _MOST_CORNERS[name]) for name in ("rail", "river"))
        stream = take("stream", _LEAST_LENGTH, _MOST_CORNERS["stream"] if own is not None else 0)
        most_main = _MOST_MAIN if own is not None else _MOST_IN_ALL
        main = [line for name in ("motorway", "primary") for line in take(name, _LEAST_MAIN, most_main)]
        through = seen.get("through", _NONE).shapes
        streets = self._streets(window, own, frame, through, _MOST_IN_ALL - corners) if own is not None else []
        waterways = [Waterway(_WIDTHS[name], path_of(lines, frame)) for name, lines in (("river", river), ("stream", stream))]
        return GroundPaths(
            green=path_of(green, frame),
            sea=path_of(sea, frame),
            waterways=tuple(waterway for waterway in waterways if waterway.path),
            streets=path_of(streets, frame),
            main=path_of(main, frame),
            rail=path_of(rail, frame),
            names=_water_names(seen.get("river", _NONE), frame),
        )

    def _streets(self, window: Window, own: shapely.Geometry, frame: Frame, through: Shapes, most: int) -> list[shapely.Geometry]:
        """Roads through the window, then what `own` holds of streets."""
        west, north, east, south = shapely.bounds(own).tolist()
        inner = (max(west, window[0]), max(north, window[1]), min(east, window[2]), min(south, window[3]))
        chosen, taken = _chosen(through, frame, _LEAST_LENGTH, most // 2)
        lines = self._streets_there.inside(inner).get("street", _NONE).shapes
        shapely.prepare(own)
        inside = shapely.contains(own, lines)
        crossing = lines[~inside]
        cut = shapely.get_parts(shapely.intersection(crossing[shapely.intersects(own, crossing)], own))
        lines = np.concatenate([lines[inside], cut[shapely.get_dimensions(cut) == 1]])
        return [*chosen, *_chosen(lines, frame, _LEAST_LENGTH, most - taken)[0]]


def path_of(shapes: Shapes | Sequence[shapely.Geometry], frame: Frame) -> str:
    """Lines and the rings of areas as one SVG path in whole units; empty where nothing is left."""
    if not len(shapes):
        return ""
    is_area = shapes[0].geom_type == "Polygon"
    places, line = shapely.get_coordinates(shapely.get_rings(shapes) if is_area else shapes, return_index=True)
    if is_area:
        kept = np.append(line[1:] == line[:-1], False)  # "z" draws the last side
        places, line = places[kept], line[kept]
    x, y, starts = without_rests(*frame.place(places[:, 0], places[:, 1]), line)
    return "".join(sub_paths(x, y, pairwise([*starts, len(x)]), "z" if is_area else ""))


def _water_names(rivers: _Parts, frame: Frame) -> tuple[tuple[str, int, int], ...]:
    """Named waters with the middle of their longest piece, the longest first; short pieces have no room for a name."""
    longest: dict[str, tuple[float, shapely.Geometry]] = {}
    for line, name, length in zip(rivers.shapes, rivers.names, (shapely.length(rivers.shapes) * frame.scale).tolist(), strict=True):
        if name is not None and length > longest.get(name, (150.0, None))[0]:
            longest[name] = (length, line)
    found = []
    for name, (_, line) in sorted(longest.items(), key=lambda entry: (-entry[1][0], entry[0])):
        at = shapely.get_coordinates(shapely.line_interpolate_point(line, 0.5, normalized=True))
        x, y = frame.place(at[:, 0], at[:, 1])
        found.append((name, int(x[0]), int(y[0])))
    return tuple(found)


def _set_of(layer: str, kind: str | None, dimension: int) -> str | None:
    return _SETS.get((layer, dimension)) or _SETS.get((layer, kind or ""))


def _places(force_basemap: pl.DataFrame) -> tuple[tuple[str, float, float], ...]:
    """Cities, then towns, by name, with their places in zoom-24 pixels."""
    rows = force_basemap.filter((pl.col("layer") == "place") & pl.col("kind").is_in(["city", "town"]) & pl.col("name").is_not_null())
    rows = rows.sort("kind", "name", "geometry")
    at = shapely.get_coordinates(shapely.transform(shapely.point_on_surface(shapely.from_wkb(rows["geometry"].to_numpy())), to_pixels))
    return tuple((name, float(x), float(y)) for name, (x, y) in zip(rows["name"], at.tolist(), strict=True))


def _window(frame: Frame) -> Window:
    over = _OVER / frame.scale
    return (frame.x0 - over, frame.y0 - over, frame.x0 + frame.width / frame.scale + over, frame.y0 + frame.height / frame.scale + over)


def _chosen(parts: Shapes, frame: Frame, least: float, most: int) -> tuple[list[shapely.Geometry], int]:
    """The largest parts, simplified, that have no more than `most` corners together, in their own order; and how many they have."""
    if not len(parts) or most <= 0:
        return [], 0
    is_area = parts[0].geom_type == "Polygon"
    tolerance = _TOLERANCE / frame.scale
    drawn = _simplified(parts, tolerance, is_area=is_area)
    corners = shapely.get_num_coordinates(drawn).tolist()
    if sum(corners) > most:
        drawn = _simplified(drawn, _COARSER * tolerance, is_area=is_area)
        corners = shapely.get_num_coordinates(drawn).tolist()
    sizes = (shapely.area(drawn) * frame.scale**2 if is_area else shapely.length(drawn) * frame.scale).tolist()
    chosen, taken = [], 0
    for index in sorted((index for index, size in enumerate(sizes) if size >= least), key=lambda index: -sizes[index]):
        if taken + corners[index] > most:
            break
        taken += corners[index]
        chosen.append(index)
    return [drawn[index] for index in sorted(chosen)], taken


def _simplified(parts: Shapes, tolerance: float, *, is_area: bool) -> Shapes:
    """The parts with fewer corners. Areas without holes go ring by ring, in a tenth of the time; those that fall flat are left out.

    A ring may come to cross itself by less than the tolerance: what is only filled with a colour does not show it.
    """
    if not is_area:
        return np.asarray(shapely.simplify(parts, tolerance, preserve_topology=False))
    plain = shapely.get_num_interior_rings(parts) == 0
    rings = shapely.simplify(shapely.get_exterior_ring(parts), tolerance, preserve_topology=False)
    flat = plain & (shapely.get_num_coordinates(rings) < _LEAST_RING)
    drawn: Shapes = np.empty(len(parts), np.object_)
    drawn[plain & ~flat] = shapely.polygons(rings[plain & ~flat])
    drawn[~plain] = shapely.simplify(parts[~plain], tolerance, preserve_topology=True)
    return np.asarray(drawn[~flat])
