"""Every table that flows: its columns, what they mean, and the order of its rows.

Types are narrow on purpose: Int32 for counts and pixels, String for ids and slugs, Date-like values as ISO text.
A null always has a meaning, given beside the column. Rows are sorted by `sort`, then by all other columns, when a
table is stored, so that the order in which rows arrived never reaches a byte of the site.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

S, N, F, B, X = pl.String(), pl.Int32(), pl.Float64(), pl.Boolean(), pl.Binary()


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


def _schema(sort: str, *columns: tuple[str, pl.DataType, str]) -> Schema:
    return Schema(tuple(Column(*column) for column in columns), tuple(sort.split()))


_FORCE = ("force_id", S, "force slug")
_NEIGHBOURHOOD = ("neighbourhood_id", S, "the force's id of the neighbourhood")
_MONTH = ("month", S, "month, 2025-06")
_X = ("x", N, "snap point: column of its pixel at zoom 24 (tile column at z12 x 4096)")
_Y = ("y", N, "snap point: row of its pixel at zoom 24, from the north")
_CATEGORY = ("category", S, "category slug; an unknown label is kept as its own slug")
_POSITION = ("position", N, "place in the force's own order, from 0")
_FILE = ("file", S, "upstream file, as RawFile.name")
_PROBLEM = ("problem", S, "reason the row was set aside, a slug; null: counted")
_NOTE = ("note", S, "oddity of a row that was counted all the same, a slug; null: none")
_ROW = ("row", N, "line in the file where the problem or note stands, from 1; null for rows without either")
_QUALITY = (_FILE, _ROW, _PROBLEM, _NOTE)

_QUALITY_TABLE = _schema(
    "dataset file kind reason",
    ("dataset", S, "street, postcodes, boundaries or neighbourhoods"),
    _FILE,
    ("kind", S, "counted, set-aside (both add up to the rows of the file) or noted (counted all the same)"),
    ("reason", S, "slug; 'counted' for counted rows"),
    ("rows", N, "rows"),
)

_COVERAGE_TABLE = _schema(
    "dataset force_id month",
    ("dataset", S, "crime, asb, outcomes or stops"),
    _FORCE,
    _MONTH,
    ("state", S, "one of the eight coverage states"),
    ("reason", S, "slug saying why; null for plain supplied"),
)

SCHEMAS: dict[str, Schema] = {
    # ---- from vocabulary and the data folder's own listing
    "categories": _schema(
        "position",
        _CATEGORY,
        ("labels", pl.List(pl.String()), "labels in the CSV files, newest first"),
        ("name", S, "name on the site"),
        ("key", S, "attribute name in tiles"),
        ("is_crime", B, "false for antisocial behaviour only"),
        ("first_month", S, "first month of use"),
        ("last_month", S, "last month of use; null: still in use"),
        ("about", S, "one sentence for the public, may be empty"),
        _POSITION,
    ),
    "supply": _schema(
        "dataset force_id month",
        ("dataset", S, "street, outcomes or stop-and-search"),
        _FORCE,
        _MONTH,
        _FILE,
        ("release", S, "release the file was taken from, 2025-08; null for a month folder"),
        ("older_release", B, "true when the newest release no longer has the file"),
        ("size_bytes", N, "size of the file, capped at 2 GiB; 0: an empty file"),
    ),
    "known_issues": _schema(
        "force_id dataset first_month text",
        ("force_id", S, "force slug, or all"),
        ("dataset", S, "crime, asb, outcomes or stops"),
        ("first_month", S, "first month it touches"),
        ("last_month", S, "last month; null: it goes on"),
        ("state", S, "supplied_partial, withheld, never or not_supplied"),
        ("text", S, "one sentence for the public"),
        ("source", S, "https link to where it was said; may be empty"),
        ("read", S, "month in which it was read there"),
    ),
    "forces": _schema(
        "force_id",
        _FORCE,
        ("name", S, "name as supplied, plain text"),
        ("url", S, "https or http link; null: none or unsafe"),
        ("telephone", S, "as supplied; null: none"),
        ("description", S, "sanitised HTML; null: none"),
        ("detail_supplied", B, "true when forces/<force>.json was given"),
    ),
    "officers": _schema("force_id position", _FORCE, _POSITION, ("name", S, "as supplied"), ("rank", S, "as supplied; may be empty")),
    # ---- street crime
    "crimes": _schema(
        "category x y street outcome problem row",
        _FORCE,
        _MONTH,
        _X,
        _Y,
        ("lon", F, "degrees WGS84 as supplied, 6 decimals; null: no location"),
        ("lat", F, "degrees WGS84 as supplied, 6 decimals; null: no location"),
        ("street", S, "text after 'On or near'; null: none given"),
        _CATEGORY,
        ("outcome", S, "last outcome as supplied; null: none"),
        *_QUALITY,
    ),
    "crime_counts": _schema(
        "force_id month category x y lon lat street",
        _FORCE,
        _MONTH,
        _X,
        _Y,
        ("lon", F, "degrees WGS84; null with x and y: no location"),
        ("lat", F, "degrees WGS84"),
        ("street", S, "text after 'On or near'; null: none given"),
        _CATEGORY,
        ("crimes", N, "rows counted, never 0"),
    ),
    "force_counts": _schema(
        "force_id month category",
        _FORCE,
        _MONTH,
        _CATEGORY,
        ("crimes", N, "rows recorded by the force, with and without location"),
        ("unlocated", N, "those of them without a location"),
    ),
    # ---- places
    "boundaries": _schema(
        "force_id neighbourhood_id",
        _FORCE,
        _NEIGHBOURHOOD,
        ("name", S, "name in the file; null: none"),
        ("geometry", X, "WKB, MultiPolygon or Polygon, WGS84, valid; null when set aside"),
        ("source", S, "kml or api"),
        *_QUALITY,
    ),
    "force_areas": _schema(
        "force_id",
        _FORCE,
        ("geometry", X, "WKB, Polygon or MultiPolygon, WGS84, valid"),
        ("source", S, "file: forces.geojson; union: of neighbourhoods"),
    ),
    "postcodes": _schema(
        "postcode row",
        ("postcode", S, "canonical, NP10 0AA; null when it is not a postcode"),
        ("lon", F, "degrees WGS84, within 0.1 m of OSTN15; null when set aside"),
        ("lat", F, "degrees WGS84"),
        *_QUALITY,
    ),
    "neighbourhoods": _schema(
        "force_id neighbourhood_id",
        _FORCE,
        _NEIGHBOURHOOD,
        ("folder", S, "folder of its page under the force's"),
        ("name", S, "name as supplied, entities resolved, tags removed"),
        ("description", S, "sanitised HTML; null: none"),
        ("url", S, "the force's page about it; null: none or unsafe"),
        ("population", N, "residents as supplied; null: 0 or unreadable, that is unknown"),
        ("centre_lon", F, "degrees; null: none or outside the UK"),
        ("centre_lat", F, "degrees"),
        ("detail_supplied", B, "true when <force>/<id>.json was given"),
        ("people_supplied", B, "true when people.json was given, even if it lists nobody"),
        ("priorities_supplied", B, "likewise"),
        ("events_supplied", B, "likewise"),
        *_QUALITY,
    ),
    "contacts": _schema(
        "force_id neighbourhood_id position",
        _FORCE,
        _NEIGHBOURHOOD,
        _POSITION,
        ("channel", S, "email, telephone, mobile, fax, web, address, facebook, x, youtube, rss ..., in fixed order of use"),
        ("text", S, "plain text to show"),
        ("href", S, "safe link (https:, http:, mailto:, tel:); null: text only"),
    ),
    "stations": _schema(
        "force_id neighbourhood_id position",
        _FORCE,
        _NEIGHBOURHOOD,
        _POSITION,
        ("name", S, "as supplied; may be empty"),
        ("kind", S, "station, or the type supplied; may be empty"),
        ("address", S, "one line, plain text; may be empty"),
        ("postcode", S, "as supplied; may be empty"),
    ),
    "links": _schema("force_id neighbourhood_id position", _FORCE, _NEIGHBOURHOOD, _POSITION, ("title", S, "plain text"), ("href", S, "safe link")),
    "people": _schema(
        "force_id neighbourhood_id position",
        _FORCE,
        _NEIGHBOURHOOD,
        _POSITION,
        ("name", S, "as supplied, plain text"),
        ("rank", S, "as supplied, plain text; may be empty"),
    ),
    "priorities": _schema(
        "force_id neighbourhood_id position",
        _FORCE,
        _NEIGHBOURHOOD,
        _POSITION,
        ("issue", S, "sanitised HTML"),
        ("issue_date", S, "2025-03-12; null: none or unreadable"),
        ("action", S, "sanitised HTML; null: none published"),
        ("action_date", S, "2025-06-18; null: none or unreadable"),
    ),
    "events": _schema(
        "force_id neighbourhood_id start position",
        _FORCE,
        _NEIGHBOURHOOD,
        _POSITION,
        ("title", S, "plain text"),
        ("kind", S, "meeting or the type supplied; may be empty"),
        ("start", S, "local time 2025-07-31T18:30"),
        ("end", S, "local time; null: none, unreadable or before the start"),
        ("description", S, "sanitised HTML; null: none"),
        ("address", S, "one line, plain text; may be empty"),
    ),
    # ---- facts
    "month_points": _schema(
        "x y street lon lat",
        _X,
        _Y,
        ("lon", F, "degrees WGS84"),
        ("lat", F, "degrees WGS84"),
        ("street", S, "text after 'On or near'; null: none given"),
        ("crimes", N, "rows of the month at this position under this name"),
    ),
    "snap_points": _schema(
        "x y",
        _X,
        _Y,
        ("lon", F, "degrees: the westernmost, then southernmost, of the source positions in the pixel"),
        ("lat", F, "degrees"),
        ("street", S, "the name most rows of the window gave, first in order on a tie; null: none gave one"),
    ),
    "point_areas": _schema("x y force_id neighbourhood_id", _X, _Y, _FORCE, _NEIGHBOURHOOD),
    "located_counts": _schema(
        "month force_id neighbourhood_id x y recorded_by category",
        _MONTH,
        ("force_id", S, "force whose neighbourhood it is; the recording force where it is in none"),
        ("neighbourhood_id", S, "neighbourhood the point was located in; null: in none"),
        _X,
        _Y,
        ("recorded_by", S, "force whose file held the rows; btp stays apart"),
        _CATEGORY,
        ("crimes", N, "rows, never 0; a point in several neighbourhoods counts in each"),
    ),
    "force_points": _schema(
        "neighbourhood_id street x y",
        _FORCE,
        _NEIGHBOURHOOD,
        _X,
        _Y,
        ("street", S, "name of the snap point; null: none"),
    ),
    "coverage": _COVERAGE_TABLE,
    "month_coverage": _COVERAGE_TABLE,
    "area_series": _schema(
        "force_id neighbourhood_id month category",
        _FORCE,
        _NEIGHBOURHOOD,
        _MONTH,
        _CATEGORY,
        ("crimes", N, "count; null: not known, see state; 0 only with state supplied"),
        ("state", S, "coverage state of the force's month for this category's dataset"),
    ),
    "force_series": _schema(
        "force_id month category",
        _FORCE,
        _MONTH,
        _CATEGORY,
        ("crimes", N, "recorded by the force; null: not known; 0 only with state supplied"),
        ("unlocated", N, "those of them without a location; null likewise"),
        ("elsewhere", N, "those located outside every neighbourhood boundary given; null likewise"),
        ("state", S, "coverage state"),
    ),
    "postcode_areas": _schema(
        "postcode force_id neighbourhood_id",
        ("postcode", S, "canonical"),
        ("force_id", S, "force of the neighbourhood; null: in no neighbourhood"),
        ("neighbourhood_id", S, "one row for each candidate; null: in none"),
    ),
    "street_quality": _QUALITY_TABLE,
    "postcode_quality": _QUALITY_TABLE,
    "boundary_quality": _QUALITY_TABLE,
    "neighbourhood_quality": _QUALITY_TABLE,
    "asset_paths": _schema("name", ("name", S, "name in the source tree, site.css"), ("path", S, "public path, assets/site.1a2b3c4d.css")),
}
