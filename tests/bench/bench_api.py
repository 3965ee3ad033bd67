"""Records a CPU-second that the API's newest month of a country is written at, against json.loads of the same bytes.

Table rows to file bytes: one file for each of 4,300 neighbourhoods. What is read from the store is not in it. In one process with one
polars thread, imports left out; five rounds, the least of each counts.
Run it from the project's folder: `python -m tests.bench.bench_api`. It prints a table and exits 1 where the ratio is missed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from sitegen.artefacts.api import crimes as api
from sitegen.raw import RawFile
from sitegen.sources import vocabulary
from sitegen.tables.schemas import SCHEMAS
from tests.bench.country import FORCES, MONTH, invent_crimes
from tiles.grid import pixels

ROOT = Path(__file__).parents[2]
ROUNDS = 5
PLACES = 100
"""Neighbourhoods of a force."""
MOST_RATIO = 1.5


@pytest.mark.bench
def test_records_of_the_api_are_written_about_as_fast_as_they_are_read() -> None:
    command = [sys.executable, "-m", "tests.bench.bench_api"]
    assert subprocess.run(command, cwd=ROOT, env={**os.environ, "POLARS_MAX_THREADS": "1"}, check=False).returncode == 0


def main() -> int:
    """Print the table; 1 where the ratio is missed."""
    files = tuple(RawFile(path.name, path.read_bytes()) for path in sorted((ROOT / "content/vocabulary").glob("*.toml")))
    kinds = vocabulary.read_outcome_kinds(vocabulary=files)
    forces = _records(kinds["outcome"]).partition_by("force_id", as_dict=True)
    folders = _table("api_folders", neighbourhood_id=_names(PLACES), folder=_names(PLACES), has_boundary=[True] * PLACES)
    best = dict.fromkeys(("written", "json.loads alone"), float("inf"))
    for _ in range(ROUNDS):
        start = time.process_time()
        answers = [
            data
            for (force_id,), records in forces.items()
            for _path, data in api.make_street(
                force_id=str(force_id),
                newest_records=records,
                api_folders=folders,
                coverage=_table("coverage", force_id=[force_id], dataset=["crime"], month=[MONTH], state=["supplied"]),
                outcome_kinds=kinds,
                months=[MONTH],
            )
        ]
        best["written"] = min(best["written"], time.process_time() - start)
        start = time.process_time()
        read = sum(len(json.loads(data)) for data in answers)
        best["json.loads alone"] = min(best["json.loads alone"], time.process_time() - start)
    for what, seconds in best.items():
        print(f"{what:<18}{seconds:>8.3f} s{read / seconds / 1e6:>8.2f} M records/CPU-s")
    print(f"{read:,} records, {sum(map(len, answers)) / 1e6:.1f} MB in {len(answers):,} files")
    ratio = best["written"] / best["json.loads alone"]
    print(f"ratio {ratio:.2f}, at most {MOST_RATIO} wanted: {'reached' if ratio <= MOST_RATIO else 'MISSED'}")
    return int(ratio > MOST_RATIO)


def _records(outcomes: pl.Series) -> pl.DataFrame:
    """An invented month's located crimes as `newest_records`, each in one neighbourhood."""
    month = invent_crimes()
    is_placed = ~np.isnan(month.lon)
    lon, lat, force, category = (each[is_placed] for each in (month.lon, month.lat, month.force, month.category))
    x, y = pixels(lon, lat)
    number = np.arange(len(lon))
    names = pl.Series([f"force-{one}" for one in range(FORCES)])
    slugs = pl.Series(month.categories).str.to_lowercase().str.replace_all(" ", "-")
    return _table(
        "newest_records",
        force_id=names.gather(force),
        neighbourhood_id=pl.Series(_names(PLACES)).gather(number % PLACES),
        month=pl.repeat(MONTH, len(lon), eager=True),
        x=x,
        y=y,
        lon=lon,
        lat=lat,
        street=pl.Series([f"Street {one}" for one in range(5_000)]).gather(x % 5_000),
        recorded_by=names.gather(force),
        category=slugs.gather(category),
        outcome=outcomes.gather(number % len(outcomes)),
        age=number % 6,
        crimes=np.ones(len(lon)),
    )


def _names(many: int) -> list[str]:
    return [f"NB{one:03}" for one in range(many)]


def _table(name: str, **columns: object) -> pl.DataFrame:
    """A table of this schema; columns that are not given are empty."""
    given = pl.DataFrame(columns)
    return given.select(
        (pl.col(column) if column in given.columns else pl.lit(None, kind)).cast(kind).alias(column) for column, kind in SCHEMAS[name].types.items()
    )


if __name__ == "__main__":
    sys.exit(main())
