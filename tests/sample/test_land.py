"""The county's neighbourhoods and snap points fit each other."""

from __future__ import annotations

import numpy as np
import shapely

from sitegen.sample.census import cluster
from sitegen.sample.county import DYFFRYN_AEDDAN, ORIGIN
from sitegen.sample.county_land import neighbourhoods, shapes
from sitegen.sample.land import area_at, in_degrees
from sitegen.sample.terrain import shore
from sitegen.sample.world import make_territory


def test_the_neighbourhood_of_a_point_is_the_one_it_lies_in() -> None:
    points = make_territory("county").world.points
    assert (area_at(shapes(), points.lon, points.lat) == points.neighbourhood).all()
    assert points.neighbourhood.min() >= 0
    own = np.bincount(points.neighbourhood, minlength=len(neighbourhoods()))
    assert own.min() >= 10
    assert area_at(shapes(), np.array([-3.0]), np.array([52.4])).tolist() == [-1]


def test_boundaries_end_at_the_coast() -> None:
    coast = shapely.union_all(in_degrees(shapely.transform(np.array(shore(), dtype=object), lambda places: np.array(ORIGIN) + 1000 * places)))
    drawn = shapely.union_all(list(shapes()))
    assert shapely.symmetric_difference(coast, drawn).area < 0.004 * coast.area


def test_no_two_points_share_a_place() -> None:
    points = make_territory("county").world.points
    assert len(set(zip(points.lon.tolist(), points.lat.tolist(), strict=True))) == len(points.lon)
    assert 4000 <= len(points.lon) <= 4600


def test_streets_of_the_welsh_force_have_welsh_names() -> None:
    points = make_territory("county").world.points
    welsh = np.array([hood.force_id == DYFFRYN_AEDDAN for hood in neighbourhoods()])[points.neighbourhood]
    names = set(points.name[welsh])
    assert [name for name in names if name.startswith(("Heol", "Lôn", "Ffordd", "Stryd"))]
    assert not [name for name in names if name.endswith((" Close", " Avenue", " Crescent"))]


def test_neighbourhoods_are_compact_and_of_a_sensible_size() -> None:
    for hood, shape in zip(neighbourhoods(), shapes(), strict=True):
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
