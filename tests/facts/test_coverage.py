"""Missing is never zero: every state has its evidence, and a zero needs proof of supply."""

from __future__ import annotations

import polars as pl
import pytest

from sitegen.facts.coverage import STATES, cover, known_counts
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import Month
from tests.calls import called

MONTHS = ["2025-04", "2025-05", "2025-06"]
FORCES = ["btp", "loamshire", "northern-ireland"]


def supply(*rows: tuple[str, str, str, int]) -> pl.DataFrame:
    """Dataset, force, month and size."""
    return pl.DataFrame(
        [(dataset, force, month, f"{month}-{force}.csv", None, False, size) for dataset, force, month, size in rows],
        schema=SCHEMAS["supply"].types,
        orient="row",
    )


def counts(*rows: tuple[str, str, str, int]) -> pl.DataFrame:
    return pl.DataFrame(
        [(force, month, category, number, 0) for force, month, category, number in rows], schema=SCHEMAS["force_counts"].types, orient="row"
    )


def issues(*rows: tuple[str, str, str, str | None, str]) -> pl.DataFrame:
    return pl.DataFrame(
        [(force, dataset, first, last, state, "text", "", "2025-07", None) for force, dataset, first, last, state in rows],
        schema=SCHEMAS["known_issues"].types,
        orient="row",
    )


def state(table: pl.DataFrame, dataset: str, month: str, force: str = "loamshire") -> tuple[str, str | None]:
    row = table.filter(pl.col("dataset") == dataset, pl.col("month") == month, pl.col("force_id") == force).select("state", "reason").rows()
    assert len(row) == 1
    return (str(row[0][0]), row[0][1])


def quality(*rows: tuple[str, str, int], dataset: str = "street") -> pl.DataFrame:
    """File, kind and rows."""
    return pl.DataFrame(
        [(dataset, file, kind, kind, number, None) for file, kind, number in rows], schema=SCHEMAS["street_quality"].types, orient="row"
    )


def copied_months(files: pl.DataFrame) -> pl.DataFrame:
    """As if the one release had a street file of every month, and every force in it."""
    others = pl.DataFrame([("street", month) for month in MONTHS], schema={"dataset": pl.String, "month": pl.String}, orient="row")
    held = pl.concat([files.select("dataset", "month"), others]).unique()
    return held.join(pl.DataFrame({"force_id": FORCES}), how="cross").select("dataset", "force_id", "month")


def loamshire(
    *,
    files: pl.DataFrame,
    rows: pl.DataFrame,
    known: pl.DataFrame | None = None,
    months: list[str] = MONTHS,
    aside: pl.DataFrame | None = None,
    outcomes: pl.DataFrame | None = None,
    searches: pl.DataFrame | None = None,
    withdrawn: pl.DataFrame | None = None,
) -> pl.DataFrame:
    return called(
        cover,
        supply=files,
        copied_months=copied_months(files),
        force_counts=rows,
        known_issues=issues() if known is None else known,
        withdrawn=pl.DataFrame(schema=SCHEMAS["withdrawn"].types) if withdrawn is None else withdrawn,
        street_quality=quality() if aside is None else aside,
        outcome_quality=quality() if outcomes is None else outcomes,
        stop_quality=quality() if searches is None else searches,
        months=months,
        force_ids=FORCES,
        quality={"share": 0.05, "least": 20},
        fragment={"share": 0.2, "least": 100},
    )


def test_a_file_with_rows_is_supplied() -> None:
    table = loamshire(files=supply(("street", "loamshire", "2025-05", 900)), rows=counts(("loamshire", "2025-05", "drugs", 3)))
    assert state(table, "crime", "2025-05") == ("supplied", None)


def test_a_file_without_asb_rows_supplies_no_asb() -> None:
    table = loamshire(files=supply(("street", "loamshire", "2025-05", 900)), rows=counts(("loamshire", "2025-05", "drugs", 3)))
    assert state(table, "asb", "2025-05") == ("not_supplied", "file-without-asb")


def test_a_file_of_asb_alone_supplies_no_crime() -> None:
    table = loamshire(files=supply(("street", "loamshire", "2025-05", 900)), rows=counts(("loamshire", "2025-05", "anti-social-behaviour", 3)))
    assert state(table, "crime", "2025-05") == ("not_supplied", "file-without-crime")
    assert state(table, "asb", "2025-05") == ("supplied", None)


