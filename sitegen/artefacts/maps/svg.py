"""A neighbourhood's baked map: its boundary, its neighbours' and a circle for every snap point, as parts of an SVG.

Every circle is a row of `located_counts`; the check of the finished site places each again through the frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import polars as pl
import shapely
from markupsafe import Markup
from numpy.typing import NDArray

from sitegen.artefacts.maps.frame import Frame, Numbers, fit_frame, rings_path, to_pixels
from sitegen.artefacts.maps.ground import Ground, GroundPaths
from sitegen.artefacts.maps.labels import Label, Wish, place_labels

WIDTH = 890
"""Units across every neighbourhood's map."""

KEY_HEIGHT = 82
"""Units below the map that hold the size key."""

LEGEND = (1, 5, 20)
"""The numbers whose circles the size key shows."""

_HEIGHTS, _PAD = (400, 620), 36
_MOST_CORNERS, _MOST_CONTEXT_CORNERS = 220, 260
_NUMBER_FROM = 10
_COARSE = 4.0
"""Pixels by which the lines of other neighbourhoods may be off: about 6 m."""


@dataclass(frozen=True, slots=True)
class BakedMap:
    """The parts of one map, ready for the template; paths are in whole units, `circles` and `numbers` are SVG elements."""

    frame: Frame
    ground: GroundPaths
    boundary: str
    neighbours: str
    circles: Markup
    numbers: Markup
    labels: tuple[Label, ...]
    middle: tuple[int, int]

    @property
    def height(self) -> int:
        """The SVG's height with the key."""
        return self.frame.height + KEY_HEIGHT


@dataclass(frozen=True, slots=True)
class Points:
    """What was recorded at the snap points of one neighbourhood in one month, one entry a point."""

    x: Sequence[int]
    y: Sequence[int]
    count: Sequence[int]


