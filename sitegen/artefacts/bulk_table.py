"""What a table of the downloads is: its name, its files, its columns with their types, meanings and an example each."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import Literal

import polars as pl

from sitegen import urls
from sitegen.errors import SchemaError
from sitegen.raw import MadeFile

Kind = Literal["text", "month", "date", "time", "whole", "degrees", "share", "flag", "list", "shape"]
"""What a column holds: `month` is 2025-06, `date` 2025-06-30, `time` 2025-06-30T18:30, `share` 0 to 1, `flag` true or false,
`shape` well-known binary in degrees, `list` objects."""

_TYPES: dict[Kind, pl.DataType] = {
    **dict.fromkeys(("text", "month", "date", "time"), pl.String()),
    "whole": pl.Int32(),
    "degrees": pl.Float64(),
    "share": pl.Float64(),
    "shape": pl.Binary(),
}
_WORDS: dict[Kind, str] = {
    "text": "text",
    "month": "month",
    "date": "day",
    "time": "day and time",
    "whole": "whole number",
    "degrees": "degrees",
    "share": "share from 0 to 1",
    "flag": "true or false",
    "list": "list",
    "shape": "shape",
}

LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
LICENCE_NAME = "Open Government Licence v3.0"
"""The licence of every source, and what it is called."""
OWNERS = {
    "police": ("data.police.uk", "https://data.police.uk/"),
    "os": ("Ordnance Survey", "https://www.ordnancesurvey.co.uk/"),
    "royal-mail": ("Royal Mail", "https://www.royalmail.com/"),
    "ons": ("Office for National Statistics", "https://www.ons.gov.uk/"),
}
"""Who is to be named for a source, and their page."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its name, what it holds, its meaning, a value as it may stand there (invented), and whether it may be empty."""

    name: str
    kind: Kind
    meaning: str
    example: str
    optional: bool = False
    title: str = ""
    """Words of others that the column is about, as supplied; empty: its name says it."""

    @property
    def holds(self) -> str:
        """What it holds in words, English as the names of columns are."""
        return _WORDS[self.kind] + (" or empty" if self.optional else "")


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the downloads: the files that hold it, those whose path `pattern` matches, and where its facts come from."""

    name: str
    title: str
    about: str
    pattern: str
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ()
    """Columns that together name a row; none: rows may be the same, each a fact of its own."""
    sources: tuple[str, ...] = ("police",)
    leaves_out: bool = False
    """Whether a column may be absent: of a tile where a value is not known, of a CSV where it is no category of the force."""

    def holds(self, path: str) -> bool:
        """Whether a file holds this table."""
        return bool(re.fullmatch(self.pattern, path))


@dataclass(frozen=True, slots=True)
class BulkFiles:
    """The bulk files of the site, by the stage that makes them."""

    crime_tables: tuple[MadeFile, ...]
    month_tables: tuple[MadeFile, ...]
    count_table: tuple[MadeFile, ...]
    point_tables: tuple[MadeFile, ...]
    point_note_table: tuple[MadeFile, ...]
    boundary_tables: tuple[MadeFile, ...]
    postcode_tables: tuple[MadeFile, ...]
    team_tables: tuple[MadeFile, ...]
    count_tables: tuple[MadeFile, ...]
    place_history_tables: tuple[MadeFile, ...]
    release_tables: tuple[MadeFile, ...]
    release_change_tables: tuple[MadeFile, ...]
    neighbourhood_table: tuple[MadeFile, ...]
    supply_tables: tuple[MadeFile, ...]
    boundary_tiles: tuple[MadeFile, ...]
    year_tiles: tuple[MadeFile, ...]

    def of(self, table: Table) -> list[MadeFile]:
        """Those that hold a table, by path."""
        return sorted(file for one in fields(self) for file in getattr(self, one.name) if file.path.startswith(urls.DATA) and table.holds(file.path))


def shaped(table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """The declared columns of the rows, in their order; raises SchemaError where one is missing or of another type."""
    wanted = {field.name: _TYPES[field.kind] for field in table.fields}
    found = rows if rows.columns == [*wanted] else rows.select(name for name in wanted if name in rows.columns)
    if dict(found.schema) != wanted:
        raise SchemaError(f"download {table.name}: columns are {dict(found.schema)}, declared {wanted}")
    return found


def form_of(path: str) -> str:
    """What kind of file a path is, by all that stands after the first dot of its name: `csv.gz`."""
    return path.rpartition("/")[2].partition(".")[2]
