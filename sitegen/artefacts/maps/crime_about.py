"""What crime tiles hold and what their TileJSON says of it: attributes, totals, and what was not supplied."""

from collections.abc import Iterator, Mapping

import numpy as np
import polars as pl

from sitegen.artefacts.maps.attribution import attribution
from sitegen.artefacts.maps.months import ForceCoverage
from sitegen.artefacts.maps.point_layers import CELLS, describe_layers
from sitegen.artefacts.maps.tileset import Json
from sitegen.rules import COUNTED_STATES
from sitegen.tables.states import WITHOUT_LOCATION_STATE
from sitegen.terms import ASB, BTP
from tiles.grid import Tile
from tiles.points import point_tiles

POINTS = "crimes"
HOW_PLACED = "Points are approximate: each crime is placed at the nearest of a fixed list of anonymous points. An attribute that is absent is 0."
"""What a TileJSON says of the points themselves."""

_SUPPLIED = COUNTED_STATES | {WITHOUT_LOCATION_STATE}
_OWN_KEYS = frozenset({"total", "points", BTP})


def crime_point_tiles(keyed: pl.DataFrame, keys: Mapping[str, str], zooms: range) -> Iterator[Tile]:
    """The tiles of crimes by x, y and `key` (see `key_column`): points at the last of the zooms, cells below."""
    located = keyed.filter(pl.col("x").is_not_null())
    found = set(located["key"].unique())
    names = [*(key for key in keys.values() if key in found), *([str(BTP)] if BTP in found else [])]
    kind, crimes = located["key"].cast(pl.Enum(names)).to_physical().to_numpy(), located["crimes"].to_numpy()
    return point_tiles(
        located["x"].to_numpy(),
        located["y"].to_numpy(),
        {name: np.where(kind == place, crimes, 0) for place, name in enumerate(names)},
        layer=POINTS,
        cell_layer=CELLS,
        zooms=zooms,
        apart=(BTP,) if BTP in names else (),
        exact_zoom=zooms[-1],
    )


def describe_crimes(
    keyed: pl.DataFrame,
    keys: Mapping[str, str],
    *,
    zooms: range,
    categories: pl.DataFrame,
    covered: Mapping[str, ForceCoverage],
    forces: pl.DataFrame,
) -> dict[str, Json]:
    """What the TileJSON of any crime tiles says: layers, categories, forces, coverage, totals and what has no location."""
    located = keyed.filter(pl.col("x").is_not_null())
    names = dict(categories.select("category", "name").iter_rows())
    fields = {key: names.get(slug, slug) for slug, key in keys.items()}
    fields["total"] = "All of these, antisocial behaviour included; crimes are total less asb"
    if BTP in set(located["force_id"].unique()):
        fields[BTP] = "Recorded by British Transport Police, all categories; in no other attribute"
    return {
        "attribution": attribution(["police"]),
        "vector_layers": describe_layers(POINTS, fields, "Snap points with something recorded", zooms),
        "x-categories": {key: {"category": slug, "name": names.get(slug, slug), "crime": slug != ASB} for slug, key in keys.items()},
        "x-forces": dict(forces.sort("force_id").select("force_id", "name").iter_rows()),
        "x-coverage": coverage_entries(covered),
        "x-totals": _totals(located, covered),
        "x-unlocated": _unlocated(keyed, covered),
    }


def category_keys(*, recorded: list[str], categories: pl.DataFrame) -> dict[str, str]:
    """The attribute of each category recorded, by slug, in the vocabulary's order, unknown ones last.

    An unknown category is its own key; where that is another attribute's name, `category-` stands before it.
    """
    known = dict(categories.filter(pl.col("key").is_not_null()).sort("position").select("category", "key").iter_rows())
    taken = _OWN_KEYS | set(known.values())
    unknown: dict[str, str] = {}
    for slug in (slug for slug in recorded if slug not in known):
        key = slug
        while key in taken:
            key = f"category-{key}"
        unknown[slug] = key
        taken |= {key}
    return {slug: key for slug, key in known.items() if slug in recorded} | unknown


