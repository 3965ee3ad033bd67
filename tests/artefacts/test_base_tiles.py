"""Base tiles hold what a map of their zoom draws, meet without a seam, and stay small."""

from __future__ import annotations

import json
from typing import Any

import mapbox_vector_tile
import numpy as np
import polars as pl
import pytest
import shapely
from shapely.geometry import shape

from sitegen.artefacts.maps import base_tiles
from sitegen.facts.map_places import map_places
from sitegen.publish.checks.budgets import gzip_size
from sitegen.publish.checks.sizes import TILE
from tests.artefacts.inputs import table
from tests.artefacts.test_presence import read
from tiles.grid import EXTENT, mercator

SITE: dict[str, object] = {"as_of": "2025-06-30"}
CREDIT: dict[str, object] = {"attributions": ["police", "os"], "year": "2025"}
NO_PLACES = table("gazetteer")
BOUNDARIES = table("boundaries", {"force_id": "loamshire", "neighbourhood_id": "cg", "geometry": shapely.box(-1.15, 52.60, -1.05, 52.66).wkb})
RIVER = shapely.LineString([(-1.20, 52.61), (-1.12, 52.632), (-1.06, 52.625), (-1.0, 52.65)])
RING_ROAD = shapely.LineString([(-1.15, 52.60), (-1.128, 52.632), (-1.10, 52.66)])
WOOD = shapely.Point(-1.1, 52.63).buffer(0.02)
BASEMAP: list[tuple[str, str | None, str | None, Any]] = [
    ("water", "river", "River Loam", RIVER),
    ("water", "lake", None, shapely.box(-1.126, 52.632, -1.122, 52.635)),
    ("water", "stream", None, shapely.LineString([(-1.12, 52.62), (-1.11, 52.63)])),
    ("green", "wood", None, WOOD),
    ("road", "primary", "Ring Road", RING_ROAD),
    ("road", "minor", "Corn Market", shapely.LineString([(-1.14, 52.63), (-1.13, 52.63)])),
    ("road", "minor", "Corn Market", shapely.LineString([(-1.13, 52.63), (-1.12, 52.63)])),
    ("road", "minor", None, shapely.LineString([(-1.13, 52.63), (-1.13, 52.64)])),
    ("rail", None, None, shapely.LineString([(-1.15, 52.628), (-1.10, 52.629)])),
    ("building", None, None, shapely.box(-1.1304, 52.6303, -1.1298, 52.6307)),
    ("built-up", None, "Market Loam", shapely.box(-1.15, 52.61, -1.10, 52.66)),
    ("built-up", None, "Saltby", shapely.box(-1.09, 52.61, -1.085, 52.615)),
    ("place", "city", "Market Loam", shapely.Point(-1.13, 52.63)),
    ("place", "town", "Far Away", shapely.Point(0.9, 52.63)),
]

Files = dict[str, bytes]


PLACES = table(
    "gazetteer",
    {"name": "Market Loam", "kind": "city", "lon": -1.13, "lat": 52.63},
    {"name": "Saltby", "kind": "town", "lon": -1.087, "lat": 52.612},
    {"name": "Oadwell", "kind": "village", "lon": -1.10, "lat": 52.62},
    {"name": "Farport", "kind": "city", "lon": -4.0, "lat": 50.0},
)
"""Two that the basemap names, a village, and a city far from every force."""


def basemap(rows: list[tuple[str, str | None, str | None, Any]]) -> pl.DataFrame:
    owned = {"attribution": "Contains OS data © Crown copyright and database right {year}", "file": "basemap/loamshire.gpkg"}
    return table("basemap", *({"layer": layer, "kind": kind, "name": name, "geometry": place.wkb, **owned} for layer, kind, name, place in rows))


def bake(rows: list[tuple[str, str | None, str | None, Any]] = BASEMAP, form: str = "folder", places: pl.DataFrame = NO_PLACES) -> Files:
    ground = basemap(rows)
    named = map_places(basemap=ground, boundaries=BOUNDARIES, gazetteer=places)
    return dict(base_tiles.make(basemap=ground, boundaries=BOUNDARIES, map_places=named, tiles=form, site=SITE, credit=CREDIT))


