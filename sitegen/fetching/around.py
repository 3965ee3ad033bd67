"""Of a file about the whole country, the members that lie around the forces that are wanted."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from pyproj import Transformer

from sitegen.errors import FetchError
from sitegen.fetching.archive import Piece, is_there
from sitegen.fetching.asking import Known
from sitegen.fetching.boundaries import areas_of_forces
from sitegen.fetching.run import Run
from sitegen.fetching.upstream import PlainFile
from sitegen.fetching.zip_ranges import RemoteZip, locate

_MARGIN = 3_000
"""Metres around the boundaries: readers on the other side of a line look for what is on this side."""
_PAIR = re.compile(rb"(-?[0-9]{1,2}\.[0-9]+),([0-9]{2}\.[0-9]+)")
_SQUARE = re.compile(r"([A-HJ-Z])([A-HJ-Z])([0-9])([0-9])([NS][EW])?\.csv", re.IGNORECASE | re.ASCII)
_SQUARE_METRES = 20_000
"""A file of OS Open Names; those of a quarter of it are brought with the whole."""
_LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the National Grid, in metres."""

    west: float
    south: float
    east: float
    north: float

    def meets(self, west: float, south: float, metres: float) -> bool:
        """Whether a square of so many metres, by its south-western corner, lies in it in part."""
        return west <= self.east and west + metres >= self.west and south <= self.north and south + metres >= self.south


def box_of_forces(run: Run) -> Box | None:
    """The box around the boundaries of the forces that are wanted, as they lie in the data folder; None where there are none."""
    pairs = [(float(lon), float(lat)) for body in areas_of_forces(run) for lon, lat in _PAIR.findall(body)]
    if not pairs:
        return None
    lon, lat = zip(*pairs, strict=True)
    east, north = Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True).transform(lon, lat)
    return Box(min(east) - _MARGIN, min(north) - _MARGIN, max(east) + _MARGIN, max(north) + _MARGIN)


def fetch_around(run: Run, file: PlainFile, box: Box) -> bool:
    """Bring the members of a file that lie in the box into a folder of the file's name; False where its server gives no parts."""
    place, tail = locate(run.asking, file.address)
    if not place.ranges:
        return False
    remote = RemoteZip(run.asking, place, tail)
    folder = file.into.removesuffix(".zip")
    pieces = [
        Piece(info, f"{folder}/{PurePosixPath(info.filename).name}")
        for info in remote.infos
        if fnmatchcase(info.filename, file.members) and (file.by == "position" or _meets(info.filename, box))
    ]
    if not pieces:
        raise FetchError(f"holds nothing called {file.members}")
    run.begin(folder, len(pieces), "files")
    wanted = {piece.path for piece in pieces if _bring(run, file, remote, piece, box)}
    for path in [path for path in run.inventory.of(file.name) if path not in wanted]:
        run.take_away(path, file.name)
    return True


def _bring(run: Run, file: PlainFile, remote: RemoteZip, piece: Piece, box: Box) -> bool:
    """Bring one member where it lies in the box; whether it does. One that cannot be had is a fault, and what is there stays."""
    try:
        if is_there(run, piece):
            run.confirm(piece.path, file.name)
            return True
        body = remote.read(piece.info)
        inside = file.by == "square" or any(box.meets(*position, 0) for position in _positions(body))
        if inside:
            run.put(piece.path, body, file.name, f"{remote.place.address}!{piece.info.filename}", Known(f"crc32:{piece.info.CRC:08x}"))
        return inside
    except FetchError as error:
        run.fault(file.name, piece.path, error)
        return True
    finally:
        run.step(piece.info.compress_size)


def _positions(body: bytes) -> Iterator[tuple[float, float]]:
    """Easting and northing of every row: the third and fourth column, or those that the first line names."""
    rows = csv.reader(io.StringIO(body.decode("utf-8-sig", "replace")))
    columns = (2, 3)
    for number, row in enumerate(rows):
        if number == 0 and "oseast1m" in row:
            columns = (row.index("oseast1m"), row.index("osnrth1m"))
            continue
        try:
            yield float(row[columns[0]]), float(row[columns[1]])
        except (ValueError, IndexError):
            continue  # a postcode without a position


def _meets(name: str, box: Box) -> bool:
    """Whether a square of the National Grid that a file is called by, like ST28.csv, lies in the box in part."""
    found = _SQUARE.fullmatch(PurePosixPath(name).name)
    if found is None:
        return False
    first, second = (_LETTERS.index(letter.upper()) for letter in found.groups()[:2])
    # Squares of 500 km, then of 100 km, are counted from the north-west, with the grid's origin two and one of the large ones in.
    east = (first % 5 - 2) * 5 + second % 5
    north = (3 - first // 5) * 5 + 4 - second // 5
    return box.meets(east * 100_000 + int(found[3]) * 10_000, north * 100_000 + int(found[4]) * 10_000, _SQUARE_METRES)
