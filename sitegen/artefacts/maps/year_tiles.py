"""Year tiles: the crimes of the newest 12 months summed, as vector tiles, and the TileJSON that says which months of which force are in them."""

from collections.abc import Callable, Iterator

import numpy as np
import polars as pl

from sitegen import urls
from sitegen.artefacts.maps.crime_about import HOW_PLACED, category_keys, crime_point_tiles, describe_crimes, issues_of, key_column
from sitegen.artefacts.maps.months import ForceCoverage, coverage_by_force, map_months
from sitegen.artefacts.maps.point_layers import bounds, describe_cells
from sitegen.artefacts.maps.tileset import Json, bake
from sitegen.rules import COUNTED_STATES
from sitegen.tables.states import placed_states
from sitegen.terms import YEAR_MONTHS
from tiles.grid import lonlat

ZOOMS = range(5, 14)
"""Points at the last, cells at the others: a year has so many points that a square of zoom 12 would be too large a file."""


def make(
    *,
    year_counts: pl.DataFrame,
    categories: pl.DataFrame,
    coverage: pl.DataFrame,
    known_issues: pl.DataFrame,
    forces: pl.DataFrame,
    cell_scales: pl.DataFrame,
    months: list[str],
    tiles: str,
) -> Iterator[tuple[str, bytes]]:
    """The tiles of the newest 12 months summed, with a month's attributes, and their TileJSON; nothing for a site of fewer months.

    Months a force did not supply are in no sum and are named in the TileJSON: a number beside one of them is a part of a year.
    """
    wanted = year_months(months)
    counts = year_counts.filter(pl.col("month").is_in(wanted))
    if counts.is_empty():
        return
    keys = category_keys(recorded=counts["category"].unique().sort().to_list(), categories=categories)
    keyed = counts.with_columns(key_column(keys))
    located = keyed.filter(pl.col("x").is_not_null())
    coverage = placed_states(coverage)
    by_month = {month: coverage_by_force(coverage=coverage, month=month) for month in wanted}
    summed = [one.month for one in map_months(coverage=coverage, months=wanted) if one.has_tiles]
    force_ids = sorted({force_id for of in by_month.values() for force_id in of})
    covered = {force_id: _whole([of[force_id] for of in by_month.values() if force_id in of]) for force_id in force_ids}
    about = {
        **describe_crimes(keyed, keys, zooms=ZOOMS, categories=categories, covered=covered, forces=forces),
        "name": f"Crimes recorded from {wanted[0]} to {wanted[-1]}",
        "description": f"Street-level crimes and reports of antisocial behaviour of 12 months summed, as far as they were supplied. {HOW_PLACED}",
        "x-months": summed,
        "x-cells": describe_cells(cell_scales, keys),
        "x-missing": _months_in(coverage, covered, wanted, lambda state: state not in COUNTED_STATES),
        "x-partial": _months_in(coverage, covered, wanted, lambda state: state == "supplied_partial"),
        "x-issues": issues_of(wanted[0], wanted[-1], known_issues),
        **({"bounds": bounds(_corners(located))} if len(located) else {}),
    }
    download = urls.bulk("points", "pmtiles")
    yield from bake(
        crime_point_tiles(keyed, keys, ZOOMS), form=tiles, zooms=ZOOMS, places=urls.crime_tiles(urls.YEAR), about=about, download=download
    )


def year_months(months: list[str]) -> list[str]:
    """The newest 12 of the site's months, ascending; none where it has fewer."""
    return months[-YEAR_MONTHS:] if len(months) >= YEAR_MONTHS else []


def _whole(months: list[ForceCoverage]) -> ForceCoverage:
    """The state of a force's year from that of its months: supplied only where all are, a part where any is."""
    crime, asb = (_one([(one.state, one.reason) for one in months]), _one([(one.asb_state, one.asb_reason) for one in months]))
    return ForceCoverage(*crime, *asb)


def _one(months: list[tuple[str, str | None]]) -> tuple[str, str | None]:
    states, reasons = {state for state, _ in months}, {reason for _, reason in months}
    reason = reasons.pop() if len(reasons) == 1 else None
    if len(states) == 1:
        return states.pop(), reason
    return ("not_supplied" if COUNTED_STATES.isdisjoint(states) else "supplied_partial"), reason


def _months_in(coverage: pl.DataFrame, covered: dict[str, ForceCoverage], months: list[str], is_meant: Callable[[str], bool]) -> dict[str, Json]:
    """Months in certain states by force, `crime` and `asb`, of forces that supplied any month of it; only where there are such."""
    rows = coverage.filter(pl.col("month").is_in(months), pl.col("dataset").is_in(["crime", "asb"])).sort("force_id", "dataset", "month")
    listed: dict[str, dict[str, list[str]]] = {}
    for force_id, dataset, month, state in rows.select("force_id", "dataset", "month", "state").iter_rows():
        whole = covered[force_id].state if dataset == "crime" else covered[force_id].asb_state
        if whole in COUNTED_STATES and is_meant(state):
            listed.setdefault(force_id, {}).setdefault(dataset, []).append(month)
    return {**listed}


def _corners(located: pl.DataFrame) -> pl.DataFrame:
    """The outermost pixels as `lon` and `lat`."""
    x, y = located["x"].to_numpy(), located["y"].to_numpy()
    lon, lat = lonlat(np.array([x.min(), x.max()]), np.array([y.min(), y.max()]))
    return pl.DataFrame({"lon": lon, "lat": lat})
