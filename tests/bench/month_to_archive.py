"""The measured program of `bench_month`: street files of one month to a PMTiles archive, by the site's own makers in one process."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

from sitegen.artefacts.maps import crime_tiles
from sitegen.facts.cells import cell_scales, cell_sizes
from sitegen.facts.counts import count_crimes
from sitegen.raw import RawFile
from sitegen.sources.crimes import read_crimes
from sitegen.sources.vocabulary import read_categories, read_force_names
from sitegen.tables.schemas import SCHEMAS

VOCABULARY = Path(__file__).parents[2] / "content/vocabulary"


def main(street: Path, archive: Path) -> None:
    """Bake the `*-street.csv` files of a folder into the archive."""
    vocabulary = tuple(RawFile(f"content/vocabulary/{path.name}", path.read_bytes()) for path in sorted(VOCABULARY.iterdir()))
    categories, force_names = read_categories(vocabulary=vocabulary), read_force_names(vocabulary=vocabulary)
    counted, force_ids = [], []
    for path in sorted(street.iterdir()):
        month, force_id = path.name[:7], path.name[8:].removesuffix("-street.csv")
        file = RawFile(path.name, path.read_bytes())
        crimes = read_crimes(force_id=force_id, month=month, street=(file,), listed_categories=categories, force_names=force_names)
        counted.append(count_crimes(force_id=force_id, month=month, crimes=crimes, withdrawn=pl.DataFrame(schema=SCHEMAS["withdrawn"].types)))
        force_ids.append(force_id)
    states = [(dataset, force_id, month, "supplied", None) for dataset in ("asb", "crime") for force_id in force_ids]
    files = crime_tiles.make(
        month=month,
        crime_counts=pl.concat(counted),
        categories=categories,
        known_issues=pl.DataFrame(schema=SCHEMAS["known_issues"].types),
        month_coverage=pl.DataFrame(states, schema=SCHEMAS["coverage"].types, orient="row"),
        forces=pl.DataFrame([(force_id, force_id) for force_id in force_ids], schema=["force_id", "name"], orient="row"),
        cell_scales=cell_scales(cell_sizes=cell_sizes(month=month, crime_counts=pl.concat(counted))),
        tiles="pmtiles",
    )
    archive.write_bytes(next(data for path_on_site, data in files if path_on_site.endswith(".pmtiles")))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
