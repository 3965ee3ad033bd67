"""Peak memory and CPU seconds of joining 36 months of outcomes to the crimes of an invented force as large as London's.

The force has 80,000 crimes a month that are no antisocial behaviour. Four in five have an outcome, up to eight months later, one in twenty a
second one; one outcome in ten is of a crime that is not there. Each stage runs in a process of its own with one polars thread: tables are read
from their bytes, made and stored, as in a build. Run it from the project's folder: `python -m tests.bench.bench_outcomes`.
It prints a table and exits 1 where a process took more than 1 GiB.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from sitegen.facts import outcomes as facts
from sitegen.raw import RawFile
from sitegen.sources.vocabulary import read_outcome_kinds
from sitegen.tables import codec
from sitegen.tables.schemas import SCHEMAS

ROOT = Path(__file__).parents[2]
MOST_MIB = 1024
FORCE = "invented-metropolis"
MONTHS = [f"{year}-{number:02d}" for year in (2022, 2023, 2024, 2025) for number in range(1, 13)][6:42]
CRIMES, POINTS, LATEST = 80_000, 60_000, 8
CATEGORIES = ["burglary", "criminal-damage-arson", "drugs", "other-theft", "public-order", "robbery", "shoplifting", "vehicle-crime", "violent-crime"]
CODES = ["unable-to-prosecute", "no-further-action", "charged", "local-resolution", "under-investigation"]
STAGES = ("crime_outcomes", "outcome_links")


@pytest.mark.bench
def test_the_outcomes_of_the_largest_force_are_joined_within_a_gibibyte() -> None:
    assert main() == 0


def main() -> int:
    """Print the table; 1 where a process was too large."""
    with tempfile.TemporaryDirectory() as folder:
        _run("invented", folder)
        largest = max(_run(stage, folder) for stage in STAGES)
    print(f"largest process {largest:.0f} MiB, at most {MOST_MIB} wanted: {'reached' if largest <= MOST_MIB else 'MISSED'}")
    return int(largest > MOST_MIB)


def _run(what: str, folder: str) -> float:
    """MiB of a process that does one thing; printed but for the inventing."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.bench_outcomes", what, folder], cwd=ROOT, env={**os.environ, "POLARS_MAX_THREADS": "1"}
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{what}: failed with status {os.waitstatus_to_exitcode(status)}")
    peak = usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1 << 20)
    if what in STAGES:
        print(f"{what:<16}{time.perf_counter() - begun:>8.1f} s{usage.ru_utime + usage.ru_stime:>8.1f} CPU-s{peak:>8.0f} MiB")
    return peak


def invent(folder: Path) -> None:
    """Write the tables of all months as a build stores them."""
    chance = np.random.default_rng(20250600)
    x, y = chance.integers(8_370_000, 8_390_000, POINTS), chance.integers(5_570_000, 5_590_000, POINTS)
    made = [chance.integers(0, 1 << 63, CRIMES, dtype=np.uint64) for _ in MONTHS]
    for number, (month, ids) in enumerate(zip(MONTHS, made, strict=True)):
        at = chance.integers(0, POINTS, CRIMES)
        crimes = {
            **{"month": month, "x": x[at], "y": y[at], "crime_id": ids, "crimes": 1},
            "category": pl.Series(CATEGORIES).gather(chance.integers(0, len(CATEGORIES), CRIMES)),
            "outcome": pl.Series(CODES).gather(chance.integers(0, len(CODES), CRIMES)),
        }
        _write(folder, "stated_outcomes", month, crimes)
        back = number - chance.geometric(0.5, CRIMES).clip(1, LATEST) + 1
        of = np.array([made[month_of][row] for row, month_of in enumerate(back.clip(0)) if row % 5])
        of[::10] = chance.integers(0, 1 << 63, len(of[::10]), dtype=np.uint64)
        second = of[: len(of) // 20]
        found = np.concatenate([of, second])
        outcomes = {
            **{"force_id": FORCE, "month": month, "crime_id": found, "outcome_month": month, "file": f"{month}-{FORCE}-outcomes.csv"},
            "outcome": pl.Series(CODES).gather(chance.integers(0, len(CODES) - 1, len(found))),
            **dict.fromkeys(("row", "problem", "note")),
        }
        _write(folder, "outcomes", month, outcomes)


def _write(folder: Path, name: str, month: str, columns: dict[str, object]) -> None:
    table = pl.DataFrame({column: columns[column] for column in SCHEMAS[name].types}).cast(SCHEMAS[name].types)  # type: ignore[arg-type]
    (folder / f"{name}-{month}").write_bytes(codec.encode(name, table))


def make(stage: str, folder: Path) -> None:
    """Read what the stage reads, run its maker and put what it makes into bytes."""
    stated, outcomes = (
        codec.decode(name, [(folder / f"{name}-{month}").read_bytes() for month in MONTHS]) for name in ("stated_outcomes", "outcomes")
    )
    none_withdrawn = pl.DataFrame(schema=SCHEMAS["withdrawn"].types)
    if stage == "outcome_links":
        codec.encode(stage, facts.outcome_links(force_id=FORCE, stated_outcomes=stated, outcomes=outcomes, withdrawn=none_withdrawn))
        return
    words = "content/vocabulary/outcomes.toml"
    kinds = read_outcome_kinds(vocabulary=(RawFile(words, (ROOT / words).read_bytes()),))
    linked = facts.link_outcomes(force_id=FORCE, stated_outcomes=stated, outcomes=outcomes, withdrawn=none_withdrawn, outcome_kinds=kinds)
    for rows in codec.split(stage, linked, "month").values():
        codec.encode(stage, rows)


if __name__ == "__main__":
    if not sys.argv[1:]:
        sys.exit(main())
    elif sys.argv[1] == "invented":
        invent(Path(sys.argv[2]))
    else:
        make(sys.argv[1], Path(sys.argv[2]))
