"""Street crime: one force's month of `*-street.csv` as rows with category, street name and snap point."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sitegen.raw import RawFile
from sitegen.sources.archive_files import check_columns, crime_id, is_misfiled, is_month
from sitegen.sources.csv_files import first_line, read_text
from sitegen.sources.positions import Placed, in_uk_arrays, is_null, lonlat_of_grid, pixel_columns, placed_in_degrees, unplaced_first
from sitegen.tables.quality import first_reason
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
    tables = [_read(force_id, month, file, slugs, force_names) for file in street]
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
    placed = (_placed_on_grid if wanted is _GRID_COLUMNS else placed_in_degrees)(rows["east"], rows["north"])
    words = [
        *_looked_up(rows["location"], _streets),
        *_looked_up(rows["label"], lambda labels: _categories(labels, slugs)),
        *_looked_up(rows["result"], lambda results: _outcomes(tuple(results))),
        *_looked_up(rows["month_text"], lambda texts: _months(tuple(texts), month)),
    ]
    misfiled = is_misfiled(rows["force_name"], force_id, force_names)
    here = {"force_id": pl.lit(force_id), "month": pl.lit(month), "file": pl.lit(file.name)}
    return _judge(rows.hstack(words), placed, here, misfiled=misfiled)


def _looked_up(texts: pl.Series, describe: Callable[[pl.Series], pl.DataFrame]) -> list[pl.Series]:
    """What `describe` makes of each distinct text, row by row for all texts; null where there is none."""
    distinct = texts.unique().drop_nulls().sort()
    places = texts.cast(pl.Enum(distinct)).to_physical()
    return [column.gather(places) for column in describe(distinct)]


def _placed_on_grid(east: pl.Series, north: pl.Series) -> Placed:
    """The same as `placed_in_degrees` from eastings and northings in metres."""
    easting, northing = east.to_numpy(), north.to_numpy()
    lon, lat = (np.round(axis, 6) for axis in lonlat_of_grid(easting, northing))
    faults = {
        "coordinate-not-a-number": np.isnan(easting) | np.isnan(northing),
        "coordinate-outside-uk": ~in_uk_arrays(lon, lat),
    }
    return unplaced_first(east, north, lon, lat, faults, (easting == 0) & (northing == 0))


def _streets(locations: pl.Series) -> pl.DataFrame:
    """The street name in each location text; null where it names none."""
    name = _one_line(pl.col("location")).str.replace(r"(?i)^on or near(?: |$)", "").str.slice(0, _TEXT_MOST).str.strip_chars()
    unnamed = pl.col("name").str.to_lowercase().is_in(["", "no location"])
    return locations.to_frame("location").select(name.alias("name")).select(pl.when(~unnamed).then("name").alias("street"))


def _categories(labels: pl.Series, slugs: Mapping[str, str]) -> pl.DataFrame:
    """The category of each label, and whether the vocabulary knows it; null for a label without a word."""
    names = _names(tuple(labels))
    return pl.DataFrame(
        {
            "category": pl.Series([slugs.get(name.lower(), slug(name)) if name else None for name in names], dtype=pl.String),
            "is_known": pl.Series([name.lower() in slugs for name in names], dtype=pl.Boolean),
        }
    )


@lru_cache(maxsize=64)  # the labels, results and months of one file are those of the next
def _names(labels: tuple[str, ...]) -> list[str]:
    return pl.DataFrame({"label": labels}, schema={"label": pl.String}).select(_one_line(pl.col("label")))["label"].to_list()


@lru_cache(maxsize=64)
def _outcomes(results: tuple[str, ...]) -> pl.DataFrame:
    """The outcome in each text, as supplied."""
    outcome = _one_line(pl.col("result")).str.slice(0, _TEXT_MOST).str.strip_chars()
    return pl.DataFrame({"result": results}, schema={"result": pl.String}).select(pl.when(outcome != "").then(outcome).alias("outcome"))


@lru_cache(maxsize=64)
def _months(texts: tuple[str, ...], month: str) -> pl.DataFrame:
    """Whether each text is a month, and whether it is the file's."""
    rows = pl.DataFrame({"text": texts}, schema={"text": pl.String})
    return rows.select((pl.col("text") == month).alias("is_own_month"), is_month(pl.col("text")).alias("is_month"))


def _one_line(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(r"[\p{C}\s&&[^ ]]", " ").str.replace_all("  +", " ").str.strip_chars()


def _judge(rows: pl.DataFrame, placed: Placed, here: Mapping[str, pl.Expr], *, misfiled: bool) -> pl.DataFrame:
    """The columns of `crimes`: with crime_id, problem, note, line and position; what is set aside keeps no position."""
    lon, lat, faults = placed
    ids = rows.select(crime_id(pl.col("id")).alias("crime_id"))["crime_id"]
    problems = {
        "line-malformed": rows["malformed"].to_numpy(),
        "month-unreadable": ~_holds(rows["is_month"]),
        "category-empty": is_null(rows["category"]),
        **faults,
    }
    problem = first_reason("problem", rows.height, problems)
    counted = is_null(problem)
    notes = {
        "force-differs": counted & misfiled,
        "category-unknown": counted & ~_holds(rows["is_known"]),
        "month-differs": counted & ~_holds(rows["is_own_month"]),
        "crime-id-unreadable": counted & is_null(ids) & ~is_null(rows["id"]),
    }
    note = first_reason("note", rows.height, notes)
    degrees = (pl.Series(name, np.where(counted, axis, np.nan), nan_to_null=True) for name, axis in (("lon", lon), ("lat", lat)))
    x, y = pixel_columns(pl.col("lon"), pl.col("lat"))
    made = {**here, "x": x, "y": y, "row": pl.when(pl.lit(pl.Series(~counted | ~is_null(note)))).then("line")}
    columns = (made.get(name, pl.col(name)).alias(name) for name in SCHEMAS["crimes"].types)
    return rows.hstack([ids, problem, note, *degrees]).select(columns)


def _holds(column: pl.Series) -> NDArray[np.bool_]:
    """Where a column is true; null is not."""
    return column.fill_null(value=False).to_numpy()
