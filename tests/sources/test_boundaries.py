"""One row for each boundary file: valid geometry, or the reason why there is none."""

from __future__ import annotations

import json
import math
import time
from pathlib import Path

import polars as pl
import pytest
import shapely

from sitegen.raw import RawFile
from sitegen.sources.boundaries import read_boundaries, read_past_boundaries
from sitegen.sources.force_areas import read_force_areas, read_force_shapes
from sitegen.tables.schemas import SCHEMAS

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases"
SQUARE = "-3.0,51.0 -2.9,51.0 -2.9,51.1 -3.0,51.1 -3.0,51.0"
BOW_TIE = "-3.0,51.0 -2.9,51.1 -2.9,51.0 -3.0,51.1 -3.0,51.0"


def kml(*rings: str, name: str = "NB01", description: str = "Town Centre") -> bytes:
    polygons = "".join(
        f"<Polygon><outerBoundaryIs><LinearRing><coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon>" for ring in rings
    )
    texts = f"<name>{name}</name><description>{description}</description>"
    return f"<kml><Placemark>{texts}<MultiGeometry>{polygons}</MultiGeometry></Placemark></kml>".encode()


def loose(data: bytes, neighbourhood_id: str = "NB01") -> RawFile:
    return RawFile(f"boundaries/loamshire/{neighbourhood_id}.kml", data)


def api(positions: object, neighbourhood_id: str = "NB01") -> RawFile:
    return RawFile(f"policing/loamshire/{neighbourhood_id}/boundary.json", json.dumps(positions).encode())


def positions(text: str) -> list[dict[str, str]]:
    return [{"latitude": pair.split(",")[1], "longitude": pair.split(",")[0]} for pair in text.split()]


def read(*files: RawFile) -> pl.DataFrame:
    table = read_boundaries(force_id="loamshire", boundary_files=files)
    assert dict(table.schema) == SCHEMAS["boundaries"].types
    return table


def shape(table: pl.DataFrame, row: int = 0) -> shapely.Geometry:
    return shapely.from_wkb(table["geometry"][row])


def test_a_kml_file_gives_a_valid_polygon_under_its_stem() -> None:
    table = read(loose(kml(SQUARE, name="CPT RWB"), "CPT RWB"))
    assert table.drop("geometry").rows() == [("loamshire", "CPT RWB", "Town Centre", "kml", "boundaries/loamshire/CPT RWB.kml", None, None, None)]
    assert shape(table).equals(shapely.box(-3.0, 51.0, -2.9, 51.1))


def test_ids_keep_their_dots_and_case() -> None:
    assert read(loose(kml(SQUARE), "DEV.4050"), loose(kml(SQUARE), "nb.Kml"))["neighbourhood_id"].to_list() == ["DEV.4050", "nb.Kml"]


def test_a_member_of_a_zip_file_is_named_by_its_last_part() -> None:
    table = read(RawFile("boundaries/2025-06.zip!2025-06/loamshire/NB 02.kml", kml(SQUARE)))
    assert table.select("neighbourhood_id", "source").row(0) == ("NB 02", "kml")


@pytest.mark.parametrize(
    ("name", "description", "shown"),
    [
        ("NB01", "Town Centre", "Town Centre"),
        ("Banks &amp;amp; Hesketh", "x", "Banks & Hesketh"),
        ("NB01", "", None),
        ("", "", None),
        ("NB01", "long " * 50, None),
    ],
)
def test_the_name_is_the_files_own_unless_that_is_the_id(name: str, description: str, shown: str | None) -> None:
    assert read(loose(kml(SQUARE, name=name, description=description)))["name"].to_list() == [shown]


def test_several_parts_are_one_geometry() -> None:
    far = SQUARE.replace("-3.0", "-2.5").replace("-2.9", "-2.4")
    geometry = shape(read(loose(kml(SQUARE, far))))
    assert geometry.geom_type == "MultiPolygon"
    assert geometry.area == pytest.approx(0.02)


