"""The snap points of upstream's own files, read without the readers of a build: what a site's points are held against."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from sitegen.errors import InputError
from sitegen.publish.checks.points import Places, places
from sitegen.raw import is_bomb
from sitegen.sources.positions import lonlat_of_grid
from tiles.grid import pixels

_FILE = re.compile(r"(?:.*/)?\d{4}-\d{2}-[a-z-]+-(?P<kind>street|stop-and-search)\.csv", re.ASCII)
_DEGREES, _GRID = ("Longitude", "Latitude"), ("Easting", "Northing")


def read_source_points(data: Path) -> dict[str, Places]:
    """The snap points of all crimes (`street`) and of all stops (`stop-and-search`) in the folder's archive, of every month and force it has.

    A file without positions in its columns, or that cannot be read, has none. Raises InputError where there is no file of crimes at all.
    """
    folder = data / "archive"
    found: dict[str, list[Places]] = {"street": [], "stop-and-search": []}
    for kind, content in _files(folder):
        found[kind].append(_points(content))
    if not found["street"]:
        raise InputError(f"{folder}: no street crime of any month; name the data folder that the site was made from with --data")
    return {kind: np.unique(np.concatenate(parts)) if parts else np.empty(0, np.int64) for kind, parts in found.items()}


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".zip":
            yield from _members(path)
        elif (match := _FILE.fullmatch(path.as_posix())) and path.is_file():
            yield match["kind"], path.read_bytes()


def _members(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(path) as packed:
            for member in packed.infolist():
                match = _FILE.fullmatch(member.filename)
                if match and not is_bomb(member.file_size, member.compress_size):
                    yield match["kind"], packed.read(member)
    except (zipfile.BadZipFile, OSError) as error:
        raise InputError(f"{path}: cannot be read as a zip file ({error}); fetch it again") from error


def _points(content: bytes) -> Places:
    columns = _GRID if b"Easting" in content.partition(b"\n")[0] else _DEGREES
    # Where a quote has no partner, reading it as one would swallow the lines up to the next.
    ways = (None, '"') if content.count(b'"') % 2 else ('"', None)
    rows = next((rows for quote in ways if (rows := _read(content, columns, quote)) is not None), None)
    if rows is None:
        return np.empty(0, np.int64)
    numbers = rows.select(pl.col(name).str.strip_chars(' "').cast(pl.Float64, strict=False) for name in columns).drop_nulls()
    lon, lat = (numbers[name].to_numpy() for name in columns)
    if columns == _GRID:
        lon, lat = (np.round(axis, 6) for axis in lonlat_of_grid(lon, lat))
    usable = (np.abs(lon) <= 180) & (np.abs(lat) <= 85)
    return places(*pixels(lon[usable], lat[usable]))


def _read(content: bytes, columns: tuple[str, str], quote: str | None) -> pl.DataFrame | None:
    """The columns as texts; None where the file cannot be read with such quotes."""
    try:
        return pl.read_csv(
            io.BytesIO(content), columns=[*columns], infer_schema=False, truncate_ragged_lines=True, encoding="utf8-lossy", quote_char=quote
        )
    except pl.exceptions.PolarsError:
        return None
