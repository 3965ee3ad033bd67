"""Of all boundaries in the data folder, those that fit the window best are used."""

from __future__ import annotations

import os
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
    after = [month for month in zips if month > used]
    assert len([note for note in inventory.notes if "is the one for this window" in note]) == len(after)


def test_older_zip_files_tell_where_the_ground_lay(data: Path) -> None:
    street(data, "2025-06 loamshire")
    for month in ("2024-01", "2025-05"):
        pack(data / f"boundaries/{month}.zip", f"{month}/loamshire/A.kml", f"{month}/elsewhere/B.kml")
    inventory = take(data, forces=("loamshire",))
    assert [str(month) for month in inventory.boundary_months] == ["2024-01"]
    assert names(inventory, "past_boundary_files", "loamshire", "2024-01") == ["boundaries/2024-01.zip!2024-01/loamshire/A.kml"]
    assert names(inventory, "past_boundary_files", "loamshire", "2025-05") == []
    assert not [note for note in inventory.notes if note.startswith("boundaries/2024-01.zip")]


def test_an_old_zip_file_beside_loose_files_tells_of_the_past_alone(data: Path) -> None:
    street(data, "2025-06 loamshire")
    put(data, "boundaries/loamshire/A.kml")
    pack(data / "boundaries/2024-05.zip", "loamshire/A.kml", "loamshire/GONE.kml", "elsewhere/B.kml")
    inventory = take(data)
    assert names(inventory, "boundary_files", "loamshire") == ["boundaries/loamshire/A.kml"]
    assert names(inventory, "boundary_files", "elsewhere") == []
    past = [f"boundaries/2024-05.zip!loamshire/{name}.kml" for name in ("A", "GONE")]
    assert names(inventory, "past_boundary_files", "loamshire", "2024-05") == past


def test_the_windows_zip_file_is_a_past_one_where_a_loose_file_goes_before_it(data: Path) -> None:
    street(data, "2025-06 loamshire")
    put(data, "boundaries/loamshire/A.kml")
    pack(data / "boundaries/2025-05.zip", "loamshire/A.kml", "loamshire/B.kml")
    inventory = take(data)
    used = ["boundaries/2025-05.zip!loamshire/B.kml", "boundaries/loamshire/A.kml"]
    assert names(inventory, "boundary_files", "loamshire") == used
    assert names(inventory, "past_boundary_files", "loamshire", "2025-05") == ["boundaries/2025-05.zip!loamshire/A.kml"]


def test_places_are_asked_for_in_the_months_between_the_oldest_boundaries_and_the_window(data: Path) -> None:
    street(data, "2023-12 loamshire", "2024-01 loamshire", "2024-12 wealdmoor", "2025-05 loamshire", "2025-06 loamshire")
    for month in ("2024-01", "2025-05"):
        pack(data / f"boundaries/{month}.zip", "loamshire/A.kml")
    asked = take(data, months="2025-05..2025-06").raw["earlier_months"].files
    assert [*asked] == [("loamshire", "2024-01")]
    put(data, "policing/wealdmoor/neighbourhoods.json", text="[]")
    asked = take(data, months="2025-05..2025-06").raw["earlier_months"].files
    assert [*asked] == [("loamshire", "2024-01"), ("wealdmoor", "2024-12")]
    (data / "boundaries/2024-01.zip").unlink()
    assert not take(data, months="2025-05..2025-06").raw["earlier_months"].files


def test_geojson_files_are_force_areas(data: Path) -> None:
    street(data, "2025-06 loamshire")
    put(data, "boundaries/police_force_areas.geojson", "boundaries/force_kmls.zip")
    inventory = take(data)
    assert names(inventory, "force_area_files") == ["boundaries/police_force_areas.geojson"]
    assert any("force_kmls.zip: not used" in note for note in inventory.notes)