def test_a_hole_is_left_out() -> None:
    hole = "-2.97,51.03 -2.93,51.03 -2.93,51.07 -2.97,51.07 -2.97,51.03"
    data = kml(SQUARE).replace(
        b"</Polygon>", f"<innerBoundaryIs><LinearRing><coordinates>{hole}</coordinates></LinearRing></innerBoundaryIs></Polygon>".encode()
    )
    geometry = shape(read(loose(data)))
    assert not geometry.contains(shapely.Point(-2.95, 51.05))
    assert geometry.contains(shapely.Point(-2.98, 51.02))


def test_a_ring_that_crosses_itself_is_repaired_and_noted() -> None:
    table = read(loose(kml(BOW_TIE)))
    assert table.select("problem", "note", "row").row(0) == (None, "repaired", 1)
    assert shape(table).is_valid
    assert shape(table).area == pytest.approx(0.005)


def test_overlapping_parts_are_joined() -> None:
    geometry = shape(read(loose(kml(SQUARE, SQUARE.replace("-2.9", "-2.95")))))
    assert geometry.is_valid
    assert geometry.area == pytest.approx(0.01)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (kml(), "no-polygon"),
        (kml("-3.0,51.0 -2.9,51.1 -2.8,51.2 -3.0,51.0"), "no-area"),
        (kml("-3.0,51.0 -2.999999,51.0 -2.999999,51.000001 -3.0,51.0"), "no-area"),
        (kml(SQUARE.replace("51.1", "nan")), "coordinate-not-a-number"),
        (kml(SQUARE.replace("51.1", "99")), "coordinate-outside-uk"),
        (b"<kml>", "xml-unreadable"),
        (b"<!DOCTYPE x []><kml/>", "xml-forbidden"),
        (b"<kml>" + b"<a>" * 200_000, "nested-too-deeply"),
    ],
)
def test_a_file_that_cannot_be_used_is_set_aside_with_its_reason(data: bytes, problem: str) -> None:
    table = read(loose(data), loose(kml(SQUARE), "NB02"))
    assert table.select("neighbourhood_id", "problem", "row").rows() == [("NB01", problem, 1), ("NB02", None, None)]
    assert table["geometry"][0] is None


def test_the_apis_ring_of_texts_is_read() -> None:
    table = read(api(positions(SQUARE)))
    assert table.select("neighbourhood_id", "name", "source", "problem").row(0) == ("NB01", None, "api", None)
    assert shape(table).area == pytest.approx(0.01)


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ([], "no-polygon"),
        ({}, "json-unreadable"),
        ([{"latitude": "A", "longitude": "B"}] * 4, "coordinate-not-a-number"),
        ([{"latitude": "51"}] * 4, "coordinate-not-a-number"),
        (["x"] * 4, "coordinate-not-a-number"),
    ],
)
def test_an_answer_that_cannot_be_used_is_set_aside(answer: object, problem: str) -> None:
    assert read(api(answer))["problem"].to_list() == [problem]


def test_kml_wins_over_the_api_in_any_order() -> None:
    one, other = api(positions(SQUARE.replace("-2.9", "-2.5"))), loose(kml(SQUARE))
    for table in (read(one, other), read(other, one)):
        assert table.select("source", "problem").rows() == [("kml", None), ("api", "another-file-used")]


def test_the_api_steps_in_for_a_broken_kml_file() -> None:
    table = read(loose(b"<kml>"), api(positions(SQUARE)))
    assert table.select("source", "problem").rows() == [("kml", "xml-unreadable"), ("api", None)]


def test_the_order_of_vertices_and_parts_leaves_no_trace() -> None:
    turned = "-2.9,51.1 -3.0,51.1 -3.0,51.0 -2.9,51.0 -2.9,51.1"
    backwards = " ".join(reversed(SQUARE.split()))
    assert len({bytes(read(loose(kml(ring)))["geometry"][0]) for ring in (SQUARE, turned, backwards)}) == 1


