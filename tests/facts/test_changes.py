"""Tests of sitegen.facts.changes: a year against the year before, and no change claimed where chance explains it."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from sitegen.facts.changes import neighbourhood_changes
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import ASB, Month, months_between
from tests.artefacts.inputs import table as rows_of

MONTHS = [str(month) for month in months_between(Month(2023, 7), Month(2025, 6))]


def series(numbers: Sequence[int | None], category: str = "burglary", place: str = "K1", first: str = "2023-07") -> pl.DataFrame:
    start = Month.parse(first)
    rows = [
        ("kent", place, str(start.plus(at)), category, count, "not_supplied" if count is None else "supplied") for at, count in enumerate(numbers)
    ]
    return pl.DataFrame(rows, schema=SCHEMAS["neighbourhood_series"].types, orient="row")


def located(numbers: Sequence[int], places: Sequence[str], x: int, category: str = "burglary") -> pl.DataFrame:
    """So many crimes at one point each month, a row for each of the neighbourhoods that hold it."""
    rows = [
        {
            "month": month, "force_id": "kent", "neighbourhood_id": place, "x": x, "y": 1, "recorded_by": "kent", "category": category,
            "crimes": crimes,
        }
        for month, crimes in zip(MONTHS, numbers, strict=True)
        for place in places
    ]  # fmt: skip
    return rows_of("located_counts", *rows)


def changed(month: str, category: str | None = None, dataset: str = "crime", force_id: str = "all") -> pl.DataFrame:
    row = {"month": month, "dataset": dataset, "category": category, "force_id": force_id, "text": "It changed.", "label": "changed"}
    return rows_of("breaks", row)


NOWHERE, UNCHANGED, UNMOVED, STEADY = rows_of("located_counts"), rows_of("breaks"), rows_of("located_shares"), rows_of("recording_steps")


def changes(
    table: pl.DataFrame,
    months: list[str] = MONTHS,
    located_counts: pl.DataFrame = NOWHERE,
    breaks: pl.DataFrame = UNCHANGED,
    located_shares: pl.DataFrame = UNMOVED,
    recording_steps: pl.DataFrame = STEADY,
) -> dict[tuple[str | None, str], dict[str, object]]:
    found = neighbourhood_changes(
        force_id="kent", neighbourhood_series=table, located_counts=located_counts, located_shares=located_shares, breaks=breaks,
        recording_steps=recording_steps, months=months,
    )  # fmt: skip
    assert dict(found.schema) == SCHEMAS["neighbourhood_changes"].types
    return {(row["neighbourhood_id"], row["category"]): row for row in found.iter_rows(named=True)}


def test_a_month_of_which_another_share_has_a_location_is_not_compared() -> None:
    rows = [("kent", "crime", month, 100, 9, month != "2025-03") for month in MONTHS[12:]]
    moved = pl.DataFrame(rows, schema=SCHEMAS["located_shares"].types, orient="row")
    found = changes(pl.concat([series([1] * 24), series([1] * 24, category=ASB)]), located_shares=moved)
    assert {category: row["months"] for (place, category), row in found.items() if place} == {"burglary": 11, "crime": 11, ASB: 12}
    assert "2025-03" not in str(found["K1", "burglary"]["compared"])


def test_the_newest_twelve_months_stand_against_the_same_months_a_year_before() -> None:
    row = changes(series([10] * 12 + [20] * 12))["K1", "burglary"]
    assert (row["months"], row["before"], row["now"], row["last_month"]) == (12, 120, 240, "2025-06")
    assert row["verdict"] == "more"


def test_a_month_missing_in_one_year_is_left_out_of_both() -> None:
    numbers: list[int | None] = [*[10] * 12, *[20] * 12]
    numbers[3] = None
    row = changes(series(numbers))["K1", "burglary"]
    assert (row["months"], row["before"], row["now"]) == (11, 110, 220)


def test_with_fewer_than_nine_pairs_of_months_nothing_is_compared() -> None:
    assert changes(series([*[None] * 4, *[10] * 8, *[20] * 12])) == {}
    assert changes(series([*[None] * 3, *[10] * 9, *[20] * 12])) != {}
    assert changes(series([10] * 12, first="2024-07"), MONTHS[12:]) == {}


def test_antisocial_behaviour_is_no_part_of_crime_and_all_neighbourhoods_together_have_a_row() -> None:
    tables = [series([5] * 24), series([50] * 24, "anti-social-behaviour"), series([7] * 24, place="K2")]
    places = [located([5] * 24, ["K1"], 1), located([50] * 24, ["K1"], 1, "anti-social-behaviour"), located([7] * 24, ["K2"], 2)]
    found = changes(pl.concat(tables), located_counts=pl.concat(places))
    assert found["K1", "crime"]["now"] == 60
    assert found[None, "crime"]["now"] == 144
    assert found[None, "anti-social-behaviour"]["now"] == 600


def test_together_a_crime_in_two_neighbourhoods_counts_once() -> None:
    both = pl.concat([located([5] * 24, ["K1", "K2"], 1), located([2] * 24, ["K2"], 2), located([9] * 24, ["elsewhere"], 3)])
    found = changes(pl.concat([series([5] * 24), series([7] * 24, place="K2")]), located_counts=both)
    assert (found["K1", "crime"]["now"], found["K2", "crime"]["now"]) == (60, 84)
    assert (found[None, "crime"]["now"], found[None, "crime"]["before"]) == (84, 84)


def test_months_that_a_change_of_definition_parts_are_not_compared() -> None:
    row = changes(series([10] * 24), breaks=changed("2025-04"))["K1", "crime"]
    assert (row["months"], row["now"], row["before"]) == (9, 90, 90)
    assert row["compared"] == " ".join(MONTHS[12:21])
    assert changes(series([10] * 24), breaks=changed("2024-10")) == {}


def test_a_changed_category_parts_itself_and_the_whole_and_no_other() -> None:
    table = pl.concat([series([10] * 24), series([10] * 24, "robbery"), series([10] * 24, "anti-social-behaviour")])
    found = changes(table, breaks=changed("2025-04", "robbery"))
    assert {category: row["months"] for (place, category), row in found.items() if place == "K1"} == {
        "burglary": 12, "robbery": 9, "crime": 9, "anti-social-behaviour": 12,
    }  # fmt: skip


def test_a_change_of_another_force_or_data_set_parts_nothing() -> None:
    for breaks in (changed("2025-04", force_id="essex"), changed("2025-04", dataset="outcomes"), changed("2025-04", dataset="asb")):
        assert changes(series([10] * 24), breaks=breaks)["K1", "crime"]["months"] == 12


def test_a_place_whose_quarters_jump_about_has_more_dispersion_than_a_steady_one() -> None:
    steady = changes(series([10] * 24))["K1", "burglary"]
    jumping = changes(series([1, 1, 1, 19, 19, 19] * 2 + [19, 19, 19, 1, 1, 1] * 2))["K1", "burglary"]
    assert jumping["now"] == steady["now"] == 120
    assert float(str(jumping["dispersion"])) > 4 > float(str(steady["dispersion"]))


def test_a_year_without_a_crime_is_as_uncertain_as_the_force_s_other_places() -> None:
    jumping = [3, 3, 3, 30, 30, 30] * 2 + [30, 30, 30, 3, 3, 3] * 2
    found = changes(pl.concat([*(series(jumping, place=f"K{at}") for at in range(9)), series([0] * 24, place="empty")]))
    row = found["empty", "burglary"]
    assert (row["verdict"], row["p"]) == ("few", None)
    assert float(str(row["dispersion"])) > 1.5


def test_all_neighbourhoods_together_are_not_judged() -> None:
    row = changes(series([10] * 12 + [20] * 12), located_counts=located([10] * 12 + [20] * 12, ["K1"], 1))[None, "crime"]
    assert (row["now"], row["verdict"], row["p"], row["visible"]) == (240, None, None, None)


def test_across_a_step_of_the_force_s_series_there_is_no_verdict() -> None:
    step = {"force_id": "kent", "category": "burglary", "month": "2025-04", "before": 43, "after": 82, "moved": 9, "places": 9}
    table = pl.concat([series([10] * 21 + [40] * 3), series([10] * 12 + [20] * 12, "robbery"), series([1] * 24, place="K2")])
    found = changes(table, recording_steps=rows_of("recording_steps", step))
    assert (found["K1", "burglary"]["verdict"], found["K1", "burglary"]["step"]) == ("stepped", "2025-04")
    assert (found["K1", "robbery"]["verdict"], found["K1", "robbery"]["step"]) == ("more", None)
    assert changes(table, recording_steps=rows_of("recording_steps", {**step, "month": "2023-07"}))["K1", "burglary"]["step"] is None


def test_the_order_of_the_rows_read_changes_nothing() -> None:
    tables = [series([at % (3 + one) + one for at in range(24)], place=f"K{one}") for one in range(9)]
    assert changes(pl.concat(tables)) == changes(pl.concat(tables[::-1]))
