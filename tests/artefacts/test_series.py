"""Counts by month keep their evidence: a number only where it was supplied."""

from __future__ import annotations

import pytest

from sitegen.artefacts.figures import Missing, Recorded
from sitegen.artefacts.sections.series import Category, Monthly, read_categories, read_monthly
from sitegen.artefacts.supply import Supply, newest_month, read_supply
from sitegen.errors import SchemaError
from tests.artefacts.inputs import table

MONTHS = ["2025-05", "2025-06"]
CATEGORIES = (
    Category("burglary", "Burglary", "", is_crime=True),
    Category("drugs", "Drugs", "", is_crime=True),
    Category("anti-social-behaviour", "ASB", "", is_crime=False),
)
FULL = Supply(("supplied", "supplied"), (None, None))


def monthly(rows: list[tuple[str, str, int | None]], crime: Supply = FULL, asb: Supply = FULL) -> Monthly:
    """The figures of one place from (month, category, count)."""
    series = table(
        "neighbourhood_series", *({"neighbourhood_id": "cg", "month": month, "category": name, "crimes": count} for month, name, count in rows)
    )
    return read_monthly(series, by="neighbourhood_id", column="crimes", months=MONTHS, categories=CATEGORIES, crime=crime, asb=asb)["cg"]


def test_total_of_crime_leaves_antisocial_behaviour_out() -> None:
    found = monthly([("2025-06", "burglary", 2), ("2025-06", "drugs", 3), ("2025-06", "anti-social-behaviour", 70)])
    assert (found.crime[1], found.asb[1]) == (Recorded(5), Recorded(70))
    assert found.by_category["burglary"] == (None, 2)


def test_month_without_a_count_is_missing_with_its_state() -> None:
    not_yet = Supply(("supplied", "not_yet"), (None, None))
    found = monthly([("2025-05", "burglary", 0), ("2025-06", "burglary", None)], crime=not_yet)
    assert found.crime == (Recorded(0), Missing("not_yet"))


def test_nought_in_a_month_supplied_in_part_is_not_known() -> None:
    partial = Supply(("supplied_partial", "supplied_partial"), (None, None))
    found = monthly([("2025-05", "burglary", None), ("2025-06", "burglary", 4), ("2025-06", "drugs", None)], crime=partial)
    assert found.crime == (Missing("supplied_partial"), Recorded(4, partial=True))


def test_number_beside_a_month_nobody_supplied_stops_the_build() -> None:
    with pytest.raises(SchemaError, match="not_supplied"):
        monthly([("2025-06", "burglary", 1)], crime=Supply(("supplied", "not_supplied"), (None, None)))


def test_drawing_begins_at_the_first_figure_only_where_most_of_the_window_lies_before_it() -> None:
    def start(known_from: int) -> int:
        months = tuple(str(number) for number in range(12))
        figures = tuple(Recorded(1) if number >= known_from else Missing("not_supplied") for number in range(12))
        return Monthly(months, figures, figures, {}).start

    assert [start(0), start(6), start(7), start(12)] == [0, 0, 7, 0]


def test_newest_month_is_that_of_crime_before_that_of_antisocial_behaviour() -> None:
    none = Supply(("never", "withheld"), (None, None))
    early = Supply(("supplied_partial", "not_yet"), (None, None))
    assert newest_month(early, FULL) == 0
    assert newest_month(none, FULL) == 1
    assert newest_month(none, none) is None


def test_month_that_coverage_does_not_name_was_not_supplied() -> None:
    coverage = table("coverage", {"dataset": "crime", "force_id": "loamshire", "month": "2025-06", "state": "supplied"})
    assert read_supply(coverage, "loamshire", "crime", MONTHS).states == ("not_supplied", "supplied")


def test_category_without_an_entry_follows_under_its_own_name() -> None:
    categories = table("categories", {"category": "drugs", "name": "Drugs", "is_crime": True, "position": 0})
    series = table("neighbourhood_series", {"category": "cattle-rustling"}, {"category": "drugs"})
    assert [one.name for one in read_categories(categories, series)] == ["Drugs", "Cattle rustling"]