@pytest.mark.parametrize(("aside", "expected"), [(5, ("supplied", None)), (6, ("supplied_partial", "rows-set-aside"))])
def test_a_file_with_many_rows_set_aside_is_a_part(aside: int, expected: tuple[str, str | None]) -> None:
    table = loamshire(
        files=supply(("street", "loamshire", "2025-05", 900)),
        rows=counts(("loamshire", "2025-05", "drugs", 100 - aside)),
        aside=quality(("2025-05-loamshire.csv", "counted", 100 - aside), ("2025-05-loamshire.csv", "set-aside", aside)),
    )
    assert state(table, "crime", "2025-05") == expected


@pytest.mark.parametrize(("size", "reason"), [(0, "empty-file"), (150, "file-without-rows")])
def test_a_missing_an_empty_and_a_header_only_file_are_told_apart(size: int, reason: str) -> None:
    files = supply(("street", "loamshire", "2025-04", size), ("street", "loamshire", "2025-06", 900))
    table = loamshire(files=files, rows=counts(("loamshire", "2025-06", "drugs", 1)))
    assert state(table, "crime", "2025-04") == ("not_supplied", reason)
    assert state(table, "crime", "2025-05") == ("not_supplied", None)


OUTCOMES = supply(("outcomes", "loamshire", "2025-05", 900))
NO_COUNTS = counts()


def outcome_file(counted: int, aside: int = 0) -> pl.DataFrame:
    kinds = (("counted", counted), ("set-aside", aside), ("noted", counted))
    return quality(*(("2025-05-loamshire.csv", kind, rows) for kind, rows in kinds if rows), dataset="outcomes")


@pytest.mark.parametrize(
    ("counted", "aside", "expected"),
    [
        (1, 0, ("supplied", None)),
        (95, 5, ("supplied", None)),
        (94, 6, ("supplied_partial", "rows-set-aside")),
        (0, 1, ("not_supplied", "file-without-rows")),
        (0, 0, ("not_supplied", "file-without-rows")),
    ],
)
def test_outcomes_are_supplied_by_their_rows_not_by_the_size_of_their_file(counted: int, aside: int, expected: tuple[str, str | None]) -> None:
    assert state(loamshire(files=OUTCOMES, rows=NO_COUNTS, outcomes=outcome_file(counted, aside)), "outcomes", "2025-05") == expected


def test_an_empty_an_absent_and_an_awaited_outcomes_file_are_told_apart() -> None:
    files = supply(("outcomes", "loamshire", "2025-05", 900), ("outcomes", "btp", "2025-05", 0))
    table = loamshire(files=files, rows=NO_COUNTS, outcomes=outcome_file(9))
    assert state(table, "outcomes", "2025-05", force="btp") == ("not_supplied", "empty-file")
    assert state(table, "outcomes", "2025-04") == ("not_in_copy", "not-in-this-copy")
    assert state(table, "outcomes", "2025-06") == ("not_yet", "not-in-this-copy")


def test_outcomes_known_to_be_unreliable_are_a_part() -> None:
    known = issues(("loamshire", "outcomes", "2022-11", None, "supplied_partial"))
    table = loamshire(files=OUTCOMES, rows=NO_COUNTS, known=known, outcomes=outcome_file(9))
    assert state(table, "outcomes", "2025-05") == ("supplied_partial", "known-issue")


def test_a_force_that_never_gives_outcomes_is_never_supplied_by_a_file_without_rows() -> None:
    table = loamshire(files=OUTCOMES, rows=NO_COUNTS, known=issues(("loamshire", "outcomes", "2011-09", None, "never")))
    assert state(table, "outcomes", "2025-05") == ("never", "known-issue")


def test_the_rows_of_street_crime_are_no_evidence_of_outcomes() -> None:
    table = loamshire(files=OUTCOMES, rows=counts(("loamshire", "2025-05", "drugs", 3)))
    assert state(table, "outcomes", "2025-05") == ("not_supplied", "file-without-rows")


