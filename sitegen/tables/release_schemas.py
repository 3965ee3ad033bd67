"""The tables of releases side by side: how street crime was told by each, and what changed from one to the next."""

from sitegen.tables.schema import CATEGORY, FORCE, MONTH, N, S, Schema, schema

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
}
