"""The ground gives each force its own points, and each month its luck."""

from __future__ import annotations

import numpy as np

from sitegen.sample.county import Force, Neighbourhood
from sitegen.sample.ground import ForceGround, make_ground
from sitegen.sample.oddities import months_ending
from sitegen.sample.releases import archive_files
from sitegen.sample.world import Points, Station, World
from sitegen.terms import ForceId, NeighbourhoodId


def small_world() -> World:
    """Two forces with two points each, not in order; no neighbourhood round the last."""
    text = np.array(["High Street", "Supermarket", "Mill Lane", "Parking Area"], dtype=object)
    return World(
        scale="region",
        forces=tuple(Force(ForceId(name), name.title(), f"{name.title()} Police", False, "E23000001", 300) for name in ("north", "south")),
        neighbourhoods=(Neighbourhood(ForceId("north"), NeighbourhoodId("N1"), "N1"),),
        points=Points(
            lon=np.array([-4.1, -4.2, -4.3, -4.4]),
            lat=np.array([52.1, 52.2, 52.3, 52.4]),
            name=text,
            force=np.array([1, 0, 0, 1], dtype=np.int16),
            neighbourhood=np.array([-1, 0, 0, -1], dtype=np.int32),
            lsoa_code=np.array(["E01000001", "E01000002", "E01000002", "E01000003"], dtype=object),
            lsoa_name=np.array(["A 001A", "A 001B", "A 001B", "A 001C"], dtype=object),
            weight=np.array([1.0, 2.0, 3.0, 4.0]),
        ),
        stations=(Station("Halt (Station)", -4.31, 52.31),),
    )


def test_each_force_has_its_own_points_and_a_station_the_nearest() -> None:
    ground = make_ground(small_world())
    assert [force.points.tolist() for force in ground.forces] == [[1, 2], [0, 3]]
    assert [force.weight.tolist() for force in ground.forces] == [[2.0, 3.0], [1.0, 4.0]]
    assert ground.near_station.tolist() == [2]


def test_a_point_outside_every_neighbourhood_is_still_a_place_where_things_happen() -> None:
    files = [file for file in archive_files(small_world(), 1, months_ending(2)) if file.used]
    assert {(file.force_id, file.dataset) for file in files} == {
        (force, dataset) for force in ("north", "south") for dataset in ("street", "outcomes", "stop-and-search")
    } | {("btp", "street")}
    south = next(file for file in files if file.force_id == "south" and file.dataset == "street").data.decode()
    assert "-4.400000,52.400000,On or near Parking Area,E01000003,A 001C" in south


def test_quiet_neighbourhoods_have_months_of_nothing_and_busy_ones_never() -> None:
    ground = ForceGround(np.arange(2), np.array([1.0, 999.0]), np.ones((14, 2)), np.array([0, 1], dtype=np.int32))
    months = [ground.weights_of_month(1000, 1, f"month {number}") for number in range(60)]
    quiet, busy = np.array(months).T
    assert 5 < (quiet == 0).sum() < 30
    assert busy.min() >= 0.8 * 999
    assert busy.max() <= 1.2 * 999
