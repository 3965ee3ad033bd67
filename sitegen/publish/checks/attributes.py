"""Whether every tile of crimes and stops holds what its TileJSON says, and none is of a month that the site does not show."""

from collections.abc import Iterator
from functools import partial
from hashlib import blake2b
from pathlib import Path

from sitegen.publish.checks.check import Check
from sitegen.publish.checks.facts import Facts, Finding
from sitegen.publish.checks.points import published_points
from sitegen.publish.checks.site import Site
from sitegen.publish.checks.tilesets import CRIMES, Tileset, check_tileset


def _of_site(site: Site) -> Iterator[Finding]:
    """Findings about tiles, under the names of all checks that tiles are held to."""
    tilesets, strays = site.tilesets
    yield from strays
    crimes = {one: site.key("tiles", one.paths, site.evidence) for one in tilesets if one.kind == CRIMES}
    of_stops = "" if site.stop_source is None else blake2b(site.stop_source.tobytes()).hexdigest()
    stops = {one: site.key("tiles", one.paths, of_stops) for one in tilesets if one.kind != CRIMES}
    found = site.inspector.ask(partial(_of_crimes, site.folder, site.shards), crimes)
    found |= site.inspector.ask(partial(check_tileset, site.folder, known=site.stop_source), stops)
    for facts in found.values():
        yield from facts.findings
    if site.manifest is not None:
        first, last = site.manifest.months
        for one in tilesets:
            if not one.is_year and not first <= one.month <= last:
                yield Finding("points", one.tilejson, f"lies outside the months {first} to {last}; older points must not be published")


def _of_crimes(folder: Path, shards: tuple[str, ...], tileset: Tileset) -> Facts:
    known, _faults = published_points(folder, shards)
    return check_tileset(folder, tileset, known)


CHECK = Check(
    "attributes",
    "a tile carries counts under the names its TileJSON declares, a stop tile totals only, and nothing else",
    of_site=_of_site,
)
