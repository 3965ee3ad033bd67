"""Cells of the tiles: how much was recorded in a cell of each zoom, and the number that the largest square of a map stands for."""

import numpy as np
import polars as pl
import shapely

from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import BTP
from tiles.grid import SIZE, cell_width, mercator

ZOOMS = range(5, 12)
"""The zooms at which tiles have cells."""

_SHARE = 0.98
"""No more than one cell in fifty of a usual month is drawn smaller than its number asks for."""

_ROUND = (1, 2, 5, 10)

_MOST_ACROSS = 60
"""Cells along the longer side of a picture: on a phone they are about as large as those of the map that takes its place."""


def cell_sizes(*, month: str, crime_counts: pl.DataFrame) -> pl.DataFrame:
    """For each zoom the number below which lie 98 in 100 of the cells of one month in which anything was recorded, of all categories and of each.

    Counted as in the tiles: `total` has antisocial behaviour, and nothing has British Transport Police. Nothing for a month without a place.
    """
    placed = crime_counts.filter(pl.col("x").is_not_null() & (pl.col("force_id") != BTP)).select("x", "y", "category", "crimes")
    if placed.is_empty():
        return pl.DataFrame(schema=SCHEMAS["cell_sizes"].types)
    whole = placed.with_columns(pl.lit(None, pl.String).alias("category"))
    sizes = pl.concat([_sizes(part, zoom) for zoom in ZOOMS for part in (whole, placed)])
    return sizes.select(pl.lit(month).alias("month"), "zoom", "category", pl.col("recorded").cast(SCHEMAS["cell_sizes"].types["recorded"]))


def cell_scales(*, cell_sizes: pl.DataFrame) -> pl.DataFrame:
    """For each zoom what the largest square stands for, of all categories and of each, the same for every month of the site: the middle of the
    months', as a round number.

    Round, so that it can be said in a key and that another month seldom changes it.
    """
    middles = cell_sizes.group_by("zoom", "category").agg(pl.col("recorded").median().alias("recorded")).sort("zoom", "category")
    rows = [(zoom, category, round_number(recorded)) for zoom, category, recorded in middles.iter_rows()]
    return pl.DataFrame(rows, schema=SCHEMAS["cell_scales"].types, orient="row")


def picture_cells(*, crime_counts: pl.DataFrame, force_areas: pl.DataFrame) -> pl.DataFrame:
    """What was recorded in a month by cell, for a picture of all forces' areas: at the last zoom at which it is no more than 60 cells wide and high.

    Counted as `cell_sizes`; nothing where no area is known.
    """
    zoom = picture_zoom(force_areas)
    types = SCHEMAS["picture_cells"].types
    if zoom is None:
        return pl.DataFrame(schema=types)
    placed = crime_counts.filter(pl.col("x").is_not_null() & (pl.col("force_id") != BTP))
    return _cells(placed, zoom).with_columns(pl.lit(zoom, pl.Int32).alias("zoom")).select(pl.col(name).cast(kind) for name, kind in types.items())


def picture_zoom(force_areas: pl.DataFrame) -> int | None:
    """The zoom of the cells in a picture of all areas; None where there is none."""
    shaped = force_areas.filter(pl.col("geometry").is_not_null())
    if shaped.is_empty():
        return None
    west, south, east, north = shapely.total_bounds(shapely.from_wkb(shaped["geometry"].to_numpy()))
    x, y = mercator(np.array([west, east]), np.array([north, south]))
    longer = max(float(x[1] - x[0]), float(y[1] - y[0])) * SIZE
    fitting = [zoom for zoom in ZOOMS if longer / cell_width(zoom) <= _MOST_ACROSS]
    return max(fitting, default=ZOOMS[0])


def round_number(number: float) -> int:
    """The least number of the series 5, 10, 20, 50, 100 … that is not below a number."""
    unit = 1
    while max(_ROUND) * unit < number:
        unit *= 10
    return max(5, min(unit * step for step in _ROUND if unit * step >= number))


def _cells(placed: pl.DataFrame, zoom: int) -> pl.DataFrame:
    width = cell_width(zoom)
    return placed.group_by(pl.col("x") // width, pl.col("y") // width).agg(pl.col("crimes").sum().alias("recorded")).sort("y", "x")


def _sizes(placed: pl.DataFrame, zoom: int) -> pl.DataFrame:
    """The size of the cells of each category, ascending, null first."""
    width = cell_width(zoom)
    cells = placed.group_by("category", pl.col("x") // width, pl.col("y") // width).agg(pl.col("crimes").sum())
    sizes = cells.group_by("category").agg(pl.col("crimes").quantile(_SHARE, "lower").alias("recorded")).sort("category")
    return sizes.with_columns(pl.lit(zoom, SCHEMAS["cell_sizes"].types["zoom"]).alias("zoom"))
