"""A tiny whole site as literal files, for tests that plant one fault in it."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Mapping
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl
import shapely

from sitegen import terms
from sitegen.publish.assemble import assemble, complete
from sitegen.publish.manifest import Manifest
from sitegen.publish.paths import SiteFile
from sitegen.publish.record import Record
from tiles.archive import archive_tiles
from tiles.grid import SIZE, Tile, lonlat
from tiles.points import point_tiles

ABOUT = Manifest("Title", "2025-12", ("2025-11", "2025-12"), preview=False, invented="Loamshire")
SQUARE = (2041, 1360)
POINTS = [(2041 * 4096 + 10, 1360 * 4096 + 20), (2041 * 4096 + 400, 1360 * 4096 + 900), (2041 * 4096 + 4095, 1360 * 4096)]
OUTCOMES = "outcomes/2025-12/10/510/340.json"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'"
X0, Y0, SCALE = 2041 * 4096 - 100, 1360 * 4096 - 100, 0.5


def page(body: str, root: str = "", head: str = "") -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f'<title>A page</title><link rel="stylesheet" href="{root}assets/site.1a2b3c4d5e.css">{head}</head>'
        f'<body><main id="main"><h1>A page</h1>{body}<p data-part="recorded">12</p></main></body></html>'
    )


def baked_map(*circles: tuple[int, int]) -> str:
    steps = [(x - before_x, y - before_y) for (before_x, before_y), (x, y) in pairwise(circles)]
    path = "M{} {}".format(*circles[0]) + ("l" + " ".join(f"{x} {y}" for x, y in steps) if steps else "")
    drawn = f'<marker id="pt" overflow="visible"><circle r="1"/></marker><path stroke-width="5" d="{path}"/>'
    key = '<g class="m-key"><circle cx="700" cy="690" r="5"/></g>'
    return (
        f'<div class="map"><svg viewBox="0 0 890 752" data-frame="{X0} {Y0} {SCALE}"><title>A map</title><g class="m-pt">{drawn}</g>{key}</svg></div>'
        "<p>Points are approximate.</p>"
    )


RECORDED = (
    '<section data-part="recorded"><p>In <time datetime="2025-12">December 2025</time></p>'
    "<table data-figures><thead><tr><th>Month</th></tr></thead><tr><th>December 2025</th><td>3</td><td>3</td></tr>"
    "<tr><th>November 2025</th><td colspan=2>not supplied</td></tr></table></section>"
)
COUNTS = "neighbourhood,month,crime_state,asb_state,burglary,anti-social-behaviour\n"


def good_files() -> dict[str, bytes]:
    """A home page, a force, a neighbourhood with a map, one month of tiles, the shards."""
    neighbourhood = page(
        f'<p>Meeting on <time datetime="2025-12-31">31 December 2025</time></p>{RECORDED}{baked_map((55, 60), (250, 500))}'
        '<a href="../">Up</a><a href="../../#main">Home</a><a href="streets/">Streets</a><a href="https://www.example.org/ng1-5aa">Out</a>',
        root="../../",
    )
    streets = page("".join(f'<p id="{terms.snap_point_id(x, y)}">A street</p>' for x, y in POINTS) + '<a href="../#main">Back</a>', root="../../../")
    files = {
        "index.html": page('<form method="get" action="find/"><input id="q" type="search"></form><a href="gwent/">Gwent</a>').encode(),
        "find/index.html": page('<a href="../index.html">Home</a>', root="../").encode(),
        "gwent/index.html": page('<a href="nb85/">One</a><a href="#main">Top</a>', root="../").encode(),
        "gwent/ids.json": b'{"NB85":"nb85"}',
        "gwent/nb85/index.html": neighbourhood.encode(),
        "gwent/nb85/streets/index.html": streets.encode(),
        "assets/site.1a2b3c4d5e.css": b"p{background:url(data:image/png;base64,AA)}",
        "assets/site.1a2b3c4d5e.js": b"(function () {})();",
        "streets/12/2041/1360.json": street_shard(),
        "data/counts/gwent.csv": f"{COUNTS},2025-12,supplied,supplied,4,3\n"
        "NB85,2025-11,not_supplied,not_supplied,,\nNB85,2025-12,supplied,supplied,3,3\n".encode(),
        OUTCOMES: outcome_shard(*POINTS),
        "data/coverage.csv": b"dataset,force_id,month\ncrime,gwent,2025-12\n",
        "tiles/crime/index.json": b"{}",
        "tiles/stops/index.json": b"{}",
    }
    return files | tile_files() | stop_files()


def street_shard(areas: tuple[tuple[str, str, str], ...] = (("gwent", "nb85", "One"),)) -> bytes:
    """The points of the one square, all of them in every neighbourhood given."""
    points = {terms.snap_point_id(x, y): [None, list(range(len(areas)))] for x, y in POINTS}
    return json.dumps({"areas": areas, "points": points}).encode()


def outcome_shard(*points: tuple[int, int]) -> bytes:
    found = {terms.snap_point_id(x, y): [0, 2] for x, y in points}
    return json.dumps({"outcomes": [["charged", "Suspect charged", "charged"]], "points": found}).encode()


def api_records(point: tuple[int, int] = POINTS[0], **changed: object) -> bytes:
    """A crime of the API at a snap point; `changed` are other values of its fields, `number` that of its street."""
    lon, lat = lonlat(*point)
    street = {"id": changed.pop("number", point[0] * SIZE + point[1]), "name": "On or near 2025-12-24 Close"}
    record = {
        "category": "burglary",
        "location_type": "Force",
        "location": {"latitude": f"{float(lat):.6f}", "street": street, "longitude": f"{float(lon):.6f}"},
        "context": "",
        "outcome_status": None,
        "persistent_id": "",
        "id": 1,
        "location_subtype": "",
        "month": "2025-12",
    }
    return json.dumps([record | changed]).encode()


def bulk_crimes(point: tuple[int, int] = POINTS[0], form: str = "parquet", **changed: object) -> bytes:
    """A crime at a snap point and one without a location, as a bulk file has them; `changed` are other values of all rows, or columns more."""
    lon, lat = (round(float(one), 6) for one in lonlat(*point))
    if form == "csv.gz":
        columns = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context"
        row = {**dict.fromkeys(columns.split(","), ""), "Month": "2025-12", "Longitude": str(lon), "Latitude": str(lat)}
        rows = [row | changed, row | {"Longitude": "", "Latitude": ""} | changed]
        return gzip.compress(pl.DataFrame(rows).write_csv().encode(), mtime=0)
    row = dict.fromkeys(("street", "lsoa_code", "lsoa_name", "outcome"), "") | {"month": "2025-12", "force": "gwent", "category": "burglary"}
    there = {"longitude": lon, "latitude": lat, "geometry": shapely.to_wkb(shapely.Point(lon, lat))}
    buffer = io.BytesIO()
    pl.DataFrame(
        [row | there | changed, row | dict.fromkeys(there) | {name: value for name, value in changed.items() if name not in there}]
    ).write_parquet(buffer)
    return buffer.getvalue()


def tile_files(form: str = "folder", points: list[tuple[int, int]] | None = None, totals: Mapping[str, int] | None = None) -> dict[str, bytes]:
    """One month of crime tiles with its TileJSON: 2 + 1 burglaries and one report at the first three points."""
    shown = points or POINTS
    x, y = (np.array([point[axis] for point in shown], np.int32) for axis in range(2))
    counts = {"burglary": np.arange(len(shown), dtype=np.int32)[::-1].copy(), "asb": np.ones(len(shown), np.int32)}
    tiles = list(point_tiles(x, y, counts, layer="crimes", cell_layer="cells"))
    fields = {"burglary": "", "asb": "", "total": ""}
    about = {
        "minzoom": 5,
        "maxzoom": 12,
        "x-digest": "0123456789abcdef",
        "x-categories": {"burglary": {"crime": True}, "asb": {"crime": False}},
        "x-totals": totals or {"crimes": int(counts["burglary"].sum()), "asb": len(shown), "btp": 0},
        "vector_layers": [{"id": "crimes", "fields": fields}, {"id": "cells", "fields": {**fields, "points": ""}}],
    }
    files = {"tiles/crime/2025-12.json": json.dumps(about).encode()}
    if form == "pmtiles":
        return files | {"tiles/crime/2025-12/0123456789abcdef.pmtiles": archive_tiles(tiles, metadata={})}
    return files | {f"tiles/crime/2025-12/0123456789abcdef/{z}/{tx}/{ty}.mvt": data for z, tx, ty, data in tiles}


STOP_POINTS = [(2041 * 4096 + 11, 1360 * 4096 + 20), (2041 * 4096 + 400, 1360 * 4096 + 900), (2042 * 4096 + 5, 1361 * 4096 + 7)]
"""The middle one is a snap point of crimes as well."""


def stop_files(points: list[tuple[int, int]] | None = None, *, attribute: str = "", cells: list[tuple[int, int]] | None = None) -> dict[str, bytes]:
    """One month of stop tiles with its TileJSON: 1, 2 and 3 stops; `attribute` is one too many, `cells` the points the lower zooms are made from."""
    fields = {"total": "", **({attribute: ""} if attribute else {})}
    about = {
        "minzoom": 5,
        "maxzoom": 11,
        "x-digest": "fedcba9876543210",
        "x-totals": {"stops": 6, "btp": None},
        "vector_layers": [{"id": "stops", "fields": fields}, {"id": "cells", "fields": {**fields, "points": ""}}],
    }
    tiles: list[Tile] = []
    for shown, zooms in ((points or STOP_POINTS, [11]), (cells or points or STOP_POINTS, range(5, 11))):
        x, y = (np.array([point[axis] for point in shown], np.int32) for axis in range(2))
        stops = np.arange(1, len(shown) + 1, dtype=np.int32)
        name = attribute or "stops"
        summed = () if attribute else (name,)
        tiles += point_tiles(x, y, {name: stops}, layer="stops", cell_layer="cells", zooms=zooms, summed=summed, exact_zoom=11)
    files = {f"tiles/stops/2025-12/fedcba9876543210/{z}/{tx}/{ty}.mvt": data for z, tx, ty, data in tiles}
    return files | {"tiles/stops/2025-12.json": json.dumps(about).encode()}


def write_site(folder: Path, files: Mapping[str, bytes], about: Manifest = ABOUT) -> Path:
    """The files as a published folder with a true manifest."""
    manifest = complete(about, [SiteFile(path, sha256(data).hexdigest(), len(data), "test") for path, data in files.items()])
    assemble(manifest, files.__getitem__, folder, folder, Record())
    return folder
