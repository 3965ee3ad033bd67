"""Numbers drawn by chance that are the same on every machine.

Only the raw stream of PCG64 is used, which NumPy promises never to change. Every purpose has its own stream, so that
drawing more for one thing moves nothing else.
"""

from __future__ import annotations

import zlib
from binascii import hexlify

import numpy as np
from numpy.typing import NDArray


def uniform(seed: int, purpose: str, count: int) -> NDArray[np.float64]:
    """So many numbers from 0 up to, not including, 1."""
    return np.asarray((_raw(seed, purpose, count) >> np.uint64(11)) * 2.0**-53, dtype=np.float64)


def pick(weights: NDArray[np.float64], draws: NDArray[np.float64]) -> NDArray[np.int64]:
    """For each draw the number of an entry of `weights`, each as likely as its weight; an entry of weight 0 never."""
    ends = np.cumsum(weights)
    found = np.searchsorted(ends, draws * ends[-1], side="right")
    return np.asarray(np.minimum(found, len(weights) - 1), dtype=np.int64)


def hex_digests(seed: int, purpose: str, count: int) -> list[str]:
    """So many ids of 64 lower-case hexadecimal digits."""
    digits = hexlify(_raw(seed, purpose, count * 4).astype("<u8").tobytes()).decode("ascii")
    return [digits[start : start + 64] for start in range(0, len(digits), 64)]


def _raw(seed: int, purpose: str, count: int) -> NDArray[np.uint64]:
    stream = np.random.PCG64(np.random.SeedSequence([seed, zlib.crc32(purpose.encode())]))
    return np.asarray(stream.random_raw(count), dtype=np.uint64).reshape(count)
