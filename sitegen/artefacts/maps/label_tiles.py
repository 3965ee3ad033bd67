"""Tiles of the points where names stand."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import mapbox_vector_tile
import numpy as np
from numpy.typing import NDArray

from tiles.grid import EXTENT, ZOOM, Tile, pixels


def label_tiles(
    layer: str, lon: NDArray[np.float64], lat: NDArray[np.float64], attributes: Sequence[Mapping[str, str | int]], zooms: Sequence[int]
) -> Iterator[Tile]:
    """One layer of points in degrees with their attributes, by zoom in the order given, then column and row; ids count from 1."""
    x, y = (axis.tolist() for axis in pixels(lon, lat))
    for z in zooms:
        here: defaultdict[tuple[int, int], list[dict[str, object]]] = defaultdict(list)
        width = 1 << (ZOOM - z)
        for number, (px, py, row) in enumerate(zip(x, y, attributes, strict=True), start=1):
            place = f"POINT({px % width * EXTENT // width} {py % width * EXTENT // width})"
            here[px // width, py // width].append({"geometry": place, "properties": dict(row), "id": number})
        for column, row_of_tiles in sorted(here):
            described = {"name": layer, "features": here[column, row_of_tiles]}
            yield z, column, row_of_tiles, mapbox_vector_tile.encode(described, default_options={"y_coord_down": True, "extents": EXTENT})
