"""Positions in any reference system become degrees, as Ordnance Survey and arithmetic say they must."""

from __future__ import annotations

import math

import numpy as np
import pytest
from pyproj import CRS

from sitegen.sources.positions import lonlat_of_grid
from sitegen.sources.reference_systems import system_named, to_degrees

METRES_A_DEGREE = 111_320
HALF_WAY_ROUND_M = math.pi * 6_378_137
LON, LAT = -1.29782277, 50.57563665
"""Ordnance Survey's published test point TP04."""

GRID = (449_816.371, 75_335.861)
WEB = (LON / 180 * HALF_WAY_ROUND_M, math.asinh(math.tan(math.radians(LAT))) / math.pi * HALF_WAY_ROUND_M)
OLD = CRS.from_epsg(27700).to_wkt(version="WKT1_GDAL")
"""The National Grid as a description without a number of the whole, as some programs write it."""


def turned(system: str, position: tuple[float, float]) -> tuple[float, float]:
    turn = to_degrees(system)
    assert turn is not None
    ((lon, lat),) = turn(np.array([position])).tolist()
    return lon, lat


def metres_apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    return math.hypot((one[0] - other[0]) * math.cos(math.radians(one[1])), one[1] - other[1]) * METRES_A_DEGREE


@pytest.mark.parametrize(
    ("system", "position", "exact_m"),
    [
        ("EPSG:4326", (LON, LAT), 0),
        ("EPSG:4258", (LON, LAT), 1e-6),
        ("EPSG:3857", WEB, 1e-6),
        ("ESRI:102100", WEB, 1e-6),
        ("EPSG:27700", GRID, 0.1),
        ("EPSG:7405", GRID, 0.1),
        (OLD, GRID, 0.1),
    ],
)
def test_one_point_is_the_same_in_every_system(system: str, position: tuple[float, float], exact_m: float) -> None:
    assert metres_apart(turned(system, position), (LON, LAT)) <= exact_m


def test_degrees_of_the_old_datum_are_no_degrees_of_the_new() -> None:
    # The example that Ordnance Survey works out by hand: the same place as a grid reference and in degrees of OSGB36.
    degrees = (1 + 43 / 60 + 4.5177 / 3600, 52 + 39 / 60 + 27.2531 / 3600)
    lon, lat = lonlat_of_grid(np.array([651_409.903]), np.array([313_177.270]))
    found = turned("EPSG:4277", degrees)
    assert metres_apart(found, (float(lon[0]), float(lat[0]))) < 0.1
    assert metres_apart(found, degrees) > 100


@pytest.mark.parametrize("system", ["EPSG:27700", "EPSG:3857", "EPSG:29902"])
def test_a_position_that_is_none_lies_nowhere(system: str) -> None:
    assert turned(system, (math.nan, 1.0)) == turned(system, (math.inf, 1.0)) == (math.inf, math.inf)


@pytest.mark.parametrize(
    "system", ["EPSG:0", "EPSG:999999", "undefined", "", 'LOCAL_CS["a field"]', "EPSG:5701", "British National Grid", "GEOGCS[" * 10_000]
)
def test_a_system_that_nobody_knows_or_that_has_no_place_on_the_earth_turns_nothing(system: str) -> None:
    assert to_degrees(system) is None


@pytest.mark.parametrize(
    ("name", "system"),
    [
        ("EPSG:27700", "EPSG:27700"),
        ("urn:ogc:def:crs:EPSG::27700", "EPSG:27700"),
        ("http://www.opengis.net/def/crs/EPSG/0/27700", "EPSG:27700"),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"),
        ("ESRI:102100", "ESRI:102100"),
        ("4258", "EPSG:4258"),
        ("EPSG:\u0664", None),
        ("British National Grid", None),
    ],
)
def test_a_system_is_known_by_its_number_however_it_is_written(name: str, system: str | None) -> None:
    assert system_named(name) == system
