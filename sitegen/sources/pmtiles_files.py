"""PMTiles archives: what they say of themselves and single tiles, found through their directories and nothing else read."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np
from pmtiles.tile import Compression, HeaderDict, TileType, deserialize_header, zxy_to_tileid

from sitegen.sources.unpacking import unpacked
from tiles.varints import Numbers, unpack

_MAGIC, _VERSION = b"PMTiles", 3
_HEADER_BYTES = 127
_DIRECTORY_MOST, _METADATA_MOST = 16 << 20, 8 << 20
"""Bytes unpacked. A directory of a country has some hundred kilobytes."""
_DEPTH_MOST = 4
_KEPT = 64
"""Directories kept at hand."""


@dataclass(frozen=True, slots=True)
class _Directory:
    """The entries of a directory by their first tile: how many tiles each stands for (0: a directory below), where its bytes are, and how many."""

    first: Numbers
    runs: Numbers
    offsets: Numbers
    lengths: Numbers


@dataclass(frozen=True, slots=True)
class Archive:
    """An open archive of vector tiles. Its methods raise ValueError or OSError where a part of it is not what it should be."""

    header: HeaderDict
    _file: BinaryIO
    _directories: OrderedDict[int, _Directory] = field(default_factory=OrderedDict)

    def metadata(self) -> bytes:
        """The JSON text of the archive."""
        return self._unpacked(self.header["metadata_offset"], self.header["metadata_length"], _METADATA_MOST)

    def tile(self, zoom: int, column: int, row: int, most: int) -> bytes | None:
        """A tile as it is packed, of at most `most` bytes; None where there is none."""
        wanted = zxy_to_tileid(zoom, column, row)
        offset, length = self.header["root_offset"], self.header["root_length"]
        for _ in range(_DEPTH_MOST):
            directory = self._directory(offset, length)
            place = int(np.searchsorted(directory.first, wanted, side="right")) - 1
            if place < 0:
                return None
            begin, run, length = (int(column[place]) for column in (directory.first, directory.runs, directory.lengths))
            offset = int(directory.offsets[place])
            if run:
                return self._bytes(self.header["tile_data_offset"] + offset, length, most) if wanted - begin < run else None
            offset += self.header["leaf_directory_offset"]
        raise ValueError("its directories lie too deep in one another")

    def _directory(self, offset: int, length: int) -> _Directory:
        found = self._directories.get(offset)
        if found is None:
            found = self._directories[offset] = _directory(self._unpacked(offset, length, _DIRECTORY_MOST))
            if len(self._directories) > _KEPT:
                self._directories.popitem(last=False)
        return found

    def _unpacked(self, offset: int, length: int, most: int) -> bytes:
        return unpacked(self._bytes(offset, length, most), most)

    def _bytes(self, offset: int, length: int, most: int) -> bytes:
        if length > most:
            raise ValueError(f"a part of it has {length} bytes")
        self._file.seek(offset)
        data = self._file.read(length)
        if len(data) < length:
            raise ValueError("it ends too early")
        return data


def open_archive(file: BinaryIO) -> Archive:
    """The archive in an open file; raises ValueError where it is none, of another version or of pictures, or packed in a way that is not read."""
    data = file.read(_HEADER_BYTES)
    if data[:2] == b"PM" and data[7:8] != bytes([_VERSION]):
        raise ValueError(f"an archive of another version than {_VERSION}; convert it, as `pmtiles convert` does")
    if len(data) < _HEADER_BYTES or not data.startswith(_MAGIC):
        raise ValueError("no PMTiles archive")
    header = deserialize_header(data)
    if header["tile_type"] != TileType.MVT:
        raise ValueError("it holds pictures or other tiles; the basemap needs vector tiles (MVT)")
    if {header["tile_compression"], header["internal_compression"]} - {Compression.NONE, Compression.GZIP, Compression.UNKNOWN}:
        raise ValueError("it is packed in a way that is not read; write it again with gzip, as `pmtiles convert` does")
    return Archive(header, file)


def _directory(data: bytes) -> _Directory:
    """A directory from its bytes: a count, then first tiles, runs, lengths and offsets, column by column. Raises ValueError."""
    try:
        numbers, _ = unpack(np.frombuffer(data, np.uint8))
    except ValueError as error:
        raise ValueError("a directory of it is damaged") from error
    count = int(numbers[0])
    if not count or len(numbers) != 1 + 4 * count:
        raise ValueError("a directory of it is damaged")
    steps, runs, lengths, ends = numbers[1:].reshape(4, count)
    first = np.cumsum(steps, dtype=np.int64)
    if (first[1:] <= first[:-1]).any():
        raise ValueError("a directory of it is out of order")
    # 0 says that an entry's bytes follow those of the entry before it.
    behind, place = ends == 0, np.arange(count)
    before = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])[:-1]
    start = np.maximum.accumulate(np.where(behind, 0, place))
    offsets = ends[start] - 1 + before - before[start]
    if behind[0]:
        raise ValueError("a directory of it is damaged")
    return _Directory(first, runs, offsets, lengths)
