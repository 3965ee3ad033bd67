"""Basemap features from files of vector tiles: what lies in the covered area, in one piece where tiles had cut it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from sitegen.errors import InputError
from sitegen.sources.basemap_kinds import Recognised
from sitegen.sources.basemap_tile_kinds import SCHEMAS_OF_TILES, Schema, recognise_tiles
from sitegen.sources.features import Features
from sitegen.sources.vector_tiles import Address, TileFile, TileLayers, open_tiles, tiles_over, to_degrees
from tiles.grid import EXTENT
from tiles.repair import repair

_SEAM_NEAR = 4.0
"""Places by which two ends of a line may differ at a seam: either tile rounded its own."""
_NAME_NEAR = 3.0
"""Places by which a road may lie from the line that carries its name."""
_LAYERS_LONGEST = 200
"""Letters of names of layers in a message."""

Shapes = NDArray[np.object_]
Key = tuple[str, str | None, str | None]
"""Layer, kind and name as in the table basemap."""


@dataclass(frozen=True, slots=True)
class TiledFeatures:
    """All features of a file as one layer of the project's own schema, and who is to be named for them.

    `aside`: how many tiles, and features of tiles, were set aside, by reason, and what the operator is told of them. `fault`, where the file has
    nothing to draw, is the reason, and `told` what the operator is told.
    """

    features: Features
    owner: str
    attribution: str
    aside: Mapping[str, tuple[int, str | None]]
    from_north: bool
    fault: str | None
    told: str | None


def read_tiled(path: Path, name: str, boxes: NDArray[np.float64]) -> TiledFeatures:
    """The features of the finest zoom in the tiles that reach into the boxes (west, south, east, north in degrees).

    Lines and areas of one kind and name that a seam cut are joined. Where no tile lies in the boxes, rows are counted from the other end. A tile,
    and a feature, that cannot be read costs itself. Raises InputError where the file cannot be read.
    """
    with ExitStack() as stack:
        file = open_tiles(path, name, stack)
        found = _search(file, boxes)
        if not found.tiles and (turned := file.turned()) and (again := _search(turned, boxes)).tiles:
            file, found = turned, again
    schema, zoom = found.schema, file.zoom
    keys = sorted(found.parts, key=lambda key: tuple(part or "" for part in key))
    joined = [(key, shape) for key in keys for shape in _joined(found.parts[key])]
    shapes = np.empty(len(joined), np.object_)
    shapes[:] = [shapely.transform(shape, lambda places: to_degrees(places, zoom)) for _, shape in joined]
    columns: dict[str, list[object]] = {part: [key[place] for key, _ in joined] for place, part in enumerate(("layer", "kind", "name"))}
    fault, told = (None, None) if joined else _why_nothing(file, found)
    bad = {"tile-unreadable": (found.bad_tiles, found.first_fault), "feature-unreadable": (found.bad_features, None)}
    aside = {reason: (count, why) for reason, (count, why) in bad.items() if count}
    owner = schema.owner if schema else ""
    return TiledFeatures(Features("", columns, shapes), owner, file.attribution, aside, file.from_north, fault, told)


@dataclass(slots=True)
class _Found:
    """What was found in the tiles of a file so far."""

    schema: Schema | None
    parts: dict[Key, list[shapely.Geometry]] = field(default_factory=lambda: defaultdict(list))
    layers: set[str] = field(default_factory=set)
    tiles: int = 0
    bad_tiles: int = 0
    bad_features: int = 0
    first_fault: str = ""


def _search(file: TileFile, boxes: NDArray[np.float64]) -> _Found:
    found = _Found(recognise_tiles(file.declared))
    undecided: list[tuple[Address, TileLayers]] = []
    for address in tiles_over(boxes, file.zoom):
        try:
            tile = file.tile(address)
        except InputError as error:
            found.tiles += 1
            found.bad_tiles += 1
            found.first_fault = found.first_fault or str(error).removeprefix(f"{file.name}: ")
            continue
        if tile is None:
            continue
        found.tiles += 1
        found.bad_features += tile.unreadable
        found.layers.update(tile.layers)
        undecided.append((address, tile.layers))
        found.schema = found.schema or recognise_tiles(frozenset(tile.layers))
        if found.schema is not None:
            for place, layers in undecided:
                _collect(layers, found.schema, place, found.parts)
            undecided.clear()
    return found


def _why_nothing(file: TileFile, found: _Found) -> tuple[str, str]:
    """The reason why nothing of a file is drawn, and what the operator is told."""
    seen = ", ".join(sorted(found.layers or file.declared))[:_LAYERS_LONGEST]
    if not found.tiles:
        return "nothing-here", f"none of its tiles of zoom {file.zoom} lies around the neighbourhoods of this site"
    if found.bad_tiles == found.tiles:
        return "file-unreadable", f"none of its {found.tiles} tiles around the neighbourhoods of this site can be read: {found.first_fault}"
    if not seen:
        return "file-without-features", "its tiles hold no layers"
    if found.schema is None:
        known = "; ".join(f"{one.name} ({', '.join(sorted(one.layer_names))})" for one in SCHEMAS_OF_TILES)
        return "layer-unknown", f"its layers are of no schema that is known: {seen}; known are {known}"
    return "not-drawn", f"its layers hold nothing these maps draw: {seen}"


def _collect(layers: TileLayers, schema: Schema, address: tuple[int, int], parts: dict[Key, list[shapely.Geometry]]) -> None:
    """Add the features of a tile, cut at its edges: what lies beyond is the neighbour's."""
    named = _road_names(layers, schema)
    corner = np.array(address, np.float64) * EXTENT
    for layer, features in sorted(layers.items()):
        if layer == schema.road_names:
            continue
        for properties, shape in features:
            one = schema.classify(layer, properties)
            if one is None:
                continue
            if one.layer == "road" and one.name is None:
                one = Recognised("road", one.kind, _name_of(shape, named))
            parts[one.layer or "", one.kind, one.name] += [
                shapely.transform(piece, lambda places: places + corner) for piece in _within(shape, is_area=one.layer != "place")
            ]


