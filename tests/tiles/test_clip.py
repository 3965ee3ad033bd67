"""Lines and areas are cut into tiles without seams, gaps or broken shapes."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import mapbox_vector_tile
import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Point, Polygon, box
from shapely.affinity import translate
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from tests.tiles.oracle import UP_LEFT
from tiles.clip import MARGIN, Layer, geometry_tiles

COLUMN, ROW = UP_LEFT[0] // 4096, UP_LEFT[1] // 4096


def on_earth(drawn: BaseGeometry) -> BaseGeometry:
    """A shape drawn in 4096ths of the z12 tile COLUMN, ROW, in degrees."""

    def degrees(places: np.ndarray) -> np.ndarray:
        east, south = (places + UP_LEFT).T / 2**24
        return np.column_stack((east * 360 - 180, np.degrees(np.arctan(np.sinh(math.pi * (1 - 2 * south))))))

    turned: BaseGeometry = shapely.transform(drawn, degrees)
    return turned


def cut(
    drawn: Sequence[BaseGeometry | None], zooms: Sequence[int] = (12,), tolerance: float = 0.0
) -> dict[tuple[int, int, int], dict[int, BaseGeometry]]:
    """Tiles with their shapes by id, in the tile's own 4096ths, as mapbox-vector-tile reads them."""
    on_map = [None if one is None else on_earth(one) for one in drawn]
    tiles = geometry_tiles([("areas", on_map, [{"number": place} for place in range(len(drawn))])], zooms, tolerance=tolerance)
    return {(z, x, y): {feature["id"]: shape(feature["geometry"]) for feature in features_of(tile)["areas"]} for z, x, y, tile in tiles}


def features_of(tile: bytes) -> dict[str, list[dict[str, Any]]]:
    layers = mapbox_vector_tile.decode(tile, default_options={"y_coord_down": True})
    return {name: layer["features"] for name, layer in layers.items()}


def put_together(tiles: dict[tuple[int, int, int], dict[int, BaseGeometry]]) -> dict[int, BaseGeometry]:
    """What a reader of one zoom sees of each shape: the parts inside the tiles, side by side, in 4096ths from the tile COLUMN, ROW."""
    parts = defaultdict(list)
    for (_, x, y), shapes in tiles.items():
        for number, part in shapes.items():
            inside = part.intersection(box(0, 0, 4096, 4096))
            parts[number].append(translate(inside, (x - COLUMN) * 4096, (y - ROW) * 4096))
    return {number: shapely.union_all(found) for number, found in parts.items()}


def blob(chance: random.Random, x: float, y: float, size: float, corners: int) -> Polygon:
    """A ragged area round a place."""
    turns = [math.tau * (corner + chance.random() / 2) / corners for corner in range(corners)]
    reaches = [size * chance.uniform(0.5, 1) for _ in turns]
    return Polygon([(x + reach * math.cos(turn), y + reach * math.sin(turn)) for reach, turn in zip(reaches, turns, strict=True)])


def test_an_area_inside_a_tile_keeps_its_corners() -> None:
    tiles = cut([box(1000, 1100, 2000, 2200)])
    assert list(tiles) == [(12, COLUMN, ROW)]
    assert tiles[12, COLUMN, ROW][1].equals(box(1000, 1100, 2000, 2200))


def test_an_area_across_an_edge_goes_on_for_the_margin_on_both_sides() -> None:
    tiles = cut([box(3000, 1000, 5000, 2000)])
    assert list(tiles) == [(12, COLUMN, ROW), (12, COLUMN + 1, ROW)]
    assert tiles[12, COLUMN, ROW][1].bounds == (3000, 1000, 4096 + MARGIN, 2000)
    assert tiles[12, COLUMN + 1, ROW][1].bounds == (-MARGIN, 1000, 904, 2000)


def test_a_tile_wholly_inside_an_area_is_filled() -> None:
    tiles = cut([box(-9000, -9000, 9000, 9000)])
    assert tiles[12, COLUMN, ROW][1].equals(box(-MARGIN, -MARGIN, 4096 + MARGIN, 4096 + MARGIN))


def test_a_hole_stays_a_hole_and_rings_turn_as_the_format_says() -> None:
    with_hole = Polygon([(100, 100), (100, 900), (900, 900), (900, 100)], [[(300, 300), (500, 300), (500, 500), (300, 500)]])
    seen = cut([with_hole])[12, COLUMN, ROW][1]
    assert isinstance(seen, Polygon)
    assert seen.equals(with_hole)
    assert seen.exterior.is_ccw  # clockwise on the screen, where rows count downwards
    assert not seen.interiors[0].is_ccw


def test_an_area_in_parts_is_one_feature() -> None:
    parts = MultiPolygon([box(100, 100, 200, 200), box(300, 300, 400, 400)])
    assert cut([parts])[12, COLUMN, ROW][1].equals(parts)


def test_a_line_is_cut_like_an_area() -> None:
    seen = put_together(cut([LineString([(-5000, 50), (9000, 2050), (9000, 9000)])]))[1]
    assert shapely.hausdorff_distance(seen, LineString([(-5000, 50), (9000, 2050), (9000, 9000)])) < 1.5


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9), st.integers(5, 60), st.sampled_from([50, 800, 5000]))
def test_tiles_side_by_side_show_the_area_without_a_seam(seed: int, corners: int, size: int) -> None:
    area = blob(random.Random(seed), 4000, 100, size, corners)
    seen = put_together(cut([area]))[1]
    assert seen.symmetric_difference(area).area <= area.length / 2
    assert not [hole for part in shapely.get_parts(seen) for hole in part.interiors]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(-6000, 6000), st.integers(-6000, 6000)), min_size=4, max_size=25), st.sampled_from([0.0, 8.0]))
