"""The towns, villages and hamlets of the invented county, and the roads and railways between them, as data."""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.sample.county import DYFFRYN_AEDDAN, LOAMSHIRE, Place
from sitegen.terms import ForceId

MARKET_LOAM, SALTBY, AEDDAN = "Market Loam", "Saltby, Westmere and the Holms", "Dyffryn Aeddan"
"""Local authority districts, the first part of LSOA names; one has a comma, as in life."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """A town, village or hamlet: its middle, its half-width in km, its share of what happens, and its streets known by name.

    `turn` is the direction of its main street (radians from east); the first of `main_streets` is that street.
    """

    name: str
    kind: str
    force_id: ForceId
    centre: Place
    radius: float
    turn: float
    weight: float
    district: str
    outcodes: tuple[str, ...]
    main_streets: tuple[str, ...]
    public_places: tuple[str, ...] = ()
    other_name: str = ""


_TOWN_PLACES = (
    *("Supermarket",) * 4, *("Shopping Area",) * 3, *("Parking Area",) * 6, *("Petrol Station",) * 3, "Police Station", *("Nightclub",) * 3,
    *("Sports/Recreation Area",) * 4, "Bus/Coach Station", "Hospital", "Further/Higher Educational Building", "Theatre/Concert Hall",
)  # fmt: skip
_SMALL_TOWN_PLACES = (
    "Supermarket", "Supermarket", "Shopping Area", *("Parking Area",) * 3, "Petrol Station", "Police Station", "Nightclub",
    "Sports/Recreation Area", "Sports/Recreation Area",
)  # fmt: skip
_VILLAGE_PLACES = ("Parking Area", "Petrol Station")

_TOWNS = (
    Settlement(
        "Market Loam", "town", LOAMSHIRE, (15.4, 12.55), 2.45, 0.35, 46, MARKET_LOAM, ("LM1", "LM2"),
        ("High Street", "Corn Market", "Bridge Street", "Sheep Street", "Castle Gate", "Abbey Walk", "Vicar's Hill", "Guildhall Passage",
         "Buttercross", "Cordwainer Lane", "Goosegate", "Ironmonger Row", "Chandler's Row", "Moat Street", "Glover Street", "Saddler Street",
         "Chantry Street", "Tollhouse Close", "Town Wall Road", "Brewer's Yard", "King'S Road", "Mill Lane", "Almoner's Row", "Church Street"),
        (*_TOWN_PLACES, "Goodfare, Loam Bridge"),
    ),
    Settlement(
        "Saltby", "town", LOAMSHIRE, (10.25, 8.25), 1.4, 2.2, 19, SALTBY, ("LM3",),
        ("Fore Street", "Quay Street", "Ropewalk", "Haven Road", "Chapel Hill", "Lantern Street", "Ferry Street", "Cooper's Wynd", "Anchor Lane",
         "Custom House Steps", "Fish Row", "Granary Wharf", "Salter's Court", "Net Loft Lane", "Church Lane"),
        (*_SMALL_TOWN_PLACES, "Shopping Area", "Hospital", "Theatre/Concert Hall"),
    ),
    Settlement(
        "Hay Cross", "town", LOAMSHIRE, (14.6, 18.85), 0.8, 1.9, 7, MARKET_LOAM, ("LM4",),
        ("High Street", "Hay Lane", "Church Street", "Drover's Way", "Mill Lane", "Pinfold Lane", "Back Lane", "Market Place"), _SMALL_TOWN_PLACES,
    ),
    Settlement(
        "Aberaeddan", "town", DYFFRYN_AEDDAN, (25.3, 18.1), 1.35, 1.2, 24, AEDDAN, ("AE1",),
        ("Stryd Fawr", "Heol y Bont", "Ffordd y Môr", "Stryd yr Eglwys", "Lôn Tŷ Gwyn", "Stryd y Castell", "Heol y Cei", "Stryd y Farchnad",
         "Lôn y Rhaff", "Y Maes", "Stryd y Gôf", "Cwrt y Sgwâr", "Lôn Gwŷdd"),
        (*_SMALL_TOWN_PLACES, "Shopping Area", "Hospital", "Further/Higher Educational Building"),
    ),
    Settlement(
        "Pont-y-Dŵr", "town", DYFFRYN_AEDDAN, (25.1, 11.75), 0.85, 0.15, 9, AEDDAN, ("AE2",),
        ("Stryd y Bont", "Heol y Dŵr", "Stryd y Farchnad", "Heol Aeddan", "Lôn y Felin", "Stryd Wen", "Stryd y Capel"), _SMALL_TOWN_PLACES,
    ),
)  # fmt: skip


def _village(name: str, force_id: ForceId, centre: Place, radius: float, turn: float, outcode: str, *streets: str, weight: float = 1.2) -> Settlement:
    district = AEDDAN if force_id == DYFFRYN_AEDDAN else SALTBY if centre[0] < 11 or centre[1] < 6.2 else MARKET_LOAM
    places = _VILLAGE_PLACES if radius > 0.5 else ("Parking Area",) if radius > 0.3 else ()
    return Settlement(name, "village", force_id, centre, radius, turn, weight, district, (outcode,), streets, places)


_VILLAGES = (
    _village("Westmere", LOAMSHIRE, (5.2, 13.9), 0.62, 0.9, "LM5", "Mere Street", "Church Lane", "Shore Road", "Back Lane", weight=4),
    _village("Holm Quay", LOAMSHIRE, (0.75, 16.25), 0.33, 2.0, "LM5", "Harbour Row", "Light Lane", "Chapel Street", weight=0.8),
    _village("Fenny Marsh", LOAMSHIRE, (20.2, 7.6), 0.6, 1.1, "LM10", "Marsh Road", "Sluice Lane", "The Causeway", "Eel Lane", weight=3.5),
    _village("Thornwell", LOAMSHIRE, (14.6, 5.6), 0.5, 0.2, "LM10", "Well Street", "Thorn Lane", "Green End", "Orchard Street", weight=2),
    _village("Netherloam", LOAMSHIRE, (18.6, 19.6), 0.42, 0.6, "LM4", "Nether Street", "Long Lane", "Barn Road", weight=1.5),
    _village("Kettle Cross", LOAMSHIRE, (9.3, 17.0), 0.4, 2.6, "LM5", "Kettle Lane", "Smithy Road", "Cross Street"),
    _village("Abbotswick", LOAMSHIRE, (10.3, 13.4), 0.4, 0.4, "LM6", "Abbot Street", "Tithe Lane", "The Row"),
    _village("Winnow", LOAMSHIRE, (12.0, 16.5), 0.3, 1.3, "LM6", "Winnow Street", "Bakehouse Lane"),
    _village("Oxwell", LOAMSHIRE, (20.4, 16.3), 0.42, 2.0, "LM7", "Ox Street", "Well Lane", "Pound Hill"),
    _village("Stoke Loam", LOAMSHIRE, (19.1, 13.9), 0.36, 0.3, "LM7", "Stoke Street", "Rectory Lane"),
    _village("Saltway Green", LOAMSHIRE, (20.8, 21.0), 0.4, 0.8, "LM7", "The Saltway", "Green Lane", "Pan Street"),
    _village("Great Sallow", LOAMSHIRE, (20.9, 10.6), 0.38, 1.4, "LM10", "Sallow Street", "Withy Lane"),
    _village("Cold Thorn", LOAMSHIRE, (17.7, 7.5), 0.28, 0.7, "LM10", "Cold Street", "Pump Lane"),
    _village("Broadhanger", LOAMSHIRE, (12.4, 4.9), 0.34, 2.4, "LM10", "Hanger Street", "Chalk Lane"),
    _village("Sedge End", LOAMSHIRE, (19.6, 4.9), 0.3, 0.5, "LM10", "Sedge Street", "Staithe Lane"),
    _village("Marlsea", LOAMSHIRE, (4.1, 9.5), 0.42, 1.8, "LM8", "Marl Street", "Beach Road", "Coastguard Row", weight=1.5),
    _village("Westcot", LOAMSHIRE, (7.0, 11.1), 0.32, 0.2, "LM8", "Cot Street", "Forge Lane"),
    _village("Tŷ Gwyn", DYFFRYN_AEDDAN, (31.1, 14.9), 0.5, 0.7, "AE3", "Heol Tŷ Gwyn", "Lôn yr Ŵyl", "Ffordd y Mynydd", weight=3),
    _village("Blaenaeddan", DYFFRYN_AEDDAN, (29.3, 7.2), 0.55, 2.3, "AE3", "Heol Blaenaeddan", "Stryd y Tân", "Lôn Cae Glas", weight=3.5),
    _village("Môr Isel", DYFFRYN_AEDDAN, (29.6, 20.3), 0.42, 3.0, "AE1", "Ffordd y Traeth", "Lôn y Goleudy", "Heol Isel", weight=1.5),
    _village("Llan Glas", DYFFRYN_AEDDAN, (29.6, 10.9), 0.36, 1.0, "AE3", "Heol Llan Glas", "Lôn y Llan"),
    _village("Felin Isaf", DYFFRYN_AEDDAN, (24.6, 8.4), 0.36, 1.7, "AE2", "Heol y Felin", "Lôn Isaf"),
    _village("Porth Wen", DYFFRYN_AEDDAN, (26.7, 4.0), 0.4, 0.1, "AE4", "Heol y Porth", "Lôn y Traeth", "Stryd y Bad"),
    _village("Rhyd Eira", DYFFRYN_AEDDAN, (27.6, 14.2), 0.34, 0.3, "AE2", "Heol y Rhyd", "Lôn Eira"),
    _village("Bryn Aeddan", DYFFRYN_AEDDAN, (24.3, 15.6), 0.34, 1.5, "AE2", "Heol y Bryn", "Lôn Gwyn"),
    _village("Pentre Ffin", DYFFRYN_AEDDAN, (23.9, 21.4), 0.32, 2.5, "AE1", "Heol y Ffin", "Lôn y Gwynt"),
    _village("Cwm Gwynt", DYFFRYN_AEDDAN, (32.3, 9.9), 0.3, 1.2, "AE3", "Heol y Cwm", "Lôn Uchaf"),
    _village("Traeth Bach", DYFFRYN_AEDDAN, (31.7, 18.5), 0.34, 2.2, "AE3", "Ffordd Bach", "Lôn y Gwŷdd"),
)

SETTLEMENTS = (*_TOWNS, *_VILLAGES)
"""Those with streets of their own."""

HAMLETS: tuple[tuple[str, ForceId, Place], ...] = tuple(
    (name, force_id, place)
    for force_id, found in (
        (
            LOAMSHIRE,
            (
                ("Beacon Farm", (9.6, 20.0)), ("Upper Kettle", (6.9, 18.8)), ("Mereside", (7.4, 13.6)), ("Long Belt", (9.9, 11.6)),
                ("Nine Barrows", (12.2, 21.7)), ("Hay Wood End", (12.4, 18.7)), ("Netherhay", (16.3, 20.9)), ("Hanger End", (18.2, 20.9)),
                ("Little Oxwell", (21.8, 17.6)), ("Saltpan", (21.4, 23.0)), ("Loamhead", (19.6, 18.1)), ("Staple Ash", (17.6, 17.3)),
                ("Brook Winnow", (13.3, 15.8)), ("Oxley", (21.4, 14.4)), ("Little Sallow", (21.9, 9.3)), ("Fox Green", (18.2, 10.0)),
                ("Fen Drove", (21.9, 6.0)), ("Eastcliff", (21.6, 3.3)), ("Thorn Heath", (17.3, 4.5)), ("Wellhead", (16.4, 8.3)),
                ("Tithe Green", (13.3, 7.5)), ("Havenside", (11.3, 6.0)), ("South Cape", (3.4, 7.9)), ("Saltings", (6.3, 6.1)),
                ("Fernmoor", (6.9, 8.6)), ("West Warren", (8.5, 9.6)), ("Gullpoint", (3.1, 11.5)), ("North Shore", (4.0, 16.5)),
                ("Holm Cross", (-0.1, 17.2)), ("Coldharbour Mill", (12.0, 11.2)), ("Lark Green", (11.7, 14.4)), ("Chalk End", (15.2, 3.2)),
            ),
        ),
        (
            DYFFRYN_AEDDAN,
            (
                ("Pen-y-Ffordd", (23.6, 17.7)), ("Cae Coch", (23.8, 10.2)), ("Nant-y-Ffin", (23.7, 6.2)), ("Hendre Wen", (24.5, 4.0)),
                ("Tan-y-Allt", (26.7, 7.9)), ("Cefn Glas", (27.4, 11.1)), ("Pen-y-Cwm", (30.9, 8.3)), ("Bwlch Du", (27.9, 8.9)),
                ("Craig Lwyd", (29.0, 4.6)), ("Glan Eira", (31.2, 13.1)), ("Ynys Deg", (33.2, 12.9)), ("Maes Llwyn", (29.7, 15.8)),
                ("Bron Hebog", (30.5, 17.1)), ("Llwyn Onn Fawr", (27.9, 18.0)), ("Pen Aber", (27.5, 20.5)), ("Cors Isaf", (26.6, 15.4)),
            ),
        ),
    )
    for name, place in found
)  # fmt: skip
"""Places where lanes meet."""

SUBURBS: tuple[tuple[str, Place], ...] = (
    ("Northgate", (15.5, 14.1)), ("Westgate", (13.9, 13.4)), ("Larkhill", (13.3, 12.2)), ("St Ebba's", (14.3, 11.5)), ("Southfields", (15.8, 10.7)),
    ("Oxley Park", (17.3, 11.6)), ("Millfield", (16.9, 13.6)), ("Chapel Hill", (11.1, 8.3)), ("Haven", (10.0, 7.4)), ("Whinney Fields", (10.4, 9.3)),
    ("Pen-y-Bryn", (24.6, 18.8)), ("Yr Harbwr", (26.3, 18.3)), ("Parc Aeddan", (24.8, 17.2)), ("Glan-yr-Afon", (26.3, 17.3)),
)  # fmt: skip

# Roads between settlements: from, to, name, kind, places on the way.
ROADS: tuple[tuple[str, str, str, str, tuple[Place, ...]], ...] = (
    ("Market Loam", "Saltby", "Saltby Road", "primary", ((12.3, 10.7),)),
    ("Market Loam", "Hay Cross", "Hay Road", "primary", ((15.4, 15.6),)),
    ("Market Loam", "Pont-y-Dŵr", "Aeddan Road", "primary", ((18.6, 11.9), (22.2, 11.6))),
    ("Pont-y-Dŵr", "Aberaeddan", "Heol Aberaeddan", "primary", ((25.0, 13.6), (24.6, 16.0))),
    ("Market Loam", "Fenny Marsh", "Fen Road", "secondary", ((17.3, 10.0),)),
    ("Market Loam", "Abbotswick", "Abbot's Road", "secondary", ()),
    ("Market Loam", "Stoke Loam", "Stoke Road", "secondary", ((17.3, 13.6),)),
    ("Market Loam", "Thornwell", "Thornwell Road", "secondary", ((15.2, 9.2),)),
    ("Abbotswick", "Westmere", "Mere Road", "secondary", ((7.9, 13.2),)),
    ("Saltby", "Westcot", "Coast Road", "secondary", ((8.6, 9.4),)),
    ("Westcot", "Marlsea", "Marlsea Road", "secondary", ()),
    ("Marlsea", "Westmere", "Shore Road", "secondary", ((4.2, 11.9),)),
    ("Saltby", "Broadhanger", "Haven Road", "secondary", ((11.0, 6.6),)),
    ("Broadhanger", "Thornwell", "Hanger Road", "secondary", ()),
    ("Thornwell", "Cold Thorn", "Thorn Road", "secondary", ((16.0, 6.1),)),
    ("Cold Thorn", "Fenny Marsh", "Cold Lane", "secondary", ()),
    ("Fenny Marsh", "Sedge End", "Sedge Road", "secondary", ()),
    ("Fenny Marsh", "Great Sallow", "Sallow Road", "secondary", ()),
    ("Hay Cross", "Netherloam", "Nether Lane", "secondary", ()),
    ("Netherloam", "Saltway Green", "Saltway", "secondary", ()),
    ("Netherloam", "Oxwell", "Oxwell Road", "secondary", ()),
    ("Oxwell", "Stoke Loam", "Stoke Lane", "secondary", ()),
    ("Hay Cross", "Kettle Cross", "Kettle Road", "secondary", ((12.0, 18.0),)),
    ("Kettle Cross", "Westmere", "Mere Lane", "secondary", ((6.6, 16.3),)),
    ("Market Loam", "Winnow", "Winnow Road", "secondary", ((13.6, 14.4),)),
    ("Saltway Green", "Pentre Ffin", "Heol Lloegr", "secondary", ()),
    ("Pentre Ffin", "Aberaeddan", "Heol y Ffin", "secondary", ()),
    ("Aberaeddan", "Môr Isel", "Ffordd yr Arfordir", "secondary", ((26.4, 18.4), (27.9, 19.4))),
    ("Aberaeddan", "Rhyd Eira", "Ffordd Coed Mawr", "secondary", ((26.4, 16.9),)),
    ("Môr Isel", "Traeth Bach", "Lôn y Môr", "secondary", ()),
    ("Traeth Bach", "Tŷ Gwyn", "Heol y Traeth", "secondary", ()),
    ("Pont-y-Dŵr", "Rhyd Eira", "Ffordd Cwm Eira", "secondary", ()),
    ("Rhyd Eira", "Tŷ Gwyn", "Ffordd Cwm Eira", "secondary", ((29.4, 14.3),)),
    ("Pont-y-Dŵr", "Llan Glas", "Ffordd Llan Glas", "secondary", ((27.2, 10.6),)),
    ("Llan Glas", "Cwm Gwynt", "Ffordd y Gwynt", "secondary", ()),
    ("Llan Glas", "Blaenaeddan", "Heol Blaenau", "secondary", ()),
    ("Pont-y-Dŵr", "Felin Isaf", "Heol y Felin", "secondary", ()),
    ("Felin Isaf", "Porth Wen", "Ffordd Porth Wen", "secondary", ()),
    ("Porth Wen", "Blaenaeddan", "Ffordd y Blaenau", "secondary", ()),
    ("Great Sallow", "Felin Isaf", "Border Road", "secondary", ((22.6, 9.5),)),
    ("Oxwell", "Bryn Aeddan", "Oxley Road", "secondary", ((22.6, 15.6),)),
)

BYPASS: tuple[Place, ...] = ((12.55, 10.75), (13.4, 9.7), (15.1, 9.25), (16.8, 9.55), (18.1, 10.6), (18.55, 11.85))
RING: tuple[Place, ...] = ((14.6, 12.85), (14.55, 12.3), (14.95, 11.9), (15.75, 12.45), (16.15, 12.95), (15.9, 13.4), (15.2, 13.5), (14.75, 13.25))

RAILWAYS: tuple[tuple[str, tuple[Place, ...]], ...] = (
    (
        "Loam and Aeddan Line",
        (
            (9.6, 8.02), (9.75, 8.25), (10.5, 9.0), (11.7, 9.45), (13.2, 9.95), (14.6, 10.5), (15.5, 11.35), (15.95, 12.15), (16.8, 12.75),
            (18.6, 12.75), (20.8, 12.3), (22.8, 12.8), (24.0, 12.6), (24.75, 12.4), (25.3, 12.75), (25.25, 14.2), (24.75, 15.9), (24.85, 17.1),
            (25.05, 17.75), (25.1, 17.85),
        ),
    ),
    ("Hay Branch", ((16.8, 12.75), (17.35, 13.6), (17.3, 15.2), (16.6, 16.8), (15.5, 17.9), (14.95, 18.45), (14.85, 18.6))),
)  # fmt: skip

ZONES: dict[str, tuple[tuple[Place, str, str], ...]] = {
    "Market Loam": (
        ((14.9, 12.2), "park", "Castle Green"), ((13.75, 13.7), "park", "Abbey Fields"), ((16.75, 14.15), "park", "Millfield Park"),
        ((15.35, 10.9), "park", "Southfields Park"),
        ((16.75, 12.35), "industry", ""), ((17.35, 12.4), "industry", ""), ((18.0, 12.3), "industry", ""),
        ((17.35, 10.6), "retail", ""), ((14.0, 10.35), "retail", ""), ((13.4, 11.6), "sports", "Larkhill Playing Fields"),
        ((15.9, 14.6), "cemetery", "Northgate Cemetery"), ((17.5, 13.5), "allotments", ""),
    ),
    "Saltby": (
        ((10.0, 7.65), "park", "Haven Gardens"), ((10.9, 9.3), "industry", ""), ((9.75, 8.7), "industry", ""), ((11.2, 7.7), "retail", ""),
        ((10.9, 8.5), "park", "Chapel Hill Recreation Ground"),
    ),
    "Hay Cross": (((14.3, 18.5), "sports", "Hay Meadow"), ((15.1, 18.5), "industry", "")),
    "Aberaeddan": (
        ((25.5, 18.6), "park", "Parc y Castell"), ((24.75, 17.3), "industry", ""), ((24.3, 17.8), "retail", ""),
        ((26.3, 17.8), "park", "Parc Glan-yr-Afon"),
        ((24.8, 18.8), "sports", "Caeau Pen-y-Bryn"),
    ),
    "Pont-y-Dŵr": (((24.75, 11.35), "park", "Parc y Dref"), ((25.35, 12.3), "industry", ""), ((25.6, 11.4), "sports", "Cae Chwarae Glan Aeddan")),
}  # fmt: skip
"""What the quarter round a place is used for: the place, its use, and its name where it is green."""
