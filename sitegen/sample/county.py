"""The invented county as data: its forces, and what lies where.

It lies in Cardigan Bay, in open water, where legend has a drowned land: no real street can be taken for one of its own,
and OSTN15 is valid there. Places are in kilometres east and north of `ORIGIN`, a point of the National Grid (EPSG:27700).
Nothing here depends on the seed: the seed moves what happens, never where.
"""

from dataclasses import dataclass

from sitegen.sample.material import read_material
from sitegen.terms import ForceId, NeighbourhoodId

BTP_NAME = "British Transport Police"

Place = tuple[float, float]
"""Kilometres east and north of `ORIGIN`."""

COUNTY = read_material("county.toml")
"""What lies where in the county, by kind."""

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
