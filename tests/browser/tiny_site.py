"""A site of three snap points, baked with the makers themselves, for tests that must know every number on the map."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import polars as pl
import shapely

from sitegen.artefacts.assets.names import asset_files, asset_paths
from sitegen.artefacts.maps import base_tiles, boundary_tiles, crime_tiles, stop_tiles
from sitegen.artefacts.pages import map as map_page
from sitegen.artefacts.shards import outcomes, streets
from sitegen.engine.load import load
from sitegen.facts.basemap import basemap_owners
from sitegen.facts.cells import cell_scales, cell_sizes, picture_cells
from sitegen.facts.map_places import map_places
from sitegen.raw import RawFile, RawGroup
from sitegen.sources.listing.project import list_project
from sitegen.sources.scripts import read_scripts
from sitegen.sources.vocabulary import read_categories
from sitegen.tables.schemas import SCHEMAS
from tests.artefacts.inputs import files_of
from tiles.grid import pixels

PROJECT = Path(__file__).parents[2]
MONTHS = ["2025-04", "2025-05", "2025-06"]
SITE: dict[str, object] = {
    "title": "Local crime and policing", "operator": "", "contact": "", "privacy_contact": "", "base_url": "", "public_key": "",
    "languages": ["en"], "unreviewed": [],
    "preview": False,
    "postcodes": True, "places": False,
    "invented": "Loamshire", "release": "2025-06", "first_month": MONTHS[0], "last_month": MONTHS[-1], "as_of": "2025-06-30",
    "attributions": ["police"],
}  # fmt: skip
FORCES = {"btp": "British Transport Police", "loamshire": "Loamshire Constabulary", "wealdmoor": "Wealdmoor Police"}
AREAS = [  # force, id, name, west, south, east, north
    ("loamshire", "CG", "Castle Gate", -1.16, 52.60, -1.11, 52.645),
    ("loamshire", "NB", "Northbrook", -1.16, 52.645, -1.11, 52.68),
    ("wealdmoor", "CG", "Cattle Green", -1.11, 52.60, -1.06, 52.68),
]
CORN_MARKET, BRIDGE_STREET, STATION, MOOR_LANE = (-1.130, 52.630), (-1.1335, 52.6315), (-1.126, 52.6285), (-1.09, 52.63)
STREETS = {CORN_MARKET: "Corn Market", BRIDGE_STREET: "Bridge Street", STATION: None, MOOR_LANE: "Moor Lane"}
NEIGHBOURHOODS = {CORN_MARKET: "loamshire", BRIDGE_STREET: "loamshire", STATION: "loamshire", MOOR_LANE: "wealdmoor"}
CRIMES = [  # force, month, category, place, crimes
    ("loamshire", "2025-06", "shoplifting", CORN_MARKET, 8),
    ("loamshire", "2025-06", "violent-crime", CORN_MARKET, 3),
    ("loamshire", "2025-06", "anti-social-behaviour", CORN_MARKET, 5),
    ("loamshire", "2025-06", "violent-crime", BRIDGE_STREET, 2),
    ("loamshire", "2025-06", "shoplifting", STATION, 1),
    ("btp", "2025-06", "shoplifting", STATION, 4),
    ("wealdmoor", "2025-06", "burglary", MOOR_LANE, 2),
    ("loamshire", "2025-06", "burglary", None, 6),
    ("loamshire", "2025-05", "shoplifting", CORN_MARKET, 2),
    ("btp", "2025-05", "shoplifting", STATION, 1),
]
OUTCOMES = [  # place, outcome of June's crimes, crimes
    (CORN_MARKET, "charged", 4),
    (CORN_MARKET, "no-further-action", 6),
    (CORN_MARKET, None, 1),
    (BRIDGE_STREET, None, 2),
    (STATION, "charged", 1),
]
STOPS = [("loamshire", "2025-06", CORN_MARKET, 3), ("loamshire", "2025-06", BRIDGE_STREET, 1), ("loamshire", "2025-06", None, 2)]
POSTCODES = {
    "neighbourhoods": [["Castle Gate", "Loamshire Constabulary", "loamshire/cg/"], ["Northbrook", "Loamshire Constabulary", "loamshire/nb/"]],
    "outcode": "LM1", "postcodes": {"1AA": [0], "1AB": [0, 1]}, "terminated": {},
}  # fmt: skip
SUPPLIED = {("loamshire", "2025-05"), ("loamshire", "2025-06"), ("wealdmoor", "2025-06"), ("btp", "2025-05"), ("btp", "2025-06")}


def bake(folder: Path, form: str, *, basemap: bool = True) -> None:
    """Write the map's page and all it needs under `folder`, tiles in the form given."""
    ground = _basemap() if basemap else _basemap().clear()
    raw = {
        name: _load(group)
        for name, group in list_project(PROJECT / "content", PROJECT / "templates", PROJECT / "node_modules", lambda _: None).items()
    }
    scripts = read_scripts(script_files=raw["script_files"], bundler=raw["bundler"])
    paths = asset_paths(assets=raw["assets"], scripts=scripts)
    categories = read_categories(vocabulary=raw["vocabulary"])
    forces, neighbourhoods, coverage = _forces(), _neighbourhoods(), _coverage()
    sizes = [cell_sizes(month=month, crime_counts=_counts().filter(pl.col("month") == month)) for month in MONTHS]
    scales = cell_scales(cell_sizes=pl.concat(sizes))
    _write(folder, asset_files(assets=raw["assets"], scripts=scripts))
    _write(folder, files_of(
        map_page.make, templates=raw["templates"], locales=raw["locales"], asset_paths=paths, forces=forces, categories=categories, coverage=coverage,
        neighbourhoods=neighbourhoods, basemap_owners=basemap_owners(basemap=ground), force_areas=_force_areas(), force_series=_series(),
        picture_cells=picture_cells(crime_counts=_counts().filter(pl.col("month") == MONTHS[-1]), force_areas=_force_areas()),
        cell_scales=scales, site=SITE, months=MONTHS, tiles=form,
    ).items())  # fmt: skip
    for month in MONTHS[1:]:
        counts = _counts().filter(pl.col("month") == month)
        _write(folder, crime_tiles.make(
            month=month, crime_counts=counts, categories=categories, month_coverage=coverage, known_issues=_issues(), forces=forces,
            cell_scales=scales, tiles=form,
        ))  # fmt: skip
        _write(folder, stop_tiles.make(month=month, stop_counts=_stops(month), month_coverage=_stop_coverage(month), tiles=form))
    _write(folder, stop_tiles.make_index(coverage=pl.concat([_stop_coverage(month) for month in MONTHS]), months=MONTHS))
    _write(folder, outcomes.make(
        month=MONTHS[-1], crime_outcomes=_crime_outcomes(), outcome_kinds=_outcome_kinds(), month_coverage=coverage.clear()
    ))  # fmt: skip
    lookups = {"search/index": {"outcodes": ["LM1"], "prefixes": []}, "postcodes/LM1": POSTCODES}
    _write(folder, [(f"{name}.json", json.dumps(what).encode()) for name, what in lookups.items()])
    _write(folder, crime_tiles.make_index(coverage=coverage, months=MONTHS))
    _write(folder, boundary_tiles.make(
        boundaries=_boundaries(), force_areas=_force_areas(), forces=forces, neighbourhoods=neighbourhoods, tiles=form,
        credit={"attributions": SITE["attributions"], "year": "2025"},
    ))  # fmt: skip
    _write(
        folder,
        base_tiles.make(
            basemap=ground,
            boundaries=_boundaries(),
            map_places=map_places(basemap=ground, boundaries=_boundaries(), gazetteer=_table("gazetteer", [])),
            tiles=form,
            site=SITE,
            credit={"attributions": SITE["attributions"], "year": "2025"},
        ),
    )
    _write(
        folder,
        streets.make(
            snap_points=_snap_points(),
            point_neighbourhoods=_point_areas(),
            neighbourhoods=neighbourhoods,
            doubtful_points=_table("doubtful_points", []),
        ),
    )


