"""CPU time from the invented county's basemap to zoom 6 to 14 gzip tiles in one archive, against the MVT driver of ogr2ogr.

Both read the same GeoPackage of lines and areas, twice: as it is, with the wide sea round the county, and cut where its built-up land ends.
ogr2ogr draws each of its layers from the zoom where the site draws the last kind of it, so that it never has more to do: streets from 12,
buildings from 14; it simplifies by as much. Ours is the site's own path, `read_basemap` and base tiles, in one process that is started for it,
and all of that process counts, 0.4 seconds of imports too. They run in turn, the short ones three times; what else the machine does can only
add to the time, so the least of each counts. With the sea the site takes 0.36 times what ogr2ogr takes. For the land alone, which is little, it
is the slower of the two, 1.2 to 1.4 times, as much as its start costs: the first is a target, the second only a bound.
Run it from the project's folder: `python -m tests.bench.bench_base_tiles`. It prints a table and exits 1 where one is missed.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import mapbox_vector_tile
import pytest
import shapely
from pmtiles.reader import MemorySource, all_tiles

from sitegen.raw import RawFile
from sitegen.sample.basemap import basemap_file
from sitegen.sample.geopackage import Feature, write_geopackage
from sitegen.sources.basemap_kinds import WANTED
from sitegen.sources.features import Features, read_geopackage

ROOT = Path(__file__).parents[2]
MOST_RATIO = {"as it is": 1.0, "land alone": 1.8}
ROUNDS = {"as it is": 1, "land alone": 3}
ZOOMS = range(6, 15)
FIRST_ZOOMS = {"water": 8, "green": 8, "built_up": 6, "roads": 12, "rail": 9, "buildings": 14}
"""The layers of the county's file, and from where ogr2ogr draws them."""

OURS_BY_LAYER = {"water": ("water", "waterway"), "green": ("green",), "built_up": ("built-up",), "roads": ("road",), "buildings": ("building",)}

ABSENT = "ogr2ogr is not installed; `make bench` installs it, or on Debian: apt-get install gdal-bin"


@pytest.mark.bench
def test_base_tiles_cost_no_more_than_those_of_ogr2ogr() -> None:
    if shutil.which("ogr2ogr") is None:
        pytest.skip(ABSENT)
    assert main() == 0


def main() -> int:
    """Print the table; 1 where the target is missed."""
    program = shutil.which("ogr2ogr")
    if program is None:
        raise SystemExit(ABSENT)
    with tempfile.TemporaryDirectory() as name:
        return max([_measure(program, Path(name), part) for part in MOST_RATIO])


def _measure(program: str, folder: Path, part: str) -> int:
    basemap, ours, theirs = (folder / one for one in ("loamshire.gpkg", "ours.pmtiles", "theirs.mbtiles"))
    features = write_basemap(basemap, land_alone=part == "land alone")
    commands = [sys.executable, "-m", "tests.bench.basemap_to_archive", str(basemap), str(ours)], ogr2ogr(program, basemap, theirs)
    rounds = []
    for _ in range(ROUNDS[part]):
        theirs.unlink(missing_ok=True)
        rounds.append([cpu_seconds(command) for command in commands])
    print(f"the county {part}: {features:,} lines and areas, CPU seconds")
    for place, (what, archive) in enumerate((("the site", ours), ("ogr2ogr", theirs))):
        print(f"{what:<12}{''.join(f'{one[place]:>8.2f}' for one in rounds)}{archive.stat().st_size / 1e6:>10.2f} MB")
    if not _hold_the_same(ours, theirs):
        return 1
    ratio, most = min(one[0] for one in rounds) / min(one[1] for one in rounds), MOST_RATIO[part]
    print(f"ratio {ratio:.2f}, at most {most} wanted: {'reached' if ratio <= most else 'MISSED'}")
    return int(ratio > most)


