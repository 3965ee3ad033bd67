"""Point tiles of all zooms from columns: cells with sums where the map is small, every point where it is large."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from tiles.encode import encode_level
from tiles.grid import Tile
from tiles.group import EXACT_ZOOM, levels


def point_tiles(
    x: NDArray[np.int32],
    y: NDArray[np.int32],
    counts: Mapping[str, NDArray[np.int32]],
    *,
    layer: str,
    cell_layer: str,
    zooms: Sequence[int] = range(5, 13),
    apart: Sequence[str] = (),
    summed: Sequence[str] = (),
    exact_zoom: int = EXACT_ZOOM,
) -> Iterator[Tile]:
    """Tiles of pixels at zoom 24 and their counts, by zoom in the order given, then by Morton code of the tile.

    Rows may repeat a pixel: they are summed. From `exact_zoom` on, each pixel with a count is a point of `layer`. Below, those of each cell of
    a grid of `grid.cells_across` cells are one point of `cell_layer`, at the cell's centre, with the sums and `points`, the number of pixels. With an
    `exact_zoom` of 11, the least, tiles of zoom 11 hold both layers: the cells, of extent 4096, then the points, of extent 8192.
    Attributes are the counts above zero, but for the columns named in `summed`, and `total`: the sum of all columns but those named in
    `apart`, absent where it is zero.
    Tiles without features are left out. Raises ValueError for columns that do not fit together.
    """
    every = levels(x, y, counts, zooms=zooms, apart=apart, summed=summed, exact_zoom=exact_zoom)
    for zoom, of_zoom in groupby(every, lambda level: level.zoom):
        parts = list(of_zoom)  # of the same pixels, so that their tiles are the same
        encoded = [encode_level(level, layer if level.is_exact else cell_layer) for level in parts]
        for tile_x, tile_y, *layers in zip(parts[0].tile_x.tolist(), parts[0].tile_y.tolist(), *encoded, strict=True):
            yield zoom, tile_x, tile_y, b"".join(layers)
