"""The CSV files of a folder of the data folder, loose or in zip files, wherever they lie in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sitegen.raw import RawRef
from sitegen.sources.listing.zip_members import list_members

_DEPTH_MOST = 5


def list_csv(folder: Path, prefix: str) -> Iterator[tuple[str, RawRef]]:
    """File name and reference of every CSV file under `folder`, loose ones first, then those in zip files.

    `prefix` is the folder's own name in references. Raises InputError where a zip file cannot be trusted.
    """
    yield from _list(folder, prefix, 0)


def _list(folder: Path, prefix: str, depth: int) -> Iterator[tuple[str, RawRef]]:
    if not folder.is_dir() or depth > _DEPTH_MOST:
        return
    paths = [path for path in sorted(folder.iterdir(), key=lambda path: path.name) if not path.name.startswith(".") and path.name.isprintable()]
    for path in paths:
        if path.is_file() and path.suffix.lower() == ".csv":
            yield path.name, RawRef(f"{prefix}/{path.name}", path)
        elif path.is_dir():
            yield from _list(path, f"{prefix}/{path.name}", depth + 1)
    for path in paths:
        if path.is_file() and path.suffix.lower() == ".zip":
            for member in list_members(path, f"{prefix}/{path.name}"):
                if member.name.lower().endswith(".csv"):
                    yield member.name.rpartition("/")[2], RawRef(f"{prefix}/{path.name}!{member.name}", path, member.name)
