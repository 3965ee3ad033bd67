"""A neighbourhood's boundary as GeoJSON is the one that was supplied, as RFC 7946 wants it."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
import pytest
import shapely

from sitegen.artefacts.downloads import boundaries
from tests.artefacts import loamshire
from tests.artefacts.inputs import table

CLOCKWISE = shapely.Polygon(
    [(-1.2, 52.5), (-1.2, 52.6), (-1.1, 52.6), (-1.1, 52.5)], [[(-1.16, 52.54), (-1.14, 52.54), (-1.14, 52.56), (-1.16, 52.56)]]
)
NAME = '=Cathays "&" Y Waun\n\u202eLeft'


def feature(shape: shapely.Geometry, name: str = NAME) -> Any:  # Any: JSON
    rows = loamshire.neighbourhoods().filter(neighbourhood_id="cg")
    given = table(
        "boundaries", {"force_id": "loamshire", "neighbourhood_id": "cg", "geometry": shapely.to_wkb(shape), "source": "kml", "file": "cg.kml"}
    )
    files = loamshire.pages(boundaries, boundaries=given, neighbourhoods=rows.with_columns(pl.lit(name).alias("name")))
    assert list(files) == ["loamshire/cg/boundary.geojson"]
    return json.loads(files["loamshire/cg/boundary.geojson"])


@pytest.mark.parametrize("shape", [CLOCKWISE, shapely.MultiPolygon([CLOCKWISE, shapely.box(-1.0, 52.5, -0.9, 52.6)])])
def test_it_is_the_shape_supplied_with_outer_rings_anticlockwise_and_holes_clockwise(shape: shapely.Geometry) -> None:
    drawn = shapely.geometry.shape(feature(shape)["geometry"])
    assert drawn.equals(shape)
    for part in shapely.get_parts(drawn):
        assert shapely.is_ccw(part.exterior)
        assert not any(shapely.is_ccw(hole) for hole in part.interiors)


def test_it_names_its_force_its_id_and_its_place_as_supplied() -> None:
    assert feature(CLOCKWISE)["properties"] == {"force": "loamshire", "id": "cg", "name": NAME}


def test_a_corner_has_the_digits_it_came_with() -> None:
    assert [-1.2, 52.5] in feature(CLOCKWISE)["geometry"]["coordinates"][0]


def test_a_neighbourhood_without_a_boundary_has_no_file() -> None:
    assert loamshire.pages(boundaries, boundaries=table("boundaries")) == {}
