"""Where the ground of neighbourhoods lay: which of them hold, in every boundary supplied since a month, the points that they hold today."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
import shapely

from sitegen.facts.locate import locate_points
from sitegen.rules import COUNTED_STATES, GROUND_POINTS_LEAST
from sitegen.tables.schemas import SCHEMAS
from sitegen.tables.states import placed_states
from sitegen.terms import BTP

_POINT = ("x", "y")


@dataclass(frozen=True, slots=True)
class CountedPoints:
    """Where crimes were recorded, before the window and in it."""

    earlier_points: pl.DataFrame
    point_counts: pl.DataFrame
    snap_points: pl.DataFrame


def ground_points(*, force_id: str, points: CountedPoints, boundaries: pl.DataFrame) -> pl.DataFrame:
    """The snap points near a force at which anything was counted since the oldest boundaries; sorted by x and y.

    There are none without a month before the window. Near is the box around its boundaries, as wide and as high again on every side: no
    neighbourhood of it lay farther away.
    """
    earlier = points.earlier_points.select("force_id", *_POINT, "lon", "lat", "last_month", pl.col("last_month").alias("earlier_month"))
    if earlier.is_empty():
        return pl.DataFrame(schema=SCHEMAS["ground_points"].types)
    window = points.point_counts.filter(pl.col("force_id") != BTP).join(points.snap_points.select(*_POINT, "lon", "lat"), on=_POINT)
    now = window.select("force_id", *_POINT, "lon", "lat", "last_month", pl.lit(None, pl.String).alias("earlier_month"))
    own = pl.col("earlier_month").filter(pl.col("force_id") == force_id).max()
    every = (
        pl.concat([now, earlier])
        .filter(_is_near(boundaries))
        .group_by(_POINT, maintain_order=True)
        .agg(pl.col("lon", "lat").first(), pl.col("last_month", "earlier_month").max(), own.alias("own_month"))
    )
    return every.with_columns(pl.lit(force_id).alias("force_id")).select(*SCHEMAS["ground_points"].types).sort(_POINT)


def locate_ground(*, ground_points: pl.DataFrame, boundaries: pl.DataFrame) -> pl.DataFrame:
    """The neighbourhoods of one force in which these points lie today, by the rule of `locate_points`."""
    return locate_points(snap_points=ground_points, boundaries=boundaries)


def check_grounds(
    *,
    force_id: str,
    boundary_month: str,
    past_boundaries: pl.DataFrame,
    boundaries: pl.DataFrame,
    ground_points: pl.DataFrame,
    ground_neighbourhoods: pl.DataFrame,
) -> pl.DataFrame:
    """Today's neighbourhoods of one force against the boundaries of one month; sorted by neighbourhood.

    A ground is the same where it holds the same points, for then it has the same counts: a line redrawn between two points changes nothing.
    """
    now, then = (table.filter(pl.col("geometry").is_not_null()).select("neighbourhood_id", "geometry") for table in (boundaries, past_boundaries))
    keys = (*_POINT, "neighbourhood_id")
    if now.sort("neighbourhood_id").equals(then.sort("neighbourhood_id")):
        moved = ground_points.clear().select(*_POINT, "last_month", pl.lit(None, pl.String).alias("neighbourhood_id"))
    else:
        lay = locate_points(snap_points=ground_points, boundaries=past_boundaries).select(keys)
        lies = ground_neighbourhoods.select(keys)
        differing = pl.concat([lay.join(lies, on=keys, how="anti"), lies.join(lay, on=keys, how="anti")])
        moved = differing.join(ground_points.select(*_POINT, "last_month"), on=_POINT)
    found = moved.group_by("neighbourhood_id").agg(pl.len().cast(pl.Int32).alias("moved"), pl.col("last_month").max().alias("until"))
    return (
        now.select("neighbourhood_id", pl.col("neighbourhood_id").is_in(then["neighbourhood_id"].implode()).alias("is_there"))
        .join(found, on="neighbourhood_id", how="left")
        .with_columns(pl.lit(force_id).alias("force_id"), pl.lit(boundary_month).alias("month"), pl.col("moved").fill_null(0))
        .select(*SCHEMAS["ground_checks"].types)
        .sort("neighbourhood_id")
    )


@dataclass(frozen=True, slots=True)
class GroundTables:
    """What is known of one force's ground, and what it supplied."""

    neighbourhoods: pl.DataFrame
    boundaries: pl.DataFrame
    ground_checks: pl.DataFrame
    ground_points: pl.DataFrame
    ground_neighbourhoods: pl.DataFrame
    long_coverage: pl.DataFrame


