"""Stop tiles: how many stops a month had at each snap point, as vector tiles, and nothing else about them."""

from collections.abc import Iterator, Mapping

import numpy as np
import polars as pl

from sitegen import urls
from sitegen.artefacts.maps.attribution import attribution
from sitegen.artefacts.maps.months import map_months
from sitegen.artefacts.maps.point_layers import CELLS, bounds, describe_layers
from sitegen.artefacts.maps.tileset import Json, bake
from sitegen.rules import COUNTED_STATES
from sitegen.site_json import to_json
from sitegen.terms import BTP
from tiles.points import point_tiles

POINTS = "stops"

ZOOMS = range(5, 12)
"""Cells at each, and at the last the points as well: that saves the files of one zoom more, which are most."""


def make(*, month: str, stop_counts: pl.DataFrame, month_coverage: pl.DataFrame, tiles: str) -> Iterator[tuple[str, bytes]]:
    """The tiles of one month and its TileJSON; nothing where no stop was recorded, because such a month has no count.

    The attribute is `total`. Stops by British Transport Police are in `btp` instead. Stops without a location are in no
    tile: the TileJSON has their number by force.
    """
    if stop_counts.is_empty():
        return
    located = stop_counts.filter(pl.col("x").is_not_null())
    stops, is_btp = located["stops"].to_numpy(), (located["force_id"] == BTP).to_numpy()
    counts = {POINTS: np.where(is_btp, 0, stops), **({str(BTP): np.where(is_btp, stops, 0)} if is_btp.any() else {})}
    baked = point_tiles(
        located["x"].to_numpy(),
        located["y"].to_numpy(),
        counts,
        layer=POINTS,
        cell_layer=CELLS,
        zooms=ZOOMS,
        apart=(BTP,) if BTP in counts else (),
        summed=(POINTS,),
        exact_zoom=ZOOMS[-1],
    )
    yield from bake(baked, form=tiles, zooms=ZOOMS, places=urls.stop_tiles(month), about=_about(month, stop_counts, month_coverage))


def make_index(*, coverage: pl.DataFrame, months: list[str]) -> Iterator[tuple[str, bytes]]:
    """The list of all months of the window: the TileJSON of each, or why there is none, force by force."""
    listed: list[Json] = []
    for one in map_months(coverage=coverage, months=months, dataset="stops"):
        entry: dict[str, Json] = {"month": one.month, "state": one.state, "tilejson": None}
        if one.has_tiles:
            entry["tilejson"] = urls.link(urls.STOP_TILE_MONTHS, urls.stop_tiles(one.month).tilejson)
        else:
            entry["coverage"] = _coverage(coverage.filter(pl.col("month") == one.month))
        listed.append(entry)
    yield urls.STOP_TILE_MONTHS, to_json({"months": listed})


def _about(month: str, stop_counts: pl.DataFrame, month_coverage: pl.DataFrame) -> dict[str, Json]:
    located = stop_counts.filter(pl.col("x").is_not_null())
    states: dict[str, str] = dict(month_coverage.filter(pl.col("dataset") == "stops").select("force_id", "state").sort("force_id").iter_rows())
    counted = [force_id for force_id, state in states.items() if state in COUNTED_STATES]
    sums: dict[str, int] = dict(stop_counts.filter(pl.col("x").is_null()).group_by("force_id").agg(pl.col("stops").sum()).iter_rows())
    fields = {"total": "Stop and searches"}
    if BTP in set(located["force_id"]):
        fields[str(BTP)] = "Recorded by British Transport Police; not in total"
    about: dict[str, Json] = {
        "name": f"Stop and searches recorded in {month}",
        "description": "How many stop and searches were recorded, and nothing about any of them. Points are approximate: each is the nearest of a "
        "fixed list of anonymous points. An attribute that is absent is 0.",
        "attribution": attribution(["police"]),
        "vector_layers": describe_layers(POINTS, fields, "Snap points with a stop and search", ZOOMS),
        "x-month": month,
        "x-coverage": _coverage(month_coverage),
        "x-totals": _totals(located, counted),
        "x-unlocated": {force_id: sums.get(force_id, 0) for force_id in counted},
    }
    if len(located):
        about["bounds"] = bounds(located)
    return about


def _coverage(coverage: pl.DataFrame) -> dict[str, Json]:
    """State and reason of stops by force."""
    rows = coverage.filter(pl.col("dataset") == "stops").sort("force_id").select("force_id", "state", "reason")
    return {force_id: {"state": state, "reason": reason} for force_id, state, reason in rows.iter_rows()}


def _totals(located: pl.DataFrame, counted: list[str]) -> Mapping[str, Json]:
    """What the tiles add up to; null where no force's month has such counts, because nothing is then known."""
    is_btp = pl.col("force_id") == BTP
    stops, btp = (int(located.filter(one)["stops"].sum()) for one in (~is_btp, is_btp))
    return {"stops": stops if set(counted) - {BTP} else None, BTP: btp if BTP in counted else None}
