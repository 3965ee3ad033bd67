"""The priorities and meetings that teams ever had, from the history that fetching keeps of them."""

from collections.abc import Mapping

import polars as pl

from sitegen.raw import RawFile
from sitegen.sources.json_files import member, object_if_readable
from sitegen.sources.past_neighbourhoods import month_of
from sitegen.sources.teams import KINDS
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import canonical_id, is_usable_id


def read_past_priorities(*, force_id: str, team_history: tuple[RawFile, ...]) -> pl.DataFrame:
    """One row for each priority that a team ever had, as it was read then, sorted by file and place in it; one whose words changed has several.

    Of the days it was seen only the months are kept. What cannot be used stays as a row with a problem: `id-unusable` for a folder that names no
    neighbourhood, else as of the priorities of today. A file that cannot be read is one row with its problem.
    """
    return _read("priorities", SCHEMAS["past_priorities"].types, force_id, team_history)


def read_past_events(*, force_id: str, team_history: tuple[RawFile, ...]) -> pl.DataFrame:
    """The same of meetings."""
    return _read("events", SCHEMAS["past_events"].types, force_id, team_history)


def _read(kind: str, types: Mapping[str, pl.DataType], force_id: str, files: tuple[RawFile, ...]) -> pl.DataFrame:
    judge, width = KINDS[kind], len(types) - len(("force_id", "neighbourhood_id", "position", "first", "last", "file", "row", "problem", "note"))
    rows: list[tuple[object, ...]] = []
    for file in sorted(files, key=lambda file: file.name):
        _, _, folder, name = file.name.split("/")
        if name != f"{kind}.json":
            continue
        key = canonical_id(folder) if is_usable_id(canonical_id(folder)) else None
        told, fault = object_if_readable(file)
        listed = member(told, "entries")
        if fault or not isinstance(listed, list):
            rows.append((force_id, key, 0, *[None] * width, None, None, file.name, 1, fault or "json-unexpected", None))
            continue
        for position, one in enumerate(listed):
            entry = judge(member(one, "entry"))
            first, last = month_of(member(one, "first")), month_of(member(one, "last"))
            problem = entry.problem if key else "id-unusable"
            note = "date-unreadable" if problem is None and (first is None or last is None) else None
            at = position + 1 if problem or note else None
            rows.append((force_id, key, position, *entry.columns, first, last, file.name, at, problem, note))
    return pl.DataFrame(rows, schema=types, orient="row")