def key_column(keys: Mapping[str, str]) -> pl.Expr:
    """The attribute a row is counted in, as the column `key`."""
    return (
        pl.when(pl.col("force_id") == BTP)
        .then(pl.lit(str(BTP)))
        .otherwise(pl.col("category").replace_strict(dict(keys), return_dtype=pl.String))
        .alias("key")
    )


def coverage_entries(covered: Mapping[str, ForceCoverage]) -> dict[str, Json]:
    """State and reason by force; `asb` only where reports of antisocial behaviour are in another state."""
    listed: dict[str, Json] = {}
    for force_id, one in covered.items():
        entry: dict[str, Json] = {"state": one.state, "reason": one.reason}
        if (one.asb_state, one.asb_reason) != (one.state, one.reason):
            entry["asb"] = {"state": one.asb_state, "reason": one.asb_reason}
        listed[force_id] = entry
    return listed


def issues_of(first: str, last: str, known_issues: pl.DataFrame) -> dict[str, Json]:
    """The known faults of these months' crime and antisocial behaviour by force, a sentence said of both once; `all`: every force."""
    touching = (
        known_issues.filter(
            pl.col("dataset").is_in(["crime", "asb"]),
            pl.col("first_month") <= last,
            pl.col("last_month").is_null() | (pl.col("last_month") >= first),
        )
        .sort("force_id", "dataset", "first_month", "text")
        .unique(["force_id", "text"], keep="first", maintain_order=True)
    )
    listed: dict[str, list[Json]] = {}
    translated = [column for column in touching.columns if column.startswith("text_")]
    for row in touching.iter_rows(named=True):
        fault: dict[str, Json] = {"text": row["text"], "source": row["source"] or None, "read": row["read"] or None}
        listed.setdefault(row["force_id"], []).append(fault | {column: row[column] for column in translated if row[column]})
    return {**listed}


def _totals(located: pl.DataFrame, covered: Mapping[str, ForceCoverage]) -> dict[str, Json]:
    """What the tiles add up to; null where no force's month has such counts, because nothing is then known."""
    is_btp, is_asb = pl.col("force_id") == BTP, pl.col("category") == ASB
    sums = located.select(
        pl.col("crimes").filter(~is_btp & ~is_asb).sum().alias("crimes"),
        pl.col("crimes").filter(~is_btp & is_asb).sum().alias("asb"),
        pl.col("crimes").filter(is_btp).sum().alias(BTP),
    )
    local = [one for force_id, one in covered.items() if force_id != BTP]
    known = {
        "crimes": any(one.state in COUNTED_STATES for one in local),
        "asb": any(one.asb_state in COUNTED_STATES for one in local),
        BTP: BTP in covered and covered[BTP].state in COUNTED_STATES,
    }
    return {name: value if known[name] else None for name, value in sums.row(0, named=True).items()}


def _unlocated(keyed: pl.DataFrame, covered: Mapping[str, ForceCoverage]) -> dict[str, Json]:
    """Rows without a location by force, for every force whose month has counts; `asb` null where no such report was supplied."""
    missing = pl.col("x").is_null()
    is_asb = pl.col("category") == ASB
    rows = keyed.group_by("force_id").agg(
        pl.col("crimes").filter(missing & ~is_asb).sum().alias("crimes"), pl.col("crimes").filter(missing & is_asb).sum().alias("asb")
    )
    sums = {force_id: (crimes, asb) for force_id, crimes, asb in rows.iter_rows()}
    counted = [force_id for force_id, one in covered.items() if one.state in _SUPPLIED and force_id in sums]
    has_asb = {force_id for force_id, one in covered.items() if one.asb_state in _SUPPLIED}
    return {force_id: {"crimes": sums[force_id][0], "asb": sums[force_id][1] if force_id in has_asb else None} for force_id in counted}
