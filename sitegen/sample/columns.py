"""The invented land as columns: all that the writers of events need to know of it, the same at every scale."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray

from sitegen.sample.census import Lsoas
from sitegen.sample.county import Force, Neighbourhood

Scale = Literal["county", "region", "national"]

Texts = NDArray[np.object_]
"""A column of text, one Python string a row."""


@dataclass(frozen=True, slots=True)
class Points:
    """Every snap point: degrees WGS84 to 6 decimals, and what is written beside a crime there.

    `name` is the text after "On or near"; `force` and `neighbourhood` are places in the world's lists (-1: in none);
    `weight` is how much is recorded there, relative to the others of its force.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    name: Texts
    force: NDArray[np.int16]
    neighbourhood: NDArray[np.int32]
    lsoa_code: Texts
    lsoa_name: Texts
    weight: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Station:
    """A railway station British Transport Police maps crimes to: its name in the files, and its place in degrees."""

    name: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Homes:
    """Where people live: for each snap point its metres on the National Grid, the way its street runs, half the stretch, and residents.

    `outcode` is a place in `outcodes`.
    """

    metres: NDArray[np.float64]
    along: NDArray[np.float64]
    stretch_m: NDArray[np.float64]
    people: NDArray[np.int64]
    outcode: NDArray[np.int64]
    outcodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class World:
    """One invented land: forces and neighbourhoods in the order the columns refer to."""

    scale: Scale
    forces: tuple[Force, ...]
    neighbourhoods: tuple[Neighbourhood, ...]
    points: Points
    stations: tuple[Station, ...]


@dataclass(frozen=True, slots=True)
class Territory:
    """The world and what the publishers of maps, postcodes and census tables know of it besides.

    `shapes` are the neighbourhoods in degrees, which share every corner between them;
    `directory_areas` are the postcode areas that come from the ONS Postcode Directory; `straddled` is the place (easting,
    northing) of a postcode on the line between two neighbourhoods, where there is one.
    """

    world: World
    shapes: tuple[shapely.MultiPolygon, ...]
    lsoas: Lsoas
    homes: Homes
    directory_areas: frozenset[str]
    straddled: tuple[int, int] | None
