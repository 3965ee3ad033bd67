"""Protocol-buffer varints from columns: rows of whole numbers to bytes, many rows at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

_CHUNK = 1 << 13
"""Rows packed together: few enough that their bytes stay in the processor's cache."""


def pack(rows: int, *fields: int | Numbers) -> tuple[NDArray[np.uint8], Numbers]:
    """The bytes of all rows, one after another, and the bytes each row takes.

    A row is one varint of each field in turn. A field is a column of numbers from 0 up, or one number below 128 for all rows.
    """
    widths = [1 if isinstance(field, int) else _widest(field) for field in fields]
    parts, sizes = [], []
    for start in range(0, rows, _CHUNK):
        chunk = [field if isinstance(field, int) else field[start : start + _CHUNK] for field in fields]
        slots, used = _lay_out(min(_CHUNK, rows - start), chunk, widths)
        parts.append(slots[used])
        sizes.append(used.sum(axis=1))
    if not parts:
        return np.empty(0, np.uint8), np.empty(0, np.int64)
    return np.concatenate(parts), np.concatenate(sizes)


def size(numbers: Numbers) -> Numbers:
    """Bytes each number takes as a varint."""
    sizes = np.ones(len(numbers), np.int64)
    for width in range(1, _widest(numbers)):
        sizes += numbers >> (7 * width) > 0
    return sizes


def interleave(heads: NDArray[np.uint8], head_sizes: Numbers, bodies: NDArray[np.uint8], body_sizes: Numbers) -> NDArray[np.uint8]:
    """The first head, the first body, the second head and so on, in one run of bytes."""
    turns = np.empty(2 * len(head_sizes), np.int64)
    turns[0::2], turns[1::2] = head_sizes, body_sizes
    is_body = np.repeat(np.tile([False, True], len(head_sizes)), turns)
    merged = np.empty(len(is_body), np.uint8)
    merged[is_body] = bodies
    merged[~is_body] = heads
    return merged


def _widest(numbers: Numbers) -> int:
    return -(-max(1, int(numbers.max(initial=0)).bit_length()) // 7)


def _lay_out(rows: int, fields: list[int | Numbers], widths: list[int]) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """One byte slot for every byte a number may take, and which of them its row uses."""
    slots = np.empty((rows, sum(widths)), np.uint8)
    used = np.ones(slots.shape, np.bool_)
    slot = 0
    for field, width in zip(fields, widths, strict=True):
        if isinstance(field, int):
            slots[:, slot] = field
        else:
            rest = field
            for byte in range(width):
                if byte:
                    used[:, slot + byte] = rest > 0
                following = rest >> 7
                slots[:, slot + byte] = (rest & 0x7F) | ((following > 0) << 7)
                rest = following
        slot += width
    return slots, used