def _load(group: RawGroup) -> tuple[RawFile, ...]:
    return tuple(load(ref) for ref in group.files.get((), group.files.get(("en",), ())) if ref.path)


def _write(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    for name, data in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _table(name: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    types = SCHEMAS[name].types
    return pl.DataFrame([{column: row.get(column) for column in types} for row in rows], schema=types)


def _forces() -> pl.DataFrame:
    return _table("forces", [{"force_id": force_id, "name": name, "detail_supplied": True} for force_id, name in FORCES.items()])


def _neighbourhoods() -> pl.DataFrame:
    rows: list[dict[str, object]] = [{"force_id": area[0], "neighbourhood_id": area[1], "folder": area[1].lower(), "name": area[2]} for area in AREAS]
    return _table("neighbourhoods", rows)


def _boundaries() -> pl.DataFrame:
    return _table("boundaries", [{"force_id": a[0], "neighbourhood_id": a[1], "geometry": shapely.box(*a[3:]).wkb, "source": "kml"} for a in AREAS])


def _force_areas() -> pl.DataFrame:
    boxes = {
        force_id: shapely.union_all([shapely.box(*area[3:]) for area in AREAS if area[0] == force_id]) for force_id in ("loamshire", "wealdmoor")
    }
    return _table("force_areas", [{"force_id": force_id, "geometry": shape.wkb, "source": "union"} for force_id, shape in boxes.items()])


def _basemap() -> pl.DataFrame:
    """A river through the middle, a park, a main road and a street with names, a railway, a building and a town."""
    rows: list[tuple[str, str | None, str | None, shapely.Geometry]] = [
        ("water", "river", "River Loam", shapely.LineString([(-1.20, 52.62), (-1.13, 52.626), (-1.02, 52.64)])),
        ("water", "lake", None, shapely.box(-1.126, 52.632, -1.122, 52.635)),
        ("green", "park", "Castle Park", shapely.box(-1.14, 52.631, -1.134, 52.636)),
        ("built-up", None, "Market Loam", shapely.box(-1.15, 52.61, -1.10, 52.66)),
        ("road", "primary", "Ring Road", shapely.LineString([(-1.15, 52.60), (-1.128, 52.632), (-1.10, 52.66)])),
        ("road", "minor", "Corn Market", shapely.LineString([(-1.14, 52.630), (-1.120, 52.630)])),
        ("rail", None, None, shapely.LineString([(-1.15, 52.628), (-1.10, 52.629)])),
        ("building", None, None, shapely.box(-1.1304, 52.6303, -1.1298, 52.6307)),
    ]
    common = {"attribution": "© Loamshire Mapping", "file": "basemap/loamshire.gpkg"}
    described = [{"layer": layer, "kind": kind, "name": name, "geometry": shape.wkb, **common} for layer, kind, name, shape in rows]
    return _table("basemap", described)


def _coverage() -> pl.DataFrame:
    rows: list[dict[str, object]] = []
    for force_id in FORCES:
        for month in MONTHS:
            state = "supplied" if (force_id, month) in SUPPLIED else "not_supplied"
            rows.append({"dataset": "crime", "force_id": force_id, "month": month, "state": state})
            rows.append({"dataset": "asb", "force_id": force_id, "month": month, "state": "never" if force_id == "btp" else state})
    return _table("coverage", rows)


def _issues() -> pl.DataFrame:
    fault = {"force_id": "loamshire", "dataset": "crime", "first_month": "2025-06", "last_month": "2025-06", "state": "supplied_partial"}
    return _table("known_issues", [{**fault, "text": "Two days of June are missing.", "source": "https://loamshire.example/", "read": "2025-07"}])


def _counts() -> pl.DataFrame:
    rows: list[dict[str, object]] = []
    for force_id, month, category, place, crimes in CRIMES:
        row: dict[str, object] = {"force_id": force_id, "month": month, "category": category, "crimes": crimes}
        rows.append(row | _position(place) if place else row)
    return _table("crime_counts", rows)


def _series() -> pl.DataFrame:
    return _counts().group_by("force_id", "month", "category").agg(pl.col("crimes").sum())


def _stops(month: str) -> pl.DataFrame:
    rows: list[dict[str, object]] = []
    for force_id, one, place, stops in STOPS:
        row: dict[str, object] = {"force_id": force_id, "month": one, "stops": stops}
        rows.append(row | _position(place) if place else row)
    return _table("stop_counts", rows).filter(pl.col("month") == month)


def _stop_coverage(month: str) -> pl.DataFrame:
    states = {"loamshire": "supplied" if month == MONTHS[-1] else "not_supplied", "wealdmoor": "not_supplied"}
    return _table("coverage", [{"dataset": "stops", "force_id": force_id, "month": month, "state": state} for force_id, state in states.items()])


def _crime_outcomes() -> pl.DataFrame:
    rows = [
        _position(place) | {"force_id": "loamshire", "month": MONTHS[-1], "category": "shoplifting", "outcome": outcome, "crimes": crimes}
        for place, outcome, crimes in OUTCOMES
    ]
    return _table("crime_outcomes", rows)


def _outcome_kinds() -> pl.DataFrame:
    kinds = [("charged", "Suspect charged", "charged"), ("no-further-action", "No suspect identified", "no-suspect")]
    return _table("outcome_kinds", [{"outcome": code, "name": name, "group": group, "position": at} for at, (code, name, group) in enumerate(kinds)])


def _position(place: tuple[float, float]) -> dict[str, object]:
    x, y = pixels([place[0]], [place[1]])
    return {"x": int(x[0]), "y": int(y[0]), "lon": place[0], "lat": place[1], "street": STREETS[place]}


def _snap_points() -> pl.DataFrame:
    return _table("snap_points", [_position(place) for place in STREETS]).sort("x", "y")


def _point_areas() -> pl.DataFrame:
    return _table(
        "point_neighbourhoods", [_position(place) | {"force_id": force_id, "neighbourhood_id": "CG"} for place, force_id in NEIGHBOURHOODS.items()]
    )
