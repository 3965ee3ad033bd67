"""The ground of a baked map: what lies in its frame, the most important first, within few bytes."""

from __future__ import annotations

import re
import zlib

import numpy as np
import pytest
import shapely

from sitegen.artefacts.maps.frame import Frame, fit_frame, to_pixels
from sitegen.artefacts.maps.ground import Ground, GroundPaths, path_of
from sitegen.artefacts.pages import neighbourhood
from tests.artefacts import loamshire
from tests.artefacts.inputs import table

FRAME = Frame(0, 0, 1.0, 890, 500)
BOX = (-1.14, 52.62, -1.12, 52.63)
OWN = shapely.transform(shapely.box(*BOX), to_pixels)
HERE = fit_frame(tuple(OWN.bounds), width=890, heights=(400, 620), pad=36)

Described = tuple[str, str | None, str | None, shapely.Geometry]


def ground(*rows: Described) -> GroundPaths:
    described = [{"layer": layer, "kind": kind, "name": name, "geometry": shape.wkb, "attribution": ""} for layer, kind, name, shape in rows]
    return Ground(table("force_basemap", *described)).draw(HERE, OWN)


def line(*places: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString(places)


def numbers(path: str) -> list[int]:
    return [int(number) for number in re.findall(r"-?\d+", path)]


def test_lines_are_written_as_steps_in_whole_units() -> None:
    assert path_of(np.array([line((10, 20), (13, 18), (20, 30)), line((1.4, 1.6), (5, 5))]), FRAME) == "M10 20l3-2 7 12M1 2l4 3"


def test_a_ring_is_closed_by_its_letter() -> None:
    assert path_of(np.array([shapely.Polygon([(0, 0), (9, 0), (9, 9)])]), FRAME) == "M0 0l9 0 0 9z"


def test_steps_of_nothing_are_not_written() -> None:
    assert path_of(np.array([line((10, 20), (10.2, 20.1), (12, 20))]), FRAME) == "M10 20l2 0"


def test_without_a_basemap_nothing_is_drawn() -> None:
    assert ground() == GroundPaths()


def test_each_thing_is_drawn_in_its_own_way() -> None:
    drawn = ground(
        ("green", "park", None, shapely.box(-1.135, 52.622, -1.13, 52.625)),
        ("water", "lake", None, shapely.box(-1.129, 52.622, -1.125, 52.625)),
        ("water", "river", "River Loam", line((-1.15, 52.62), (-1.11, 52.63))),
        ("road", "primary", None, line((-1.15, 52.625), (-1.11, 52.625))),
        ("road", "minor", None, line((-1.135, 52.626), (-1.125, 52.626))),
        ("rail", None, None, line((-1.15, 52.627), (-1.11, 52.628))),
    )
    assert all((drawn.green, drawn.sea, drawn.main, drawn.streets, drawn.rail))
    assert [waterway.width for waterway in drawn.waterways] == [9]
    assert [name for name, _, _ in drawn.names] == ["River Loam"]


def test_an_area_keeps_its_hole_and_a_sliver_is_left_out() -> None:
    lake = shapely.box(-1.135, 52.622, -1.13, 52.625)
    island = shapely.box(-1.133, 52.623, -1.132, 52.624)
    sliver = shapely.Polygon([(-1.129, 52.622), (-1.1275, 52.622), (-1.126, 52.622001)])
    drawn = ground(("water", "lake", None, lake.difference(island)), ("water", "lake", None, sliver), ("green", "park", None, sliver))
    assert (drawn.sea.count("M"), drawn.green) == (2, "")


def test_a_wavy_area_is_drawn_with_fewer_corners_and_hardly_another_shape() -> None:
    turn = np.linspace(0, 2 * np.pi, 400, endpoint=False)
    reach = 0.003 + 0.00001 * np.sin(40 * turn)
    drawn = ground(("green", "park", None, shapely.Polygon(np.column_stack([-1.13 + np.cos(turn) * reach, 52.625 + np.sin(turn) * reach * 0.6]))))
    places = np.array(numbers(drawn.green)).reshape(-1, 2).cumsum(axis=0)
    across, down = np.ptp(places, axis=0).tolist()
    assert len(places) < 60
    assert shapely.Polygon(places).area == pytest.approx(np.pi / 4 * across * down, rel=0.03)


def test_streets_end_at_the_boundary_and_main_roads_at_the_frame() -> None:
    streets = numbers(ground(("road", "minor", None, line((-1.16, 52.625), (-1.10, 52.625)))).streets)
    main = numbers(ground(("road", "primary", None, line((-1.16, 52.625), (-1.10, 52.625)))).main)
    west, east = HERE.place(np.array([OWN.bounds[0], OWN.bounds[2]]), np.zeros(2))[0].tolist()
    assert (streets[0], streets[0] + streets[2]) == (west, east)
    assert (main[0], main[0] + main[2]) == (-12, 902)


def test_a_crowded_map_keeps_the_longest_streets_and_few_bytes() -> None:
    rng = np.random.default_rng(5)
    starts = np.column_stack([rng.uniform(BOX[0], BOX[2], 1500), rng.uniform(BOX[1], BOX[3], 1500)])
    short = [("road", "minor", None, line(start, start + rng.normal(0, 0.0004, 2))) for start in starts]
    high_street = ("road", "minor", None, line((-1.139, 52.621), (-1.121, 52.621)))
    drawn = ground(*short, high_street)
    assert len(zlib.compress(drawn.streets.encode(), 6)) < 2500
    first = HERE.place(*(np.array([value]) for value in to_pixels(np.array([[-1.139, 52.621]]))[0]))
    assert f"M{first[0][0]} {first[1][0]}l" in drawn.streets


@pytest.mark.parametrize("given", [True, False])
def test_a_page_sends_roads_once_and_draws_them_twice_with_their_owner_named(given: bool) -> None:
    places = [shapely.from_wkb(wkb) for wkb in loamshire.boundaries()["geometry"]]
    west, south, east, north = shapely.total_bounds(places)
    road = {
        "layer": "road", "kind": "primary", "geometry": line((west, south), (east, north)).wkb,
        "attribution": "Contains OS data © Crown copyright and database right {year}",
    }  # fmt: skip
    page = loamshire.pages(neighbourhood, force_basemap=table("force_basemap", *([road] if given else [])))["loamshire/cg/index.html"].decode()
    assert page.count('<path id="am"') == int(given)
    assert re.findall(r'<use href="#am" class="([^"]+)"', page) == (["m-case2", "m-road2"] if given else [])
    assert ("Contains OS data © Crown copyright and database right 2025." in page.partition("<footer>")[2]) is given
