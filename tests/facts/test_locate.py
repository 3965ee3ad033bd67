"""A position lies in no, one or several neighbourhoods, always the same ones."""

from __future__ import annotations

from itertools import pairwise

import polars as pl
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.facts.gazetteer import gazetteer
from sitegen.facts.locate import locate_places, locate_points, locate_postcodes
from sitegen.facts.place_names import mark_repeated
from sitegen.tables.schemas import SCHEMAS

WEST, EAST = shapely.box(-2, 50, -1, 51), shapely.box(-1, 50, 0, 51)


def boundaries(**shapes: shapely.Geometry | None) -> pl.DataFrame:
    rows = [("loamshire", name, None, shape and shapely.to_wkb(shape), "kml", "f", None, None, None) for name, shape in shapes.items()]
    return pl.DataFrame(rows, schema=SCHEMAS["boundaries"].types, orient="row")


def points(*positions: tuple[float, float]) -> pl.DataFrame:
    return pl.DataFrame([(i, 0, lon, lat, None) for i, (lon, lat) in enumerate(positions)], schema=SCHEMAS["snap_points"].types, orient="row")


def found(positions: pl.DataFrame, shapes: pl.DataFrame) -> list[tuple[int, str]]:
    return locate_points(snap_points=positions, boundaries=shapes).select("x", "neighbourhood_id").rows()


def test_a_point_lies_in_the_neighbourhood_that_encloses_it() -> None:
    assert found(points((-1.5, 50.5), (-0.5, 50.5), (3.0, 50.5)), boundaries(w=WEST, e=EAST)) == [(0, "w"), (1, "e")]


def test_a_point_on_a_shared_boundary_belongs_to_one_neighbourhood() -> None:
    assert found(points((-1.0, 50.5)), boundaries(w=WEST, e=EAST)) == [(0, "e")]


def test_a_point_in_overlapping_neighbourhoods_lies_in_each() -> None:
    assert found(points((-1.5, 50.5)), boundaries(parent=shapely.box(-3, 49.5, 1, 52), w=WEST)) == [(0, "parent"), (0, "w")]


def test_a_point_in_the_hole_of_a_neighbourhood_is_not_in_it() -> None:
    ring = shapely.difference(WEST, shapely.box(-1.6, 50.4, -1.4, 50.6))
    assert found(points((-1.5, 50.5), (-1.9, 50.5)), boundaries(w=ring)) == [(1, "w")]


def test_a_point_in_the_second_part_of_a_neighbourhood_is_in_it() -> None:
    assert found(points((0.55, 50.55)), boundaries(w=shapely.MultiPolygon([WEST, shapely.box(0.5, 50.5, 0.6, 50.6)]))) == [(0, "w")]


def test_a_neighbourhood_without_boundary_holds_nothing() -> None:
    assert found(points((-1.5, 50.5)), boundaries(w=None)) == []


def test_a_postcode_on_the_line_keeps_both_neighbourhoods() -> None:
    postcodes = pl.DataFrame(
        [
            ("LM1 4QR", -1.0, 50.5, None, None, None, None, "f", None, None, None),
            ("LM1 4QS", 5.0, 50.5, "1996-06", None, None, None, "f", None, None, None),
            (None, None, None, None, None, None, None, "f", 3, "no-position", None),
        ],
        schema=SCHEMAS["postcodes"].types,
        orient="row",
    )
    table = locate_postcodes(postcodes=postcodes, boundaries=boundaries(w=WEST, e=EAST))
    assert table.select("postcode", "neighbourhood_id", "terminated").rows() == [
        ("LM1 4QR", "e", None),
        ("LM1 4QR", "w", None),
        ("LM1 4QS", None, "1996-06"),
    ]


def test_a_place_lies_in_the_neighbourhoods_that_enclose_it_and_one_elsewhere_is_left_out() -> None:
    rows = [("Mill End", None, "hamlet", -1.5, 50.5), ("Line Green", "Llain", "village", -1.0, 50.5), ("Far Away", None, "town", 5.0, 50.5)]
    rows += [("Mill End", None, "locality", -1.5, 50.501)]  # given again by another gazetteer
    places = pl.DataFrame([(*row, "f", None, None, None) for row in rows], schema=SCHEMAS["places"].types, orient="row")
    table = locate_places(known_places=gazetteer(marked_places=mark_repeated(places=places)), boundaries=boundaries(w=WEST, e=EAST))
    assert dict(table.schema) == SCHEMAS["place_neighbourhoods"].types
    assert table.select("name", "other_name", "neighbourhood_id").rows() == [
        ("Line Green", "Llain", "e"),
        ("Line Green", "Llain", "w"),
        ("Mill End", None, "w"),
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(-30, 10), st.integers(490, 520)), min_size=1, max_size=40, unique=True))
def test_locating_agrees_with_ray_casting(cells: list[tuple[int, int]]) -> None:
    positions = [(lon / 10 + 0.013, lat / 10 + 0.017) for lon, lat in cells]
    star = shapely.Polygon([(-2.9, 49.1), (-0.2, 49.9), (0.9, 49.2), (0.2, 51.7), (-1.1, 50.2), (-2.2, 51.9)])
    ring = list(star.exterior.coords)
    inside = []
    for index, (lon, lat) in enumerate(positions):
        crossings = sum((a[1] > lat) != (b[1] > lat) and lon < (b[0] - a[0]) * (lat - a[1]) / (b[1] - a[1]) + a[0] for a, b in pairwise(ring))
        if crossings % 2:
            inside.append((index, "star"))
    assert found(points(*positions), boundaries(star=star)) == inside
