"""The invented county as data: its coast, forces, neighbourhoods, towns, roads and stations.

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
    """A neighbourhood with land: its area is all that is nearer to `centre` than to any other, distances divided by `reach`."""

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
    _hood(LOAMSHIRE, "NB01", "Castle Gate", (15.4, 12.5), 0.36),
    _hood(LOAMSHIRE, "NB02", "Abbey Fields &amp; Westgate", (12.6, 13.2), 0.55),
    _hood(LOAMSHIRE, "DEV.4050", "Loam Bridge and Fenny Marsh", (18.9, 9.6), 0.92),
    _hood(LOAMSHIRE, "streets", "Saltby Town &amp; Quay", (9.4, 7.9), 0.62),
    _hood(LOAMSHIRE, "CPT WSM", "Westmere &amp;amp; the Holms", (5.0, 13.8), 0.8),
    _hood(LOAMSHIRE, "Nl-6", "Netherloam", (16.9, 19.4), 1.05),
    _hood(LOAMSHIRE, "HayX", "Hay Cross", (14.7, 19.1), 0.36),
    _hood(DYFFRYN_AEDDAN, "NB01", "Tref Aberaeddan", (25.6, 17.9), 0.6),
    _hood(DYFFRYN_AEDDAN, "PyD", "Pont-y-Dŵr", (24.9, 11.6), 0.72),
    _hood(DYFFRYN_AEDDAN, "Cwm Eira", "Tŷ Gwyn a Chwm Eira", (31.4, 14.4), 0.92),
    _hood(DYFFRYN_AEDDAN, "cwm-eira", "Blaenau Aeddan", (29.2, 6.4), 0.86),
)

# Mainland coast, clockwise from the western point; the inlets are Saltby Haven and the mouth of the Aeddan.
COAST: tuple[Place, ...] = (
    (1.9, 11.0),
    (3.2, 13.0),
    (2.6, 15.4),
    (4.3, 17.6),
    (6.2, 19.8),
    (9.0, 20.0),
    (11.2, 22.6),
    (14.2, 23.6),
    (17.6, 22.4),
    (20.6, 24.2),
    (23.6, 23.4),
    (25.0, 21.2),
    (25.2, 19.9),
    (26.0, 19.0),
    (26.9, 20.2),
    (29.6, 21.4),
    (32.0, 19.9),
    (33.3, 17.2),
    (32.6, 14.4),
    (34.2, 12.0),
    (33.4, 8.4),
    (31.0, 5.0),
    (27.4, 3.0),
    (23.2, 2.4),
    (19.6, 3.6),
    (15.4, 2.2),
    (11.6, 3.6),
    (10.2, 5.6),
    (9.3, 7.6),
    (8.7, 7.4),
    (8.9, 5.4),
    (6.4, 5.2),
    (4.2, 6.8),
    (2.6, 8.2),
)


@dataclass(frozen=True, slots=True)
class Island:
    """An island, roundish, and the neighbourhood it belongs to."""

    name: str
    centre: Place
    radius: float
    belongs_to: NeighbourhoodId


ISLANDS = (
    Island("Gull Holm", (0.3, 16.6), 1.15, NeighbourhoodId("CPT WSM")),
    Island("Little Holm", (1.5, 18.9), 0.55, NeighbourhoodId("CPT WSM")),
)


@dataclass(frozen=True, slots=True)
class Settlement:
    """A town or village: its middle, its half-width in km, its share of what happens, and the main streets by name."""

    name: str
    force_id: ForceId
    centre: Place
    radius: float
    weight: float
    district: str
    """Local authority district, the first part of LSOA names."""
    outcodes: tuple[str, ...]
    main_streets: tuple[str, ...]
    public_places: tuple[str, ...] = ()


_TOWN_PLACES = (
    "Supermarket",
    "Supermarket",
    "Supermarket",
    "Shopping Area",
    "Shopping Area",
    "Parking Area",
    "Parking Area",
    "Parking Area",
    "Parking Area",
    "Petrol Station",
    "Petrol Station",
    "Police Station",
    "Nightclub",
    "Nightclub",
    "Sports/Recreation Area",
    "Sports/Recreation Area",
    "Park/Open Space",
    "Bus/Coach Station",
    "Hospital",
    "Further/Higher Educational Building",
    "Theatre/Concert Hall",
)
_SMALL_TOWN_PLACES = ("Supermarket", "Parking Area", "Parking Area", "Petrol Station", "Police Station", "Nightclub", "Sports/Recreation Area")
_VILLAGE_PLACES = ("Parking Area", "Petrol Station")
_MARKET_LOAM, _SALTBY, _AEDDAN = "Market Loam", "Saltby, Westmere and the Holms", "Dyffryn Aeddan"

SETTLEMENTS = (
    Settlement(
        "Market Loam",
        LOAMSHIRE,
        (15.4, 12.5),
        2.5,
        46,
        _MARKET_LOAM,
        ("LM1", "LM2"),
        ("High Street", "Bridge Street", "Station Road", "Corn Market", "Abbey Walk", "Sheep Street", "Vicar's Hill", "Castle Gate"),
        (*_TOWN_PLACES, "Goodfare, Loam Bridge"),
    ),
    Settlement(
        "Saltby",
        LOAMSHIRE,
        (10.2, 8.3),
        1.5,
        19,
        _SALTBY,
        ("LM3",),
        ("Fore Street", "Quay Street", "Haven Road", "Ropewalk", "Loam Road", "Chapel Hill"),
        (*_SMALL_TOWN_PLACES, *_SMALL_TOWN_PLACES, "Shopping Area"),
    ),
    Settlement(
        "Hay Cross",
        LOAMSHIRE,
        (14.6, 18.7),
        0.95,
        7,
        _MARKET_LOAM,
        ("LM4",),
        ("High Street", "Hay Lane", "Church Street", "Drover's Way", "Mill Lane"),
        _SMALL_TOWN_PLACES,
    ),
    Settlement(
        "Westmere", LOAMSHIRE, (5.2, 13.9), 0.75, 4, _SALTBY, ("LM5",), ("Mere Street", "Church Lane", "Shore Road", "Back Lane"), _VILLAGE_PLACES
    ),
    Settlement("Holm Quay", LOAMSHIRE, (0.5, 16.5), 0.45, 0.8, _SALTBY, ("LM5",), ("Harbour Row", "Light Lane", "Chapel Street")),
    Settlement(
        "Fenny Marsh",
        LOAMSHIRE,
        (20.4, 7.1),
        0.7,
        3.5,
        _MARKET_LOAM,
        ("LM10",),
        ("Marsh Road", "Sluice Lane", "The Causeway", "Eel Lane"),
        _VILLAGE_PLACES,
    ),
    Settlement(
        "Thornwell",
        LOAMSHIRE,
        (14.6, 5.6),
        0.6,
        2,
        _SALTBY,
        ("LM10",),
        ("Well Street", "Thorn Lane", "Green End", "Orchard Street"),
        ("Parking Area",),
    ),
    Settlement(
        "Netherloam", LOAMSHIRE, (18.9, 19.8), 0.5, 1.5, _MARKET_LOAM, ("LM4",), ("Nether Street", "Long Lane", "Barn Road"), ("Parking Area",)
    ),
    Settlement("Kettle Cross", LOAMSHIRE, (9.4, 16.9), 0.45, 1.2, _MARKET_LOAM, ("LM5",), ("Kettle Lane", "Smithy Road", "Cross Street")),
    Settlement(
        "Aberaeddan",
        DYFFRYN_AEDDAN,
        (25.3, 18.1),
        1.35,
        24,
        _AEDDAN,
        ("AE1",),
        ("Stryd Fawr", "Heol y Bont", "Ffordd y Môr", "Heol yr Orsaf", "Stryd yr Eglwys", "Lôn Tŷ Gwyn"),
        (*_SMALL_TOWN_PLACES, "Shopping Area", "Hospital"),
    ),
    Settlement(
        "Pont-y-Dŵr",
        DYFFRYN_AEDDAN,
        (25.2, 11.7),
        0.85,
        9,
        _AEDDAN,
        ("AE2",),
        ("Stryd y Bont", "Heol y Dŵr", "Stryd y Farchnad", "Heol Aeddan", "Lôn y Felin"),
        _SMALL_TOWN_PLACES,
    ),
    Settlement(
        "Tŷ Gwyn", DYFFRYN_AEDDAN, (31.0, 14.8), 0.6, 3, _AEDDAN, ("AE3",), ("Heol Tŷ Gwyn", "Lôn yr Ŵyl", "Ffordd y Mynydd"), _VILLAGE_PLACES
    ),
    Settlement(
        "Blaenaeddan", DYFFRYN_AEDDAN, (29.6, 6.9), 0.65, 3.5, _AEDDAN, ("AE3",), ("Heol Blaenaeddan", "Stryd y Tân", "Lôn Cae Glas"), _VILLAGE_PLACES
    ),
    Settlement(
        "Môr Isel", DYFFRYN_AEDDAN, (29.6, 20.0), 0.4, 1.5, _AEDDAN, ("AE1",), ("Ffordd y Traeth", "Lôn y Goleudy", "Heol Isel"), ("Parking Area",)
    ),
)

# Country roads: two settlements and the road's name.
ROADS = (
    ("Market Loam", "Saltby", "Saltby Road"),
    ("Market Loam", "Hay Cross", "Hay Road"),
    ("Market Loam", "Fenny Marsh", "Fen Road"),
    ("Market Loam", "Pont-y-Dŵr", "Aeddan Road"),
    ("Saltby", "Westmere", "Coast Road"),
    ("Saltby", "Thornwell", "Thornwell Road"),
    ("Hay Cross", "Netherloam", "Nether Lane"),
    ("Hay Cross", "Kettle Cross", "Kettle Road"),
    ("Westmere", "Kettle Cross", "Mere Lane"),
    ("Pont-y-Dŵr", "Aberaeddan", "Heol Aberaeddan"),
    ("Pont-y-Dŵr", "Tŷ Gwyn", "Ffordd Cwm Eira"),
    ("Pont-y-Dŵr", "Blaenaeddan", "Heol Blaenau"),
    ("Aberaeddan", "Môr Isel", "Ffordd yr Arfordir"),
    ("Netherloam", "Aberaeddan", "Heol Lloegr"),
)


@dataclass(frozen=True, slots=True)
class RailwayStation:
    """A station British Transport Police maps crimes to, by its name in the files."""

    name: str
    centre: Place


STATIONS = (
    RailwayStation("Market Loam (Station)", (15.95, 12.15)),
    RailwayStation("Saltby Quay (Station)", (9.8, 8.35)),
    RailwayStation("Aberaeddan (Station)", (25.05, 17.75)),
)

POSTCODE_AREAS = {"AE": DYFFRYN_AEDDAN, "LM": LOAMSHIRE}
"""Letters that no real postcode begins with."""

INVENTED = {
    "place": "Loamshire and Dyffryn Aeddan",
    "operator": "the Loamshire Open Data Trust, an invented charity",
    "contact": "hello@loamshire.example",
    "privacy_contact": "privacy@loamshire.example",
}
"""What `invented.json` says, so that no page of the sample can be taken for the truth."""
