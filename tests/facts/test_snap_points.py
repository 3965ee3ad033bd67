"""A snap point is its position; its name is the one most rows gave."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from sitegen.facts.snap_points import month_points, points_of_force, snap_points
from sitegen.tables.schemas import SCHEMAS


def seen(*rows: tuple[int, float, str | None, int]) -> pl.DataFrame:
    """Pixel column, longitude, name and number of rows."""
    return pl.DataFrame([(x, 7, lon, 52.0, street, number) for x, lon, street, number in rows], schema=SCHEMAS["month_points"].types, orient="row")


def test_a_point_takes_the_name_most_rows_gave() -> None:
    table = snap_points(month_points=seen((1, -1.0, "High Street", 2), (1, -1.0, "Supermarket", 3), (1, -1.0, "High Street", 2)))
    assert table["street"].to_list() == ["High Street"]


def test_a_tie_goes_to_the_first_name_in_order() -> None:
    assert snap_points(month_points=seen((1, -1.0, "B", 2), (1, -1.0, "A", 2)))["street"].to_list() == ["A"]


def test_a_point_no_row_named_has_no_name() -> None:
    assert snap_points(month_points=seen((1, -1.0, None, 9)))["street"].to_list() == [None]


def test_positions_in_one_pixel_are_one_point() -> None:
    table = snap_points(month_points=seen((1, -1.000001, "A", 1), (1, -1.0, "A", 1), (2, -0.9, "A", 1)))
    assert table.select("x", "lon").rows() == [(1, -1.000001), (2, -0.9)]


@given(st.permutations([(1, -1.0, "A", 2), (1, -1.1, "B", 2), (2, -0.5, None, 1), (2, -0.5, "C", 1)]))
def test_the_order_of_rows_does_not_matter(rows: list[tuple[int, float, str | None, int]]) -> None:
    assert snap_points(month_points=seen(*rows)).equals(snap_points(month_points=seen(*sorted(rows, key=str))))


def test_a_month_without_locations_has_no_points() -> None:
    row = ("loamshire", "2025-06", None, None, None, None, None, "drugs", 4)
    assert month_points(crime_counts=pl.DataFrame([row], schema=SCHEMAS["crime_counts"].types, orient="row")).is_empty()


def test_a_point_in_two_neighbourhoods_is_listed_in_both() -> None:
    areas = pl.DataFrame(
        [(1, 7, "loamshire", "L1"), (1, 7, "loamshire", "L2"), (1, 7, "other", "O1")], schema=SCHEMAS["point_neighbourhoods"].types, orient="row"
    )
    table = points_of_force(force_id="loamshire", snap_points=snap_points(month_points=seen((1, -1.0, "A", 1))), point_neighbourhoods=areas)
    assert table.select("neighbourhood_id", "street").rows() == [("L1", "A"), ("L2", "A")]
