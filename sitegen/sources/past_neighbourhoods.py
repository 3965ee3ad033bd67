"""The neighbourhoods that a force's list ever named, from the history that fetching keeps of it."""

import re

import polars as pl

from sitegen.raw import RawFile
from sitegen.sources.json_files import member, object_if_readable
from sitegen.sources.markup import plain_text
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import MONTH, canonical_id, is_usable_id

_DAY = re.compile(rf"({MONTH})-[0-9]{{2}}")


def read_past_neighbourhoods(*, force_id: str, history_files: tuple[RawFile, ...]) -> pl.DataFrame:
    """One row for each entry of a force's list as it once was, in the order of the file; a neighbourhood that was renamed has several.

    Of a day only its month is kept. An entry that cannot be used stays as a row with a problem, `id-unusable`; the note `date-unreadable` marks
    one whose month is not known. A file that cannot be read is one row with its problem.
    """
    rows: list[tuple[object, ...]] = []
    for file in history_files:
        told, fault = object_if_readable(file)
        listed = member(told, "entries")
        if fault or not isinstance(listed, list):
            rows.append((force_id, 0, None, None, None, None, file.name, 1, fault or "json-unexpected", None))
            continue
        for position, one in enumerate(listed):
            entry = member(one, "entry")
            given = member(entry, "id")
            key = canonical_id(given) if isinstance(given, str) and is_usable_id(canonical_id(given)) else None
            first, month = month_of(member(one, "first")), month_of(member(one, "last"))
            note = "date-unreadable" if key and month is None else None
            problem = None if key else "id-unusable"
            name = plain_text(member(entry, "name")) or None
            rows.append((force_id, position, key, name, first, month, file.name, position + 1 if problem or note else None, problem, note))
    return pl.DataFrame(rows, schema=SCHEMAS["past_neighbourhoods"].types, orient="row")


def month_of(day: object) -> str | None:
    """The month of a day as the history writes it; None where it is none."""
    found = _DAY.fullmatch(day) if isinstance(day, str) else None
    return found[1] if found else None
