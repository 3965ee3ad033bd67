"""Whether a data file holds single stop and searches."""

import re

import polars as pl

from sitegen.publish.checks.check import Check
from sitegen.publish.checks.facts import Facts, Finding
from sitegen.publish.checks.file import File
from sitegen.publish.checks.supplied import STOP_FIELDS, STOP_WORDS, stop_columns, stop_keys

_FIELD = re.compile(STOP_FIELDS, re.ASCII | re.IGNORECASE)


def _of_file(file: File) -> Facts | None:
    if file.table is None and file.json is None and not file.rows:
        return None
    # The whole text is searched first: only few files have anything that needs its place to be looked at.
    lowered = file.text.lower()
    if not any(word in lowered for word in STOP_WORDS) or not _FIELD.search(file.text):
        return None
    field = next(stop_columns(file.rows), "") or _column(file.table) or next(stop_keys(file.path, file.json), "")
    said = f"{field!r} is a field of a single stop and search; publish totals and one-way tables only"
    return Facts((Finding("stops", file.path, said),)) if field else None


def _column(table: pl.DataFrame | None) -> str:
    """The first column of a packed table that bears the name of a field of a single stop and holds words."""
    texts = [name for name, kind in table.schema.items() if kind == pl.String] if table is not None else []
    return next((name for name in texts if _FIELD.fullmatch(name)), "")


CHECK = Check("stops", "no data file holds single stop and searches", of_file=_of_file)
