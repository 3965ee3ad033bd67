"""Which neighbourhoods a position lies in: none, one or several.

The rule, the same for snap points and postcodes: a position lies in every neighbourhood whose boundary encloses it.
Where none encloses it but it stands exactly on a boundary, a snap point lies in the first of those it touches, by
(force, neighbourhood) within each force, so that a crime on a line is not counted twice; a postcode keeps them all,
so that its reader chooses.
"""

from collections.abc import Callable

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

_SCHEMA = {"row": pl.Int64, "force_id": pl.String, "neighbourhood_id": pl.String, "inside": pl.Boolean}


def locate_points(*, snap_points: pl.DataFrame, boundaries: pl.DataFrame) -> pl.DataFrame:
    """The snap points that lie in a neighbourhood of one force: one row a point and neighbourhood."""
    found = lie_in(snap_points["lon"].to_numpy(), snap_points["lat"].to_numpy(), boundaries)
    enclosed, touched = found.filter("inside"), found.filter(~pl.col("inside"))
    first = touched.sort("row", "force_id", "neighbourhood_id").unique("row", keep="first", maintain_order=True)
    chosen = pl.concat([enclosed, first])
    points = snap_points.select("x", "y")[chosen["row"]]
    return points.hstack(chosen.select("force_id", "neighbourhood_id")).sort("x", "y", "force_id", "neighbourhood_id")


def locate_postcodes(*, postcodes: pl.DataFrame, boundaries: pl.DataFrame) -> pl.DataFrame:
    """Every postcode with a position, in use or not, with each neighbourhood it may lie in; one row with nulls where it lies in none."""
    counted = postcodes.filter(pl.col("problem").is_null())
    placed = counted.select("postcode", "terminated", "lon", "lat").unique("postcode", keep="first", maintain_order=True)
    found = lie_in(placed["lon"].to_numpy(), placed["lat"].to_numpy(), boundaries)
    rows = placed.select("postcode", "terminated").with_row_index("row").with_columns(pl.col("row").cast(pl.Int64))
    return (
        rows.join(found, on="row", how="left")
        .select("postcode", "force_id", "neighbourhood_id", "terminated")
        .sort("postcode", "force_id", "neighbourhood_id", nulls_last=True)
    )


def locate_places(*, known_places: pl.DataFrame, boundaries: pl.DataFrame) -> pl.DataFrame:
    """The towns, villages and localities that lie in a neighbourhood of one force: one row a place and neighbourhood.

    As with postcodes, a place on the line between neighbourhoods keeps them all. Places elsewhere are left out.
    """
    known = known_places.select("name", "other_name", "kind", "lon", "lat")
    found = lie_in(known["lon"].to_numpy(), known["lat"].to_numpy(), boundaries)
    rows = known.with_row_index("row").with_columns(pl.col("row").cast(pl.Int64)).join(found, on="row")
    return rows.select(*known.columns, "force_id", "neighbourhood_id").sort("name", "force_id", "neighbourhood_id", "kind", "lon", "lat")


def forces_around(lon: NDArray[np.float64], lat: NDArray[np.float64], force_areas: pl.DataFrame) -> pl.Series:
    """For each position the force whose area it lies in, the first by id of several; null where it lies in none."""
    areas = force_areas.select("force_id", pl.lit("").alias("neighbourhood_id"), "geometry")
    found = lie_in(lon, lat, areas).group_by("row").agg(pl.col("force_id").min())
    rows = pl.DataFrame({"row": pl.Series(range(len(lon)), dtype=pl.Int64)})
    return rows.join(found, on="row", how="left", maintain_order="left")["force_id"]


def lie_in(lon: NDArray[np.float64], lat: NDArray[np.float64], boundaries: pl.DataFrame) -> pl.DataFrame:
    """Pairs of position (row number) and neighbourhood that encloses it; where none does, those on whose line it stands, `inside` false."""
    shaped = boundaries.filter(pl.col("geometry").is_not_null()).sort("force_id", "neighbourhood_id")
    geometries = shapely.from_wkb(shaped["geometry"].to_list())
    boxes = shapely.bounds(geometries).reshape(-1, 4)
    # Most positions lie far from a force: the others are put in order from west to east.
    near = _within(lon, lat, (*np.fmin.reduce(boxes[:, :2], initial=np.inf), *np.fmax.reduce(boxes[:, 2:], initial=-np.inf)))
    near = near[np.argsort(lon[near], kind="stable")]
    shapely.prepare(geometries)
    enclosed = _pairs(shapely.contains_xy, geometries, boxes, lon, lat, near)
    is_enclosed = np.zeros(len(lon), bool)
    is_enclosed[enclosed[0]] = True
    touched = _pairs(shapely.intersects_xy, geometries, boxes, lon, lat, near[~is_enclosed[near]])
    named = shaped.select("force_id", "neighbourhood_id")
    pieces = [
        named[place].select(pl.Series("row", row, pl.Int64), "force_id", "neighbourhood_id", pl.lit(inside).alias("inside"))
        for (row, place), inside in ((enclosed, True), (touched, False))
        if len(row)
    ]
    return pl.concat([pl.DataFrame(schema=_SCHEMA), *pieces])


def _pairs(
    related: Callable[..., NDArray[np.bool_]],
    geometries: NDArray[np.object_],
    boxes: NDArray[np.float64],
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    rows: NDArray[np.intp],
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows, which stand from west to east, and the places of the geometries that are so related to their positions."""
    east, north = lon[rows], lat[rows]
    starts, ends = np.searchsorted(east, boxes[:, 0], "left"), np.searchsorted(east, boxes[:, 2], "right")
    found: list[NDArray[np.intp]] = [np.empty(0, np.intp)]
    places: list[NDArray[np.intp]] = [np.empty(0, np.intp)]
    for place, geometry in enumerate(geometries):
        start, end, (_west, south, _east, top) = starts[place], ends[place], boxes[place]
        if start == end:
            continue
        candidates = np.flatnonzero((north[start:end] >= south) & (north[start:end] <= top)) + start
        hits = candidates[related(geometry, east[candidates], north[candidates])]
        found.append(rows[hits])
        places.append(np.full(len(hits), place))
    return np.concatenate(found), np.concatenate(places)


def _within(lon: NDArray[np.float64], lat: NDArray[np.float64], box: tuple[float, ...]) -> NDArray[np.intp]:
    west, south, east, north = box
    return np.flatnonzero((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))