VOCABULARY = (
    RawFile(
        "content/vocabulary/forces.toml",
        b'[[force]]\nid = "loamshire"\nname = "Loamshire Constabulary"\narea_code = "E23000999"\n'
        b'[[force]]\nid = "city-of-loam"\nname = "City of Loam Police"\narea_code = "E23000998"\n'
        b'[[force]]\nid = "btp"\nname = "British Transport Police"\narea_code = ""\n',
    ),
)
FORCES = ["btp", "city-of-loam", "loamshire"]


def geojson(*features: tuple[dict[str, object], object], **members: object) -> RawFile:
    collection = [{"type": "Feature", "properties": properties, "geometry": geometry} for properties, geometry in features]
    return RawFile("boundaries/areas.geojson", json.dumps({"type": "FeatureCollection", "features": collection, **members}).encode())


def box(west: float) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": [[[west, 51.0], [west + 0.1, 51.0], [west + 0.1, 51.1], [west, 51.0]]]}


def shapes(*files: RawFile) -> pl.DataFrame:
    table = read_force_shapes(force_area_files=files, force_vocabulary=VOCABULARY)
    assert dict(table.schema) == SCHEMAS["force_shapes"].types
    return table


def areas(*files: RawFile, boundaries: pl.DataFrame | None = None) -> pl.DataFrame:
    table = read_force_areas(
        force_shapes=shapes(*files),
        boundaries=pl.DataFrame(schema=SCHEMAS["boundaries"].types) if boundaries is None else boundaries,
        force_ids=FORCES,
    )
    assert dict(table.schema) == SCHEMAS["force_areas"].types
    return table


@pytest.mark.parametrize(
    "properties",
    [{"PFA20CD": "E23000999", "PFA20NM": "x"}, {"PFA23CD": "E23000999"}, {"name": "Loamshire"}, {"OBJECTID": 7, "NAME": "Loamshire Police"}],
)
def test_a_feature_is_matched_by_code_or_by_name(properties: dict[str, object]) -> None:
    assert areas(geojson((properties, box(-3.0)))).select("force_id", "source").rows() == [("loamshire", "file")]


def test_a_name_turned_round_is_matched_by_its_code() -> None:
    assert areas(geojson(({"PFA20CD": "E23000998", "PFA20NM": "Loam, City of"}, box(-3.0))))["force_id"].to_list() == ["city-of-loam"]


def test_features_of_nobody_here_are_left_out() -> None:
    assert areas(geojson(({"PFA20CD": "E23000001"}, box(-3.0)), ({}, box(-3.0)))).is_empty()


@pytest.mark.parametrize("kind", [[[[-6.0, 51.5]]], {}, None, 7, "Point"])
def test_a_geometry_of_no_kind_costs_its_feature(kind: object) -> None:
    table = shapes(geojson(({"code": "E23000999"}, {"type": kind, "coordinates": box(-3.0)["coordinates"]}), ({"code": "E23000999"}, box(-3.0))))
    assert set(table["problem"]) == {None, "no-polygon"}


def test_several_features_of_a_force_are_one_area() -> None:
    table = areas(
        geojson(({"code": "E23000999"}, box(-3.0)), ({"code": "E23000999"}, {"type": "MultiPolygon", "coordinates": [box(-2.5)["coordinates"]]}))
    )
    assert shape(table).geom_type == "MultiPolygon"


def test_a_force_without_a_feature_has_the_union_of_its_neighbourhoods() -> None:
    neighbours = read(loose(kml(SQUARE)), loose(kml(SQUARE.replace("-3.0", "-2.8")), "NB02"), loose(b"<kml>", "NB03"))
    table = areas(geojson(({"code": "E23000998"}, box(-3.0))), boundaries=neighbours)
    assert table.select("force_id", "source").rows() == [("city-of-loam", "file"), ("loamshire", "union")]
    assert shape(table, 1).area == pytest.approx(0.02)


