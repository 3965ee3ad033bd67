"""The `postcodes/` folder: which files hold the postcodes of each postcode area."""

import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sitegen.errors import InputError
from sitegen.raw import RawRef
from sitegen.sources.code_point_package import areas_of_package
from sitegen.sources.listing.csv_tree import list_csv

_CODE_POINT = re.compile(r"([A-Za-z]{1,2})\.csv", re.ASCII | re.IGNORECASE)
_DIRECTORY = re.compile(r"(?:ONSPD|NSPL)[A-Za-z0-9_ -]{0,60}\.csv", re.ASCII | re.IGNORECASE)
_DIRECTORY_AREA = re.compile(r".*_([A-Za-z]{1,2})\.csv", re.ASCII | re.IGNORECASE)
_ABOUT_CODE_POINT = "code-point_open_column_headers.csv"
"""Every download of Code-Point Open has it, in Doc/: no month should begin with a note of it."""
_BLOCK_BYTES = 16 << 20
_LINE_MOST = 64 << 10
_POSTCODE_COLUMNS = frozenset({"pcds", "pcd8", "pcd7", "pcd2", "pcd"})


@dataclass(frozen=True, slots=True)
class PostcodeListing:
    """Files by postcode area, such as `np`, and the owners of the data to be named for them."""

    by_area: dict[str, tuple[RawRef, ...]]
    owners: frozenset[str]


def list_postcodes(folder: Path, note: Callable[[str], None]) -> PostcodeListing:
    """The postcode files in use, one for each area: Code-Point Open (`np.csv`, loose or in its zip file, or its GeoPackage) before ONSPD or NSPL.

    A whole ONSPD or NSPL file is gone through once for where its areas lie in it; each area then reads its own lines. One
    inside a zip file is left alone, since it can only be unpacked from its beginning: such a file has `multi_csv` beside it,
    with a file for each area. A directory under any other name is known by its header. What is not used is noted.
    """
    code_point: dict[str, RawRef] = {}
    directory: dict[str, RawRef] = {}
    whole: list[RawRef] = []
    packages: list[RawRef] = []
    for name, ref in list_csv(folder, "postcodes", note, ".gpkg"):
        own_area = _CODE_POINT.fullmatch(name)
        if ref.in_place:
            packages.append(ref)
        elif own_area:
            code_point.setdefault(own_area[1].lower(), ref)
        elif area := _area_of_directory(name):
            directory.setdefault(area, ref)
        elif _DIRECTORY.fullmatch(name) or _is_directory(ref):
            whole.append(ref)
        elif ref.member is None and name.lower() != _ABOUT_CODE_POINT:
            note(f"{ref.name}: not used; neither a file of Code-Point Open, like np.csv, nor an ONSPD or NSPL file with a column doterm")
    for ref in packages:
        code_point = dict.fromkeys(_areas_of(ref, note), ref) | code_point
    directory = _areas_of_whole(whole, note, is_silent=bool(directory)) | directory
    owners = {*({"os", "royal-mail"} if code_point else ()), *({"os", "royal-mail", "ons"} if set(directory) - set(code_point) else ())}
    return PostcodeListing({area: (ref,) for area, ref in sorted({**directory, **code_point}.items())}, frozenset(owners))


def _areas_of_whole(whole: list[RawRef], note: Callable[[str], None], *, is_silent: bool) -> dict[str, RawRef]:
    """The lines of each area in whole directories; a packed one is noted, unless its areas lie beside it (`is_silent`)."""
    found: dict[str, RawRef] = {}
    for ref in whole:
        if ref.path is None or ref.member is not None:
            if not is_silent:
                note(f"{ref.name}: not used; unpack it, or put the folder Data/multi_csv of the same download there")
            continue
        for area, ranges in _ranges_of_areas(ref.path).items():
            found.setdefault(area, RawRef(f"{ref.name}!{area}", ref.path, ranges=ranges))
    return found


def _area_of_directory(name: str) -> str:
    """The one area a file of an ONSPD or NSPL is about; empty for a whole one, and for any other file."""
    named = _DIRECTORY_AREA.fullmatch(name) if _DIRECTORY.fullmatch(name) else None
    # ..._UK.csv is the whole country: no postcode begins with UK.
    return named[1].lower() if named and named[1].lower() not in {"uk", "gb"} else ""


def _areas_of(ref: RawRef, note: Callable[[str], None]) -> tuple[str, ...]:
    """The areas of a Code-Point Open GeoPackage; one that cannot be read is noted and has none."""
    try:
        return areas_of_package(ref.path, ref.name) if ref.path else ()
    except InputError as error:
        note(f"{ref.name}: not used; {str(error).removeprefix(f'{ref.name}: ')}")
        return ()


def _is_directory(ref: RawRef) -> bool:
    """Whether the first line of a file has the columns of an ONSPD or NSPL file."""
    try:
        if ref.path is None:
            return False
        if ref.member is None:
            with ref.path.open("rb") as file:
                line = file.readline(_LINE_MOST)
        else:
            with zipfile.ZipFile(ref.path) as archive, archive.open(ref.member) as member:
                line = member.readline(_LINE_MOST)
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, RuntimeError, NotImplementedError):
        return False  # whoever reads it says what is wrong with it
    columns = {column.strip().strip('"').lower() for column in line.decode("utf-8-sig", "replace").split(",")}
    return "doterm" in columns and bool(columns & _POSTCODE_COLUMNS)


def _ranges_of_areas(path: Path) -> dict[str, tuple[tuple[int, int], ...]]:
    """For each area the header line and the runs of its lines, as bytes of the file; one run where the file is sorted.

    A line that begins with no postcode belongs to the area before it, so that every line is read once.
    """
    with path.open("rb") as file:
        start = header = len(file.readline())
        runs: list[tuple[str, int]] = []
        while block := file.read(_BLOCK_BYTES) + file.readline():
            lines, place = b"\n" + block, 0
            while found := _line_of_another(runs[-1][0] if runs else "").search(lines, place):
                runs.append((found[1].decode().lower(), start + found.start() if runs else header))
                place = found.end()
            start += len(block)
    ranges: dict[str, list[tuple[int, int]]] = {}
    for place, (area, first) in enumerate(runs):
        end = runs[place + 1][1] if place + 1 < len(runs) else start
        ranges.setdefault(area, [(0, header)]).append((first, end))
    return {area: tuple(found) for area, found in sorted(ranges.items())}


@cache
def _line_of_another(area: str) -> re.Pattern[bytes]:
    """Where a line begins with a postcode of another area than this, its letters as a group."""
    letters = "".join(f"[{letter.upper()}{letter}]" for letter in area)
    own = rb'(?!"?%s[0-9])' % letters.encode() if area else b""
    return re.compile(rb'\n%s"?([A-Za-z]{1,2})[0-9]' % own)
