"""Whether the archives of tiles among the downloads hold the very tiles of the map, which other checks look into."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path

from pmtiles.reader import MemorySource, all_tiles

from sitegen import urls
from sitegen.publish.checks.check import Check
from sitegen.publish.checks.facts import Facts, Finding
from sitegen.publish.checks.site import Site

ARCHIVES = {
    urls.bulk("boundaries", "pmtiles"): urls.BOUNDARY_TILES.tilejson,
    urls.bulk("points", "pmtiles"): urls.crime_tiles(urls.YEAR).tilejson,
}
"""The TileJSON of the tiles that each archive must hold."""


def _of_site(site: Site) -> Iterator[Finding]:
    there = {path: tilejson for path, tilejson in ARCHIVES.items() if path in site.files}
    keys = {pair: site.key("archive", pair) for pair in there.items()}
    for found in site.inspector.ask(partial(_look, site.folder), keys).values():
        yield from found.findings


def _look(folder: Path, pair: tuple[str, str]) -> Facts:
    path, tilejson = pair
    try:
        tiles = {place: gzip.decompress(packed) for place, packed in all_tiles(MemorySource((folder / path).read_bytes()))}  # type: ignore[no-untyped-call]
        wanted = json.loads((folder / tilejson).read_bytes())["x-digest"]
    except Exception as error:  # noqa: BLE001  the reader has errors of its own, and whatever it cannot read is a finding
        return Facts((Finding("archives", path, f"it or {tilejson} cannot be read ({type(error).__name__}: {' '.join(str(error).split())})"),))
    digest = sha256()
    for (z, x, y), data in sorted(tiles.items()):
        digest.update(f"{z}/{x}/{y} {len(data)}\n".encode() + data)
    if digest.hexdigest()[:16] != wanted:
        return Facts((Finding("archives", path, f"does not hold the tiles that {tilejson} names"),))
    return Facts()


CHECK = Check("archives", "the archives of tiles among the downloads hold the tiles of the map", of_site=_of_site)
