"""Snap points that mislead: named after premises, used by forces from elsewhere, or begun and ended with the list of points."""

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from sitegen import doubtful
from sitegen.rules import COUNTED_STATES
from sitegen.tables.order import summed
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import BTP
from tiles.grid import SIZE, lonlat

_AREA_DEGREES = 0.001
"""How much of an area's line may be left out when distances are measured: about a hundred metres."""
_EARTH_KM = 6371.0


def point_counts(*, force_id: str, crime_counts: pl.DataFrame) -> pl.DataFrame:
    """What one force recorded at each snap point over the window, and in which months first and last; sorted by x and y."""
    placed = crime_counts.filter(pl.col("force_id") == force_id, pl.col("x").is_not_null())
    counted = placed.group_by("force_id", "x", "y").agg(
        pl.col("crimes").sum().cast(pl.Int32), pl.col("month").min().alias("first_month"), pl.col("month").max().alias("last_month")
    )
    return counted.select(*SCHEMAS["point_counts"].types).sort("x", "y")


def doubtful_points(
    *,
    point_counts: pl.DataFrame,
    snap_points: pl.DataFrame,
    force_areas: pl.DataFrame,
    coverage: pl.DataFrame,
    breaks: pl.DataFrame,
    point_remarks: pl.DataFrame,
) -> pl.DataFrame:
    """The snap points of the window that stand for more, or for something else, than a street; a row for each reason, by x, y and reason.

    The rules and their thresholds are in `sitegen.doubtful`. British Transport Police has no area and is in no reason but that of premises.
    A force whose area is not known is a stranger nowhere. The operator's notes come last: they take a reason away, or add one.
    """
    away = _with_distance(point_counts.filter(pl.col("force_id") != BTP), force_areas)
    found = [_of_premises(point_counts, snap_points), _shared(away), _far_outside(away), _renewed(point_counts, coverage, breaks)]
    reasons = pl.concat([_columns(one) for one in found])
    removed = point_remarks.filter(pl.col("say") == "remove").select("x", "y", "reason")
    added = point_remarks.filter(pl.col("say") == "add").drop("say")
    kept = reasons.join(removed, on=["x", "y", "reason"], how="anti").join(added, on=["x", "y", "reason"], how="anti")
    every = pl.concat([kept, _columns(added.with_columns(_recorded_by(point_counts, added)))])
    crimes = summed(point_counts, ["x", "y"], "crimes")
    return every.join(snap_points, on=["x", "y"]).join(crimes, on=["x", "y"]).select(*SCHEMAS["doubtful_points"].types).sort("x", "y", "reason")


def doubtful_points_of_force(*, force_id: str, doubtful_points: pl.DataFrame, point_neighbourhoods: pl.DataFrame) -> pl.DataFrame:
    """Those that lie in a neighbourhood of one force, in the same order."""
    own = point_neighbourhoods.filter(pl.col("force_id") == force_id).select("x", "y").unique()
    return doubtful_points.join(own, on=["x", "y"], how="semi").sort("x", "y", "reason")


def _columns(found: pl.DataFrame) -> pl.DataFrame:
    """The columns that tell a reason, null where the reason has none."""
    types = {name: kind for name, kind in SCHEMAS["doubtful_points"].types.items() if name not in {"lon", "lat", "street", "crimes"}}
    return found.select(pl.col(name).cast(kind) if name in found.columns else pl.lit(None, kind).alias(name) for name, kind in types.items())


def _of_premises(point_counts: pl.DataFrame, snap_points: pl.DataFrame) -> pl.DataFrame:
    """Points named after premises with far more than the median point of the force that recorded most there."""
    streets = snap_points.select("street").drop_nulls().unique()
    kinds = streets.with_columns(pl.Series("premises", [doubtful.premises_of(street) for street in streets["street"]], pl.String))
    usual = point_counts.group_by("force_id").agg(pl.col("crimes").median().round().cast(pl.Int32).alias("usual"))
    most = point_counts.sort("x", "y", "crimes", "force_id", descending=[False, False, True, False]).group_by("x", "y", maintain_order=True)
    points = most.agg(pl.col("crimes").sum(), pl.col("force_id").first()).join(usual, on="force_id")
    named = points.join(snap_points.select("x", "y", "street"), on=["x", "y"]).join(kinds.drop_nulls(), on="street")
    is_far_above = (pl.col("crimes") >= doubtful.PREMISES_LEAST) & (pl.col("crimes") >= doubtful.PREMISES_TIMES * pl.col("usual"))
    found = named.filter(is_far_above).select("x", "y", "premises", "usual", pl.lit(doubtful.PREMISES).alias("reason"))
    return found.with_columns(_recorded_by(point_counts, found))


def _shared(away: pl.DataFrame) -> pl.DataFrame:
    """Points of several territorial forces where those from elsewhere have more than a slip; `forces` are the ones from elsewhere."""
    beyond = pl.col("source").replace_strict(doubtful.SHARED_BEYOND_KM, return_dtype=pl.Float64)
    is_stranger = (pl.col("km") > beyond).fill_null(value=False)
    points = away.group_by("x", "y").agg(
        pl.len().alias("recording"),
        pl.col("crimes").sum().alias("all"),
        pl.col("crimes").filter(is_stranger).sum().alias("recorded"),
        pl.col("force_id").filter(is_stranger).sort().str.join(" ").alias("forces"),
        pl.col("km").filter(is_stranger).max().round().cast(pl.Int32).alias("distance_km"),
    )
    is_shared = (pl.col("recording") > 1) & (pl.col("recorded") >= doubtful.SHARED_LEAST)
    return points.filter(is_shared, pl.col("recorded") >= doubtful.SHARED_SHARE * pl.col("all")).with_columns(pl.lit(doubtful.SHARED).alias("reason"))


