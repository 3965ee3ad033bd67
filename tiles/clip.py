"""Tiles of lines and areas: simplified for each zoom, cut at the tiles' edges with a margin, and encoded.

Areas of one layer that share a border are simplified together, so that the border stays one line at every zoom.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

import mapbox_vector_tile
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from tiles.grid import EXTENT, Tile, mercator
from tiles.repair import mended

Attributes = Mapping[str, str | int]
Layer = tuple[str, Sequence[BaseGeometry | None], Sequence[Attributes]]
"""Name, geometries in degrees WGS84, and the attributes of each."""

Shapes = NDArray[np.object_]
Range = tuple[int, int]
"""First and last column, or row, of tiles."""
Piece = tuple[int, int, int, int, BaseGeometry]
"""Tile column and row, place of the layer, place of the geometry in it, and its part in that tile."""

MARGIN = 64
"""How far, in 4096ths, shapes go on beyond a tile's edge, so that no seam shows where two tiles meet."""

TOLERANCE = 8.0
"""Corners are left out while that moves less than a square of this side, in 4096ths of a tile: a pixel of a tile drawn 512 pixels wide."""

_LINE, _AREA = 1, 2  # dimensions


def geometry_tiles(layers: Sequence[Layer], zooms: Sequence[int], *, tolerance: float = TOLERANCE) -> Iterator[Tile]:
    """Tiles by zoom, ascending, then column and row; in a tile layers and features keep the order given.

    A feature's id is the place of its geometry in its layer, from 1. Broken areas are repaired; absent and empty geometries, and
    those too small for a zoom, are left out. The last zoom, which clients magnify, keeps corners half that size.
    Raises ValueError for points, for coordinates that are not finite and for attributes other than text and whole numbers.
    """
    for zoom, column, row, pieces in cut_layers(layers, zooms, tolerance=tolerance):
        yield zoom, column, row, encode_pieces(layers, pieces)


def cut_layers(layers: Sequence[Layer], zooms: Sequence[int], *, tolerance: float = TOLERANCE) -> Iterator[tuple[int, int, int, list[Piece]]]:
    """What `geometry_tiles` encodes: zoom, column, row and the pieces of each tile, for who leaves some out."""
    ascending = sorted(set(zooms))
    for name, geometries, attributes in layers:
        _check(name, geometries, attributes)
    levels = [_levels(geometries, ascending, tolerance) for _, geometries, _ in layers]
    for number, zoom in enumerate(ascending):
        pieces = [(*tile, layer, place, piece) for layer, shapes in enumerate(levels) for place, tile, piece in _cut_all(shapes[number], 2**zoom - 1)]
        pieces.sort(key=lambda piece: piece[:-1])
        for (column, row), here in groupby(_put_on_grid(pieces), key=lambda piece: piece[:2]):
            yield zoom, column, row, list(here)


def encode_pieces(layers: Sequence[Layer], pieces: Iterable[Piece]) -> bytes:
    """One tile from its pieces, which stand in order of layer and place."""
    features: list[list[dict[str, object]]] = [[] for _ in layers]
    for _, _, layer, place, shape in pieces:
        features[layer].append({"geometry": shape, "properties": layers[layer][2][place], "id": place + 1})
    encoded: bytes = mapbox_vector_tile.encode(
        [{"name": layer[0], "features": listed} for layer, listed in zip(layers, features, strict=True) if listed],
        default_options={"y_coord_down": True, "extents": EXTENT, "check_winding_order": False},
    )
    return encoded


def whole_areas(shapes: Shapes) -> Shapes:
    """Shapes in whole 4096ths of a tile, the areas among them valid and with the outer ring first turned as tiles want it."""
    return shapely.orient_polygons(_repair(shapes, grid=1.0))  # type: ignore[no-any-return]


def _check(name: str, geometries: Sequence[BaseGeometry | None], attributes: Sequence[Attributes]) -> None:
    if len(geometries) != len(attributes):
        raise ValueError(f"layer {name!r} has {len(geometries)} geometries and the attributes of {len(attributes)}")
    for place, (geometry, row) in enumerate(zip(geometries, attributes, strict=True)):
        where = f"layer {name!r}, geometry {place}"
        if geometry is not None and not geometry.is_empty:
            if not np.isfinite(shapely.get_coordinates(geometry)).all():
                raise ValueError(f"{where}: a coordinate is not finite")
            if shapely.get_dimensions(geometry) not in (_LINE, _AREA):
                raise ValueError(f"{where} is a {geometry.geom_type}; only lines and areas can be cut")
        for key, value in row.items():
            if not isinstance(value, str | int) or isinstance(value, bool):
                raise ValueError(f"{where}: attribute {key} is {value!r}; attributes are text or whole numbers")


