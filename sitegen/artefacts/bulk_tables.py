"""What the downloads are: each table's columns, types and meanings, written once for the files, their descriptions and the page for people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Literal

import polars as pl

from sitegen.errors import SchemaError
from sitegen.languages import marked
from sitegen.raw import MadeFile

Kind = Literal["text", "month", "date", "time", "whole", "degrees", "list", "shape"]
"""What a column holds: `month` is 2025-06, `date` 2025-06-30, `time` 2025-06-30T18:30, `shape` well-known binary in degrees, `list` objects."""

_TYPES: dict[Kind, pl.DataType] = {
    **dict.fromkeys(("text", "month", "date", "time"), pl.String()),
    "whole": pl.Int32(),
    "degrees": pl.Float64(),
    "shape": pl.Binary(),
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
    """One column: its name, what it holds, its meaning, and whether it may be empty."""

    name: str
    kind: Kind
    meaning: str
    optional: bool = False


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
    boundary_tables: tuple[MadeFile, ...]
    postcode_tables: tuple[MadeFile, ...]
    team_tables: tuple[MadeFile, ...]

    def of(self, table: Table) -> list[MadeFile]:
        """Those that hold a table, by path."""
        return sorted(file for one in fields(self) for file in getattr(self, one.name) if table.holds(file.path))


def shaped(table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """The declared columns of the rows, in their order; raises SchemaError where one is missing or of another type."""
    wanted = {field.name: _TYPES[field.kind] for field in table.fields}
    found = rows if rows.columns == list(wanted) else rows.select(name for name in wanted if name in rows.columns)
    if dict(found.schema) != wanted:
        raise SchemaError(f"download {table.name}: columns are {dict(found.schema)}, declared {wanted}")
    return found


_MONTHS = r"[0-9]{4}-[0-9]{2}"
_FORCE = Field("force", "text", "the police force's id, loamshire")
_NEIGHBOURHOOD = Field("neighbourhood", "text", "the force's own id of the neighbourhood, unique within the force only")
_POINT = Field("geometry", "shape", "the same position as well-known binary", optional=True)

CRIMES = Table(
    "crimes",
    marked("Crimes, one row each"),
    marked(
        "Every crime and report of antisocial behaviour that the pages count: a row for each, by the month and the force that recorded it. "
        "Rows that were set aside, and months that were not supplied, have no row: the table of counts says which those are. "
        "Two rows may be the same."
    ),
    rf"data/crimes/(?:[^/]+/)?{_MONTHS}\.parquet",
    (
        Field("month", "month", "month in which it was recorded"),
        Field("force", "text", "id of the force that recorded it"),
        Field("category", "text", "category, a slug such as vehicle-crime"),
        Field("longitude", "degrees", "of the snap point as supplied, WGS84; empty: no location", optional=True),
        Field("latitude", "degrees", "likewise", optional=True),
        Field("street", "text", "what stands after On or near; empty: no name", optional=True),
        Field("lsoa_code", "text", "census area of the snap point, as supplied", optional=True),
        Field("lsoa_name", "text", "its name, as supplied", optional=True),
        Field("outcome", "text", "last outcome category, as supplied; empty: none", optional=True),
        _POINT,
    ),
)

POLICE_CSV = Table(
    "crimes-police-uk",
    marked("Crimes in the columns of data.police.uk"),
    marked(
        "The same rows with the columns, names and words of the files that data.police.uk gives. Crime ID and Context are always empty: this site "
        "publishes no id of a crime. The month is that of the file."
    ),
    rf"data/crimes/[^/]+/{_MONTHS}\.csv\.gz",
    (
        Field("Crime ID", "text", "always empty", optional=True),
        Field("Month", "month", "month in which it was recorded"),
        Field("Reported by", "text", "name of the force that recorded it"),
        Field("Falls within", "text", "the same name"),
        Field("Longitude", "degrees", "of the snap point as supplied, WGS84; empty: no location", optional=True),
        Field("Latitude", "degrees", "likewise", optional=True),
        Field("Location", "text", "On or near and the name of the place, or No Location"),
        Field("LSOA code", "text", "census area of the snap point, as supplied", optional=True),
        Field("LSOA name", "text", "its name, as supplied", optional=True),
        Field("Crime type", "text", "category in words"),
        Field("Last outcome category", "text", "as supplied; empty: none", optional=True),
        Field("Context", "text", "always empty", optional=True),
    ),
)

COUNTS = Table(
    "counts",
    marked("Counts by neighbourhood, month and category"),
    marked(
        "What the pages show: the number recorded in each neighbourhood, and by each whole force, in every month of the site. A month that was not "
        "supplied has an empty number and the state that says why; 0 stands only where the month was supplied."
    ),
    r"data/counts\.parquet",
    (
        _FORCE,
        Field(
            "neighbourhood",
            "text",
            "the force's own id of the neighbourhood; empty: all that the force recorded, so never add these rows to the others",
            optional=True,
        ),
        Field("month", "month", "month in which it was recorded"),
        Field("category", "text", "category, a slug"),
        Field("state", "text", "state of the force's month, as in data/coverage.csv"),
        Field("crimes", "whole", "number recorded; empty: not known, see state", optional=True),
    ),
    ("force", "neighbourhood", "month", "category"),
)


def points_table(categories: Sequence[str]) -> Table:
    """The snap points, with a column for each of the site's categories, given as slugs in order."""
    return Table(
        "points",
        marked("Snap points with counts of the newest 12 months"),
        marked(
            "Every point on the map that crimes are published at, with what was recorded there in the newest 12 months of the site, as far as forces "
            "supplied them. An empty number says that nothing is recorded there, which is no zero where a month was not supplied."
        ),
        r"data/points\.(?:parquet|fgb)",
        (
            Field("point", "text", "id of the snap point, the same in every file and page of the site"),
            Field("longitude", "degrees", "WGS84"),
            Field("latitude", "degrees", "WGS84"),
            Field("street", "text", "name that most rows gave it; empty: none", optional=True),
            Field("forces", "text", "ids of the forces that recorded something there in these months, with a space between", optional=True),
            Field("crimes", "whole", "recorded in these months, antisocial behaviour left out", optional=True),
            *(Field(column_of(slug), "whole", f"those of the category {slug}", optional=True) for slug in categories),
            Field(UNLISTED, "whole", "those of categories that have no column here; they stand in the table of crimes", optional=True),
            Field("geometry", "shape", "the position as well-known binary"),
        ),
        ("point",),
    )


