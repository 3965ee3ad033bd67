"""Street crime: one force's month of `*-street.csv` as rows with category, street name and snap point."""

import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sitegen.raw import RawFile
from sitegen.sources.archive_files import check_columns, crime_ids, is_misfiled, is_month, is_same
from sitegen.sources.csv_files import first_line, read_text
from sitegen.sources.positions import Placed, in_uk_arrays, is_null, lonlat_of_grid, pixels, placed_in_degrees, unplaced_first
from sitegen.sources.set_aside import read_each
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
# Files saved before 2013 have no census areas, and a copy that somebody cut down need not have them.
_AREA_COLUMNS = {"lsoa_code": "LSOA code", "lsoa_name": "LSOA name"}
_TEXT_MOST = 120
_ON_OR_NEAR = re.compile("^on or near(?: |$)", re.IGNORECASE)
_UNNAMED = {"", "no location"}


def read_crimes(
    *, force_id: str, month: str, street: tuple[RawFile, ...], listed_categories: pl.DataFrame, force_names: pl.DataFrame
) -> pl.DataFrame:
    """Every row of the file: those that count, and those set aside with a `problem` and their line.

    Rows come in the order of the file, but nothing in a counted row without a note tells its place. A position is
    null where none was given. Identical rows are separate incidents and all stay. Reasons: `line-malformed`,
    `month-unreadable`, `category-empty`, `coordinate-incomplete`, `coordinate-not-a-number`, `coordinates-swapped`,
    `coordinate-outside-uk`; notes: `category-unknown`, `month-differs` (counted in the file's month), `force-differs`
    (the file is another force's throughout), `crime-id-unreadable`, `text-recoded` (not UTF-8, read in Windows' alphabet).
    A file with nothing in it gives no rows; one that is no street crime file gives one, set aside as `file-not-text`,
    `header-unreadable`, `column-missing` or `another-kind-of-file`.
    """
    named = zip(listed_categories["category"].to_list(), listed_categories["labels"].to_list(), strict=True)
    slugs = {label.lower(): category for category, labels in named for label in labels}
    types = SCHEMAS["crimes"].types
    return read_each(types, street, lambda file: _read(force_id, month, file, slugs, force_names), force_id=force_id, month=month)


def _read(force_id: str, month: str, file: RawFile, slugs: Mapping[str, str], force_names: pl.DataFrame) -> pl.DataFrame:
    header = first_line(file)
    if not header:
        return pl.DataFrame(schema=SCHEMAS["crimes"].types)
    wanted = _GRID_COLUMNS if "Easting" in header else _COLUMNS
    check_columns(file.name, header, wanted.values(), kind="street")
    columns = {name: header.index(title) for name, title in (wanted | _AREA_COLUMNS).items() if title in header}
    rows = read_text(file, columns, width=len(header), header=True, numbers=("east", "north"))
    rows = rows.hstack([_nothing(pl.String(), rows.height).alias(name) for name in _COLUMNS | _AREA_COLUMNS if name not in columns])
    placed = (_placed_on_grid if wanted is _GRID_COLUMNS else placed_in_degrees)(rows["east"], rows["north"])
    words = [
        *_looked_up(rows["location"], _streets),
        *_looked_up(rows["label"], lambda labels: _categories(labels, slugs)),
        *_looked_up(rows["result"], _outcomes),
        *_looked_up(rows["month_text"], lambda texts: _months(texts, month)),
    ]
    misfiled = is_misfiled(rows["force_name"], force_id, force_names)
    here = {"force_id": force_id, "month": month, "file": file.name}
    return _judge(rows.hstack(words), placed, here, misfiled=misfiled)


def _looked_up(texts: pl.Series, describe: Callable[[list[str]], tuple[pl.Series, ...]]) -> list[pl.Series]:
    """What `describe` makes of each distinct text, row by row for all texts; null where there is none."""
    if is_same(texts):
        return [column.new_from_index(0, len(texts)) for column in describe([texts[0]])]
    own = pl.Categories.random()  # so that no text is kept when its file is done with
    numbered = texts.cast(pl.Categorical(own))
    described, numbers = describe(own.to_series().to_list()), numbered.to_physical()
    return [column[numbers] for column in described]


def _placed_on_grid(east: pl.Series, north: pl.Series) -> Placed:
    """The same as `placed_in_degrees` from eastings and northings in metres."""
    easting, northing = east.to_numpy(), north.to_numpy()
    lon, lat = (np.round(axis, 6) for axis in lonlat_of_grid(easting, northing))
    faults = {
        "coordinate-not-a-number": np.isnan(easting) | np.isnan(northing),
        "coordinate-outside-uk": ~in_uk_arrays(lon, lat),
    }
    return unplaced_first(east, north, lon, lat, faults, (easting == 0) & (northing == 0))


