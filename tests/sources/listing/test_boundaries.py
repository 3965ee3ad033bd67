"""Of all boundaries in the data folder, those that fit the window best are used."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.data_folder import names, pack, put, street, take


def test_loose_boundaries_go_before_the_zip_file_and_that_before_the_api(data: Path) -> None:
    put(
        data,
        "boundaries/loamshire/A.kml",
        "policing/loamshire/A/boundary.json",
        "policing/loamshire/B/boundary.json",
        "policing/loamshire/C/boundary.json",
    )
    pack(data / "boundaries/2025-06.zip", "2025-06/loamshire/A.kml", "2025-06/loamshire/B.kml", "wealdmoor/DEV.4050.kml", "readme.txt")
    inventory = take(data)
    assert names(inventory, "boundary_files", "loamshire") == [
        "boundaries/2025-06.zip!2025-06/loamshire/B.kml",
        "boundaries/loamshire/A.kml",
        "policing/loamshire/C/boundary.json",
    ]
    assert names(inventory, "boundary_files", "wealdmoor") == ["boundaries/2025-06.zip!wealdmoor/DEV.4050.kml"]
    assert any("readme.txt: not used" in note for note in inventory.notes)


@pytest.mark.parametrize(
    ("zips", "used"), [(["2025-01", "2025-05", "2025-09"], "2025-05"), (["2025-08", "2025-09"], "2025-08"), (["2025-06"], "2025-06")]
)
def test_the_boundaries_are_the_newest_not_after_the_window(data: Path, zips: list[str], used: str) -> None:
    street(data, "2025-06 loamshire")
    for month in zips:
        pack(data / f"boundaries/{month}.zip", "loamshire/A.kml")
    inventory = take(data)
    assert names(inventory, "boundary_files", "loamshire") == [f"boundaries/{used}.zip!loamshire/A.kml"]
    assert len([note for note in inventory.notes if "is the one for this window" in note]) == len(zips) - 1


def test_geojson_files_are_force_areas(data: Path) -> None:
    street(data, "2025-06 loamshire")
    put(data, "boundaries/police_force_areas.geojson", "boundaries/force_kmls.zip")
    inventory = take(data)
    assert names(inventory, "force_area_files") == ["boundaries/police_force_areas.geojson"]
    assert any("force_kmls.zip: not used" in note for note in inventory.notes)
