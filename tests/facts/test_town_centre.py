"""Town-centre crime is a sum of a year only where twelve months in a row were supplied in full."""

from __future__ import annotations

import polars as pl
import pytest

from sitegen.facts.town_centre import town_centre
from sitegen.rules import TOWN_CENTRE
from sitegen.terms import Month, months_between
from tests.artefacts.inputs import table

MONTHS = [str(month) for month in months_between(Month(2024, 1), Month(2025, 6))]


def rows(states: dict[str, str], **extra: str) -> list[dict[str, object]]:
    """Two shopliftings, a robbery and no theft from the person a month, and three burglaries that are none of them."""
    numbers = dict(zip((*TOWN_CENTRE, "burglary"), (2, 1, 0, 3), strict=True))
    return [
        {
            "force_id": "gwent", "month": month, "category": category, "state": states.get(month, "supplied"),
            "crimes": number if states.get(month, "supplied") == "supplied" else None, **extra,
        }
        for month in MONTHS
        for category, number in numbers.items()
    ]  # fmt: skip


def summed(states: dict[str, str], placed: dict[str, str] | None = None, force_id: str = "gwent", months: list[str] = MONTHS) -> pl.DataFrame:
    series = rows(states if placed is None else placed, neighbourhood_id="A")
    return town_centre(
        force_id=force_id,
        force_series=table("force_series", *rows(states)),
        neighbourhood_series=table("neighbourhood_series", *series),
        months=months,
    )


def test_three_categories_and_their_sum_are_told_of_the_newest_year() -> None:
    found = summed({})
    assert found.select("neighbourhood_id", "category", "crimes").rows() == [
        (None, "crime", 36), (None, "robbery", 12), (None, "shoplifting", 24), (None, "theft-from-the-person", 0),
        ("A", "crime", 36), ("A", "robbery", 12), ("A", "shoplifting", 24), ("A", "theft-from-the-person", 0),
    ]  # fmt: skip
    assert set(found.select("first_month", "last_month").rows()) == {("2024-07", "2025-06")}


@pytest.mark.parametrize("state", ["supplied_partial", "not_supplied", "withheld"])
def test_a_month_that_was_not_supplied_in_full_moves_the_year_back(state: str) -> None:
    found = summed({"2025-05": state})
    assert set(found.select("first_month", "last_month").rows()) == {("2024-05", "2025-04")}


def test_without_a_whole_year_there_is_no_sum() -> None:
    assert summed({"2024-12": "not_supplied"}).is_empty()
    assert summed({}, months=MONTHS[:11]).is_empty()
    assert summed({}, months=[month for month in MONTHS if month != "2024-12"]).is_empty()


def test_a_neighbourhood_of_which_one_month_is_not_known_has_no_number() -> None:
    found = summed({}, placed={"2025-01": "without_location"})
    assert found.filter(pl.col("neighbourhood_id") == "A")["crimes"].to_list() == [None] * 4
    assert found.filter(pl.col("neighbourhood_id").is_null())["crimes"].to_list() == [36, 12, 24, 0]


def test_the_railways_police_have_no_town_centres() -> None:
    assert summed({}, force_id="btp").is_empty()
