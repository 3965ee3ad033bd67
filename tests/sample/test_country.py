"""The region is as large as it says, tiled without gaps, and shaped like life."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
import shapely

from sitegen.sample.boundaries import boundary_files
from sitegen.sample.columns import Territory
from sitegen.sample.invented_names import lands, postcode_neighbourhoods, towns
from sitegen.sample.land import area_at
from sitegen.sample.postcodes import postcode_files
from sitegen.sample.world import make_territory
from sitegen.terms import parse_force_id, parse_postcode


@pytest.fixture(scope="module")
def region() -> Territory:
    return make_territory("region")


def test_the_region_has_the_size_it_promises(region: Territory) -> None:
    world = region.world
    assert (len(world.forces), len(world.neighbourhoods)) == (8, 400)
    assert 59_000 <= len(world.points.lon) <= 61_000
    by_force = Counter(hood.force_id for hood in world.neighbourhoods)
    assert (max(by_force.values()), min(by_force.values())) == (120, 1)
    assert 0 in {force.rows for force in world.forces}
    assert {force.welsh for force in world.forces} == {True, False}


def test_its_neighbourhoods_tile_the_land_with_lines_of_a_hundred_corners(region: Territory) -> None:
    shapes = region.shapes
    assert len(shapes) == 400
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    assert np.median(shapely.get_num_coordinates(shapes)) > 100
    points = region.world.points
    some = slice(None, None, 7)
    assert (area_at(shapes, points.lon[some], points.lat[some]) == points.neighbourhood[some]).all()


def test_ids_have_the_quirks_of_life(region: Territory) -> None:
    hoods = region.world.neighbourhoods
    assert len({(hood.force_id, hood.id) for hood in hoods}) == len(hoods)
    shared = Counter(hood.id for hood in hoods)
    assert max(shared.values()) > 1
    assert [hood for hood in hoods if " " in hood.id]
    assert [hood for hood in hoods if "." in hood.id]
    assert [force for force in region.world.forces if "-and-" in force.id]
    assert [parse_force_id(force.id) for force in region.world.forces] == [force.id for force in region.world.forces]


def test_its_postcodes_are_postcodes_and_none_is_given_twice(region: Territory) -> None:
    files = dict(postcode_files(region))
    assert any("ONSPD" in path for path in files)
    found = [line[1:8] for path, data in files.items() if "ONSPD" not in path for line in data.decode().splitlines()]
    assert len(found) > 180_000
    assert len(set(found)) == len(found)
    assert all(parse_postcode(text) for text in found[::500])


def test_a_boundary_file_is_written_for_every_neighbourhood(region: Territory) -> None:
    paths = [path for path, _ in boundary_files(region)]
    assert len(paths) == len(set(paths)) == 401


def test_every_lsoa_has_one_code_and_the_points_know_it(region: Territory) -> None:
    assert len(set(region.lsoas.code)) == len(region.lsoas.code)
    assert set(region.world.points.lsoa_code) == set(region.lsoas.code)


def test_invented_names_do_not_run_out_or_repeat() -> None:
    for names in (list(lands()), list(towns(welsh=False)), list(towns(welsh=True)), list(postcode_neighbourhoods())):
        assert len(names) == len(set(names))
    assert len(list(lands())) > 90
    assert len(list(towns(welsh=False))) > 1_000
    assert not {"LM", "AE", "NP", "SW", "CF"} & set(postcode_neighbourhoods())
