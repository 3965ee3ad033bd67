"""Where in a data file words of others stand: names and texts as supplied, in which a day or the name of a field means nothing."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from sitegen import urls

DATA_FOLDERS = ("tiles/", "streets/", "data/", "postcodes/", "outcomes/", "search/", "api/crimes-")
"""Where the files about crimes, stops and places lie: no day and no time of day may stand beside their counts."""

_OF_TEAMS = ("data/meetings.jsonl", "data/priorities.jsonl", "data/teams.jsonl")

_ANY = None
_TEXTS: dict[str, tuple[tuple[str | int | None, ...], ...]] = {
    "search/": ((_ANY,),),
    "streets/": (("areas",), ("points", _ANY, 0)),
    "postcodes/": (("neighbourhoods",),),
    "outcomes/": (("outcomes",),),
    "data/releases/changes/": (("rows", _ANY, 5), ("rows", _ANY, 7), ("rows", _ANY, 8)),
    "data/datapackage.json": (("resources", _ANY, "schema", "fields"),),
    "data/schemas/": (("properties",),),
    "data/point-notes.jsonl": ((_ANY, "source"), (_ANY, "street")),
    "api/crimes-": ((_ANY, "category"), (_ANY, "location", "street", "name"), (_ANY, "outcome_status", "category")),
    "tiles/boundaries/": ((_ANY,),),
    "tiles/": (
        ("attribution",),
        ("description",),
        ("name",),
        ("vector_layers",),
        ("x-categories",),
        ("x-forces",),
        ("x-issues",),
        ("x-cells", _ANY, "of"),
    ),
}
"""By folder, the places of supplied text in its JSON, the most particular folder first: keys and positions from the top, all below them included."""

_FIGURES: tuple[tuple[str | int | None, ...], ...] = (("rows", _ANY, 3),)
"""Likewise of the figures beside a page, whatever its folder: the kinds, which of a category that no list has are its own words."""

_HISTORY: tuple[tuple[str | int | None, ...], ...] = (("rows", _ANY, 1), ("rows", _ANY, 2), ("years", _ANY, 1))
"""Likewise of a force over the years: the slugs of categories and what they were called."""

_AGES: tuple[tuple[str | int | None, ...], ...] = (("rows", _ANY, 6),)
"""Likewise of outcomes at equal age: the categories."""

_COLUMNS = frozenset({"category", "file", "force_id", "kind", "name", "neighbourhood", "outcome", "source", "street", "was"})
"""Columns of our CSV files that hold ids, categories, outcomes, kinds, names as supplied, and addresses of sources."""

_TABLE_COLUMNS = _COLUMNS | {
    "force", "forces", "lsoa_name", "page",
    "Crime type", "Falls within", "LSOA name", "Last outcome category", "Location", "Reported by",
}  # fmt: skip
"""Likewise of packed tables."""

_FINE = r"\d{4}-\d{2}-\d{2}|\d{2}:\d{2}"
"""What any day and any time of day has in it."""

STOP_FIELDS = (
    r"(?:age[-_ ]range|(?:self|officer)[-_ ]defined[-_ ]ethnicity|(?:self|officer)_ethnicity|object[-_ ]of[-_ ]search|"
    r"outcome[-_ ]linked[-_ ]to[-_ ]object[-_ ]of[-_ ]search|removal[-_ ]of[-_ ]more[-_ ]than[-_ ](?:just[-_ ])?outer[-_ ]clothing|involved_person)"
)
"""Fields of a single stop: the upstream names in either of their forms, and our own."""

STOP_WORDS = (
    *(
        f"{first}{between}{last}"
        for first, last in (("age", "range"), ("", "ethnicity"), ("of", "search"), ("outer", "clothing"))
        for between in "-_ "
    ),
    "involved_person",
)
"""One of them stands in every name of such a field, in small letters: a text without any has no field."""

_STOP_FIELD = re.compile(STOP_FIELDS, re.ASCII | re.IGNORECASE)
_NUMBER = re.compile(r"-?\d*(?:\.\d+)?", re.ASCII)


def is_about_crimes(path: str) -> bool:
    """True for a data file about crimes, stops and places, and not for what teams say of their days."""
    return (path.startswith(DATA_FOLDERS) and path not in _OF_TEAMS) or path.endswith(urls.BESIDE)


@dataclass(frozen=True, slots=True)
class Supplied:
    """Words of others that look like something they are not: names with a day in them, and folders of neighbourhoods that look like postcodes."""

    names: re.Pattern[str] = re.compile("$^")
    folders: frozenset[str] = frozenset()


NOTHING = Supplied()


def told(path: str, content: Any) -> Iterator[str]:  # Any: JSON
    """The keys and texts of a data file's JSON that are its own, without those that were supplied."""
    places = _places(path)
    for at, text in _strings(content, ()):
        if not any(_lies_in(at, place) for place in places):
            yield text


