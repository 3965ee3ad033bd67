"""The words of stop and search files: the values of each field and their labels of every era, from `content/vocabulary/stops.toml`."""

import re

import polars as pl

from sitegen.errors import InputError
from sitegen.raw import RawFile
from sitegen.rules import OWN_STOP_VALUES, STOP_FIELDS
from sitegen.sources.vocabulary import entries_of, text_of
from sitegen.tables.schemas import SCHEMAS

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_KEYS = frozenset({"field", "slug", "labels", "name"})


def read_stop_words(*, vocabulary: tuple[RawFile, ...]) -> pl.DataFrame:
    """The values of every field, fields in the order of `STOP_FIELDS`, values in that of the file.

    Raises InputError naming file and entry where one cannot be understood, and where a value or a label stands twice in
    a field or a field has no values.
    """
    name, entries = entries_of(vocabulary, "stops.toml", "value")
    rows = [_value(f"{name} value {number}", entry) for number, entry in enumerate(entries, start=1)]
    for field in STOP_FIELDS:
        own = [row for row in rows if row[0] == field]
        if not own:
            raise InputError(f"{name}: field {field} has no values; each of {', '.join(STOP_FIELDS)} needs at least one")
        _refuse_twins(name, field, "slug", [row[1] for row in own])
        _refuse_twins(name, field, "label", [" ".join(label.lower().split()) for row in own for label in row[2]])
    ordered = [(*row, position) for field in STOP_FIELDS for position, row in enumerate(row for row in rows if row[0] == field)]
    return pl.DataFrame(ordered, schema=SCHEMAS["stop_words"].types, orient="row")


def _value(where: str, entry: dict[str, object]) -> tuple[str, str, list[str], str]:
    unknown = sorted(set(entry) - _KEYS)
    if unknown:
        raise InputError(f"{where}: {unknown[0]} is no key of a value; the keys are {', '.join(sorted(_KEYS))}")
    field, slug, labels = text_of(where, entry, "field"), text_of(where, entry, "slug"), entry.get("labels")
    if field not in STOP_FIELDS:
        raise InputError(f"{where}: field must be one of {', '.join(STOP_FIELDS)}, not {field!r}")
    if not _SLUG.fullmatch(slug) or slug in OWN_STOP_VALUES:
        raise InputError(f"{where}: slug must be lower-case words or numbers joined by hyphens, and none of {', '.join(sorted(OWN_STOP_VALUES))}")
    if not isinstance(labels, list) or not labels or not all(isinstance(label, str) and label.strip() for label in labels):
        raise InputError(f"{where}: labels must list the texts of the CSV files")
    return (field, slug, labels, text_of(where, entry, "name"))


def _refuse_twins(name: str, field: str, what: str, values: list[str]) -> None:
    for value in values:
        if values.count(value) > 1:
            raise InputError(f"{name}: field {field} has the {what} {value!r} twice; a text can mean one value only")
