"""Neighbourhood lists and teams are found where the API has them; what lies elsewhere is noted."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.sources.data_folder import names, put, street, take


def test_policing_files_lie_at_the_apis_paths(data: Path) -> None:
    put(
        data, "policing/forces.json", "policing/forces/loamshire.json", "policing/forces/loamshire/people.json", "policing/forces/loamshire/x.json",
        "policing/crimes-street-dates.json", "policing/loamshire/neighbourhoods.json", "policing/loamshire/CPT RWB.json",
        "policing/loamshire/CPT RWB/people.json", "policing/loamshire/CPT RWB/events.json", "policing/loamshire/CPT RWB/priorities.json",
        "policing/loamshire/CPT RWB/boundary.json", "policing/loamshire/CPT RWB/photo.jpg", "policing/loamshire/DEV.4050/people.json",
        "policing/loamshire/neighbourhoods/people.json", "policing/loamshire/notes.txt",
    )  # fmt: skip
    inventory = take(data)
    assert names(inventory, "policing_forces") == ["policing/forces.json", "policing/forces/loamshire.json", "policing/forces/loamshire/people.json"]
    assert names(inventory, "policing", "loamshire") == [
        "policing/loamshire/CPT RWB.json", "policing/loamshire/CPT RWB/events.json", "policing/loamshire/CPT RWB/people.json",
        "policing/loamshire/CPT RWB/priorities.json", "policing/loamshire/DEV.4050/people.json", "policing/loamshire/neighbourhoods.json",
        "policing/loamshire/neighbourhoods/people.json",
    ]  # fmt: skip
    assert names(inventory, "boundary_files", "loamshire") == ["policing/loamshire/CPT RWB/boundary.json"]


@pytest.mark.parametrize("key", ["a\nb", "a\u202eb", "x" * 65, " a", "a\x07", "a\\b"])
def test_an_unusable_id_in_a_file_name_is_noted_and_left_alone(data: Path, key: str) -> None:
    street(data, "2025-06 loamshire")
    put(
        data,
        "policing/loamshire/neighbourhoods.json",
        f"policing/loamshire/{key}.json",
        f"policing/loamshire/{key}/people.json",
        f"boundaries/loamshire/{key}.kml",
    )
    inventory = take(data)
    assert names(inventory, "policing", "loamshire") == ["policing/loamshire/neighbourhoods.json"]
    assert ("loamshire",) not in inventory.raw["boundary_files"].files
    assert len([note for note in inventory.notes if "not a neighbourhood's id" in note]) == 3
    assert all(note.isprintable() for note in inventory.notes)


@pytest.mark.parametrize("force", ["Loamshire", "map", "loam shire", "x" * 70, "1x"])
def test_a_folder_that_is_no_force_is_noted_and_left_alone(data: Path, force: str) -> None:
    street(data, "2025-06 loamshire")
    put(data, f"policing/{force}/neighbourhoods.json", f"boundaries/{force}/a.kml")
    inventory = take(data)
    assert inventory.force_ids == ("loamshire",)
    assert len([note for note in inventory.notes if "not a force id" in note]) == 2


def test_a_file_name_that_is_no_text_does_no_harm(data: Path) -> None:
    street(data, "2025-06 loamshire")
    for folder in ("policing/loamshire", "boundaries/loamshire", "boundaries", "archive", "archive/2025-06", "postcodes"):
        (data / folder).mkdir(parents=True, exist_ok=True)
        (data / folder / os.fsdecode(b"bad\xff.json")).write_text("x")
        (data / folder / os.fsdecode(b"bad\xff.kml")).write_text("x")
        (data / folder / os.fsdecode(b"bad\xff.csv")).write_text("x")
    inventory = take(data)
    "\n".join(inventory.notes).encode()
    assert all(ref.name.isprintable() for group in inventory.raw.values() for refs in group.files.values() for ref in refs)


def test_a_link_that_leads_to_itself_does_no_harm(data: Path) -> None:
    street(data, "2025-06 loamshire")
    (data / "policing").symlink_to(data / "policing")
    assert take(data).force_ids == ("loamshire",)