@pytest.mark.parametrize(
    ("dataset", "force", "first"),
    [
        ("crime", "loamshire", "2010-12"),
        ("asb", "loamshire", "2010-12"),
        ("crime", "northern-ireland", "2011-09"),
        ("asb", "northern-ireland", "2011-09"),
        ("outcomes", "loamshire", "2012-01"),
        ("stops", "loamshire", "2014-04"),
    ],
)
def test_each_dataset_applies_from_its_first_month(dataset: str, force: str, first: str) -> None:
    before = str(Month.parse(first).plus(-1))
    table = loamshire(files=supply(), rows=NO_COUNTS, months=[before, first])
    assert state(table, dataset, before, force) == ("not_applicable", None)
    assert state(table, dataset, first, force) == ("not_in_copy", "not-in-this-copy")


@pytest.mark.parametrize(("counted", "expected"), [(3, ("supplied", None)), (0, ("not_supplied", "file-without-rows"))])
def test_stops_are_supplied_by_rows_and_not_by_a_header(counted: int, expected: tuple[str, str | None]) -> None:
    searches = quality(*[("2025-05-loamshire.csv", "counted", counted)] * (counted > 0), dataset="stop-and-search")
    table = loamshire(files=supply(("stop-and-search", "loamshire", "2025-05", 250)), rows=counts(), searches=searches)
    assert state(table, "stops", "2025-05") == expected


def test_the_newest_month_is_awaited_where_the_month_before_came() -> None:
    table = loamshire(files=supply(("street", "loamshire", "2025-05", 900)), rows=counts(("loamshire", "2025-05", "drugs", 1)))
    assert state(table, "crime", "2025-06") == ("not_yet", None)
    assert state(table, "crime", "2025-06", force="btp") == ("not_supplied", None)


def test_a_known_fault_marks_a_supplied_month_as_partial() -> None:
    table = loamshire(
        files=supply(("street", "loamshire", "2025-05", 900)),
        rows=counts(("loamshire", "2025-05", "drugs", 1)),
        known=issues(("loamshire", "crime", "2025-05", None, "supplied_partial")),
    )
    assert state(table, "crime", "2025-05") == ("supplied_partial", "known-issue")
    assert state(table, "crime", "2025-06") == ("not_yet", None)


def test_what_a_force_never_gives_is_said_as_never() -> None:
    table = loamshire(files=supply(), rows=counts(), known=issues(("btp", "asb", "2010-12", None, "never")))
    assert state(table, "asb", "2025-05", force="btp") == ("never", "known-issue")


def test_a_dataset_this_copy_does_not_hold_says_so() -> None:
    table = loamshire(files=supply(("street", "loamshire", "2025-05", 900)), rows=counts(("loamshire", "2025-05", "drugs", 1)))
    assert state(table, "stops", "2025-04") == ("not_in_copy", "not-in-this-copy")


def test_months_before_a_dataset_began_are_not_applicable() -> None:
    table = loamshire(files=supply(), rows=counts(), months=["2011-12", "2012-01"])
    assert state(table, "outcomes", "2011-12") == ("not_applicable", None)
    assert state(table, "crime", "2011-12") == ("not_in_copy", "not-in-this-copy")


def test_a_file_older_than_the_window_is_out_of_window() -> None:
    files = supply(("street", "loamshire", "2014-01", 900), ("street", "loamshire", "2025-05", 900))
    table = loamshire(files=files, rows=counts(("loamshire", "2025-05", "drugs", 1)))
    assert state(table, "crime", "2014-01") == ("out_of_window", None)


def grid(*states: str) -> pl.DataFrame:
    return pl.DataFrame({"month": [f"2025-0{i}" for i in range(1, len(states) + 1)], "state": list(states)})


def test_a_zero_needs_evidence_of_supply() -> None:
    absent = pl.DataFrame(schema={"month": pl.String, "crimes": pl.Int32})
    table = known_counts(counts=absent, grid=grid(*STATES), values=("crimes",))
    shown = dict(zip(table["state"], table["crimes"], strict=True))
    assert {state for state, value in shown.items() if value is not None} == {"supplied"}
    assert shown["supplied"] == 0


def test_a_count_in_a_month_not_supplied_is_not_shown() -> None:
    counted = pl.DataFrame({"month": ["2025-01", "2025-02", "2025-03"], "crimes": [4, 5, 6]}, schema={"month": pl.String, "crimes": pl.Int32})
    table = known_counts(counts=counted, grid=grid("supplied", "supplied_partial", "not_supplied"), values=("crimes",))
    assert table["crimes"].to_list() == [4, 5, None]
