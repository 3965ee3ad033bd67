"""An invented force with four neighbourhoods, as literal rows of the tables that its pages are made from.

Castle Gate has everything, Mill Bank a boundary and nothing about its team, Far Field files that name nobody, and
Old Docks no boundary. The window is June 2024 to June 2025; January 2025 was not supplied.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import ModuleType
from typing import Any

import numpy as np
import polars as pl
import shapely

from sitegen.artefacts.maps.neighbourhood_grounds import draw_grounds
from sitegen.engine.arguments import names_taken
from sitegen.facts.api_folders import api_folders
from tests.artefacts.inputs import ASSET_PATHS, SITE, TEMPLATES, files_of, table
from tests.artefacts.judged import month_changes, year_change

FORCE = "loamshire"
MONTHS = [f"2024-{number:02d}" for number in range(6, 13)] + [f"2025-{number:02d}" for number in range(1, 7)]
MISSING = "2025-01"
NEWEST = "2025-06"

# Snap points: zoom-24 pixels in a square of 4000 pixels; Castle Gate is its west half, Mill Bank and Far Field share the east half.
WEST, NORTH = 8_300_000, 5_400_000
CORN_MARKET, HIGH_STREET, HIGH_STREET_2, KILN_ROAD, UNNAMED = (
    (WEST + 400, NORTH + 900),
    (WEST + 900, NORTH + 1500),
    (WEST + 1200, NORTH + 1700),
    (WEST + 1500, NORTH + 3000),
    (WEST + 1600, NORTH + 3100),
)
MILL_LANE = (WEST + 3000, NORTH + 500)

_CATEGORIES = (("violent-crime", "Violence and sexual offences"), ("burglary", "Burglary"), ("robbery", "Robbery"), ("drugs", "Drugs"))
_CASTLE_GATE = {
    "violent-crime": [70, 60, 50, 40, 41, 42, 43, None, 44, 45, 46, 47, 20],
    "burglary": [9, 9, 9, 9, 9, 9, 9, None, 9, 9, 9, 9, 9],
    "robbery": [0] * 7 + [None] + [0] * 5,
    "drugs": [3, 2, 2, 2, 2, 2, 2, None, 2, 2, 2, 2, 3],
    "anti-social-behaviour": [30, 30, 30, 30, 30, 30, 30, None, 30, 30, 30, 30, 34],
}
_QUIET = {name: [None if number is None else 0 for number in numbers] for name, numbers in _CASTLE_GATE.items()}
_MILL_BANK = {**_QUIET, "burglary": [1] * 7 + [None] + [1] * 5}

_LOCATED = (
    # neighbourhood, point, recorded by, category, crimes in June 2025
    ("cg", CORN_MARKET, FORCE, "violent-crime", 15),
    ("cg", CORN_MARKET, FORCE, "anti-social-behaviour", 30),
    ("cg", HIGH_STREET, FORCE, "violent-crime", 4),
    ("cg", HIGH_STREET, FORCE, "burglary", 9),
    ("cg", HIGH_STREET_2, FORCE, "violent-crime", 1),
    ("cg", HIGH_STREET_2, FORCE, "anti-social-behaviour", 4),
    ("cg", UNNAMED, FORCE, "drugs", 3),
    ("cg", HIGH_STREET, "btp", "burglary", 2),
    ("MB 1", MILL_LANE, FORCE, "burglary", 1),
)


def pages(maker: ModuleType, force_id: str = FORCE, **changes: Any) -> dict[str, bytes]:  # Any: tables, settings
    """What a page maker makes of the world, by public path; `changes` replace inputs by name."""
    return _make(maker, force_id, changes) if changes else _unchanged(maker, force_id)


@cache
def _unchanged(maker: ModuleType, force_id: str) -> dict[str, bytes]:
    return _make(maker, force_id, {})


def _make(maker: ModuleType, force_id: str, changes: Mapping[str, Any]) -> dict[str, bytes]:  # Any: tables, settings
    inputs = {**world(), "force_id": force_id, "language": "en", **changes}
    inputs.setdefault(
        "neighbourhood_grounds", draw_grounds(force_id=force_id, boundaries=inputs["boundaries"], force_basemap=inputs["force_basemap"])
    )
    inputs.setdefault("api_folders", api_folders(neighbourhoods=inputs["neighbourhoods"], boundaries=inputs["boundaries"]))
    names = {one.name for one in names_taken(maker.make)}
    return files_of(maker.make, **{name: inputs[name] if name in inputs else table(name) for name in names})


def world() -> dict[str, Any]:
    """Every input of the force's page makers."""
    return {
        "templates": TEMPLATES,
        "locales": (),
        "language": "en",
        "asset_paths": ASSET_PATHS,
        "site": SITE,
        "months": MONTHS,
        **_force_tables(),
        "neighbourhoods": neighbourhoods(),
        **_team_tables(),
        "boundaries": boundaries(),
        "force_areas": table("force_areas"),
        "categories": categories(),
        "neighbourhood_series": neighbourhood_series(),
        "neighbourhood_changes": table("neighbourhood_changes", year_change(FORCE, "cg", [month for month in MONTHS[1:] if month != MISSING])),
        "month_changes": table("month_changes", *month_changes(FORCE, "cg", NEWEST)),
        "force_series": force_series(),
        "located_counts": located_counts(),
        **{"force_points": force_points(), "doubtful_force_points": table("doubtful_force_points")},
        "coverage": coverage(),
        "located_shares": table("located_shares"),
        "force_basemap": table("force_basemap"),
        "known_issues": table("known_issues"),
        "force_rates": table("force_rates"),
        "force_year_changes": table("force_year_changes"),
        "national_year_changes": table("national_year_changes"),
        "populations": table("populations"),
        "outcome_kinds": outcome_kinds(),
        "located_outcomes": outcomes("cg", 20),
        "crime_outcomes": crime_outcomes(),
        "force_outcomes": outcomes(None, 30),
        **_stop_tables(),
    }  # fmt: skip


