"""The basemap around each force, as a printed map needs it, and who must be named for all of it."""

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from sitegen.surroundings import DRAWN, around_neighbourhoods
from sitegen.tables.schemas import SCHEMAS

_DRAWN = ("water", "green", "road", "rail", "place")
_MAIN_KINDS = ["motorway", "primary", "sea", "lake", "river"]
_TOLERANCE = 0.00003
"""Degrees by which a corner may be off: 2 to 3 m, less than a unit of a printed map."""

_LEAST_AREA = 2e-7
"""Square degrees below which a lake or a wood is left out: about 1,500 square metres."""

Shapes = NDArray[np.object_]


def force_basemap(*, basemap: pl.DataFrame, boundaries: pl.DataFrame) -> pl.DataFrame:
    """Water, green, roads, rail and place names around the neighbourhoods of a force; nothing for a force without boundaries.

    Lines of one kind that meet are one line; roads have no names. Footpaths, buildings and built-up areas are left out.
    """
    around = around_neighbourhoods(boundaries, DRAWN)
    drawn = basemap.filter(pl.col("layer").is_in(_DRAWN) & (pl.col("kind").ne_missing("path")))
    if around is None or drawn.is_empty():
        return pl.DataFrame(schema=SCHEMAS["force_basemap"].types)
    shapes = shapely.from_wkb(drawn["geometry"].to_numpy())
    boxes = shapely.box(*around.T)
    tree, whole = shapely.STRtree(shapes), shapely.box(*shapely.total_bounds(boxes))
    # The map of the whole force shows the main things between its neighbourhoods too.
    is_main = (drawn["kind"].is_in(_MAIN_KINDS) | drawn["layer"].is_in(["rail", "place"])).fill_null(value=False).to_numpy()
    between = tree.query(whole, predicate="intersects")
    near = np.union1d(tree.query(boxes, predicate="intersects")[1], between[is_main[between]])
    clipped = shapely.clip_by_rect(shapes[near], *whole.bounds)
    rows = drawn[near].with_columns(
        name=pl.when(pl.col("layer").is_in(["road", "rail"])).then(None).otherwise("name"),
        dimension=pl.Series(shapely.get_dimensions(shapes[near]), dtype=pl.Int32),
        place=pl.int_range(pl.len(), dtype=pl.Int64),
    )
    keys = ["layer", "kind", "name", "attribution", "dimension"]
    found = []
    for (layer, kind, name, attribution, dimension), group in rows.group_by(keys, maintain_order=True):
        for shape in _joined(clipped[group["place"].to_numpy()], int(str(dimension))):
            found.append((layer, kind, name, shapely.to_wkb(shapely.normalize(shape), byte_order=1), attribution))
    types = SCHEMAS["force_basemap"].types
    return pl.DataFrame(found, schema=types, orient="row").sort(*types, nulls_last=True)


def basemap_owners(*, basemap: pl.DataFrame) -> pl.DataFrame:
    """Everybody who must be named for what is drawn of the basemap, sorted, each once."""
    return basemap.filter(pl.col("layer").is_not_null() & (pl.col("attribution") != "")).select("attribution").unique().sort("attribution")


def _joined(shapes: Shapes, dimension: int) -> Shapes:
    """Shapes of one kind, lines joined where they meet, areas one by one, all simplified; what vanishes is left out."""
    parts = shapely.get_parts(shapes)
    parts = parts[shapely.get_dimensions(parts) == dimension]
    if dimension == 0:
        return np.asarray(parts)
    is_line = dimension == 1
    joined = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(parts))) if is_line else parts[shapely.area(parts) >= _LEAST_AREA]
    parts = shapely.simplify(joined, _TOLERANCE)
    return np.asarray(parts[~shapely.is_empty(parts) & shapely.is_valid(parts)])
