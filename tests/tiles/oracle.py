"""What point tiles must hold, worked out slowly: one row, one cell, one dictionary at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import mapbox_vector_tile
import numpy as np
from mapbox_vector_tile.Mapbox import vector_tile_pb2
from numpy.typing import NDArray

Row = tuple[int, int, Mapping[str, int]]
"""A pixel at zoom 24, x and y, with its counts."""

Feature = tuple[int, int, tuple[tuple[str, int], ...]]
"""Place in the tile, x and y, and the attributes by name."""

UP_LEFT = (2030 * 4096, 1345 * 4096)
"""The corner pixel of a z12 tile in the Midlands."""


def columns(rows: Sequence[Row], names: Sequence[str]) -> tuple[NDArray[np.int32], NDArray[np.int32], dict[str, NDArray[np.int32]]]:
    """The rows as `point_tiles` takes them."""
    x, y = (np.array([row[axis] for row in rows], np.int32) for axis in (0, 1))
    return x, y, {name: np.array([row[2].get(name, 0) for row in rows], np.int32) for name in names}


def expected_tiles(rows: Sequence[Row], zoom: int, apart: Sequence[str] = ()) -> dict[tuple[int, int], list[Feature]]:
    """The features of every tile of a zoom, in no order of meaning."""
    at_pixel: dict[tuple[int, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for x, y, counts in rows:
        for name, count in counts.items():
            if count:
                at_pixel[x, y][name] += count
    tiles: dict[tuple[int, int], dict[tuple[int, int], dict[str, int]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    for (x, y), counts in at_pixel.items():
        width = 2 ** (24 - zoom)
        inside_x, inside_y = x % width / width, y % width / width
        if zoom >= 12:
            place = (int((inside_x + 0.5 / width) * 4096), int((inside_y + 0.5 / width) * 4096))
        else:
            cells = 64 if zoom <= 5 else 32
            width_of_cell = 4096 // cells
            place = (int(inside_x * cells) * width_of_cell + width_of_cell // 2, int(inside_y * cells) * width_of_cell + width_of_cell // 2)
        feature = tiles[x // width, y // width][place]
        for name, count in counts.items():
            feature[name] += count
            if name not in apart:
                feature["total"] += count
        if zoom < 12:
            feature["points"] += 1
    return {
        tile: sorted((*place, tuple(sorted(attributes.items()))) for place, attributes in features.items())
        for tile, features in sorted(tiles.items())
    }


def decoded(tile: bytes, layer: str) -> list[Feature]:
    """The features of a layer as mapbox-vector-tile reads them."""
    return sorted((*feature["geometry"]["coordinates"], tuple(sorted(feature["properties"].items()))) for feature in features_of(tile, layer))


def features_of(tile: bytes, layer: str) -> list[dict[str, Any]]:
    """The features of the one layer of a tile as mapbox-vector-tile gives them, in their order; rows count from the north."""
    layers = mapbox_vector_tile.decode(tile, default_options={"y_coord_down": True})
    assert list(layers) == [layer]
    features: list[dict[str, Any]] = layers[layer]["features"]
    return features


def message(tile: bytes) -> Any:
    """The tile as a protocol-buffer message."""
    parsed = vector_tile_pb2.tile()
    parsed.ParseFromString(tile)
    return parsed