def _far_outside(away: pl.DataFrame) -> pl.DataFrame:
    """Points at which a force recorded again and again far outside its area; `distance_km` is the least of such forces'."""
    beyond = pl.col("source").replace_strict(doubtful.OUTSIDE_BEYOND_KM, return_dtype=pl.Float64)
    far = away.filter(pl.col("km") > beyond, pl.col("crimes") >= doubtful.OUTSIDE_LEAST)
    return far.group_by("x", "y").agg(
        pl.col("force_id").sort().str.join(" ").alias("forces"),
        pl.col("crimes").sum().alias("recorded"),
        pl.col("km").min().round().cast(pl.Int32).alias("distance_km"),
        pl.lit(doubtful.OUTSIDE).alias("reason"),
    )


def _renewed(point_counts: pl.DataFrame, coverage: pl.DataFrame, breaks: pl.DataFrame) -> pl.DataFrame:
    """Points that begin or end, for a force that supplied both sides, with a renewal of the list, and a near one that does the opposite."""
    found = []
    counted = coverage.filter(pl.col("dataset") == "crime", pl.col("state").is_in(sorted(COUNTED_STATES)))
    for month in breaks.filter(pl.col("of_places").fill_null(value=False))["month"].unique().sort():
        sides = counted.group_by("force_id").agg((pl.col("month") < month).sum().alias("before"), (pl.col("month") >= month).sum().alias("since"))
        judged = sides.filter(pl.min_horizontal("before", "since") >= doubtful.RENEWAL_MONTHS)
        many = point_counts.join(judged, on="force_id", how="semi").filter(pl.col("crimes") >= doubtful.RENEWAL_LEAST).sort("force_id", "x", "y")
        for _, rows in many.group_by("force_id", maintain_order=True):
            ended, begun = rows.filter(pl.col("last_month") < month), rows.filter(pl.col("first_month") >= month)
            for points, others in ((ended, begun), (begun, ended)):
                found.append(points.filter(_has_near(points, others)).with_columns(pl.lit(month).alias("renewed")))
    rows = pl.concat([point_counts.clear().with_columns(pl.lit(None, pl.String).alias("renewed")), *found])
    return rows.group_by("x", "y").agg(
        pl.col("force_id").unique().sort().str.join(" ").alias("forces"),
        pl.col("renewed").max(),
        pl.lit(doubtful.RENEWAL).alias("reason"),
    )


def _has_near(points: pl.DataFrame, others: pl.DataFrame) -> pl.Series:
    """Which points have one of the others near; at this scale a pixel is as long to the east as to the north."""
    if points.is_empty() or others.is_empty():
        return pl.Series([False] * points.height, dtype=pl.Boolean)
    here, there = (shapely.points(table["x"].to_numpy(), table["y"].to_numpy()) for table in (points, others))
    _, latitude = lonlat(points["x"].to_numpy(), points["y"].to_numpy())
    pixels = doubtful.RENEWAL_WITHIN_KM / (2 * np.pi * _EARTH_KM * np.cos(np.radians(latitude)) / SIZE)
    at, _ = shapely.STRtree(there).query(here, predicate="dwithin", distance=pixels)
    near = np.zeros(points.height, np.bool_)
    near[at] = True
    return pl.Series(near)


def _recorded_by(point_counts: pl.DataFrame, points: pl.DataFrame) -> pl.Series:
    """The forces that recorded something at each of the points, in their order."""
    wanted = point_counts.join(points.select("x", "y").unique(), on=["x", "y"], how="semi")
    forces = wanted.group_by("x", "y").agg(pl.col("force_id").unique().sort().str.join(" ").alias("forces"))
    return points.select("x", "y").join(forces, on=["x", "y"], how="left", maintain_order="left")["forces"]


def _with_distance(counts: pl.DataFrame, force_areas: pl.DataFrame) -> pl.DataFrame:
    """The counts that a rule of distance may look at, with kilometres from the recording force's area (0: inside) and where the area comes from.

    Null: the area is not known. Left out: a force's few records at a point that it has for itself.
    """
    looked = counts.filter((pl.len().over("x", "y") > 1) | (pl.col("crimes") >= doubtful.OUTSIDE_LEAST)).sort("force_id", "x", "y")
    areas = {force_id: (area, source) for force_id, area, source in force_areas.select("force_id", "geometry", "source").iter_rows()}
    parts = [looked.clear().with_columns(pl.lit(None, pl.Float64).alias("km"), pl.lit(None, pl.String).alias("source"))]
    for (force_id,), rows in looked.group_by("force_id", maintain_order=True):
        area, source = areas.get(str(force_id), (None, None))
        km = pl.Series(_distances(rows, area), dtype=pl.Float64) if area else pl.lit(None, pl.Float64)
        parts.append(rows.with_columns(km.alias("km"), pl.lit(source, pl.String).alias("source")))
    return pl.concat(parts)


def _distances(points: pl.DataFrame, area: bytes) -> NDArray[np.float64]:
    """Kilometres from each point to the area, 0 inside it."""
    lon, lat = lonlat(points["x"].to_numpy(), points["y"].to_numpy())
    shape = shapely.simplify(shapely.from_wkb(area), _AREA_DEGREES)
    shapely.prepare(shape)
    far = ~shapely.intersects_xy(shape, lon, lat)
    km = np.zeros(len(lon))
    if far.any():
        lines = shapely.get_coordinates(shapely.shortest_line(shapely.points(lon[far], lat[far]), shape)).reshape(-1, 2, 2)
        (lon1, lat1), (lon2, lat2) = np.radians(lines[:, 0].T), np.radians(lines[:, 1].T)
        half = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
        km[far] = 2 * _EARTH_KM * np.arcsin(np.sqrt(half))
    return km
