"""The invented land as columns: all that the writers of events need to know of it, the same at every scale."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sitegen.sample.county import FORCES, NEIGHBOURHOODS, STATIONS, Force, Neighbourhood
from sitegen.sample.land import land
from sitegen.sample.streets import railway_points, snap_points

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
class World:
    """One invented land: forces and neighbourhoods in the order the columns refer to."""

    scale: Scale
    forces: tuple[Force, ...]
    neighbourhoods: tuple[Neighbourhood, ...]
    points: Points
    stations: tuple[Station, ...]


@cache
def make_world(scale: Scale) -> World:
    """The land of a scale, always the same."""
    if scale != "county":
        raise NotImplementedError(scale)
    return _county()


def _county() -> World:
    points = snap_points()
    numbers = {force.id: number for number, force in enumerate(FORCES)}
    places = np.column_stack([points.easting, points.northing])
    area = land().area_at((places - np.array([207_000, 276_000])) / 1000).astype(np.int32)
    codes = [f"E0109{east // 2000 % 100:02d}{north // 2000 % 10}0" for east, north in places.tolist()]
    names = [f"{district} {east // 2000 % 40 + 1:03d}A" for district, (east, _) in zip(points.district, places.tolist(), strict=True)]
    lon, lat = railway_points()
    return World(
        scale="county",
        forces=FORCES,
        neighbourhoods=NEIGHBOURHOODS,
        points=Points(
            lon=points.lon,
            lat=points.lat,
            name=np.array(points.name, dtype=object),
            force=np.array([numbers[force_id] for force_id in points.force_id], dtype=np.int16),
            neighbourhood=area,
            lsoa_code=np.array(codes, dtype=object),
            lsoa_name=np.array(names, dtype=object),
            weight=points.weight,
        ),
        stations=tuple(
            Station(station.name, float(east), float(north)) for station, east, north in zip(STATIONS, lon.tolist(), lat.tolist(), strict=True)
        ),
    )
