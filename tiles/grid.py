"""The zoom-24 pixel grid: longitude and latitude to whole pixels and back, and pixels to Morton codes.

A pixel is named by two integers: ``x`` counts from 180 degrees west, ``y`` from the north edge of the Web Mercator square, both
from 0 to 2**24 - 1. In one line, with angles in radians and both results rounded down:
``x = (lon + pi) / (2 * pi) * 2**24`` and ``y = (1 - asinh(tan(lat)) / pi) / 2 * 2**24``.

A tile at zoom 12 is 4096 pixels wide, about 1.5 m each in Britain, so the pixel of a point is its place in its z12 tile.
No latitude of six decimals between 49 and 62 degrees lies within 7e-8 pixels of a pixel's edge, and the formula is good to 1e-8:
the last bit of somebody's ``tan`` never moves a point.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

ZOOM = 24
SIZE = 1 << ZOOM
EXTENT = 4096
CELLS, FINE_CELLS, LAST_FINE_ZOOM = 32, 64, 5
"""Cells across a tile, and down it, where its zoom is too low for single points: the second number up to a zoom, the first beyond it."""

Tile = tuple[int, int, int, bytes]
"""Zoom, column from the west, row from the north, and the raw bytes of one tile."""

LAT_MAX = 85.0511287798066
"""Degrees north at which Web Mercator ends; latitudes beyond it are moved to it."""


def pixels(lon: ArrayLike, lat: ArrayLike) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Pixel columns and rows (x, y) of positions in degrees WGS84, rounded down.

    Positions beyond the map's edge go to the pixel at the edge. Raises ValueError for NaN and infinities.
    """
    east, south = mercator(lon, lat)
    if not (np.isfinite(east).all() and np.isfinite(south).all()):
        raise ValueError("longitudes and latitudes must be finite; set NaN and infinite positions aside first")
    x = np.clip(np.floor(east * SIZE), 0, SIZE - 1)
    y = np.clip(np.floor(south * SIZE), 0, SIZE - 1)
    return x.astype(np.int32), y.astype(np.int32)


def mercator(lon: ArrayLike, lat: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Shares of the map's width, from the west, and of its height, from the north, for positions in degrees."""
    lon_deg = np.asarray(lon, dtype=np.float64)
    lat_deg = np.clip(np.asarray(lat, dtype=np.float64), -LAT_MAX, LAT_MAX)
    return (lon_deg + 180) / 360, (1 - np.arcsinh(np.tan(np.radians(lat_deg))) / np.pi) / 2


def cells_across(zoom: int) -> int:
    """Cells across a tile of a zoom, and down it: more where a whole country lies in a few tiles, so that it is not a chequerboard."""
    return FINE_CELLS if zoom <= LAST_FINE_ZOOM else CELLS


def cell_width(zoom: int) -> int:
    """Pixels across a cell of a zoom."""
    return (SIZE >> zoom) // cells_across(zoom)


def lonlat(x: ArrayLike, y: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Longitudes and latitudes, degrees WGS84, of the centres of pixels."""
    return degrees(*((np.asarray(axis, dtype=np.float64) + 0.5) / SIZE for axis in (x, y)))


def degrees(east: ArrayLike, south: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Longitudes and latitudes of positions given as shares of the map's width, from the west, and height, from the north."""
    return np.asarray(east) * 360 - 180, np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * np.asarray(south)))))


def morton(x: ArrayLike, y: ArrayLike) -> NDArray[np.uint64]:
    """Morton codes: the bits of x and y in turn, y's before x's, so that ``code >> 2 * (24 - z)`` is the code of the tile at zoom z."""
    return _spread(x) | (_spread(y) << np.uint64(1))


def unmorton(codes: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Columns and rows (x, y) of Morton codes."""
    return _gather(codes), _gather(codes >> np.uint64(1))


def _spread(values: ArrayLike) -> NDArray[np.uint64]:
    """Bits 0, 1, 2 ... of each number moved to bits 0, 2, 4 ..."""
    bits = np.asarray(values).astype(np.uint64)
    for shift, mask in zip(_SHIFTS, _MASKS, strict=True):
        bits = (bits | (bits << shift)) & mask
    return bits


def _gather(codes: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Bits 0, 2, 4 ... of each number moved to bits 0, 1, 2 ..."""
    bits = codes & _MASKS[-1]
    for shift, mask in zip(_SHIFTS[::-1], (*_MASKS[-2::-1], np.uint64(0xFFFFFFFF)), strict=True):
        bits = (bits | (bits >> shift)) & mask
    return bits.astype(np.int64)


_SHIFTS = tuple(map(np.uint64, (16, 8, 4, 2, 1)))
_MASKS = tuple(map(np.uint64, (0x0000FFFF0000FFFF, 0x00FF00FF00FF00FF, 0x0F0F0F0F0F0F0F0F, 0x3333333333333333, 0x5555555555555555)))