UNLISTED = "unlisted_categories"


def column_of(category: str) -> str:
    """The column of a category: its slug with a low line for each hyphen, as SQL wants it."""
    return category.replace("-", "_")


BOUNDARIES = Table(
    "boundaries",
    marked("Boundaries of neighbourhoods"),
    marked("The area of each neighbourhood as its force gave it. Neighbourhoods without a boundary that can be read have no row."),
    r"data/boundaries\.(?:parquet|fgb)",
    (
        _FORCE,
        _NEIGHBOURHOOD,
        Field("name", "text", "name as supplied; empty: none", optional=True),
        Field("page", "text", "path of its page on this site; empty: it has none", optional=True),
        Field("geometry", "shape", "polygon or polygons as well-known binary"),
    ),
    ("force", "neighbourhood"),
    ("police", "os"),
)

POSTCODES = Table(
    "postcodes",
    marked("Postcodes and their neighbourhoods"),
    marked(
        "The neighbourhood that each postcode's point lies in: several rows where it stands on a boundary or where areas overlap, a row without a "
        "neighbourhood where it lies in none that was given. Homes at the edge of a neighbourhood may belong next door."
    ),
    r"data/postcodes\.(?:parquet|csv\.gz)",
    (
        Field("postcode", "text", "NP10 0AA"),
        Field("force", "text", "id of the force; empty: in no neighbourhood", optional=True),
        Field("neighbourhood", "text", "the force's own id of the neighbourhood; empty: in none", optional=True),
        Field("name", "text", "its name; empty: in none, or it has no name", optional=True),
        Field("terminated", "month", "month in which the postcode went out of use; empty: in use, or not known", optional=True),
    ),
    ("postcode", "force", "neighbourhood"),
    ("os", "royal-mail", "ons", "police"),
)

_PAGE = Field("page", "text", "path of the neighbourhood's page on this site")

TEAMS = Table(
    "teams",
    marked("Neighbourhoods and their teams"),
    marked(
        "What each force tells of its neighbourhoods: names, words, ways to get in touch, stations, links and the people of the team. "
        "A list that the force did not give is null, which is not an empty one."
    ),
    r"data/teams\.jsonl",
    (
        _FORCE,
        _NEIGHBOURHOOD,
        _PAGE,
        Field("name", "text", "name as supplied"),
        Field("description", "text", "the force's words, cleaned HTML; empty: none", optional=True),
        Field("url", "text", "the force's own page about it; empty: none", optional=True),
        Field("population", "whole", "residents, as the force says; empty: not known", optional=True),
        Field("centre_lon", "degrees", "the middle, WGS84; empty: none given", optional=True),
        Field("centre_lat", "degrees", "likewise", optional=True),
        Field("people", "list", "name and rank of each member of the team, in the force's order", optional=True),
        Field("contacts", "list", "channel, text and href of each way to get in touch", optional=True),
        Field("stations", "list", "name, kind, address and postcode of each place", optional=True),
        Field("links", "list", "title and href of each link", optional=True),
    ),
    ("force", "neighbourhood"),
)

PRIORITIES = Table(
    "priorities",
    marked("Priorities of neighbourhoods"),
    marked("What each team says it works on, and what was done about it, as supplied."),
    r"data/priorities\.jsonl",
    (
        _FORCE,
        _NEIGHBOURHOOD,
        _PAGE,
        Field("issue", "text", "what it is about, cleaned HTML"),
        Field("issue_date", "date", "day it was set; empty: none", optional=True),
        Field("action", "text", "what was done, cleaned HTML; empty: none published", optional=True),
        Field("action_date", "date", "day of that; empty: none", optional=True),
    ),
)

MEETINGS = Table(
    "meetings",
    marked("Meetings"),
    marked("Meetings and other events of each team, past and to come, as supplied. Times are those of London."),
    r"data/meetings\.jsonl",
    (
        _FORCE,
        _NEIGHBOURHOOD,
        _PAGE,
        Field("title", "text", "plain text"),
        Field("kind", "text", "meeting, or the kind supplied; may be empty"),
        Field("start", "time", "beginning, local time"),
        Field("end", "time", "end, local time; empty: none", optional=True),
        Field("description", "text", "cleaned HTML; empty: none", optional=True),
        Field("address", "text", "one line; may be empty"),
    ),
)


def all_tables(categories: pl.DataFrame) -> tuple[Table, ...]:
    """Every table in the order of the page; `categories` are the site's."""
    points = points_table(categories.sort("position")["category"].to_list())
    return CRIMES, POLICE_CSV, COUNTS, points, BOUNDARIES, POSTCODES, TEAMS, PRIORITIES, MEETINGS


def form_of(path: str) -> str:
    """What kind of file a path is, by all that stands after the first dot of its name: `csv.gz`."""
    return path.rpartition("/")[2].partition(".")[2]
