"""The ground of a baked map: water, green, roads and rail inside its frame as SVG paths, as many as fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from sitegen.artefacts.maps.frame import Frame, to_pixels

Shapes = NDArray[np.object_]
Window = tuple[float, float, float, float]

_OVER = 12
"""Units beyond the frame to which lines are drawn, so that none ends in sight."""

_TOLERANCE = 1.3
"""Units by which a corner may be off."""

_COARSER = 2.0
"""How much further a corner may be off where not everything would fit."""

_MOST_CORNERS = {"sea": 120, "green": 130, "river": 90, "stream": 40, "rail": 60}
_MOST_MAIN = 130
_MOST_IN_ALL = 310
"""Corners of all paths together: about 1 KB after gzip. Streets get what the others leave, the longest first."""

_LEAST_LENGTH, _LEAST_MAIN, _LEAST_AREA = 9.0, 3.0, 60.0
"""Units, and square units, below which a line, a piece of a main road or an area is left out."""

_WIDTHS = {"river": 9, "stream": 3}
_SETS = {
    ("water", 2): "sea", ("green", 2): "green", ("rail", 1): "rail",
    ("road", "motorway"): "motorway", ("road", "primary"): "primary", ("road", "secondary"): "through", ("road", "minor"): "street",
    ("water", "river"): "river", ("water", "sea"): "river", ("water", "lake"): "river", ("water", "stream"): "stream",
}  # fmt: skip


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
class _Indexed:
    shapes: Shapes
    names: Shapes
    tree: shapely.STRtree


class Ground:
    """The basemap around one force, prepared once, from which the ground of each of its maps is drawn."""

    def __init__(self, force_basemap: pl.DataFrame) -> None:
        """`force_basemap` is the table of that name."""
        rows = force_basemap.filter(pl.col("layer") != "place").sort("layer", "kind", "name", "geometry", nulls_last=True)
        shapes = shapely.transform(shapely.from_wkb(rows["geometry"].to_numpy()), to_pixels)
        dimensions = shapely.get_dimensions(shapes).tolist()
        sets = [_set_of(layer, kind, of) for layer, kind, of in zip(rows["layer"], rows["kind"], dimensions, strict=True)]
        self._sets: dict[str, _Indexed] = {}
        names = rows["name"].to_numpy()
        for name in sorted({one for one in sets if one}):
            chosen = np.flatnonzero(np.array(sets) == name)
            self._sets[name] = _Indexed(shapes[chosen], names[chosen], shapely.STRtree(shapes[chosen]))
        self.places = _places(force_basemap)

    def draw(self, frame: Frame, own: shapely.Geometry | None, *, fineness: int = 1) -> GroundPaths:
        """The ground of a frame. Streets are drawn inside `own` alone, the shape in zoom-24 pixels; where it is None, neither streets nor streams.

        `fineness` is how many times as many corners as on a neighbourhood's map there may be.
        """
        if not self._sets:
            return GroundPaths()
        window = _window(frame)
        corners = 0

        def take(name: str, least: float, most: int) -> Shapes:
            nonlocal corners
            chosen = _chosen(self._seen(name, window)[0], frame, least, min(most, _MOST_IN_ALL - corners) * fineness)
            corners += int(shapely.get_num_coordinates(chosen).sum()) // fineness
            return chosen

        sea, green = (take(name, _LEAST_AREA, _MOST_CORNERS[name]) for name in ("sea", "green"))
        rail, river = (take(name, _LEAST_LENGTH, _MOST_CORNERS[name]) for name in ("rail", "river"))
        stream = take("stream", _LEAST_LENGTH, _MOST_CORNERS["stream"] if own is not None else 0)
        most_main = _MOST_MAIN if own is not None else _MOST_IN_ALL
        main = np.concatenate([take(name, _LEAST_MAIN, most_main) for name in ("motorway", "primary")])
        streets = self._streets(window, own, frame, _MOST_IN_ALL - corners) if own is not None else []
        waterways = [Waterway(_WIDTHS[name], path_of(lines, frame)) for name, lines in (("river", river), ("stream", stream))]
        return GroundPaths(
            green=path_of(green, frame),
            sea=path_of(sea, frame),
            waterways=tuple(waterway for waterway in waterways if waterway.path),
            streets=path_of(np.array(streets, dtype=np.object_), frame),
            main=path_of(main, frame),
            rail=path_of(rail, frame),
            names=self._water_names(window, frame),
        )

    def _seen(self, name: str, window: Window) -> tuple[Shapes, Shapes]:
        """The parts of a set inside a window, each one line or one area, and their names."""
        indexed = self._sets.get(name)
        if indexed is None:
            return np.empty(0, np.object_), np.empty(0, np.object_)
        found = np.sort(indexed.tree.query(shapely.box(*window)))
        parts, owner = shapely.get_parts(shapely.clip_by_rect(indexed.shapes[found], *window), return_index=True)
        kept = shapely.get_dimensions(parts) == (2 if name in {"sea", "green"} else 1)
        return parts[kept], indexed.names[found][owner[kept]]

    def _streets(self, window: Window, own: shapely.Geometry, frame: Frame, most: int) -> Sequence[shapely.Geometry]:
        west, north, east, south = (float(edge) for edge in shapely.bounds(own))
        inner = (max(west, window[0]), max(north, window[1]), min(east, window[2]), min(south, window[3]))
        through = _chosen(self._seen("through", window)[0], frame, _LEAST_LENGTH, most // 2)
        lines, _ = self._seen("street", inner)
        shapely.prepare(own)
        inside = shapely.contains(own, lines)
        crossing = lines[~inside & shapely.intersects(own, lines)]
        cut = shapely.get_parts(shapely.intersection(crossing, own))
        lines = np.concatenate([lines[inside], cut[shapely.get_dimensions(cut) == 1]])
        left = most - int(shapely.get_num_coordinates(through).sum())
        return [*through, *_chosen(lines, frame, _LEAST_LENGTH, left)]

    def _water_names(self, window: Window, frame: Frame) -> tuple[tuple[str, int, int], ...]:
        lines, names = self._seen("river", window)
        longest: dict[str, tuple[float, shapely.Geometry]] = {}
        for line, name, length in zip(lines, names, (shapely.length(lines) * frame.scale).tolist(), strict=True):
            if name is not None and length > longest.get(name, (150.0, None))[0]:
                longest[name] = (length, line)
        found = []
        for name, (_, line) in sorted(longest.items(), key=lambda entry: (-entry[1][0], entry[0])):
            at = shapely.get_coordinates(shapely.line_interpolate_point(line, 0.5, normalized=True))
            x, y = frame.place(at[:, 0], at[:, 1])
            found.append((name, int(x[0]), int(y[0])))
        return tuple(found)


def path_of(shapes: Shapes, frame: Frame) -> str:
    """Lines and the rings of areas as one SVG path in whole units; empty where nothing is left."""
    if not len(shapes):
        return ""
    is_area = bool(shapely.get_dimensions(shapes[0]) == 2)
    lines = shapely.get_rings(shapes) if is_area else shapes
    places, line = shapely.get_coordinates(lines, return_index=True)
    x, y = frame.place(places[:, 0], places[:, 1])
    starts = np.concatenate([[True], line[1:] != line[:-1]])
    if is_area:
        kept = np.concatenate([line[1:] == line[:-1], [False]])  # "z" draws the last side
        x, y, starts = x[kept], y[kept], starts[kept]
    moved = starts | np.concatenate([[True], (x[1:] != x[:-1]) | (y[1:] != y[:-1])])
    x, y, starts = x[moved], y[moved], starts[moved]
    steps = zip(starts.tolist(), x.tolist(), y.tolist(), np.diff(x, prepend=0).tolist(), np.diff(y, prepend=0).tolist(), strict=True)
    words: list[str] = []
    end = "z" if is_area else ""
    for is_start, at_x, at_y, right, down in steps:
        if is_start:
            words.append(f"{end if words else ''}M{at_x} {at_y}")
            gap = "l"
        else:
            # A minus separates numbers by itself.
            words.append(f"{gap if gap == 'l' or right >= 0 else ''}{right}{down if down < 0 else f' {down}'}")
            gap = " "
    return "".join(words) + end


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


def _chosen(parts: Shapes, frame: Frame, least: float, most: int) -> Shapes:
    """The largest parts, simplified, that have no more than `most` corners together, in their own order."""
    if not len(parts) or most <= 0:
        return parts[:0]
    is_area = bool(shapely.get_dimensions(parts[0]) == 2)
    tolerance = _TOLERANCE / frame.scale
    drawn = shapely.simplify(parts, tolerance, preserve_topology=is_area)
    if int(shapely.get_num_coordinates(drawn).sum()) > most:
        drawn = shapely.simplify(drawn, _COARSER * tolerance, preserve_topology=is_area)
    size = shapely.area(drawn) * frame.scale**2 if is_area else shapely.length(drawn) * frame.scale
    order = np.argsort(-size, kind="stable")
    order = order[size[order] >= least]
    fits = np.cumsum(shapely.get_num_coordinates(drawn[order])) <= most
    return np.asarray(drawn[np.sort(order[fits])])