class Atlas:
    """The boundaries and the basemap of one force, prepared once, from which each neighbourhood's map is baked."""

    def __init__(self, boundaries: pl.DataFrame, names: dict[str, str], force_basemap: pl.DataFrame) -> None:
        """`names` gives the neighbourhoods that may be labelled, by id."""
        shaped = boundaries.filter(pl.col("geometry").is_not_null()).sort("neighbourhood_id")
        self._ids: list[str] = shaped["neighbourhood_id"].to_list()
        self._index = {neighbourhood_id: index for index, neighbourhood_id in enumerate(self._ids)}
        self._shapes = shapely.transform(shapely.from_wkb(shaped["geometry"].to_numpy()), to_pixels)
        self._bounds = shapely.bounds(self._shapes)
        self._tree = shapely.STRtree(self._shapes)
        coarse = shapely.coverage_simplify(self._shapes, _COARSE) if self._ids else self._shapes
        self._outlines = shapely.boundary(coarse)
        self._lines = shapely.get_parts(shapely.line_merge(shapely.union_all(self._outlines)))
        self._middles = shapely.line_interpolate_point(self._lines, 0.5, normalized=True)
        self._line_tree = shapely.STRtree(self._lines)
        self._names = names
        self._ground = Ground(force_basemap)

    def bake(self, neighbourhood_id: str, points: Points, places: Sequence[tuple[str, int, int]]) -> BakedMap | None:
        """The map of one neighbourhood; None where its boundary was not supplied.

        `places` are names with the snap point they belong to, the ones to label first; those that find no room are left out.
        """
        index = self._index.get(neighbourhood_id)
        if index is None:
            return None
        west, north, east, south = (float(edge) for edge in self._bounds[index])
        frame = fit_frame((west, north, east, south), width=WIDTH, heights=_HEIGHTS, pad=_PAD)
        own = _simplified(self._shapes[index], 0.7 / frame.scale, _MOST_CORNERS)
        context, around = self._around(index, frame)
        middle = shapely.get_coordinates(shapely.point_on_surface(own))
        marks = _marks(points, frame)
        ground = self._ground.draw(frame, own)
        return BakedMap(
            frame=frame,
            ground=ground,
            boundary=rings_path(own, frame),
            neighbours=rings_path(context, frame) if around else "",
            circles=Markup("".join(f'<circle cx="{x}" cy="{y}" r="{radius_text(n)}"/>' for x, y, n in marks)),
            numbers=Markup("".join(f'<text x="{x}" y="{y + 5}">{n}</text>' for x, y, n in marks if n >= _NUMBER_FROM)),
            labels=self._labels(own, frame, marks, places, around, ground),
            middle=_first(frame.place(middle[:, 0], middle[:, 1])),
        )

    def _around(self, index: int, frame: Frame) -> tuple[shapely.Geometry, list[int]]:
        """The lines inside the frame that are no part of this boundary, each once, and the neighbourhoods that reach into it."""
        margin = 6 / frame.scale
        window = (
            frame.x0 - margin,
            frame.y0 - margin,
            frame.x0 + frame.width / frame.scale + margin,
            frame.y0 + frame.height / frame.scale + margin,
        )
        found = sorted(int(other) for other in self._tree.query(shapely.box(*window)) if other != index)
        near = np.sort(self._line_tree.query(shapely.box(*window)))
        near = near[~shapely.dwithin(self._middles[near], self._outlines[index], 0.5)]
        lines = shapely.get_parts(shapely.clip_by_rect(self._lines[near], *window))
        lines = shapely.multilinestrings(lines[shapely.get_dimensions(lines) == 1])
        return _simplified(lines, 1.2 / frame.scale, _MOST_CONTEXT_CORNERS), found

    def _labels(
        self,
        own: shapely.Geometry,
        frame: Frame,
        marks: list[tuple[int, int, int]],
        places: Sequence[tuple[str, int, int]],
        around: list[int],
        ground: GroundPaths,
    ) -> tuple[Label, ...]:
        across, down = frame.place(np.array([x for _, x, _ in places], dtype=np.int64), np.array([y for _, _, y in places], dtype=np.int64))
        streets = [Wish(name, x, y, kind="street") for (name, _, _), x, y in zip(places, across.tolist(), down.tolist(), strict=True)]
        window = (float(frame.x0), float(frame.y0), frame.x0 + frame.width / frame.scale, frame.y0 + frame.height / frame.scale)
        named = np.array([other for other in around if self._ids[other] in self._names], dtype=np.int64)
        seen = shapely.clip_by_rect(self._shapes[named], *window)
        shown = ~shapely.is_empty(seen)
        at = shapely.get_coordinates(shapely.point_on_surface(seen[shown]))
        spots = zip(named[shown].tolist(), *(axis.tolist() for axis in frame.place(at[:, 0], at[:, 1])), strict=True)
        others = [Wish(self._names[self._ids[other]], x, y, kind="neighbour") for other, x, y in spots]

        shapely.prepare(own)

        def is_home(x: Numbers, y: Numbers) -> NDArray[np.bool_]:
            inside: NDArray[np.bool_] = shapely.contains_xy(own, frame.x0 + x / frame.scale, frame.y0 + y / frame.scale)
            return inside

        waters = [Wish(name, x, y, kind="water") for name, x, y in ground.names]
        return place_labels(streets, others, marks, (frame.width, frame.height), is_home, waters)


@cache
def radius_text(count: int) -> str:
    """The radius of a circle that stands for `count`, in units to one decimal: the area follows the number."""
    return f"{1.6 + 3.4 * count**0.5:.1f}".removesuffix(".0")


def _marks(points: Points, frame: Frame) -> list[tuple[int, int, int]]:
    """Position and number of every circle, the biggest first, so that small ones stay on top."""
    x, y = frame.place(np.array(points.x, dtype=np.int64), np.array(points.y, dtype=np.int64))
    return sorted(zip(x.tolist(), y.tolist(), points.count, strict=True), key=lambda mark: (-mark[2], mark[0], mark[1]))


def _simplified(geometry: shapely.Geometry, tolerance: float, most: int) -> shapely.Geometry:
    """The geometry with no more than about `most` corners, at the finest tolerance (doubled each time) that allows it."""
    drawn = shapely.simplify(geometry, tolerance, preserve_topology=False)
    for _ in range(6):
        if shapely.get_num_coordinates(drawn) <= most:
            break
        tolerance *= 1.6
        drawn = shapely.simplify(geometry, tolerance, preserve_topology=False)
    return drawn


def _first(place: tuple[np.ndarray, np.ndarray]) -> tuple[int, int]:
    return int(place[0][0]), int(place[1][0])
