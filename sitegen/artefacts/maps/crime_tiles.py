"""Crime tiles: the crimes of a month as vector tiles, and the TileJSON that says what is and is not in them."""

from collections.abc import Iterator

import polars as pl

from sitegen import urls
from sitegen.artefacts.maps.crime_about import HOW_PLACED, category_keys, coverage_entries, crime_point_tiles, describe_crimes, issues_of, key_column
from sitegen.artefacts.maps.months import coverage_by_force, map_months
from sitegen.artefacts.maps.point_layers import ZOOMS, bounds, describe_cells
from sitegen.artefacts.maps.tileset import Json, bake
from sitegen.artefacts.maps.year_tiles import year_months
from sitegen.artefacts.shards.outcomes import squares_without
from sitegen.site_json import to_json


def make(
    *,
    month: str,
    crime_counts: pl.DataFrame,
    categories: pl.DataFrame,
    month_coverage: pl.DataFrame,
    known_issues: pl.DataFrame,
    forces: pl.DataFrame,
    cell_scales: pl.DataFrame,
    tiles: str,
) -> Iterator[tuple[str, bytes]]:
    """The tiles of one month and its TileJSON; nothing where no row was recorded, because such a month has no count.

    Attributes are the crimes of each category under its key and `total`, everything recorded, antisocial behaviour
    included. Rows of British Transport Police are one attribute, `btp`, and in no other. Rows without a location are in
    no tile: the TileJSON has their number by force.
    """
    if crime_counts.is_empty():
        return
    keys = category_keys(recorded=crime_counts["category"].unique().sort().to_list(), categories=categories)
    keyed = crime_counts.with_columns(key_column(keys))
    located = keyed.filter(pl.col("x").is_not_null())
    covered = coverage_by_force(coverage=month_coverage, month=month)
    about = {
        **describe_crimes(keyed, keys, zooms=ZOOMS, categories=categories, covered=covered, forces=forces),
        "name": f"Crimes recorded in {month}",
        "description": f"Street-level crimes and reports of antisocial behaviour. {HOW_PLACED}",
        "x-month": month,
        "x-cells": describe_cells(cell_scales, keys),
        "x-issues": issues_of(month, month, known_issues),
        "x-no-outcomes": [*squares_without(crime_counts=crime_counts, month_coverage=month_coverage)],
        **({"bounds": bounds(located)} if len(located) else {}),
    }
    yield from bake(crime_point_tiles(keyed, keys, ZOOMS), form=tiles, zooms=ZOOMS, places=urls.crime_tiles(month), about=about)


def make_index(*, coverage: pl.DataFrame, months: list[str]) -> Iterator[tuple[str, bytes]]:
    """The list of all months of the window: the TileJSON of each, or why there is none, force by force; and that of the newest 12 summed."""
    listed: list[Json] = []
    for one in map_months(coverage=coverage, months=months):
        entry: dict[str, Json] = {"month": one.month, "state": one.state, "tilejson": None}
        if one.has_tiles:
            entry["tilejson"] = urls.link(urls.CRIME_TILE_MONTHS, urls.crime_tiles(one.month).tilejson)
        else:
            entry["coverage"] = coverage_entries(coverage_by_force(coverage=coverage, month=one.month))
        listed.append(entry)
    has_year = any(one.has_tiles for one in map_months(coverage=coverage, months=year_months(months)))
    year: dict[str, Json] = {"last_12": urls.link(urls.CRIME_TILE_MONTHS, urls.crime_tiles(urls.YEAR).tilejson)} if has_year else {}
    yield urls.CRIME_TILE_MONTHS, to_json({"months": listed, **year})