def _streets(locations: list[str]) -> tuple[pl.Series, ...]:
    """The street name in each location text; null where it names none."""
    names = [_ON_OR_NEAR.sub("", text, count=1)[:_TEXT_MOST].strip() for text in _one_line(locations)]
    return (pl.Series("street", [None if name.lower() in _UNNAMED else name for name in names], pl.String),)


def _categories(labels: list[str], slugs: Mapping[str, str]) -> tuple[pl.Series, ...]:
    """The category of each label, null for one without a word, and the label itself where the vocabulary does not know it."""
    names = _one_line(labels)
    known = [slugs.get(name.lower()) for name in names]
    categories = [category or (slug(name) if name else None) for name, category in zip(names, known, strict=True)]
    unlisted = [name[:_TEXT_MOST].strip() or None if category is None else None for name, category in zip(names, known, strict=True)]
    return pl.Series("category", categories, pl.String), pl.Series("unlisted", unlisted, pl.String)


def _outcomes(results: list[str]) -> tuple[pl.Series, ...]:
    """The outcome in each text, as supplied."""
    return (pl.Series("outcome", [text[:_TEXT_MOST].strip() or None for text in _one_line(results)], pl.String),)


def _months(texts: list[str], month: str) -> tuple[pl.Series, ...]:
    """Whether each text is the file's month, and whether it is a month."""
    given = pl.Series("text", texts, pl.String)
    own = (given == month).alias("is_own_month")
    months = own if own.all() else given.to_frame().select(is_month(pl.col("text"))).to_series()
    return own, months.alias("is_month")


def _one_line(texts: Sequence[str]) -> list[str]:
    """The texts with one blank for all that is between two words, and none before or after."""
    together = "".join(texts)
    if together.isprintable() and "  " not in together:  # nothing but words and single blanks: most files have no other
        return [text.strip() for text in texts]
    column = pl.Series("text", texts, pl.String)
    one = pl.col("text").str.replace_all(r"[\p{C}\s&&[^ ]]", " ").str.replace_all("  +", " ").str.strip_chars()
    return column.to_frame().select(one)["text"].to_list()


def _judge(rows: pl.DataFrame, placed: Placed, here: Mapping[str, str], *, misfiled: bool) -> pl.DataFrame:
    """The columns of `crimes`: with crime_id, problem, note, line and position; what is set aside keeps no position."""
    lon, lat, faults = placed
    ids = crime_ids(rows["id"])
    problems = {
        "line-malformed": rows["malformed"].to_numpy(),
        "month-unreadable": ~_holds(rows["is_month"]),
        "category-empty": is_null(rows["category"]),
        **faults,
    }
    problem = first_reason("problem", rows.height, problems)
    counted, nowhere = is_null(problem), np.zeros(rows.height, bool)
    notes = {
        "force-differs": counted & misfiled,
        "category-unknown": counted & ~is_null(rows["unlisted"]) if rows["unlisted"].null_count() < rows.height else nowhere,
        "month-differs": counted & ~_holds(rows["is_own_month"]),
        "crime-id-unreadable": counted & is_null(ids) & ~is_null(rows["id"]) if ids.null_count() > rows["id"].null_count() else nowhere,
        "text-recoded": counted & rows["recoded"].to_numpy(),
    }
    note = first_reason("note", rows.height, notes)
    if problem.null_count() < rows.height:
        lon, lat = (np.where(counted, axis, np.nan) for axis in (lon, lat))
    plain = counted & is_null(note)
    line = _nothing(pl.Int32(), rows.height) if plain.all() else rows["line"].zip_with(pl.Series(~plain), _nothing(pl.Int32(), rows.height))
    x, y = pixels(lon, lat)
    made = {
        **{name: pl.Series([text]).new_from_index(0, rows.height) for name, text in here.items()},
        **{name: rows[name] for name in ("street", "category", "outcome", "lsoa_code", "lsoa_name")},
        **{"label": rows["unlisted"], "x": x, "y": y, "lon": pl.Series(lon, nan_to_null=True), "lat": pl.Series(lat, nan_to_null=True)},
        **{"crime_id": ids, "row": line, "problem": problem, "note": note},
    }
    return pl.DataFrame([made[name].alias(name) for name in SCHEMAS["crimes"].types])


def _nothing(dtype: pl.DataType, rows: int) -> pl.Series:
    return pl.Series([None], dtype=dtype).new_from_index(0, rows)


def _holds(column: pl.Series) -> NDArray[np.bool_]:
    """Where a column is true; null is not."""
    if column.null_count():
        return column.fill_null(value=False).to_numpy()
    return np.ones(len(column), bool) if column.all() else column.to_numpy()