@example([(1, 1), (0, -3), (1, 0), (0, -2)], 0.0)
def test_however_an_area_crosses_itself_every_part_is_valid(corners: list[tuple[int, int]], tolerance: float) -> None:
    for shapes in cut([Polygon(corners)], zooms=range(8, 13), tolerance=tolerance).values():
        for seen in shapes.values():
            assert isinstance(seen, Polygon | MultiPolygon)
            assert seen.is_valid
            assert seen.area > 0
            assert min(seen.bounds) >= -MARGIN
            assert max(seen.bounds) <= 4096 + MARGIN


def test_a_bow_tie_becomes_its_two_halves() -> None:
    seen = cut([Polygon([(0, 0), (1000, 1000), (1000, 0), (0, 1000)])])[12, COLUMN, ROW][1]
    assert seen.area == 500_000
    assert shapely.get_num_geometries(seen) == 2


@pytest.mark.parametrize("zoom", range(5, 13))
def test_a_shared_border_stays_one_line_at_every_zoom(zoom: int) -> None:
    chance = random.Random(4)
    border = [(2048 + chance.randint(-60, 60), step * 4) for step in range(1024)]
    west = Polygon([(0, 0), *border, (0, 4092)])
    east = Polygon([(4096, 0), *border, (4096, 4092)])
    shapes = cut([west, east], zooms=range(5, 13), tolerance=8.0)[zoom, COLUMN >> (12 - zoom), ROW >> (12 - zoom)]
    assert shapes[1].intersection(shapes[2]).area == 0
    together = shapes[1].union(shapes[2])
    assert isinstance(together, Polygon)
    assert not together.interiors
    assert len(shapely.get_coordinates(shapes[1])) < 1024


def test_what_is_too_small_for_a_zoom_is_left_out_there() -> None:
    large, small = box(100, 100, 3000, 3000), box(1000, 1000, 1020, 1020)
    tiles = cut([large, small], zooms=[5, 12])
    assert [(zoom, list(shapes)) for (zoom, _, _), shapes in tiles.items()] == [(5, [1]), (12, [1, 2])]


def test_absent_and_empty_geometries_are_left_out_and_keep_their_ids() -> None:
    shapes = cut([None, Polygon(), Polygon([(5, 5), (9, 9), (5, 5)]), box(0, 0, 100, 100)])[12, COLUMN, ROW]
    assert list(shapes) == [4]


def test_nothing_makes_no_tiles() -> None:
    assert list(geometry_tiles([], range(5, 13))) == []
    assert list(geometry_tiles([("areas", [], [])], range(5, 13))) == []
    assert list(geometry_tiles([("areas", [on_earth(box(0, 0, 9, 9))], [{}])], [])) == []


def test_layers_attributes_and_ids_come_as_given() -> None:
    inner, outer, road = (on_earth(one) for one in (box(100, 100, 500, 500), box(100, 100, 4000, 4000), LineString([(100, 100), (4000, 4000)])))
    layers: list[Layer] = [
        ("forces", [outer], [{"id": "loamshire", "name": "Loamshire ŵ"}]),
        ("neighbourhoods", [outer, inner], [{"id": "A1", "people": 1200}, {"id": "B2"}]),
        ("roads", [road], [{}]),
    ]
    ((_, _, _, tile),) = geometry_tiles(layers, [12])
    found = {name: [(one["id"], one["geometry"]["type"], one["properties"]) for one in features] for name, features in features_of(tile).items()}
    assert found == {
        "forces": [(1, "Polygon", {"id": "loamshire", "name": "Loamshire ŵ"})],
        "neighbourhoods": [(1, "Polygon", {"id": "A1", "people": 1200}), (2, "Polygon", {"id": "B2"})],
        "roads": [(1, "LineString", {})],
    }
    assert list(found) == ["forces", "neighbourhoods", "roads"]


def test_tiles_come_by_zoom_column_and_row_and_a_second_run_is_the_same() -> None:
    chance = random.Random(2)
    areas = [on_earth(blob(chance, chance.uniform(-30_000, 30_000), chance.uniform(-30_000, 30_000), 6000, 40)) for _ in range(12)]
    layers = [("areas", areas, [{"id": str(number)} for number in range(12)])]
    first = list(geometry_tiles(layers, range(12, 4, -1)))
    assert [tile[:3] for tile in first] == sorted({tile[:3] for tile in first})
    assert {tile[0] for tile in first} == set(range(5, 13))
    assert list(geometry_tiles(layers, range(5, 13))) == first


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        ([("areas", [box(0, 50, 1, 51)], [])], "1 geometries and the attributes of 0"),
        ([("areas", [None, Point(0, 51)], [{}, {}])], "geometry 1 is a Point"),
        (
            [("areas", [shapely.transform(LineString([(0, 50), (1, 51)]), lambda places: places * (math.nan, 1))], [{}])],
            "geometry 0: a coordinate is not finite",
        ),
        (
            [("areas", [shapely.transform(LineString([(0, 50), (1, 51)]), lambda places: places * (1, math.inf))], [{}])],
            "geometry 0: a coordinate is not finite",
        ),
        ([("areas", [box(0, 50, 1, 51)], [{"open": True}])], "attribute open is True"),
        ([("areas", [box(0, 50, 1, 51)], [{"size": 1.5}])], "attribute size is 1.5"),
    ],
)
def test_what_cannot_be_drawn_is_refused(layers: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        list(geometry_tiles(layers, [12]))
