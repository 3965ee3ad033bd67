"""The invented county as data: its forces, neighbourhoods and stations.

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
    """A neighbourhood with land: its area grows from `centre`, the faster the greater its `reach`."""

    force_id: ForceId
    id: NeighbourhoodId
    name: str
    """As supplied: entities and all."""
    centre: Place
    reach: float


def _hood(force_id: ForceId, text_id: str, name: str, centre: Place, reach: float) -> Neighbourhood:
    return Neighbourhood(force_id, NeighbourhoodId(text_id), name, centre, reach)


# Ids as they occur in life: mixed case, spaces, dots, a route word ("streets"), two that a careless site would put in one
# folder ("Cwm Eira", "cwm-eira"), one that both forces use ("NB01"). Hay Cross lies wholly inside Netherloam.
NEIGHBOURHOODS = (
    _hood(LOAMSHIRE, "NB01", "Castle Gate", (15.4, 12.55), 0.42),
    _hood(LOAMSHIRE, "NB02", "Abbey Fields &amp; Westgate", (14.0, 13.1), 0.55),
    _hood(LOAMSHIRE, "DEV.4050", "Loam Bridge and Fenny Marsh", (19.2, 9.2), 1.25),
    _hood(LOAMSHIRE, "streets", "Saltby Town &amp; Quay", (9.95, 8.25), 0.45),
    _hood(LOAMSHIRE, "CPT WSM", "Westmere &amp;amp; the Holms", (5.0, 13.8), 1.1),
    _hood(LOAMSHIRE, "Nl-6", "Netherloam", (17.9, 19.6), 1.1),
    _hood(LOAMSHIRE, "HayX", "Hay Cross", (14.65, 18.8), 1.05),
    _hood(LOAMSHIRE, "NB03", "Northgate", (15.5, 14.2), 0.6),
    _hood(LOAMSHIRE, "NB04", "St Ebba&rsquo;s", (14.3, 11.7), 0.5),
    _hood(LOAMSHIRE, "NB05", "Millfield", (16.8, 13.7), 0.6),
    _hood(LOAMSHIRE, "NB06", "Station and Gasworks", (16.5, 12.2), 0.45),
    _hood(LOAMSHIRE, "NB07", "Larkhill", (13.1, 12.3), 0.6),
    _hood(LOAMSHIRE, "NB08", "Oxley Park", (17.4, 11.5), 0.6),
    _hood(LOAMSHIRE, "DEV.4051", "Southfields", (15.7, 10.5), 0.6),
    _hood(LOAMSHIRE, "SB02", "Ropewalk and Haven", (10.0, 7.3), 0.5),
    _hood(LOAMSHIRE, "SB03", "Chapel Hill", (11.2, 8.3), 0.55),
    _hood(LOAMSHIRE, "SB 04", "Loam Road, Saltby", (10.4, 9.4), 0.5),
    _hood(LOAMSHIRE, "CPT KTX", "Kettle Cross and Beacon Down", (8.9, 17.6), 1.1),
    _hood(LOAMSHIRE, "TW1", "Thornwell", (14.7, 5.6), 1.1),
    _hood(LOAMSHIRE, "NbR1", "Winnow and Hay Rural West", (11.9, 16.4), 1.0),
    _hood(LOAMSHIRE, "Oxl.1", "Oxwell", (20.2, 16.2), 1.05),
    _hood(LOAMSHIRE, "LoNE", "Saltway Green", (20.7, 21.0), 1.0),
    _hood(LOAMSHIRE, "Wst-2", "Marlsea and the South Cape", (4.6, 9.4), 1.1),
    _hood(LOAMSHIRE, "NB20", "Abbotswick and the Long Belt", (10.2, 12.7), 1.0),
    _hood(LOAMSHIRE, "Fen.3", "Sedge End", (20.2, 5.0), 1.0),
    _hood(DYFFRYN_AEDDAN, "NB01", "Tref Aberaeddan", (25.3, 18.1), 0.5),
    _hood(DYFFRYN_AEDDAN, "PyD", "Pont-y-Dŵr", (24.9, 11.7), 0.9),
    _hood(DYFFRYN_AEDDAN, "Cwm Eira", "Tŷ Gwyn a Chwm Eira", (31.3, 14.6), 1.1),
    _hood(DYFFRYN_AEDDAN, "cwm-eira", "Blaenau Aeddan", (29.6, 6.8), 1.1),
    _hood(DYFFRYN_AEDDAN, "AB.2", "Yr Harbwr / Harbour", (26.5, 18.5), 0.5),
    _hood(DYFFRYN_AEDDAN, "AB.3", "Pen-y-Bryn", (24.6, 19.1), 0.6),
    _hood(DYFFRYN_AEDDAN, "AB.4", "Parc Aeddan / Aeddan Park", (24.7, 17.2), 0.55),
    _hood(DYFFRYN_AEDDAN, "AB 5", "Glan-yr-Afon", (26.4, 17.2), 0.55),
    _hood(DYFFRYN_AEDDAN, "MIs", "Môr Isel", (29.7, 19.9), 1.0),
    _hood(DYFFRYN_AEDDAN, "CgM", "Coed Mawr a Rhyd Eira", (28.0, 15.6), 1.0),
    _hood(DYFFRYN_AEDDAN, "DyFf", "Dyffryn Ffin / Border Valley", (24.3, 15.0), 0.9),
    _hood(DYFFRYN_AEDDAN, "LlG", "Llan Glas", (29.6, 10.1), 1.0),
    _hood(DYFFRYN_AEDDAN, "BrF", "Bro&rsquo;r Felin", (24.8, 8.3), 1.0),
    _hood(DYFFRYN_AEDDAN, "ArF", "Yr Arfordir / The Coast", (26.3, 4.4), 1.0),
    _hood(DYFFRYN_AEDDAN, "TyG", "Mynydd Eira", (32.4, 11.2), 0.95),
)


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
