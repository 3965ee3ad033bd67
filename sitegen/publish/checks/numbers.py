"""Whether pages, count tables and tiles say the same: three ways to the same number, compared with each other."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sitegen import terms, urls
from sitegen.publish.checks.check import Check
from sitegen.publish.checks.facts import Facts, Finding
from sitegen.publish.checks.file import File
from sitegen.publish.checks.site import Site
from sitegen.publish.checks.tilesets import CRIMES, Tileset, exact_pixels, exact_tiles
from sitegen.safe_csv import as_supplied
from tiles.decode import decode_tiles
from tiles.grid import SIZE

Sums = Mapping[str, tuple[int, int, int, int]]
"""Of one month's tiles, by `force/folder`: crimes and reports of antisocial behaviour at least, and at most.

The two differ where a snap point lies in neighbourhoods of two forces: a tile does not say which of them recorded a crime.
"""


@dataclass(frozen=True, slots=True)
class Areas:
    """Which neighbourhoods each snap point lies in: pairs of place and number of a name, by place; and the names."""

    place: NDArray[np.int64]
    area: NDArray[np.int64]
    shared: NDArray[np.bool_]
    """True where the point lies in neighbourhoods of more than one force."""
    names: tuple[str, ...]


def _of_file(file: File) -> Facts | None:
    return Facts(figures=json.dumps(file.page.figures)) if file.page and file.page.figures else None


def _of_site(site: Site) -> Iterator[Finding]:
    """Where pages or tiles differ from the count tables, and forces whose table is missing; without a manifest the newest tiles tell the month."""
    last_month = site.manifest.months[1] if site.manifest else max((one.month for one in site.tilesets[0] if not one.is_year), default="")
    keys = {one: site.key("sums", one.paths, site.evidence) for one in site.tilesets[0] if one.kind == CRIMES and not one.is_year}
    found = site.inspector.ask(partial(_tile_sums, site.folder, site.shards), keys)
    sums: dict[str, Sums] = {tileset.month: json.loads(one.figures) for tileset, one in found.items() if one.figures}
    for path in sorted(site.facts):
        force_id, _, rest = path.partition("/")
        if rest != "ids.json":
            continue
        table = urls.count_table(force_id)
        if table in site.facts:
            yield from _force_findings(site.folder, force_id, site.facts, sums, last_month)
        elif any(found.figures for other, found in site.facts.items() if other.startswith(f"{force_id}/")):
            yield Finding("numbers", table, "is missing; the pages of the force have figures")


def _tile_sums(folder: Path, shards: tuple[str, ...], tileset: Tileset) -> Facts:
    """The sums of one month's exact tiles by neighbourhood, as the figures of Facts; none where the tiles cannot be read."""
    try:
        return Facts(figures=json.dumps(_sums(folder, tileset, read_areas(folder, shards))))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError):
        return Facts()  # what cannot be read is found by the checks of tiles and shards


def _force_findings(folder: Path, force_id: str, facts: Mapping[str, Facts], sums: Mapping[str, Sums], last_month: str) -> Iterator[Finding]:
    table = urls.count_table(force_id)
    try:
        folders = {str(key): str(value) for key, value in json.loads((folder / urls.force_ids(force_id)).read_bytes()).items()}
        rows = _read_table((folder / table).read_text(encoding="utf-8"))
    except (ValueError, KeyError, AttributeError, OSError) as error:
        yield Finding("numbers", table, f"cannot be read as a count table ({' '.join(str(error).split())})")
        return
    for neighbourhood_id, months in rows.items():
        if neighbourhood_id and neighbourhood_id not in folders:
            yield Finding("numbers", table, f"neighbourhood {neighbourhood_id!r} is not in {urls.force_ids(force_id)}")
            continue
        name = f"{force_id}/{folders[neighbourhood_id]}" if neighbourhood_id else force_id
        for page in (f"{name}/index.html", f"{name}/change/index.html"):
            yield from _page_findings(page, table, facts.get(page, Facts()).figures, months, last_month)
        if neighbourhood_id:
            yield from _tile_findings(table, name, months, sums)


