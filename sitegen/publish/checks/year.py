"""Whether the tiles of the newest 12 months are the sum of the months' tiles, point by point and category by category."""

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl

from sitegen import urls
from sitegen.publish.checks.check import Check
from sitegen.publish.checks.facts import Facts, Finding
from sitegen.publish.checks.points import name_place
from sitegen.publish.checks.site import Site
from sitegen.publish.checks.tilesets import CRIMES, Tileset, exact_pixels, exact_tiles
from sitegen.terms import YEAR_MONTHS, Month, months_between
from tiles.decode import decode_tiles
from tiles.grid import SIZE

_FAULTS = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, EOFError, zlib.error, OSError)


@dataclass(frozen=True, slots=True)
class OfYear:
    """The tileset of the newest 12 months and those of the months, ascending."""

    year: Tileset
    months: tuple[Tileset, ...]


def year_parts(folder: Path, crimes: Sequence[Tileset], first: str, last: str) -> tuple[OfYear | None, list[Finding]]:
    """The tilesets to compare with each other, and where one is missing, or the TileJSON or the index names others.

    `first` and `last` are the site's months; None where it has fewer than 12 or no crime tiles in the newest 12.
    """
    wanted = [str(month) for month in months_between(Month.parse(first), Month.parse(last))][-YEAR_MONTHS:]
    year = next((tileset for tileset in crimes if tileset.is_year), None)
    months = tuple(tileset for tileset in crimes if tileset.month in wanted) if len(wanted) == YEAR_MONTHS else ()
    if year is None:
        missing = [Finding("totals", urls.crime_tiles(urls.YEAR).tilejson, "is missing; the site has crime tiles of the newest 12 months")]
        return None, missing if months else []
    if not months:
        return None, [Finding("totals", year.tilejson, "is there, and the site has no 12 months with crime tiles")]
    try:
        named = json.loads((folder / year.tilejson).read_bytes())["x-months"]
        index = json.loads((folder / urls.CRIME_TILE_MONTHS).read_bytes())
        linked = index.get("last_12")
    except _FAULTS as error:
        return None, [Finding("totals", year.tilejson, f"it or {urls.CRIME_TILE_MONTHS} cannot be read ({' '.join(str(error).split())})")]
    findings = []
    if named != [tileset.month for tileset in months]:
        findings.append(Finding("totals", year.tilejson, f"says that it sums {named}; those with tiles are {[tileset.month for tileset in months]}"))
    if linked != urls.link(urls.CRIME_TILE_MONTHS, urls.crime_tiles(urls.YEAR).tilejson):
        findings.append(Finding("totals", urls.CRIME_TILE_MONTHS, f"names {linked!r} as last_12, and {year.tilejson} is there"))
    return OfYear(year, months), findings


def year_findings(folder: Path, of_year: OfYear) -> Iterator[Finding]:
    """Attributes at a snap point that are not the sum of those of the months."""
    try:
        wanted = _read(folder, of_year.months[0])
        for tileset in of_year.months[1:]:
            wanted = _summed(pl.concat([wanted, _read(folder, tileset)]))
        found = _read(folder, of_year.year)
    except _FAULTS:
        return  # what cannot be read is found by the checks of tiles
    both = wanted.join(found, on=["name", "place"], how="full", coalesce=True)
    strays = both.filter(pl.col("count").ne_missing(pl.col("count_right"))).sort("name", "place")
    for (name,), rows in strays.group_by("name", maintain_order=True):
        said = f"{name} at {name_place(rows['place'][0])} is not what the months add up to, and {rows.height - 1:,} more like it"
        yield Finding("totals", of_year.year.tilejson, said)


def _read(folder: Path, tileset: Tileset) -> pl.DataFrame:
    """How many there are by attribute, `name`, and snap point, `place`."""
    tiles = list(exact_tiles(folder, tileset))
    found = decode_tiles([data for _z, _x, _y, data in tiles], CRIMES.layer)
    columns, rows = exact_pixels(found, tiles)
    counts = np.array([*found.columns.values()], np.int64).reshape(len(found.columns), len(found.x))
    name, feature = np.nonzero(counts)
    names = pl.Series([*found.columns], dtype=pl.String)
    return _summed(pl.DataFrame({"name": names[name], "place": (columns * SIZE + rows)[feature], "count": counts[name, feature]}))


def _summed(table: pl.DataFrame) -> pl.DataFrame:
    return table.group_by("name", "place").agg(pl.col("count").sum())


def _of_site(site: Site) -> Iterator[Finding]:
    if site.manifest is None:
        return
    of_year, faults = year_parts(site.folder, [one for one in site.tilesets[0] if one.kind == CRIMES], *site.manifest.months)
    yield from faults
    if of_year is not None:
        paths = [path for one in (of_year.year, *of_year.months) for path in one.paths]
        look = partial(_look, site.folder)
        yield from site.inspector.ask(look, {of_year: site.key("year", paths)})[of_year].findings


def _look(folder: Path, of_year: OfYear) -> Facts:
    return Facts(tuple(year_findings(folder, of_year)))


CHECK = Check("totals", "every zoom of a month adds up to the totals its TileJSON declares", of_site=_of_site)
