"""What tilesets of snap points have in common: their zooms, the layer of cells, and what their TileJSON says of both layers."""

import math
from collections.abc import Mapping

import numpy as np
import polars as pl

from sitegen.artefacts.maps.tileset import Json
from tiles.group import EXACT_ZOOM

ZOOMS = range(5, 13)
"""Points at the last, cells at the others."""

CELLS = "cells"
"""The layer below the zoom of the points, and at zoom 11 in any case."""


def describe_layers(points: str, fields: Mapping[str, str], about: str, zooms: range = ZOOMS) -> list[Json]:
    """The entries of `vector_layers`: the cells and the layer `points`, whose features are `about`; `fields` are both layers' attributes."""
    return [
        {
            "id": CELLS,
            "description": "Points of one cell of a 32 by 32 grid summed, at the cell's centre; an area, not a place",
            "minzoom": zooms[0],
            "maxzoom": max(zooms[-1], EXACT_ZOOM) - 1,
            "fields": {**fields, "points": "Number of snap points summed"},
        },
        {"id": points, "description": about, "minzoom": zooms[-1], "maxzoom": zooms[-1], "fields": dict(fields)},
    ]


def bounds(located: pl.DataFrame) -> list[Json]:
    """West, south, east, north of the columns `lon` and `lat` in degrees, rounded outward to 4 decimals; there must be a row."""
    lon, lat = located["lon"].to_numpy(), located["lat"].to_numpy()
    down = [math.floor(float(np.min(axis)) * 1e4) / 1e4 for axis in (lon, lat)]
    up = [math.ceil(float(np.max(axis)) * 1e4) / 1e4 for axis in (lon, lat)]
    return [*down, *up]
