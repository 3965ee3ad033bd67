"""One row for each feature of a basemap file, in the site's own few words, or the reason why it is not drawn."""

from __future__ import annotations

import json
import sqlite3
import struct
from collections.abc import Mapping, Sequence
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
from sitegen.tables.schemas import SCHEMAS
from tests.cases import case

STREET = shapely.LineString([(-1.13, 52.63), (-1.12, 52.64)])
POND = shapely.box(-1.13, 52.63, -1.12, 52.64)
SPOT = shapely.Point(-1.13, 52.63)
ON_THE_GRID = shapely.LineString([(250_359.811, 62_016.569), (449_816.371, 75_335.861)])  # two of Ordnance Survey's published test points
BOW_TIE = shapely.Polygon([(-1.2, 52.6), (-1.1, 52.7), (-1.1, 52.6), (-1.2, 52.7)])

Layers = Mapping[str, tuple[str, Sequence["Row"]]]
Row = tuple[Any, ...]  # Any: cells of every column type


def geopackage(layers: Layers, *, system: int = 4326, definition: str = "", box: int = 1, name: str = "map.gpkg") -> RawFile:
    """A GeoPackage of layers, each with its columns as words and its rows, the shape last; `box` is the kind of envelope in every blob."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(
            "CREATE TABLE gpkg_spatial_ref_sys (srs_name, srs_id INTEGER PRIMARY KEY, organization, organization_coordsys_id INTEGER, definition)"
        )
        database.execute("INSERT INTO gpkg_spatial_ref_sys VALUES ('', 99, 'EPSG', ?, ?)", (system, definition))
        database.execute("CREATE TABLE gpkg_geometry_columns (table_name, column_name, geometry_type_name, srs_id, z, m)")
        for layer, (columns, rows) in layers.items():
            database.execute(f'CREATE TABLE "{layer}" (fid INTEGER PRIMARY KEY, {"".join(f"{column}, " for column in columns.split())} shape BLOB)')
            database.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'shape', 'GEOMETRY', 99, 0, 0)", (layer,))
            for row in rows:
                values = (*row[:-1], blob(row[-1], box) if isinstance(row[-1], shapely.Geometry) else row[-1])
                names = ", ".join([*columns.split(), "shape"])
                database.execute(f'INSERT INTO "{layer}" ({names}) VALUES ({", ".join("?" * len(values))})', values)
        return RawFile(f"basemap/{name}", database.serialize())


def blob(shape: shapely.Geometry, box: int) -> bytes:
    west, south, east, north = shape.bounds
    envelope = struct.pack("<4d", west, east, south, north) + bytes((0, 0, 16, 16, 32)[box])
    return b"GP\0" + bytes([1 | box << 1]) + struct.pack("<i", 99) + (envelope if box else b"") + bytes(shapely.to_wkb(shape, byte_order=1))


def geojson(*features: tuple[dict[str, Any], shapely.Geometry | None], name: str = "map.geojson", **members: Any) -> RawFile:
    listed = [
        {"type": "Feature", "properties": properties, "geometry": None if shape is None else json.loads(shapely.to_geojson(shape))}
        for properties, shape in features
    ]
    return RawFile(f"basemap/{name}", json.dumps({"type": "FeatureCollection", "features": listed, **members}).encode())


def read(*files: RawFile) -> pl.DataFrame:
    table = read_basemap(basemap_files=files)
    assert dict(table.schema) == SCHEMAS["basemap"].types
    return table


def said(table: pl.DataFrame) -> list[tuple[str | None, ...]]:
    return table.select("layer", "kind", "name").rows()


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


def test_our_own_layers_by_table_or_by_column() -> None:
    layers: Layers = {
        "buildings": ("kind name", [(None, None, POND)]),
        "rail": ("kind name", [(None, "Branch Line", STREET)]),
        "things": ("layer kind name", [("water", "sea", "Bay", POND), ("built-up", None, "Market Loam", POND), ("shop", None, None, POND)]),
    }
    assert said(read(geopackage(layers))) == [
        ("building", None, None),
        ("built-up", None, "Market Loam"),
        ("rail", None, "Branch Line"),
        ("water", "sea", "Bay"),
        (None, None, None),
    ]


def test_zoomstack_draws_each_road_and_each_lake_once_at_its_finest() -> None:
    table = read(
        geopackage(
            {
                "roads_national": ("type name", [("Motorway", "M1", STREET)]),
                "roads_local": ("type name", [("Motorway", "M1", STREET), ("Local", "Mill Lane", STREET), ("Restricted", None, STREET)]),
                "surfacewater": ("type", [("Local", POND), ("Regional", POND)]),
                "contours": ("type", [("Normal", STREET)]),
                "names": ("name1 type", [("Market Loam", "Town", SPOT), ("Loam Hill", "Landform", SPOT)]),
            }
        )
    )
    assert said(table.filter(pl.col("problem").is_null())) == [
        ("place", "town", "Market Loam"),
        ("road", "minor", "Mill Lane"),
        ("road", "motorway", "M1"),
        ("road", "path", None),
        ("water", "lake", None),
    ]
    assert sorted(table["problem"].drop_nulls()) == ["coarser-copy", "coarser-copy", "not-drawn", "not-drawn"]
    assert table["attribution"].unique().to_list() == ["Contains OS data © Crown copyright and database right {year}"]


def test_open_roads_are_sorted_by_their_function() -> None:
    links = [("A Road", "High Street", STREET), ("Local Access Road", None, STREET), ("Secondary Access Road", None, STREET)]
    table = read(geopackage({"road_link": ("road_function name_1", links)}))
    assert said(table) == [("road", "minor", None), ("road", "path", None), ("road", "primary", "High Street")]


def test_tags_of_openstreetmap_are_understood() -> None:
    table = read(
        geojson(
            ({"highway": "trunk", "name": "Ring Road"}, STREET),
            ({"railway": "abandoned"}, STREET),
            ({"waterway": "stream"}, STREET),
            ({"natural": "water"}, POND),
            ({"leisure": "park", "name": "Castle Park"}, POND),
            ({"building": "yes"}, POND),
            ({"place": "suburb", "name": "Castle Gate", "osm_id": 1}, SPOT),
            ({"layer": "highway_primary", "osm_id": "2"}, STREET),
            ({"layer": "tree", "osm_id": None}, POND),
        )
    )
    assert said(table) == [
        ("building", None, None),
        ("green", "park", "Castle Park"),
        ("place", "suburb", "Castle Gate"),
        ("road", "primary", "Ring Road"),
        ("road", "primary", None),
        ("water", "lake", None),
        ("water", "stream", None),
        (None, None, None),
        (None, None, None),
    ]
    assert set(table["problem"].drop_nulls()) == {"not-drawn"}


def test_built_up_areas_lose_their_abbreviation() -> None:
    table = read(geojson(({"code": "E34000001", "name": "Market Loam BUA"}, POND), ({"code": "E34000002", "name": "Loam (Wealdmoor) BUA"}, POND)))
    assert said(table) == [("built-up", None, "Loam"), ("built-up", None, "Market Loam")]
    assert "National Statistics" in table["attribution"][0]


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


def test_an_unknown_kind_is_drawn_as_the_most_usual_and_noted() -> None:
    assert read(geojson(({"layer": "road", "kind": "boulevard"}, STREET))).select("kind", "note").rows() == [("minor", "kind-unknown")]


def test_the_word_nan_in_a_file_is_no_name() -> None:
    file = geojson(({"layer": "road", "kind": "minor", "name": "Mill Lane"}, STREET))
    assert read(RawFile(file.name, file.data.replace(b'"Mill Lane"', b"NaN")))["name"].to_list() == [None]


def test_the_order_of_features_does_not_matter() -> None:
    features: list[tuple[dict[str, Any], shapely.Geometry]] = [({"layer": "road", "kind": "minor"}, STREET), ({"layer": "green"}, POND)]
    assert read(geojson(*features)).equals(read(geojson(*reversed(features))))


def test_geofabriks_tables_are_known_with_and_without_their_endings() -> None:
    columns = "osm_id code fclass name"
    table = read(
        geopackage(
            {
                "gis_osm_roads_free": (
                    columns,
                    [
                        ("1", 5111, "motorway", "M1", STREET),
                        ("2", 5141, "service", None, STREET),
                        ("3", 5147, "track_grade1", None, STREET),
                        ("4", 5199, "unknown", "Mill Lane", STREET),
                    ],
                ),
                "gis_osm_railways_free": (columns, [("5", 6101, "rail", None, STREET)]),
                "gis_osm_waterways_free_1": (columns, [("6", 8101, "river", "Loam", STREET), ("7", 8104, "drain", None, STREET)]),
                "gis_osm_water_a_free": (
                    columns,
                    [("8", 8201, "reservoir", None, POND), ("9", 8202, "river", None, POND), ("10", 8221, "wetland", None, POND)],
                ),
                "gis_osm_landuse_a": (
                    columns,
                    [("11", 7201, "forest", None, POND), ("12", 7202, "park", None, POND), ("13", 7203, "residential", None, POND)],
                ),
                "gis_osm_buildings_a_free": (columns, [("14", 1500, "building", None, POND)]),
                "gis_osm_places_free": (columns, [("15", 1005, "national_capital", "Loamton", SPOT), ("16", 1040, "hamlet", "Ashby", SPOT)]),
                "gis_osm_pois_free": (columns, [("17", 2501, "supermarket", "Shop", SPOT)]),
                "renamed": (columns, [("18", 5122, "residential", "High Street", STREET)]),
            }
        )
    )
    assert set(table["attribution"]) == {"© OpenStreetMap contributors"}
    assert sorted(said(table.filter(pl.col("problem").is_null())), key=repr) == sorted(
        [
            ("road", "motorway", "M1"),
            ("road", "path", None),
            ("road", "path", None),
            ("road", "minor", "Mill Lane"),
            ("rail", None, None),
            ("water", "river", "Loam"),
            ("water", "stream", None),
            ("water", "lake", None),
            ("water", "river", None),
            ("green", "wood", None),
            ("green", "park", None),
            ("built-up", None, None),
            ("building", None, None),
            ("place", "city", "Loamton"),
            ("place", "village", "Ashby"),
            ("road", "minor", "High Street"),
        ],
        key=repr,
    )
    assert table.filter(pl.col("problem").is_not_null()).select("source_layer", "problem").rows() == [
        ("gis_osm_pois_free", "not-drawn"),
        ("gis_osm_water_a_free", "not-drawn"),
    ]


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
