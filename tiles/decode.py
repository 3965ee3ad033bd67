"""Point tiles back to columns, for checks; it reads the layout that `encode` writes and refuses every other.

All numbers of features are varints, so those of many tiles are read in one go; the numbers of a feature then stand at fixed steps from its
first one, and its tags are the rest.
"""

import itertools
from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tiles.grid import EXTENT
from tiles.varints import NUMBER_MAX, Numbers, unpack

_LENGTH_FOLLOWS = 2
_TILE_LAYER = _LAYER_KEY = 0x1A
_LAYER_NAME, _LAYER_FEATURE, _LAYER_VALUE, _LAYER_EXTENT, _LAYER_VERSION = 0x0A, 0x12, 0x22, 0x28, 0x78
_VALUE_UINT = 0x28
_MORE = 0x80
"""A byte from here on is not the last of its number."""

_TABLE_MAX = 16
"""Most numbers in the table of columns for a byte of the tile; a small hostile tile must not ask for all the memory."""

# The numbers of a feature in turn; the tags follow the last.
_ID, _GEOMETRY_SIZE, _X, _Y, _TAGS_SIZE, _TAGS = 3, 7, 9, 10, 12, 13
_CONSTANTS = {0: 0x12, 2: 0x08, 4: 0x18, 5: 0x01, 6: 0x22, 8: 0x09, 11: 0x12}

Field = tuple[int, int, int, int]
Columns = tuple[Numbers, Numbers, dict[str, Numbers], Numbers]


class Features(NamedTuple):
    """The features of one layer of many tiles, tile by tile in their order: which tile (from 0), place in it, attributes by name, and id.

    An attribute is a column; 0: the feature lacks it.
    """

    tile: Numbers
    x: Numbers
    y: Numbers
    columns: dict[str, Numbers]
    ids: Numbers


def decode_points(tile: bytes, layer: str, extent: int = EXTENT) -> Columns:
    """The x, y, attributes and ids of the features of one layer of one tile, as `decode_tiles` gives them."""
    _tile, x, y, columns, ids = decode_tiles([tile], layer, extent)
    return x, y, columns, ids