def test_a_zip_file_of_any_name_has_the_month_of_its_folder(data: Path) -> None:
    street(data, "2025-06 loamshire")
    pack(data / "boundaries/latest.zip", "2025-06/loamshire/A.kml", "__MACOSX/2025-06/loamshire/._A.kml")
    pack(data / "boundaries/2025-04 (1).zip", "loamshire/A.kml")
    pack(data / "boundaries/nameless.zip", "loamshire/A.kml")
    inventory = take(data)
    assert names(inventory, "boundary_files", "loamshire") == ["boundaries/latest.zip!2025-06/loamshire/A.kml"]
    notes = [note for note in inventory.notes if note.startswith("boundaries/")]
    assert notes == [
        "boundaries/nameless.zip: not used; its month is not known: call it YYYY-MM.zip",
    ]
    assert names(inventory, "past_boundary_files", "loamshire", "2025-04") == ["boundaries/2025-04 (1).zip!loamshire/A.kml"]


def test_a_folder_near_a_known_force_is_asked_about(data: Path) -> None:
    street(data, "2025-06 loamshire")
    put(data, "boundaries/Loamshire/A.kml", "policing/loam_shire/A.json")
    notes = take(data).notes
    assert "boundaries/Loamshire/: not used; not a force id; did you mean loamshire?" in notes
    assert "policing/loam_shire/: not used; not a force id; did you mean loamshire?" in notes


def test_ids_that_differ_by_case_alone_are_asked_about(data: Path) -> None:
    put(data, "boundaries/loamshire/NA02.kml", "boundaries/loamshire/na02.kml")
    assert len(names(inventory := take(data), "boundary_files", "loamshire")) == 2
    assert any("na02.kml: differs from NA02.kml by case alone" in note for note in inventory.notes)


def test_one_id_in_two_sorts_of_signs_is_one_neighbourhood(data: Path) -> None:
    put(data, "boundaries/loamshire/M\u00f4n.kml", "policing/loamshire/Mo\u0302n/boundary.json", "policing/loamshire/Mo\u0302n.json")
    put(data, "policing/loamshire/M\u00f4n.json")
    inventory = take(data)
    assert names(inventory, "boundary_files", "loamshire") == ["boundaries/loamshire/M\u00f4n.kml"]
    assert len(names(inventory, "policing", "loamshire")) == 1


def test_files_nobody_uses_are_named(data: Path) -> None:
    street(data, "2025-06 loamshire")
    unused = ("boundaries/loamshire/A.kmz", "policing/loamshire/A/person.json", "places/x.gml", "population/x.xlsx", "postcodes/list.csv")
    put(data, *unused, "links.tml")
    notes = "\n".join(take(data).notes)
    for name in unused:
        assert f"{name}: not used" in notes
    assert "links.tml: not used; it is no part of a data folder; did you mean links.toml?" in notes


def test_what_stands_in_the_place_of_a_file_is_named(data: Path) -> None:
    street(data, "2025-06 loamshire")
    put(data, "policing/loamshire/A/people.json", "policing/loamshire/B.json", "policing/loamshire/C.json/people.json")
    (data / "policing/loamshire/A/events.json").mkdir()
    (data / "policing/loamshire/A/priorities.json").symlink_to(data / "gone.json")
    (data / "policing/loamshire/D.json").symlink_to(data / "gone.json")
    pack(data / "boundaries/2025-06.zip")
    put(data, os.fsdecode(b"boundaries/\xff"), os.fsdecode(b"basemap/\xff.geojson"))
    notes = take(data).notes
    for name in ("A/events.json", "A/priorities.json", "D.json"):
        assert f"policing/loamshire/{name}: not used; it is no file, or a link that leads to none" in notes
    assert not [note for note in notes if "B.json" in note or "C.json" in note]
    assert "boundaries/2025-06.zip: not used; holds no files: download it again" in notes
    assert "boundaries/'\\udcff': not used; its name cannot be printed" in notes
    assert "basemap/'\\udcff.geojson': not used; its name cannot be printed" in notes


def test_a_broken_zip_file_of_boundaries_costs_itself(data: Path) -> None:
    street(data, "2025-06 loamshire")
    put(data, "boundaries/2025-06.zip")
    pack(data / "boundaries/2025-05.zip", "loamshire/A.kml")
    inventory = take(data)
    assert names(inventory, "boundary_files", "loamshire") == ["boundaries/2025-05.zip!loamshire/A.kml"]
    assert "boundaries/2025-06.zip: not used; not a zip file, or cut short: download it again" in inventory.notes
