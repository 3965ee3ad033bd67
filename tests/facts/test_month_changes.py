"""Tests of sitegen.facts.month_changes: a month is judged by the rule of the year, with the scatter of both years."""

from __future__ import annotations

import polars as pl

from sitegen.facts.month_changes import month_changes
from sitegen.tables.schemas import SCHEMAS
from tests.artefacts.inputs import table
from tests.facts.test_changes import MONTHS, STEADY, UNCHANGED, UNMOVED, changed, series


def verdicts(
    rows: pl.DataFrame, breaks: pl.DataFrame = UNCHANGED, recording_steps: pl.DataFrame = STEADY, months: list[str] = MONTHS
) -> dict[tuple[str, str], tuple[object, ...]]:
    others = pl.concat([series([30 + (at + one) % 5 for at in range(24)], place=f"other {one}") for one in range(9)])
    rows = pl.concat([rows, others.join(rows.filter(pl.col("crimes").is_not_null()), on="month", how="semi")])
    found = month_changes(
        force_id="kent", neighbourhood_series=rows, located_shares=UNMOVED, breaks=breaks, recording_steps=recording_steps, months=months
    )
    assert dict(found.schema) == SCHEMAS["month_changes"].types
    return {
        (place, category): tuple(row)
        for place, category, *row in found.select("neighbourhood_id", "category", "month", "before", "now", "verdict").rows()
    }


def test_the_newest_month_stands_against_the_same_month_a_year_before() -> None:
    found = verdicts(series([30] * 23 + [80]))
    assert found["K1", "burglary"] == found["K1", "crime"] == ("2025-06", 30, 80, "more")
    assert verdicts(series([30] * 24))["K1", "burglary"] == ("2025-06", 30, 30, "unclear")


def test_where_the_newest_month_is_missing_it_is_the_newest_that_can_be_compared() -> None:
    assert verdicts(series([*[30] * 22, 80, None]))["K1", "burglary"] == ("2025-05", 30, 80, "more")


def test_a_place_whose_quarters_jump_about_needs_more() -> None:
    steady = [30] * 23
    assert verdicts(series([*steady, 60]))["K1", "burglary"][3] == "more"
    assert verdicts(series([10, 10, 10, 50, 50, 50] * 3 + [50, 50, 50, 10, 10, 60]))["K1", "burglary"][3] == "unclear"


def test_without_six_pairs_nothing_is_known_of_scatter_and_so_nothing_is_judged() -> None:
    assert verdicts(series([*[None] * 7, *[30] * 16, 80])) == {}
    assert verdicts(series([*[None] * 6, *[30] * 17, 80]))["K1", "burglary"][3] == "more"
    assert verdicts(series([30] * 12, first="2024-07"), months=MONTHS[12:]) == {}


def test_a_month_is_not_compared_across_a_change_of_definition_nor_judged_across_a_step() -> None:
    rows = series([30] * 20 + [80] * 4)
    assert verdicts(rows, changed("2025-03"))["K1", "burglary"] == ("2025-02", 30, 30, "unclear")
    step = {"force_id": "kent", "category": "burglary", "month": "2025-03", "before": 30, "after": 80, "moved": 9, "places": 9}
    assert verdicts(rows, recording_steps=table("recording_steps", step))["K1", "burglary"] == ("2025-06", 30, 80, "stepped")
