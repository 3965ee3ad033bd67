"""The tables of releases side by side: how street crime was told by each, and what changed from one to the next."""

import polars as pl

from sitegen.tables.schema import CATEGORY, FORCE, MONTH, NOTE_TABLE, B, N, S, Schema, schema

_MONTH = ("month", S, "month of the crimes, in the site's window or not")
_RELEASE = ("release", S, "release that told them so, 2026-01")

RELEASE_SCHEMAS: dict[str, Schema] = {
    "release_flows": schema(
        "force_id month release change category was outcome",
        FORCE,
        _MONTH,
        _RELEASE,
        ("before", S, "the release before it that has the month, which it is compared with; null: none has"),
        ("change", S, "file: all of a file's counted rows; first: nothing to compare them with; kept, added, withdrawn, reoutcomed"),
        ("category", S, "category slug; null: of a file"),
        ("was", S, "outcome code in the release before; null: none given, none to compare with, or added"),
        ("outcome", S, "outcome code in this release; null: none given, or withdrawn"),
        ("crimes", N, "rows; of a file 0 where none of its rows counts"),
        ("unlocated", N, "those of them without a location"),
        ("file", S, "of a file its name, as RawFile.name, else null"),
        ("sha256", S, "of a file the digest of its bytes, else null"),
    ),
    "release_counts": schema(
        "force_id month release category outcome",
        FORCE,
        _MONTH,
        _RELEASE,
        CATEGORY,
        ("outcome", S, "outcome code as last given in that release; null: none given, as of antisocial behaviour"),
        ("crimes", N, "rows counted, with and without location; never 0"),
        ("unlocated", N, "those of them without a location"),
    ),
    "release_files": schema(
        "release force_id month",
        _RELEASE,
        FORCE,
        MONTH,
        ("file", S, "upstream file, as RawFile.name; of releases that are alike the newest's"),
        ("sha256", S, "digest of its bytes"),
        ("crimes", N, "rows counted; 0: none, or all are set aside"),
    ),
    "releases": schema(
        "release",
        ("release", S, "release, 2026-01; of month folders that of the newest, or their newest month"),
        ("digest", S, "SHA-256 over force, month and digest of each street file"),
        ("first_month", S, "first month of its street files"),
        ("last_month", S, "last month of them"),
        ("force_ids", pl.List(S), "forces of the site that it has a street file of, sorted"),
        ("files", N, "street files of these forces"),
    ),
    "release_changes": schema(
        "release dataset part month change category was outcome",
        FORCE,
        ("release", S, "release that changed what was told"),
        ("before", S, "release before it that has the month; of several months the newest such"),
        ("dataset", S, "crime, without antisocial behaviour, or asb"),
        ("part", S, "all: months together; month; category: of a month; outcome: from one to another, months together"),
        ("month", S, "month of the crimes; null: of several"),
        ("category", S, "category slug; null: of several"),
        ("change", S, "added, withdrawn or reoutcomed"),
        ("was", S, "outcome code before; null: none given, or of several"),
        ("outcome", S, "outcome code after; null: none given, or of several"),
        ("others", B, "true: all parts that are not told, together"),
        ("crimes", N, "rows; null: not told, from 1 to 9, or merged with such"),
        ("rows", N, "rows of the dataset that the release has of these months; null: of categories, outcomes and others"),
    ),
    "release_notes": NOTE_TABLE,
}
