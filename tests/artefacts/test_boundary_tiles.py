"""Boundary tiles show each area once, whole, under the name of its page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import mapbox_vector_tile
import numpy as np
import polars as pl
import pytest
import shapely
from shapely.geometry import shape

from sitegen.artefacts.maps import boundary_tiles
from sitegen.tables.schemas import SCHEMAS
from tests.artefacts.test_presence import read
from tiles.grid import EXTENT, SIZE, lonlat, mercator

SITE: dict[str, object] = {"attributions": ["police", "os", "royal-mail", "ons"], "as_of": "2025-06-30"}
CASTLE_GATE, NORTHBROOK, CATTLE_GREEN = (-1.16, 52.60, -1.11, 52.645), (-1.16, 52.645, -1.11, 52.68), (-1.11, 52.60, -1.06, 52.68)
BOUNDARIES = [
    ("loamshire", "CG", CASTLE_GATE),
    ("loamshire", "NB 1", NORTHBROOK),
    ("wealdmoor", "CG", CATTLE_GREEN),
    ("wealdmoor", "gone", CATTLE_GREEN),
]


def table(name: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    types = SCHEMAS[name].types
    return pl.DataFrame([{column: row.get(column) for column in types} for row in rows], schema=types)


def bake(boundaries: list[tuple[str, str, tuple[float, float, float, float]]] = BOUNDARIES, form: str = "folder") -> dict[str, bytes]:
    """The files of areas given as boxes; each force's area is the union of its own; `gone` is in no list of neighbourhoods."""
    known = [("loamshire", "CG", "cg", "Castle Gate"), ("loamshire", "NB 1", "nb-1", "Northbrook"), ("wealdmoor", "CG", "cg", "Cattle Green")]
    forces = sorted({force for force, _, _ in boundaries})
    areas = {force: shapely.union_all([shapely.box(*box) for owner, _, box in boundaries if owner == force]) for force in forces}
    made = boundary_tiles.make(
        boundaries=table(
            "boundaries", [{"force_id": f, "neighbourhood_id": n, "geometry": shapely.box(*box).wkb, "source": "kml"} for f, n, box in boundaries]
        ),
        force_areas=table("force_areas", [{"force_id": force, "geometry": area.wkb, "source": "union"} for force, area in areas.items()]),
        forces=table("forces", [{"force_id": force, "name": force.title(), "detail_supplied": True} for force in ("btp", "loamshire", "wealdmoor")]),
        neighbourhoods=table(
            "neighbourhoods", [{"force_id": force, "neighbourhood_id": n, "folder": folder, "name": name} for force, n, folder, name in known]
        ),
        tiles=form,
        credit={"attributions": SITE["attributions"], "year": "2025"},
    )
    return dict(made)


def address(path: str) -> tuple[int, int, int]:
    z, x, y = (int(part.removesuffix(".mvt")) for part in path.split("/")[-3:])
    return z, x, y


def features(files: dict[str, bytes], layer: str, zoom: int) -> Iterator[tuple[tuple[int, int], dict[str, Any]]]:
    """Every feature of a layer at a zoom with the column and row of its tile."""
    for path, data in files.items():
        if path.endswith(".mvt") and address(path)[0] == zoom:
            decoded = mapbox_vector_tile.decode(data, default_options={"y_coord_down": True})
            for feature in decoded.get(layer, {"features": []})["features"]:
                yield address(path)[1:], feature


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return bake()


@pytest.fixture(scope="module")
def about(files: dict[str, bytes]) -> dict[str, Any]:
    return dict(json.loads(files["tiles/boundaries.json"]))


def test_every_layer_has_its_features_at_every_zoom_it_claims(files: dict[str, bytes], about: dict[str, Any]) -> None:
    keys = {"loamshire/cg", "loamshire/nb-1", "wealdmoor/cg"}
    for layer in about["vector_layers"]:
        for zoom in range(5, 13):
            found = [feature["properties"] for _, feature in features(files, layer["id"], zoom)]
            if not layer["minzoom"] <= zoom <= layer["maxzoom"]:
                assert found == []
            elif "neighbourhood" in layer["id"]:
                assert {one["key"] for one in found} == keys
            else:
                assert {one["force"] for one in found} == {"loamshire", "wealdmoor"}
            assert all(set(one) == set(layer["fields"]) for one in found)