def test_without_any_input_no_force_has_an_area() -> None:
    assert areas().is_empty()


METRES = {"type": "Polygon", "coordinates": [[[331783, 205362], [331883, 205362], [331883, 205462], [331783, 205362]]]}


@pytest.mark.parametrize(
    ("geometry", "problem"),
    [
        (METRES, "coordinate-outside-uk"),
        (None, "no-polygon"),
        ({"type": "Point", "coordinates": [-3, 51]}, "no-polygon"),
        ({"type": "Polygon", "coordinates": [[[None]]]}, "coordinate-not-a-number"),
        ({"type": "Polygon", "coordinates": 3}, "no-polygon"),
        ({"type": "MultiPolygon", "coordinates": [[], 3]}, "no-polygon"),
    ],
)
def test_a_force_area_that_cannot_be_used_costs_itself(geometry: object, problem: str) -> None:
    file = geojson(({"code": "E23000998"}, box(-3.0)), ({"code": "E23000999"}, geometry))
    assert shapes(file).select("force_id", "row", "problem").rows() == [("city-of-loam", None, None), ("loamshire", 2, problem)]
    assert areas(file)["force_id"].to_list() == ["city-of-loam"]


def test_force_areas_are_read_in_the_system_that_their_file_names() -> None:
    # Its south-western corner is one of Ordnance Survey's published test points.
    metres = {"type": "Polygon", "coordinates": [[[449_816.371, 75_335.861], [449_916, 75_335.861], [449_916, 75_436], [449_816.371, 75_436]]]}
    feature: tuple[dict[str, object], object] = ({"code": "E23000999"}, metres)
    named = areas(geojson(feature, crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}))
    assert min(shape(named).exterior.coords, key=sum) == pytest.approx((-1.29782277, 50.57563665), abs=1e-6)
    unknown = geojson(feature, feature, crs={"type": "name", "properties": {"name": "EPSG:999999"}})
    assert shapes(unknown).select("row", "problem").rows() == [(1, "other-system"), (2, "other-system")]


def test_a_feature_of_no_force_is_counted() -> None:
    assert shapes(geojson(({"code": "S23000009"}, box(-3.0)))).select("force_id", "row", "problem").rows() == [(None, 1, "force-unknown")]


def test_a_file_that_is_no_geojson_costs_itself() -> None:
    broken = RawFile("boundaries/broken.geojson", b"[" * 200_000)
    table = shapes(broken, geojson(({"code": "E23000999"}, box(-3.0))))
    assert table.select("file", "problem").rows() == [("boundaries/areas.geojson", None), ("boundaries/broken.geojson", "json-unreadable")]


@pytest.mark.parametrize("body", [b"{}", b'{"type": "Feature", "geometry": null}', b'{"features": {"a": 1}}'])
def test_a_geojson_without_a_list_of_features_costs_itself(body: bytes) -> None:
    assert shapes(RawFile("boundaries/one.geojson", body)).select("file", "row", "problem").rows() == [
        ("boundaries/one.geojson", 1, "json-unexpected")
    ]


POINT = "-2.95,51.05 " * 4


def with_hole(hole: str, ring: str = SQUARE) -> bytes:
    inner = f"<innerBoundaryIs><LinearRing><coordinates>{hole}</coordinates></LinearRing></innerBoundaryIs></Polygon>"
    return kml(ring).replace(b"</Polygon>", inner.encode())


@pytest.mark.parametrize("hole", [POINT, "x,y 1,2 3,4", "-2.95,51.05", "0,0 0,1 1,1 0,0"])
def test_a_hole_that_cannot_be_costs_itself_and_is_counted(hole: str) -> None:
    table = read(loose(with_hole(hole)))
    assert table.select("problem", "note", "row").row(0) == (None, "ring-left-out", 1)
    assert shape(table).equals(shapely.box(-3.0, 51.0, -2.9, 51.1))


