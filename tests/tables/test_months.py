"""Months in columns are numbers of which one less another is an age."""

import polars as pl

from sitegen.tables.months import month_number


def test_one_month_less_another_is_its_age() -> None:
    table = pl.DataFrame({"release": ["2026-01", "2025-12", "2024-02"], "month": ["2025-12", "2025-12", "2022-11"]})
    assert table.select(month_number("release") - month_number("month"))["release"].to_list() == [1, 0, 15]
    assert table.select(month_number("month")).dtypes == [pl.Int32]
