"""Stops are counted once where they belong, each field on its own, and a zero needs proof of supply."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from sitegen.facts.stops import count_stops, locate_stops, stop_points, stop_quality, stop_series, stop_values
from sitegen.rules import STOP_FIELDS
from sitegen.tables.schemas import SCHEMAS

MONTH = "2025-06"
NONE_WITHDRAWN = pl.DataFrame(schema=SCHEMAS["withdrawn"].types)


def table(name: str, *rows: dict[str, Any]) -> pl.DataFrame:  # Any: cells of every column type
    types = SCHEMAS[name].types
    return pl.DataFrame([{column: row.get(column) for column in types} for row in rows], schema=types)


def stops(*rows: dict[str, Any]) -> pl.DataFrame:  # Any: cells of every column type
    return table("stops", *({"force_id": "loamshire", "month": MONTH, "file": "x.csv", **row} for row in rows))


def at(x: int) -> dict[str, Any]:  # Any: cells of several types
    return {"x": x, "y": 5, "lon": -1.0, "lat": 52.0}


def areas(*rows: tuple[int, str, str]) -> pl.DataFrame:
    return table("stop_neighbourhoods", *({"x": x, "y": 5, "force_id": force, "neighbourhood_id": area} for x, force, area in rows))


def values(rows: pl.DataFrame, where: pl.DataFrame) -> pl.DataFrame:
    found = stop_values(stops=rows, stop_neighbourhoods=where, withdrawn=NONE_WITHDRAWN)
    assert dict(found.schema) == SCHEMAS["stop_values"].types
    return found


def placed(rows: pl.DataFrame, where: pl.DataFrame) -> list[tuple[Any, ...]]:
    return values(rows, where).filter(field="all").select("force_id", "neighbourhood_id", "recorded_by", "stops").rows()


def test_identical_rows_are_separate_stops_and_rows_set_aside_are_none() -> None:
    counted = count_stops(
        force_id="loamshire", month=MONTH, withdrawn=NONE_WITHDRAWN, stops=stops(at(1), at(1), {}, {"problem": "coordinates-swapped", "row": 4})
    )
    assert dict(counted.schema) == SCHEMAS["stop_counts"].types
    assert counted.select("x", "stops").rows() == [(1, 2), (None, 1)]


def test_a_point_of_several_positions_is_one_point() -> None:
    counted = count_stops(force_id="loamshire", month=MONTH, withdrawn=NONE_WITHDRAWN, stops=stops(at(1), at(1) | {"lon": -1.000001}, at(2), {}))
    assert stop_points(stop_counts=counted).rows() == [(1, 5, -1.000001, 52.0), (2, 5, -1.0, 52.0)]


def test_stops_without_any_position_have_no_points() -> None:
    points = stop_points(stop_counts=count_stops(force_id="loamshire", month=MONTH, withdrawn=NONE_WITHDRAWN, stops=stops({}, {})))
    assert points.is_empty()
    assert dict(points.schema) == SCHEMAS["stop_points"].types
    found = locate_stops(force_id="loamshire", stop_points=points, boundaries=table("boundaries"))
    assert dict(found.schema) == SCHEMAS["stop_neighbourhoods"].types


def test_a_stop_counts_in_its_own_forces_neighbourhood_first() -> None:
    assert placed(stops(at(1)), areas((1, "wealdmoor", "W1"), (1, "loamshire", "L1"))) == [("loamshire", "L1", "loamshire", 1)]
    assert placed(stops(at(1)), areas((1, "wealdmoor", "W1"))) == [("wealdmoor", "W1", "loamshire", 1)]


def test_a_stop_in_overlapping_neighbourhoods_counts_in_each() -> None:
    assert placed(stops(at(1)), areas((1, "loamshire", "L1"), (1, "loamshire", "L2"))) == [
        ("loamshire", "L1", "loamshire", 1),
        ("loamshire", "L2", "loamshire", 1),
    ]


def test_a_stop_in_no_neighbourhood_or_without_a_place_stays_with_its_force() -> None:
    assert placed(stops(at(1), {}), areas()) == [("loamshire", None, "loamshire", 2)]


def test_every_field_adds_up_to_all_and_an_empty_field_is_not_given() -> None:
    found = values(stops({"outcome": "arrest"}, {"outcome": "arrest", "age": "18-24"}, {}), areas())
    sums = dict(found.group_by("field").agg(pl.col("stops").sum()).iter_rows())
    assert sums == dict.fromkeys(["all", *STOP_FIELDS], 3)
    assert found.filter(field="outcome").select("value", "stops").rows() == [("arrest", 2), ("not-given", 1)]


def series(rows: pl.DataFrame, where: pl.DataFrame, state: str = "supplied", force: str = "loamshire") -> list[tuple[Any, ...]]:
    found = stop_series(
        force_id=force,
        stop_values=values(rows, where).filter(force_id=force),
        stop_counts=pl.concat(
            count_stops(force_id=one, month=MONTH, withdrawn=NONE_WITHDRAWN, stops=rows.filter(force_id=one))
            for one in ("loamshire", "wealdmoor", "btp")
        ).filter(force_id=force),
        neighbourhoods=table("neighbourhoods", *({"force_id": "loamshire", "neighbourhood_id": name} for name in ("L1", "L2", "unshaped"))),
        boundaries=table("boundaries", *({"force_id": "loamshire", "neighbourhood_id": name, "geometry": b"x"} for name in ("L1", "L2"))),
        coverage=table("coverage", {"dataset": "stops", "force_id": force, "month": MONTH, "state": state}),
        months=[MONTH],
    )
    assert dict(found.schema) == SCHEMAS["stop_series"].types
    return found.select("neighbourhood_id", "stops", "unlocated", "state").rows()


def test_the_series_has_each_neighbourhood_with_a_boundary_and_the_whole_force_last() -> None:
    assert series(stops(at(1), at(1), at(9), {}), areas((1, "loamshire", "L1"))) == [
        ("L1", 2, None, "supplied"),
        ("L2", 0, None, "supplied"),
        (None, 4, 1, "supplied"),
    ]


@pytest.mark.parametrize("state", ["not_supplied", "withheld", "not_yet"])
def test_no_number_stands_where_nothing_was_supplied(state: str) -> None:
    assert {row[1:3] for row in series(stops(), areas(), state)} == {(None, None)}


def test_a_part_of_a_month_has_no_zeros() -> None:
    assert series(stops(at(1)), areas((1, "loamshire", "L1")), "supplied_partial") == [
        ("L1", 1, None, "supplied_partial"),
        ("L2", None, None, "supplied_partial"),
        (None, 1, 0, "supplied_partial"),
    ]


def test_a_file_without_any_location_says_nothing_of_neighbourhoods() -> None:
    assert series(stops({}, {}), areas((1, "loamshire", "L1"))) == [
        ("L1", None, None, "without_location"),
        ("L2", None, None, "without_location"),
        (None, 2, 2, "supplied"),
    ]


def test_stops_by_another_force_count_where_they_were_and_for_the_force_that_made_them() -> None:
    rows = stops(at(1), at(1) | {"force_id": "wealdmoor"})
    assert series(rows, areas((1, "loamshire", "L1")))[0] == ("L1", 2, None, "supplied")
    assert series(rows, areas((1, "loamshire", "L1")))[-1] == (None, 1, 0, "supplied")


def test_railway_stops_are_in_no_neighbourhoods_total() -> None:
    rows = stops(at(1), at(1) | {"force_id": "btp"})
    assert series(rows, areas((1, "loamshire", "L1")))[0] == ("L1", 1, None, "supplied")


def test_what_became_of_every_row_is_counted() -> None:
    found = stop_quality(
        stops=stops({}, {"note": "value-unknown", "row": 3}, {"problem": "line-malformed", "row": 4}),
        withdrawn=NONE_WITHDRAWN,
    )
    assert found.rows() == [
        ("stop-and-search", "x.csv", "counted", "counted", 2, None),
        ("stop-and-search", "x.csv", "noted", "value-unknown", 1, 3),
        ("stop-and-search", "x.csv", "set-aside", "line-malformed", 1, 4),
    ]
