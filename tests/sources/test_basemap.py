"""One row for each feature of a basemap file, in the site's own few words, or the reason why it is not drawn."""

from __future__ import annotations

import sqlite3
import struct
from contextlib import closing
from typing import Any

import polars as pl
import pytest
import shapely
from pyproj import CRS

from sitegen.errors import InputError
from sitegen.raw import RawFile
from sitegen.sources.basemap import read_basemap
from sitegen.tables.quality import tally
from tests.cases import case
from tests.sources.basemap_files import BOW_TIE, POND, STREET, blob, geojson, geopackage, read, said

ON_THE_GRID = shapely.LineString([(250_359.811, 62_016.569), (449_816.371, 75_335.861)])  # two of Ordnance Survey's published test points


def test_without_files_the_table_is_empty() -> None:
    assert read().is_empty()


@pytest.mark.parametrize("box", [0, 1, 2, 4])
def test_a_shape_is_read_behind_an_envelope_of_any_size(box: int) -> None:
    table = read(geopackage({"roads": ("kind name", [("primary", "High Street", STREET)])}, box=box))
    assert said(table) == [("road", "primary", "High Street")]
    assert shapely.from_wkb(table["geometry"][0]).equals(STREET)


def test_grid_references_become_degrees() -> None:
    table = read(geopackage({"roads": ("kind", [("minor", ON_THE_GRID)])}, system=27700))
    west, south, east, north = shapely.from_wkb(table["geometry"][0]).bounds
    assert (round(west, 5), round(south, 5), round(east, 5), round(north, 5)) == (-4.10865, 50.43886, -1.29782, 50.57564)


@pytest.mark.parametrize(
    ("system", "line"),
    [
        (3857, [(-125_791.025, 6_914_849.054), (-124_677.830, 6_916_683.314)]),
        (4258, [(-1.13, 52.63), (-1.12, 52.64)]),
        (7405, [(458_981.644, 303_935.76, 80.5), (459_644.908, 305_056.31, 81)]),
    ],
)
def test_shapes_are_read_in_the_system_that_their_file_names(system: int, line: list[tuple[float, ...]]) -> None:
    shape = shapely.LineString(line)
    of_package = read(geopackage({"roads": ("kind", [("minor", shape)])}, system=system))
    of_json = read(geojson(({"layer": "road"}, shape), crs={"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{system}"}}))
    for table in (of_package, of_json):
        assert table["problem"].to_list() == [None]
        assert shapely.from_wkb(table["geometry"][0]).equals_exact(STREET, 1e-6)


def test_a_system_that_has_no_number_is_known_by_its_definition() -> None:
    file = geopackage({"roads": ("kind", [("minor", ON_THE_GRID)])}, system=100_001, definition=CRS.from_epsg(27700).to_wkt())
    assert read(file).drop("file").equals(read(geopackage({"roads": ("kind", [("minor", ON_THE_GRID)])}, system=27700)).drop("file"))


def test_a_layer_in_a_reference_system_that_nobody_knows_is_set_aside_and_told() -> None:
    table = read(geopackage({"roads": ("kind", [("minor", STREET), ("minor", STREET)])}, system=999_999))
    assert table.select("source_layer", "row", "problem").rows() == [("roads", 1, "other-system"), ("roads", 2, "other-system")]
    assert [told is not None and "EPSG:999999" in told for told in table["told"]] == [True, False]


def test_a_layer_that_nothing_would_be_drawn_of_may_be_in_any_reference_system() -> None:
    table = read(geopackage({"notes": ("kind", [("minor", STREET)])}, system=999_999))
    assert table.select("problem", "told").rows() == [("layer-unknown", None)]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("broken.gpkg", b"no database at all", "is not a GeoPackage"),
        ("empty.gpkg", b"", "is empty"),
        ("empty.geojson", b"", "not readable as JSON"),
        ("deep.geojson", b"[" * 200_000, "nested too deeply"),
        ("list.geojson", b"[]", "holds a list"),
    ],
)
def test_a_file_that_cannot_be_read_costs_itself(name: str, data: bytes, says: str) -> None:
    table = read(RawFile(f"basemap/{name}", data), geopackage({"roads": ("kind", [("minor", STREET)])}))
    assert table.select("file", "layer", "row", "problem").rows() == [
        ("basemap/map.gpkg", "road", None, None),
        (f"basemap/{name}", None, None, "file-unreadable"),
    ]
    assert says in str(table["told"][1])


