"""The invented county's own tiles of lines and areas: what crosses a tile's edge goes on in the next tile, and every area is whole."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import numpy as np
import pytest
import shapely
from shapely.geometry import shape

from tests.artefacts.test_boundary_tiles import address
from tiles.clip import MARGIN
from tiles.grid import EXTENT

ROUNDED = 1.5
"""How far apart, in 4096ths of a tile, the same line may lie in two tiles: each rounds its corners, and the places where it cuts, by itself."""

LEVELS = [("boundaries", 8), ("boundaries", 12), ("base", 8), ("base", 11), ("base", 13), ("base", 14)]

Kind = tuple[str, tuple[tuple[str, Any], ...]]
"""A layer and the attributes of its features."""
Shapes = dict[Kind, list[shapely.Geometry]]


@cache
def level(site: Path, tileset: str, zoom: int) -> dict[tuple[int, int], Shapes]:
    """The lines and areas of every tile of a zoom by column and row, in 4096ths of the tile."""
    tiles: dict[tuple[int, int], Shapes] = {}
    for path in sorted((site / "tiles" / tileset).glob(f"*/{zoom}/*/*.mvt")):
        shapes = tiles.setdefault(address(path.as_posix())[1:], {})
        for layer, said in mapbox_vector_tile.decode(path.read_bytes(), default_options={"y_coord_down": True}).items():
            for feature in said["features"]:
                found = shape(feature["geometry"])
                if shapely.get_dimensions(found) > 0:
                    shapes.setdefault((layer, tuple(sorted(feature["properties"].items()))), []).append(found)
    return tiles


def neighbours(tiles: dict[tuple[int, int], Shapes]) -> Iterator[tuple[Shapes, Shapes, tuple[int, int]]]:
    """Every two tiles side by side, the western or northern first, and the columns and rows from it to the other."""
    for (column, row), (right, down) in product(sorted(tiles), ((1, 0), (0, 1))):
        if (column + right, row + down) in tiles:
            yield tiles[column, row], tiles[column + right, row + down], (right, down)


def parts(tile: Shapes, kind: Kind) -> Any:  # an array of shapes
    return np.array(tile.get(kind, []), dtype=np.object_)


@pytest.mark.parametrize(("tileset", "zoom"), LEVELS)
def test_what_crosses_an_edge_lies_at_the_same_place_in_both_tiles(built_site: Path, tileset: str, zoom: int) -> None:
    compared = 0
    for first, second, (right, down) in neighbours(level(built_site, tileset, zoom)):
        # What both tiles hold: their margins, without the last places, where each ends what it cut.
        least, most = EXTENT - MARGIN + 2, EXTENT + MARGIN - 2
        both = (least, 2, most, EXTENT - 2) if right else (2, least, EXTENT - 2, most)
        near = (both[0] - 2 * ROUNDED, both[1] - 2 * ROUNDED, both[2] + 2 * ROUNDED, both[3] + 2 * ROUNDED)
        for kind in sorted(first.keys() | second.keys()):
            beside = shapely.transform(parts(second, kind), lambda places, by=(right, down): places + np.array(by) * EXTENT)
            one, other = (shapely.union_all(shapely.clip_by_rect(found, *near)) for found in (parts(first, kind), beside))
            for here, there in ((one, other), (other, one)):
                seen = shapely.clip_by_rect(here, *both)
                beyond = shapely.difference(seen, there.buffer(ROUNDED))
                assert beyond.is_empty, (kind, beyond.wkt)
                compared += not seen.is_empty
    assert compared > 10


@pytest.mark.parametrize(("tileset", "zoom"), LEVELS)
def test_every_area_is_valid_and_turned_as_the_format_says(built_site: Path, tileset: str, zoom: int) -> None:
    found = [one for tile in level(built_site, tileset, zoom).values() for shapes in tile.values() for one in shapes]
    areas = [one for one in found if shapely.get_dimensions(one) == 2]
    assert areas
    assert [shapely.is_valid_reason(one) for one in areas if not one.is_valid] == []
    parts = shapely.get_parts(np.array(areas, dtype=np.object_))
    assert all(part.exterior.is_ccw for part in parts)  # clockwise on the screen, where rows count downwards
    assert not any(hole.is_ccw for part in parts for hole in part.interiors)
