"""Pixels: from degrees, back to degrees, and in Morton order."""

from __future__ import annotations

import mercantile
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.sources import positions
from tiles.grid import SIZE, lonlat, mercator, morton, pixels, unmorton

LONGITUDES = st.integers(-9_000_000, 3_000_000).map(lambda millionths: millionths / 1e6)
LATITUDES = st.integers(49_000_000, 62_000_000).map(lambda millionths: millionths / 1e6)
PIXELS = st.integers(0, SIZE - 1)


@given(lon=LONGITUDES, lat=LATITUDES)
def test_a_position_lies_in_the_tile_that_mercantile_finds_at_zoom_24(lon: float, lat: float) -> None:
    x, y = pixels([lon], [lat])
    tile = mercantile.tile(lon, lat, 24)
    assert (x[0], y[0]) == (tile.x, tile.y)


@given(lon=LONGITUDES, lat=LATITUDES)
def test_the_first_bits_of_a_pixel_are_its_tile_at_every_zoom(lon: float, lat: float) -> None:
    x, y = pixels([lon], [lat])
    for zoom in range(25):
        tile = mercantile.tile(lon, lat, zoom)
        assert (x[0] >> (24 - zoom), y[0] >> (24 - zoom)) == (tile.x, tile.y)


@given(lon=LONGITUDES, lat=LATITUDES)
def test_crimes_are_read_into_the_same_pixels(lon: float, lat: float) -> None:
    frame = pl.DataFrame(positions.pixels(np.array([lon]), np.array([lat])))
    x, y = pixels([lon], [lat])
    assert frame.row(0) == (x[0], y[0])


@given(x=PIXELS, y=PIXELS)
def test_the_centre_of_a_pixel_lies_in_it(x: int, y: int) -> None:
    lon, lat = lonlat([x], [y])
    assert [axis[0] for axis in pixels(lon, lat)] == [x, y]


def test_no_latitude_of_six_decimals_is_so_near_a_pixels_edge_that_rounding_could_move_it() -> None:
    for first in range(49_000_000, 62_000_000, 1_000_000):
        _, south = mercator(np.zeros(1_000_000), np.arange(first, first + 1_000_000) / 1e6)
        assert np.abs(south * SIZE - np.rint(south * SIZE)).min() > 5e-8


def test_positions_beyond_the_map_go_to_its_edge() -> None:
    x, y = pixels([-180, 180, 200, -200], [90, -90, 85.06, -85.06])
    assert x.tolist() == [0, SIZE - 1, SIZE - 1, 0]
    assert y.tolist() == [0, SIZE - 1, 0, SIZE - 1]


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), float("-inf")])
def test_positions_that_are_no_numbers_are_refused(bad: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        pixels([0.0, bad], [51.0, 51.0])
    with pytest.raises(ValueError, match="finite"):
        pixels([0.0, 0.0], [51.0, float("nan")])


@given(x=PIXELS, y=PIXELS)
def test_a_morton_code_takes_bits_in_turn_and_gives_them_back(x: int, y: int) -> None:
    code = morton([x], [y])
    assert int(code[0]) == sum((x >> bit & 1) << 2 * bit | (y >> bit & 1) << 2 * bit + 1 for bit in range(24))
    assert [axis[0] for axis in unmorton(code)] == [x, y]


@given(x=PIXELS, y=PIXELS, zoom=st.integers(0, 24))
def test_a_morton_code_begins_with_that_of_its_tile(x: int, y: int, zoom: int) -> None:
    (prefix,) = morton([x], [y]) >> np.uint64(2 * (24 - zoom))
    assert prefix == morton([x >> (24 - zoom)], [y >> (24 - zoom)])[0]
