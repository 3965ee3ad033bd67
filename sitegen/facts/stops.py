"""Stops counted: by position, by neighbourhood and value, and laid out over the window's months.

What is counted by value is never published as it is: `stop_tables` merges what is rare.
"""

import polars as pl

from sitegen.facts.coverage import known_counts
from sitegen.facts.locate import locate_points
from sitegen.facts.placing import place_counts
from sitegen.rules import COUNTED_STATES, EVERY_STOP, NOT_GIVEN, STOP_FIELDS
from sitegen.tables.quality import tally
from sitegen.tables.states import WITHOUT_LOCATION_STATE
from sitegen.tables.withdrawn import set_aside_rows
from sitegen.terms import BTP


def count_stops(*, force_id: str, month: str, stops: pl.DataFrame, withdrawn: pl.DataFrame) -> pl.DataFrame:
    """One force's month counted by position; every counted row of the file is in exactly one count.

    Rows set aside or withdrawn are left out: the quality table has them. Rows without a location have one count with null positions.
    """
    return (
        set_aside_rows(stops, withdrawn, "stops")
        .filter(pl.col("problem").is_null())
        .group_by("x", "y", "lon", "lat")
        .agg(pl.len().cast(pl.Int32).alias("stops"))
        .select(pl.lit(force_id).alias("force_id"), pl.lit(month).alias("month"), "x", "y", "lon", "lat", "stops")
        .sort("x", "y", "lon", "lat", nulls_last=True)
    )


def stop_points(*, stop_counts: pl.DataFrame) -> pl.DataFrame:
    """Every position of a stop in the window, once, sorted by x and y.

    Positions that share a pixel are one point; its coordinates are the westernmost, then southernmost of theirs.
    """
    placed = stop_counts.filter(pl.col("x").is_not_null()).select("x", "y", "lon", "lat").unique()
    return placed.sort("x", "y", "lon", "lat").group_by("x", "y", maintain_order=True).first().sort("x", "y")


def locate_stops(*, force_id: str, stop_points: pl.DataFrame, boundaries: pl.DataFrame) -> pl.DataFrame:
    """The positions of stops that lie in a neighbourhood of one force, by the rule of crimes: one row a point and neighbourhood."""
    return locate_points(snap_points=stop_points, boundaries=boundaries)


def stop_values(*, stops: pl.DataFrame, withdrawn: pl.DataFrame, stop_neighbourhoods: pl.DataFrame) -> pl.DataFrame:
    """One month's stops by neighbourhood, searching force, field and value; every field adds up to the field `all`.

    Stops are placed by the rule of `placing.place_counts`; those without a location are kept under their own force with no
    neighbourhood. A field that the file left empty counts as `not-given`.
    """
    rows = set_aside_rows(stops, withdrawn, "stops").filter(pl.col("problem").is_null()).rename({"force_id": "recorded_by"})
    counted = count_values(rows, ["month", "recorded_by", "x", "y"])
    return (
        place_counts(counts=counted, point_neighbourhoods=stop_neighbourhoods)
        .group_by("month", "force_id", "neighbourhood_id", "recorded_by", "field", "value")
        .agg(pl.col("stops").sum().cast(pl.Int32))
        .sort("month", "force_id", "neighbourhood_id", "recorded_by", "field", "value", nulls_last=True)
    )


def count_values(stops: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Counted stops by the columns `keys`, field and value, each field on its own: no two are ever crossed. In no order."""
    fields = {EVERY_STOP: pl.lit(EVERY_STOP), **{field: pl.col(field.replace("-", "_")).fill_null(NOT_GIVEN) for field in STOP_FIELDS}}
    return pl.concat(
        stops.group_by(*keys, value.alias("value"))
        .agg(pl.len().cast(pl.Int32).alias("stops"))
        .select(*keys, pl.lit(field).alias("field"), "value", "stops")
        for field, value in fields.items()
    )


def stop_series(
    *,
    force_id: str,
    stop_values: pl.DataFrame,
    stop_counts: pl.DataFrame,
    neighbourhoods: pl.DataFrame,
    boundaries: pl.DataFrame,
    coverage: pl.DataFrame,
    months: list[str],
) -> pl.DataFrame:
    """Every neighbourhood of one force, and the force as a whole, × month; sorted with the whole force last.

    A neighbourhood's stops are those located in it, whoever searched, but for British Transport Police; the whole force's
    are those it recorded, wherever they were. A neighbourhood without a boundary has no rows: nothing can be counted in it.
    Where the force supplied stops and not one location, its neighbourhoods' months are `without_location`, and without a number.
    """
    states = coverage.filter(pl.col("force_id") == force_id, pl.col("dataset") == "stops").select("month", "state")
    window = (
        pl.DataFrame({"month": months}, schema={"month": pl.String})
        .join(states, on="month", how="left")
        .with_columns(pl.col("state").fill_null("not_supplied"), pl.lit(force_id).alias("force_id"))
    )
    inside = (
        of_neighbourhoods(stop_values, force_id)
        .filter(pl.col("field") == EVERY_STOP)
        .group_by("force_id", "neighbourhood_id", "month")
        .agg(pl.col("stops").sum())
    )
    recorded = stop_counts.group_by("force_id", "month").agg(
        pl.col("stops").sum(), pl.col("stops").filter(pl.col("x").is_null()).sum().alias("unlocated")
    )
    nowhere = recorded.filter(pl.col("unlocated") == pl.col("stops"))["month"].to_list()
    came_nowhere = pl.col("state").is_in(COUNTED_STATES) & pl.col("month").is_in(nowhere)
    placed = window.with_columns(pl.when(came_nowhere).then(pl.lit(WITHOUT_LOCATION_STATE)).otherwise("state").alias("state"))
    grid = shaped_neighbourhoods(neighbourhoods, boundaries).select("neighbourhood_id").join(placed, how="cross")
    each = known_counts(counts=inside, grid=grid, values=("stops",)).with_columns(pl.lit(None, pl.Int32).alias("unlocated"))
    whole = known_counts(counts=recorded, grid=window, values=("stops", "unlocated")).with_columns(pl.lit(None, pl.String).alias("neighbourhood_id"))
    columns = ("force_id", "neighbourhood_id", "month", "stops", "unlocated", "state")
    return pl.concat([each.select(columns), whole.select(columns)]).sort("force_id", "neighbourhood_id", "month", nulls_last=True)


def of_neighbourhoods(stop_values: pl.DataFrame, force_id: str) -> pl.DataFrame:
    """The rows that belong to the neighbourhoods of one force: British Transport Police stays apart."""
    return stop_values.filter(pl.col("force_id") == force_id, pl.col("neighbourhood_id").is_not_null(), pl.col("recorded_by") != BTP)


def shaped_neighbourhoods(neighbourhoods: pl.DataFrame, boundaries: pl.DataFrame) -> pl.DataFrame:
    """The neighbourhoods that have a boundary, by force and id, sorted."""
    shaped = boundaries.filter(pl.col("geometry").is_not_null()).select("force_id", "neighbourhood_id")
    listed = neighbourhoods.filter(pl.col("problem").is_null()).select("force_id", "neighbourhood_id")
    return listed.join(shaped, on=["force_id", "neighbourhood_id"], how="semi").sort("force_id", "neighbourhood_id")


def stop_quality(*, stops: pl.DataFrame, withdrawn: pl.DataFrame) -> pl.DataFrame:
    """The rows of one stop and search file by what became of them."""
    return tally(dataset="stop-and-search", rows=set_aside_rows(stops, withdrawn, "stops"))
