"""Every row of a file is counted or set aside under a name."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from sitegen.tables.quality import first_reason, over_budget, tally

SCHEMA = {"file": pl.String, "row": pl.Int32, "problem": pl.String, "note": pl.String}


def rows(*kinds: tuple[str | None, str | None], file: str = "a.csv") -> pl.DataFrame:
    return pl.DataFrame([(file, i + 2, problem, note) for i, (problem, note) in enumerate(kinds)], schema=SCHEMA, orient="row")


def test_counted_and_set_aside_add_up_to_the_rows_of_the_file() -> None:
    table = tally(dataset="street", rows=rows((None, None), (None, "month-differs"), ("category-empty", None)))
    assert table.select("kind", "reason", "rows").rows() == [
        ("counted", "counted", 2),
        ("noted", "month-differs", 1),
        ("set-aside", "category-empty", 1),
    ]
    assert table.filter(pl.col("kind") != "noted")["rows"].sum() == 3


def judged(good: int, bad: int, reason: str = "coordinates-swapped") -> list[tuple[str, int, int, int]]:
    """Reason, rows, rows of the file and the first of them, for each line over a budget of 5 % and 20 rows."""
    table = tally(dataset="street", rows=rows(*[(None, None)] * good, *[(reason, None)] * bad))
    return over_budget(table, share=0.05, least=20).select("reason", "rows", "of", "first_row").rows()


def test_a_reason_that_takes_much_of_a_file_is_over_budget_and_its_first_row_known() -> None:
    assert judged(80, 20) == [("coordinates-swapped", 20, 100, 82)]


@pytest.mark.parametrize(("good", "bad"), [(81, 19), (980, 20)])
def test_a_few_bad_rows_are_within_the_budget(good: int, bad: int) -> None:
    assert judged(good, bad) == []


@pytest.mark.parametrize("reason", ["not-a-settlement", "misfiled", "column-missing"])
def test_no_budget_applies_to_what_is_expected_or_told_elsewhere(reason: str) -> None:
    assert judged(0, 100, reason) == []


def test_a_row_has_the_first_of_its_reasons_or_none() -> None:
    reasons = {"month-unreadable": np.array([False, True, False]), "category-empty": np.array([True, True, False])}
    assert first_reason("problem", 3, reasons).to_list() == ["category-empty", "month-unreadable", None]
    assert first_reason("problem", 2, {"category-empty": np.array([False, False])}).to_list() == [None, None]