def unchanged_grounds(*, force_id: str, tables: GroundTables, months: list[str]) -> pl.DataFrame:
    """Each neighbourhood of one force that has a page: since when its ground is today's, or why nothing before the window is told; sorted by id.

    A ground is today's since a month of which boundaries were supplied where those and all later ones put into it the very points that today's put,
    of all at which anything was counted from that month on. It holds `GROUND_POINTS_LEAST` points of its own, and so does what the force
    recorded outside all grounds that are told, or nothing: else the smallest of them is not told.
    """
    shaped = set(tables.boundaries.filter(pl.col("geometry").is_not_null())["neighbourhood_id"])
    before = _first_months(force_id, tables.long_coverage, months)
    checks = tables.ground_checks.sort("month", descending=True).partition_by("neighbourhood_id", as_dict=True)
    own = _own_points(tables)
    found = []
    for key in tables.neighbourhoods.filter(pl.col("problem").is_null())["neighbourhood_id"].unique().sort():
        ground = _since(checks.get((key,), tables.ground_checks.clear())) if key in shaped else _Ground("no-boundary")
        points = own.filter(pl.col("neighbourhood_id") == key, pl.col("earlier_month") >= ground.since).height if ground.since else 0
        found.append(_judge(replace(ground, neighbourhood_id=key, points=points), before))
    rows = [(force_id, *ground.told()) for ground in _leave_enough(found, tables)]
    return pl.DataFrame(rows, schema=SCHEMAS["unchanged_grounds"].types, orient="row")


@dataclass(frozen=True, slots=True)
class _Ground:
    """A row of `unchanged_grounds`; `since` is empty where nothing before the window is told."""

    why: str
    at: str | None = None
    moved: int | None = None
    since: str = ""
    boundaries: tuple[str, ...] = ()
    neighbourhood_id: str = ""
    points: int = 0
    first_month: str | None = None

    def told(self) -> tuple[str | int | list[str] | None, ...]:
        """The cells of its row."""
        if not self.since:
            return self.neighbourhood_id, None, None, None, None, self.why, self.at, self.moved
        return self.neighbourhood_id, self.since, self.first_month, [*self.boundaries], self.points, self.why, self.at, self.moved

    def untold(self, why: str) -> _Ground:
        """The same where nothing is told of it after all."""
        return _Ground(why, neighbourhood_id=self.neighbourhood_id)


def _is_near(boundaries: pl.DataFrame) -> pl.Expr:
    boxes = shapely.bounds(shapely.from_wkb(boundaries["geometry"].drop_nulls().to_list())).reshape(-1, 4)
    if not len(boxes):
        return pl.lit(value=False)
    (west, south), (east, north) = np.min(boxes[:, :2], axis=0), np.max(boxes[:, 2:], axis=0)
    wide, high = east - west, north - south
    return pl.col("lon").is_between(west - wide, east + wide) & pl.col("lat").is_between(south - high, north + high)


def _first_months(force_id: str, long_coverage: pl.DataFrame, months: list[str]) -> list[str]:
    """The months before the window of which places are known, ascending."""
    own = placed_states(long_coverage).filter(pl.col("force_id") == force_id, pl.col("state").is_in(sorted(COUNTED_STATES)))
    return own.filter(pl.col("month") < min(months, default=""))["month"].unique().sort().to_list()


def _own_points(tables: GroundTables) -> pl.DataFrame:
    """The points that lie in one neighbourhood of the force alone and were counted before the window: neighbourhood_id and earlier_month."""
    alone = tables.ground_neighbourhoods.filter(pl.len().over(_POINT) == 1)
    return alone.join(tables.ground_points.filter(pl.col("earlier_month").is_not_null()), on=_POINT).select(
        *_POINT, "neighbourhood_id", "earlier_month"
    )


def _since(checks: pl.DataFrame) -> _Ground:
    """How far back one ground is today's, by its checks from the newest month to the oldest: see `unchanged_grounds`."""
    held: tuple[str, ...] = ()
    until, at, moved = "", "", 0
    for month, is_there, points, last in checks.select("month", "is_there", "moved", "until").iter_rows():
        since = held[0] if held else ""
        if not is_there:
            return _Ground("not-there", month, None, since, held)
        if last and last > until:
            until, at, moved = last, month, points
        if until >= month:
            return _Ground("changed", at, moved, since, held)
        held = (month, *held)
    return _Ground("not-supplied", since=held[0], boundaries=held) if held else _Ground("not-supplied")


def _judge(ground: _Ground, before: list[str]) -> _Ground:
    """The ground with the first month that is told of it, from those `before` the window; or why none is."""
    if not ground.since:
        return ground
    first = next((month for month in before if month >= ground.since), None)
    if first is None:
        return ground.untold("no-months")
    return replace(ground, first_month=first) if ground.points >= GROUND_POINTS_LEAST else ground.untold("few-points")


def _leave_enough(grounds: list[_Ground], tables: GroundTables) -> list[_Ground]:
    """The grounds without the smallest of those told, where the force's own sum less all of theirs would be of few points."""
    told = [ground for ground in grounds if ground.since]
    if not told:
        return grounds
    inside = tables.ground_neighbourhoods.filter(pl.col("neighbourhood_id").is_in([ground.neighbourhood_id for ground in told]))
    recorded = tables.ground_points.filter(pl.col("own_month") >= min(ground.since for ground in told))
    left = recorded.join(inside, on=_POINT, how="anti").height
    if not 0 < left < GROUND_POINTS_LEAST:
        return grounds
    smallest = min(told, key=lambda ground: (ground.points, ground.neighbourhood_id))
    return _leave_enough([ground.untold("few-left") if ground is smallest else ground for ground in grounds], tables)
