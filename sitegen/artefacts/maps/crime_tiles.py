"""Crime tiles: the crimes of a month as vector tiles, and the TileJSON that says what is and is not in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import polars as pl

from sitegen import urls
from sitegen.artefacts.figures import COUNTED_STATES
from sitegen.artefacts.maps.attribution import attribution
from sitegen.artefacts.maps.months import ForceCoverage, coverage_by_force, map_months
from sitegen.artefacts.maps.point_layers import CELLS, ZOOMS, bounds, describe_layers
from sitegen.artefacts.maps.tileset import Json, Places, bake, to_json
from sitegen.terms import ASB, BTP
from tiles.points import point_tiles

POINTS = "crimes"
_OWN_KEYS = frozenset({"total", "points", BTP})


def make(
    *,
    month: str,
    crime_counts: pl.DataFrame,
    categories: pl.DataFrame,
    month_coverage: pl.DataFrame,
    known_issues: pl.DataFrame,
    forces: pl.DataFrame,
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
    keyed = crime_counts.with_columns(_key(keys).alias("key"))
    located = keyed.filter(pl.col("x").is_not_null())
    found = set(located["key"].unique())
    names = [*(key for key in keys.values() if key in found), *([str(BTP)] if BTP in found else [])]
    kind, crimes = located["key"].cast(pl.Enum(names)).to_physical().to_numpy(), located["crimes"].to_numpy()
    baked = point_tiles(
        located["x"].to_numpy(),
        located["y"].to_numpy(),
        {name: np.where(kind == place, crimes, 0) for place, name in enumerate(names)},
        layer=POINTS,
        cell_layer=CELLS,
        zooms=ZOOMS,
        apart=(BTP,) if BTP in names else (),
    )
    about = _about(month, keyed, categories, coverage_by_force(coverage=month_coverage, month=month), forces, keys)
    about["x-issues"] = _issues(month, known_issues)
    places = Places(
        urls.crime_tilejson(month), lambda digest, z, x, y: urls.crime_tile(month, digest, z, x, y), lambda digest: urls.crime_archive(month, digest)
    )
    yield from bake(list(baked), form=tiles, zooms=ZOOMS, places=places, about=about)


def make_index(*, coverage: pl.DataFrame, months: list[str]) -> Iterator[tuple[str, bytes]]:
    """The list of all months of the window: the TileJSON of each, or why there is none, force by force."""
    listed: list[Json] = []
    for one in map_months(coverage=coverage, months=months):
        entry: dict[str, Json] = {"month": one.month, "state": one.state, "tilejson": None}
        if one.has_tiles:
            entry["tilejson"] = urls.link(urls.crime_tile_months(), urls.crime_tilejson(one.month))
        else:
            entry["coverage"] = _coverage(coverage_by_force(coverage=coverage, month=one.month))
        listed.append(entry)
    yield urls.crime_tile_months(), to_json({"months": listed})


def category_keys(*, recorded: list[str], categories: pl.DataFrame) -> dict[str, str]:
    """The attribute of each category recorded, by slug, in the vocabulary's order, unknown ones last.

    An unknown category is its own key; where that is another attribute's name, `category-` stands before it.
    """
    known = dict(categories.sort("position").select("category", "key").iter_rows())
    taken = _OWN_KEYS | set(known.values())
    unknown: dict[str, str] = {}
    for slug in (slug for slug in recorded if slug not in known):
        key = slug
        while key in taken:
            key = f"category-{key}"
        unknown[slug] = key
        taken |= {key}
    return {slug: key for slug, key in known.items() if slug in recorded} | unknown


def _key(keys: Mapping[str, str]) -> pl.Expr:
    return pl.when(pl.col("force_id") == BTP).then(pl.lit(str(BTP))).otherwise(pl.col("category").replace_strict(dict(keys), return_dtype=pl.String))


def _about(
    month: str,
    keyed: pl.DataFrame,
    categories: pl.DataFrame,
    covered: Mapping[str, ForceCoverage],
    forces: pl.DataFrame,
    keys: Mapping[str, str],
) -> dict[str, Json]:
    located = keyed.filter(pl.col("x").is_not_null())
    names = dict(categories.select("category", "name").iter_rows())
    fields = {key: names.get(slug, slug) for slug, key in keys.items()}
    fields["total"] = "All of these, antisocial behaviour included; crimes are total less asb"
    if BTP in set(located["force_id"].unique()):
        fields["btp"] = "Recorded by British Transport Police, all categories; in no other attribute"
    about: dict[str, Json] = {
        "name": f"Crimes recorded in {month}",
        "description": "Street-level crimes and reports of antisocial behaviour. Points are approximate: each crime is placed at the nearest of a "
        "fixed list of anonymous points. An attribute that is absent is 0.",
        "attribution": attribution(["police"]),
        "vector_layers": describe_layers(POINTS, fields, "Snap points with something recorded"),
        "x-month": month,
        "x-categories": {key: {"category": slug, "name": names.get(slug, slug), "crime": slug != ASB} for slug, key in keys.items()},
        "x-forces": dict(forces.sort("force_id").select("force_id", "name").iter_rows()),
        "x-coverage": _coverage(covered),
        "x-totals": _totals(located, covered),
        "x-unlocated": _unlocated(keyed, covered),
    }
    if len(located):
        about["bounds"] = bounds(located)
    return about


def _coverage(covered: Mapping[str, ForceCoverage]) -> dict[str, Json]:
    """State and reason by force; `asb` only where reports of antisocial behaviour are in another state."""
    listed: dict[str, Json] = {}
    for force_id, one in covered.items():
        entry: dict[str, Json] = {"state": one.state, "reason": one.reason}
        if (one.asb_state, one.asb_reason) != (one.state, one.reason):
            entry["asb"] = {"state": one.asb_state, "reason": one.asb_reason}
        listed[force_id] = entry
    return listed


def _issues(month: str, known_issues: pl.DataFrame) -> dict[str, Json]:
    """The known faults of the month's crime and antisocial behaviour by force, a sentence said of both once; `all`: every force."""
    touching = (
        known_issues.filter(
            pl.col("dataset").is_in(["crime", "asb"]),
            pl.col("first_month") <= month,
            pl.col("last_month").is_null() | (pl.col("last_month") >= month),
        )
        .sort("force_id", "dataset", "first_month", "text")
        .unique(["force_id", "text"], keep="first", maintain_order=True)
    )
    listed: dict[str, list[Json]] = {}
    for force_id, text, source, read in touching.select("force_id", "text", "source", "read").iter_rows():
        listed.setdefault(force_id, []).append({"text": text, "source": source or None, "read": read or None})
    return {**listed}


def _totals(located: pl.DataFrame, covered: Mapping[str, ForceCoverage]) -> dict[str, Json]:
    """What the tiles add up to; null where no force's month has such counts, because nothing is then known."""
    is_btp, is_asb = pl.col("force_id") == BTP, pl.col("category") == ASB
    sums = located.select(
        pl.col("crimes").filter(~is_btp & ~is_asb).sum().alias("crimes"),
        pl.col("crimes").filter(~is_btp & is_asb).sum().alias("asb"),
        pl.col("crimes").filter(is_btp).sum().alias("btp"),
    )
    local = [one for force_id, one in covered.items() if force_id != BTP]
    known = {
        "crimes": any(one.state in COUNTED_STATES for one in local),
        "asb": any(one.asb_state in COUNTED_STATES for one in local),
        "btp": BTP in covered and covered[BTP].state in COUNTED_STATES,
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
    counted = [force_id for force_id, one in covered.items() if one.state in COUNTED_STATES and force_id in sums]
    has_asb = {force_id for force_id, one in covered.items() if one.asb_state in COUNTED_STATES}
    return {force_id: {"crimes": sums[force_id][0], "asb": sums[force_id][1] if force_id in has_asb else None} for force_id in counted}