def decode_tiles(tiles: Sequence[bytes], layer: str, extent: int = EXTENT) -> Features:
    """The features of one layer of all these tiles; none where no tile has such a layer.

    x and y are places in the tile, `extent` of them across and down, from the north-west corner. Raises ValueError for a tile that is
    broken or laid out in any other way, and for a layer of another extent.
    """
    parts = [_find_parts(tile, layer, extent) for tile in tiles]
    names = {name: at for at, name in enumerate(dict.fromkeys(name for part in parts for name in part.keys))}
    feature_counts = np.array([len(part.begins) for part in parts], np.int64)
    if not feature_counts.sum():
        return Features(_none(), _none(), _none(), {name: _none() for name in names}, _none())
    in_tile = np.repeat(np.arange(len(parts)), feature_counts)
    refuse = partial(_refuse, np.arange(len(in_tile)) - _before(feature_counts)[in_tile] + 1)

    # The features of a tile follow one another, and here those of the next tile follow them.
    joined = [tile[part.begins[0] : part.end] for tile, part in zip(tiles, parts, strict=True) if part.begins]
    moved = _before(np.array([part.end - part.begins[0] if part.begins else 0 for part in parts], np.int64))
    begins = np.array([begin - part.begins[0] for part in parts for begin in part.begins], np.int64) + moved[in_tile]
    ends = np.append(begins[1:], sum(map(len, joined)))
    try:
        if any(data[-1] >= _MORE for data in joined):
            raise ValueError("a number runs on into the next tile")
        numbers, starts = unpack(np.frombuffer(b"".join(joined), np.uint8))
    except ValueError as error:
        raise ValueError("a number in a feature has no end; the tile is damaged") from error

    firsts = np.searchsorted(starts, begins)
    bounds = np.append(firsts, len(numbers))
    tag_numbers = np.diff(bounds) - _TAGS
    refuse((tag_numbers < 2) | (tag_numbers % 2 == 1), "it has too few numbers, or one too many")
    refuse(starts[firsts] != begins, "the feature before it does not end")
    for step, constant in _CONSTANTS.items():
        refuse(numbers[firsts + step] != constant, "it is not laid out as a single point")
    refuse(numbers[firsts + _GEOMETRY_SIZE] != starts[firsts + _Y + 1] - starts[firsts + _GEOMETRY_SIZE + 1], "its geometry has a wrong length")
    refuse(numbers[firsts + _TAGS_SIZE] != ends - starts[firsts + _TAGS], "its tags have a wrong length")
    x, y = numbers[firsts + _X], numbers[firsts + _Y]
    refuse((x | y) & 1 == 1, "it lies west or north of its tile")

    feature = np.repeat(np.arange(len(firsts)), tag_numbers // 2)
    tags = np.flatnonzero(_is_tag(bounds))
    key, value, tag_tile = numbers[tags[0::2]], numbers[tags[1::2]], in_tile[feature]
    key_counts, value_counts = (
        np.array([len(listed) for listed in lists], np.int64) for lists in zip(*((part.keys, part.values) for part in parts), strict=True)
    )
    is_stray = (key >= key_counts[tag_tile]) | (value >= value_counts[tag_tile])
    refuse(np.bincount(feature[is_stray], minlength=len(firsts)) > 0, "a key or value it names is not in the layer")
    for tile, part in zip(tiles, parts, strict=True):
        _refuse_large_table(len(part.keys), len(part.begins), len(tile))
    _refuse_large_table(len(names), len(firsts), sum(map(len, tiles)))
    columns = np.zeros((len(names), len(firsts)), np.int64)
    column = np.array([names[name] for part in parts for name in part.keys], np.int64)[_before(key_counts)[tag_tile] + key]
    columns[column, feature] = np.array([count for part in parts for count in part.values], np.int64)[_before(value_counts)[tag_tile] + value]
    refuse(np.count_nonzero(columns, axis=0) != tag_numbers // 2, "it names a key twice or a count of 0")
    return Features(in_tile, x >> 1, y >> 1, dict(zip(names, columns, strict=True)), numbers[firsts + _ID])


class _Parts(NamedTuple):
    """Where each of a layer's features begins, and the last ends; the layer's keys, and its values."""

    begins: list[int]
    end: int
    keys: list[str]
    values: list[int]


def _find_parts(tile: bytes, layer: str, extent: int) -> _Parts:
    begins: list[int] = []
    keys: list[str] = []
    values: list[int] = []
    last = 0
    for start, end in _find_layer(tile, layer):
        found = EXTENT  # what the format says of a layer that does not
        before, last = _features(tile, start, end, begins)
        for tag, _, content, stop in itertools.chain(before, _fields(tile, last, end)):
            if tag == _LAYER_FEATURE:
                raise ValueError(f"feature {len(begins)}: something stands behind it that is not a feature; the tile is damaged or not ours")
            if tag == _LAYER_KEY:
                keys.append(_text(tile, content, stop))
            elif tag == _LAYER_VALUE:
                values.append(_value(tile, content, stop))
            elif tag == _LAYER_EXTENT:
                found = _number(tile, content, stop)[0]
        if found != extent:
            raise ValueError(f"the extent is {found}, not {extent}")
    if len(set(keys)) < len(keys):
        raise ValueError("the layer lists a key twice")
    return _Parts(begins, last, keys, values)


def _before(counts: Numbers) -> Numbers:
    """How many there are before each."""
    return np.cumsum(counts) - counts


def _refuse_large_table(keys: int, features: int, size_bytes: int) -> None:
    if keys * features > _TABLE_MAX * size_bytes:
        raise ValueError(f"{keys} keys are too many for a tile of this size; it is not ours")


def _features(tile: bytes, start: int, end: int, begins: list[int]) -> tuple[list[Field], int]:
    """Adds where each feature of a layer's first run of features begins; gives the fields before them, and where the last one ends."""
    before = list(itertools.takewhile(lambda field: field[0] != _LAYER_FEATURE, _fields(tile, start, end)))
    at = before[-1][3] if before else start
    while at < end and tile[at] == _LAYER_FEATURE:
        begins.append(at)
        # Most features are less than 128 bytes long; there are thousands in a tile.
        size, content = (tile[at + 1], at + 2) if at + 1 < end and tile[at + 1] < _MORE else _number(tile, at + 1, end)
        at = content + size
    if at > end:
        raise ValueError(f"the field at byte {begins[-1]} is {at - end} bytes too long; the tile is cut short or damaged")
    return before, at


def _find_layer(tile: bytes, layer: str) -> list[tuple[int, int]]:
    found = []
    for tag, begin, start, end in _fields(tile, 0, len(tile)):
        if tag != _TILE_LAYER:
            raise ValueError(f"byte {begin} begins something other than a layer; this is not a vector tile, or it is damaged")
        if any(tag == _LAYER_NAME and tile[content:stop] == layer.encode() for tag, _, content, stop in _fields(tile, start, end)):
            found.append((start, end))
    if len(found) > 1:
        raise ValueError(f"the layer {layer!r} is there {len(found)} times")
    return found


def _fields(data: bytes, at: int, end: int) -> Iterator[Field]:
    """Tag, begin, and start and end of the content of each field of a message."""
    while at < end:
        # Most numbers are one byte long; calling for these alone doubles the time.
        tag, start = (data[at], at + 1) if data[at] < 0x80 else _number(data, at, end)
        number, stop = (data[start], start + 1) if start < end and data[start] < 0x80 else _number(data, start, end)
        if tag & 7 == _LENGTH_FOLLOWS:
            start, stop = stop, stop + number
        elif tag & 7:
            raise ValueError(f"byte {at} begins a field of unknown type; this is not a vector tile, or it is damaged")
        if stop > end:
            raise ValueError(f"the field at byte {at} is {stop - end} bytes too long; the tile is cut short or damaged")
        yield tag, at, start, stop
        at = stop


def _number(data: bytes, at: int, end: int) -> tuple[int, int]:
    """The varint at a place, and the place behind it."""
    number = shift = 0
    for place in range(at, min(end, at + NUMBER_MAX)):
        number |= (data[place] & 0x7F) << shift
        if data[place] < 0x80:
            return number, place + 1
        shift += 7
    raise ValueError(f"the number at byte {at} has no end; the tile is cut short or damaged")


def _text(tile: bytes, start: int, end: int) -> str:
    try:
        return tile[start:end].decode()
    except UnicodeDecodeError as error:
        raise ValueError(f"the name at byte {start} is not UTF-8 text; the tile is damaged") from error


def _value(tile: bytes, start: int, end: int) -> int:
    if end - start == 2 and tile[start] == _VALUE_UINT and tile[start + 1] < _MORE:  # as most are
        return tile[start + 1]
    kind, at = _number(tile, start, end)
    number, stop = _number(tile, at, end)
    if kind != _VALUE_UINT or stop != end:
        raise ValueError(f"the value at byte {start} is not a whole number from 0 up")
    return number


def _is_tag(bounds: Numbers) -> NDArray[np.bool_]:
    is_tag = np.ones(bounds[-1], np.bool_)
    is_tag[bounds[:-1, np.newaxis] + np.arange(_TAGS)] = False
    return is_tag


def _refuse(number: Numbers, is_wrong: NDArray[np.bool_], message: str) -> None:
    """Raises ValueError for the first feature that is wrong, by its number in its tile."""
    if is_wrong.any():
        raise ValueError(f"feature {number[np.flatnonzero(is_wrong)[0]]}: {message}; the tile is damaged or not ours")


def _none() -> Numbers:
    return np.empty(0, np.int64)
