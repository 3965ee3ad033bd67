"""The `places/` folder: which files hold the names of each square of the national grid."""

import re
from collections.abc import Callable
from pathlib import Path

from sitegen.raw import RawRef
from sitegen.sources.listing.csv_tree import list_csv

_OPEN_NAMES = re.compile(r"([A-Z]{2})[0-9]{2}(?:[NS][EW])?\.csv", re.ASCII | re.IGNORECASE)
_OTHER = "other"


def list_places(folder: Path, note: Callable[[str], None]) -> dict[str, tuple[RawRef, ...]]:
    """The files of place names by grid square, sorted: OS Open Names has 819, told by the two letters of their 100 km square, `st` for ST28.csv.

    Any other file is of the grid square `other`. So no more than a square's names are read at once.
    """
    grid_squares: dict[str, list[RawRef]] = {}
    for name, ref in list_csv(folder, "places", note):
        square = _OPEN_NAMES.fullmatch(name)
        grid_squares.setdefault(square[1].lower() if square else _OTHER, []).append(ref)
    return {grid_square: tuple(sorted(grid_squares[grid_square])) for grid_square in sorted(grid_squares)}
