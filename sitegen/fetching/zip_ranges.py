"""A zip file that stays with its publisher: its directory and single members, read with Range requests."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

import httpx

from sitegen.errors import FetchError
from sitegen.fetching.asking import Asking, Known, known_by
from sitegen.fetching.judging import damage_told
from sitegen.raw import is_bomb

_TAIL = 256 << 10
"""Bytes of the end that are asked for at first: the directory of a release of 4,485 files takes 400 KB, of most others less."""
_HEAD = 30 + 2 * 256
"""A member's own header with a name and extra fields as releases have them; where they are longer, more is asked for."""


_PART = frozenset({httpx.codes.PARTIAL_CONTENT})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file of a publisher lies: its address after redirects, its length, what is known of its bytes; whether parts can be asked for."""

    address: str
    size_bytes: int
    known: Known
    ranges: bool


def locate(asking: Asking, address: str) -> tuple[Place, bytes]:
    """Where an address leads, and the last bytes of the file there, none where its server knows no ranges; raises FetchError."""
    headers = {"Range": f"bytes=-{_TAIL}", "Accept-Encoding": "identity"}
    response, tail = asking.read(address, headers, _PART)
    if response.is_success and response.headers.get("Content-Type", "").startswith("text/html"):
        raise FetchError("a web page instead of the file")
    if response.status_code == httpx.codes.OK:
        return Place(str(response.url), int(response.headers.get("Content-Length", 0)), known_by(response), ranges=False), b""
    if response.status_code != httpx.codes.PARTIAL_CONTENT:
        raise FetchError("is not there (404)" if response.status_code == httpx.codes.NOT_FOUND else f"the server answers {response.status_code}")
    told = re.fullmatch(r"bytes [0-9]+-[0-9]+/([0-9]+)", response.headers.get("Content-Range", ""))
    if told is None:
        raise FetchError("the server sends a part without saying of what")
    return Place(str(response.url), int(told[1]), known_by(response), ranges=True), tail


class RemoteZip:
    """A zip file at its publisher's; its directory has been read. A member may be read by several threads at once."""

    def __init__(self, asking: Asking, place: Place, tail: bytes) -> None:
        self.place, self._asking = place, asking
        end = _Pieces(self, place.size_bytes)
        end.add(place.size_bytes - len(tail), tail)
        with damage_told(), zipfile.ZipFile(end) as archive:
            self.infos = tuple(info for info in archive.infolist() if not info.filename.endswith("/"))
        starts = sorted(info.header_offset for info in self.infos)
        self._after = dict(zip(starts, [*starts[1:], place.size_bytes], strict=True))
        self._directory = end

    def read(self, info: zipfile.ZipInfo) -> bytes:
        """A member, its checksum proved; raises FetchError."""
        if is_bomb(info.file_size, info.compress_size):
            raise FetchError(f"would unpack to {info.file_size:,} bytes")
        if info.flag_bits & 0x1:
            raise FetchError("is encrypted")
        most = self._after.get(info.header_offset, self.place.size_bytes)
        pieces = self._directory.copy()
        pieces.add(info.header_offset, self.part(info.header_offset, min(most, info.header_offset + _HEAD + info.compress_size)))
        with damage_told(), zipfile.ZipFile(pieces) as archive:
            return archive.read(info)

    def part(self, start: int, end: int) -> bytes:
        """The bytes from `start` to before `end`; raises FetchError, also where the file has become another meanwhile."""
        headers = {"Range": f"bytes={start}-{end - 1}", "Accept-Encoding": "identity"}
        response, body = self._asking.read(self.place.address, headers, _PART)
        if response.status_code != httpx.codes.PARTIAL_CONTENT or known_by(response) != self.place.known:
            raise FetchError("has become another file while it was read; run the same command again")
        if len(body) != end - start:
            raise FetchError(f"{len(body):,} bytes came of {end - start:,}")
        return body


class _Pieces(io.RawIOBase):
    """The pieces of a file that are here already, and the others as they are asked for."""

    def __init__(self, remote: RemoteZip, size: int) -> None:
        self._remote, self._size, self._place = remote, size, 0
        self._pieces: list[tuple[int, bytes]] = []

    def copy(self) -> _Pieces:
        """Another reader of the same pieces."""
        other = _Pieces(self._remote, self._size)
        other._pieces = [*self._pieces]
        return other

    def add(self, start: int, data: bytes) -> None:
        """A piece that is here."""
        self._pieces.append((start, data))

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def tell(self) -> int:
        """The place in the whole file."""
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place in the whole file."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("before the beginning")
        self._place = base + offset
        return self._place

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the library calls it with nothing else
        """The bytes at the place, all that were wanted but at the end of the file: the library takes fewer for a file that is cut short."""
        wanted, filled = min(len(buffer), self._size - self._place), 0
        while filled < wanted:
            taken = self._some(wanted - filled)
            buffer[filled : filled + len(taken)] = taken
            filled, self._place = filled + len(taken), self._place + len(taken)
        return filled

    def _some(self, wanted: int) -> bytes:
        """At least one of the bytes at the place, and no more than are wanted."""
        found = self._piece(self._place)
        if found is None:
            # What lies before the pieces that are here is the rest of the directory: it is asked for whole.
            nearest = min((start for start, _ in self._pieces if start > self._place), default=self._size)
            self.add(self._place, self._remote.part(self._place, max(nearest, self._place + wanted)))
            found = self._piece(self._place)
        start, data = found or (self._place, bytes(wanted))
        return data[self._place - start : self._place - start + wanted]

    def _piece(self, place: int) -> tuple[int, bytes] | None:
        return next(((start, data) for start, data in reversed(self._pieces) if start <= place < start + len(data)), None)
