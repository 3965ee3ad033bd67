"""Stop and search: one force's month of `*-stop-and-search.csv` as rows with values and snap point, and without their time."""

import polars as pl

from sitegen.raw import RawFile
from sitegen.rules import OWN_STOP_VALUES, STOP_FIELDS
from sitegen.sources.archive_files import check_columns
from sitegen.sources.csv_files import first_line, read_text
from sitegen.sources.positions import with_positions
from sitegen.sources.set_aside import first_that_holds, read_each
from sitegen.tables.labels import codes_of, replace_with
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import Month

# Latitude comes first in these files, unlike in street files: columns are found by name.
_COLUMNS = {
    "kind": "Type",
    "date": "Date",
    "in_operation": "Part of a policing operation",
    "north": "Latitude",
    "east": "Longitude",
    "gender": "Gender",
    "age": "Age range",
    "self_ethnicity": "Self-defined ethnicity",
    "officer_ethnicity": "Officer-defined ethnicity",
    "legislation": "Legislation",
    "object": "Object of search",
    "outcome": "Outcome",
    "linked": "Outcome linked to object of search",
    "removal": "Removal of more than just outer clothing",
}
_WORDS = tuple(field.replace("-", "_") for field in STOP_FIELDS)
_BOOLEANS = ("in_operation", "linked", "removal")
_DATE = r"^\d{4}-\d\d-\d\d([T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$"


def read_stops(*, force_id: str, month: str, stop_search_files: tuple[RawFile, ...], stop_words: pl.DataFrame) -> pl.DataFrame:
    """Every row of the file: those that count, and those set aside with a `problem` and their line.

    The month is the file's. A row's date is only checked, and kept nowhere: dates are UTC and months are local, so that
    one on the day before the month is in order. A position is null where none was given, as in whole files. An empty
    field is null; a label that `stop_words` does not have is kept under its own slug. Rows come in the order of the file;
    identical rows are separate stops and all stay. Reasons: `line-malformed`, `coordinate-incomplete`,
    `coordinate-not-a-number`, `coordinates-swapped`, `coordinate-outside-uk`; notes, the first that fits: `date-unreadable`,
    `date-differs`, `value-unknown`, `boolean-unreadable`, `text-recoded`. A file with nothing in it gives no rows; one that is no
    stop and search file gives one, set aside as `file-not-text`, `header-unreadable`, `column-missing` or `another-kind-of-file`.
    """
    types = SCHEMAS["stops"].types
    return read_each(types, stop_search_files, lambda file: _read(force_id, month, file, stop_words), force_id=force_id, month=month)


def _read(force_id: str, month: str, file: RawFile, stop_words: pl.DataFrame) -> pl.DataFrame:
    header = first_line(file)
    if not header:
        return pl.DataFrame(schema=SCHEMAS["stops"].types)
    check_columns(file.name, header, _COLUMNS.values(), kind="stop and search")
    rows = read_text(file, {name: header.index(title) for name, title in _COLUMNS.items()}, width=len(header), header=True, numbers=("east", "north"))
    known = {field: _values(rows[field], stop_words.filter(pl.col("field") == field.replace("_", "-"))) for field in _WORDS}
    unknown = pl.any_horizontal(~replace_with(field, known[field], "is_known").fill_null(value=True) for field in _WORDS)
    here = (pl.lit(force_id).alias("force_id"), pl.lit(month).alias("month"), pl.lit(file.name).alias("file"))
    noted = with_positions(rows).with_columns(_note(unknown, Month.parse(month)).alias("noted"))
    return _judge(noted.with_columns(replace_with(field, known[field], "value").alias(field) for field in _WORDS)).with_columns(*here).collect()


def _values(texts: pl.Series, words: pl.DataFrame) -> pl.DataFrame:
    """The value of each distinct text; an unknown one that would take the name of a table's own row gets another."""
    found = codes_of(texts, words, "value").rename({"code": "value"})
    value = pl.col("value")
    clashes = ~pl.col("is_known") & value.is_in(OWN_STOP_VALUES)
    return found.with_columns(
        pl.when(clashes).then(pl.concat_str(pl.lit("value-"), value)).otherwise(value).alias("value"),
        (pl.col("is_known") | value.is_null()).alias("is_known"),
    )


def _note(unknown: pl.Expr, month: Month) -> pl.Expr:
    date = pl.col("date").str.strip_chars()
    day = pl.when(date.str.contains(_DATE)).then(date.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False))
    first, after = (pl.date(one.year, one.number, 1) for one in (month, month.plus(1)))
    in_month = (day >= first.dt.offset_by("-1d")) & (day < after)
    booleans = pl.any_horizontal(~pl.col(name).str.strip_chars().str.to_lowercase().is_in(["true", "false", ""]) for name in _BOOLEANS)
    notes = {
        "date-unreadable": day.is_null(),
        "date-differs": ~in_month,
        "value-unknown": unknown,
        "boolean-unreadable": booleans,
        "text-recoded": pl.col("recoded"),
    }
    return first_that_holds(notes)


def _judge(rows: pl.LazyFrame) -> pl.LazyFrame:
    """With problem, note and line; what is set aside keeps no position and no value."""
    counted = pl.col("problem").is_null()
    return (
        rows.with_columns(pl.when(pl.col("malformed")).then(pl.lit("line-malformed")).otherwise("fault").alias("problem"))
        .with_columns(
            pl.when(counted).then("noted").alias("note"),
            *(pl.when(counted).then(name).alias(name) for name in ("lon", "lat", "x", "y", *_WORDS)),
        )
        .with_columns(pl.when(~counted | pl.col("note").is_not_null()).then("line").alias("row"))
    )
