"""Shapes in well-known binary, of the six plain kinds only: GEOS crashes on curves, and on collections nested thousands deep."""

import struct

import numpy as np
import shapely
from numpy.typing import NDArray

_POINT, _LINE, _POLYGON = 1, 2, 3
_SEVERAL = 3
"""What is added to the number of a kind where several of it are one shape."""
_HEIGHT, _MEASURE, _SYSTEM = 0x80000000, 0x40000000, 0x20000000
"""Flags of the older notation; the newer adds 1000, 2000 or 3000."""


def shapes_of(blobs: list[bytes | None]) -> NDArray[np.object_]:
    """The shapes, flat; None where there is none, where it is of another kind, or where it cannot be read."""
    plain = [blob if blob is not None and is_plain(blob) else None for blob in blobs]
    with np.errstate(invalid="ignore"):  # a coordinate that is no number, which nobody asks to be one
        return np.asarray(shapely.force_2d(shapely.from_wkb(plain, on_invalid="ignore")), dtype=np.object_).reshape(len(blobs))


def is_plain(blob: bytes) -> bool:
    """Whether this is a point, a line, a polygon, or several of one of these, as far as its heads tell."""
    try:
        kind, _, place = _head(blob, 0)
        if kind <= _POLYGON:
            return kind >= _POINT
        if kind > _POLYGON + _SEVERAL:
            return False
        (parts,) = struct.unpack_from(_order(blob, 0) + "I", blob, place)
        place += 4
        for _ in range(parts):
            part, size, begin = _head(blob, place)
            if part != kind - _SEVERAL:
                return False
            place = _end(blob, place, begin, part, size)
    except (struct.error, IndexError):
        return False
    return True


def _order(blob: bytes, place: int) -> str:
    return "<" if blob[place] == 1 else ">"


def _head(blob: bytes, place: int) -> tuple[int, int, int]:
    """The kind that is announced at a place, the bytes of each of its positions, and where what it consists of begins."""
    (code,) = struct.unpack_from(_order(blob, place) + "I", blob, place + 1)
    thousands, kind = divmod(code & 0x0FFFFFFF, 1000)
    more = (thousands in {1, 3} or bool(code & _HEIGHT)) + (thousands in {2, 3} or bool(code & _MEASURE))
    return kind, 8 * (2 + more), place + (9 if code & _SYSTEM else 5)


def _end(blob: bytes, place: int, begin: int, kind: int, size: int) -> int:
    """Where a point, line or polygon ends."""
    if kind == _POINT:
        return begin + size
    number = _order(blob, place) + "I"
    (count,) = struct.unpack_from(number, blob, begin)
    if kind == _LINE:
        return int(begin + 4 + count * size)
    begin += 4
    for _ in range(count):
        (points,) = struct.unpack_from(number, blob, begin)
        begin += 4 + points * size
    return int(begin)
