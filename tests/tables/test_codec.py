"""A table has one form on disk, whatever order its rows came in."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.errors import SchemaError
from sitegen.tables import codec
from sitegen.tables.schemas import SCHEMAS

TYPES = SCHEMAS["force_counts"].types
ROWS = [("a", "2025-01", "drugs", 1, 0), ("a", "2025-02", "drugs", 2, 1), ("b", "2025-01", "burglary", 3, 0), ("b", "2025-01", "drugs", 3, 0)]


def table(rows: list[tuple[str, str, str, int, int]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=TYPES, orient="row")


@given(st.permutations(ROWS))
def test_the_order_of_rows_does_not_reach_the_bytes(rows: list[tuple[str, str, str, int, int]]) -> None:
    assert codec.encode("force_counts", table(rows)) == codec.encode("force_counts", table(ROWS))


def test_slices_and_filters_leave_no_trace_in_the_bytes() -> None:
    wide = table([*ROWS, ("c", "2025-01", "drugs", 9, 9)])
    assert codec.encode("force_counts", wide.filter(pl.col("force_id") != "c")) == codec.encode("force_counts", table(ROWS))


def test_what_is_stored_comes_back() -> None:
    assert codec.decode("force_counts", [codec.encode("force_counts", table(ROWS))]).equals(table(ROWS))


@pytest.mark.parametrize("rows", [[], ROWS[:1], [ROWS[2], ROWS[2]], [("a", "2025-01", "drugs", 1, 0), ("a", "2025-01", "tŷ, " + "\n", 1, 0)]])
def test_a_table_with_few_or_equal_rows_comes_back(rows: list[tuple[str, str, str, int, int]]) -> None:
    assert codec.decode("force_counts", [codec.encode("force_counts", table(rows))]).equals(table(rows))


def test_every_kind_of_table_comes_back_when_empty_and_with_one_row_of_nulls() -> None:
    for name, schema in SCHEMAS.items():
        for rows in ([], [[None] * len(schema.types)]):
            made = pl.DataFrame(rows, schema=schema.types, orient="row")
            assert codec.decode(name, [codec.encode(name, made)]).equals(made), name


def test_parts_of_one_value_each_are_put_together() -> None:
    parts = [codec.encode("force_counts", table([row])) for row in ROWS]
    assert codec.decode("force_counts", parts).equals(table(ROWS))


def test_no_parts_make_an_empty_table_with_its_columns() -> None:
    assert dict(codec.decode("force_counts", []).schema) == TYPES


def test_a_table_that_breaks_its_schema_is_refused() -> None:
    with pytest.raises(SchemaError, match="force_counts"):
        codec.encode("force_counts", table(ROWS).with_columns(pl.col("crimes").cast(pl.Int64)))


def test_a_split_table_has_a_part_for_each_value_in_order() -> None:
    parts = codec.split("force_counts", table(ROWS[::-1]), "force_id")
    assert [(key, part.height) for key, part in parts.items()] == [("a", 2), ("b", 2)]


def test_every_column_has_a_meaning_and_every_sort_key_exists() -> None:
    for name, schema in SCHEMAS.items():
        assert set(schema.sort) <= set(schema.types), name
        assert all(column.meaning for column in schema.columns), name