def test_the_pieces_of_an_area_make_up_its_whole(files: dict[str, bytes]) -> None:
    tile = shapely.box(0, 0, EXTENT, EXTENT)
    drawn = 0.0
    for (x, y), feature in features(files, "neighbourhood", 12):
        if feature["properties"]["key"] == "loamshire/cg":
            piece = shapely.affinity.translate(shape(feature["geometry"]).intersection(tile), x * EXTENT, y * EXTENT)
            drawn += piece.area
    whole = shapely.transform(shapely.box(*CASTLE_GATE), lambda degrees: np.column_stack(mercator(*degrees.T)) * SIZE)
    assert drawn == pytest.approx(whole.area, rel=1e-3)


@pytest.mark.parametrize("zoom", [10, 12])
def test_each_name_stands_once_and_inside_its_area(files: dict[str, bytes], zoom: int) -> None:
    boxes = {"loamshire/cg": CASTLE_GATE, "loamshire/nb-1": NORTHBROOK, "wealdmoor/cg": CATTLE_GREEN}
    seen = []
    for (x, y), feature in features(files, "neighbourhood_label", zoom):
        px, py = feature["geometry"]["coordinates"]
        lon, lat = lonlat((x * EXTENT + px) << (12 - zoom), (y * EXTENT + py) << (12 - zoom))
        assert shapely.box(*boxes[feature["properties"]["key"]]).contains(shapely.Point(float(lon), float(lat)))
        seen.append(feature["properties"]["name"])
    assert sorted(seen) == ["Castle Gate", "Cattle Green", "Northbrook"]


def test_presence_index_names_exactly_the_tiles_written(files: dict[str, bytes], about: dict[str, Any]) -> None:
    assert read(about["x-index"], 5, 12) == {address(path) for path in files if path.endswith(".mvt")}


def test_each_force_has_a_file_that_says_where_its_neighbourhoods_lie(files: dict[str, bytes]) -> None:
    assert json.loads(files["tiles/boundaries/loamshire.json"]) == {"cg": ["Castle Gate", *CASTLE_GATE], "nb-1": ["Northbrook", *NORTHBROOK]}
    assert json.loads(files["tiles/boundaries/btp.json"]) == {}


def test_tilejson_knows_forces_with_and_without_an_area(about: dict[str, Any]) -> None:
    assert about["x-forces"] == {
        "btp": {"name": "Btp", "bounds": None},
        "loamshire": {"name": "Loamshire", "bounds": [-1.16, 52.6, -1.11, 52.68]},
        "wealdmoor": {"name": "Wealdmoor", "bounds": list(CATTLE_GREEN)},
    }
    assert about["bounds"] == [-1.16, 52.6, -1.06, 52.68]


def test_attribution_names_the_sources_of_boundaries(about: dict[str, Any]) -> None:
    assert "Ordnance Survey data © Crown copyright and database right 2025" in about["attribution"]
    assert "Royal Mail" not in about["attribution"]


def test_order_of_the_rows_does_not_matter(files: dict[str, bytes]) -> None:
    assert bake(BOUNDARIES[::-1]) == files


def test_archive_says_the_same_and_holds_as_many_tiles(files: dict[str, bytes], about: dict[str, Any]) -> None:
    archived = bake(form="pmtiles")
    said = json.loads(archived["tiles/boundaries.json"])
    assert said["x-digest"] == about["x-digest"]
    assert said["x-index"] == about["x-index"]
    assert archived[f"tiles/boundaries/{said['x-digest']}.pmtiles"][:7] == b"PMTiles"
    assert not any(path.endswith(".mvt") for path in archived)


def test_without_any_boundary_there_is_a_tilejson_and_no_tile() -> None:
    files = bake([])
    assert not any(path.endswith(".mvt") for path in files)
    assert read(json.loads(files["tiles/boundaries.json"])["x-index"], 5, 12) == set()