def address(path: str) -> tuple[int, int, int]:
    z, x, y = (int(part.removesuffix(".mvt")) for part in path.split("/")[-3:])
    return z, x, y


def features(files: Files, layer: str, zoom: int) -> list[tuple[tuple[int, int], dict[str, Any]]]:
    """Every feature of a layer at a zoom with the column and row of its tile."""
    found = []
    for path, data in sorted(files.items()):
        if path.endswith(".mvt") and address(path)[0] == zoom:
            decoded = mapbox_vector_tile.decode(data, default_options={"y_coord_down": True})
            found += [(address(path)[1:], feature) for feature in decoded.get(layer, {"features": []})["features"]]
    return found


def kinds(files: Files, layer: str, zoom: int) -> set[tuple[str | None, str | None]]:
    return {(feature["properties"].get("kind"), feature["properties"].get("name")) for _, feature in features(files, layer, zoom)}


def on_the_world(tile: tuple[int, int], feature: dict[str, Any]) -> shapely.Geometry:
    """A feature in 4096ths of its zoom's tiles, counted from the north-west of the world."""
    return shapely.transform(shape(feature["geometry"]), lambda places: places + np.array(tile) * EXTENT)


def expected(place: shapely.Geometry, zoom: int) -> shapely.Geometry:
    return shapely.transform(place, lambda degrees: np.column_stack(mercator(*degrees.T)) * (EXTENT << zoom))


@pytest.fixture(scope="module")
def files() -> Files:
    return bake()


@pytest.fixture(scope="module")
def about(files: Files) -> dict[str, Any]:
    return dict(json.loads(files["tiles/base.json"]))


def test_each_zoom_draws_what_it_has_room_for(files: Files) -> None:
    assert kinds(files, "road", 8) == {("primary", None)}
    assert kinds(files, "road", 12) == {("primary", None), ("minor", None)}
    assert kinds(files, "waterway", 12) == {("river", "River Loam")}
    assert kinds(files, "waterway", 13) == {("river", "River Loam"), ("stream", None)}
    assert kinds(files, "building", 13) == set()
    assert kinds(files, "building", 14) == {(None, None)}


def test_streets_have_their_names_at_the_last_zoom_alone(files: Files) -> None:
    assert kinds(files, "road", 13) == {("primary", None), ("minor", None)}
    assert kinds(files, "road", 14) == {("primary", "Ring Road"), ("minor", "Corn Market"), ("minor", None)}


def test_streets_of_one_name_are_one_line(files: Files) -> None:
    drawn = [on_the_world(tile, one) for tile, one in features(files, "road", 14) if one["properties"].get("name") == "Corn Market"]
    assert {one.geom_type for one in drawn} == {"LineString"}


@pytest.mark.parametrize("zoom", [8, 11, 14])
def test_pieces_of_neighbouring_tiles_meet_without_a_seam(files: Files, zoom: int) -> None:
    wood = shapely.union_all([on_the_world(tile, one) for tile, one in features(files, "green", zoom)])
    road = shapely.union_all([on_the_world(tile, one) for tile, one in features(files, "road", zoom) if one["properties"].get("kind") == "primary"])
    assert shapely.get_num_geometries(wood) == 1
    assert shapely.hausdorff_distance(wood.exterior, expected(WOOD, zoom).exterior) < 20
    assert shapely.hausdorff_distance(shapely.line_merge(road), expected(RING_ROAD, zoom)) < 20


def test_places_are_named_by_their_points_and_else_by_their_built_up_areas(files: Files) -> None:
    named = {(feature["properties"]["name"], feature["properties"]["kind"]) for _, feature in features(files, "place", 12)}
    assert named == {("Market Loam", "city"), ("Saltby", "village")}
    assert {feature["properties"]["name"] for _, feature in features(files, "place", 8)} == {"Market Loam"}


