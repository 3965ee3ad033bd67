"""Outcomes: one force's month of `*-outcomes.csv` as rows with the crime's id and the month of the outcome."""

import polars as pl

from sitegen.errors import InputError
from sitegen.raw import RawFile
from sitegen.sources.archive_files import check_columns, crime_ids, is_misfiled, is_month, is_unreadable_id
from sitegen.sources.csv_files import first_line, read_text
from sitegen.tables.labels import codes_of, replace_with
from sitegen.tables.quality import file_aside
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
    schema = SCHEMAS["outcomes"].types
    tables = []
    for file in outcome_files:
        try:
            tables.append(_read(force_id, month, file, outcome_kinds, force_names).select(*schema))
        except InputError as error:
            tables.append(file_aside(schema, file.name, error.reason, force_id=force_id, month=month))
    return pl.concat(tables, rechunk=False) if tables else pl.DataFrame(schema=schema)


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
    problem = (
        pl.when("malformed")
        .then(pl.lit("line-malformed"))
        .when(pl.col("outcome_month").is_null())
        .then(pl.lit("month-unreadable"))
        .when(pl.col("outcome").is_null())
        .then(pl.lit("outcome-empty"))
    )
    note = (
        pl.when(pl.lit(misfiled))
        .then(pl.lit("force-differs"))
        .when(~pl.col("is_known"))
        .then(pl.lit("outcome-unknown"))
        .when(pl.col("outcome_month") != month)
        .then(pl.lit("month-differs"))
        .when(is_unreadable_id(pl.col("id"), pl.col("crime_id")))
        .then(pl.lit("crime-id-unreadable"))
        .when(pl.col("crime_id").is_null())
        .then(pl.lit("crime-id-empty"))
        .when("recoded")
        .then(pl.lit("text-recoded"))
    )
    return (
        rows.with_columns(problem.alias("problem"))
        .with_columns(pl.when(pl.col("problem").is_null()).then(note).alias("note"))
        .with_columns(pl.when(pl.col("problem").is_not_null() | pl.col("note").is_not_null()).then("line").alias("row"))
    )
