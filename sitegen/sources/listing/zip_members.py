"""The members of a zip file from upstream: what cannot be trusted or read is named and left alone, and costs no more than itself."""

import stat
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
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
    """One file in a zip file: its name with `./` left out, the size it unpacks to, its name as written there, and its check sum."""

    name: str
    size_bytes: int
    written: str
    crc: int = field(default=0, compare=False)


def list_members(path: Path, name: str, note: Callable[[str], None]) -> tuple[Member, ...]:
    """The files in a zip file that can be used, sorted by name; folders are left out, and what a Mac adds. Only the file's own directory is read.

    `name` is how notes call it. A file that is no zip file, is cut short or holds more than such a file can is noted and has no members; so is
    each member that is encrypted, a link, packed in an unusual way, there twice, or called by a name that leads elsewhere.
    """
    try:
        infos = _infos(path, name)
    except InputError as error:
        note(str(error))
        return ()
    members: dict[str, Member] = {}
    faults: dict[str, list[str]] = {}
    for info in infos:
        member = Member("/".join(part for part in info.filename.split("/") if part not in {"", "."}), info.file_size, info.filename, info.CRC)
        fault = _fault(info) or ("is there twice" if member.name in members else "")
        if fault:
            faults.setdefault(fault, []).append(info.orig_filename)
        else:
            members[member.name] = member
    for fault, names in faults.items():
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        note(f"{name}: member {names[0][:80]!a}{more} {fault}; not used")
    return tuple(sorted(members.values()))


def is_own_mark(name: str) -> bool:
    """Whether a path is a Mac's or an editor's own mark and nobody's data: under `__MACOSX`, or with a part that begins with a dot."""
    return any(part == "__MACOSX" or (part.startswith(".") and part not in {".", ".."}) for part in name.split("/"))


def _infos(path: Path, name: str) -> list[zipfile.ZipInfo]:
    try:
        packed = path.stat().st_size
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if not info.filename.endswith("/") and not is_own_mark(info.filename)]
    except (zipfile.BadZipFile, struct.error, NotImplementedError, ValueError, EOFError, OverflowError, RuntimeError) as error:
        raise InputError(f"{name}: not used; not a zip file, or cut short: download it again") from error
    except OSError as error:
        raise InputError(f"{name}: not used; cannot be read ({error.strerror or error}): check the file, or download it again") from error
    total = sum(info.file_size for info in infos)
    if len(infos) > MEMBERS_MOST:
        raise InputError(f"{name}: not used; has {len(infos)} members, more than {MEMBERS_MOST}: this cannot be a file from the publisher")
    if total > SIZE_MOST or total > max(_SMALL, _RATIO_MOST * packed):
        raise InputError(f"{name}: not used; would unpack to {total} bytes: this cannot be a file from the publisher, download it again")
    if not infos:
        raise InputError(f"{name}: not used; holds no files: download it again")
    if all("\\" in info.orig_filename for info in infos):
        raise InputError(f"{name}: not used; packed with backslashes between folders: unpack it, and pack it again with another program")
    return infos


def _fault(info: zipfile.ZipInfo) -> str:
    written = info.orig_filename
    parts = written.split("/")
    if not written or not written.isprintable() or "\\" in written or written.startswith("/") or ".." in parts or written[1:2] == ":":
        return "has a name that leads elsewhere"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link"
    if info.flag_bits & 0x1:
        return "is encrypted: pack it again without a password"
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        return "is packed in an unusual way: unpack it, and pack it again"
    if is_bomb(info.file_size, info.compress_size, most=_LISTED_MOST):
        return f"would unpack to {info.file_size} bytes: this cannot be a file from the publisher"
    return ""
