"""Reference systems that upstream files name, and what turns positions in them into degrees WGS84."""

import re
import warnings
from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError
from pyproj.transformer import AreaOfInterest, TransformerGroup

from sitegen.sources.positions import EAST, NORTH, SOUTH, WEST, lonlat_of_grid

Positions = NDArray[np.float64]
"""A row for each position: to the east, then to the north, whatever order the system itself has."""

DEGREES = "EPSG:4326"
_NATIONAL_GRID, _OSGB36 = "EPSG:27700", 4277
_CODE = re.compile(r"\d{1,9}", re.ASCII)
_KNOWN_AS = re.compile(r"(?:EPSG|ESRI):\d{1,9}|(?:PROJ|GEO|COMP|BOUND)[A-Z_]*[\[(][^\0]{1,20000}", re.ASCII)
"""A number, or well-known text of a size in use; anything else would be looked for among the names of all systems, a second each."""


def system_named(text: str) -> str | None:
    """The system in a name such as `EPSG:27700` or `urn:ogc:def:crs:EPSG::27700`; None where it has no number."""
    code = re.split("[:/]", text)[-1]
    if code == "CRS84":
        return DEGREES
    return f"{'ESRI' if 'esri' in text.lower() else 'EPSG'}:{code}" if _CODE.fullmatch(code) else None


@lru_cache(64)
def to_degrees(system: str) -> Callable[[Positions], Positions] | None:
    """What turns positions of a system, an `AUTHORITY:number` or well-known text, into degrees; None where it is not known or not on the earth.

    What stands on Ordnance Survey's datum goes by OSTN15, good to 0.1 m. All else goes by what pyproj says without any of its grid files, which
    one machine has and another lacks: web Mercator and UTM exactly, ETRS89, Ireland and ED50 to about a metre. Heights are left out. Positions
    that a system does not reach become infinite.
    """
    if system == DEGREES:
        return lambda positions: positions
    if not _KNOWN_AS.fullmatch(system):
        return None
    try:
        flat = CRS.from_user_input(system).to_2d()
        is_ours = flat.geodetic_crs is not None and flat.geodetic_crs.to_epsg() == _OSGB36
        # From one system to another on one datum is arithmetic.
        step = Transformer.from_crs(flat, _NATIONAL_GRID, always_xy=True) if is_ours else _without_grids(flat)
    except (ProjError, IndexError, ValueError):  # pyproj looks into an empty list where a description says too little
        return None
    if step is None:
        return None

    def turned(positions: Positions) -> Positions:
        x, y = step.transform(positions[:, 0], positions[:, 1])
        degrees = np.column_stack(lonlat_of_grid(x, y) if is_ours else (x, y))
        return np.where(np.isnan(degrees), np.inf, degrees)

    return turned


def _without_grids(system: CRS) -> Transformer | None:
    """The most exact transformation over the United Kingdom that needs no file; None where there is none of a known accuracy."""
    area = AreaOfInterest(WEST, SOUTH, EAST, NORTH)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a grid would be better
        group = TransformerGroup(system, DEGREES, always_xy=True, area_of_interest=area, allow_ballpark=False)
    return next((one for one in group.transformers if not any(part.grids for part in one.operations or ())), None)
