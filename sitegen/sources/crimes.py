"""Street crime: one force's month of `*-street.csv` as rows with category, street name and snap point."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import polars as pl

from sitegen.raw import RawFile
from sitegen.sources.archive_files import check_columns, crime_id, is_misfiled, is_month, is_unreadable_id
from sitegen.sources.csv_files import first_line, read_text
from sitegen.sources.positions import in_uk_columns, lonlat_of_grid, pixel_columns, unplaced_first, with_positions
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import slug

_COLUMNS = {
    "id": "Crime ID",
    "month_text": "Month",
    "force_name": "Falls within",
    "east": "Longitude",
    "north": "Latitude",
    "location": "Location",
    "label": "Crime type",
    "result": "Last outcome category",
}
# Files saved before 2013: grid references, and neither ids nor outcomes yet.
_GRID_COLUMNS = {
    "month_text": "Month",
    "force_name": "Falls within",
    "east": "Easting",
    "north": "Northing",
    "location": "Location",
    "label": "Crime type",
}
_TEXT_MOST = 120


def read_crimes(*, force_id: str, month: str, street: tuple[RawFile, ...], categories: pl.DataFrame, force_names: pl.DataFrame) -> pl.DataFrame:
    """Every row of the file: those that count, and those set aside with a `problem` and their line.

    Rows come in the order of the file, but nothing in a counted row without a note tells its place. A position is
    null where none was given. Identical rows are separate incidents and all stay. Reasons: `line-malformed`,
    `month-unreadable`, `category-empty`, `coordinate-incomplete`, `coordinate-not-a-number`, `coordinates-swapped`,
    `coordinate-outside-uk`; notes: `category-unknown`, `month-differs` (counted in the file's month), `force-differs`
    (the file is another force's throughout), `crime-id-unreadable`.
    A file with nothing in it gives no rows. Raises InputError naming the file when it is no street crime file.
    """
    slugs = {label.lower(): category for category, labels in categories.select("category", "labels").iter_rows() for label in labels}
    schema = SCHEMAS["crimes"].types
    tables = [_read(force_id, month, file, slugs, force_names).select(*schema) for file in street]
    return pl.concat(tables, rechunk=False) if tables else pl.DataFrame(schema=schema)


def _read(force_id: str, month: str, file: RawFile, slugs: Mapping[str, str], force_names: pl.DataFrame) -> pl.DataFrame:
    header = first_line(file)
    if not header:
        return pl.DataFrame(schema=SCHEMAS["crimes"].types)
    wanted = _GRID_COLUMNS if "Easting" in header else _COLUMNS
    check_columns(file.name, header, wanted.values(), kind="street")
    rows = read_text(file, {name: header.index(title) for name, title in wanted.items()}, width=len(header), header=True, numbers=("east", "north"))
    if wanted is _GRID_COLUMNS:
        rows = rows.with_columns(pl.lit(None, pl.String).alias("result"), pl.lit(None, pl.String).alias("id"))
    placed = _with_grid_positions(rows) if wanted is _GRID_COLUMNS else with_positions(rows)
    worded = placed.with_columns(
        *_looked_up(rows["location"], _streets),
        *_looked_up(rows["label"], lambda labels: _categories(labels, slugs)),
        *_looked_up(rows["result"], _outcomes),
    )
    here = (pl.lit(force_id).alias("force_id"), pl.lit(month).alias("month"), pl.lit(file.name).alias("file"))
    misfiled = is_misfiled(rows["force_name"], force_id, force_names)
    return _judge(worded.collect().lazy(), month, misfiled=misfiled).with_columns(*here).collect()


def _looked_up(texts: pl.Series, describe: Callable[[pl.Series], pl.DataFrame]) -> list[pl.Series]:
    """What `describe` makes of each distinct text, row by row for all texts; null where there is none."""
    distinct = texts.unique().drop_nulls()
    places = texts.cast(pl.Enum(distinct)).to_physical()
    return [column.gather(places) for column in describe(distinct)]


def _with_grid_positions(rows: pl.DataFrame) -> pl.LazyFrame:
    """The same from eastings and northings in metres."""
    numbers = rows.with_columns(pl.col("east").fill_nan(None).alias("easting"), pl.col("north").fill_nan(None).alias("northing"))
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
    """The street name in each location text; null where it names none."""
    name = _one_line(pl.col("location")).str.replace(r"(?i)^on or near(?: |$)", "").str.slice(0, _TEXT_MOST).str.strip_chars()
    unnamed = pl.col("name").str.to_lowercase().is_in(["", "no location"])
    return locations.to_frame("location").select(name.alias("name")).select(pl.when(~unnamed).then("name").alias("street"))


def _categories(labels: pl.Series, slugs: Mapping[str, str]) -> pl.DataFrame:
    """The category of each label, and whether the vocabulary knows it; null for a label without a word."""
    names = [str(name) for name in labels.to_frame("label").select(_one_line(pl.col("label")))["label"]]
    return pl.DataFrame(
        {
            "category": pl.Series([slugs.get(name.lower(), slug(name)) if name else None for name in names], dtype=pl.String),
            "is_known": pl.Series([name.lower() in slugs for name in names], dtype=pl.Boolean),
        }
    )


def _outcomes(results: pl.Series) -> pl.DataFrame:
    """The outcome in each text, as supplied."""
    outcome = _one_line(pl.col("result")).str.slice(0, _TEXT_MOST).str.strip_chars()
    return results.to_frame("result").select(pl.when(outcome != "").then(outcome).alias("outcome"))


def _one_line(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(r"[\p{C}\s&&[^ ]]", " ").str.replace_all("  +", " ").str.strip_chars()


def _judge(rows: pl.LazyFrame, month: str, *, misfiled: bool) -> pl.LazyFrame:
    """With crime_id, problem, note, line and pixel; what is set aside keeps no position."""
    own_month = (pl.col("month_text") == month).fill_null(value=False)
    problem = (
        pl.when(pl.col("malformed"))
        .then(pl.lit("line-malformed"))
        .when(~own_month & ~is_month(pl.col("month_text")))
        .then(pl.lit("month-unreadable"))
        .when(pl.col("category").is_null())
        .then(pl.lit("category-empty"))
        .otherwise("fault")
    )
    counted = pl.col("problem").is_null()
    note = (
        pl.when(pl.lit(misfiled))
        .then(pl.lit("force-differs"))
        .when(~pl.col("is_known"))
        .then(pl.lit("category-unknown"))
        .when(~own_month)
        .then(pl.lit("month-differs"))
        .when(is_unreadable_id(pl.col("id"), pl.col("crime_id")))
        .then(pl.lit("crime-id-unreadable"))
    )
    x, y = pixel_columns(pl.col("lon"), pl.col("lat"))
    return (
        rows.with_columns(problem.alias("problem"), crime_id(pl.col("id")).alias("crime_id"))
        .with_columns(
            pl.when(counted).then(note).alias("note"),
            *(pl.when(counted).then(name).alias(name) for name in ("lon", "lat")),
        )
        .with_columns(x.alias("x"), y.alias("y"), pl.when(~counted | pl.col("note").is_not_null()).then("line").alias("row"))
    )
