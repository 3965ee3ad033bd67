"""An invented force with full pages: literal shapes and numbers, the same on every run, for benchmarks of pages."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import shapely

from sitegen.artefacts.maps.neighbourhood_grounds import draw_grounds
from sitegen.facts.changes import neighbourhood_changes
from tests.artefacts.inputs import ASSET_PATHS, SITE, TEMPLATES, table
from tests.artefacts.loamshire import to_degrees
from tests.bench.rich_ground import rich_ground
from tiles.grid import SIZE

FORCE = "loamshire"
MONTHS = [f"{year}-{number:02d}" for year in (2022, 2023, 2024, 2025) for number in range(1, 13)][6:42]
COLUMNS, ROWS = 8, 5
POINTS = 70
_WEST, _NORTH, _SIDE = int(0.4947 * SIZE), int(0.322 * SIZE), 3000
_EDGE = 48
_STREETS = ("High Street", "Market Place", "Mill Lane", "Station Road", "Church Street", "Moat Lane", "Kiln Road", "Needle Street", "Quarry Road")
_ENDS = ("North", "South", "East", "West", "Upper", "Lower", "Old", "New")
_SLUGS = (
    "violent-crime", "shoplifting", "criminal-damage-arson", "public-order", "vehicle-crime", "other-theft", "burglary", "drugs", "bicycle-theft",
    "theft-from-the-person", "robbery", "possession-of-weapons", "other-crime",
)  # fmt: skip
_ASB = "anti-social-behaviour"


def rich_force() -> dict[str, Any]:  # Any: tables, settings
    """Every input of the page makers for a force of 40 neighbourhoods, each with a team, 36 months, 70 snap points, a wavy boundary
    and a ground of streets, waters and parks."""
    chance = np.random.default_rng(20250630)
    shapes = _shapes(chance)
    ids = [f"n{number:02d}" for number in range(len(shapes))]
    points = _points(chance, ids)
    located = _located(chance, points)
    boundaries = table(
        "boundaries",
        *(
            {"force_id": FORCE, "neighbourhood_id": one, "geometry": shapely.to_wkb(shape), "source": "kml", "file": f"{one}.kml"}
            for one, shape in zip(ids, shapes, strict=True)
        ),
    )
    basemap = rich_ground(chance, (_WEST, _NORTH), _SIDE, COLUMNS, ROWS)
    return {
        "templates": TEMPLATES,
        "locales": (),
        "asset_paths": ASSET_PATHS,
        "site": {**SITE, "languages": ["en", "cy"]},
        "months": MONTHS,
        "force_id": FORCE,
        "language": "en",
        "forces": table("forces", {"force_id": FORCE, "name": "Loamshire Constabulary", "url": "https://l.example/", "detail_supplied": True}),
        "boundaries": boundaries,
        **_teams(ids),
        "categories": _categories(),
        **_notices(),
        **_outcomes(chance, ids),
        **_stops(chance, ids),
        "force_basemap": basemap,
        "neighbourhood_grounds": draw_grounds(force_id=FORCE, boundaries=boundaries, force_basemap=basemap),
        "populations": table(
            "populations",
            *({"force_id": FORCE, "neighbourhood_id": one, "people": 5_000, "year": 2023, "kind": "lsoa"} for one in (*ids, None)),
        ),
        "located_counts": located,
        "force_points": points.select("force_id", "neighbourhood_id", "street", "x", "y").sort("neighbourhood_id", "street", "x", "y"),
        "neighbourhood_series": (series := _area_series(chance, ids)),
        "neighbourhood_changes": neighbourhood_changes(
            force_id=FORCE,
            neighbourhood_series=series,
            located_counts=located,
            located_shares=table("located_shares"),
            breaks=table("breaks"),
            recording_steps=table("recording_steps"),
            months=MONTHS,
        ),
        "force_series": _force_series(chance),
        "located_shares": table("located_shares"),
    }  # fmt: skip


def _notices() -> dict[str, pl.DataFrame]:
    """What stands beside the figures: how far they were supplied, a known fault, changes of definition and where readers can turn."""
    return {
        "known_issues": table(
            "known_issues",
            {"force_id": FORCE, "dataset": "crime", "first_month": "2025-06", "text": "Two days are missing.", "source": "", "read": "2025-06"},
        ),
        "help_links": table(
            "help_links",
            *(
                {"force_id": "all", "kind": kind, "href": f"https://{kind}.example/for-people-here/"}
                for kind in ("commissioner", "report", "prevention", "victims", "teams")
            ),
        ),
        "breaks": table(
            "breaks",
            {"month": "2019-06", "dataset": "outcomes", "force_id": "all", "text": "There are no court results.", "label": "no court results"},
            {"month": "2024-04", "dataset": "crime", "force_id": "all", "text": "Crime is counted in a new way.", "label": "new rules"},
        ),
        "coverage": table(
            "coverage",
            *(
                {"dataset": dataset, "force_id": FORCE, "month": month, "state": "supplied"}
                for dataset in ("asb", "crime", "outcomes", "stops")
                for month in MONTHS
            ),
        ),
    }


def _shapes(chance: np.random.Generator) -> list[shapely.Geometry]:
    """A grid of cells whose shared edges wander, in degrees."""
    corners = np.array([[(column, row) for column in range(COLUMNS + 1)] for row in range(ROWS + 1)], dtype=float) * _SIDE
    corners += chance.uniform(-0.25, 0.25, corners.shape) * _SIDE
    edges = [(corners[row, column], corners[row, column + 1]) for row in range(ROWS + 1) for column in range(COLUMNS)]
    edges += [(corners[row, column], corners[row + 1, column]) for row in range(ROWS) for column in range(COLUMNS + 1)]
    lines = []
    for start, end in edges:
        along = np.linspace(0, 1, _EDGE)[:, None]
        line = start + (end - start) * along
        wander = np.cumsum(chance.normal(0, 18, (_EDGE, 2)), axis=0)
        line += wander - wander[-1] * along
        line[[0, -1]] = start, end
        lines.append(shapely.linestrings(line + np.array([_WEST, _NORTH])))
    cells = shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.node(shapely.union_all(lines)))))
    whole = sorted((cell for cell in cells if cell.area > _SIDE * _SIDE / 4), key=lambda cell: (round(cell.centroid.y, 3), round(cell.centroid.x, 3)))
    return [shapely.transform(cell, to_degrees) for cell in whole]


def _points(chance: np.random.Generator, ids: list[str]) -> pl.DataFrame:
    rows = []
    for place, one in enumerate(ids):
        across, down = place % COLUMNS, place // COLUMNS % ROWS
        xy = chance.integers(300, _SIDE - 300, (POINTS, 2)) + np.array([_WEST + across * _SIDE, _NORTH + down * _SIDE])
        names = [f"{_ENDS[number // 9 % 8]} {_STREETS[number % 9]}" for number in range(POINTS)]
        rows += [(FORCE, one, int(x), int(y), name) for (x, y), name in zip(xy.tolist(), names, strict=True)]
    return pl.DataFrame(
        rows, schema=["force_id", "neighbourhood_id", "x", "y", "street"], orient="row", schema_overrides={"x": pl.Int32, "y": pl.Int32}
    )


def _located(chance: np.random.Generator, points: pl.DataFrame) -> pl.DataFrame:
    frames = []
    for month in MONTHS[-13:]:
        for slug, mean in ((_SLUGS[0], 1.0), (_SLUGS[1], 0.5), (_SLUGS[5], 0.4), (_ASB, 0.9)):
            crimes = chance.poisson(mean, points.height) * chance.integers(0, 3, points.height)
            some = points.with_columns(pl.Series("crimes", crimes, dtype=pl.Int32)).filter(pl.col("crimes") > 0)
            frames.append(some.with_columns(pl.lit(month).alias("month"), pl.lit(FORCE).alias("recorded_by"), pl.lit(slug).alias("category")))
    return pl.concat(frames).select("month", "force_id", "neighbourhood_id", "x", "y", "recorded_by", "category", "crimes")


def _outcomes(chance: np.random.Generator, ids: list[str]) -> dict[str, pl.DataFrame]:
    groups = ("no-suspect", "evidential", "charged", "out-of-court", "other", "open", "unknown")
    kinds = table("outcome_kinds", *({"outcome": group, "name": group, "group": group, "position": place} for place, group in enumerate(groups)))
    grid = pl.DataFrame({"month": MONTHS}).join(pl.DataFrame({"neighbourhood_id": ids}), how="cross").join(kinds.select("outcome"), how="cross")
    rows = grid.with_columns(
        pl.lit(FORCE).alias("force_id"),
        pl.lit(FORCE).alias("recorded_by"),
        pl.lit("burglary").alias("category"),
        pl.lit(3, pl.Int32).alias("age"),
        pl.Series("crimes", 1 + chance.poisson(20, grid.height), dtype=pl.Int32),
    )
    columns = ["month", "force_id", "neighbourhood_id", "recorded_by", "category", "outcome", "age", "crimes"]
    return {"outcome_kinds": kinds, "located_outcomes": rows.select(columns)}


def _stops(chance: np.random.Generator, ids: list[str]) -> dict[str, pl.DataFrame]:
    objects = ("drugs", "stolen-goods", "weapons", "articles-for-theft", "fireworks", "anything-else")
    results = ("no-further-action", "arrest", "community-resolution", "summons", "not-given", "anything-else")
    values = [("all", "all"), *(("object", value) for value in objects), *(("outcome", value) for value in results)]
    counts = chance.integers(10, 90, (len(ids), len(values))).tolist()
    tables = [
        {"force_id": FORCE, "neighbourhood_id": one, "field": field, "value": value, "stops": counts[place][position], "position": position}
        for place, one in enumerate(ids)
        for position, (field, value) in enumerate(values)
    ]
    series = [{"force_id": FORCE, "neighbourhood_id": one, "month": month, "stops": 12, "state": "supplied"} for one in ids for month in MONTHS]
    return {"stop_series": table("stop_series", *series), "stop_tables": table("stop_tables", *tables), "stop_words": table("stop_words")}


def _area_series(chance: np.random.Generator, ids: list[str]) -> pl.DataFrame:
    grid = (
        pl.DataFrame({"force_id": [FORCE]})
        .join(pl.DataFrame({"neighbourhood_id": ids}), how="cross")
        .join(pl.DataFrame({"month": MONTHS}), how="cross")
    )
    grid = grid.join(pl.DataFrame({"category": [*_SLUGS, _ASB]}), how="cross")
    return grid.with_columns(pl.Series("crimes", chance.poisson(14, grid.height), dtype=pl.Int32), pl.lit("supplied").alias("state"))


def _force_series(chance: np.random.Generator) -> pl.DataFrame:
    grid = (
        pl.DataFrame({"force_id": [FORCE]})
        .join(pl.DataFrame({"month": MONTHS}), how="cross")
        .join(pl.DataFrame({"category": [*_SLUGS, _ASB]}), how="cross")
    )
    return grid.with_columns(
        pl.Series("crimes", chance.poisson(600, grid.height), dtype=pl.Int32),
        pl.lit(5, pl.Int32).alias("unlocated"),
        pl.lit(3, pl.Int32).alias("elsewhere"),
        pl.lit("supplied").alias("state"),
    )


def _categories() -> pl.DataFrame:
    rows = [
        {"category": slug, "name": slug.replace("-", " ").capitalize(), "is_crime": slug != _ASB, "first_month": "2013-05", "position": place}
        for place, slug in enumerate([*_SLUGS, _ASB])
    ]
    return table("categories", *rows)


def _teams(ids: list[str]) -> dict[str, pl.DataFrame]:
    """Contacts, eight people, four priorities and five meetings for each neighbourhood."""
    supplied = dict.fromkeys(("detail_supplied", "people_supplied", "priorities_supplied", "events_supplied"), True)
    rows: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("neighbourhoods", "contacts", "stations", "links", "people", "priorities", "events")
    }
    for place, one in enumerate(ids):
        here = {"force_id": FORCE, "neighbourhood_id": one}
        name = f"{_ENDS[place % 8]} Ward {place + 1}"
        rows["neighbourhoods"].append(
            {**here, **supplied, "folder": one, "name": name, "population": 8_000 + 37 * place, "url": f"https://loamshire.example/{one}",
             "description": "<p>The wards between the river and the ring road, with the market and two schools.</p>", "file": "neighbourhoods.json"}
        )  # fmt: skip
        for position, (channel, text) in enumerate(
            (("email", f"{one}@loamshire.example"), ("telephone", "01632 960 123"), ("x", "https://x.com/loamshire"))
        ):
            rows["contacts"].append({**here, "position": position, "channel": channel, "text": text, "href": f"https://loamshire.example/{channel}"})
        rows["stations"].append({**here, "position": 0, "name": "", "kind": "station", "address": "1 Moat Street", "postcode": "LM1 2BD"})
        rows["links"].append({**here, "position": 0, "title": "Neighbourhood watch", "href": "https://watch.example/"})
        rows["people"] += [{**here, "position": number, "name": f"Officer {number} of {name}", "rank": "Constable"} for number in range(8)]
        for number in range(4):
            issue = (
                f"<p>Speeding on Road {number}.</p><p>Residents told us of drivers who race at night, above all near the school and the bus stop.</p>"
            )
            done = "<p>We have checked speeds on five evenings and have fined eleven drivers. We go on until the end of September.</p>"
            rows["priorities"].append(
                {**here, "position": number, "issue": issue, "issue_date": "2025-03-12", "action": done, "action_date": "2025-06-18"}
            )
        for number, start in enumerate(("2025-08-05T18:30", "2025-07-31T10:00", "2025-05-20T10:00", "2025-04-15T18:30", "2025-03-11T11:00")):
            rows["events"].append(
                {**here, "position": number, "title": "Beat meeting", "kind": "meeting", "start": start, "address": "Guildhall, Market Place"}
            )
    return {name: table(name, *found) for name, found in rows.items()}
