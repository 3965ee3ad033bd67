"""Unit postcodes with their positions and zones, from Code-Point Open or an ONS postcode directory (ONSPD, NSPL)."""

import re
from collections.abc import Mapping

import polars as pl

from sitegen.errors import InputError
from sitegen.raw import RawFile
from sitegen.sources.code_point_package import read_package
from sitegen.sources.csv_files import first_line, read_text
from sitegen.sources.positions import in_uk_columns, number_in, with_grid_positions
from sitegen.sources.set_aside import first_that_holds, read_each
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import parse_postcode

_CODE_POINT_COLUMNS = ("Postcode", "Positional_quality_indicator", "Eastings", "Northings")
_CODE_POINT_ZONES = {"district": ("admin_district_code", "dc", 8), "ward": ("admin_ward_code", "wc", 9)}
_CODE_POINT_WIDTH = 10
_NO_POSITION = "90"
_AREA = re.compile(r"\s*([A-Za-z]{1,2})[0-9]")

_POSTCODE_NAMES = ("pcds", "pcd8", "pcd2", "pcd7", "pcd")
_DIRECTORY_NAMES = {
    "ended": r"doterm",
    "north": r"lat",
    "east": r"long",
    "easting": r"(?:os)?east1m",
    "northing": r"(?:os)?n(?:orth|rth)1m",
    "grid": r"(?:os)?gri?d?ind",
    "district": r"(?:os)?laua|lad(\d\d)?cd",
    "ward": r"(?:os)?ward|wd(\d\d)?cd",
}
"""Columns of a directory by every name they have had; of several the newest kind, by the year in its name, comes first."""
_LSOA_NAME = r"lsoa(\d\d)(?:cd)?"
_NO_GRID = "9"
_CODE = r"^[EWNS]\d{8}$"
_PSEUDO_CODE = "99999999"


def read_postcodes(*, area: str, postcode_files: tuple[RawFile, ...]) -> pl.DataFrame:
    """One row for each row about the postcode area (`np`), sorted by postcode; those set aside keep their line and no position.

    Code-Point Open has no header, or names its columns in words or by two letters, and grid references, which become
    degrees within 0.1 m; or it is a GeoPackage, read in place.
    ONSPD and NSPL have a header and degrees, or grid references in their oldest issues; their rows
    about other areas are left to those areas. A postcode that went out of use is counted, with the month. Reasons:
    `line-malformed`, `postcode-unreadable`, `other-area`, `no-position`, `position-unusable`, `month-unreadable` (of the end
    of its use), `postcode-repeated`. A file that is neither, or lacks a column, is one row, set aside as `file-not-text`, `header-unreadable`,
    `another-kind-of-file` or `column-missing`.
    """
    types = SCHEMAS["postcodes"].types
    rows = read_each({**types, "line": pl.Int32()}, postcode_files, lambda file: _read(area, file))
    # Of a postcode given twice, the one in use counts, and the westernmost position, whatever the order of the rows.
    counted = pl.col("problem").is_null()
    ranked = rows.sort(
        "postcode", pl.col("terminated").is_not_null(), "lon", "lat", "terminated", "lsoa", "ward", "district", "file", "line", nulls_last=True
    )
    repeated = counted & (counted.cast(pl.Int32).cum_sum().over("postcode") > 1)
    judged = ranked.with_columns(pl.when(repeated).then(pl.lit("postcode-repeated")).otherwise("problem").alias("problem"))
    told = (pl.when(counted).then(name).alias(name) for name in ("lon", "lat", "terminated", "lsoa", "ward", "district"))
    return judged.with_columns(*told, pl.when(~counted).then("line").alias("row")).select(*types)


def _read(area: str, file: RawFile) -> pl.DataFrame:
    """The file's rows with postcode, position, zones, problem and line."""
    header = first_line(file) if file.path is None else ()
    names = {name.lower(): place for place, name in reversed(list(enumerate(header)))}
    if file.path is not None:
        rows = _with_faults_of_code_point(read_package(area, file.path, file.name))
    elif set(_POSTCODE_NAMES) & set(names):
        rows = _read_directory(area, file, header, names)
    elif header:
        rows = _read_code_point(file, header, names)
    else:
        return pl.DataFrame(schema={**SCHEMAS["postcodes"].types, "line": pl.Int32()})
    postcodes = pl.Series("postcode", [_postcode(text) for text in rows["text"]], pl.String)
    other = ~pl.col("postcode").str.to_lowercase().str.contains(f"^{re.escape(area)}[0-9]")
    problems = {"line-malformed": pl.col("malformed"), "postcode-unreadable": pl.col("postcode").is_null(), "other-area": other}
    return rows.with_columns(postcodes).select(
        "postcode",
        "lon",
        "lat",
        "terminated",
        "lsoa",
        "ward",
        "district",
        pl.lit(file.name).alias("file"),
        pl.lit(None, pl.Int32).alias("row"),
        first_that_holds(problems, otherwise=pl.col("fault")).alias("problem"),
        pl.lit(None, pl.String).alias("note"),
        "line",
    )


