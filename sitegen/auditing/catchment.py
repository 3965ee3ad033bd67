"""How many addresses a snap point may stand for, by the ground that is nearer to it than to any other (P8)."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from sitegen.auditing.report import SHOWN_MOST, Finding, Place, State
from sitegen.errors import InputError
from sitegen.publish.checks.points import Places, name_place
from tiles.grid import SIZE, pixels

ADDRESSES_LEAST = 8
"""Addresses that a point stands for, or none: the rule by which the list of points was made."""

_BATCH = 1 << 20
_WITHIN = {"LON": (-9.0, 2.5), "LAT": (49.0, 61.5)}
"""Degrees between which an address of the United Kingdom lies."""
_COLUMNS = {"LONGITUDE": "LON", "LATITUDE": "LAT"}
"""The columns of degrees, and their shorter names in other editions."""
_FAR_PIXELS = 1 << 16
"""Where the outermost cells end, about 100 km beyond the points: what lies farther belongs to no point of this site."""


class Addresses(NamedTuple):
    """Longitudes and latitudes, row by row, and how many rows had none that can be used."""

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    ignored: int


def read_addresses(file: Path) -> Addresses:
    """The addresses of a CSV of OS Open UPRN, and how many rows were ignored: without two numbers, or not in the United Kingdom.

    Raises InputError, naming the file and what is wrong, where it cannot be read, lacks the columns, or has no row that can be used.
    """
    want = "give the CSV of OS Open UPRN, with the columns LATITUDE and LONGITUDE"
    if not file.is_file():
        raise InputError(f"{file}: no such file; {want}")
    try:
        # Of a file that is no CSV at all whatever stands first is taken for the names of columns.
        table = pl.scan_csv(file, infer_schema=False, encoding="utf8-lossy", truncate_ragged_lines=True).rename(_COLUMNS, strict=False)
        if absent := [long for long, short in _COLUMNS.items() if short not in table.collect_schema().names()]:
            raise InputError(f"{file}: has no column {' and no column '.join(absent)}; {want}")
        rows = table.select(pl.col(name).cast(pl.Float64, strict=False) for name in _COLUMNS.values())
        inside = pl.all_horizontal(pl.col(name).is_between(*between) for name, between in _WITHIN.items())
        found, number = pl.collect_all([rows.filter(inside), rows.select(pl.len())])
    except (pl.exceptions.PolarsError, OSError) as error:
        raise InputError(f"{file}: cannot be read as a table; {want}") from error
    ignored = number.item() - len(found)
    if not len(found):
        said = f"none of its {ignored:,} rows has a latitude and a longitude in the United Kingdom" if ignored else "it has no rows"
        raise InputError(f"{file}: {said}; {want}")
    return Addresses(found["LON"].to_numpy(), found["LAT"].to_numpy(), ignored)


def count_addresses(known: Places, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.int64]:
    """The addresses in the Voronoi cell of each point, in the order of the points.

    An address at the same distance from two points counts for one of them; one farther than 100 km from the box of all points for none. Cells are
    drawn on the map's projection, which keeps angles: within the breadth of a cell it keeps distances alike too.
    """
    counts = np.zeros(len(known), np.int64)
    if not len(known):
        return counts
    x, y = known // SIZE, known % SIZE
    tree = shapely.STRtree(shapely.points(x + 0.5, y + 0.5))
    near = (x.min() - _FAR_PIXELS, x.max() + _FAR_PIXELS, y.min() - _FAR_PIXELS, y.max() + _FAR_PIXELS)
    for first in range(0, len(lon), _BATCH):
        east, south = (axis.astype(np.float64) for axis in pixels(lon[first : first + _BATCH], lat[first : first + _BATCH]))
        here = (east >= near[0]) & (east <= near[1]) & (south >= near[2]) & (south <= near[3])
        if here.any():
            found = tree.query_nearest(shapely.points(east[here] + 0.5, south[here] + 0.5), all_matches=False)
            counts += np.bincount(found[1], minlength=len(known))
    return counts


def judge_catchments(known: Places, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Finding:
    """The verdict on addresses behind each point.

    The points of a site are some of the whole list, so their cells are at least as large as the ground each stands for: a cell of fewer than
    eight addresses means that the point stands for none, which is allowed, or for too few. So it is never proved to fail, only to need a review.
    """
    counts = count_addresses(known, lon, lat)
    few = np.flatnonzero((counts > 0) & (counts < ADDRESSES_LEAST))
    found = {"points_with_none": int((counts == 0).sum()), "points_with_few": len(few), "least_of_others": _least(counts)}
    places = tuple(
        Place("streets/", f"{name_place(int(known[at]))} has {int(counts[at])} addresses nearer to it than to any other point") for at in few
    )
    state: State = "needs-review" if len(few) else "proved"
    return Finding("P8", state, {"points": len(known), "addresses": len(lon)}, found, tuple(sorted(places)[:SHOWN_MOST]), len(few))


def _least(counts: NDArray[np.int64]) -> int:
    enough = counts[counts >= ADDRESSES_LEAST]
    return int(enough.min()) if len(enough) else 0
