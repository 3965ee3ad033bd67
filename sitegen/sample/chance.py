"""Numbers drawn by chance that are the same on every machine.

Only the raw stream of PCG64 is used, which NumPy promises never to change. Every purpose has its own stream, so that
drawing more for one thing moves nothing else. Weights become whole numbers before they are added up, so that no
rounding of sums can turn a choice.
"""

import zlib
from binascii import hexlify

import numpy as np
import polars as pl
from numpy.typing import NDArray

_FINENESS = 2.0**30
"""The heaviest entry of a pick in whole numbers."""


def uniform(seed: int, purpose: str, count: int) -> NDArray[np.float64]:
    """So many numbers from 0 up to, not including, 1."""
    return np.asarray((_raw(seed, purpose, count) >> np.uint64(11)) * 2.0**-53, dtype=np.float64)


def pick(weights: NDArray[np.float64], draws: NDArray[np.float64]) -> NDArray[np.int64]:
    """For each draw the number of an entry of `weights`, each as likely as its weight; an entry of weight 0 never."""
    ends = np.cumsum(np.rint(weights * (_FINENESS / weights.max())).astype(np.int64))
    found = np.searchsorted(ends, (draws * ends[-1]).astype(np.int64), side="right")
    return np.asarray(found, dtype=np.int64)


def pick_each(shares: NDArray[np.float64], rows: NDArray[np.integer], draws: NDArray[np.float64]) -> NDArray[np.int64]:
    """For each draw the number of a column of its row of `shares`; the number of columns where the row's sum is not reached."""
    ends = np.rint(np.cumsum(shares, axis=1) * _FINENESS).astype(np.int64)
    wanted = (draws * _FINENESS).astype(np.int64)
    found = np.zeros(len(draws), dtype=np.int64)
    for column in range(ends.shape[1]):
        found += wanted >= ends[rows, column]
    return found


def crime_ids(seed: int, purpose: str, count: int) -> NDArray[np.uint64]:
    """So many ids of 256 bits, four numbers a row."""
    return _raw(seed, purpose, count * 4).reshape(count, 4)


def hex_texts(ids: NDArray[np.uint64]) -> pl.Series:
    """Each id as 64 lower-case hexadecimal digits."""
    if not len(ids):
        return pl.Series([], dtype=pl.String)
    lines = np.full((len(ids), 65), ord("\n"), dtype=np.uint8)
    lines[:, :64] = np.frombuffer(hexlify(ids.astype(">u8").tobytes()), dtype=np.uint8).reshape(len(ids), 64)
    return pl.Series([lines.tobytes()[:-1].decode("ascii")]).str.split("\n").explode()


def _raw(seed: int, purpose: str, count: int) -> NDArray[np.uint64]:
    stream = np.random.PCG64(np.random.SeedSequence([seed, zlib.crc32(purpose.encode())]))
    return np.asarray(stream.random_raw(count), dtype=np.uint64).reshape(count)
