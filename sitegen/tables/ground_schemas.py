"""The tables of neighbourhoods before the window: where their ground lay, and what was recorded where it did not change."""

import polars as pl

from sitegen.tables.schema import CATEGORY, FORCE, NEIGHBOURHOOD, QUALITY_TABLE, B, F, N, S, Schema, X, Y, schema

_LON, _LAT = ("lon", F, "degrees"), ("lat", F, "degrees")
_EARLIER = ("archive_month", S, "month before the window, since the oldest boundaries that were supplied")
_YEAR = ("year", S, "calendar year, 2019")

GROUND_SCHEMAS: dict[str, Schema] = {
    "earlier_counts": schema(
        "force_id archive_month x y category lon lat",
        ("force_id", S, "force whose file held the rows"),
        _EARLIER,
        X,
        Y,
        _LON,
        _LAT,
        CATEGORY,
        ("crimes", N, "rows, never 0"),
    ),
    "earlier_points": schema(
        "force_id x y", FORCE, X, Y, _LON, _LAT, ("last_month", S, "the last month before the window in which it recorded there")
    ),
    "ground_points": schema(
        "force_id x y",
        ("force_id", S, "force that the point is near"),
        X,
        Y,
        _LON,
        _LAT,
        ("last_month", S, "last month in which any force but British Transport Police recorded there, in the window or before"),
        ("earlier_month", S, "the same before the window; null: never"),
        ("own_month", S, "last month before the window in which this force did; null: never"),
    ),
    "ground_neighbourhoods": schema("x y force_id neighbourhood_id", X, Y, FORCE, NEIGHBOURHOOD),
    "earlier_located": schema(
        "archive_month force_id neighbourhood_id category",
        _EARLIER,
        ("force_id", S, "force whose neighbourhood it is by today's boundaries; the recording force where it is in none"),
        ("neighbourhood_id", S, "neighbourhood; null: in none"),
        CATEGORY,
        ("crimes", N, "rows, never 0, without British Transport Police"),
    ),
    "past_boundary_quality": QUALITY_TABLE,
    "ground_checks": schema(
        "force_id month neighbourhood_id",
        FORCE,
        ("month", S, "month of the boundaries that are held against today's"),
        ("neighbourhood_id", S, "neighbourhood of today, with a boundary"),
        ("is_there", B, "true: those boundaries have one that can be read under its id"),
        ("moved", N, "snap points, of those counted since the oldest boundaries, that they put into it and today's do not, or the other way round"),
        ("until", S, "last month in which something was counted at any point that they put elsewhere; null: they put all points where today's do"),
    ),
    "unchanged_grounds": schema(
        "force_id neighbourhood_id",
        FORCE,
        ("neighbourhood_id", S, "neighbourhood of today that has a page"),
        ("since", S, "month of the oldest boundaries since which its ground is today's; null: nothing before the window is told of it"),
        ("first_month", S, "first month since then that the force supplied; null like `since`"),
        ("boundaries", pl.List(S), "months of the boundaries that put the same points into it, ascending; null like `since`"),
        ("points", N, "snap points that were counted in it alone before the window, since then; null like `since`"),
        ("why", S, "why nothing before that is told, or nothing at all: one of rules.GROUND_REASONS"),
        ("at", S, "month of the boundaries that `why` is about; null: of none"),
        ("moved", N, "snap points that these put elsewhere, where the ground changed; else null"),
    ),
    "long_place_series": schema(
        "force_id neighbourhood_id month category",
        FORCE,
        NEIGHBOURHOOD,
        ("month", S, "month, from the first that is told of the neighbourhood to the window's last"),
        CATEGORY,
        ("crimes", N, "recorded in it, British Transport Police left out; null: not known; 0 only with state supplied"),
        ("state", S, "coverage state, as places have it"),
    ),
    "long_place_years": schema(
        "force_id neighbourhood_id year category",
        FORCE,
        NEIGHBOURHOOD,
        _YEAR,
        ("category", S, "category slug; crime: all of them but antisocial behaviour"),
        ("crimes", N, "sum of the year; null: fewer than twelve months were supplied in full, or something changed within it"),
        ("supplied", N, "months supplied in full in which the category was in use"),
        ("partly", N, "months supplied in part"),
        ("state", S, "coverage state that all its months of the series have; null: they differ"),
        ("changed", S, "month within the year from which this category counts something else; null: none"),
        ("renewed", S, "month within the year from which crimes are placed at other points; null: none"),
    ),
}
