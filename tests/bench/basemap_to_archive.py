"""The measured program of `bench_base_tiles`: a basemap file to a PMTiles archive, by the site's own makers in one process."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

from sitegen.artefacts.maps import base_tiles
from sitegen.facts.map_places import map_places
from sitegen.raw import RawFile
from sitegen.sources.basemap import read_basemap
from sitegen.tables.schemas import SCHEMAS


def main(basemap: Path, archive: Path) -> None:
    """Bake the whole of a basemap file into the archive."""
    ground = read_basemap(basemap_files=(RawFile(f"basemap/{basemap.name}", basemap.read_bytes()),))
    boundaries, gazetteer = (pl.DataFrame(schema=SCHEMAS[name].types) for name in ("boundaries", "gazetteer"))
    files = base_tiles.make(
        basemap=ground,
        boundaries=boundaries,
        map_places=map_places(basemap=ground, boundaries=boundaries, gazetteer=gazetteer),
        tiles="pmtiles",
        site={"as_of": "2025-06-30"},
        credit={"attributions": [], "year": "2025"},
    )
    archive.write_bytes(next(data for path_on_site, data in files if path_on_site.endswith(".pmtiles")))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