def _read_code_point(file: RawFile, header: tuple[str, ...], names: Mapping[str, int]) -> pl.DataFrame:
    has_header = header[0].upper() in {"PC", "POSTCODE"}
    long, short = (tuple(name.lower() for name in columns) for columns in (_CODE_POINT_COLUMNS, ("PC", "PQ", "EA", "NO")))
    titles = long if set(long) <= set(names) else short
    if has_header and not set(titles) <= set(names):
        raise InputError(f"{file.name}: the header lacks one of {', '.join(_CODE_POINT_COLUMNS)}; is this a Code-Point Open file?", "column-missing")
    if not has_header and len(header) != _CODE_POINT_WIDTH:
        raise InputError(
            f"{file.name}: has {len(header)} columns; a Code-Point Open file has {_CODE_POINT_WIDTH}, "
            "an ONSPD or NSPL file a header with the column pcds, pcd2, pcd or pcd7",
            "another-kind-of-file",
        )
    places = dict(zip(("text", "quality", "easting", "northing"), (names[title] for title in titles) if has_header else range(4), strict=True))
    for zone, (long_name, short_name, place) in _CODE_POINT_ZONES.items():
        found = names.get(long_name, names.get(short_name)) if has_header else place
        if found is not None:
            places[zone] = found
    return _with_faults_of_code_point(read_text(file, places, width=len(header), header=has_header))


def _with_faults_of_code_point(rows: pl.DataFrame) -> pl.DataFrame:
    rows = with_grid_positions(rows, digits=8)
    nowhere = pl.col("quality").str.strip_chars() == _NO_POSITION
    return rows.with_columns(
        *(_code(rows, zone) for zone in ("lsoa", "ward", "district")),
        pl.lit(None, pl.String).alias("terminated"),
        first_that_holds({"no-position": nowhere | _at_origin(), "position-unusable": _unusable()}).alias("fault"),
    )


def _read_directory(area: str, file: RawFile, header: tuple[str, ...], names: Mapping[str, int]) -> pl.DataFrame:
    rows = read_text(file, _directory_columns(file.name, names), width=len(header), header=True)
    own = pl.Series([not (found := _AREA.match(text or "")) or found[1].lower() == area for text in rows["text"]], dtype=pl.Boolean)
    rows = rows.filter(own)
    if "north" in rows.columns:
        rows = rows.with_columns(number_in("east").alias("lon"), number_in("north").alias("lat"))
        # 99.999999 is how the directory writes that it has no position.
        nowhere = pl.col("lat") > 99
    else:
        # Northern Ireland's references are of the Irish grid: on ours they would lie in the sea off Wales.
        irish = pl.col("text").str.to_uppercase().str.contains(r"^\s*BT[0-9]")
        rows = with_grid_positions(rows, digits=8).with_columns(pl.when(~irish).then("lon").alias("lon"))
        nowhere = _at_origin() | (pl.col("easting").is_null() & pl.col("northing").is_null())
    if "grid" in rows.columns:
        nowhere = nowhere | (pl.col("grid").str.strip_chars() == _NO_GRID)
    month = pl.col("ended").str.strip_chars().str.extract(r"^(\d{4}(?:0[1-9]|1[0-2]))$")
    ended = pl.col("ended").str.strip_chars().fill_null("") != ""
    faults = {"no-position": nowhere, "month-unreadable": ended & month.is_null(), "position-unusable": _unusable()}
    return rows.with_columns(
        *(_code(rows, zone) for zone in ("lsoa", "ward", "district")),
        pl.concat_str(month.str.head(4), pl.lit("-"), month.str.tail(2)).alias("terminated"),
        first_that_holds(faults).alias("fault"),
    )


def _directory_columns(file: str, names: Mapping[str, int]) -> dict[str, int]:
    """Where the columns of a directory stand; LSOA columns as `lsoa0`, `lsoa1`, the newest first. Raises InputError naming an absent one."""
    columns = {"text": next(names[name] for name in _POSTCODE_NAMES if name in names)}
    for column, pattern in _DIRECTORY_NAMES.items():
        if places := _newest_first(pattern, names):
            columns[column] = places[0]
    columns |= {f"lsoa{rank}": place for rank, place in enumerate(_newest_first(_LSOA_NAME, names))}
    needed = {"ended": "doterm", **({} if {"easting", "northing"} <= set(columns) else {"north": "lat", "east": "long"})}
    for column, name in needed.items():
        if column not in columns:
            raise InputError(f"{file}: the header has no column {name}; an ONSPD or NSPL file has it, download the file again", "column-missing")
    if not {"north", "east"} <= set(columns):
        columns = {column: place for column, place in columns.items() if column not in {"north", "east"}}
    return columns


def _newest_first(pattern: str, names: Mapping[str, int]) -> list[int]:
    """The places of the columns of a name, by the year in it; one without a year comes last."""
    found = {name: match.groups("")[0] if match.re.groups else "" for name in names if (match := re.fullmatch(pattern, name))}
    return [names[name] for name in sorted(found, key=lambda name: (found[name], name), reverse=True)]


def _at_origin() -> pl.Expr:
    return (pl.col("easting") == 0) & (pl.col("northing") == 0)


def _unusable() -> pl.Expr:
    return ~in_uk_columns(pl.col("lon"), pl.col("lat")).fill_null(value=False)


def _code(rows: pl.DataFrame, zone: str) -> pl.Expr:
    """The first usable code of a kind of zone; those that only say that there is none, E99999999, are null."""
    codes = [pl.col(name).str.strip_chars() for name in rows.columns if name.rstrip("0123456789") == zone]
    usable = [pl.when(code.str.contains(_CODE) & ~code.str.ends_with(_PSEUDO_CODE)).then(code) for code in codes]
    return pl.coalesce(*usable, pl.lit(None, pl.String)).alias(zone)


def _postcode(text: str | None) -> str | None:
    try:
        return parse_postcode(text or "")
    except ValueError:
        return None
