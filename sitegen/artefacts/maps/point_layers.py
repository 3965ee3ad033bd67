"""What tilesets of snap points have in common: their zooms, the layer of cells, and what their TileJSON says of both layers."""

import math
from collections.abc import Mapping

import numpy as np
import polars as pl

from sitegen.artefacts.maps.tileset import Json
from tiles.grid import cells_across
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
            "description": "Points of one cell of a grid over the tile summed, at the cell's centre; an area, not a place",
            "minzoom": zooms[0],
            "maxzoom": max(zooms[-1], EXACT_ZOOM) - 1,
            "fields": {**fields, "points": "Number of snap points summed"},
        },
        {"id": points, "description": about, "minzoom": zooms[-1], "maxzoom": zooms[-1], "fields": dict(fields)},
    ]


def describe_cells(cell_scales: pl.DataFrame, keys: Mapping[str, str]) -> dict[str, Json]:
    """The cells of each zoom for the TileJSON: how many are `across` a tile, and the number that the `largest` square stands for in a month, of all
    categories and, `of`, of each of them under its key; `keys` are those of the categories."""
    cells: dict[str, Json] = {}
    for (zoom,), scales in cell_scales.sort("zoom").group_by(["zoom"], maintain_order=True):
        recorded = dict(scales.select("category", "recorded").iter_rows())
        of = {key: recorded[category] for category, key in sorted(keys.items()) if category in recorded}
        cells[str(zoom)] = {"across": cells_across(zoom), "largest": recorded[None], "of": of}
    return cells


def bounds(located: pl.DataFrame) -> list[Json]:
    """West, south, east, north of the columns `lon` and `lat` in degrees, rounded outward to 4 decimals; there must be a row."""
    lon, lat = located["lon"].to_numpy(), located["lat"].to_numpy()
    down = [math.floor(float(np.min(axis)) * 1e4) / 1e4 for axis in (lon, lat)]
    up = [math.ceil(float(np.max(axis)) * 1e4) / 1e4 for axis in (lon, lat)]
    return [*down, *up]