def _levels(geometries: Sequence[BaseGeometry | None], zooms: list[int], tolerance: float) -> list[Shapes]:
    """The shapes of a layer for each zoom, measured in 4096ths of its tiles; each is simplified from that of the next zoom."""
    shapes = _repair(_array([shapely.Polygon() if geometry is None else geometry for geometry in geometries]))
    shapes = shapely.transform(shapes, lambda degrees: np.column_stack(mercator(*degrees.T)))
    levels: list[Shapes] = []
    for zoom in reversed(zooms):
        width = float(EXTENT << zoom)
        shapes = _simplify(shapes, (tolerance if levels else tolerance / 2) / width)
        levels.append(shapely.transform(shapes, lambda shares, width=width: shares * width))
    return levels[::-1]


def _simplify(shapes: Shapes, tolerance: float) -> Shapes:
    simplified = shapes.copy()
    is_area = shapely.get_dimensions(shapes) == _AREA
    try:
        simplified[is_area] = shapely.coverage_simplify(shapes[is_area], tolerance)
    except shapely.errors.GEOSException:
        # Some areas are too crooked to be drawn coarser together; one by one each can be.
        simplified[is_area] = shapely.simplify(shapes[is_area], tolerance)
    simplified[~is_area] = shapely.simplify(shapes[~is_area], tolerance)
    return simplified


def _cut_all(shapes: Shapes, last: int) -> Iterator[tuple[int, tuple[int, int], BaseGeometry]]:
    """Place, tile and part of every shape; the many that lie in one tile are told apart from the rest all at once."""
    present = np.flatnonzero(~shapely.is_empty(shapes))
    reach = shapely.bounds(shapes[present]) + np.array([-MARGIN, -MARGIN, MARGIN, MARGIN])
    west, north, east, south = np.clip(np.floor_divide(reach, EXTENT), 0, last).astype(np.int64).T.tolist()
    for place, left, top, right, bottom in zip(present.tolist(), west, north, east, south, strict=True):
        if left == right and top == bottom:
            yield place, (left, top), shapes[place]
        else:
            for tile, piece in _cut(shapes[place], (left, right), (top, bottom)):
                yield place, tile, piece


def _cut(shape: BaseGeometry, columns: Range, rows: Range) -> Iterator[tuple[tuple[int, int], BaseGeometry]]:
    """The parts of a shape in the tiles of a range: halves, then halves of halves, so that a long border is not cut once for each tile."""
    if shape.is_empty:
        return
    west, north, east, south = shape.bounds
    columns, rows = _reached(columns, west, east), _reached(rows, north, south)
    wide, high = columns[1] - columns[0], rows[1] - rows[0]
    if wide == high == 0:
        yield (columns[0], rows[0]), shape
    elif wide >= 0 and high >= 0:
        for part in [(half, rows) for half in _halves(columns)] if wide >= high else [(columns, half) for half in _halves(rows)]:
            piece = shapely.clip_by_rect(shape, *_edges(*part))
            if shapely.get_dimensions(piece) == shapely.get_dimensions(shape):
                yield from _cut(piece, *part)


def _reached(tiles: Range, least: float, most: float) -> Range:
    return max(tiles[0], int((least - MARGIN) // EXTENT)), min(tiles[1], int((most + MARGIN) // EXTENT))


def _halves(tiles: Range) -> tuple[Range, Range]:
    middle = sum(tiles) // 2
    return (tiles[0], middle), (middle + 1, tiles[1])


def _edges(columns: Range, rows: Range) -> tuple[int, int, int, int]:
    (west, east), (north, south) = columns, rows
    return west * EXTENT - MARGIN, north * EXTENT - MARGIN, (east + 1) * EXTENT + MARGIN, (south + 1) * EXTENT + MARGIN


def _put_on_grid(pieces: list[Piece]) -> list[Piece]:
    """The pieces in whole 4096ths of their tile, areas valid and with the outer ring first turned as tiles want it; what vanishes is left out."""
    shapes = _array([piece[-1] for piece in pieces])
    corners = np.array([piece[:2] for piece in pieces], np.int64).reshape(-1, 2) * EXTENT
    places, owner = shapely.get_coordinates(shapes, return_index=True)
    shapes = whole_areas(shapely.set_coordinates(shapes, np.rint(places - corners[owner])))
    return [(*piece[:-1], shape) for piece, shape in zip(pieces, shapes, strict=True) if not shape.is_empty]


def _repair(shapes: Shapes, grid: float | None = None) -> Shapes:
    """The shapes with the broken ones mended, on whole multiples of the grid where one is given; lines left over from areas are dropped."""
    repaired = shapes.copy()
    is_mixed = shapely.get_type_id(shapes) == shapely.GeometryType.GEOMETRYCOLLECTION
    for place in np.flatnonzero(~shapely.is_valid(shapes) | is_mixed):
        whole = mended(shapes[place])
        repaired[place] = whole if grid is None else shapely.set_precision(whole, grid)  # a union on a grid may leave corners off it
    return repaired


def _array(geometries: list[BaseGeometry]) -> Shapes:
    shapes = np.empty(len(geometries), np.object_)
    shapes[:] = geometries
    return shapes
