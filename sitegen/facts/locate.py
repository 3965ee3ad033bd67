"""Which neighbourhoods a position lies in: none, one or several.

The rule, the same for snap points and postcodes: a position lies in every neighbourhood whose boundary encloses it.
Where none encloses it but it stands exactly on a boundary, a snap point lies in the first of those it touches, by
(force, neighbourhood) within each force, so that a crime on a line is not counted twice; a postcode keeps them all,
so that its reader chooses.
"""

from __future__ import annotations

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from sitegen.facts.place_names import mark_repeated

_SCHEMA = {"row": pl.Int64, "force_id": pl.String, "neighbourhood_id": pl.String, "inside": pl.Boolean}


def locate_points(*, force_id: str, snap_points: pl.DataFrame, boundaries: pl.DataFrame) -> pl.DataFrame:
    """The snap points that lie in a neighbourhood of one force: one row a point and neighbourhood."""
    del force_id
    found = lie_in(snap_points["lon"].to_numpy(), snap_points["lat"].to_numpy(), boundaries)
    enclosed = pl.col("inside").any().over("row")
    first = pl.struct("force_id", "neighbourhood_id").rank("ordinal").over("row") == 1
    chosen = found.filter(pl.col("inside") | (~enclosed & first))
    points = snap_points.select("x", "y").with_row_index("row").with_columns(pl.col("row").cast(pl.Int64))
    return chosen.join(points, on="row").select("x", "y", "force_id", "neighbourhood_id").sort("x", "y", "force_id", "neighbourhood_id")


def locate_postcodes(*, area: str, postcodes: pl.DataFrame, boundaries: pl.DataFrame) -> pl.DataFrame:
    """Every postcode with a position, in use or not, with each neighbourhood it may lie in; one row with nulls where it lies in none."""
    del area
    counted = postcodes.filter(pl.col("problem").is_null())
    placed = counted.select("postcode", "terminated", "lon", "lat").unique("postcode", keep="first", maintain_order=True)
    found = lie_in(placed["lon"].to_numpy(), placed["lat"].to_numpy(), boundaries)
    rows = placed.select("postcode", "terminated").with_row_index("row").with_columns(pl.col("row").cast(pl.Int64))
    return (
        rows.join(_every_candidate(found), on="row", how="left")
        .select("postcode", "force_id", "neighbourhood_id", "terminated")
        .sort("postcode", "force_id", "neighbourhood_id", nulls_last=True)
    )


def locate_places(*, force_id: str, places: pl.DataFrame, boundaries: pl.DataFrame) -> pl.DataFrame:
    """The towns, villages and localities that lie in a neighbourhood of one force: one row a place and neighbourhood.

    As with postcodes, a place on the line between neighbourhoods keeps them all. Places elsewhere, and those given twice, are left out.
    """
    del force_id
    known = mark_repeated(places).filter(pl.col("problem").is_null()).select("name", "other_name", "kind", "lon", "lat")
    found = _every_candidate(lie_in(known["lon"].to_numpy(), known["lat"].to_numpy(), boundaries))
    rows = known.with_row_index("row").with_columns(pl.col("row").cast(pl.Int64)).join(found, on="row")
    return rows.select(*known.columns, "force_id", "neighbourhood_id").sort("name", "force_id", "neighbourhood_id", "kind", "lon", "lat")


def _every_candidate(found: pl.DataFrame) -> pl.DataFrame:
    """Of the pairs of position and neighbourhood, those that enclose it; where none does, those it touches."""
    return found.filter(pl.col("inside") | ~pl.col("inside").any().over("row"))


def lie_in(lon: NDArray[np.float64], lat: NDArray[np.float64], boundaries: pl.DataFrame) -> pl.DataFrame:
    """Pairs of position (row number) and neighbourhood, `inside` false where the position stands on the line."""
    order = np.argsort(lon, kind="stable")
    east, north = lon[order], lat[order]
    pieces = [pl.DataFrame(schema=_SCHEMA)]
    shaped = boundaries.filter(pl.col("geometry").is_not_null()).sort("force_id", "neighbourhood_id")
    geometries = shapely.from_wkb(shaped["geometry"].to_list())
    shapely.prepare(geometries)
    for force_id, neighbourhood_id, geometry in zip(shaped["force_id"], shaped["neighbourhood_id"], geometries, strict=True):
        west, south, right, top = shapely.bounds(geometry)
        start, end = np.searchsorted(east, west, "left"), np.searchsorted(east, right, "right")
        near = np.flatnonzero((north[start:end] >= south) & (north[start:end] <= top)) + start
        if not len(near):
            continue
        touching = near[shapely.intersects_xy(geometry, east[near], north[near])]
        inside = shapely.contains_xy(geometry, east[touching], north[touching])
        pieces.append(
            pl.DataFrame({"row": order[touching].astype(np.int64), "inside": inside}).select(
                "row", pl.lit(force_id).alias("force_id"), pl.lit(neighbourhood_id).alias("neighbourhood_id"), "inside"
            )
        )
    return pl.concat(pieces)
