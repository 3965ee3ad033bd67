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


@dataclass(frozen=True, slots=True)
class Route:
    """An official path, with its parts in braces; what it answers; and what differs from upstream, empty where nothing does."""

    path: str
    what: str
    answer: Any  # Any: a type of the shapes, or a list of one
    differs: str = ""

    @property
    def parameters(self) -> tuple[str, ...]:
        """The parts of the path that are asked for, in order."""
        return tuple(part[1:-1] for part in self.path.split("/") if part.startswith("{"))


_NOT_GIVEN = "Not there (404) where the force did not supply it; an empty list stands only where the force gave one."

ROUTES = (
    Route("forces", "All police forces of the site.", list[ForceName]),
    Route("forces/{force}", "A police force.", Force, "HTML is made safe; links that are unsafe are empty. Not there where it was not supplied."),
    Route(
        "forces/{force}/people",
        "The senior officers of a force.",
        list[Person],
        "Name and rank only: biography and contact are left out. Not there where nobody was named.",
    ),
    Route(
        "{force}/neighbourhoods",
        "The neighbourhoods of a force, sorted by name.",
        list[NeighbourhoodName],
        "Names are plain text, without HTML entities. Folders of neighbourhoods whose id cannot be one are in <force>/ids.json.",
    ),
    Route(
        "{force}/{neighbourhood}",
        "A neighbourhood and how to reach its team.",
        Neighbourhood,
        "HTML is made safe; services that closed are left out. Where upstream has null in links and locations stands an empty text, "
        "and no position. Not there where it was not supplied.",
    ),
    Route(
        "{force}/{neighbourhood}/boundary",
        "The boundary of a neighbourhood as one closed ring.",
        list[Position],
        "Six decimals. Of a boundary in several parts the largest, and no holes. Not there where no boundary is known.",
    ),
    Route("{force}/{neighbourhood}/people", "The team of a neighbourhood.", list[Person], f"Name and rank only. {_NOT_GIVEN}"),
    Route(
        "{force}/{neighbourhood}/events",
        "The meetings of a team, by their start.",
        list[Event],
        f"Past ones too; contacts of persons are left out. {_NOT_GIVEN}",
    ),
    Route("{force}/{neighbourhood}/priorities", "What a team works on, and what it did.", list[Priority], f"HTML is made safe. {_NOT_GIVEN}"),
    Route("crime-categories", "The categories of crime.", list[Category], "Those upstream does not list, but a crime of the site has, come last."),
    Route("crime-last-updated", "The newest month.", LastUpdated),
    Route("crimes-street-dates", "The months, and which forces supplied stop and search of each, newest first.", list[StopMonth]),
    Route(
        "crimes-no-location/{force}/{month}",
        "Crimes of a force's month that have no location, of all categories.",
        list[Crime],
        "The month is part of the path. No identifiers. Not there where the force did not supply the month: index.json says why.",
    ),
    Route(
        "crimes-street/{force}/{neighbourhood}",
        "Crimes of the newest month in a neighbourhood, of all categories.",
        list[Crime],
        "By neighbourhood instead of coordinates. No identifiers; the numbers of records and streets are this site's own. Not there where "
        "the force did not supply the month, or no boundary is known.",
    ),
)
"""Every answer, in the order in which upstream documents them."""

ELSEWHERE = (
    (
        "crimes-street/{category}",
        "needs coordinates",
        "crimes-street/{force}/{neighbourhood}; data/crimes/<month>.parquet; data/crimes/<force>/<month>.csv.gz",
    ),
    ("crimes-at-location", "needs coordinates", "data/crimes/<month>.parquet; tiles/crime/<month>.json"),
    ("crimes-no-location", "needs a query", "crimes-no-location/{force}/{month}"),
    ("outcomes-at-location", "needs coordinates", "outcomes/<month>/10/<x>/<y>.json"),
    ("outcomes-for-crime/{persistent_id}", "needs identifiers of crimes, which are not published", ""),
    ("stops-street", "single stops are not published", "tiles/stops/<month>.json"),
    ("stops-at-location", "single stops are not published", "tiles/stops/<month>.json"),
    ("stops-no-location", "single stops are not published", "<force>/figures.json"),
    ("stops-force", "single stops are not published", "<force>/figures.json"),
    ("locate-neighbourhood", "needs coordinates", "postcodes/<OUTCODE>.json; <force>/<neighbourhood>/boundary.geojson"),
)
"""Upstream's other paths: each with why a file cannot answer it, and what does: paths of the API, and files by their path from the root of the site.

Empty where nothing does.
"""