def _force_tables() -> dict[str, pl.DataFrame]:
    """What is known of the force itself, where readers can turn, and where a definition changed."""
    return {
        "forces": table(
            "forces",
            {
                "force_id": FORCE,
                "name": "Loamshire Constabulary",
                "url": "https://loamshire.example/",
                "telephone": "101",
                "description": "<p>We keep the peace.</p>",
                "detail_supplied": True,
            },
            {"force_id": "btp", "name": "British Transport Police", "detail_supplied": False},
        ),
        "officers": table("officers", {"force_id": FORCE, "position": 0, "name": "Margaret Olusanya", "rank": "Chief Constable"}),
        "help_links": table(
            "help_links",
            {"force_id": "all", "kind": "commissioner", "href": "https://commissioner.example/"},
            {"force_id": "all", "kind": "report", "href": "https://report.example/"},
            {"force_id": FORCE, "kind": "report", "href": "https://loamshire.example/report/"},
            {"force_id": FORCE, "kind": "commissioner", "href": ""},
        ),
        "breaks": table(
            "breaks",
            {
                "month": "2019-06", "dataset": "outcomes", "force_id": "all", "label": "no court results",
                "text": "Court results have not been published since June 2019.",
            },
        ),
    }  # fmt: skip


def neighbourhoods(**changes: Any) -> pl.DataFrame:  # Any: cells of every column type
    """The four neighbourhoods; `changes` are made to Castle Gate."""
    nothing = {"detail_supplied": False, "people_supplied": False, "priorities_supplied": False, "events_supplied": False}
    castle_gate = {
        **dict.fromkeys(nothing, True),
        "neighbourhood_id": "cg", "folder": "cg", "name": "Castle Gate", "population": 19_412, "url": "https://loamshire.example/castle-gate",
        "description": "<p>The old town.</p>", **changes,
    }  # fmt: skip
    rows: list[dict[str, Any]] = [
        castle_gate,
        {**nothing, "neighbourhood_id": "MB 1", "folder": "mb-1", "name": "Mill Bank"},
        {**dict.fromkeys(nothing, True), "neighbourhood_id": "ff", "folder": "ff", "name": "Far Field"},
        {**nothing, "neighbourhood_id": "od", "folder": "od", "name": "Old Docks"},
    ]
    return table("neighbourhoods", *({"force_id": FORCE, "file": "neighbourhoods.json", **row} for row in rows))


