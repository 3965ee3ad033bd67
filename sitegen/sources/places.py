"""Names of towns, villages and localities with their positions, from OS Open Names or the ONS Index of Place Names."""

import html
import re
from collections.abc import Mapping

import polars as pl

from sitegen.errors import InputError
from sitegen.raw import RawFile
from sitegen.sources.csv_files import first_line, read_text
from sitegen.sources.positions import in_uk_columns, number_in, with_grid_positions
from sitegen.sources.set_aside import first_that_holds, read_each
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import place_key

_OPEN_NAMES_WIDTH = 34
_OPEN_NAMES = {"name": 2, "name_language": 3, "other": 4, "other_language": 5, "local_type": 7, "easting": 8, "northing": 9}
_KINDS = {
    "city": "city",
    "town": "town",
    "village": "village",
    "hamlet": "hamlet",
    "suburban area": "suburb",
    "other settlement": "locality",
}
_CELTIC = ("cym", "gla", "gle", "cor")
"""Languages of names beside which the English one stands, where there is one."""

_INDEX_NAMES = {
    "name": (r"locd", r"place\d\dnm", r"placenm"),
    "sorted": (r"loco",),
    "kind": (r"descnm",),
    "lon": (r"x_lon", r"long"),
    "lat": (r"y_lat", r"lat"),
}
_NAME_MOST = 100


def read_places(*, place_files: tuple[RawFile, ...]) -> pl.DataFrame:
    """One row for each row of a grid_square's files, sorted by name; those set aside keep their line and no name.

    OS Open Names has 34 columns, no header, and grid references; of its rows the cities, towns, villages, hamlets, suburban
    areas and other settlements are read. The Index of Place Names has a header and degrees; of its rows the localities are
    read (all, where it names no kinds). It may be in Windows' alphabet. A place given by both stands here twice:
    facts/place_names.py sets the second aside. Reasons: `line-malformed`, `not-a-settlement`, `name-unusable`,
    `position-unusable`; of a file that is neither, which is one row, `another-kind-of-file`, `file-not-text` or `header-unreadable`.
    """
    types = SCHEMAS["places"].types
    rows = read_each({**types, "line": pl.Int32()}, place_files, _read)
    counted = pl.col("problem").is_null()
    told = (pl.when(counted).then(name).alias(name) for name in ("name", "other_name", "kind", "lon", "lat"))
    judged = rows.with_columns(*told, pl.when(~counted).then("line").alias("row")).select(*types)
    return judged.sort("name", "lon", "lat", "kind", "other_name", "file", "row", nulls_last=True)


def _read(file: RawFile) -> pl.DataFrame:
    """The file's rows with name, kind, position, problem and line."""
    header = first_line(file)
    names = {name.lower(): place for place, name in reversed(list(enumerate(header)))}
    if len(header) == _OPEN_NAMES_WIDTH and ("name1" in names or not _index_columns(names)):
        rows = _read_open_names(file, header="name1" in names)
    elif columns := _index_columns(names):
        rows = _read_index(file, columns, len(header))
    elif not header:
        return pl.DataFrame(schema={**SCHEMAS["places"].types, "line": pl.Int32()})
    else:
        raise InputError(
            f"{file.name}: neither OS Open Names ({_OPEN_NAMES_WIDTH} columns without a header) nor the Index of Place Names "
            "(columns like place15nm, lat and long); only such files may lie in places/",
            "another-kind-of-file",
        )
    name, usable = pl.col("name"), in_uk_columns(pl.col("lon"), pl.col("lat")).fill_null(value=False)
    problems = {
        "line-malformed": pl.col("malformed"),
        "not-a-settlement": pl.col("kind").is_null(),
        "name-unusable": name.is_null() | (name.str.len_chars() > _NAME_MOST) | ~name.str.contains(r"\p{L}"),
        "position-unusable": ~usable,
    }
    return rows.select(
        "name",
        pl.when(pl.col("other_name").str.contains(r"\p{L}") & (pl.col("other_name") != name)).then("other_name").alias("other_name"),
        "kind",
        "lon",
        "lat",
        pl.lit(file.name).alias("file"),
        pl.lit(None, pl.Int32).alias("row"),
        first_that_holds(problems).alias("problem"),
        pl.lit(None, pl.String).alias("note"),
        "line",
    )


def _read_open_names(file: RawFile, *, header: bool) -> pl.DataFrame:
    rows = with_grid_positions(read_text(file, _OPEN_NAMES, width=_OPEN_NAMES_WIDTH, header=header), digits=6)
    exchange = pl.col("name_language").is_in(_CELTIC).fill_null(value=False) & pl.col("other").is_not_null()
    exchange = exchange & ~pl.col("other_language").is_in(_CELTIC).fill_null(value=False)
    kind = pl.col("local_type").str.strip_chars().str.to_lowercase().replace_strict(_KINDS, default=None, return_dtype=pl.String())
    return rows.with_columns(
        _plain(pl.when(exchange).then("other").otherwise("name")).alias("name"),
        _plain(pl.when(exchange).then("name").otherwise("other")).alias("other_name"),
        kind.alias("kind"),
    )


def _read_index(file: RawFile, columns: Mapping[str, int], width: int) -> pl.DataFrame:
    rows = read_text(file, columns, width=width, header=True).with_columns(number_in("lon"), number_in("lat"))
    locality = pl.col("kind").str.strip_chars() == "LOC" if "kind" in columns else ~pl.col("malformed")
    names = [
        _upright(_text(name), order) for name, order in rows.select("name", "sorted" if "sorted" in columns else pl.lit(None, pl.String)).iter_rows()
    ]
    return rows.with_columns(
        pl.Series("name", names, pl.String),
        pl.lit(None, pl.String).alias("other_name"),
        pl.when(locality).then(pl.lit("locality")).alias("kind"),
    )


def _index_columns(names: Mapping[str, int]) -> dict[str, int]:
    """Where the columns of the Index stand; empty where the header lacks name or position. Of several years the newest name counts."""
    columns: dict[str, int] = {}
    for column, patterns in _INDEX_NAMES.items():
        found = [name for pattern in patterns for name in sorted(names, reverse=True) if re.fullmatch(pattern, name)]
        if found:
            columns[column] = names[found[0]]
    return columns if {"name", "lon", "lat"} <= set(columns) else {}


def _upright(name: str | None, order: str | None) -> str | None:
    """A name without its turned order: `Hammer, Abinger`, which stands in order under abingerhammer, is Abinger Hammer."""
    if name is None or order is None or ", " not in name:
        return name
    last, _, first = name.partition(", ")
    letters = re.sub("[^a-z]", "", place_key(f"{first}{last}"))
    return f"{first} {last}" if letters == re.sub("[^a-z]", "", order.lower()) else name


def _plain(text: pl.Expr) -> pl.Expr:
    return text.map_elements(_text, return_dtype=pl.String())


def _text(text: str | None) -> str | None:
    """One line without entities and control characters; null where nothing is left."""
    words = " ".join(html.unescape(text or "").split())
    return words if words.isprintable() and words else None
