"""What a table is: its columns with types and meanings, the order of its rows, and the columns many tables share."""

from dataclasses import dataclass

import polars as pl

from sitegen.languages import LANGUAGES, TRANSLATED

S, N, F, B, W, U = pl.String(), pl.Int32(), pl.Float64(), pl.Boolean(), pl.Binary(), pl.UInt64()


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, type and meaning."""

    name: str
    type: pl.DataType
    meaning: str


@dataclass(frozen=True, slots=True)
class Schema:
    """The columns of one table and the key its rows are sorted by."""

    columns: tuple[Column, ...]
    sort: tuple[str, ...]

    @property
    def types(self) -> dict[str, pl.DataType]:
        """Column names with their polars types, in declared order."""
        return {column.name: column.type for column in self.columns}

    @property
    def shape(self) -> list[list[str]]:
        """What of it reaches a table's bytes: names and types of the columns in order, and the sort key; not what they mean."""
        return [*([column.name, str(column.type)] for column in self.columns), [*self.sort]]


def schema(sort: str, *columns: tuple[str, pl.DataType, str]) -> Schema:
    """A schema whose sort key is written as words."""
    return Schema(tuple(Column(*column) for column in columns), tuple(sort.split()))


FORCE = ("force_id", S, "force slug")
NEIGHBOURHOOD = ("neighbourhood_id", S, "the force's id of the neighbourhood")
MONTH = ("month", S, "month, 2025-06")
X = ("x", N, "snap point: column of its pixel at zoom 24 (tile column at z12 x 4096)")
Y = ("y", N, "snap point: row of its pixel at zoom 24, from the north")
CATEGORY = ("category", S, "category slug; an unknown label is kept as its own slug")
OUTCOME = ("outcome", S, "outcome code, charged; an unknown label is kept as its own slug; null: none given")
AGE = ("age", N, "months from the crime's month to the outcome's; null: not known")
NEIGHBOURHOOD_OR_FORCE = ("neighbourhood_id", S, "the force's id of the neighbourhood; null: the whole force")
TERMINATED = ("terminated", S, "month in which it went out of use, 1996-06; null: in use")
POSITION = ("position", N, "place in the force's own order, from 0")
FILE = ("file", S, "upstream file, as RawFile.name")
PROBLEM = ("problem", S, "reason the row was set aside, a slug; null: counted")
NOTE = ("note", S, "oddity of a row that was counted all the same, a slug; null: none")
ROW = ("row", N, "line in the file where the problem or note stands, from 1; null for rows without either")
QUALITY = (FILE, ROW, PROBLEM, NOTE)

QUALITY_TABLE = schema(
    "dataset file kind reason",
    (
        "dataset",
        S,
        "street, outcomes, stop-and-search, postcodes, boundaries, past-boundaries, neighbourhoods, past-neighbourhoods, teams, past-priorities, "
        "past-meetings, places, population or basemap",
    ),
    FILE,
    ("kind", S, "counted, set-aside (both add up to the rows of the file) or noted (counted all the same)"),
    ("reason", S, "slug; 'counted' for counted rows"),
    ("rows", N, "rows"),
    (
        "first_row",
        N,
        "the first of them: the line of the file, or which entry of it; null for rows that are counted without a note, or where it is not known",
    ),
)

NOTE_TABLE = schema("line", ("line", S, "one line for the operator: which file or place, a colon, what is odd about it"))

CATEGORY_TABLE = schema(
    "position",
    CATEGORY,
    ("labels", pl.List(pl.String()), "labels in the CSV files, newest first"),
    ("name", S, "name on the site; of a category that only the files have, its label there"),
    ("key", S, "attribute name in tiles; null: a category that only the files have"),
    ("is_crime", B, "false for antisocial behaviour only"),
    ("first_month", S, "first month of use; null: a category that only the files have"),
    ("last_month", S, "last month of use; null: still in use, or a category that only the files have"),
    ("about", S, "one sentence for the public, may be empty"),
    POSITION,
)

COVERAGE_TABLE = schema(
    "dataset force_id month",
    ("dataset", S, "crime, asb, outcomes or stops"),
    FORCE,
    MONTH,
    ("state", S, "one of the coverage states"),
    ("reason", S, "slug saying why; null for plain supplied"),
)

DOUBTFUL_TABLE = schema(
    "x y reason",
    X,
    Y,
    ("lon", F, "degrees: as in snap_points"),
    ("lat", F, "degrees"),
    ("street", S, "as in snap_points"),
    ("reason", S, "why the point may mislead: one of doubtful.REASONS"),
    ("forces", S, "force slugs in order, a blank between: those from elsewhere where the reason is about them, else those that recorded there"),
    ("crimes", N, "crimes and reports of antisocial behaviour of all forces there in the window"),
    ("recorded", N, "those of the forces from elsewhere; null: the reason is not about such"),
    ("premises", S, "kind of premises as a slug; null: none"),
    ("usual", N, "the median of the points of the force that recorded most there; null: not asked"),
    ("distance_km", N, "kilometres from the area of a force from elsewhere; null: not asked"),
    ("renewed", S, "first month of the renewed list of points; null: not asked"),
    ("text", S, "what the operator says of it; null: nothing"),
    *((f"text_{code}", S, f"the sentence in {LANGUAGES[code].english_name}; null: none was given") for code in sorted(TRANSLATED)),
    ("source", S, "https address where that can be read; null: none"),
)

POINT_COUNTS_TABLE = schema(
    "force_id x y",
    FORCE,
    X,
    Y,
    ("crimes", N, "crimes and reports of antisocial behaviour that the force recorded there in the window, never 0"),
    ("first_month", S, "the first month of the window in which it did"),
    ("last_month", S, "the last one"),
)
