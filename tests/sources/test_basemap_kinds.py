"""What each publisher calls a thing becomes one of the few kinds that are drawn."""

from __future__ import annotations

import polars as pl

from tests.sources.basemap_files import POND, SPOT, STREET, Layers, geojson, geopackage, read, said


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


def test_an_unknown_kind_is_drawn_as_the_most_usual_and_noted() -> None:
    assert read(geojson(({"layer": "road", "kind": "boulevard"}, STREET))).select("kind", "note").rows() == [("minor", "kind-unknown")]


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
