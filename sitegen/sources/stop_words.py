"""The words of stop and search files: the values of each field and their labels of every era, from `content/vocabulary/stops.toml`."""

from typing import Annotated, Literal

import polars as pl
from msgspec import Meta
from msgspec.structs import astuple

from sitegen.errors import ConfigError
from sitegen.raw import RawFile
from sitegen.rules import OWN_STOP_VALUES, STOP_FIELDS
from sitegen.sources.vocabulary import Labels, entries_of
from sitegen.tables.schemas import SCHEMAS
from sitegen.typed_files import Filled, Written

_OWN = ", ".join(sorted(OWN_STOP_VALUES))


class _Value(Written, frozen=True):
    field: Literal[*STOP_FIELDS]  # type: ignore[valid-type]  # the rule's words
    slug: Annotated[
        str,
        Meta(
            pattern=rf"^(?!({'|'.join(sorted(OWN_STOP_VALUES))})$)[a-z0-9]+(-[a-z0-9]+)*$",
            description=f"lower-case words or numbers joined by hyphens, and none of {_OWN}",
        ),
    ]
    labels: Labels
    name: Filled


def read_stop_words(*, vocabulary: tuple[RawFile, ...]) -> pl.DataFrame:
    """The values of every field, fields in the order of `STOP_FIELDS`, values in that of the file.

    Raises ConfigError naming file and entry where one cannot be understood, and where a value or a label stands twice in
    a field or a field has no values.
    """
    name, entries = entries_of(vocabulary, "stops.toml", "value", _Value)
    rows = [astuple(entry) for entry in entries]
    for field in STOP_FIELDS:
        own = [row for row in rows if row[0] == field]
        if not own:
            raise ConfigError(f"{name}: field {field} has no values; each of {', '.join(STOP_FIELDS)} needs at least one")
        _refuse_twins(name, field, "slug", [row[1] for row in own])
        _refuse_twins(name, field, "label", [" ".join(label.lower().split()) for row in own for label in row[2]])
    ordered = [(*row, position) for field in STOP_FIELDS for position, row in enumerate(row for row in rows if row[0] == field)]
    return pl.DataFrame(ordered, schema=SCHEMAS["stop_words"].types, orient="row")


def _refuse_twins(name: str, field: str, what: str, values: list[str]) -> None:
    for value in values:
        if values.count(value) > 1:
            raise ConfigError(f"{name}: field {field} has the {what} {value!r} twice; a text can mean one value only")