def test_nothing_far_from_every_force_is_baked(files: Files) -> None:
    columns = sorted({address(path)[1] for path in files if path.endswith(".mvt") and address(path)[0] == 14})
    west, east = (float(mercator([lon], [52.6])[0][0]) * 2**14 for lon in (-1.15 - 0.06, -1.05 + 0.06))
    assert int(west) <= columns[0]
    assert columns[-1] <= int(east)


def test_the_tilejson_names_owner_and_tiles(files: Files, about: dict[str, Any]) -> None:
    assert about["attribution"] == "Contains OS data © Crown copyright and database right 2025."
    assert read(about["x-index"], about["minzoom"], about["maxzoom"]) == {address(path) for path in files if path.endswith(".mvt")}
    layers = {layer["id"] for layer in about["vector_layers"]}
    assert layers == {"water", "waterway", "green", "built-up", "road", "rail", "building", "place"}


def test_without_a_basemap_the_tilejson_names_no_tile() -> None:
    made = bake([])
    assert set(made) == {"tiles/base.json"}
    about = json.loads(made["tiles/base.json"])
    assert about["x-index"] == {"tree": "", "without": []}
    assert about["attribution"] == ""


def test_without_a_basemap_the_cities_and_towns_of_the_gazetteer_are_named_from_afar() -> None:
    made = bake([], places=PLACES)
    about = json.loads(made["tiles/base.json"])
    assert about["attribution"] == "Contains Ordnance Survey data © Crown copyright and database right 2025."
    named = {zoom: {feature["properties"]["name"] for _, feature in features(made, "place", zoom)} for zoom in (5, 8)}
    assert named == {5: {"Market Loam"}, 8: {"Market Loam", "Saltby"}}


def test_what_the_basemap_names_is_named_once() -> None:
    named = [(feature["properties"]["name"], feature["properties"]["kind"]) for _, feature in features(bake(places=PLACES), "place", 12)]
    assert sorted(named) == [("Market Loam", "city"), ("Saltby", "village")]


def test_the_tilejson_says_whether_the_basemap_has_the_sea(about: dict[str, Any]) -> None:
    sea = ("water", "sea", None, shapely.box(-1.15, 52.60, -1.14, 52.61))
    assert (about["x-sea"], json.loads(bake([*BASEMAP, sea])["tiles/base.json"])["x-sea"]) == (False, True)


def test_one_archive_holds_the_same_tiles(files: Files) -> None:
    made = bake(form="pmtiles")
    assert json.loads(made["tiles/base.json"])["x-digest"] == json.loads(files["tiles/base.json"])["x-digest"]
    assert sorted(path.rpartition(".")[2] for path in made) == ["json", "pmtiles"]


def test_the_order_of_rows_does_not_matter(files: Files) -> None:
    assert bake(BASEMAP[::-1]) == files


def test_a_crowded_tile_leaves_out_buildings_before_alleys() -> None:
    rng = np.random.default_rng(1)
    places = np.column_stack([rng.uniform(-1.1290, -1.1095, 3000), rng.uniform(52.6060, 52.6180, 3000)]).round(6).tolist()
    houses = [("building", None, None, shapely.box(x, y, x + 0.00011, y + 0.00007)) for x, y in places]
    names = [f"Alley {rng.bytes(36).hex()}" for _ in range(1100)]  # names that do not compress
    alleys = [("road", "path", name, shapely.LineString([(x, y), (x + 0.001, y + 0.0004)])) for name, (x, y) in zip(names, places, strict=False)]
    made = bake([*BASEMAP, *houses, *alleys])
    assert all(gzip_size(data) <= TILE for path, data in made.items() if path.endswith(".mvt"))
    fullest = max((path for path in made if path.endswith(".mvt")), key=lambda path: gzip_size(made[path]))
    left = mapbox_vector_tile.decode(made[fullest])
    assert address(fullest)[0] == 14
    assert "building" not in left
    assert kinds(made, "road", 14) >= {("primary", "Ring Road"), ("path", names[0])}
