"""Crimes a CPU-second of a national month into all its bulk files, against polars.read_csv of the same month's files.

Table bytes to file bytes: Parquet and gzip CSV for each force, Parquet for the country. What is read back from the store is not in it. In
one process with one polars thread, imports left out; five rounds, the least of each counts.
Run it from the project's folder: `python -m tests.bench.bench_downloads`. It prints a table and exits 1 where the ratio is missed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl
import pytest

from sitegen.artefacts.downloads import crimes as crime_files
from sitegen.raw import RawFile
from sitegen.sources import crimes as street_crimes
from sitegen.sources import vocabulary
from sitegen.tables.schemas import SCHEMAS
from tests.bench.country import MONTH, invent_crimes, write_street_files

ROOT = Path(__file__).parents[2]
ROUNDS = 5
MOST_RATIO = 8.0


@pytest.mark.bench
def test_a_national_month_goes_into_its_files_at_a_few_times_the_cost_of_reading_it() -> None:
    command = [sys.executable, "-m", "tests.bench.bench_downloads"]
    assert subprocess.run(command, cwd=ROOT, env={**os.environ, "POLARS_MAX_THREADS": "1"}, check=False).returncode == 0


def main() -> int:
    """Print the table; 1 where the ratio is missed."""
    files = tuple(RawFile(path.name, path.read_bytes()) for path in sorted((ROOT / "content/vocabulary").glob("*.toml")))
    categories, names = vocabulary.read_categories(vocabulary=files), vocabulary.read_force_names(vocabulary=files)
    withdrawn, forces = (pl.DataFrame(schema=SCHEMAS[name].types) for name in ("withdrawn", "forces"))
    with tempfile.TemporaryDirectory() as folder:
        streets = [RawFile(path.name, path.read_bytes()) for path in write_street_files(invent_crimes(), Path(folder))]
    tables = {
        file.name[8:].removesuffix("-street.csv"): street_crimes.read_crimes(
            force_id=file.name[8:].removesuffix("-street.csv"), month=MONTH, street=(file,), listed_categories=categories, force_names=names
        )
        for file in streets
    }
    country = pl.concat(tables.values())
    best = dict.fromkeys(("files of forces", "file of the country", "polars.read_csv alone"), float("inf"))
    sizes: dict[str, int] = {}
    for _ in range(ROUNDS):
        start = time.process_time()
        for force_id, crimes in tables.items():
            made = crime_files.make_force_month(
                force_id=force_id, month=MONTH, crimes=crimes, withdrawn=withdrawn, categories=categories, force_names=names, forces=forces
            )
            sizes |= {path: len(data) for path, data in made}
        best["files of forces"] = min(best["files of forces"], time.process_time() - start)
        start = time.process_time()
        sizes |= {path: len(data) for path, data in crime_files.make_month(month=MONTH, crimes=country, withdrawn=withdrawn)}
        best["file of the country"] = min(best["file of the country"], time.process_time() - start)
        start = time.process_time()
        for file in streets:
            pl.read_csv(file.data, infer_schema=False)
        best["polars.read_csv alone"] = min(best["polars.read_csv alone"], time.process_time() - start)
    both = best["files of forces"] + best["file of the country"]
    for what, seconds in {**best, "both": both}.items():
        print(f"{what:<24}{seconds:>8.3f} s{country.height / seconds / 1e6:>8.2f} M crimes/CPU-s")
    print(f"{sum(sizes.values()) / 1e6:.1f} MB in {len(sizes):,} files")
    ratio = both / best["polars.read_csv alone"]
    print(f"ratio {ratio:.1f}, at most {MOST_RATIO} wanted: {'reached' if ratio <= MOST_RATIO else 'MISSED'}")
    return int(ratio > MOST_RATIO)


if __name__ == "__main__":
    sys.exit(main())
