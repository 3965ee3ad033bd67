"""The grounds of a force's baked maps: of each neighbourhood what its map shows whatever the month, drawn once for all months."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
import shapely

from sitegen.artefacts.maps.frame import Frame, fit_frame, rings_path, shapes_in_pixels
from sitegen.artefacts.maps.ground import Ground, GroundPaths, Waterway
from sitegen.tables.schemas import SCHEMAS

WIDTH = 890
"""Units across every neighbourhood's map."""

_HEIGHTS, _PAD = (400, 620), 36
_MOST_CORNERS, _MOST_CONTEXT_CORNERS = 220, 260
_COARSE = 4.0
"""Pixels by which the lines of other neighbourhoods may be off: about 6 m."""

_PATHS = ("green", "sea", "streets", "main", "rail")
Row = tuple[str | None, str, int, str, int | None, int | None, bytes | None]


@dataclass(frozen=True, slots=True)
class NeighbourhoodGround:
    """What one neighbourhood's map shows whatever the month.

    `around` are the ids of the neighbourhoods that reach into it with a place on them in units, in order of the boundaries; `own` is the
    boundary as drawn, in zoom-24 pixels; `middle` a place inside it, in units.
    """

    frame: Frame
    ground: GroundPaths
    boundary: str
    neighbours: str
    around: tuple[tuple[str, int, int], ...]
    middle: tuple[int, int]
    own: shapely.Geometry


def draw_grounds(*, force_id: str, boundaries: pl.DataFrame, force_basemap: pl.DataFrame) -> pl.DataFrame:
    """The table `neighbourhood_grounds` of one force: a few rows for each neighbourhood with a boundary, and the basemap's owners."""
    owners = force_basemap["attribution"].unique().sort().to_list()
    rows: list[Row] = [(None, "owner", position, owner, None, None, None) for position, owner in enumerate(owners)]
    atlas = _Atlas(boundaries, force_basemap)
    for index, neighbourhood_id in enumerate(atlas.ids):
        rows += [(neighbourhood_id, *row) for row in _rows(atlas.draw(index))]
    columns = ["neighbourhood_id", "part", "position", "text", "x", "y", "shape"]
    types = SCHEMAS["neighbourhood_grounds"].types
    found = pl.DataFrame(rows, schema={name: types[name] for name in columns}, orient="row")
    return found.select(pl.lit(force_id).alias("force_id"), *columns).sort("neighbourhood_id", "part", "position", nulls_last=True)


def read_grounds(neighbourhood_grounds: pl.DataFrame) -> dict[str, NeighbourhoodGround]:
    """The grounds by neighbourhood."""
    rows = neighbourhood_grounds.filter(pl.col("neighbourhood_id").is_not_null()).sort("neighbourhood_id", "part", "position")
    parts: dict[str, dict[str, list[tuple[str, int, int]]]] = {}
    for neighbourhood_id, part, text, x, y in rows.select("neighbourhood_id", "part", "text", "x", "y").iter_rows():
        parts.setdefault(neighbourhood_id, {}).setdefault(part, []).append((text, x, y))
    shapes = shapely.from_wkb(rows.filter(pl.col("shape").is_not_null())["shape"].to_numpy())
    return {neighbourhood_id: _read(found, own) for (neighbourhood_id, found), own in zip(parts.items(), shapes, strict=True)}


def basemap_owners(neighbourhood_grounds: pl.DataFrame) -> list[str]:
    """Everybody who must be named for the basemap under a force's maps, in order."""
    return neighbourhood_grounds.filter(pl.col("part") == "owner").sort("position")["text"].to_list()


def _rows(one: NeighbourhoodGround) -> Iterator[tuple[str, int, str, int | None, int | None, bytes | None]]:
    """The rows of one neighbourhood; parts without anything in them are left out."""
    yield "frame", 0, one.frame.text, one.frame.width, one.frame.height, None
    yield "boundary", 0, one.boundary, *one.middle, shapely.to_wkb(one.own, byte_order=1)
    paths = {"neighbours": one.neighbours, **{name: getattr(one.ground, name) for name in _PATHS}}
    yield from ((part, 0, path, None, None, None) for part, path in paths.items() if path)
    for position, waterway in enumerate(one.ground.waterways):
        yield "waterway", position, waterway.path, waterway.width, None, None
    for part, spots in (("water name", one.ground.names), ("neighbour", one.around)):
        yield from ((part, position, text, x, y, None) for position, (text, x, y) in enumerate(spots))


