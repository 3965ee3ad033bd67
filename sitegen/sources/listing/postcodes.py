"""The `postcodes/` folder: which files hold the postcodes of each postcode area."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sitegen.raw import RawRef
from sitegen.sources.listing.zip_members import list_members

_CODE_POINT = re.compile(r"([A-Za-z]{1,2})\.csv", re.ASCII | re.IGNORECASE)
_DIRECTORY = re.compile(r"(?:ONSPD|NSPL)[A-Za-z0-9_ -]{0,60}\.csv", re.ASCII | re.IGNORECASE)
_DIRECTORY_AREA = re.compile(r".*_([A-Za-z]{1,2})\.csv", re.ASCII | re.IGNORECASE)
_WHOLE_MOST = 64 << 20
_DEPTH_MOST = 5


@dataclass(frozen=True, slots=True)
class PostcodeListing:
    """Files by postcode area, such as `np`, and the owners of the data to be named for them."""

    by_area: dict[str, tuple[RawRef, ...]]
    owners: frozenset[str]


def list_postcodes(folder: Path, note: Callable[[str], None]) -> PostcodeListing:
    """The postcode files in use, one for each area: Code-Point Open (`np.csv`, loose or in its zip file) before ONSPD or NSPL.

    A whole ONSPD or NSPL file is looked through for its areas; one above 64 MB is left alone, since each area would read
    it from end to end: its folder `multi_csv` has a file for each area. Raises InputError where a zip file cannot be trusted.
    """
    code_point: dict[str, RawRef] = {}
    directory: dict[str, RawRef] = {}
    whole: list[tuple[RawRef, int]] = []
    for name, ref, size in _all_files(folder):
        own_area = _CODE_POINT.fullmatch(name)
        if own_area:
            code_point.setdefault(own_area[1].lower(), ref)
        elif _DIRECTORY.fullmatch(name):
            named = _DIRECTORY_AREA.fullmatch(name)
            # ..._UK.csv is the whole country: no postcode begins with UK.
            if named and named[1].lower() not in {"uk", "gb"}:
                directory.setdefault(named[1].lower(), ref)
            else:
                whole.append((ref, size))
    for ref, size in whole:
        if ref.member is not None or ref.path is None or size > _WHOLE_MOST:
            if not directory:
                note(f"{ref.name}: not used; too large to be read for each area, put the folder Data/multi_csv of the same download there")
            continue
        for area in _areas_in(ref.path):
            directory.setdefault(area, ref)
    owners = {*({"os", "royal-mail"} if code_point else ()), *({"os", "royal-mail", "ons"} if set(directory) - set(code_point) else ())}
    return PostcodeListing({area: (ref,) for area, ref in sorted({**directory, **code_point}.items())}, frozenset(owners))


def _all_files(folder: Path, depth: int = 0, prefix: str = "postcodes") -> Iterator[tuple[str, RawRef, int]]:
    """File name, reference and size of every CSV file, loose ones first, then those in zip files."""
    if not folder.is_dir() or depth > _DEPTH_MOST:
        return
    paths = [path for path in sorted(folder.iterdir(), key=lambda path: path.name) if not path.name.startswith(".") and path.name.isprintable()]
    for path in paths:
        if path.is_file() and path.suffix.lower() == ".csv":
            yield path.name, RawRef(f"{prefix}/{path.name}", path), path.stat().st_size
        elif path.is_dir():
            yield from _all_files(path, depth + 1, f"{prefix}/{path.name}")
    for path in paths:
        if path.is_file() and path.suffix.lower() == ".zip":
            for member in list_members(path, f"{prefix}/{path.name}"):
                yield member.name.rpartition("/")[2], RawRef(f"{prefix}/{path.name}!{member.name}", path, member.name), member.size_bytes


def _areas_in(path: Path) -> list[str]:
    lines = re.findall(rb'(?m)^"?([A-Za-z]{1,2})[0-9]', path.read_bytes())
    return sorted({area.decode().lower() for area in lines})