def boundaries() -> pl.DataFrame:
    """Castle Gate's half of the square, Mill Bank's and Far Field's quarters; Old Docks has none."""
    corners = {"cg": (0, 0, 2000, 4000), "MB 1": (2000, 0, 4000, 2000), "ff": (2000, 2000, 4000, 4000)}
    return table(
        "boundaries",
        *(
            {"force_id": FORCE, "neighbourhood_id": place, "geometry": shapely.to_wkb(_on_the_ground(box)), "source": "kml", "file": f"{place}.kml"}
            for place, box in corners.items()
        ),
    )


def neighbourhood_series(months: Mapping[str, str] | None = None, counts: Mapping[str, Mapping[str, list[int | None]]] | None = None) -> pl.DataFrame:
    """The counts of the three neighbourhoods with a boundary; `months` gives other coverage states by month, which null the counts."""
    places = {"cg": _CASTLE_GATE, "MB 1": _MILL_BANK, "ff": _QUIET} if counts is None else counts
    states = {MISSING: "not_supplied", **(months or {})}
    return table(
        "neighbourhood_series",
        *(
            {
                "force_id": FORCE,
                "neighbourhood_id": place,
                "month": month,
                "category": category,
                "crimes": number if states.get(month, "supplied") in {"supplied", "supplied_partial"} else None,
                "state": states.get(month, "supplied"),
            }
            for place, numbers in places.items()
            for category, series in numbers.items()
            for month, number in zip(MONTHS, series, strict=True)
        ),
    )


def force_series() -> pl.DataFrame:
    """The whole force: Castle Gate's and Mill Bank's counts, with 4 burglaries without a location and 2 outside every boundary in June 2025."""
    rows = []
    for category, series in _CASTLE_GATE.items():
        for month, number, other in zip(MONTHS, series, _MILL_BANK[category], strict=True):
            extra = 6 if (category, month) == ("burglary", NEWEST) else 0
            known = number is not None and other is not None
            rows.append(
                {
                    "force_id": FORCE, "month": month, "category": category, "state": "not_supplied" if month == MISSING else "supplied",
                    "crimes": (number or 0) + (other or 0) + extra if known else None,
                    "unlocated": (4 if extra else 0) if known else None, "elsewhere": (2 if extra else 0) if known else None,
                }
            )  # fmt: skip
    return table("force_series", *rows)


def located_counts() -> pl.DataFrame:
    """What stands at each point in June 2025, and one burglary on Kiln Road in May."""
    rows = [
        {
            "month": NEWEST, "force_id": FORCE, "neighbourhood_id": place, "x": point[0], "y": point[1],
            "recorded_by": recorded_by, "category": category, "crimes": crimes,
        }
        for place, point, recorded_by, category, crimes in _LOCATED
    ]  # fmt: skip
    return table("located_counts", *rows, {**rows[3], "month": "2025-05", "x": KILN_ROAD[0], "y": KILN_ROAD[1], "crimes": 1})


def force_points() -> pl.DataFrame:
    """The snap points of the window by neighbourhood."""
    rows = (
        ("cg", CORN_MARKET, "Corn Market"),
        ("cg", HIGH_STREET, "High Street"),
        ("cg", HIGH_STREET_2, "High Street"),
        ("cg", KILN_ROAD, "Kiln Road"),
        ("cg", UNNAMED, None),
        ("MB 1", MILL_LANE, "Mill Lane"),
    )
    return table(
        "force_points", *({"force_id": FORCE, "neighbourhood_id": place, "x": point[0], "y": point[1], "street": name} for place, point, name in rows)
    )


