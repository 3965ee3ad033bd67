"""Crimes are counted once where they belong, and kept apart where they must be."""

from __future__ import annotations

from typing import Any

import polars as pl

from sitegen.facts.counts import count_by_force, count_crimes, count_located
from sitegen.tables.schemas import SCHEMAS

NONE_WITHDRAWN = pl.DataFrame(schema=SCHEMAS["withdrawn"].types)


def crimes(*rows: dict[str, Any]) -> pl.DataFrame:
    plain = dict.fromkeys(SCHEMAS["crimes"].types) | {"force_id": "loamshire", "month": "2025-06", "category": "burglary", "file": "x.csv"}
    return pl.DataFrame([plain | row for row in rows], schema=SCHEMAS["crimes"].types)


def located(*rows: tuple[str, int, str, int]) -> pl.DataFrame:
    """Counts by recording force, x, category and number."""
    return pl.DataFrame(
        [(force, "2025-06", x, 5, -1.0, 52.0, "High Street", category, number) for force, x, category, number in rows],
        schema=SCHEMAS["crime_counts"].types,
        orient="row",
    )


def areas(*rows: tuple[int, str, str]) -> pl.DataFrame:
    return pl.DataFrame([(x, 5, force, area) for x, force, area in rows], schema=SCHEMAS["point_neighbourhoods"].types, orient="row")


def where(table: pl.DataFrame) -> list[tuple[Any, ...]]:
    return table.select("force_id", "neighbourhood_id", "x", "recorded_by", "crimes").rows()


def test_identical_rows_are_separate_incidents() -> None:
    row = {"x": 1, "y": 2, "lon": -1.0, "lat": 52.0, "street": "Mill Lane"}
    counted = count_crimes(force_id="loamshire", month="2025-06", crimes=crimes(row, row, row), withdrawn=NONE_WITHDRAWN)
    assert counted["crimes"].to_list() == [3]


def test_a_row_set_aside_is_in_no_count() -> None:
    counted = count_crimes(
        force_id="loamshire", month="2025-06", crimes=crimes({"x": 1, "y": 2}, {"problem": "coordinates-swapped", "row": 3}), withdrawn=NONE_WITHDRAWN
    )
    assert counted["crimes"].sum() == 1


def test_crimes_without_location_are_counted_for_the_force() -> None:
    counted = count_crimes(
        force_id="loamshire", month="2025-06", crimes=crimes({"x": 1, "y": 2, "lon": -1.0, "lat": 52.0}, {}, {}), withdrawn=NONE_WITHDRAWN
    )
    by_force = count_by_force(crime_counts=counted)
    assert by_force.select("crimes", "unlocated").rows() == [(3, 2)]


def test_asb_has_its_own_row_beside_crime() -> None:
    counted = count_crimes(force_id="loamshire", month="2025-06", crimes=crimes({}, {"category": "anti-social-behaviour"}), withdrawn=NONE_WITHDRAWN)
    assert sorted(counted.select("category", "crimes").rows()) == [("anti-social-behaviour", 1), ("burglary", 1)]


def test_a_crime_counts_in_its_own_forces_neighbourhood_first() -> None:
    table = count_located(
        month="2025-06",
        crime_counts=located(("loamshire", 1, "drugs", 4)),
        point_neighbourhoods=areas((1, "dyffryn-aeddan", "DA1"), (1, "loamshire", "L1")),
    )
    assert where(table) == [("loamshire", "L1", 1, "loamshire", 4)]


def test_a_crime_outside_its_own_force_counts_where_it_lies() -> None:
    table = count_located(
        month="2025-06", crime_counts=located(("loamshire", 1, "drugs", 4)), point_neighbourhoods=areas((1, "dyffryn-aeddan", "DA1"))
    )
    assert where(table) == [("dyffryn-aeddan", "DA1", 1, "loamshire", 4)]


def test_a_crime_in_overlapping_neighbourhoods_counts_in_each() -> None:
    table = count_located(
        month="2025-06",
        crime_counts=located(("loamshire", 1, "drugs", 4)),
        point_neighbourhoods=areas((1, "loamshire", "L1"), (1, "loamshire", "L2")),
    )
    assert where(table) == [("loamshire", "L1", 1, "loamshire", 4), ("loamshire", "L2", 1, "loamshire", 4)]


def test_a_crime_in_no_neighbourhood_stays_with_its_force() -> None:
    table = count_located(month="2025-06", crime_counts=located(("loamshire", 1, "drugs", 4)), point_neighbourhoods=areas())
    assert where(table) == [("loamshire", None, 1, "loamshire", 4)]


def test_railway_crime_is_located_but_keeps_its_recorder() -> None:
    table = count_located(
        month="2025-06",
        crime_counts=located(("btp", 1, "drugs", 1), ("loamshire", 1, "drugs", 2)),
        point_neighbourhoods=areas((1, "loamshire", "L1")),
    )
    assert where(table) == [("loamshire", "L1", 1, "btp", 1), ("loamshire", "L1", 1, "loamshire", 2)]
