"""Lines between areas are traced once and used by both sides."""

from __future__ import annotations

import numpy as np
import shapely

from sitegen.sample.census import cluster
from sitegen.sample.county import DYFFRYN_AEDDAN, NEIGHBOURHOODS
from sitegen.sample.county_land import shapes
from sitegen.sample.land import Land, Side, area_at, trace_land
from sitegen.sample.world import make_territory

CORNERS = [(0, 0), (1, 0), (2, 0), (2, 1), (1, 1), (0, 1)]


def two_squares() -> Land:
    """Area 0 beside area 1, round them the sea: corners as in CORNERS, a hundred metres apart in Cardigan Bay."""
    sides: list[Side] = [(0, 1, 0, -1), (1, 2, 1, -1), (2, 3, 1, -1), (3, 4, 1, -1), (4, 5, 0, -1), (5, 0, 0, -1), (1, 4, 0, 1)]
    return trace_land(
        sides, lambda path: np.array([(220_000 + 100 * CORNERS[at][0], 280_000 + 100 * CORNERS[at][1]) for at in path], dtype=np.float64)
    )


def test_two_areas_share_their_line_and_join_to_one() -> None:
    land = two_squares()
    one, other, both = (shapely.Polygon(land.outline(areas)[0][0]) for areas in ({0}, {1}, {0, 1}))
    assert shapely.coverage_is_valid([one, other])
    assert both.equals(shapely.union(one, other))
    assert one.exterior.is_ccw


def test_an_area_round_another_has_it_as_a_hole() -> None:
    ring = [(0, 1, 0, -1), (1, 2, 0, -1), (2, 0, 0, -1), (3, 4, 1, 0), (4, 5, 1, 0), (5, 3, 1, 0)]
    places = [(0, 0), (9, 0), (4, 9), (3, 2), (5, 2), (4, 4)]
    land = trace_land(ring, lambda path: np.array([(220_000 + 100 * places[at][0], 280_000 + 100 * places[at][1]) for at in path], dtype=np.float64))
    outer = land.outline({0})[0]
    assert len(outer) == 2
    assert shapely.Polygon(outer[1]).equals(shapely.Polygon(land.outline({1})[0][0]))


def test_the_neighbourhood_of_a_point_is_the_one_it_lies_in() -> None:
    points = make_territory("county").world.points
    assert (area_at(shapes(), points.lon, points.lat) == points.neighbourhood).all()
    assert points.neighbourhood.min() >= 0
    own = np.bincount(points.neighbourhood, minlength=len(NEIGHBOURHOODS))
    assert own.min() >= 10
    assert area_at(shapes(), np.array([-3.0]), np.array([52.4])).tolist() == [-1]


def test_no_two_points_share_a_place() -> None:
    points = make_territory("county").world.points
    assert len(set(zip(points.lon.tolist(), points.lat.tolist(), strict=True))) == len(points.lon)
    assert 4000 <= len(points.lon) <= 4600


def test_streets_of_the_welsh_force_have_welsh_names() -> None:
    points = make_territory("county").world.points
    welsh = np.array([hood.force_id == DYFFRYN_AEDDAN for hood in NEIGHBOURHOODS])[points.neighbourhood]
    names = set(points.name[welsh])
    assert [name for name in names if name.startswith(("Heol", "Lôn", "Ffordd", "Stryd"))]
    assert not [name for name in names if name.endswith((" Close", " Avenue", " Crescent"))]


def test_neighbourhoods_are_compact_and_of_a_sensible_size() -> None:
    for hood, shape in zip(NEIGHBOURHOODS, shapes(), strict=True):
        assert shapely.get_num_coordinates(shape) >= 20, hood.name
        assert shape.area > 5e-5, hood.name


def test_lsoas_are_clusters_of_one_to_two_thousand_people() -> None:
    place = np.column_stack([np.arange(300.0), np.zeros(300)])
    found = cluster(place, np.full(300, 50), (np.arange(300) >= 200).astype(np.int64), (("E", "Loam"), ("W", "Aeddan")))
    assert found.code[0] == "E01090001"
    assert found.name[:6] == ("Loam 001A", "Loam 001B", "Loam 001C", "Loam 001D", "Loam 001E", "Loam 002A")
    assert sum(found.people) == 15_000
    assert max(found.people) <= 2_000
    assert {found.code[number][0] for number in found.of_point[200:]} == {"W"}
    assert (np.diff(found.of_point[:200]) >= 0).all()
