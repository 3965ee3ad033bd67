"""A force and its neighbourhoods as their own pages know them: one frozen record a row."""

from dataclasses import dataclass

import polars as pl
from markupsafe import Markup

from sitegen.artefacts.lists.places import alphabetical
from sitegen.errors import SchemaError


@dataclass(frozen=True, slots=True)
class Force:
    """A police force; what was not supplied is empty."""

    force_id: str
    name: str
    url: str
    telephone: str
    description: Markup | None
    detail_supplied: bool


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A neighbourhood; `population` is None where it is unknown, and `*_supplied` false where this copy has no such file."""

    neighbourhood_id: str
    folder: str
    name: str
    description: Markup | None
    url: str
    population: int | None
    detail_supplied: bool
    people_supplied: bool
    priorities_supplied: bool
    events_supplied: bool
    unreadable: frozenset[str] = frozenset()
    """Which of `detail`, `people`, `priorities`, `events` and `boundary` this copy was given as files that cannot be read."""


def read_force(forces: pl.DataFrame, force_id: str) -> Force:
    """The force with an id; raises SchemaError where the table has no row for it."""
    rows = forces.filter(pl.col("force_id") == force_id).select("name", "url", "telephone", "description", "detail_supplied").rows()
    if not rows:
        raise SchemaError(f"forces has no row for {force_id}; every force with data needs one")
    name, url, telephone, description, detail_supplied = rows[0]
    return Force(force_id, name, url or "", telephone or "", Markup(description) if description else None, detail_supplied)


def read_neighbourhoods(neighbourhoods: pl.DataFrame) -> tuple[Neighbourhood, ...]:
    """The neighbourhoods that have a page, A to Z; rows that were set aside are left out."""
    kept = neighbourhoods.filter(pl.col("problem").is_null()).select(
        "neighbourhood_id", "folder", "name", "description", "url", "population",
        "detail_supplied", "people_supplied", "priorities_supplied", "events_supplied", "unreadable",
    )  # fmt: skip
    read = [
        Neighbourhood(
            row[0],
            row[1],
            row[2],
            Markup(row[3]) if row[3] else None,
            row[4] or "",
            row[5],
            row[6],
            row[7],
            row[8],
            row[9],
            frozenset((row[10] or "").split()),
        )
        for row in kept.iter_rows()
    ]
    return tuple(sorted(read, key=lambda one: (alphabetical(one.name), one.neighbourhood_id)))
