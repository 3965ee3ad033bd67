"""Whether the tiles of the newest 12 months are the sum of the months' tiles, point by point and category by category."""

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sitegen import urls
from sitegen.publish.checks.check import Check
from sitegen.publish.checks.facts import Facts, Finding
from sitegen.publish.checks.points import name_place
from sitegen.publish.checks.site import Site
from sitegen.publish.checks.tilesets import CRIMES, Tileset, exact_tiles
from sitegen.terms import YEAR_MONTHS, Month, months_between
from tiles.decode import decode_points
from tiles.grid import EXTENT, SIZE
from tiles.group import EXACT_ZOOM

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
    sums = _Sums({}, {})
    try:
        for tileset in of_year.months:
            sums = _add(sums, _read(folder, tileset))
        found = _read(folder, of_year.year)
    except _FAULTS:
        return  # what cannot be read is found by the checks of tiles
    for name in sorted({*sums.places, *found.places}):
        empty = np.empty(0, np.int64)
        places, wanted = sums.places.get(name, empty), sums.counts.get(name, empty)
        at, counts = found.places.get(name, empty), found.counts.get(name, empty)
        if np.array_equal(places, at) and np.array_equal(wanted, counts):
            continue
        pairs = np.concatenate([np.stack([places, wanted]), np.stack([at, counts])], axis=1)
        different, times = np.unique(pairs, axis=1, return_counts=True)
        strays = np.unique(different[0][times == 1])
        yield Finding(
            "totals",
            of_year.year.tilejson,
            f"{name} at {name_place(int(strays[0]))} is not what the months add up to, and {len(strays) - 1:,} more like it",
        )


@dataclass(frozen=True, slots=True)
class _Sums:
    """By attribute: the places that have it, ascending and distinct, and how many are there."""

    places: dict[str, NDArray[np.int64]]
    counts: dict[str, NDArray[np.int64]]


def _read(folder: Path, tileset: Tileset) -> _Sums:
    places: dict[str, list[NDArray[np.int64]]] = {}
    counts: dict[str, list[NDArray[np.int64]]] = {}
    for z, column, row, data in exact_tiles(folder, tileset):
        at_x, at_y, columns, _ids = decode_points(data, CRIMES.layer)
        finer = z - EXACT_ZOOM
        at = ((column * EXTENT + at_x) >> finer) * SIZE + ((row * EXTENT + at_y) >> finer)
        for name, values in columns.items():
            has_any = values != 0
            places.setdefault(name, []).append(at[has_any])
            counts.setdefault(name, []).append(values[has_any])
    summed = {name: _summed(np.concatenate(listed), np.concatenate(counts[name])) for name, listed in places.items()}
    return _Sums({name: pair[0] for name, pair in summed.items()}, {name: pair[1] for name, pair in summed.items()})


def _add(one: _Sums, other: _Sums) -> _Sums:
    empty = np.empty(0, np.int64)
    summed = {
        name: _summed(
            np.concatenate([one.places.get(name, empty), other.places.get(name, empty)]),
            np.concatenate([one.counts.get(name, empty), other.counts.get(name, empty)]),
        )
        for name in {**one.places, **other.places}
    }
    return _Sums({name: pair[0] for name, pair in summed.items()}, {name: pair[1] for name, pair in summed.items()})


def _summed(places: NDArray[np.int64], counts: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    distinct, number = np.unique(places, return_inverse=True)
    return distinct, np.bincount(number, weights=counts, minlength=len(distinct)).astype(np.int64)


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
