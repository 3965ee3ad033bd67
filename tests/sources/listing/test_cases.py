"""Data folders as they were found in use; they lie beside the project, and the tests are skipped without them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.engine.load import load
from tests.sources.data_folder import names, take

CASES = Path(__file__).resolve().parents[4] / "shared" / "cases"

pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the cases lie beside the project")


@pytest.mark.parametrize("case", ["zip-latest", "zip-nested", "zip-dotslash"])
def test_a_release_is_read_however_it_is_called_and_packed(case: str) -> None:
    inventory = take(CASES / case / "data")
    assert [str(month) for month in inventory.months] == ["2025-05", "2025-06"]
    assert inventory.release == "2025-06"
    files = inventory.raw["street"].files
    assert all(load(ref).data.startswith(b"Crime ID") for refs in files.values() for ref in refs)
    assert not [note for note in inventory.notes if note.startswith("archive/")]


def test_a_release_packed_with_backslashes_is_told_to_be_packed_again() -> None:
    inventory = take(CASES / "zip-backslash/data")
    assert inventory.months == ()
    assert any(note.startswith("archive/2025-06.zip: not used; packed with backslashes") for note in inventory.notes)


def test_what_a_mac_adds_is_nobodys_data() -> None:
    assert names(take(CASES / "mac-other-zips/data"), "place_files", "sk") == ["places/opname_csv_gb.zip!Data/SK50.csv"]
    assert names(take(CASES / "mac-population-zip/data"), "population_files") == ["population/pop.zip!census2021-ts001-lsoa.csv"]


def test_the_portals_name_of_a_postcode_directory_is_known() -> None:
    assert take(CASES / "postcode-portal-name/data").areas == ("le",)


def test_one_id_in_two_sorts_of_signs_is_one_neighbourhood() -> None:
    inventory = take(CASES / "nfd-ids/data")
    assert len([name for name in names(inventory, "boundary_files", "leicestershire") if "Ynys" in name]) == 1
    assert any("na02.kml: differs from NA02.kml by case alone" in note for note in inventory.notes)
