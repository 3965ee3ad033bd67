"""A file of which nothing, or too little, could be used is told to the operator; one with a few bad rows is not."""

from __future__ import annotations

from dataclasses import fields

import polars as pl

from sitegen.facts.quality import QualityTables, note_files
from sitegen.tables.schema import QUALITY_TABLE

EMPTY = pl.DataFrame(schema=QUALITY_TABLE.types)


def lines(*rows: tuple[str, str, str, str, int, int | None], among: str = "postcode_quality") -> list[str]:
    tables = dict.fromkeys([one.name for one in fields(QualityTables)], EMPTY)
    tables[among] = pl.DataFrame(rows, schema=QUALITY_TABLE.types, orient="row")
    told: list[str] = note_files(tables=QualityTables(**tables), quality={"share": 0.05, "least": 20})["line"].to_list()
    return told


def test_a_file_of_which_nothing_was_counted_is_named_with_its_reasons() -> None:
    assert lines(
        ("postcodes", "postcodes/np.csv", "set-aside", "other-area", 3, 7),
        ("postcodes", "postcodes/np.csv", "set-aside", "no-position", 1, 7),
        ("postcodes", "postcodes/np.csv", "counted", "counted", 0, None),
    ) == ["postcodes/np.csv: nothing in it could be used (no-position, other-area)"]


def test_a_file_that_gave_one_row_or_has_none_is_not_named() -> None:
    assert not lines(
        ("postcodes", "postcodes/np.csv", "set-aside", "other-area", 3, 7),
        ("postcodes", "postcodes/np.csv", "counted", "counted", 1, None),
        ("postcodes", "postcodes/le.csv", "counted", "counted", 0, None),
    )


def test_a_street_file_without_rows_is_named() -> None:
    rows = (
        ("street", "archive/2025-05/2025-05-gwent-street.csv", "counted", "counted", 0, None),
        ("street", "archive/2025-06/2025-06-gwent-street.csv", "counted", "counted", 1, None),
        ("street", "archive/2025-07/2025-07-gwent-street.csv", "counted", "counted", 0, None),
        ("street", "archive/2025-07/2025-07-gwent-street.csv", "set-aside", "known-issue", 14, None),
    )
    assert lines(*rows, among="street_quality") == [
        "archive/2025-05/2025-05-gwent-street.csv: has no rows, so its month is not supplied; download it again if it should have some"
    ]
    assert not lines(*rows, among="stop_quality")


def test_a_reason_that_takes_more_of_a_file_than_allowed_is_told_with_its_first_row() -> None:
    assert lines(
        ("postcodes", "postcodes/np.csv", "set-aside", "no-position", 1300, 12),
        ("postcodes", "postcodes/np.csv", "set-aside", "other-area", 19, 7),
        ("postcodes", "postcodes/np.csv", "counted", "counted", 700, None),
    ) == [
        "postcodes/np.csv row 12: 1,300 of 2,019 rows set aside as no-position, more than the 5% that quality.share allows; "
        "check the file's name, columns and coordinates"
    ]
