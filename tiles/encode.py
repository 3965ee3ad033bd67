"""The bytes of all point tiles of one zoom at once, as Mapbox Vector Tiles 2.1.

A tile holds one layer; a tile of several is such tiles one behind the other. A feature in it has an id (1, 2, 3 ... in its layer), a
type, a geometry and tags; a tag is a pair of places in the layer's lists of names and of values. All tiles of the zoom go into one
buffer: the size of everything is worked out first, from the inside to the outside, which gives every number its place; then all
numbers of a kind are written together.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tiles.group import Level
from tiles.varints import Numbers, measure, pack, places_in, sums_of, write

# The byte before a field is its number x 8, and 2 more where a length and that many bytes follow.
_TILE_LAYER = _LAYER_NAME_OF_VALUE = b"\x1a"
_LAYER_VERSION_2, _LAYER_NAME, _LAYER_FEATURE, _LAYER_VALUE, _LAYER_EXTENT = b"\x78\x02", b"\x0a", b"\x12", b"\x22", b"\x28"
_FEATURE_ID, _FEATURE_POINT, _FEATURE_GEOMETRY, _FEATURE_TAGS = b"\x08", b"\x18\x01", b"\x22", b"\x12"
_VALUE_UINT, _MOVE_TO_ONE = b"\x28", b"\x09"

_TABLE_MAX = 1 << 23
"""Places in the largest table used to number the items of tiles; beyond it they are sorted."""


def encode_level(level: Level, layer: str) -> list[bytes]:
    """One tile's bytes for each tile of the level, in its order; attributes are the counts above zero."""
    if not len(level.x):
        return []
    tile = np.repeat(np.arange(len(level.tile_x)), np.diff(level.starts))
    names = [_text(_LAYER_NAME_OF_VALUE, name) for name in level.names]
    tags = _tag(level, tile)
    features, feature_sizes = _describe_features(level, tile, tags)
    value_parts = (_LAYER_VALUE, measure(_VALUE_UINT, tags.values.items), _VALUE_UINT, tags.values.items)
    name_sizes, value_sizes = np.array([len(name) for name in names])[tags.names.items], measure(*value_parts)

    extent = _LAYER_EXTENT + pack(np.array([level.extent]))
    head = _LAYER_VERSION_2 + _text(_LAYER_NAME, layer)
    features_size, names_size = sums_of(feature_sizes, level.starts), sums_of(name_sizes, tags.names.bounds)
    body = len(head) + features_size + names_size + sums_of(value_sizes, tags.values.bounds) + len(extent)
    bounds = np.concatenate(([0], np.cumsum(measure(_TILE_LAYER, body) + body)))

    buffer = np.empty(bounds[-1], np.uint8)
    features_at = write(buffer, bounds[:-1], _TILE_LAYER, body, head)
    tags_at = write(buffer, places_in(tile, feature_sizes, level.starts, features_at), *features)
    write(buffer, places_in(tags.feature, tags.sizes, tags.bounds, tags_at), tags.names.place, tags.values.place)
    names_at = features_at + features_size
    name_places = places_in(tags.names.tile, name_sizes, tags.names.bounds, names_at)
    for number, name in enumerate(names):
        write(buffer, name_places[tags.names.items == number], name)
    write(buffer, places_in(tags.values.tile, value_sizes, tags.values.bounds, names_at + names_size), *value_parts)
    write(buffer, bounds[1:] - len(extent), extent)
    data = buffer.tobytes()
    return [data[start:end] for start, end in pairwise(bounds.tolist())]


@dataclass(frozen=True, slots=True)
class _Lists:
    """The distinct items of each tile, ascending, tile by tile."""

    items: Numbers
    tile: Numbers
    bounds: Numbers
    """First item of each tile, and one past the last of all."""
    place: Numbers
    """For each row the items came from, the place of its item in its tile's list."""


@dataclass(frozen=True, slots=True)
class _Tags:
    """The counts above zero, feature by feature."""

    feature: Numbers
    bounds: Numbers
    """First tag of each feature, and one past the last of all."""
    names: _Lists
    values: _Lists
    sizes: Numbers


def _tag(level: Level, tile: Numbers) -> _Tags:
    features, columns = level.counts.shape
    counts = level.counts.ravel()
    above_zero = np.flatnonzero(counts != 0)
    feature = above_zero // columns
    bounds = np.concatenate(([0], np.cumsum(np.bincount(feature, minlength=features))))
    names = _list_by_tile(above_zero - feature * columns, tile[feature], len(level.tile_x))
    values = _list_by_tile(counts[above_zero], tile[feature], len(level.tile_x))
    return _Tags(feature, bounds, names, values, measure(names.place, values.place))


def _list_by_tile(items: NDArray[np.integer], tile: Numbers, tiles: int) -> _Lists:
    span = int(items.max()) + 1
    pairs = tile * span + items
    used, number = _number_by_table(pairs, tiles * span) if tiles * span <= _TABLE_MAX else np.unique(pairs, return_inverse=True)
    bounds = np.searchsorted(used, np.arange(tiles + 1) * span)
    return _Lists(used % span, used // span, bounds, number - bounds[tile])


def _number_by_table(pairs: Numbers, most: int) -> tuple[Numbers, Numbers]:
    """What np.unique gives with its inverse, many times faster, for numbers below `most`."""
    is_used = np.zeros(most, np.bool_)
    is_used[pairs] = True
    used = np.flatnonzero(is_used)
    number = np.empty(most, np.int64)
    number[used] = np.arange(len(used))
    return used, number[pairs]


def _describe_features(level: Level, tile: Numbers, tags: _Tags) -> tuple[tuple[bytes | Numbers, ...], Numbers]:
    """The parts of the features up to their tags, and the sizes with the tags."""
    ids = np.arange(len(tile)) - level.starts[tile] + 1
    geometry = (_MOVE_TO_ONE, level.x * 2, level.y * 2)  # numbers from 0 up are doubled: the odd ones stand for those below
    tags_size = sums_of(tags.sizes, tags.bounds)
    inner = (_FEATURE_ID, ids, _FEATURE_POINT, _FEATURE_GEOMETRY, measure(*geometry), *geometry, _FEATURE_TAGS, tags_size)
    parts = (_LAYER_FEATURE, measure(*inner) + tags_size, *inner)
    return parts, measure(*parts) + tags_size


def _text(tag: bytes, text: str) -> bytes:
    content = text.encode()
    return tag + pack(np.array([len(content)])) + content
