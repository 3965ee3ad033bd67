"""Tests of sitegen.facts.changes: a year against the year before, and no change claimed where chance explains it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
import pytest

from sitegen.facts.changes import area_changes, interval, restlessness
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import Month, months_between

MONTHS = [str(month) for month in months_between(Month(2023, 7), Month(2025, 6))]


def series(numbers: Sequence[int | None], category: str = "burglary", place: str = "K1", first: str = "2023-07") -> pl.DataFrame:
    start = Month.parse(first)
    rows = [
        ("kent", place, str(start.plus(at)), category, count, "not_supplied" if count is None else "supplied") for at, count in enumerate(numbers)
    ]
    return pl.DataFrame(rows, schema=SCHEMAS["area_series"].types, orient="row")


def changes(table: pl.DataFrame, months: list[str] = MONTHS) -> dict[tuple[str | None, str], dict[str, object]]:
    found = area_changes(force_id="kent", area_series=table, months=months)
    assert dict(found.schema) == SCHEMAS["area_changes"].types
    return {(row["neighbourhood_id"], row["category"]): row for row in found.iter_rows(named=True)}


def test_the_newest_twelve_months_stand_against_the_same_months_a_year_before() -> None:
    row = changes(series([10] * 12 + [20] * 12))["K1", "burglary"]
    assert (row["months"], row["before"], row["now"], row["last_month"]) == (12, 120, 240, "2025-06")
    assert float(str(row["before_high"])) < float(str(row["now_low"]))


def test_a_month_missing_in_one_year_is_left_out_of_both() -> None:
    numbers: list[int | None] = [*[10] * 12, *[20] * 12]
    numbers[3] = None
    row = changes(series(numbers))["K1", "burglary"]
    assert (row["months"], row["before"], row["now"]) == (11, 110, 220)


def test_with_fewer_than_six_pairs_of_months_nothing_is_compared() -> None:
    assert changes(series([*[None] * 7, *[10] * 5, *[20] * 12])) == {}
    assert changes(series([10] * 12, first="2024-07"), MONTHS[12:]) == {}


def test_antisocial_behaviour_is_no_part_of_crime_and_all_neighbourhoods_together_have_a_row() -> None:
    tables = [series([5] * 24), series([50] * 24, "anti-social-behaviour"), series([7] * 24, place="K2")]
    found = changes(pl.concat(tables))
    assert found["K1", "crime"]["now"] == 60
    assert found[None, "crime"]["now"] == 144
    assert found[None, "anti-social-behaviour"]["now"] == 600


def test_a_place_whose_months_jump_about_has_a_wider_band_than_a_steady_one() -> None:
    steady = changes(series([10] * 24))["K1", "burglary"]
    restless = changes(series([1, 19] * 6 + [19, 1] * 6))["K1", "burglary"]
    assert restless["now"] == steady["now"] == 120
    widths = [float(str(row["now_high"])) - float(str(row["now_low"])) for row in (steady, restless)]
    assert widths[1] > 2 * widths[0]


@pytest.mark.parametrize(("count", "low", "high"), [(0, 0.0, 3.69), (1, 0.0253, 5.57), (10, 4.80, 18.39), (100, 81.36, 121.63)])
def test_the_band_is_that_of_the_exact_poisson_interval(count: int, low: float, high: float) -> None:
    # Exact limits from chi-squared quantiles; Byar's approximation is close from the first count on.
    found_low, found_high = interval(np.array([float(count)]), np.array([1.0]))
    assert found_low[0] == pytest.approx(low, rel=0.02, abs=0.02)
    assert found_high[0] == pytest.approx(high, rel=0.02)


def test_chance_alone_is_called_a_change_in_about_one_of_a_hundred_pairs_of_years() -> None:
    # Bands that do not overlap are a stricter sign than one interval: under chance alone they part in well under 5 of 100.
    stream = np.random.Generator(np.random.PCG64(7))
    before, now = (stream.poisson(8, size=(4000, 12)).astype(np.float64) for _ in range(2))
    restless = restlessness(before, now)
    bands = [interval(counts.sum(axis=1), restless) for counts in (before, now)]
    parted = (bands[0][1] < bands[1][0]) | (bands[1][1] < bands[0][0])
    assert 0.0 < parted.mean() < 0.02
