"""Forces are counted over the same twelve months, those that supplied all of them alone, with people where they are known."""

from __future__ import annotations

import polars as pl
import pytest

from sitegen.facts.force_rates import force_rates
from sitegen.terms import ASB
from tests.artefacts.inputs import table

MONTHS = [f"2024-{number:02d}" for number in range(1, 13)] + [f"2025-{number:02d}" for number in range(1, 7)]

NO_BREAKS = table("breaks")


def series(**gaps: tuple[str, ...]) -> pl.DataFrame:
    """Ten burglaries and five reports of antisocial behaviour a month for every force, none in its months of `gaps`."""
    rows = []
    for force_id, missing in gaps.items():
        for month in MONTHS:
            state = "not_supplied" if month in missing else "supplied"
            for category, crimes in (("burglary", 10), (ASB, 5)):
                counted = crimes if state == "supplied" else None
                rows.append({"force_id": force_id, "month": month, "category": category, "crimes": counted, "state": state})
    return table("force_series", *rows)


def people(**forces: int) -> pl.DataFrame:
    return table("populations", *({"force_id": one, "people": number, "year": 2021, "kind": "district"} for one, number in forces.items()))


def rates(force_series: pl.DataFrame, populations: pl.DataFrame | None = None, breaks: pl.DataFrame = NO_BREAKS) -> list[tuple[object, ...]]:
    found = force_rates(force_series=force_series, populations=people(a=1000) if populations is None else populations, breaks=breaks, months=MONTHS)
    return found.select("force_id", "first_month", "last_month", "crimes", "people").rows()


def test_the_newest_year_is_counted_without_antisocial_behaviour_and_people_unknown_stay_unknown() -> None:
    assert rates(series(a=(), b=())) == [("a", "2024-07", "2025-06", 120, 1000), ("b", "2024-07", "2025-06", 120, None)]


def test_a_force_with_a_gap_is_left_out_where_two_thirds_have_none() -> None:
    assert [row[0] for row in rates(series(a=(), b=(), c=("2025-01",)))] == ["a", "b"]


def test_all_move_back_together_to_a_year_that_two_thirds_supplied() -> None:
    assert rates(series(a=(), b=("2025-05",))) == [("a", "2024-05", "2025-04", 120, 1000), ("b", "2024-05", "2025-04", 120, None)]


def test_the_railways_police_stand_beside_nobody() -> None:
    assert [row[0] for row in rates(series(a=(), btp=()))] == ["a"]


@pytest.mark.parametrize("months", [(), MONTHS[::2]])
def test_without_a_whole_year_there_is_nothing_to_compare(months: tuple[str, ...]) -> None:
    gaps = tuple(month for month in MONTHS if month not in months)
    assert rates(series(a=gaps)) == []


def test_the_range_holds_the_count() -> None:
    found = force_rates(force_series=series(a=()), populations=people(a=1000), breaks=NO_BREAKS, months=MONTHS).row(0, named=True)
    assert found["low"] < found["crimes"] < found["high"]


def test_no_range_is_made_up_where_the_year_before_is_hardly_known() -> None:
    found = force_rates(force_series=series(a=(), b=("2024-01",)), populations=people(a=1000), breaks=NO_BREAKS, months=MONTHS).rows_by_key(
        "force_id", named=True, unique=True
    )
    assert found["a"]["low"] is not None
    assert (found["b"]["low"], found["b"]["high"], found["b"]["crimes"]) == (None, None, 120)


def changed(month: str, force_id: str, dataset: str = "crime") -> pl.DataFrame:
    return table("breaks", {"month": month, "dataset": dataset, "force_id": force_id, "text": "It changed.", "label": "changed"})


def test_a_force_that_alone_changed_what_it_counts_within_the_year_has_no_row() -> None:
    assert [row[0] for row in rates(series(a=(), b=()), breaks=changed("2025-04", "b"))] == ["a"]
    assert [row[0] for row in rates(series(a=(), b=()), breaks=changed("2025-04", "b", "asb"))] == ["a", "b"]
    assert [row[0] for row in rates(series(a=(), b=()), breaks=changed("2025-04", "all"))] == ["a", "b"]


def test_the_year_before_a_change_says_nothing_of_how_months_scatter() -> None:
    def low(month: str) -> object:
        found = force_rates(force_series=series(a=()), populations=people(a=1000), breaks=changed(month, "all"), months=MONTHS)
        return found.row(0, named=True)["low"]

    assert low("2024-07") is None
    assert low("2024-01") is not None