def test_a_part_that_cannot_be_costs_itself_and_is_counted() -> None:
    table = read(loose(kml(POINT, SQUARE)))
    assert table.select("problem", "note").row(0) == (None, "ring-left-out")
    assert shape(table).equals(shapely.box(-3.0, 51.0, -2.9, 51.1))


def test_a_hole_in_a_force_area_that_cannot_be_costs_itself_and_is_counted() -> None:
    ring = [[-3.0, 51.0], [-2.9, 51.0], [-2.9, 51.1], [-3.0, 51.1], [-3.0, 51.0]]
    file = geojson(({"code": "E23000999"}, {"type": "Polygon", "coordinates": [ring, [[-2.95, 51.05]] * 4]}))
    assert shapes(file).select("problem", "note").row(0) == (None, "ring-left-out")
    assert shape(areas(file)).equals(shapely.box(-3.0, 51.0, -2.9, 51.1))


def star(corners: int) -> str:
    turns = [2 * math.pi * number * (corners // 2 - 1) / corners for number in range(corners + 1)]
    return " ".join(f"{-1 + 0.1 * math.cos(turn):.6f},{52 + 0.1 * math.sin(turn):.6f}" for turn in turns)


@pytest.mark.parametrize("corners", [21, 101, 301, 2_001])
def test_a_star_is_mended_or_set_aside_at_once(corners: int) -> None:
    started = time.process_time()
    table = read(loose(kml(star(corners))))
    assert time.process_time() - started < 1
    assert table.select("problem", "note").row(0) == ((None, "repaired") if corners == 21 else ("too-tangled", None))


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases lie beside the project")
@pytest.mark.parametrize("name", ["star100", "star200", "star300"])
def test_the_stars_of_the_case_take_less_than_a_second(name: str) -> None:
    started = time.process_time()
    table = read(loose((CASES / "kml-star-hang" / f"{name}.kml").read_bytes()))
    assert time.process_time() - started < 1
    assert table["problem"].to_list() == ["too-tangled"]


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases lie beside the project")
def test_the_degenerate_holes_of_the_cases_are_left_out() -> None:
    table = read(loose((CASES / "kml-degenerate-hole/data/boundaries/leicestershire/NA02.kml").read_bytes(), "NA02"))
    assert table.select("problem", "note").row(0) == (None, "ring-left-out")
    vocabulary = (RawFile("content/vocabulary/forces.toml", Path("content/vocabulary/forces.toml").read_bytes()),)
    file = RawFile("boundaries/areas.geojson", (CASES / "force-area-degenerate-hole/data/boundaries/areas.geojson").read_bytes())
    found = read_force_shapes(force_area_files=(file,), force_vocabulary=vocabulary)
    assert found.select("force_id", "problem", "note").rows() == [("leicestershire", None, "ring-left-out")]


def test_ids_are_compared_whatever_the_signs_their_accents_are_written_in() -> None:
    table = read(loose(kml(SQUARE), "Ynys Mo\u0302n"), api(positions(SQUARE), "Ynys M\u00f4n"))
    assert table.select("neighbourhood_id", "problem").rows() == [("Ynys M\u00f4n", None), ("Ynys M\u00f4n", "another-file-used")]


def test_what_an_earlier_months_zip_file_has_is_read_alike_and_names_its_month() -> None:
    files = tuple(RawFile(f"boundaries/2016-01.zip!2016-01/loamshire/{key}.kml", body) for key, body in (("A", kml(SQUARE)), ("B", b"<kml")))
    table = read_past_boundaries(force_id="loamshire", boundary_month="2016-01", past_boundary_files=files)
    assert dict(table.schema) == SCHEMAS["past_boundaries"].types
    told = table.select("month", "neighbourhood_id", pl.col("geometry").is_null(), "problem").rows()
    assert told == [("2016-01", "A", False, None), ("2016-01", "B", True, "xml-unreadable")]
