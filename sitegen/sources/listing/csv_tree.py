"""The CSV files of a folder of the data folder, loose or in zip files, wherever they lie in it."""

from collections.abc import Callable, Iterator
from pathlib import Path

from sitegen.raw import RawRef
from sitegen.sources.listing.folder import printable_paths
from sitegen.sources.listing.zip_members import list_members

FOLDERS = {"population_files": "population"}
"""The groups of upstream files that are all CSV files of one folder of the data folder: group to folder."""

_DEPTH_MOST = 5
_ABOUT = frozenset({".md", ".txt", ".pdf", ".htm", ".html"})
"""Endings of what a publisher writes about its data; no note is needed that it is no data."""


def list_csv(folder: Path, prefix: str, note: Callable[[str], None], in_place: str = ".csv", depth: int = 0) -> Iterator[tuple[str, RawRef]]:
    """File name and reference of every CSV file under `folder`, loose ones first, then those in zip files.

    `prefix` is the folder's own name in references; files with the ending `in_place` are listed too, to be read where they lie. Other files are
    noted, save texts about the data. The folder itself lies `depth` folders deep.
    """
    zips = []
    for path in printable_paths(folder, prefix, note):
        name = f"{prefix}/{path.name}"
        if path.is_dir() and depth < _DEPTH_MOST:
            yield from list_csv(path, name, note, in_place, depth + 1)
        elif path.is_dir():
            note(f"{name[:200]}/: not used; lies more than {_DEPTH_MOST} folders deep")
        elif path.suffix.lower() == ".zip":
            zips.append(path)
        elif path.suffix.lower() in {".csv", in_place}:
            yield path.name, RawRef(name, path) if path.suffix.lower() == ".csv" else RawRef(name, path.absolute(), in_place=True)
        elif path.suffix.lower() not in _ABOUT:
            note(f"{prefix}/{path.name[:80]}: not used; expected CSV files, or zip files of them")
    for path in zips:
        yield from _packed(path, f"{prefix}/{path.name}", note, in_place)


def _packed(path: Path, name: str, note: Callable[[str], None], in_place: str) -> Iterator[tuple[str, RawRef]]:
    for member in list_members(path, name, note):
        if member.name.lower().endswith(".csv"):
            yield member.name.rpartition("/")[2], RawRef(f"{name}!{member.name}", path, member.written)
        elif member.name.lower().endswith(in_place):
            note(f"{name}!{member.name[:80]}: not used; unpack it, since such a file is read where it lies")
