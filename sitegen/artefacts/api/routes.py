"""What the API answers, path by path, and what is answered elsewhere: the one list that its index and its description are made from."""

from dataclasses import dataclass
from typing import Any

from sitegen.artefacts.api.shapes import (
    Category,
    Crime,
    Event,
    Force,
    ForceName,
    LastUpdated,
    Neighbourhood,
    NeighbourhoodName,
    Person,
    Position,
    Priority,
    StopMonth,
)
from sitegen.languages import marked


@dataclass(frozen=True, slots=True)
class Route:
    """An official path, with its parts in braces; what it answers; and what differs from upstream, a sentence each, none where nothing does.

    The sentences are English, and messages that are translated.
    """

    path: str
    what: str
    answer: Any  # Any: a type of the shapes, or a list of one
    differences: tuple[str, ...] = ()

    @property
    def differs(self) -> str:
        """All that differs, in English."""
        return " ".join(self.differences)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The parts of the path that are asked for, in order."""
        return tuple(part[1:-1] for part in self.path.split("/") if part.startswith("{"))


_NOT_GIVEN = marked("Not there (404) where the force did not supply it; an empty list stands only where the force gave one.")
_NAMES = marked("Name and rank only.")
_SAFE = marked("HTML is made safe.")

ROUTES = (
    Route("forces", marked("All police forces of the site."), list[ForceName]),
    Route(
        "forces/{force}",
        marked("A police force."),
        Force,
        (marked("HTML is made safe; links that are unsafe are empty."), marked("Not there where it was not supplied.")),
    ),
    Route(
        "forces/{force}/people",
        marked("The senior officers of a force."),
        list[Person],
        (marked("Name and rank only: biography and contact are left out."), marked("Not there where nobody was named.")),
    ),
    Route(
        "{force}/neighbourhoods",
        marked("The neighbourhoods of a force, sorted by name."),
        list[NeighbourhoodName],
        (
            marked("Names are plain text, without HTML entities."),
            marked("Folders of neighbourhoods whose id cannot be one are in <force>/ids.json."),
        ),
    ),
    Route(
        "{force}/{neighbourhood}",
        marked("A neighbourhood and how to reach its team."),
        Neighbourhood,
        (
            marked("HTML is made safe; services that closed are left out."),
            marked("Where upstream has null in links and locations stands an empty text, and no position."),
            marked("Not there where it was not supplied."),
        ),
    ),
    Route(
        "{force}/{neighbourhood}/boundary",
        marked("The boundary of a neighbourhood as one closed ring."),
        list[Position],
        (
            marked("Six decimals."),
            marked("Of a boundary in several parts the largest, and no holes."),
            marked("Not there where no boundary is known."),
        ),
    ),
    Route("{force}/{neighbourhood}/people", marked("The team of a neighbourhood."), list[Person], (_NAMES, _NOT_GIVEN)),
    Route(
        "{force}/{neighbourhood}/events",
        marked("The meetings of a team, by their start."),
        list[Event],
        (marked("Past ones too; contacts of persons are left out."), _NOT_GIVEN),
    ),
    Route("{force}/{neighbourhood}/priorities", marked("What a team works on, and what it did."), list[Priority], (_SAFE, _NOT_GIVEN)),
    Route(
        "crime-categories",
        marked("The categories of crime."),
        list[Category],
        (marked("Those upstream does not list, but a crime of the site has, come last."),),
    ),
    Route("crime-last-updated", marked("The newest month."), LastUpdated),
    Route(
        "crimes-street-dates",
        marked("The months, and which forces supplied stop and search of each, newest first."),
        list[StopMonth],
    ),
    Route(
        "crimes-no-location/{force}/{month}",
        marked("Crimes of a force's month that have no location, of all categories."),
        list[Crime],
        (
            marked("The month is part of the path."),
            marked("No identifiers."),
            marked("Not there where the force did not supply the month: index.json says why."),
        ),
    ),
    Route(
        "crimes-street/{force}/{neighbourhood}",
        marked("Crimes of the newest month in a neighbourhood, of all categories."),
        list[Crime],
        (
            marked("By neighbourhood instead of coordinates."),
            marked("No identifiers; the numbers of records and streets are this site's own."),
            marked("Not there where the force did not supply the month, or no boundary is known."),
        ),
    ),
)
"""Every answer, in the order in which upstream documents them."""

_COORDINATES = marked("needs coordinates")
_STOPS = marked("single stops are not published")

ELSEWHERE = (
    (
        "crimes-street/{category}",
        _COORDINATES,
        "crimes-street/{force}/{neighbourhood}; data/crimes/<month>.parquet; data/crimes/<force>/<month>.csv.gz",
    ),
    ("crimes-at-location", _COORDINATES, "data/crimes/<month>.parquet; tiles/crime/<month>.json"),
    ("crimes-no-location", marked("needs a query"), "crimes-no-location/{force}/{month}"),
    ("outcomes-at-location", _COORDINATES, "outcomes/<month>/10/<x>/<y>.json"),
    ("outcomes-for-crime/{persistent_id}", marked("needs identifiers of crimes, which are not published"), ""),
    ("stops-street", _STOPS, "tiles/stops/<month>.json"),
    ("stops-at-location", _STOPS, "tiles/stops/<month>.json"),
    ("stops-no-location", _STOPS, "<force>/figures.json"),
    ("stops-force", _STOPS, "<force>/figures.json"),
    ("locate-neighbourhood", _COORDINATES, "postcodes/<OUTCODE>.json; <force>/<neighbourhood>/boundary.geojson"),
)
"""Upstream's other paths: each with why a file cannot answer it, and what does: paths of the API, and files by their path from the root of the site.

Empty where nothing does.
"""
