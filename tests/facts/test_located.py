"""A month without positions says nothing of places, and a share that moved stops their comparison."""

from __future__ import annotations

import polars as pl
import pytest

from sitegen.facts.located import located_shares
from sitegen.tables.schemas import SCHEMAS
from sitegen.tables.states import placed_states


def shares(*rows: tuple[str, str, int | None, int | None]) -> pl.DataFrame:
    """Month, category, crimes and those without a location."""
    series = pl.DataFrame(
        [("loamshire", month, category, crimes, unlocated, 0, "supplied") for month, category, crimes, unlocated in rows],
        schema=SCHEMAS["force_series"].types,
        orient="row",
    )
    return located_shares(force_id="loamshire", force_series=series, located={"step": 0.03})


def test_crime_and_antisocial_behaviour_each_have_their_share() -> None:
    found = shares(("2025-06", "drugs", 90, 2), ("2025-06", "burglary", 10, 1), ("2025-06", "anti-social-behaviour", 40, 40))
    assert found.select("dataset", "crimes", "unlocated").rows() == [("asb", 40, 40), ("crime", 100, 3)]


def test_a_month_without_figures_has_no_share() -> None:
    assert shares(("2025-06", "drugs", None, None), ("2025-05", "drugs", 0, 0)).is_empty()


@pytest.mark.parametrize(("before", "now", "expected"), [(0, 3, True), (0, 4, False), (7, 4, True), (7, 3, False), (3, 100, False)])
def test_places_are_compared_only_where_about_as_much_is_located(before: int, now: int, expected: bool) -> None:
    found = shares(("2024-06", "drugs", 100, before), ("2025-06", "drugs", 100, now))
    assert found.select("month", "is_comparable").rows() == [("2024-06", None), ("2025-06", expected)]


def test_places_have_a_state_of_their_own_where_nothing_is_located() -> None:
    rows = [("crime", "loamshire", "2025-05", "supplied", None), ("crime", "loamshire", "2025-06", "supplied", "without-location")]
    coverage = pl.DataFrame(rows, schema=SCHEMAS["coverage"].types, orient="row")
    assert placed_states(coverage)["state"].to_list() == ["supplied", "without_location"]
