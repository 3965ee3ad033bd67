"""Coverage of the whole of data.police.uk says what a public census of its files says, force by force and month by month."""

from __future__ import annotations

import zipfile
from pathlib import Path

import polars as pl
import pytest

from sitegen.build import ROOT
from sitegen.rules import COUNTED_STATES
from sitegen.sources.inventory import Inventory
from tests.facts.census import Cell, Census, coverage_of, covered, invented_counts, known_issues, read_census, take


@pytest.fixture(scope="module")
def census() -> Census:
    return read_census()


@pytest.fixture(scope="module")
def archive(census: Census, tmp_path_factory: pytest.TempPathFactory) -> Inventory:
    """The inventory of one release that has every file of the census and no other."""
    data = tmp_path_factory.mktemp("census")
    (data / "archive").mkdir()
    with zipfile.ZipFile(data / "archive/2026-01.zip", "w") as release:
        for force, month in census.files:
            release.writestr(f"{month}/{month}-{force}-street.csv", "x")
    return take(data, "2014-01", "2025-12")


def cells(coverage: pl.DataFrame, *states: str, reason: str | None = None) -> set[Cell]:
    """The forces and months of these states, and of a reason where one is given."""
    found = coverage.filter(pl.col("state").is_in(states))
    if reason is not None:
        found = found.filter(pl.col("reason") == reason)
    return set(found.select("force_id", "month").iter_rows())


def test_the_census_adds_up(census: Census) -> None:
    assert (len(census.cells), len(census.missing), len(census.files)) == (6_480, 106, 6_374)
    assert census.present == len(census.files)
    assert census.worthless <= set(census.files)


def test_every_file_of_the_census_is_supplied_and_the_106_others_are_named(census: Census, archive: Inventory) -> None:
    coverage = covered(archive, invented_counts(census.files))
    assert len(coverage) == len(census.cells)
    assert len(cells(coverage, "supplied")) == 6_374
    assert cells(coverage, "not_supplied") == census.missing
    assert set(coverage["state"]) == {"supplied", "not_supplied"}


def test_what_the_project_knows_of_faults_takes_out_the_file_that_is_worth_nothing(census: Census, archive: Inventory) -> None:
    coverage = covered(archive, invented_counts(census.files), known_issues(archive))
    assert len(cells(coverage, *COUNTED_STATES)) == 6_373
    assert cells(coverage, "not_supplied") == census.missing | census.worthless
    assert {force for force, _ in cells(coverage, "not_supplied", reason="known-issue")} == {"greater-manchester"}
    assert len(cells(coverage, "not_supplied", reason="known-issue")) == 78
    assert {force for force, _ in cells(coverage, "supplied_partial")} == {"avon-and-somerset"}


def test_a_release_asked_for_without_a_force_says_nothing_of_it(census: Census, tmp_path: Path) -> None:
    releases = {
        "2026-01": [(force, month) for force, month in census.files if force == "city-of-london"],
        "2025-02": [(force, month) for force, month in census.files if force in {"gwent", "btp"} and "2024-01" <= month <= "2025-02"],
    }
    (tmp_path / "archive").mkdir()
    for name, files in releases.items():
        with zipfile.ZipFile(tmp_path / f"archive/{name}.zip", "w") as release:
            for force, month in files:
                release.writestr(f"{month}/{month}-{force}-street.csv", "x")
    held = [cell for files in releases.values() for cell in files]
    coverage = covered(take(tmp_path, "2014-01", "2025-12"), invented_counts(held))
    assert cells(coverage, "supplied") == set(held)
    assert cells(coverage, "not_supplied") == {("btp", "2025-02")}
    assert ("city-of-london", "2022-06") in cells(coverage, "not_in_copy")


@pytest.fixture(scope="module")
def long_data() -> Path:
    """Real street files of four forces from 2016 to 2025, with holes; tests that want them are skipped where they are not."""
    folder = ROOT.parent / "shared" / "data-long"
    if not (folder / "archive").is_dir():
        pytest.skip("there is no folder of long series beside the project")
    return folder


WINDOWS = [
    ("2016-01", "2025-12", 122),
    ("2016-01", "2018-12", 36),
    ("2017-05", "2020-04", 42),
    ("2019-01", "2021-12", 35),
    ("2022-05", "2025-04", 43),
]


@pytest.mark.parametrize(("first", "last", "files"), WINDOWS)
def test_coverage_of_long_series_agrees_with_the_census(census: Census, long_data: Path, first: str, last: str, files: int) -> None:
    coverage = coverage_of(long_data, first, last)
    counted, silent = cells(coverage, *COUNTED_STATES), cells(coverage, "not_supplied")
    assert len(counted) == files
    assert not counted & census.missing
    assert silent <= census.missing
    assert cells(coverage, "supplied_partial") == set()
