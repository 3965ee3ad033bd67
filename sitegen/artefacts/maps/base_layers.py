"""What of the basemap is drawn at each zoom: by kind and by size, with lines and areas of one kind joined to save bytes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from tiles.clip import Attributes, Layer
from tiles.grid import EXTENT

ZOOMS = range(5, 15)
"""Names of cities alone at the first: what is drawn begins one zoom later."""

NAMED_FROM = {"road": 14, "waterway": 11}
"""Zooms at which lines carry their names; below, all lines of a kind are one shape."""

_LEAST_AREA = 1024.0
"""Square 4096ths of a tile below which an area is left out: four pixels by four; at the last zoom a quarter of that."""

_LARGE_BUILDING = 2.5e-8
"""Square degrees, about 190 square metres, from which a building stays longer in a crowded tile."""

Shapes = NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Group:
    """Shapes of one kind and one name, joined, as parts in degrees.

    `layer` is the tiles' layer; `rank` says how soon the group is left out of a tile that grows too large, the highest first.
    """

    layer: str
    kind: str | None
    name: str | None
    first_zoom: int
    last_zoom: int
    rank: int
    parts: Shapes
    sizes: NDArray[np.float64] | None
    """Areas of the parts as shares of the whole map's; None for lines."""


def read_groups(basemap: pl.DataFrame, around: Shapes | None) -> tuple[Group, ...]:
    """The lines and areas of the basemap that reach into one of the boxes `around` (None: all of them), in the order they are drawn."""
    rows = basemap.filter(pl.col("layer").is_not_null() & (pl.col("layer") != "place")).sort("layer", "kind", "name", "geometry", nulls_last=True)
    shapes = shapely.from_wkb(rows["geometry"].to_numpy())
    kept = np.arange(len(shapes)) if around is None else np.unique(shapely.STRtree(shapes).query(around, predicate="intersects")[1])
    found = [group for layer, kind, here in _by_kind(rows[kept]) for group in _groups(layer, kind, rows[kept][here], shapes[kept][here])]
    return tuple(sorted(found, key=lambda group: (_ORDER.index(group.layer), -group.rank, group.name is not None, group.name or "")))


@dataclass(frozen=True, slots=True)
class Drawn:
    """The layers of one zoom: `shapes` for `tiles.clip`, each part by itself, and of each shape the number of its group in `groups`.

    `joined` has the same layers with one row of attributes a group, for the features that the shapes of a group become in a tile.
    """

    shapes: list[Layer]
    joined: list[Layer]
    owners: list[list[int]]
    groups: Sequence[Group]


def layers_at(zoom: int, groups: Sequence[Group]) -> Drawn:
    """What is drawn at a zoom."""
    drawn = Drawn([], [], [], groups)
    attributes: list[Attributes] = [{key: value for key, value in (("kind", group.kind), ("name", group.name)) if value} for group in groups]
    for name in _ORDER:
        shapes: list[shapely.Geometry | None] = []
        owners: list[int] = []
        for number, group in enumerate(groups):
            if group.layer == name and group.first_zoom <= zoom <= group.last_zoom:
                found = _shapes(group, zoom)
                shapes += found
                owners += [number] * len(found)
        drawn.shapes.append((name, shapes, [attributes[owner] for owner in owners]))
        drawn.joined.append((name, [], attributes))
        drawn.owners.append(owners)
    return drawn


_ORDER = ("water", "waterway", "green", "built-up", "road", "rail", "building")
_FIRST_ZOOMS = {
    ("water", "sea"): 6, ("water", "lake"): 8, ("water", "river"): 8, ("waterway", "river"): 8, ("waterway", "stream"): 13, ("waterway", None): 8,
    ("green", None): 8, ("built-up", None): 6, ("rail", None): 9, ("building", None): 14,
    ("road", "motorway"): 6, ("road", "primary"): 8, ("road", "secondary"): 10, ("road", "minor"): 12, ("road", "path"): 14,
}  # fmt: skip
_RANKS = {
    ("road", "motorway"): 0, ("road", "primary"): 1, ("water", "sea"): 1, ("water", "river"): 2, ("waterway", "river"): 2, ("water", "lake"): 3,
    ("rail", None): 3, ("built-up", None): 3, ("road", "secondary"): 4, ("green", None): 5, ("road", "minor"): 6, ("waterway", "stream"): 7,
    ("waterway", None): 7, ("road", "path"): 8, ("building", None): 9,
}  # fmt: skip
_SMALL_BUILDINGS_RANK = 10