def _read(parts: dict[str, list[tuple[str, int, int]]], own: shapely.Geometry) -> NeighbourhoodGround:
    ((frame, width, height),), ((boundary, x, y),) = parts["frame"], parts["boundary"]
    x0, y0, scale = frame.split()
    paths = {part: found[0][0] for part, found in parts.items()}
    return NeighbourhoodGround(
        frame=Frame(int(x0), int(y0), float(scale), width, height),
        ground=GroundPaths(
            **{name: paths.get(name, "") for name in _PATHS},
            waterways=tuple(Waterway(width, path) for path, width, _ in parts.get("waterway", ())),
            names=tuple(parts.get("water name", ())),
        ),
        boundary=boundary,
        neighbours=paths.get("neighbours", ""),
        around=tuple(parts.get("neighbour", ())),
        middle=(x, y),
        own=own,
    )


class _Atlas:
    """The boundaries and the basemap of one force, prepared once."""

    def __init__(self, boundaries: pl.DataFrame, force_basemap: pl.DataFrame) -> None:
        shaped = boundaries.filter(pl.col("geometry").is_not_null()).sort("neighbourhood_id")
        self.ids: list[str] = shaped["neighbourhood_id"].to_list()
        self._shapes = shapes_in_pixels(shaped["geometry"].to_numpy())
        self._bounds = shapely.bounds(self._shapes)
        self._tree = shapely.STRtree(self._shapes)
        coarse = shapely.coverage_simplify(self._shapes, _COARSE) if self.ids else self._shapes
        self._outlines = shapely.boundary(coarse)
        self._lines = shapely.get_parts(shapely.line_merge(shapely.union_all(self._outlines)))
        self._middles = shapely.line_interpolate_point(self._lines, 0.5, normalized=True)
        self._line_tree = shapely.STRtree(self._lines)
        self._ground = Ground(force_basemap)

    def draw(self, index: int) -> NeighbourhoodGround:
        """The ground of the neighbourhood at a place in `ids`."""
        west, north, east, south = (float(edge) for edge in self._bounds[index])
        frame = fit_frame((west, north, east, south), width=WIDTH, heights=_HEIGHTS, pad=_PAD)
        own = _simplified(self._shapes[index], 0.7 / frame.scale, _MOST_CORNERS)
        context, others = self._around(index, frame)
        middle = shapely.get_coordinates(shapely.point_on_surface(own))
        x, y = frame.place(middle[:, 0], middle[:, 1])
        return NeighbourhoodGround(
            frame=frame,
            ground=self._ground.draw(frame, own),
            boundary=rings_path(own, frame),
            neighbours=rings_path(context, frame) if others else "",
            around=self._spots(others, frame),
            middle=(int(x[0]), int(y[0])),
            own=own,
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

    def _spots(self, others: list[int], frame: Frame) -> tuple[tuple[str, int, int], ...]:
        """The neighbourhoods seen in the frame with a place on what is seen of them."""
        window = (float(frame.x0), float(frame.y0), frame.x0 + frame.width / frame.scale, frame.y0 + frame.height / frame.scale)
        seen = shapely.clip_by_rect(self._shapes[np.array(others, dtype=np.int64)], *window)
        shown = ~shapely.is_empty(seen)
        at = shapely.get_coordinates(shapely.point_on_surface(seen[shown]))
        ids = [self.ids[other] for other, is_shown in zip(others, shown.tolist(), strict=True) if is_shown]
        return tuple(zip(ids, *(axis.tolist() for axis in frame.place(at[:, 0], at[:, 1])), strict=True))


def _simplified(geometry: shapely.Geometry, tolerance: float, most: int) -> shapely.Geometry:
    """The geometry with no more than about `most` corners, at the finest tolerance (coarser each time) that allows it."""
    drawn = _coarser(geometry, tolerance)
    for _ in range(6):
        if shapely.get_num_coordinates(drawn) <= most:
            break
        tolerance *= 1.6
        drawn = _coarser(geometry, tolerance)
    return drawn


def _coarser(geometry: shapely.Geometry, tolerance: float) -> shapely.Geometry:
    drawn = shapely.simplify(geometry, tolerance, preserve_topology=False)
    # A strip narrower than the tolerance would be gone, and its map with it.
    return shapely.simplify(geometry, tolerance) if drawn.is_empty else drawn
