"""Upstream's points are read from month folders and releases alike, and are those that a build draws."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest

from sitegen.auditing.source_points import read_source_points
from sitegen.errors import InputError
from sitegen.publish.checks.points import is_in, is_street_shard, published_points
from tiles.grid import SIZE, pixels

HEAD = "Crime ID,Month,Longitude,Latitude,Location\n"
ONE, TWO = "a,2025-06,-2.602100,51.452600,On or near A\n", "b,2025-06,-2.700000,51.500000,On or near B\n"
GRID = "Crime ID,Month,Easting,Northing,Location\na,2010-12,358260,172796,On or near A\n"


def place(lon: float, lat: float) -> int:
    x, y = pixels(np.array([lon]), np.array([lat]))
    return int(x[0]) * SIZE + int(y[0])


def test_points_of_folders_and_zip_files_are_together_and_distinct(tmp_path: Path) -> None:
    month = tmp_path / "archive/2025-06"
    month.mkdir(parents=True)
    (month / "2025-06-gwent-street.csv").write_text(HEAD + ONE + ONE + "c,2025-06,,,No Location\nd,2025-06,x,51,Odd\n")
    (month / "2025-06-gwent-outcomes.csv").write_text(HEAD + TWO)
    with zipfile.ZipFile(tmp_path / "archive/2025-05.zip", "w") as packed:
        packed.writestr("2025-05/2025-05-gwent-street.csv", HEAD + TWO)
        packed.writestr("2025-05/2025-05-gwent-stop-and-search.csv", HEAD + ONE)
    found = read_source_points(tmp_path)
    assert found["street"].tolist() == sorted([place(-2.6021, 51.4526), place(-2.7, 51.5)])
    assert found["stop-and-search"].tolist() == [place(-2.6021, 51.4526)]


def test_points_on_the_national_grid_are_read_too_and_a_broken_file_has_none(tmp_path: Path) -> None:
    month = tmp_path / "archive/2010-12"
    month.mkdir(parents=True)
    (month / "2010-12-gwent-street.csv").write_text(GRID)
    (month / "2010-12-surrey-street.csv").write_bytes(b"\0\xff")
    assert len(read_source_points(tmp_path)["street"]) == 1


def test_a_quote_without_its_partner_costs_no_point(tmp_path: Path) -> None:
    month = tmp_path / "archive/2025-06"
    month.mkdir(parents=True)
    (month / "2025-06-gwent-street.csv").write_text(
        HEAD + ONE + 'c,2025-06,-2.800000,51.600000,On or near "The Elms\n' + TWO + 'd,2025-06,-2.900000,51.700000,"A, B"\n'
    )
    assert len(read_source_points(tmp_path)["street"]) == 4


def test_a_folder_without_crimes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no street crime of any month"):
        read_source_points(tmp_path)


def test_every_point_of_the_county_is_one_of_its_source(built_site: Path, sample_data: Path) -> None:
    shards = tuple(sorted(path.relative_to(built_site).as_posix() for path in built_site.glob("streets/12/*/*.json")))
    assert all(map(is_street_shard, shards))
    published, faults = published_points(built_site, shards)
    assert faults == ()
    assert len(published) > 1000
    assert is_in(published, read_source_points(sample_data)["street"]).all()