def test_a_file_without_features_says_so() -> None:
    assert read(geojson()).select("problem", "told").rows() == [("file-without-features", "holds no features")]
    assert read(geopackage({"roads": ("kind", [])}))["problem"].to_list() == ["file-without-features"]


def test_the_name_of_a_layer_cannot_break_out_of_its_quotes() -> None:
    assert read(geopackage({"x'; DROP TABLE roads; --": ("kind", [("minor", STREET)])}))["problem"].to_list() == ["layer-unknown"]


def test_the_operator_may_name_the_owners() -> None:
    told = RawFile("basemap/attribution.txt", "map.geojson: © Loamshire Mapping: 2025\n".encode())
    assert read(geojson(({"layer": "road", "kind": "minor"}, STREET)), told)["attribution"].to_list() == ["© Loamshire Mapping: 2025"]


def test_data_of_openstreetmap_never_goes_without_its_name() -> None:
    told = RawFile("basemap/attribution.txt", b"map.geojson: Cut by Loamshire Mapping")
    assert read(geojson(({"highway": "service"}, STREET)), told)["attribution"].to_list() == [
        "Cut by Loamshire Mapping. © OpenStreetMap contributors"
    ]


def test_an_attribution_for_no_file_is_refused() -> None:
    with pytest.raises(InputError, match=r"basemap/attribution\.txt:2: must be the name of a file"):
        read(geojson(), RawFile("basemap/attribution.txt", b"map.geojson: us\nother.gpkg: them\n"))


def test_what_cannot_be_drawn_is_set_aside_with_its_row() -> None:
    road = {"layer": "road", "kind": "minor"}
    table = read(
        geojson(
            (road, None),
            (road, POND),
            (road, shapely.LineString([(2.3, 48.8), (2.4, 48.9)])),
            ({"layer": "green"}, shapely.Polygon([(-1.2, 52.6), (-1.1, 52.6), (-1.2, 52.6)])),
            (road, STREET),
        )
    ).sort("row", nulls_last=True)
    assert table.select("row", "problem").rows() == [
        (1, "geometry-unreadable"),
        (2, "geometry-kind"),
        (3, "outside-uk"),
        (4, "no-area"),
        (None, None),
    ]
    assert tally(dataset="basemap", rows=table).filter(pl.col("kind") != "noted")["rows"].sum() == 5


def test_a_shape_that_crosses_itself_is_repaired_and_noted() -> None:
    table = read(geojson(({"layer": "green"}, BOW_TIE)))
    assert table.select("row", "note").rows() == [(1, "repaired")]
    assert shapely.from_wkb(table["geometry"][0]).is_valid


def test_the_word_nan_in_a_file_is_no_name() -> None:
    file = geojson(({"layer": "road", "kind": "minor", "name": "Mill Lane"}, STREET))
    assert read(RawFile(file.name, file.data.replace(b'"Mill Lane"', b"NaN")))["name"].to_list() == [None]


def test_the_order_of_features_does_not_matter() -> None:
    features: list[tuple[dict[str, Any], shapely.Geometry]] = [({"layer": "road", "kind": "minor"}, STREET), ({"layer": "green"}, POND)]
    assert read(geojson(*features)).equals(read(geojson(*reversed(features))))


def test_a_view_is_no_layer_and_costs_itself() -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(geopackage({"roads": ("kind", [("minor", STREET)])}).data)
        database.execute(
            "CREATE VIEW water AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x AS kind, null AS shape FROM c"
        )
        database.execute("INSERT INTO gpkg_geometry_columns VALUES ('water', 'shape', 'GEOMETRY', 99, 0, 0), (NULL, x'00ff', 7, 'a', 0, 0)")
        database.commit()
        data = database.serialize()
    table = read(RawFile("basemap/map.gpkg", data))
    assert table.select("layer", "source_layer", "problem").rows() == [("road", "roads", None), (None, "water", "layer-unreadable")]
    assert "no table of its own" in str(table["told"][1])


def test_a_curve_costs_its_row() -> None:
    curve = b"GP\0\1" + struct.pack("<i", 99) + b"\1" + struct.pack("<II", 9, 0)
    table = read(geopackage({"roads": ("kind", [("minor", STREET), ("minor", curve)])}))
    assert table.select("layer", "row", "problem").rows() == [("road", None, None), (None, 2, "geometry-unreadable")]


