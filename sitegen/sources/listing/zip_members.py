"""The members of a zip file from upstream, listed only where the whole file is one that can be trusted."""

from __future__ import annotations

import stat
import zipfile
from dataclasses import dataclass
from pathlib import Path

from sitegen.errors import InputError
from sitegen.raw import is_bomb

MEMBERS_MOST = 50_000
SIZE_MOST = 64 << 30
"""Bytes all members of a zip file may unpack to; the largest release so far, of 2017, has 77 months in some 15 GB."""

_LISTED_MOST = 4 << 30
"""Bytes one member may unpack to: a postcode directory's zip file has the whole country, 1.3 GB, beside its areas."""

_RATIO_MOST = 200
_SMALL = 1 << 20


@dataclass(frozen=True, slots=True, order=True)
class Member:
    """One file in a zip file: its name as written there and the size it unpacks to."""

    name: str
    size_bytes: int


def list_members(path: Path, name: str) -> tuple[Member, ...]:
    """The files in a zip file, sorted by name; folders are left out. Only the file's own directory is read.

    `name` is how messages call it. Raises InputError for a file that is no zip file or cut short, and for one with
    names that lead elsewhere, links, two members of one name, encryption, or more in it than such a file can hold.
    """
    try:
        packed = path.stat().st_size
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
        raise InputError(f"{name}: not a zip file, or cut short; download it again") from error
    except OSError as error:
        raise InputError(f"{name}: cannot be read ({error.strerror or error}); check the file, or download it again") from error
    if len(infos) > MEMBERS_MOST:
        raise InputError(f"{name}: has {len(infos)} members, more than {MEMBERS_MOST}; this cannot be a file from the publisher")
    seen: set[str] = set()
    for info in infos:
        fault = _fault(info) or ("is there twice" if info.filename in seen else None)
        if fault:
            raise InputError(f"{name}: member {_shown(info.orig_filename)} {fault}; this cannot be a file from the publisher, download it again")
        seen.add(info.filename)
    total = sum(info.file_size for info in infos)
    if total > SIZE_MOST or total > max(_SMALL, _RATIO_MOST * packed):
        raise InputError(f"{name}: would unpack to {total} bytes; this cannot be a file from the publisher, download it again")
    return tuple(sorted(Member(info.filename, info.file_size) for info in infos if not info.is_dir()))


def _fault(info: zipfile.ZipInfo) -> str | None:
    written = info.orig_filename
    parts = written.split("/")
    if not written.isprintable() or "\\" in written or written.startswith("/") or ".." in parts or "." in parts or written[1:2] == ":":
        return "has a name that leads elsewhere"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link"
    if info.flag_bits & 0x1:
        return "is encrypted"
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        return "is packed in an unusual way"
    if is_bomb(info.file_size, info.compress_size, most=_LISTED_MOST):
        return f"would unpack to {info.file_size} bytes"
    return None


def _shown(name: str) -> str:
    return ascii(name[:80])
