"""The invented county as data: its forces and stations.

It lies in Cardigan Bay, in open water, where legend has a drowned land: no real street can be taken for one of its own,
and OSTN15 is valid there. Places are in kilometres east and north of `ORIGIN`, a point of the National Grid (EPSG:27700).
Nothing here depends on the seed: the seed moves what happens, never where.
"""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.terms import ForceId, NeighbourhoodId

BTP_NAME = "British Transport Police"

Place = tuple[float, float]
"""Kilometres east and north of `ORIGIN`."""

ORIGIN = (207_000, 276_000)
"""Easting and northing in metres."""

LOAMSHIRE, DYFFRYN_AEDDAN, WEALDMOOR = ForceId("loamshire"), ForceId("dyffryn-aeddan"), ForceId("wealdmoor")


@dataclass(frozen=True, slots=True)
class Force:
    """A police force: its name in the API, and its name in the CSV files where that differs, as happens in life."""

    id: ForceId
    name: str
    csv_name: str
    welsh: bool
    area_code: str
    rows: int
    """Rows of street crime in a usual month; 0: the force has no data at all."""


FORCES = (
    Force(DYFFRYN_AEDDAN, "Heddlu Dyffryn Aeddan Police", "Dyffryn Aeddan Police", True, "W15000902", 820),
    Force(LOAMSHIRE, "Loamshire Constabulary", "Loamshire Constabulary", False, "E23000901", 2750),
    Force(WEALDMOOR, "Wealdmoor Police", "Wealdmoor Police", False, "E23000903", 0),
)


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A neighbourhood with land."""

    force_id: ForceId
    id: NeighbourhoodId
    name: str
    """As supplied: entities and all."""


@dataclass(frozen=True, slots=True)
class RailwayStation:
    """A station British Transport Police maps crimes to, by its name in the files."""

    name: str
    centre: Place


STATIONS = (
    RailwayStation("Market Loam (Station)", (15.95, 12.15)),
    RailwayStation("Saltby Quay (Station)", (9.75, 8.25)),
    RailwayStation("Aberaeddan (Station)", (25.05, 17.75)),
    RailwayStation("Pont-y-Dŵr (Station)", (24.75, 12.4)),
    RailwayStation("Hay Cross (Station)", (14.95, 18.45)),
)

POSTCODE_AREAS = {"AE": DYFFRYN_AEDDAN, "LM": LOAMSHIRE}
"""Letters that no real postcode begins with."""

INVENTED: dict[str, str | list[str]] = {
    "place": "Loamshire and Dyffryn Aeddan",
    "place_cy": "Loamshire a Dyffryn Aeddan",
    "operator": "the Loamshire Open Data Trust, an invented charity",
    "operator_cy": "Ymddiriedolaeth Data Agored Loamshire, elusen ddychmygol",
    "contact": "hello@loamshire.example",
    "privacy_contact": "privacy@loamshire.example",
    "languages": ["en", "cy"],
}
"""What `invented.json` says, so that no page of the sample can be taken for the truth."""