def coverage(**states: str) -> pl.DataFrame:
    """All months supplied but January 2025; `states` change the newest month of a dataset: `coverage(crime="not_yet")`."""
    rows = [
        {"dataset": dataset, "force_id": FORCE, "month": month, "state": _state(dataset, month, states)}
        for dataset in ("crime", "asb")
        for month in MONTHS
    ]
    rows += [{"dataset": "crime", "force_id": "btp", "month": month, "state": "supplied"} for month in MONTHS]
    rows += [{"dataset": "asb", "force_id": "btp", "month": month, "state": "never"} for month in MONTHS]
    absent = {"state": "not_supplied", "reason": "not-in-this-copy"}
    rows += [
        {"dataset": dataset, "force_id": force, "month": month, **absent}
        for dataset in ("outcomes", "stops")
        for force in (FORCE, "btp")
        for month in MONTHS
    ]
    return table("coverage", *rows)


def crime_outcomes() -> pl.DataFrame:
    """The outcomes of what was recorded on Corn Market and High Street in June 2025."""
    rows = (
        (CORN_MARKET, "violent-crime", "under-investigation", 12),
        (CORN_MARKET, "violent-crime", "charged", 3),
        (HIGH_STREET, "burglary", None, 9),
    )
    columns = ("category", "outcome", "crimes")
    return table(
        "crime_outcomes",
        *({"force_id": FORCE, "month": NEWEST, "x": point[0], "y": point[1], **dict(zip(columns, row, strict=True))} for point, *row in rows),
    )


def outcome_kinds() -> pl.DataFrame:
    """Four outcomes in three groups."""
    kinds = (
        ("no-further-action", "No suspect was identified", "no-suspect"), ("charged", "Suspect charged", "charged"),
        ("fined", "Offender fined", "charged"), ("under-investigation", "Under investigation", "open"),
    )  # fmt: skip
    return table(
        "outcome_kinds",
        *({"outcome": outcome, "name": name, "group": group, "position": place} for place, (outcome, name, group) in enumerate(kinds)),
    )


