"""The `archive/` folder: which one file each dataset, force and month comes from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from sitegen.raw import RawRef
from sitegen.sources.listing.zip_members import list_members
from sitegen.terms import ForceId, Month, parse_force_id
from sitegen.urls import RESERVED_AT_ROOT

_FILE = re.compile(r"(\d{4}-\d\d)-([a-z]+(?:-[a-z]+)*)-(street|outcomes|stop-and-search)\.csv", re.ASCII)


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """The file one dataset, force and month is taken from; `release` is null where it lies in a month folder."""

    dataset: str
    force_id: ForceId
    month: Month
    ref: RawRef
    size_bytes: int
    release: Month | None
    older_release: bool = False


def choose_files(archive: Path, note: Callable[[str], None]) -> tuple[tuple[ArchiveFile, ...], Month | None]:
    """One file for each dataset, force and month, sorted by these, and the newest release there is.

    A file in a month folder is what the operator put there, and goes before every release; of the releases the newest
    that has the file is used, and a file that only an older one has is marked. Whatever else lies there is noted and
    left alone. Raises InputError where a release cannot be trusted.
    """
    chosen: dict[tuple[str, ForceId, Month], ArchiveFile] = {}
    releases: list[tuple[Month, Path]] = []
    entries = sorted(archive.iterdir(), key=lambda path: path.name) if archive.is_dir() else []
    for path in entries:
        if path.name.startswith("."):
            continue
        month = _month(path.name.removesuffix(".zip"))
        if month and path.is_dir() and not path.name.endswith(".zip"):
            _keep_first(chosen, _in_folder(path, note))
        elif month and path.is_file() and path.name.endswith(".zip"):
            releases.append((month, path))
        else:
            note(f"archive/{_shown(path.name)}: not used; a release is called YYYY-MM.zip, a month folder YYYY-MM")
    releases.sort(reverse=True)
    for release, path in releases:
        _keep_first(chosen, _in_release(path, release, older=release != releases[0][0], note=note))
    files = sorted(chosen.values(), key=lambda file: (file.dataset, file.force_id, file.month))
    return tuple(files), releases[0][0] if releases else None


def _keep_first(chosen: dict[tuple[str, ForceId, Month], ArchiveFile], files: Iterable[ArchiveFile]) -> None:
    for file in files:
        chosen.setdefault((file.dataset, file.force_id, file.month), file)


def _in_folder(folder: Path, note: Callable[[str], None]) -> list[ArchiveFile]:
    files = []
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.name.startswith("."):
            continue
        name = f"archive/{folder.name}/{path.name}"
        parts = _parts(path.name, folder.name)
        if parts is None or not path.is_file():
            note(f"archive/{folder.name}/{_shown(path.name)}: not used; its name is not {folder.name}-<force>-street.csv or the like")
            continue
        files.append(ArchiveFile(*parts, RawRef(name, path), path.stat().st_size, release=None))
    return files


def _in_release(path: Path, release: Month, *, older: bool, note: Callable[[str], None]) -> list[ArchiveFile]:
    zip_name = f"archive/{path.name}"
    files = []
    for member in list_members(path, zip_name):
        folder, _, name = member.name.rpartition("/")
        parts = _parts(name, folder)
        if parts is None:
            note(f"{zip_name}!{_shown(member.name)}: not used; its name is not YYYY-MM/YYYY-MM-<force>-street.csv or the like")
            continue
        ref = RawRef(f"{zip_name}!{member.name}", path, member.name)
        files.append(ArchiveFile(*parts, ref, member.size_bytes, release, older))
    return files


def _parts(name: str, folder: str) -> tuple[str, ForceId, Month] | None:
    found = _FILE.fullmatch(name) if len(name) <= 120 else None
    month = _month(found[1]) if found else None
    if found is None or month is None or found[1] != folder or found[2] in RESERVED_AT_ROOT:
        return None
    try:
        return found[3], parse_force_id(found[2]), month
    except ValueError:
        return None


def _month(text: str) -> Month | None:
    try:
        return Month.parse(text)
    except ValueError:
        return None


def _shown(name: str) -> str:
    return name[:80] if name.isprintable() else ascii(name[:80])
