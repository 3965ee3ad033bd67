"""What is packed is unpacked up to a limit, and not a byte further."""

from __future__ import annotations

import gzip
import zlib

import pytest

from sitegen.sources.unpacking import unpacked

DATA = b"tile" * 1000


@pytest.mark.parametrize("data", [DATA, gzip.compress(DATA, mtime=0), zlib.compress(DATA), zlib.compress(DATA, 9), zlib.compress(DATA, 0)])
def test_packed_or_not_the_same_comes_out(data: bytes) -> None:
    assert unpacked(data, len(DATA)) == DATA


@pytest.mark.parametrize("data", [DATA, gzip.compress(DATA, mtime=0), zlib.compress(DATA)])
def test_more_than_the_limit_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="more than"):
        unpacked(data, len(DATA) - 1)


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_what_ends_too_early_or_is_damaged_is_refused(pack: type[bytes]) -> None:
    data = pack(DATA)
    for end in range(2, len(data)):
        with pytest.raises(ValueError, match=r"too early|damaged"):
            unpacked(data[:end], 1 << 20)
    with pytest.raises(ValueError, match="damaged"):
        unpacked(data[:-5] + bytes([data[-5] ^ 1]) + data[-4:], 1 << 20)
