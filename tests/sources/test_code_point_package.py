"""Code-Point Open as a GeoPackage gives the same postcodes as its CSV files, and a broken one costs itself."""

from __future__ import annotations

import sqlite3
import struct
from pathlib import Path

import pytest
import shapely

from sitegen.raw import RawFile
from sitegen.sources.postcodes import read_postcodes
from tests.sources.data_folder import names, put, street, take

ROWS = [
    ("NP100AA", 10, "W06000022", "W05001689", 328_500.0, 186_400.0),
    ("LE1 1AA", 10, "E06000016", "E05010458", 458_500.0, 304_400.0),
    ("NP100AB", 90, None, None, 0.0, 0.0),
]


def package(path: Path, system: int = 27700) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER)")
        database.execute("INSERT INTO gpkg_geometry_columns VALUES ('codepoint', 'geometry', ?)", (system,))
        columns = "postcode TEXT, positional_quality_indicator INTEGER, country_code TEXT, admin_district_code TEXT, admin_ward_code TEXT"
        database.execute(f"CREATE TABLE codepoint (fid INTEGER PRIMARY KEY, geometry BLOB, {columns})")
        for postcode, quality, district, ward, x, y in ROWS:
            blob = b"GP\0\1" + struct.pack("<i", system) + shapely.to_wkb(shapely.Point(x, y), byte_order=1)
            values = (blob, postcode, quality, "E92000001", district, ward)
            database.execute(
                "INSERT INTO codepoint (geometry, postcode, positional_quality_indicator, country_code, admin_district_code, admin_ward_code) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                values,
            )
    database.close()


def test_a_geopackage_gives_what_the_csv_files_give(tmp_path: Path) -> None:
    package(tmp_path / "codepo_gb.gpkg")
    packed = read_postcodes(area="np", postcode_files=(RawFile("postcodes/codepo_gb.gpkg", b"", tmp_path / "codepo_gb.gpkg"),))
    lines = [f"{row[0]},{row[1]},{row[4]:.0f},{row[5]:.0f},E92000001,,,,{row[2] or ''},{row[3] or ''}" for row in ROWS if row[0].startswith("NP")]
    loose = read_postcodes(area="np", postcode_files=(RawFile("postcodes/np.csv", "\n".join(lines).encode()),))
    assert packed.drop("file", "row").equals(loose.drop("file", "row"))
    assert packed["problem"].to_list() == [None, "no-position"]


def test_its_areas_are_listed_and_a_csv_file_goes_first(data: Path) -> None:
    street(data, "2025-06 loamshire")
    package(data / "postcodes/Data/codepo_gb.gpkg")
    put(data, "postcodes/le.csv")
    inventory = take(data)
    assert inventory.areas == ("le", "np")
    assert names(inventory, "postcode_files", "np") == ["postcodes/Data/codepo_gb.gpkg"]
    assert names(inventory, "postcode_files", "le") == ["postcodes/le.csv"]
    assert not [note for note in inventory.notes if note.startswith("postcodes/")]


@pytest.mark.parametrize("broken", ["text", "another system"])
def test_one_that_cannot_be_read_costs_itself_and_is_named(data: Path, broken: str) -> None:
    street(data, "2025-06 loamshire")
    if broken == "text":
        put(data, "postcodes/x.gpkg")
    else:
        package(data / "postcodes/x.gpkg", 4326)
    inventory = take(data)
    assert inventory.areas == ()
    assert any(note.startswith("postcodes/x.gpkg: not used; ") for note in inventory.notes)
