"""Point tiles back to columns, for checks; it reads the layout that `encode` writes and refuses every other.

All numbers of a tile's features are varints, so they are read in one go; the numbers of a feature then stand at fixed steps from its
first one, and its tags are the rest.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from tiles.grid import EXTENT
from tiles.varints import NUMBER_MAX, Numbers, unpack

_LENGTH_FOLLOWS = 2
_TILE_LAYER = _LAYER_KEY = 0x1A
_LAYER_NAME, _LAYER_FEATURE, _LAYER_VALUE, _LAYER_EXTENT, _LAYER_VERSION = 0x0A, 0x12, 0x22, 0x28, 0x78
_VALUE_UINT = 0x28

_TABLE_MAX = 16
"""Most numbers in the table of columns for a byte of the tile; a small hostile tile must not ask for all the memory."""

# The numbers of a feature in turn; the tags follow the last.
_ID, _GEOMETRY_SIZE, _X, _Y, _TAGS_SIZE, _TAGS = 3, 7, 9, 10, 12, 13
_CONSTANTS = {0: 0x12, 2: 0x08, 4: 0x18, 5: 0x01, 6: 0x22, 8: 0x09, 11: 0x12}

Columns = tuple[Numbers, Numbers, dict[str, Numbers], Numbers]


def decode_points(tile: bytes, layer: str, extent: int = EXTENT) -> Columns:
    """The x, y, attributes and ids of the features of one layer, in the tile's order; none where the tile has no such layer.

    x and y are places in the tile, `extent` of them across and down, from the north-west corner. An attribute is a column by its
    name; 0: the feature lacks it. Raises ValueError for a tile that is broken or laid out in any other way, and for a layer of
    another extent.
    """
    features, keys, values = _find_parts(tile, layer, extent)
    if not features:
        return _none(), _none(), {key: _none() for key in keys}, _none()
    begins, ends = np.array(features).T
    _refuse(begins[1:] != ends[:-1], "something stands behind it that is not a feature")
    try:
        numbers, starts = unpack(np.frombuffer(tile, np.uint8, ends[-1] - begins[0], begins[0]))
    except ValueError as error:
        raise ValueError("a number in a feature has no end; the tile is damaged") from error
    starts += begins[0]

    firsts = np.searchsorted(starts, begins)
    bounds = np.append(firsts, len(numbers))
    tag_numbers = np.diff(bounds) - _TAGS
    _refuse((tag_numbers < 2) | (tag_numbers % 2 == 1), "it has too few numbers, or one too many")
    _refuse(starts[firsts] != begins, "the feature before it does not end")
    for step, constant in _CONSTANTS.items():
        _refuse(numbers[firsts + step] != constant, "it is not laid out as a single point")
    _refuse(numbers[firsts + _GEOMETRY_SIZE] != starts[firsts + _Y + 1] - starts[firsts + _GEOMETRY_SIZE + 1], "its geometry has a wrong length")
    _refuse(numbers[firsts + _TAGS_SIZE] != ends - starts[firsts + _TAGS], "its tags have a wrong length")
    x, y = numbers[firsts + _X], numbers[firsts + _Y]
    _refuse((x | y) & 1 == 1, "it lies west or north of its tile")

    feature = np.repeat(np.arange(len(firsts)), tag_numbers // 2)
    tags = np.flatnonzero(_is_tag(bounds))
    key, value = numbers[tags[0::2]], numbers[tags[1::2]]
    is_stray = (key >= len(keys)) | (value >= len(values))
    _refuse(np.bincount(feature[is_stray], minlength=len(firsts)) > 0, "a key or value it names is not in the layer")
    if len(keys) * len(firsts) > _TABLE_MAX * len(tile):
        raise ValueError(f"{len(keys)} keys are too many for a tile of this size; it is not ours")
    columns = np.zeros((len(keys), len(firsts)), np.int64)
    columns[key, feature] = np.array(values, np.int64)[value]
    _refuse(np.count_nonzero(columns, axis=0) != tag_numbers // 2, "it names a key twice or a count of 0")
    return x >> 1, y >> 1, dict(zip(keys, columns, strict=True)), numbers[firsts + _ID]


def _find_parts(tile: bytes, layer: str, extent: int) -> tuple[list[tuple[int, int]], list[str], list[int]]:
    """Where the layer's features begin and end, its keys, and its values."""
    features: list[tuple[int, int]] = []
    keys: list[str] = []
    values: list[int] = []
    for start, end in _find_layer(tile, layer):
        found = EXTENT  # what the format says of a layer that does not
        for tag, begin, content, stop in _fields(tile, start, end):
            if tag == _LAYER_FEATURE:
                features.append((begin, stop))
            elif tag == _LAYER_KEY:
                keys.append(_text(tile, content, stop))
            elif tag == _LAYER_VALUE:
                values.append(_value(tile, content, stop))
            elif tag == _LAYER_EXTENT:
                found = _number(tile, content, stop)[0]
        if found != extent:
            raise ValueError(f"the extent is {found}, not {extent}")
    if len(set(keys)) < len(keys):
        raise ValueError("the layer lists a key twice")
    return features, keys, values


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


def _fields(data: bytes, at: int, end: int) -> Iterator[tuple[int, int, int, int]]:
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
    kind, at = _number(tile, start, end)
    number, stop = _number(tile, at, end)
    if kind != _VALUE_UINT or stop != end:
        raise ValueError(f"the value at byte {start} is not a whole number from 0 up")
    return number


def _is_tag(bounds: Numbers) -> NDArray[np.bool_]:
    is_tag = np.ones(bounds[-1], np.bool_)
    is_tag[bounds[:-1, np.newaxis] + np.arange(_TAGS)] = False
    return is_tag


def _refuse(is_wrong: NDArray[np.bool_], message: str) -> None:
    if is_wrong.any():
        raise ValueError(f"feature {np.flatnonzero(is_wrong)[0] + 1}: {message}; the tile is damaged or not ours")


def _none() -> Numbers:
    return np.empty(0, np.int64)
