"""Upstream files as bytes and digests: read in place, members of zip files too, within safe limits."""

import hashlib
import logging
import os
import struct
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from sitegen import raw
from sitegen.errors import InputError, SiteError
from sitegen.raw import RawFile, RawRef, is_bomb

log = logging.getLogger(__name__)

CHUNK_BYTES = 1 << 20
SETTLED_NS = 2_000_000_000

DAMAGED = b"\0"
"""What stands for a damaged member of a zip file: nothing any reader takes for its kind of file, so that it costs itself and is counted."""

Seen = Mapping[tuple[str, str], tuple[str, str]]
"""Upstream files read before, by (path, member or ranges): what the file looked like without opening it, and its digest."""


def load(ref: RawRef) -> RawFile:
    """One upstream file in memory; raises InputError naming the file, and what to do, where it cannot be read."""
    return load_all([ref], {})[0]


def load_all(refs: Iterable[RawRef], digests: Mapping[str, str]) -> tuple[RawFile, ...]:
    """The files in order, each zip file opened once; raises InputError also where bytes are not those of a digest given by name."""
    with _Opened() as opened:
        files = tuple(RawFile(ref.name, b"", ref.path) if ref.in_place and ref.path else RawFile(ref.name, opened.read(ref)) for ref in refs)
    for file in files:
        if file.path is None and file.name in digests and hashlib.sha256(file.data).hexdigest() != digests[file.name]:
            raise InputError(f"{file.name}: changed while the build was running; run it again")
    return files


def digest_all(refs: Iterable[RawRef], seen: Seen, reading: Callable[[int], None]) -> tuple[dict[str, str], Seen]:
    """The digest of every file by name, and what to remember of those that had to be read.

    A file that looks as it did when it was last read is not read again. `reading` is told how many must be.
    Raises InputError where a file cannot be read, SiteError where two files have one name.
    """
    named: dict[str, RawRef] = {}
    looks: dict[str, tuple[str, int]] = {}
    digests: dict[str, str] = {}
    unread: list[tuple[RawRef, tuple[str, str], tuple[str, int]]] = []
    for ref in refs:
        if named.setdefault(ref.name, ref) is not ref:
            if named[ref.name] != ref:
                raise SiteError(f"{ref.name}: two upstream files have this name")
            continue
        if ref.path is None:
            digests[ref.name] = hashlib.sha256(ref.inline or b"").hexdigest()
            continue
        file = (str(ref.path), ref.member or " ".join(f"{start}-{end}" for start, end in ref.ranges))
        look = looks.get(file[0]) or looks.setdefault(file[0], _look(ref.name, file[0]))
        known = seen.get(file)
        if known is not None and known[0] == look[0]:
            digests[ref.name] = known[1]
        else:
            unread.append((ref, file, look))
    if unread:
        reading(len(unread))
    fresh: dict[tuple[str, str], tuple[str, str]] = {}
    with _Opened() as opened:
        for ref, file, (look_text, changed_ns) in unread:
            digests[ref.name] = opened.digest(ref)
            # A file changed within the last ticks of the clock could change again and look the same: read it next time too.
            if time.time_ns() - changed_ns > SETTLED_NS:
                fresh[file] = (look_text, digests[ref.name])
    return digests, fresh


def look_of(path: str) -> str | None:
    """What a file looks like without opening it, as `Seen` has it; None where there is none."""
    try:
        return _look(path, path)[0]
    except InputError:
        return None


def _look(name: str, path: str) -> tuple[str, int]:
    try:
        found = os.stat(path)  # noqa: PTH116  a third of the time of Path.stat, for 40,000 files
    except OSError as error:
        raise InputError(f"{name}: cannot be read ({error.strerror}); check that it is there and may be read") from error
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}", found.st_ctime_ns


def _piece(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    file.seek(start)
    while start < end and (chunk := file.read(min(CHUNK_BYTES, end - start))):
        start += len(chunk)
        yield chunk


def _refuse_huge(ref: RawRef, size: int) -> None:
    """Raises _DamagedError for a file that is to be held in memory and is larger than any of its kind."""
    most = raw.MEMBER_MOST_BYTES if ref.name.endswith(".csv") else raw.FILE_MOST_BYTES
    if size > most and not ref.in_place:
        raise _DamagedError(ref.name, f"{size:,} bytes", "is larger than such a file can be", "download it again, or cut it to what this site covers")


class _DamagedError(Exception):
    """A file cannot be read for what it is: a member of a zip file cannot be unpacked, or a file would fill memory."""

    def __init__(self, name: str, why: str, what: str = "cannot be unpacked", remedy: str = "download its zip file again") -> None:
        super().__init__(name)
        log.warning("%s: %s (%s) and is not used; %s", name, what, why, remedy)


class _Opened(ExitStack):
    """Zip files opened so far, so that a thousand members of one cost one look at its directory."""

    def __init__(self) -> None:
        super().__init__()
        self._zips: dict[Path, zipfile.ZipFile] = {}

    def read(self, ref: RawRef) -> bytes:
        """The bytes of one file, `DAMAGED` for a member that cannot be unpacked and for a file that would fill memory; raises InputError."""
        try:
            return b"".join(self._chunks(ref))
        except _DamagedError:
            return DAMAGED

    def digest(self, ref: RawRef) -> str:
        """The digest of what `read` gives, a piece at a time."""
        digest = hashlib.sha256()
        try:
            for chunk in self._chunks(ref):
                digest.update(chunk)
        except _DamagedError:
            return hashlib.sha256(DAMAGED).hexdigest()
        return digest.hexdigest()

    def _chunks(self, ref: RawRef) -> Iterator[bytes]:
        """The bytes of one file, in pieces; raises InputError, and _DamagedError for a member that cannot be unpacked."""
        try:
            if ref.path is None:
                yield ref.inline or b""
            elif ref.member is None:
                with ref.path.open("rb") as file:
                    pieces = ref.ranges or ((0, ref.path.stat().st_size),)
                    _refuse_huge(ref, sum(end - start for start, end in pieces))
                    for start, end in pieces:
                        yield from _piece(file, start, end)
            else:
                yield from self._member(ref.name, ref.path, ref.member)
        except OSError as error:
            raise InputError(f"{ref.name}: cannot be read ({error.strerror or error}); check that it is there and may be read") from error
        except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError) as error:
            raise InputError(f"{ref.name}: the zip file is damaged ({' '.join(str(error).split())}); download it again") from error

    def _member(self, name: str, path: Path, member: str) -> Iterator[bytes]:
        if path not in self._zips:
            self._zips[path] = self.enter_context(zipfile.ZipFile(path))
        info = self._zips[path].getinfo(member)
        if info.flag_bits & 1 or info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise _DamagedError(name, "encrypted or packed in an unusual way")
        size = 0
        try:
            with self._zips[path].open(info) as file:
                while chunk := file.read(CHUNK_BYTES):
                    size += len(chunk)
                    if is_bomb(size, info.compress_size):
                        raise _DamagedError(name, "unpacks to far more than such a file holds")
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
            raise _DamagedError(name, " ".join(str(error).split())) from error