def outcomes(neighbourhood_id: str | None, crimes: int) -> pl.DataFrame:
    """So many crimes a month of June to December 2024, half of them open, and as many in June 2025, all open; None: the force's table."""
    here = {"force_id": FORCE, "neighbourhood_id": neighbourhood_id, "recorded_by": FORCE, "category": "burglary"}
    rows = [(month, outcome, crimes // 2) for month in MONTHS[:7] for outcome in ("no-further-action", "under-investigation")]
    name = "force_outcomes" if neighbourhood_id is None else "located_outcomes"
    rows.append((NEWEST, "under-investigation", crimes))
    return table(name, *({**here, "month": month, "outcome": outcome, "crimes": count} for month, outcome, count in rows))


def stops(**states: str) -> pl.DataFrame:
    """The coverage with outcomes and stops supplied; `states` give other states for every month: `stops(stops="withheld")`."""
    given = {"outcomes": "supplied", "stops": "supplied", **states}
    rows = [{"dataset": dataset, "force_id": FORCE, "month": month, "state": state} for dataset, state in given.items() for month in MONTHS]
    return pl.concat([coverage().filter(pl.col("dataset").is_in(["crime", "asb"])), table("coverage", *rows)])


def _stop_tables() -> dict[str, pl.DataFrame]:
    series = [
        {
            "force_id": FORCE,
            "neighbourhood_id": place,
            "month": month,
            "stops": number,
            "unlocated": 1 if place is None else None,
            "state": "supplied",
        }
        for place, number in (("cg", 5), ("MB 1", 0), ("ff", 0), (None, 40))
        for month in MONTHS
    ]  # fmt: skip
    found = [
        ("cg", "all", "all", 60), ("cg", "object", "controlled-drugs", 50), ("cg", "object", "anything-else", None), ("cg", "outcome", "arrest", 60),
        (None, "all", "all", 480), (None, "object", "controlled-drugs", 480), (None, "age", "18-24", 480),
    ]  # fmt: skip
    span = {"force_id": FORCE, "first_month": MONTHS[1], "last_month": NEWEST, "months": 12}
    words = (("object", "controlled-drugs", "Drugs"), ("outcome", "arrest", "Arrest"), ("age", "18-24", "18 to 24"))
    return {
        "stop_series": table("stop_series", *series),
        "stop_tables": table(
            "stop_tables",
            *(
                {**span, "neighbourhood_id": place, "field": field, "value": value, "stops": number, "position": position}
                for position, (place, field, value, number) in enumerate(found)
            ),
        ),
        "stop_words": table("stop_words", *({"field": field, "value": value, "name": name, "position": 0} for field, value, name in words)),
    }


def categories() -> pl.DataFrame:
    """Four categories of crime, and antisocial behaviour."""
    rows = [
        {"category": slug, "name": name, "is_crime": True, "first_month": "2013-05", "position": place}
        for place, (slug, name) in enumerate(_CATEGORIES)
    ]
    asb = {"category": "anti-social-behaviour", "name": "Antisocial behaviour", "is_crime": False, "first_month": "2010-12", "position": 9}
    return table("categories", *rows, asb)


def _state(dataset: str, month: str, states: Mapping[str, str]) -> str:
    if month == MISSING:
        return "not_supplied"
    return states.get(dataset, "supplied") if month == NEWEST else "supplied"


def _team_tables() -> dict[str, pl.DataFrame]:
    here = {"force_id": FORCE, "neighbourhood_id": "cg"}
    return {
        "contacts": table(
            "contacts",
            {**here, "position": 0, "channel": "email", "text": "castlegate@loamshire.example", "href": "mailto:castlegate@loamshire.example"},
            {**here, "position": 1, "channel": "telephone", "text": "101", "href": "tel:101"},
            {**here, "position": 2, "channel": "facebook", "text": "https://www.facebook.com/castlegate/", "href": "https://www.facebook.com/castlegate/"},
        ),
        "stations": table("stations", {**here, "position": 0, "name": "", "kind": "station", "address": "Moat Street", "postcode": "LM1 2BD"}),
        "links": table("links", {**here, "position": 0, "title": "Neighbourhood watch", "href": "https://watch.example/"}),
        "people": table("people", {**here, "position": 1, "name": "Janet Pike"}, {**here, "position": 0, "name": "Ruth Hallam", "rank": "Inspector"}),
        "priorities": table(
            "priorities",
            {
                **here, "position": 0, "issue": "<p>Shoplifting on High Street</p>", "issue_date": "2025-03-12",
                "action": "<p>Daily foot patrols.</p>", "action_date": "2025-06-18",
            },
            {**here, "position": 1, "issue": "<p>Parking on Mill Lane</p>"},
        ),
        "events": table(
            "events",
            {
                **here, "position": 0, "title": "Beat meeting", "kind": "meeting", "start": "2025-07-31T18:30", "end": "2025-07-31T20:00",
                "address": "Guildhall, Market Place",
            },
            {**here, "position": 1, "title": "Street surgery", "kind": "meeting", "start": "2025-06-24T10:00"},
        ),
    }  # fmt: skip


def _on_the_ground(box: tuple[int, int, int, int]) -> shapely.Geometry:
    """A rectangle given in pixels from the world's corner, in degrees."""
    pixels = shapely.box(WEST + box[0], NORTH + box[1], WEST + box[2], NORTH + box[3])
    return shapely.transform(pixels, to_degrees)


def to_degrees(pixels: Any) -> Any:  # Any: NumPy arrays
    lon = pixels[:, 0] / (1 << 24) * 360 - 180
    lat = np.degrees(np.arctan(np.sinh(np.pi * (1 - pixels[:, 1] / (1 << 23)))))
    return np.column_stack([lon, lat])
