"""A file of which nothing could be used is told to the operator, one that gave something is not."""

from __future__ import annotations

import inspect

import polars as pl

from sitegen.facts.quality import note_useless_files
from sitegen.tables.schema import QUALITY_TABLE

EMPTY = pl.DataFrame(schema=QUALITY_TABLE.types)


def lines(*rows: tuple[str, str, str, str, int]) -> list[str]:
    tables = dict.fromkeys(inspect.signature(note_useless_files).parameters, EMPTY)
    tables["postcode_quality"] = pl.DataFrame(rows, schema=QUALITY_TABLE.types, orient="row")
    return note_useless_files(**tables)["line"].to_list()


def test_a_file_of_which_nothing_was_counted_is_named_with_its_reasons() -> None:
    assert lines(
        ("postcodes", "postcodes/np.csv", "set-aside", "other-area", 3),
        ("postcodes", "postcodes/np.csv", "set-aside", "no-position", 1),
        ("postcodes", "postcodes/np.csv", "counted", "counted", 0),
    ) == ["postcodes/np.csv: nothing in it could be used (no-position, other-area)"]


def test_a_file_that_gave_one_row_or_has_none_is_not_named() -> None:
    assert not lines(
        ("postcodes", "postcodes/np.csv", "set-aside", "other-area", 300),
        ("postcodes", "postcodes/np.csv", "counted", "counted", 1),
        ("postcodes", "postcodes/le.csv", "counted", "counted", 0),
    )
