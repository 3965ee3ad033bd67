"""Basemap files lie in their folder or are named one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.errors import InputError
from sitegen.sources.listing.basemap import list_basemap


def put(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"map")


def test_files_named_by_the_operator_stand_beside_those_of_the_folder(tmp_path: Path) -> None:
    put(tmp_path / "basemap/areas.geojson", tmp_path / "elsewhere/country.mbtiles", tmp_path / "elsewhere/not-asked.pmtiles")
    refs = list_basemap(tmp_path / "basemap", (tmp_path / "elsewhere/country.mbtiles",), lambda _: None)
    assert [(ref.name, ref.in_place) for ref in refs] == [("basemap/areas.geojson", False), ("basemap/country.mbtiles", True)]


def test_a_site_without_a_folder_takes_a_named_file(tmp_path: Path) -> None:
    put(tmp_path / "country.pmtiles")
    assert [ref.name for ref in list_basemap(tmp_path / "basemap", (tmp_path / "country.pmtiles",), lambda _: None)] == ["basemap/country.pmtiles"]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("gone.mbtiles", "no such file"),
        ("country.shp", "must be a file whose name ends in one of"),
        ("folder.gpkg", "is a folder; name the file in it"),
    ],
)
def test_a_named_file_that_cannot_be_used_is_refused(tmp_path: Path, name: str, why: str) -> None:
    put(tmp_path / "country.shp")
    (tmp_path / "folder.gpkg").mkdir()
    with pytest.raises(InputError, match=rf"--basemap .*{name}: {why}"):
        list_basemap(tmp_path / "basemap", (tmp_path / name,), lambda _: None)


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    put(tmp_path / "basemap/map.gpkg", tmp_path / "other/map.gpkg")
    with pytest.raises(InputError, match="two basemap files have this name"):
        list_basemap(tmp_path / "basemap", (tmp_path / "other/map.gpkg",), lambda _: None)


def test_a_file_too_large_and_what_a_program_left_open_are_left_out_and_told(tmp_path: Path) -> None:
    put(tmp_path / "basemap/map.gpkg", tmp_path / "basemap/map.gpkg-wal", tmp_path / "basemap/large.gpkg")
    with (tmp_path / "basemap/large.gpkg").open("r+b") as file:
        file.truncate((2 << 30) + 1)  # takes no room: nothing is written
    notes: list[str] = []
    assert [ref.name for ref in list_basemap(tmp_path / "basemap", (), notes.append)] == ["basemap/map.gpkg"]
    assert [note.partition(" not used")[0] for note in notes] == ["basemap/large.gpkg:", "basemap/map.gpkg-wal:"]