def test_a_file_written_with_a_log_is_read() -> None:
    file = geopackage({"roads": ("kind", [("minor", STREET)])})
    assert said(read(RawFile(file.name, file.data[:18] + b"\2\2" + file.data[20:]))) == [("road", "minor", None)]


def test_a_file_of_which_nothing_lies_here_is_set_aside_as_a_whole() -> None:
    file = geopackage({"roads": ("kind name", [("minor", "Mill Lane", STREET), ("minor", None, POND)])})
    far, near = (pl.DataFrame({"geometry": [shapely.to_wkb(shapely.box(west, 52.6, west + 0.1, 52.7))]}) for west in (-4.0, -1.2))
    assert said(read_basemap(basemap_files=(file,), boundaries=near)) == [("road", "minor", "Mill Lane"), (None, None, None)]
    aside = read_basemap(basemap_files=(file,), boundaries=far)
    assert aside.select("layer", "name", "geometry", "row", "problem").rows() == [
        (None, None, None, 1, "nothing-here"),
        (None, None, None, 2, "geometry-kind"),
    ]


def test_numbers_of_hundreds_of_digits_cost_their_feature() -> None:
    file = geojson(({"layer": "road", "kind": "minor"}, STREET), ({"layer": "road", "kind": "minor"}, shapely.LineString([(7, 7), (-1, 52)])))
    data = file.data.replace(b"[7.0, 7.0]", b"[" + b"9" * 400 + b", 7]")
    assert data != file.data
    assert read(RawFile(file.name, data)).select("row", "problem").rows() == [(None, None), (2, "geometry-unreadable")]
    code = file.data.replace(b'"features"', b'"crs": {"properties": {"name": "urn:' + b"9" * 5_000 + b'"}}, "features"')
    assert set(read(RawFile(file.name, code))["problem"]) == {"other-system"}


@pytest.mark.parametrize("place", [0, 8, 16, 24])
def test_a_coordinate_that_is_no_number_costs_its_shape(place: int) -> None:
    line = bytes(shapely.to_wkb(STREET, byte_order=1))
    spoilt = line[: 9 + place] + struct.pack("<d", float("nan")) + line[17 + place :]
    table = read(geopackage({"roads": ("kind", [("minor", STREET), ("minor", blob(STREET, 0)[:8] + spoilt)])}))
    assert table.select("row", "problem").rows() == [(None, None), (2, "geometry-unreadable")]


def test_halves_of_letters_and_control_signs_are_left_out_of_names() -> None:
    road = {"layer": "road", "kind": "minor", "name": "Mill\x00 La\u202ene\ud800"}
    assert said(read(geojson((road, STREET)))) == [("road", "minor", "Mill Lane")]


@pytest.mark.parametrize(
    ("name", "drawn", "reasons"),
    [
        ("geofabrik-gpkg/leicestershire-free.gpkg", {("road", "secondary"), ("water", "lake")}, set()),
        ("gpkg-comp/data/basemap/comp.gpkg", {("road", "primary")}, {"geometry-unreadable"}),
        ("gpkg-u3857/data/basemap/u3857.gpkg", {("road", "primary")}, {"layer-unknown"}),
        ("gpkg-wal/data/basemap/wal.gpkg", {("road", "primary")}, set()),
        ("gpkg-infinite-view/a.gpkg", set(), {"layer-unreadable"}),
        ("gpkg-odd-names/blob.gpkg", set(), {"file-unreadable"}),
        ("gpkg-odd-names/null.gpkg", set(), {"file-unreadable"}),
        ("gpkg-odd-names/corrupt-schema.gpkg", set(), {"file-unreadable"}),
        ("zero-byte-gpkg/a.gpkg", set(), {"file-unreadable"}),
        ("geojson-big-int/coord.geojson", set(), {"geometry-unreadable"}),
        ("geojson-big-int/crs.geojson", set(), {"file-without-features"}),
    ],
)
def test_files_as_found_in_use(name: str, drawn: set[tuple[str, str]], reasons: set[str]) -> None:
    folder, _, inner = name.partition("/")
    path = case(folder) / inner
    table = read(RawFile(f"basemap/{path.name}", path.read_bytes()))
    assert set(table.filter(pl.col("problem").is_null()).select("layer", "kind").rows()) == drawn
    assert set(table["problem"].drop_nulls()) == reasons
