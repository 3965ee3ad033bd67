"""Baked maps: every mark stands where its place is, to the unit, and anybody can check it."""

from __future__ import annotations

import re
import zlib

import numpy as np
import polars as pl
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.artefacts.maps.frame import Frame, fit_frame, rings_path, to_pixels
from sitegen.artefacts.maps.labels import Wish, place_labels
from sitegen.artefacts.maps.neighbourhood_grounds import basemap_owners, draw_grounds, read_grounds
from sitegen.artefacts.maps.squares import LARGEST, bake_squares, largest_at, spread
from sitegen.artefacts.maps.svg import BakedMap, Points, bake, radius_text
from sitegen.sources.positions import pixels
from sitegen.tables import codec
from sitegen.tables.schemas import SCHEMAS
from tests.artefacts import loamshire
from tests.artefacts.inputs import table
from tiles.grid import cell_width

NO_BASEMAP = table("force_basemap")
BOUNDS = st.tuples(st.floats(8_000_000, 8_500_000), st.floats(5_000_000, 5_600_000), st.floats(1, 200_000), st.floats(1, 200_000))


def test_degrees_become_the_same_pixels_as_those_of_the_points() -> None:
    degrees = np.array([[-3.0, 51.5], [0.12, 52.63], [-7.0, 60.1]])
    table = pl.DataFrame(pixels(degrees[:, 0], degrees[:, 1]))
    assert np.floor(to_pixels(degrees)).astype(int).tolist() == [list(row) for row in table.rows()]


@settings(deadline=None)
@given(BOUNDS)
def test_frame_shows_the_whole_place_with_room_around_it(bounds: tuple[float, float, float, float]) -> None:
    west, north, across, down = bounds
    frame = fit_frame((west, north, west + across, north + down), width=890, heights=(400, 620), pad=36)
    x, y = frame.place(np.array([west, west + across]), np.array([north, north + down]))
    assert 400 <= frame.height <= 620
    assert x.min() >= 33
    assert x.max() <= 890 - 33
    assert y.min() >= 33
    assert y.max() <= frame.height - 33


@settings(deadline=None)
@given(BOUNDS)
def test_frame_can_be_read_back_from_its_text(bounds: tuple[float, float, float, float]) -> None:
    west, north, across, down = bounds
    frame = fit_frame((west, north, west + across, north + down), width=890, heights=(400, 620), pad=36)
    x0, y0, scale = frame.text.split()
    assert (int(x0), int(y0), float(scale)) == (frame.x0, frame.y0, frame.scale)


def test_path_has_whole_numbers_and_comes_back_to_where_it_began() -> None:
    square = shapely.box(100, 100, 300, 200)
    assert rings_path(square, Frame(0, 0, 0.5, 890, 400)) == "M150 50l0 50-100 0 0-50z"


def test_holes_and_islands_are_drawn() -> None:
    shape = shapely.MultiPolygon([shapely.box(0, 0, 100, 100) - shapely.box(20, 20, 40, 40), shapely.box(200, 0, 300, 100)])
    assert rings_path(shape, Frame(0, 0, 1.0, 890, 400)).count("z") == 3


def test_corners_that_fall_on_one_unit_are_drawn_once() -> None:
    shape = shapely.Polygon([(0, 0), (0.1, 0.1), (0.2, 0), (100, 0), (100, 100), (0, 100)])
    assert rings_path(shape, Frame(0, 0, 1.0, 890, 400)) == "M0 0l100 0 0 100-100 0z"


def test_area_of_a_circle_follows_the_number() -> None:
    assert [radius_text(count) for count in (1, 5, 20)] == ["5", "9.2", "16.8"]


def baked(points: Points, names: dict[str, str] | None = None, boundaries: pl.DataFrame | None = None) -> BakedMap:
    """Castle Gate's map, or that of the only other boundary, by way of the table of grounds."""
    shaped = loamshire.boundaries() if boundaries is None else boundaries
    grounds = read_grounds(draw_grounds(force_id=loamshire.FORCE, boundaries=shaped, force_basemap=NO_BASEMAP))
    return bake(grounds["cg" if boundaries is None else shaped["neighbourhood_id"][0]], points, [], names or {})


def test_biggest_circles_lie_below_the_small_ones() -> None:
    circles = baked(Points([loamshire.WEST + 10, loamshire.WEST + 20], [loamshire.NORTH + 10, loamshire.NORTH + 20], [50, 1])).circles
    assert [float(radius) for radius in re.findall(r' stroke-width="([\d.]+)"', circles)] == [25.6, 5.0]


def test_a_number_is_left_out_where_a_later_circle_would_stand_in_it() -> None:
    def numbers(*points: tuple[int, int]) -> list[str]:
        """Of circles that stand side by side: steps east of the first, and counts."""
        x = [loamshire.WEST + 800 + step for step, _ in points]
        drawn = baked(Points(x, [loamshire.NORTH + 800] * len(x), [count for _, count in points]))
        return re.findall(r">(\d+)</text>", drawn.numbers)

    assert numbers((0, 50), (900, 12), (-700, 9)) == ["50", "12"]
    assert numbers((0, 50), (4, 12)) == ["12"]
    assert numbers((0, 50), (4, 1)) == []


