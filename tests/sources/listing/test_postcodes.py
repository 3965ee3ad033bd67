"""Postcode files are found loose and packed, and each area has one source."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.engine.load import load
from sitegen.raw import RawFile
from tests.sources.data_folder import names, pack, put, street, take


@pytest.mark.parametrize("name", ["postcodes/Data/CSV/np.csv", "postcodes/np.csv", "postcodes/CSV/NP.CSV"])
def test_code_point_files_are_parts_by_area(data: Path, name: str) -> None:
    street(data, "2025-06 loamshire")
    put(data, name)
    inventory = take(data)
    assert inventory.areas == ("np",)
    assert names(inventory, "postcode_files", "np") == [name]
    assert inventory.attributions == ("police", "os", "royal-mail")


def test_code_point_files_are_found_in_their_zip_file(data: Path) -> None:
    street(data, "2025-06 loamshire")
    put(data, "postcodes/le.csv")
    pack(data / "postcodes/codepo_gb.zip", "Data/CSV/np.csv", "Data/CSV/le.csv", "Doc/licence.txt", "Doc/Code-Point_Open_Column_Headers.csv")
    inventory = take(data)
    assert inventory.areas == ("le", "np")
    assert names(inventory, "postcode_files", "le") == ["postcodes/le.csv"]
    assert names(inventory, "postcode_files", "np") == ["postcodes/codepo_gb.zip!Data/CSV/np.csv"]


def test_the_names_of_columns_that_come_with_code_point_are_no_news(data: Path) -> None:
    street(data, "2025-06 loamshire")
    put(data, "postcodes/Data/CSV/np.csv", "postcodes/Doc/Code-Point_Open_Column_Headers.csv", "postcodes/Doc/other.csv")
    assert [note.partition(":")[0] for note in take(data).notes if note.startswith("postcodes/")] == ["postcodes/Doc/other.csv"]


def test_a_postcode_directory_serves_the_areas_code_point_does_not(data: Path) -> None:
    street(data, "2025-06 loamshire")
    put(data, "postcodes/Data/CSV/np.csv")
    put(data, "postcodes/ONSPD_sample.csv", text='pcd,pcds\n"AB1 0AA",x\n"NP1 0AA",x\n')
    put(data, "postcodes/Data/multi_csv/ONSPD_FEB_2024_UK_LE.csv", "postcodes/Data/multi_csv/ONSPD_FEB_2024_UK_NP.csv")
    inventory = take(data)
    assert inventory.areas == ("ab", "le", "np")
    assert names(inventory, "postcode_files", "np") == ["postcodes/Data/CSV/np.csv"]
    assert names(inventory, "postcode_files", "ab") == ["postcodes/ONSPD_sample.csv!ab"]
    assert inventory.attributions == ("police", "os", "royal-mail", "ons")


def test_a_whole_postcode_directory_is_read_in_pieces_by_area(data: Path) -> None:
    street(data, "2025-06 loamshire")
    lines = ["pcd,pcds\r\n", '"AB1 0AA",1\r\n', '"AB1 0AB",2\r\n', '"NP1 0AA",3\r\n', ",4\r\n", '"AB9 0AA",5\r\n']
    (data / "postcodes").mkdir()
    (data / "postcodes/NSPL21_MAY_2025_UK.csv").write_text("".join(lines), newline="")
    files = take(data).raw["postcode_files"].files
    assert {part: [load(ref) for ref in refs] for part, refs in files.items()} == {
        ("ab",): [RawFile("postcodes/NSPL21_MAY_2025_UK.csv!ab", "".join(lines[:3] + lines[5:]).encode())],
        ("np",): [RawFile("postcodes/NSPL21_MAY_2025_UK.csv!np", "".join([lines[0], *lines[3:5]]).encode())],
    }


def test_a_postcode_directory_is_used_in_its_zip_file_by_area(data: Path) -> None:
    street(data, "2025-06 loamshire")
    pack(data / "postcodes/ONSPD_MAY_2025.zip", "Data/ONSPD_MAY_2025_UK.csv", "Data/multi_csv/ONSPD_MAY_2025_UK_NP.csv", "Documents/LA names.csv")
    inventory = take(data)
    assert names(inventory, "postcode_files", "np") == ["postcodes/ONSPD_MAY_2025.zip!Data/multi_csv/ONSPD_MAY_2025_UK_NP.csv"]
    assert not [note for note in inventory.notes if note.startswith("postcodes/")]


def test_a_postcode_directory_packed_whole_is_said(data: Path) -> None:
    street(data, "2025-06 loamshire")
    pack(data / "postcodes/o.zip", "ONSPD_MAY_2025_UK.csv")
    note = "postcodes/o.zip!ONSPD_MAY_2025_UK.csv: not used; unpack it, or put the folder Data/multi_csv of the same download there"
    assert note in take(data).notes


def test_a_postcode_directory_of_any_name_is_known_by_its_header(data: Path) -> None:
    street(data, "2025-06 loamshire")
    text = '\ufeffPCD,"pcds",doterm,lat,long\n"NP1 0AA","NP1 0AA","",51,-3\n'
    put(data, "postcodes/ONS_Postcode_Directory_(February_2025)_for_the_UK.csv", text=text)
    inventory = take(data)
    assert inventory.areas == ("np",)
    assert not [note for note in inventory.notes if note.startswith("postcodes/")]


def test_what_a_mac_adds_to_a_zip_file_is_nobodys_data(data: Path) -> None:
    street(data, "2025-06 loamshire")
    for folder in ("places", "population"):
        pack(data / folder / "x.zip", "Data/SK50.csv", "__MACOSX/Data/._SK50.csv")
    inventory = take(data)
    assert names(inventory, "place_files", "sk") == ["places/x.zip!Data/SK50.csv"]
    assert names(inventory, "population_files") == ["population/x.zip!Data/SK50.csv"]
