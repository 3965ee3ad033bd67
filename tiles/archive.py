"""A tileset as one PMTiles archive, version 3: the same tiles, in any order, give the same bytes.

Tiles stand in the order of the Hilbert curve, gzipped, and tiles of equal content are stored once. An archive of many tiles has leaf
directories, because readers fetch the first 16 KiB and the root directory must end within them.
"""

import json
import struct
from collections.abc import Iterable, Mapping

import deflate
import mercantile
import numpy as np

from tiles.grid import Tile
from tiles.varints import Numbers, pack

Bounds = tuple[float, float, float, float]
"""West, south, east and north, degrees WGS84."""

_HEADER = struct.Struct("<7sB11Q6B4iB2i")
_ROOT_MAX = 16_384 - _HEADER.size
_GZIP, _MVT, _CLUSTERED = 2, 1, 1
_GZIP_LEVEL = 5


def archive_tiles(tiles: Iterable[Tile], *, metadata: Mapping[str, object], bounds: Bounds | None = None) -> bytes:
    """The archive of vector tiles; `metadata` becomes its JSON and should hold `vector_layers`, as in a TileJSON.

    Bounds default to the outer edges of the tiles of the highest zoom. Raises ValueError where there are no tiles, where two have the
    same place, and where a tile is outside its zoom.
    """
    placed = list(tiles)
    if not placed:
        raise ValueError("no tiles: an archive needs at least one")
    zooms, x, y = (np.array([tile[axis] for tile in placed], np.int64) for axis in range(3))
    ids = tile_ids(zooms, x, y)
    order = np.argsort(ids, kind="stable")
    ids = ids[order]
    if len(twice := np.flatnonzero(ids[1:] == ids[:-1])):
        raise ValueError("two tiles at {}/{}/{}; give each place one tile".format(*placed[order[twice[0]]][:3]))

    data, offsets, lengths, contents = _store([placed[number][3] for number in order])
    entries = _directory_entries(ids, offsets, lengths)
    root, leaves = _directories(*entries)
    described = _gzip(json.dumps(metadata, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode())
    sections = (root, described, leaves, data)
    starts = np.cumsum([_HEADER.size, *map(len, sections)]).tolist()
    is_deepest = zooms == zooms.max()
    edges = bounds or _edges(int(zooms.max()), x[is_deepest], y[is_deepest])
    west, south, east, north = (round(degrees * 10_000_000) for degrees in edges)
    header = _HEADER.pack(
        *(b"PMTiles", 3),
        *(number for start, section in zip(starts, sections, strict=False) for number in (start, len(section))),
        *(len(ids), len(entries[0]), contents),
        *(_CLUSTERED, _GZIP, _GZIP, _MVT),
        *(int(zooms.min()), int(zooms.max())),
        *(west, south, east, north),
        *(int(zooms.min()), (west + east) // 2, (south + north) // 2),
    )
    return b"".join((header, *sections))


def tile_ids(zooms: Numbers, x: Numbers, y: Numbers) -> Numbers:
    """Numbers of tiles in the archive: all of the lower zooms first, then along the Hilbert curve of their zoom.

    Raises ValueError for zooms outside 0 to 24 and tiles outside their zoom.
    """
    sides = np.left_shift(1, np.clip(zooms, 0, 24))
    if len(outside := np.flatnonzero((zooms < 0) | (zooms > 24) | (x < 0) | (x >= sides) | (y < 0) | (y >= sides))):
        raise ValueError("there is no tile {}/{}/{}: zooms go from 0 to 24, columns and rows from 0 to 2**zoom - 1".format(
            *(int(axis[outside[0]]) for axis in (zooms, x, y))
        ))  # fmt: skip
    ids = (sides * sides - 1) // 3
    for bit in range(int(zooms.max(initial=0)) - 1, -1, -1):
        side = 1 << bit
        is_here = zooms > bit
        right, lower = (x & side) > 0, (y & side) > 0
        ids += np.where(is_here, side * side * (3 * right ^ lower), 0)
        x, y = x & (side - 1), y & (side - 1)
        is_flipped, is_turned = is_here & right & ~lower, is_here & ~lower
        x, y = np.where(is_flipped, side - 1 - x, x), np.where(is_flipped, side - 1 - y, y)
        x, y = np.where(is_turned, y, x), np.where(is_turned, x, y)
    return ids


def _store(tiles: list[bytes]) -> tuple[bytes, Numbers, Numbers, int]:
    """The data section, each tile's place in it and length there, and the number of different tiles."""
    stored: dict[bytes, tuple[int, int]] = {}
    parts: list[bytes] = []
    end = 0
    for tile in tiles:
        if tile not in stored:
            parts.append(_gzip(tile))
            stored[tile] = (end, len(parts[-1]))
            end += len(parts[-1])
    where = np.array([stored[tile] for tile in tiles], np.int64)
    return b"".join(parts), where[:, 0], where[:, 1], len(parts)


def _directory_entries(ids: Numbers, offsets: Numbers, lengths: Numbers) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """First id, tiles in the run, offset and length of each entry; neighbours of equal content share one."""
    is_first = np.concatenate(([True], (np.diff(ids) != 1) | (np.diff(offsets) != 0)))
    firsts = np.flatnonzero(is_first)
    return ids[firsts], np.diff(firsts, append=len(ids)), offsets[firsts], lengths[firsts]


def _directories(ids: Numbers, runs: Numbers, offsets: Numbers, lengths: Numbers) -> tuple[bytes, bytes]:
    """The root directory and the leaf directories; leaves only where the root would be too long."""
    root, leaves, leaf_entries = _directory(ids, runs, offsets, lengths), b"", 2048
    while len(root) > _ROOT_MAX:
        leaf_entries *= 2
        firsts = np.arange(0, len(ids), leaf_entries)
        parts = [_directory(*(column[first : first + leaf_entries] for column in (ids, runs, offsets, lengths))) for first in firsts]
        sizes = np.array([len(part) for part in parts])
        leaves = b"".join(parts)
        root = _directory(ids[firsts], np.zeros(len(firsts), np.int64), np.cumsum(sizes) - sizes, sizes)
    return root, leaves


def _directory(ids: Numbers, runs: Numbers, offsets: Numbers, lengths: Numbers) -> bytes:
    follows = np.concatenate(([False], offsets[1:] == offsets[:-1] + lengths[:-1]))
    return _gzip(pack(np.concatenate(([len(ids)], np.diff(ids, prepend=0), runs, lengths, np.where(follows, 0, offsets + 1)))))


def _edges(zoom: int, x: Numbers, y: Numbers) -> Bounds:
    first, last = (mercantile.bounds(int(column), int(row), zoom) for column, row in ((x.min(), y.min()), (x.max(), y.max())))
    return first.west, last.south, last.east, first.north


def _gzip(data: bytes) -> bytes:
    # libdeflate writes no time into the header, so the same bytes stay the same bytes.
    return bytes(deflate.gzip_compress(data, _GZIP_LEVEL))
