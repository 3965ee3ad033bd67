"""Outcomes: one force's month of `*-outcomes.csv` as rows with the crime's id and the month of the outcome."""

import polars as pl

from sitegen.raw import RawFile
from sitegen.sources.archive_files import check_columns, crime_ids, is_misfiled, is_month, is_unreadable_id
from sitegen.sources.csv_files import first_line, read_text
from sitegen.sources.set_aside import first_that_holds, read_each
from sitegen.tables.labels import codes_of, replace_with
from sitegen.tables.schemas import SCHEMAS

_COLUMNS = {"id": "Crime ID", "month_text": "Month", "force_name": "Falls within", "label": "Outcome type"}


def read_outcomes(
    *, force_id: str, month: str, outcome_files: tuple[RawFile, ...], outcome_kinds: pl.DataFrame, force_names: pl.DataFrame
) -> pl.DataFrame:
    """Every row of the file: those that count, and those set aside with a `problem` and their line.

    An id may stand in several rows: each is an outcome of its own. Reasons: `line-malformed`, `month-unreadable`,
    `outcome-empty`; notes: `force-differs` (the file is another force's throughout), `outcome-unknown` (kept as its own
    slug), `month-differs` (the row's month is kept), `crime-id-unreadable`, `crime-id-empty`, `text-recoded`. Rows come in the
    order of the file. A file with nothing in it gives no rows; one that is no outcomes file gives one, set aside as
    `file-not-text`, `header-unreadable`, `column-missing` or `another-kind-of-file`.
    """
    types = SCHEMAS["outcomes"].types
    return read_each(types, outcome_files, lambda file: _read(force_id, month, file, outcome_kinds, force_names), force_id=force_id, month=month)


def _read(force_id: str, month: str, file: RawFile, outcome_kinds: pl.DataFrame, force_names: pl.DataFrame) -> pl.DataFrame:
    header = first_line(file)
    if not header:
        return pl.DataFrame(schema=SCHEMAS["outcomes"].types)
    check_columns(file.name, header, _COLUMNS.values(), kind="outcomes")
    rows = read_text(file, {name: header.index(title) for name, title in _COLUMNS.items()}, width=len(header), header=True)
    codes = codes_of(rows["label"], outcome_kinds, "outcome")
    coded = rows.lazy().with_columns(
        crime_ids(rows["id"]).alias("crime_id"),
        replace_with("label", codes, "code").alias("outcome"),
        replace_with("label", codes, "is_known").alias("is_known"),
        pl.when(is_month(pl.col("month_text"))).then("month_text").alias("outcome_month"),
    )
    here = (pl.lit(force_id).alias("force_id"), pl.lit(month).alias("month"), pl.lit(file.name).alias("file"))
    return _judge(coded, month, misfiled=is_misfiled(rows["force_name"], force_id, force_names)).with_columns(*here).collect()


def _judge(rows: pl.LazyFrame, month: str, *, misfiled: bool) -> pl.LazyFrame:
    """With problem, note and line."""
    problems = {
        "line-malformed": pl.col("malformed"),
        "month-unreadable": pl.col("outcome_month").is_null(),
        "outcome-empty": pl.col("outcome").is_null(),
    }
    notes = {
        "force-differs": pl.lit(misfiled),
        "outcome-unknown": ~pl.col("is_known"),
        "month-differs": pl.col("outcome_month") != month,
        "crime-id-unreadable": is_unreadable_id(pl.col("id"), pl.col("crime_id")),
        "crime-id-empty": pl.col("crime_id").is_null(),
        "text-recoded": pl.col("recoded"),
    }
    return (
        rows.with_columns(first_that_holds(problems).alias("problem"))
        .with_columns(pl.when(pl.col("problem").is_null()).then(first_that_holds(notes)).alias("note"))
        .with_columns(pl.when(pl.col("problem").is_not_null() | pl.col("note").is_not_null()).then("line").alias("row"))
    )
