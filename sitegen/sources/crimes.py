"""Street crime: one force's month of `*-street.csv` as rows with category, street name and snap point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from sitegen.errors import InputError
from sitegen.raw import RawFile
from sitegen.sources.csv_files import first_line, read_text
from sitegen.sources.positions import finite_number, in_uk_columns, lonlat_of_grid, pixel_columns, unplaced_first, with_positions
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import slug

_COLUMNS = {
    "month_text": "Month",
    "east": "Longitude",
    "north": "Latitude",
    "location": "Location",
    "label": "Crime type",
    "result": "Last outcome category",
}
# Files saved before 2013: grid references, and no outcomes yet.
_GRID_COLUMNS = {"month_text": "Month", "east": "Easting", "north": "Northing", "location": "Location", "label": "Crime type"}
_TEXT_MOST = 120


def read_crimes(*, force_id: str, month: str, street: tuple[RawFile, ...], categories: pl.DataFrame) -> pl.DataFrame:
    """Every row of the file: those that count, and those set aside with a `problem` and their line.

    Rows come in the order of the file, but nothing in a counted row without a note tells its place. A position is
    null where none was given. Identical rows are separate incidents and all stay. Reasons: `line-malformed`,
    `month-unreadable`, `category-empty`, `coordinate-incomplete`, `coordinate-not-a-number`, `coordinates-swapped`,
    `coordinate-outside-uk`; notes: `category-unknown`, `month-differs` (counted in the file's month).
    A file with nothing in it gives no rows. Raises InputError naming the file when it is no street crime file.
    """
    slugs = {label.lower(): category for category, labels in categories.select("category", "labels").iter_rows() for label in labels}
    schema = SCHEMAS["crimes"].types
    tables = [_read(force_id, month, file, slugs).select(*schema) for file in street]
    return pl.concat(tables, rechunk=False) if tables else pl.DataFrame(schema=schema)


def _read(force_id: str, month: str, file: RawFile, slugs: Mapping[str, str]) -> pl.DataFrame:
    header = first_line(file)
    if not header:
        return pl.DataFrame(schema=SCHEMAS["crimes"].types)
    wanted = _GRID_COLUMNS if "Easting" in header else _COLUMNS
    _check_columns(file.name, header, wanted)
    rows = read_text(file, {name: header.index(title) for name, title in wanted.items()}, width=len(header), header=True)
    if wanted is _GRID_COLUMNS:
        rows = rows.with_columns(pl.lit(None, pl.String).alias("result"))
    placed = _with_grid_positions(rows) if wanted is _GRID_COLUMNS else with_positions(rows)
    words = (_streets(rows["location"]), _categories(rows["label"], slugs), _outcomes(rows["result"]))
    worded = placed.with_columns(
        pl.col(table.columns[0]).replace_strict(table[table.columns[0]], table[name], default=None, return_dtype=table.schema[name]).alias(name)
        for table in words
        for name in table.columns[1:]
    )
    here = (pl.lit(force_id).alias("force_id"), pl.lit(month).alias("month"), pl.lit(file.name).alias("file"))
    return _judge(worded, month).with_columns(*here).collect()


def _check_columns(name: str, header: Sequence[str], wanted: Mapping[str, str]) -> None:
    for sign, kind in (("Outcome type", "an outcomes file"), ("Object of search", "a stop and search file")):
        if sign in header and "Crime type" not in header:
            raise InputError(f"{name}: this is {kind} under a street crime file's name; download this month's street file again")
    for title in wanted.values():
        if header.count(title) != 1:
            fault = "is missing" if title not in header else "appears twice"
            raise InputError(f"{name}: column {title} {fault}; is this a street file? Download it from data.police.uk again")


def _with_grid_positions(rows: pl.DataFrame) -> pl.LazyFrame:
    """The same from eastings and northings in metres."""
    numbers = rows.with_columns(finite_number("east").alias("easting"), finite_number("north").alias("northing"))
    lon, lat = lonlat_of_grid(numbers["easting"].fill_null(np.nan).to_numpy(), numbers["northing"].fill_null(np.nan).to_numpy())
    fault = (
        pl.when(pl.col("easting").is_null() | pl.col("northing").is_null())
        .then(pl.lit("coordinate-not-a-number"))
        .when(in_uk_columns(pl.col("lon"), pl.col("lat")).fill_null(value=False))
        .then(None)
        .otherwise(pl.lit("coordinate-outside-uk"))
    )
    placed = numbers.with_columns(pl.Series("lon", lon).fill_nan(None).round(6), pl.Series("lat", lat).fill_nan(None).round(6))
    return unplaced_first(placed.lazy(), fault, (pl.col("easting") == 0) & (pl.col("northing") == 0))


def _streets(locations: pl.Series) -> pl.DataFrame:
    """The street name in each distinct location text; null where it names none."""
    name = _one_line(pl.col("location")).str.replace(r"(?i)^on or near(?: |$)", "").str.slice(0, _TEXT_MOST).str.strip_chars()
    unnamed = pl.col("name").str.to_lowercase().is_in(["", "no location"])
    named = locations.unique().to_frame().with_columns(name.alias("name"))
    return named.select("location", pl.when(~unnamed).then("name").alias("street"))


def _categories(labels: pl.Series, slugs: Mapping[str, str]) -> pl.DataFrame:
    """The category of each distinct label, and whether the vocabulary knows it; null for a label without a word."""
    distinct = labels.unique().to_frame().with_columns(_one_line(pl.col("label")).alias("name"))
    names = [str(name or "") for name in distinct["name"]]
    return distinct.select(
        "label",
        pl.Series("category", [slugs.get(name.lower(), slug(name)) if name else None for name in names], pl.String),
        pl.Series("is_known", [name.lower() in slugs for name in names], pl.Boolean),
    )


def _outcomes(results: pl.Series) -> pl.DataFrame:
    """The outcome in each distinct text, as supplied."""
    outcome = _one_line(pl.col("result")).str.slice(0, _TEXT_MOST).str.strip_chars()
    return results.unique().to_frame().select("result", pl.when(outcome != "").then(outcome).alias("outcome"))


def _one_line(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(r"[\p{C}\s&&[^ ]]", " ").str.replace_all("  +", " ").str.strip_chars()


def _judge(rows: pl.LazyFrame, month: str) -> pl.LazyFrame:
    """With problem, note, line and pixel; what is set aside keeps no position."""
    own_month = (pl.col("month_text") == month).fill_null(value=False)
    a_month = pl.col("month_text").str.contains(r"^\d{4}-(0[1-9]|1[0-2])$").fill_null(value=False)
    problem = (
        pl.when(pl.col("malformed"))
        .then(pl.lit("line-malformed"))
        .when(~own_month & ~a_month)
        .then(pl.lit("month-unreadable"))
        .when(pl.col("category").is_null())
        .then(pl.lit("category-empty"))
        .otherwise("fault")
    )
    counted = pl.col("problem").is_null()
    note = pl.when(~pl.col("is_known")).then(pl.lit("category-unknown")).when(~own_month).then(pl.lit("month-differs"))
    x, y = pixel_columns(pl.col("lon"), pl.col("lat"))
    return (
        rows.with_columns(problem.alias("problem"))
        .with_columns(
            pl.when(counted).then(note).alias("note"),
            *(pl.when(counted).then(name).alias(name) for name in ("lon", "lat")),
        )
        .with_columns(x.alias("x"), y.alias("y"), pl.when(~counted | pl.col("note").is_not_null()).then("line").alias("row"))
    )
