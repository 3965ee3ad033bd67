"""Rows are put in order and added up as polars would do it, only faster."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.tables.order import can_order, row_order, summed

SCHEMA = {"text": pl.String, "small": pl.Int32, "place": pl.Float64, "id": pl.UInt64, "flag": pl.Boolean, "crimes": pl.Int32}
ROWS = st.lists(
    st.tuples(
        st.none() | st.sampled_from(["", "Elm", "elm", "Ash Lane", "Ashes", "Ŷnys"]),
        st.none() | st.sampled_from([-(2**31), -1, 0, 7, 2**31 - 1]),
        st.none() | st.sampled_from([-1.5, -0.25, 0.0, 51.123456, 51.123457]),
        st.none() | st.sampled_from([0, 1, 2**63, 2**64 - 1]),
        st.none() | st.booleans(),
        st.integers(1, 9),
    ),
    max_size=40,
)
KEYS = ["text", "small", "place", "id", "flag"]


def table(rows: list[tuple[object, ...]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


@given(ROWS, st.permutations(KEYS), st.integers(1, 5))
def test_rows_stand_as_polars_sorts_them(rows: list[tuple[object, ...]], columns: list[str], width: int) -> None:
    made = table(rows).select(columns[:width])
    assert made[row_order(made)].equals(made.sort(made.columns, nulls_last=True))


@given(ROWS, st.permutations(KEYS), st.integers(1, 5))
def test_sums_are_those_of_a_group_by(rows: list[tuple[object, ...]], columns: list[str], width: int) -> None:
    by = columns[:width]
    expected = table(rows).group_by(by).agg(pl.col("crimes").sum()).sort(by, nulls_last=True)
    assert summed(table(rows), by, "crimes").equals(expected)


def test_many_distinct_texts_are_ordered_too() -> None:
    made = pl.DataFrame({"text": [f"{number * 7919 % 70_001:05}" for number in range(70_001)]})
    assert made[row_order(made)]["text"].is_sorted()


def test_nought_and_minus_nought_have_one_order() -> None:
    made = pl.DataFrame({"place": [0.0, -0.0, 0.0]})
    assert [str(place) for place in made[row_order(made)]["place"]] == ["-0.0", "0.0", "0.0"]


@pytest.mark.parametrize("column", [pl.Series([b"x"]), pl.Series([["x"]])])
def test_bytes_and_lists_have_no_order_here(column: pl.Series) -> None:
    assert not can_order(column.to_frame())
    assert can_order(table([]))