def test_neighbours_are_drawn_and_named_and_nothing_is_drawn_without_a_boundary() -> None:
    drawn = baked(Points([], [], []), {"MB 1": "Mill Bank"})
    assert drawn.neighbours
    assert [label.text for label in drawn.labels] == ["Mill Bank"]
    assert "od" not in read_grounds(draw_grounds(force_id=loamshire.FORCE, boundaries=loamshire.boundaries(), force_basemap=NO_BASEMAP))


def test_grounds_come_back_from_their_table_as_they_were_drawn() -> None:
    rows = [("water", "river", "River Loam", 51.4), ("road", "primary", None, 51.41), ("road", "minor", None, 51.42), ("rail", "rail", None, 51.43)]
    west, south, east, north = shapely.total_bounds(shapely.from_wkb(loamshire.boundaries()["geometry"].drop_nulls().to_numpy()))
    lines = [
        {"layer": layer, "kind": kind, "name": name, "attribution": owner, "geometry": shapely.to_wkb(shapely.linestrings([(west, y), (east, y)]))}
        for (layer, kind, name, _), owner, y in zip(rows, "BABA", np.linspace(south, north, 6)[1:5], strict=True)
    ]
    made = draw_grounds(force_id=loamshire.FORCE, boundaries=loamshire.boundaries(), force_basemap=table("force_basemap", *lines))
    assert dict(made.schema) == SCHEMAS["neighbourhood_grounds"].types
    assert basemap_owners(made) == ["A", "B"]
    found = read_grounds(codec.decode("neighbourhood_grounds", [codec.encode("neighbourhood_grounds", made)]))
    assert sorted(found) == ["MB 1", "cg", "ff"]
    ground = found["cg"].ground
    assert all((ground.streets, ground.main, ground.rail, ground.waterways, ground.names))
    assert ground.names[0][0] == "River Loam"
    assert [one for one, _, _ in found["cg"].around] == ["MB 1", "ff"]
    assert shapely.contains_xy(found["cg"].own, *loamshire.CORN_MARKET)


def test_map_of_a_busy_place_with_a_long_boundary_stays_small() -> None:
    turns = np.linspace(0, 2 * np.pi, 2000, endpoint=False)
    ragged = shapely.Polygon(np.column_stack([np.cos(turns), np.sin(turns)]) * (1 + 0.05 * np.sin(97 * turns))[:, None] * 0.02 + (-3.0, 51.6))
    boundary = loamshire.boundaries().head(1).with_columns(pl.lit(shapely.to_wkb(ragged)).alias("geometry"))
    west, north = (int(edge) for edge in to_pixels(np.array([[-3.015, 51.61]]))[0])
    steps = [(west + 7 * number % 1800, north + 11 * number % 1500) for number in range(300)]
    drawn = baked(Points([x for x, _ in steps], [y for _, y in steps], [1 + n % 30 for n in range(300)]), boundaries=boundary)
    assert len(zlib.compress(f"{drawn.boundary}{drawn.neighbours}{drawn.circles}{drawn.numbers}".encode(), 9)) <= 4096


def test_labels_never_cover_one_another_or_a_circle() -> None:
    wishes = [Wish(f"Street {number}", 300 + 3 * number, 300, "street") for number in range(30)]
    circles = [(300, 300, 40), (380, 310, 12)]
    labels = place_labels(wishes, [], circles, (890, 600))
    assert 1 < len(labels) <= 7
    assert sum(not label.small for label in labels) == 2
    for x, y, count in circles:
        reach = count**0.5 * 2
        assert not any(abs(label.x - x) < len(label.text) * 4 and y - reach < label.y - 4 < y + reach for label in labels)


def test_labels_stay_inside_the_map() -> None:
    label = place_labels([Wish("A very long name of a street", 880, 20, "street")], [], [], (890, 600))[0]
    assert label.x + len(label.text) * 27 * 0.54 / 2 <= 890


def test_name_of_a_street_never_stands_next_door() -> None:
    wish = Wish("High Street", 100, 300, "street")
    assert [(label.x, label.y) for label in place_labels([wish], [], [], (890, 600), lambda x, y: x > 150)] == [(192, 305)]
    assert place_labels([wish], [], [], (890, 600), lambda x, y: x > 600) == ()


def crimes(*rows: tuple[int, int, int]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["x", "y", "crimes"], orient="row")


