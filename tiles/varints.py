"""Protocol-buffer messages from columns: first the size of every row's message, then all of them written at their places.

A message is given as its parts in turn: constant bytes, or a column of whole numbers from 0 up, each written as a varint.
"""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Buffer = NDArray[np.uint8]

NUMBER_MAX = 9
"""Bytes of the longest number that fits in 63 bits."""


def measure(*parts: bytes | Numbers) -> Numbers:
    """Bytes the parts take in each row."""
    sizes: Numbers | int = 0
    for part in parts:
        sizes = sizes + (len(part) if isinstance(part, bytes) else _size(part))
    return np.asarray(sizes)


def write(buffer: Buffer, places: Numbers, *parts: bytes | Numbers) -> Numbers:
    """Write each row's parts at its place in the buffer; gives the places behind them."""
    for part in parts:
        if isinstance(part, bytes):
            for step, byte in enumerate(part):
                buffer[places + step] = byte
            places = places + len(part)
        else:
            places = _put(buffer, places, part)
    return places


def places_in(group: Numbers, sizes: Numbers, bounds: Numbers, first_places: Numbers) -> Numbers:
    """Places of rows that follow one another in groups.

    Group g, the rows from bounds[g] up to bounds[g + 1], begins at first_places[g]; `group` names the group of each row.
    """
    before = np.cumsum(sizes) - sizes
    return before + (first_places - before[bounds[:-1]])[group]


def sums_of(sizes: Numbers, bounds: Numbers) -> Numbers:
    """Sum of each group of rows, from bounds[g] up to bounds[g + 1]."""
    return np.diff(np.concatenate(([0], np.cumsum(sizes)))[bounds])


def pack(numbers: Numbers) -> bytes:
    """The varints of a column, one after another."""
    sizes = measure(numbers)
    buffer = np.empty(sizes.sum(), np.uint8)
    write(buffer, np.cumsum(sizes) - sizes, numbers)
    return buffer.tobytes()


def unpack(data: Buffer) -> tuple[Numbers, Numbers]:
    """All varints of some bytes, and where each starts; raises ValueError where the last has no end, or one is longer than 63 bits."""
    lasts = np.flatnonzero(data < 0x80)
    starts = np.concatenate(([0], lasts[:-1] + 1))
    sizes = lasts - starts[: len(lasts)] + 1
    longest = int(sizes.max(initial=0))
    if longest > NUMBER_MAX or not len(lasts) or lasts[-1] != len(data) - 1:
        raise ValueError("a number has no end")
    numbers = (data[starts] & 0x7F).astype(np.int64)
    for step in range(1, longest):
        longer = np.flatnonzero(sizes > step)
        numbers[longer] |= (data[starts[longer] + step] & 0x7F).astype(np.int64) << 7 * step
    return numbers, starts


def _size(numbers: Numbers) -> Numbers:
    """Bytes each number takes: one for every seven bits."""
    sizes = np.ones(len(numbers), np.int64)
    bound, greatest = 1 << 7, int(numbers.max(initial=0))
    while bound <= greatest:
        sizes += numbers >= bound
        bound <<= 7
    return sizes


def _put(buffer: Buffer, places: Numbers, numbers: Numbers) -> Numbers:
    buffer[places] = numbers & 0x7F
    behind = places + 1
    longer = np.flatnonzero(numbers > 0x7F)
    if len(longer):
        buffer[places[longer]] |= 0x80
        behind[longer] = _put(buffer, behind[longer], numbers[longer] >> 7)
    return behind
