"""The bytes of all point tiles of one zoom at once, as Mapbox Vector Tiles 2.1.

A tile holds one layer. In it a feature is a message of four fields: id (1, 2, 3 ... in its tile), type, geometry and tags; a tag is a
pair of indices into the layer's lists of keys and of values. Everything but the names is a varint, so one `pack` makes all of a kind.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tiles.group import Level
from tiles.varints import Numbers, interleave, pack, size

# A field's first byte is its number x 8, and 2 more where a length and that many bytes follow.
_TILE_LAYER = _LAYER_KEYS = 0x1A
_LAYER_NAME, _LAYER_FEATURES, _LAYER_VALUES = 0x0A, 0x12, 0x22
_LAYER_VERSION_2, _LAYER_EXTENT_4096 = b"\x78\x02", b"\x28\x80\x20"
_FEATURE_ID, _FEATURE_TAGS, _FEATURE_TYPE, _FEATURE_GEOMETRY = 0x08, 0x12, 0x18, 0x22
_VALUE_UINT = 0x28
_POINT, _MOVE_TO_ONE = 1, 9


def encode_level(level: Level, layer: str) -> list[bytes]:
    """One tile's bytes for each tile of the level, in its order; attributes are the counts above zero."""
    if not len(level.x):
        return []
    tile_of = np.repeat(np.arange(len(level.tile_x)), np.diff(level.starts))
    feature, key = np.nonzero(level.counts)
    value, tile = level.counts[feature, key], tile_of[feature]
    has_key, key_index = _index_keys(tile, key, (len(level.tile_x), len(level.names)))
    values, value_starts, value_index = _index_values(tile, value, len(level.tile_x))

    tags, sizes = pack(len(feature), key_index, value_index)
    features, feature_starts = _features(level, tile_of, tags, np.add.reduceat(sizes, np.flatnonzero(np.diff(feature, prepend=-1))))
    head = _LAYER_VERSION_2 + _field(_LAYER_NAME, layer.encode())
    keys = [_field(_LAYER_KEYS, name.encode()) for name in level.names]
    tiles = []
    for here, first in enumerate(feature_starts[:-1]):
        key_list = b"".join(keys[key] for key in np.flatnonzero(has_key[here]))
        value_list = values[value_starts[here] : value_starts[here + 1]]
        body = (head, features[first : feature_starts[here + 1]], key_list, value_list, _LAYER_EXTENT_4096)
        tiles.append(_field(_TILE_LAYER, b"".join(body)))
    return tiles


def _index_keys(tile: Numbers, key: Numbers, shape: tuple[int, int]) -> tuple[NDArray[np.bool_], Numbers]:
    """Which keys each tile uses, and for each tag the place of its key among its tile's."""
    has_key = np.zeros(shape, np.bool_)
    has_key[tile, key] = True
    return has_key, (has_key.cumsum(axis=1) - 1)[tile, key]


def _index_values(tile: Numbers, value: Numbers, tiles: int) -> tuple[bytes, list[int], Numbers]:
    """The value lists of all tiles in one run of bytes, where each tile's begins, and for each tag the place of its value in its tile's."""
    span = int(value.max()) + 1
    pairs = np.unique(tile * span + value)
    first = np.searchsorted(pairs, np.arange(tiles + 1) * span)
    index = np.searchsorted(pairs, tile * span + value) - first[tile]
    listed = pairs % span
    packed, sizes = pack(len(listed), _LAYER_VALUES, 1 + size(listed), _VALUE_UINT, listed)
    return packed.tobytes(), np.concatenate(([0], sizes.cumsum()))[first].tolist(), index


def _features(level: Level, tile_of: Numbers, tags: NDArray[np.uint8], tag_sizes: Numbers) -> tuple[bytes, list[int]]:
    """All features in one run of bytes, and where each tile's begin, with one past the last."""
    ids = np.arange(len(level.x)) - level.starts[tile_of] + 1
    x, y = level.x * 2, level.y * 2  # zigzag form of numbers from 0 up
    geometry = 1 + size(x) + size(y)
    body = 1 + size(ids) + 2 + 2 + geometry + 1 + size(tag_sizes) + tag_sizes
    heads, head_sizes = pack(
        len(x),
        *(_LAYER_FEATURES, body),
        *(_FEATURE_ID, ids),
        *(_FEATURE_TYPE, _POINT),
        *(_FEATURE_GEOMETRY, geometry, _MOVE_TO_ONE, x, y),
        *(_FEATURE_TAGS, tag_sizes),
    )
    ends = np.concatenate(([0], (head_sizes + tag_sizes).cumsum()))
    return interleave(heads, head_sizes, tags, tag_sizes).tobytes(), ends[level.starts].tolist()


def _field(tag: int, content: bytes) -> bytes:
    length, _ = pack(1, np.array([len(content)]))
    return bytes((tag, *length)) + content