def supplied(path: str, content: Any) -> Iterator[str]:  # Any: JSON
    """The texts of a data file's JSON that were supplied."""
    places = _places(path)
    return (text for at, text in _strings(content, ()) if any(_lies_in(at, place) for place in places))


def told_cells(table: Iterable[list[str]]) -> Iterator[str]:
    """The cells of a CSV file that are its own: without its head, whose columns may be categories, and without names of files and places."""
    rows = iter(table)
    own = [column not in _COLUMNS for column in next(rows, [])]
    for row in rows:
        # A row that is longer than its head has cells that nobody described.
        yield from (cell for position, cell in enumerate(row) if position >= len(own) or own[position])


def told_finely(table: pl.DataFrame | None, distinct: Mapping[str, pl.Series]) -> Iterator[str]:
    """The texts of a packed table's own columns that may hold a day or a time of day, each once."""
    for name, kind in table.schema.items() if table is not None else ():
        if name in distinct and name not in _TABLE_COLUMNS:
            yield from distinct[name].filter(distinct[name].str.contains(_FINE))
        elif kind.is_temporal():
            yield f"0000-00-00 of the column {name}"


def has_moments(table: pl.DataFrame | None) -> bool:
    """True for a packed table with a column of days or times that are no texts."""
    return table is not None and any(kind.is_temporal() for kind in table.schema.dtypes())


def stop_columns(table: Iterable[list[str]]) -> Iterator[str]:
    """The columns of a CSV file that bear the name of a field of a single stop and hold words; a category of that name holds numbers."""
    rows = iter(table)
    named = {position: column for position, column in enumerate(next(rows, [])) if _STOP_FIELD.fullmatch(column)}
    for row in rows if named else ():
        yield from (column for position, column in named.items() if position < len(row) and not _NUMBER.fullmatch(row[position]))


def stop_keys(path: str, content: Any) -> Iterator[str]:  # Any: JSON
    """The keys of a JSON file that are fields of a single stop; a count under such a name is none, nor is a force's own id or category."""
    if path.endswith("/ids.json"):
        return
    places = _places(path)
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((), content)]
    while waiting:
        at, value = waiting.pop()
        if any(_lies_in(at, place) for place in places):
            continue
        if isinstance(value, dict):
            yield from (key for key, held in value.items() if _STOP_FIELD.fullmatch(key) and not _is_count(held))
            waiting += [((*at, key), held) for key, held in value.items()]
        elif isinstance(value, list):
            waiting += [((*at, position), held) for position, held in enumerate(value)]


def _places(path: str) -> tuple[tuple[str | int | None, ...], ...]:
    beside = {"figures.json": _FIGURES, "history.json": _HISTORY, "outcome-ages.json": _AGES}.get(path.rpartition("/")[2])
    return beside or next((places for folder, places in _TEXTS.items() if path.startswith(folder)), ())


def _is_count(value: Any) -> bool:  # Any: JSON
    return isinstance(value, int | float) and not isinstance(value, bool)


def _strings(content: Any, at: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    waiting = [(at, content)]
    while waiting:
        at, value = waiting.pop()
        if isinstance(value, str):
            yield at, value
        elif isinstance(value, dict):
            yield from (((*at, key), key) for key in value)
            waiting += [((*at, key), held) for key, held in value.items()]
        elif isinstance(value, list):
            waiting += [((*at, position), held) for position, held in enumerate(value)]


def _lies_in(at: tuple[str | int, ...], place: tuple[str | int | None, ...]) -> bool:
    return len(at) >= len(place) and all(wanted in (_ANY, found) for wanted, found in zip(place, at, strict=False))