def test_squares_are_cells_of_the_grid_of_the_tiles() -> None:
    counts = crimes(
        (loamshire.WEST + 5, loamshire.NORTH + 5, 2), (loamshire.WEST + 9, loamshire.NORTH + 9, 1), (loamshire.WEST + 3000, loamshire.NORTH + 5, 50)
    )
    drawn = bake_squares(area=None, boundaries=loamshire.boundaries(), names={}, crimes=counts, force_basemap=NO_BASEMAP)
    assert drawn is not None
    units, cell = drawn.units, round(drawn.units / drawn.frame.scale)
    assert cell in {cell_width(zoom) for zoom in range(5, 14)}
    assert drawn.cells == f"translate({units / 2:g} {units / 2:g}) scale({units})"
    found = re.findall(r'stroke-width="([\d.]+)" d="M(\d+) (\d+)"', drawn.squares)
    expected = [("0.94", loamshire.WEST + 3000), ("0.23", loamshire.WEST)]  # 50 of 45 or more; 3 of 45 is less than the smallest
    assert [(width, int(x) * cell + drawn.frame.x0) for width, x, _ in found] == [(width, pixel // cell * cell) for width, pixel in expected]
    assert {int(y) * cell + drawn.frame.y0 for _, _, y in found} == {loamshire.NORTH // cell * cell}


def test_a_name_lies_over_no_large_square_and_is_rather_left_out() -> None:
    names = {row: f"Name of {row}" for row in loamshire.boundaries()["neighbourhood_id"]}
    bare = bake_squares(area=None, boundaries=loamshire.boundaries(), names=names, crimes=crimes((100, 100, 7)), force_basemap=NO_BASEMAP)
    assert bare is not None
    assert bare.wide
    cell, label = round(bare.units / bare.frame.scale), bare.wide[0]
    at = [round(edge + place / bare.frame.scale) for edge, place in ((bare.frame.x0, label.x), (bare.frame.y0, label.y))]
    every = [(at[0] + across * cell, at[1] + down * cell, 50) for across in range(-12, 13) for down in range(-3, 4)]
    full = bake_squares(area=None, boundaries=loamshire.boundaries(), names=names, crimes=crimes(*every), force_basemap=NO_BASEMAP)
    assert full is not None
    assert label.text not in [one.text for one in full.wide]


def test_crimes_beyond_the_frame_are_counted_and_not_drawn() -> None:
    drawn = bake_squares(area=None, boundaries=loamshire.boundaries(), names={}, crimes=crimes((100, 100, 7)), force_basemap=NO_BASEMAP)
    assert drawn is not None
    assert drawn.outside == 7
    assert not drawn.squares


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=25))
def test_each_town_named_lies_as_far_as_it_can_from_those_before_it(at: list[tuple[int, int]]) -> None:
    left = [(str(number), float(x), float(y)) for number, (x, y) in enumerate(at)]
    towns, order = tuple(left), left[:1]
    del left[:1]
    while left:
        order.append(max(left, key=lambda town: min((town[1] - x) ** 2 + (town[2] - y) ** 2 for _, x, y in order)))
        left.remove(order[-1])
    assert spread(towns, 6) == order[:6]


def test_what_the_largest_square_stands_for_is_fixed_for_a_zoom() -> None:
    assert [largest_at(zoom) for zoom in (13, 11, 10, 8)] == [LARGEST, LARGEST, 90, 360]


def test_force_without_any_outline_has_no_map() -> None:
    assert bake_squares(area=None, boundaries=loamshire.boundaries().clear(), names={}, crimes=crimes((1, 1, 1)), force_basemap=NO_BASEMAP) is None


def shape_of(geometry: shapely.Geometry) -> pl.DataFrame:
    return table("boundaries", {"force_id": loamshire.FORCE, "neighbourhood_id": "cg", "geometry": shapely.to_wkb(geometry)})


SLIVER = [(-2.99, 51.51), (-2.99 + 4e-15, 51.51), (-2.99, 51.51 + 1.5e-14)]
"""A triangle whose corners are one and the same pixel, to the last digit."""

ODD_SHAPES = {
    "a hole like a hair": shapely.box(-3.0, 51.5, -2.98, 51.52) - shapely.Polygon(SLIVER),
    "a part like a hair": shapely.MultiPolygon([shapely.box(-3.0, 51.5, -2.995, 51.505), shapely.Polygon(SLIVER)]),
    "a square metre": shapely.box(-3.0, 51.5, -3.0 + 1.5e-5, 51.5 + 1e-5),
    "a hair": shapely.box(-3.0, 51.5, -3.0 + 1e-9, 51.6),
    "a dot and a country": shapely.MultiPolygon([shapely.box(-3.0, 51.5, -3.0 + 1.5e-5, 51.5 + 1e-5), shapely.box(0, 52, 1, 54)]),
}


@pytest.mark.parametrize("name", ODD_SHAPES)
def test_a_shape_that_is_hardly_one_has_its_maps(name: str) -> None:
    shaped = shape_of(ODD_SHAPES[name])
    ground = read_grounds(draw_grounds(force_id=loamshire.FORCE, boundaries=shaped, force_basemap=NO_BASEMAP))["cg"]
    assert 0 <= ground.middle[0] <= ground.frame.width
    assert 0 <= ground.middle[1] <= ground.frame.height
    drawn = bake_squares(area=shaped["geometry"][0], boundaries=shaped, names={}, crimes=None, force_basemap=NO_BASEMAP)
    assert drawn is not None
