"""Unit postcodes with their positions, from Code-Point Open or an ONS postcode directory."""

from __future__ import annotations

import re

import numpy as np
import polars as pl

from sitegen.errors import InputError
from sitegen.raw import RawFile
from sitegen.sources.csv_files import first_line, read_text
from sitegen.sources.positions import in_uk_columns, lonlat_of_grid
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import parse_postcode

_CODE_POINT_COLUMNS = ("Postcode", "Positional_quality_indicator", "Eastings", "Northings")
_CODE_POINT_WIDTH = 10
_NO_POSITION = "90"
_AREA = re.compile(r"\s*([A-Za-z]{1,2})[0-9]")


def read_postcodes(*, area: str, postcode_files: tuple[RawFile, ...]) -> pl.DataFrame:
    """One row for each row about the postcode area (`np`), sorted by postcode; those set aside keep their line and no position.

    Code-Point Open has no header, or names its columns in words or by two letters, and grid references, which become
    degrees within 0.1 m. ONSPD and NSPL have a header and degrees; their rows about other areas are left to those areas.
    Reasons: `line-malformed`, `postcode-unreadable`, `other-area`, `no-position`, `position-unusable`, `terminated`,
    `postcode-repeated`. Raises InputError naming the file when it is neither.
    """
    schema = SCHEMAS["postcodes"].types
    rows = pl.concat([pl.DataFrame(schema={**schema, "line": pl.Int32()}), *(_read(area, file) for file in postcode_files)])
    # Of a postcode given twice, the westernmost position counts, whatever the order of the rows.
    ranked = rows.sort("postcode", "lon", "lat", "file", "line", nulls_last=True)
    counted = pl.col("problem").is_null()
    repeated = counted & (counted.cast(pl.Int32).cum_sum().over("postcode") > 1)
    judged = ranked.with_columns(pl.when(repeated).then(pl.lit("postcode-repeated")).otherwise("problem").alias("problem"))
    return judged.with_columns(
        pl.when(counted).then("lon").alias("lon"), pl.when(counted).then("lat").alias("lat"), pl.when(~counted).then("line").alias("row")
    ).select(*schema)


def _read(area: str, file: RawFile) -> pl.DataFrame:
    """The file's rows with postcode, lon, lat, problem and line."""
    header = first_line(file)
    names = {name.lower(): place for place, name in enumerate(header)}
    if {"pcds", "lat", "long"} <= set(names):
        rows = _read_directory(area, file, header, names)
    elif header:
        rows = _read_code_point(file, header, names)
    else:
        return pl.DataFrame(schema={**SCHEMAS["postcodes"].types, "line": pl.Int32()})
    postcodes = pl.Series("postcode", [_postcode(text) for text in rows["text"]], pl.String)
    other = ~pl.col("postcode").str.to_lowercase().str.contains(f"^{re.escape(area)}[0-9]")
    problem = (
        pl.when(pl.col("malformed"))
        .then(pl.lit("line-malformed"))
        .when(pl.col("postcode").is_null())
        .then(pl.lit("postcode-unreadable"))
        .when(other)
        .then(pl.lit("other-area"))
        .otherwise("fault")
    )
    return rows.with_columns(postcodes).select(
        "postcode",
        "lon",
        "lat",
        pl.lit(file.name).alias("file"),
        pl.lit(None, pl.Int32).alias("row"),
        problem.alias("problem"),
        pl.lit(None, pl.String).alias("note"),
        "line",
    )


def _read_code_point(file: RawFile, header: tuple[str, ...], names: dict[str, int]) -> pl.DataFrame:
    has_header = header[0].upper() in {"PC", "POSTCODE"}
    long, short = (tuple(name.lower() for name in columns) for columns in (_CODE_POINT_COLUMNS, ("PC", "PQ", "EA", "NO")))
    titles = long if set(long) <= set(names) else short
    if has_header and not set(titles) <= set(names):
        raise InputError(f"{file.name}: the header lacks one of {', '.join(_CODE_POINT_COLUMNS)}; is this a Code-Point Open file?")
    if not has_header and len(header) != _CODE_POINT_WIDTH:
        raise InputError(
            f"{file.name}: has {len(header)} columns; a Code-Point Open file has {_CODE_POINT_WIDTH}, "
            "an ONSPD or NSPL file the columns pcds, lat and long"
        )
    places = [names[title] for title in titles] if has_header else [0, 1, 2, 3]
    rows = read_text(file, dict(zip(("text", "quality", "east", "north"), places, strict=True)), width=len(header), header=has_header)
    rows = rows.with_columns(_number("east"), _number("north"))
    lon, lat = lonlat_of_grid(rows["east"].fill_null(np.nan).to_numpy(), rows["north"].fill_null(np.nan).to_numpy())
    rows = rows.with_columns(pl.Series("lon", lon).fill_nan(None).round(8), pl.Series("lat", lat).fill_nan(None).round(8))
    nowhere = (pl.col("quality").str.strip_chars() == _NO_POSITION) | ((pl.col("east") == 0) & (pl.col("north") == 0))
    return rows.with_columns(pl.when(nowhere.fill_null(value=False)).then(pl.lit("no-position")).otherwise(_unusable()).alias("fault"))


def _read_directory(area: str, file: RawFile, header: tuple[str, ...], names: dict[str, int]) -> pl.DataFrame:
    columns = {"text": names["pcds"], "north": names["lat"], "east": names["long"]}
    rows = read_text(file, {**columns, "ended": names["doterm"]} if "doterm" in names else columns, width=len(header), header=True)
    if "ended" not in rows.columns:
        rows = rows.with_columns(pl.lit(None, pl.String).alias("ended"))
    own = pl.Series([not (found := _AREA.match(text or "")) or found[1].lower() == area for text in rows["text"]], dtype=pl.Boolean)
    rows = rows.filter(own).with_columns(_number("east").alias("lon"), _number("north").alias("lat"))
    # 99.999999 is how the directory writes that it has no position.
    nowhere = (pl.col("lat") > 99).fill_null(value=False)
    fault = (
        pl.when(pl.col("ended").str.strip_chars().fill_null("") != "")
        .then(pl.lit("terminated"))
        .when(nowhere)
        .then(pl.lit("no-position"))
        .otherwise(_unusable())
    )
    return rows.with_columns(fault.alias("fault"))


def _unusable() -> pl.Expr:
    return pl.when(~in_uk_columns(pl.col("lon"), pl.col("lat")).fill_null(value=False)).then(pl.lit("position-unusable"))


def _number(column: str) -> pl.Expr:
    number = pl.col(column).str.strip_chars().cast(pl.Float64, strict=False)
    return pl.when(number.is_finite()).then(number).alias(column)


def _postcode(text: str | None) -> str | None:
    try:
        return parse_postcode(text or "")
    except ValueError:
        return None