def _page_findings(page: str, table: str, figures: str, months: Mapping[str, _Row], last_month: str) -> Iterator[Finding]:
    """The rows of a page's table stand newest first and without a gap."""
    if not last_month:
        return
    month = terms.Month.parse(last_month)
    for back, shown in enumerate(json.loads(figures) if figures else []):
        row = months.get(str(month.plus(-back)), _Row(None, None))
        if tuple(shown) != (row.crime, row.asb):
            said, listed = (" and ".join("no number" if one is None else f"{one:,}" for one in pair) for pair in (shown, (row.crime, row.asb)))
            yield Finding("numbers", page, f"says {said} for {month.plus(-back)}; {table} says {listed}")


def _tile_findings(table: str, name: str, months: Mapping[str, _Row], sums: Mapping[str, Sums]) -> Iterator[Finding]:
    for month, row in months.items():
        if month not in sums:
            continue
        least_crime, least_asb, most_crime, most_asb = sums[month].get(name, (0, 0, 0, 0))
        for what, number, least, most in (("crimes", row.crime, least_crime, most_crime), ("reports", row.asb, least_asb, most_asb)):
            if number is not None and not least <= number <= most:
                said = f"{least:,}" if least == most else f"{least:,} to {most:,}"
                yield Finding("numbers", table, f"{name} has {number:,} {what} in {month}; the tiles of the month say {said}")


@dataclass(frozen=True, slots=True)
class _Row:
    crime: int | None
    asb: int | None


def _read_table(text: str) -> dict[str, dict[str, _Row]]:
    """Crimes and reports by neighbourhood id (empty: the whole force) and month; raises ValueError or KeyError."""
    rows: dict[str, dict[str, _Row]] = {}
    for line in csv.DictReader(io.StringIO(text)):
        counts = {key: int(value) for key, value in line.items() if value and key not in _KEYS}
        crimes = [count for key, count in counts.items() if key != terms.ASB]
        rows.setdefault(as_supplied(line["neighbourhood"]), {})[line["month"]] = _Row(sum(crimes) if crimes else None, counts.get(terms.ASB))
    return rows


def _sums(folder: Path, tileset: Tileset, areas: Areas) -> dict[str, tuple[int, int, int, int]]:
    declared = json.loads((folder / tileset.tilejson).read_bytes())
    asb_keys = [key for key, about in declared["x-categories"].items() if not about["crime"]]
    tiles = list(exact_tiles(folder, tileset))
    points = decode_tiles([data for _z, _x, _y, data in tiles], CRIMES.layer)
    if not len(points.x) or not len(areas.place):
        return {}
    columns, rows = exact_pixels(points, tiles)
    none = np.zeros(len(points.x), np.int64)
    asbs = sum((points.columns[key] for key in asb_keys if key in points.columns), none)
    crimes = points.columns.get("total", none) - asbs
    at = columns * SIZE + rows
    order = np.argsort(at)
    at, crimes, asbs = at[order], crimes[order], asbs[order]
    found = np.minimum(np.searchsorted(at, areas.place), len(at) - 1)
    hit = at[found] == areas.place
    own = hit & ~areas.shared
    totals = [np.bincount(areas.area[of], weights=values[found[of]], minlength=len(areas.names)) for of in (own, hit) for values in (crimes, asbs)]
    by_area = np.array(totals, np.int64).T.tolist()
    return {name: (row[0], row[1], row[2], row[3]) for name, row in zip(areas.names, by_area, strict=True)}


@lru_cache(maxsize=1)
def read_areas(folder: Path, shards: tuple[str, ...]) -> Areas:
    """Which neighbourhoods each snap point of the street shards lies in; kept for the next month's tiles."""
    names: dict[str, int] = {}
    pairs: list[tuple[int, int, bool]] = []
    for path in shards:
        shard = json.loads((folder / path).read_bytes())
        listed = [(str(area[0]), names.setdefault(f"{area[0]}/{area[1]}", len(names))) for area in shard["areas"]]
        for point, (_street, lies_in) in shard["points"].items():
            x, y = terms.parse_snap_point_id(point)
            shared = len({listed[one][0] for one in lies_in}) > 1
            pairs += [(x * SIZE + y, listed[one][1], shared) for one in lies_in]
    columns = np.array(pairs, np.int64).reshape(-1, 3)
    return Areas(columns[:, 0], columns[:, 1], columns[:, 2].astype(np.bool_), tuple(names))


_KEYS = frozenset({"neighbourhood", "month", "crime_state", "asb_state"})


CHECK = Check("numbers", "pages, count tables and tiles say the same of every neighbourhood and month", of_file=_of_file, of_site=_of_site)
