"""Positions become pixels and grid references degrees, as Ordnance Survey and the map say they must."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest

from sitegen.sources.positions import degrees, in_uk, in_uk_columns, lonlat_of_grid, pixels

METRES_A_DEGREE = 111_320


# Ordnance Survey's published test points TP01 to TP05.
@pytest.mark.parametrize(
    ("easting", "northing", "lat", "lon"),
    [
        (91492.146, 11318.804, 49.92226394, -6.29977752),
        (170370.718, 11572.405, 49.96006138, -5.20304610),
        (250359.811, 62016.569, 50.43885826, -4.10864564),
        (449816.371, 75335.861, 50.57563665, -1.29782277),
        (438710.920, 114792.250, 50.93127938, -1.45051434),
    ],
)
def test_ordnance_surveys_test_points_are_within_a_tenth_of_a_metre(easting: float, northing: float, lat: float, lon: float) -> None:
    found_lon, found_lat = lonlat_of_grid(np.array([easting]), np.array([northing]))
    north = (found_lat[0] - lat) * METRES_A_DEGREE
    east = (found_lon[0] - lon) * METRES_A_DEGREE * math.cos(math.radians(lat))
    assert math.hypot(north, east) < 0.1


@pytest.mark.parametrize(
    ("easting", "northing"), [(-1.0, 5.0), (5.0, -1.0), (9e9, 1.0), (1.0, 9e9), (math.nan, 1.0), (math.inf, 1.0), (1.0, -math.inf), (0.0, 0.0)]
)
def test_a_grid_reference_off_the_grid_has_no_position(easting: float, northing: float) -> None:
    lon, lat = lonlat_of_grid(np.array([easting, 459327.0]), np.array([northing, 304196.0]))
    assert math.isnan(lon[0])
    assert math.isnan(lat[0])
    assert in_uk(lon[1], lat[1])


def test_pixels_are_those_of_the_web_map_at_zoom_24() -> None:
    found = pl.DataFrame(pixels(np.array([0.0, -3.197173, np.nan]), np.array([51.4778, 51.794850, np.nan]))).rows()
    expected = [
        (math.floor((lon + 180) / 360 * 2**24), math.floor((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * 2**24))
        for lon, lat in ((0.0, 51.4778), (-3.197173, 51.794850))
    ]
    assert found == [*expected, (None, None)]
    assert found[0][0] == 2**23


@pytest.mark.parametrize(
    ("lon", "lat", "inside"), [(-3.0, 51.6, True), (51.6, -3.0, False), (2.35, 48.85, False), (0.0, 0.0, False), (math.nan, 51.0, False)]
)
def test_the_box_holds_the_uk_alone(lon: float, lat: float, inside: bool) -> None:
    assert in_uk(lon, lat) is inside
    assert pl.DataFrame({"a": [lon], "b": [lat]}).select(in_uk_columns(pl.col("a"), pl.col("b"))).item() is inside


@pytest.mark.parametrize("value", ["A", "", None, True, "1e999", "nan", [1], 10**400])
def test_what_is_no_finite_number_is_no_coordinate(value: object) -> None:
    assert math.isnan(degrees(value))


def test_coordinates_come_as_text_or_number() -> None:
    assert degrees("-1.13619") == degrees(-1.13619) == -1.13619