def _hold_the_same(ours: Path, theirs: Path) -> bool:
    """Whether the site's tiles of the last zoom have every layer about where ogr2ogr's have it; it leaves out what is too small to be seen."""
    drawn, wanted = layers_of(our_tiles(ours)), layers_of(their_tiles(theirs))
    for layer, names in OURS_BY_LAYER.items():
        found = sum(drawn[name] for name in names)
        if not found >= 0.9 * wanted[layer] > 0:
            print(f"{layer} is in {found} of the site's tiles of zoom {ZOOMS[-1]}, and in {wanted[layer]} of ogr2ogr's")
            return False
    return True


def write_basemap(path: Path, *, land_alone: bool) -> int:
    """The lines and areas of the county's basemap as a GeoPackage, all or those within the box of its built-up land; how many there are."""
    name, data = basemap_file()
    read = {one.layer: one for one in read_geopackage(RawFile(name, data), WANTED) if one.layer in FIRST_ZOOMS}
    land = shapely.box(*shapely.total_bounds(read["built_up"].shapes)).buffer(0.03, join_style="mitre")
    layers = {layer: [*_inside(one, land if land_alone else shapely.box(-180, -85, 180, 85))] for layer, one in read.items()}
    path.write_bytes(write_geopackage(layers))
    return sum(map(len, layers.values()))


def _inside(layer: Features, land: shapely.Geometry) -> Iterator[Feature]:
    for kind, name, whole in zip(layer.columns["kind"], layer.columns["name"], layer.shapes, strict=True):
        shape = shapely.intersection(whole, land)
        if not shape.is_empty and shapely.get_dimensions(shape) == shapely.get_dimensions(whole):
            yield str(kind), str(name or ""), shape


def ogr2ogr(program: str, basemap: Path, archive: Path) -> list[str]:
    """The command that draws every layer from its zoom, in the same units of the same tiles."""
    layers = {layer: {"target_name": layer, "minzoom": zoom, "maxzoom": ZOOMS[-1]} for layer, zoom in FIRST_ZOOMS.items()}
    zooms = [f"MINZOOM={ZOOMS[0]}", f"MAXZOOM={ZOOMS[-1]}"]
    options = [*zooms, "BUFFER=64", "SIMPLIFICATION=8", "SIMPLIFICATION_MAX_ZOOM=8", f"CONF={json.dumps(layers)}"]
    return [program, "-q", "-f", "MVT", str(archive), str(basemap), *(part for option in options for part in ("-dsco", option))]


def cpu_seconds(command: list[str]) -> float:
    """User and system seconds of a process from its start to its end, with all its threads."""
    process = subprocess.Popen(command, env={**os.environ, "POLARS_MAX_THREADS": "1", "GDAL_NUM_THREADS": "1"}, cwd=ROOT)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command[0]} failed with status {os.waitstatus_to_exitcode(status)}")
    return usage.ru_utime + usage.ru_stime


def our_tiles(archive: Path) -> Iterator[tuple[int, bytes]]:
    """Zoom and bytes of every tile of the site."""
    for (zoom, _, _), tile in all_tiles(MemorySource(archive.read_bytes())):  # type: ignore[no-untyped-call]
        yield zoom, gzip.decompress(tile)


def their_tiles(archive: Path) -> Iterator[tuple[int, bytes]]:
    """Zoom and bytes of every tile of ogr2ogr."""
    with closing(sqlite3.connect(archive)) as database:
        for zoom, tile in database.execute("SELECT zoom_level, tile_data FROM tiles"):
            yield zoom, gzip.decompress(tile)


def layers_of(tiles: Iterable[tuple[int, bytes]]) -> Counter[str]:
    """In how many tiles of the last zoom each layer is."""
    return Counter(layer for zoom, tile in tiles if zoom == ZOOMS[-1] for layer in mapbox_vector_tile.decode(tile))


if __name__ == "__main__":
    sys.exit(main())
