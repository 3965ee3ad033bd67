"""Half a year of an operator's life: months added, files supplied again, teams changed, builds killed; the end is the site of one build."""

from __future__ import annotations

import re
import signal
import sys
from pathlib import Path

import pytest

from sitegen.build import Options, build_site
from tests.command_line import run, started
from tests.settings import SETTINGS, SETTINGS_FILE
from tests.small_world import (
    FORCES,
    LOAMSHIRE,
    WEALDMOOR,
    area_files,
    month_files,
    outcomes_file,
    put,
    put_month,
    put_release,
    put_world,
    street_file,
)

pytestmark = pytest.mark.site

FIRST = ("2025-01", "2025-02")
ADDED = ("2025-03", "2025-04", "2025-05", "2025-06", "2025-07", "2025-08")
KILLS = {"2025-04": ("task", 9), "2025-05": ("task", 31), "2025-07": ("file", 5), "2025-08": ("swap", 1)}


BUILD = ("build", "--workers", "1", "--data", "data", "--output", "output", "--cache", "cache", "--config", str(SETTINGS_FILE))


def release(months: tuple[str, ...], *, outcome: str) -> dict[str, bytes]:
    """A release that issues all months so far again, the newest with more rows to come."""
    members: dict[str, bytes] = {}
    for month in months:
        for force in FORCES:
            members |= month_files(force, month, outcome=outcome)
    return members


def change(data: Path, month: str, so_far: tuple[str, ...]) -> None:
    """What a month brings: new files, and some old ones supplied again."""
    match month:
        case "2025-03":
            put_month(data, month)
            put(data, {"archive/2025-01/2025-01-loamshire-street.csv": street_file(LOAMSHIRE, "2025-01", outcome="Local resolution")})
        case "2025-04":
            put_release(data, month, release(so_far, outcome="Offender given a caution"))
            put(data, area_files(WEALDMOOR, constable="Dylan Prothero"))
        case "2025-05":
            put_month(data, month, [LOAMSHIRE])
            put(data, area_files(LOAMSHIRE, wider=0.003))
        case "2025-06":
            put_release(data, month, release(so_far, outcome="Court result unavailable"))
        case "2025-07":
            put_month(data, month)
            put_month(data, "2025-02", [WEALDMOOR], rows=15)
            put(data, {"archive/2025-03/2025-03-loamshire-outcomes.csv": outcomes_file(LOAMSHIRE, "2025-03", outcome="Offender fined")})
        case _:
            put_month(data, month, rows=13)
            put(data, area_files(LOAMSHIRE, constable="Sunita Balgobind"))
            (data / "archive" / "2025-04.zip").unlink()


def test_six_months_of_changes_and_kills_end_with_the_bytes_of_one_build(tmp_path: Path) -> None:
    data = tmp_path / "data"
    put_world(data, FIRST)
    done = run(tmp_path, *BUILD)
    assert done.returncode == 0, done.stderr
    for number, month in enumerate(ADDED, start=1):
        change(data, month, (*FIRST, *ADDED[:number]))
        if month in KILLS:
            moment, count = KILLS[month]
            stopped = started(tmp_path, [sys.executable, "-m", "tests.stopped_build", moment, str(count), *BUILD])
            assert stopped.returncode == -signal.SIGKILL, stopped.stderr
        done = run(tmp_path, *BUILD)
        assert done.returncode == 0, done.stderr
        assert bool(re.search(r"^going on from a build that was not published: ", done.stderr, re.MULTILINE)) == (month in KILLS)
        again = run(tmp_path, *BUILD)
        assert "0 tasks run" in again.stdout
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["cache", "data", "output"]
    build_site(Options(data, tmp_path / "fresh-cache"), SETTINGS, tmp_path / "fresh")
    assert (tmp_path / "output" / "manifest.json").read_bytes() == (tmp_path / "fresh" / "manifest.json").read_bytes()
    assert (tmp_path / "output" / "SHA256SUMS").read_bytes() == (tmp_path / "fresh" / "SHA256SUMS").read_bytes()
    check = run(tmp_path, "check", "output", "--workers", "1")
    assert check.returncode == 0, check.stdout + check.stderr