def _within(shape: shapely.Geometry, *, is_area: bool) -> Iterator[shapely.Geometry]:
    """The parts of a shape in its tile, of the shape's own kind."""
    dimension = int(shapely.get_dimensions(shape))
    if dimension == 0 or not is_area:
        yield from (part for part in shapely.get_parts(shape) if 0 <= part.x < EXTENT and 0 <= part.y < EXTENT) if dimension == 0 else ()
        return
    valid = shape if dimension == 1 else repair(shape)
    if valid is None:
        return
    cut = shapely.clip_by_rect(valid, 0, 0, EXTENT, EXTENT)
    flat = shapely.get_parts(shapely.get_parts(cut))
    yield from (part for part in flat if shapely.get_dimensions(part) == dimension and not part.is_empty)


def _road_names(layers: TileLayers, schema: Schema) -> tuple[list[str], shapely.STRtree] | None:
    """Names and lines of the schema's layer of names; None where it has none."""
    layer = schema.road_names
    if layer is None or layer not in layers:
        return None
    found = [
        (one.name, shape) for properties, shape in layers[layer] if (one := schema.classify(layer, properties)) and one.name and one.layer == "road"
    ]
    return [name for name, _ in found], shapely.STRtree([shape for _, shape in found])


def _name_of(shape: shapely.Geometry, named: tuple[list[str], shapely.STRtree] | None) -> str | None:
    """The name of the line that runs through a road's middle."""
    if named is None or not named[0]:
        return None
    longest = max(shapely.get_parts(shape), key=lambda part: (part.length, part.wkb))
    near = named[1].query_nearest(longest.interpolate(0.5, normalized=True), max_distance=_NAME_NEAR)
    return named[0][int(near.min())] if len(near) else None


def _joined(parts: Sequence[shapely.Geometry]) -> Shapes:
    """Shapes of one kind and name in one piece where they meet; points are left as they are, each once."""
    shapes = np.array(parts, dtype=np.object_)
    dimensions = shapely.get_dimensions(shapes)
    found = [_in_order(shapes[dimensions == 0])] if (dimensions == 0).any() else []
    if (dimensions == 1).any():
        merged = shapely.line_merge(shapely.multilinestrings(_meeting(shapes[dimensions == 1])))
        found.append(_in_order(shapely.get_parts(merged)))
    if (dimensions == 2).any():
        whole = shapely.disjoint_subset_union_all(shapes[dimensions == 2])
        areas = shapely.get_parts(whole)
        found.append(_in_order(areas[shapely.get_dimensions(areas) == 2]))
    return np.concatenate(found) if found else shapes[:0]


def _in_order(shapes: Shapes) -> Shapes:
    """Shapes in canonical form and order, each once."""
    return np.asarray(shapely.from_wkb(np.unique(shapely.to_wkb(shapely.normalize(shapes), byte_order=1))), dtype=np.object_)


def _meeting(lines: Shapes) -> Shapes:
    """The lines with those ends that lie on a seam, and within a few places of each other, moved to class place."""
    coordinates, owner = shapely.get_coordinates(lines, return_index=True)
    first = np.flatnonzero(np.concatenate([[True], owner[1:] != owner[:-1]]))
    ends = np.concatenate([first, np.append(first[1:], len(owner)) - 1])
    for axis in (0, 1):
        on_seam = ends[coordinates[ends, axis] % EXTENT == 0]
        seam, along = coordinates[on_seam, axis], coordinates[on_seam, 1 - axis]
        order = np.lexsort((along, seam))
        at, seam, along = on_seam[order], seam[order], along[order]
        place = 0
        while place + 1 < len(at):
            if seam[place] == seam[place + 1] and along[place + 1] - along[place] <= _SEAM_NEAR:
                coordinates[at[place + 1]] = coordinates[at[place]]
                place += 2
            else:
                place += 1
    moved = shapely.set_coordinates(lines.copy(), coordinates)
    return np.asarray(moved[shapely.length(moved) > 0])
