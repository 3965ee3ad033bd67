"""Every row of a file is counted or set aside under a name."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from sitegen.errors import InputError
from sitegen.tables.quality import first_reason, refuse_over_budget, tally

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


def test_a_file_over_budget_stops_with_file_row_and_reason() -> None:
    bad = rows(*[(None, None)] * 80, *[("coordinates-swapped", None)] * 20)
    with pytest.raises(InputError, match=r"a\.csv row 82: 20 of 100 rows set aside as coordinates-swapped"):
        refuse_over_budget(dataset="street", rows=bad, share=0.05, least=20)


@pytest.mark.parametrize(("good", "bad"), [(81, 19), (980, 20)])
def test_a_few_bad_rows_do_not_stop_the_build(good: int, bad: int) -> None:
    refuse_over_budget(dataset="street", rows=rows(*[(None, None)] * good, *[("category-empty", None)] * bad), share=0.05, least=20)


def test_a_row_has_the_first_of_its_reasons_or_none() -> None:
    reasons = {"month-unreadable": np.array([False, True, False]), "category-empty": np.array([True, True, False])}
    assert first_reason("problem", 3, reasons).to_list() == ["category-empty", "month-unreadable", None]
    assert first_reason("problem", 2, {"category-empty": np.array([False, False])}).to_list() == [None, None]