def _by_kind(rows: pl.DataFrame) -> Iterator[tuple[str, str | None, NDArray[np.int64]]]:
    numbered = rows.select("layer", "kind", pl.int_range(pl.len(), dtype=pl.Int64).alias("place"))
    for (layer, kind), group in numbered.group_by(["layer", "kind"], maintain_order=True):
        yield str(layer), None if kind is None else str(kind), group["place"].to_numpy()


def _groups(layer: str, kind: str | None, rows: pl.DataFrame, shapes: Shapes) -> Iterator[Group]:
    is_line = shapely.get_dimensions(shapes) == 1
    if (~is_line).any():
        yield from _areas(layer, kind if layer == "water" else None, shapes[~is_line])
    if is_line.any():
        lines, names = shapes[is_line], rows["name"].to_numpy()[is_line]
        tile_layer = "waterway" if layer == "water" else layer
        named_from = NAMED_FROM.get(tile_layer)
        if named_from is None:
            yield _lines(tile_layer, kind, None, lines)
            return
        yield _lines(tile_layer, kind, None, lines, last_zoom=named_from - 1)
        # The rows are sorted by name, those without one last.
        starts = np.flatnonzero(np.concatenate([[True], names[1:] != names[:-1]]))
        for start, end in zip(starts.tolist(), [*starts[1:].tolist(), len(names)], strict=True):
            yield _lines(tile_layer, kind, names[start], lines[start:end], first_zoom=named_from)


def _areas(layer: str, kind: str | None, shapes: Shapes) -> Iterator[Group]:
    if layer == "building":
        is_large = shapely.area(shapes) >= _LARGE_BUILDING
        sets = [(shapes[is_large], _rank(layer, kind)), (shapes[~is_large], _SMALL_BUILDINGS_RANK)]
    else:
        sets = [(shapes, _rank(layer, kind))]
    for chosen, rank in sets:
        if len(chosen):
            parts = shapely.get_parts(shapely.disjoint_subset_union_all(chosen))
            parts = parts[shapely.get_dimensions(parts) == 2]
            # The map stretches both ways by the secant of the latitude; a degree of longitude keeps its width.
            stretch = 1 / np.cos(np.radians(shapely.bounds(parts)[:, 1]))
            yield Group(layer, kind, None, _first_zoom(layer, kind), ZOOMS[-1], rank, parts, shapely.area(parts) * stretch / 360**2)


def _lines(layer: str, kind: str | None, name: str | None, shapes: Shapes, first_zoom: int = 0, last_zoom: int = ZOOMS[-1]) -> Group:
    merged = shapely.line_merge(shapely.multilinestrings(shapely.get_parts(shapes)))
    first = max(first_zoom, _first_zoom(layer, kind))
    return Group(layer, kind, name, first, last_zoom, _rank(layer, kind), shapely.get_parts(merged), None)


def _first_zoom(layer: str, kind: str | None) -> int:
    return _FIRST_ZOOMS.get((layer, kind), _FIRST_ZOOMS.get((layer, None), ZOOMS[-1]))


def _rank(layer: str, kind: str | None) -> int:
    return _RANKS.get((layer, kind), _RANKS.get((layer, None), 9))


def _shapes(group: Group, zoom: int) -> list[shapely.Geometry | None]:
    """The parts one by one, without the areas too small to be seen: a shape of many thousand parts takes for ever to simplify."""
    if group.sizes is None:
        return list(group.parts)
    least = _LEAST_AREA / 4 if zoom == ZOOMS[-1] else _LEAST_AREA
    return list(group.parts[group.sizes * float(EXTENT << zoom) ** 2 >= least])
