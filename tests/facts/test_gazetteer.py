"""What is known of towns: their names in both languages, and whether the map names them."""

from __future__ import annotations

import polars as pl
import pytest
import shapely

from sitegen.facts.gazetteer import gazetteer, known_places
from sitegen.facts.map_places import map_places
from sitegen.facts.outlying import outlying_places
from sitegen.facts.welsh_towns import WELSH_TOWNS
from sitegen.tables.schemas import SCHEMAS
from tests.artefacts.inputs import table

NO_MAP = table("map_places")
NO_BOUNDARIES = table("boundaries")


def given(*rows: tuple[str, str | None, str, float, float]) -> pl.DataFrame:
    """The gazetteer of these places: name, other name, kind, degrees east and north."""
    columns = ("name", "other_name", "kind", "lon", "lat")
    return gazetteer(marked_places=table("marked_places", *(dict(zip(columns, row, strict=True)) for row in rows)))


def named(found: pl.DataFrame, *names: str) -> list[tuple[object, ...]]:
    return found.filter(pl.col("name").is_in(names)).select("name", "other_name", "kind").rows()


def built_up(name: str, shape: shapely.Geometry) -> pl.DataFrame:
    return table("basemap", {"layer": "built-up", "name": name, "geometry": shape.wkb})


def test_a_town_of_wales_has_both_names_whichever_was_given() -> None:
    found = given(
        ("Cardiff", None, "locality", -3.172, 51.494), ("Rhisga", None, "locality", -3.096, 51.611), ("Oadby", None, "locality", -1.08, 52.6)
    )
    assert named(found, "Cardiff", "Risca", "Rhisga", "Oadby") == [
        ("Cardiff", "Caerdydd", "city"),
        ("Oadby", None, "locality"),
        ("Risca", "Rhisga", "town"),
    ]


def test_a_town_given_under_each_of_its_names_stands_once() -> None:
    found = given(("Ebbw Vale", None, "locality", -3.206, 51.778), ("Glynebwy", None, "locality", -3.207, 51.777))
    assert named(found, "Ebbw Vale", "Glynebwy") == [("Ebbw Vale", "Glynebwy", "town")]


def test_namesakes_elsewhere_are_left_as_they_are() -> None:
    found = given(("Newport", None, "locality", -4.833, 52.016), ("Newport", None, "town", -1.303, 50.702))
    assert named(found, "Newport") == [("Newport", None, "locality"), ("Newport", "Casnewydd", "city"), ("Newport", None, "town")]


def test_a_site_without_places_is_given_none() -> None:
    assert given().is_empty()


def test_the_towns_of_wales_lie_in_wales_under_different_names() -> None:
    assert all(-5.35 < town.lon < -2.6 and 51.35 < town.lat < 53.45 for town in WELSH_TOWNS)
    assert [town.name for town in WELSH_TOWNS if town.name == town.other_name] == []
    assert len({town.name for town in WELSH_TOWNS}) == len(WELSH_TOWNS)


def test_a_built_up_area_is_named_at_the_middle_that_the_gazetteer_knows() -> None:
    grown = built_up("Newport", shapely.box(-3.3, 51.5, -2.9, 51.8))
    found = map_places(basemap=grown, boundaries=NO_BOUNDARIES, gazetteer=given(("Oadby", None, "locality", -1.08, 52.6)))
    assert found.filter(pl.col("name") == "Newport").rows() == [("city", "Newport", -2.997, 51.588, True)]
    alone = map_places(basemap=grown, boundaries=NO_BOUNDARIES, gazetteer=given())
    assert alone.select("name", "from_gazetteer").rows() == [("Newport", False)]
    assert (alone["lon"][0], alone["lat"][0]) == pytest.approx((-3.1, 51.65))


def test_what_the_map_alone_names_is_known_and_what_both_name_is_known_once() -> None:
    towns = table(
        "map_places",
        {"kind": "town", "name": "Saltby", "lon": -1.0, "lat": 52.0},
        {"kind": "city", "name": "Market Loam", "lon": -1.13, "lat": 52.63},
    )
    known = known_places(
        gazetteer=given(("Market Loam", "Marchnad Lom", "locality", -1.14, 52.63), ("Oadby", None, "locality", -1.08, 52.6)), map_places=towns
    )
    assert dict(known.schema) == SCHEMAS["known_places"].types
    of_all = known.filter(pl.col("name").is_in(["Saltby", "Market Loam", "Oadby"]))
    assert of_all.select("name", "other_name", "kind", "on_map").rows() == [
        ("Market Loam", "Marchnad Lom", "city", True),
        ("Oadby", None, "locality", False),
        ("Saltby", None, "town", True),
    ]


def test_a_town_in_no_force_is_kept_where_the_map_names_it() -> None:
    places = pl.DataFrame(
        [("Here", None, "town", -1.5, 50.5, False), ("Mapped", None, "city", 1.5, 50.5, True), ("Unmapped", None, "city", 1.6, 50.5, False)],
        schema=SCHEMAS["known_places"].types,
        orient="row",
    )
    areas = table("force_areas", {"force_id": "loamshire", "geometry": shapely.box(-2, 50, -1, 51).wkb})
    found = outlying_places(known_places=places, place_neighbourhoods=table("place_neighbourhoods"), force_areas=areas)
    assert dict(found.schema) == SCHEMAS["outlying_places"].types
    assert found.select("name", "force_id").rows() == [("Here", "loamshire"), ("Mapped", None)]
