"""People of zones are shared out as their postcodes are, and nothing is said where too little is known."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
import pytest
import shapely

from sitegen.facts.population import populations, zone_postcodes
from sitegen.tables.schemas import SCHEMAS

WARD, OTHER_WARD, DISTRICT = "E05000001", "E05000002", "E06000001"


def table(name: str, *rows: Mapping[str, object]) -> pl.DataFrame:
    types = SCHEMAS[name].types
    return pl.DataFrame([{column: row.get(column) for column in types} for row in rows], schema=types)


def figures(*rows: tuple[str, str, int | None, int]) -> pl.DataFrame:
    return table("population", *({"zone": zone, "kind": kind, "year": year, "people": people, "file": "f"} for zone, kind, year, people in rows))


def held(*rows: tuple[str | None, str | None, str | None, float]) -> pl.DataFrame:
    """Zone, force, neighbourhood and postcodes; the totals of each place are worked out from its wards."""
    frame = pl.DataFrame(rows, schema=SCHEMAS["zone_postcodes"].types, orient="row")
    wards = frame.filter(pl.col("zone").str.starts_with("E05") | (pl.col("zone") == ""))
    totals = wards.group_by("force_id", "neighbourhood_id").agg(pl.col("postcodes").sum()).with_columns(pl.lit(None, pl.String).alias("zone"))
    return pl.concat([frame.filter(pl.col("zone") != ""), totals.select(frame.columns)])


def worked_out(population: pl.DataFrame, postcodes: pl.DataFrame) -> list[tuple[object, ...]]:
    found = populations(population=population, zone_postcodes=postcodes)
    assert dict(found.schema) == SCHEMAS["populations"].types
    return found.rows()


def test_people_of_a_zone_are_shared_as_its_postcodes_are() -> None:
    postcodes = held((WARD, "loamshire", "cg", 30.0), (WARD, "loamshire", "nb", 10.0), (OTHER_WARD, "loamshire", "nb", 20.0))
    assert worked_out(figures((WARD, "ward", 2021, 4000), (OTHER_WARD, "ward", 2021, 2504)), postcodes) == [
        ("loamshire", "cg", 3000, 2021, "ward"),
        ("loamshire", "nb", 3500, 2021, "ward"),
        ("loamshire", None, 6500, 2021, "ward"),
    ]


def test_nothing_is_said_where_zones_without_a_figure_hold_more_than_a_twentieth_of_the_postcodes() -> None:
    population = figures((WARD, "ward", 2021, 4000))
    assert worked_out(population, held((WARD, "loamshire", "cg", 94.0), (OTHER_WARD, "loamshire", "cg", 6.0))) == []
    assert worked_out(population, held((WARD, "loamshire", "cg", 95.0), (OTHER_WARD, "loamshire", "cg", 5.0)))[0] == (
        "loamshire",
        "cg",
        4000,
        2021,
        "ward",
    )
    assert worked_out(population, held((WARD, "loamshire", "cg", 94.0), ("", "loamshire", "cg", 6.0))) == []


def test_the_finest_kind_of_zone_is_used() -> None:
    postcodes = held((WARD, "loamshire", "cg", 40.0), ("E01000001", "loamshire", "cg", 40.0), (DISTRICT, "loamshire", "cg", 40.0))
    population = figures((WARD, "ward", 2021, 4000), ("E01000001", "lsoa", 2011, 1500), (DISTRICT, "district", 2021, 7000))
    assert worked_out(population, postcodes) == [("loamshire", "cg", 1500, 2011, "lsoa"), ("loamshire", None, 1500, 2011, "lsoa")]


def test_the_newest_year_that_covers_the_place_is_used() -> None:
    postcodes = held((WARD, "loamshire", "cg", 20.0), (OTHER_WARD, "loamshire", "cg", 20.0))
    population = figures((WARD, "ward", 2011, 1000), (OTHER_WARD, "ward", 2011, 1000), (WARD, "ward", 2021, 1200), (WARD, "ward", None, 5))
    assert worked_out(population, postcodes)[0] == ("loamshire", "cg", 2000, 2011, "ward")


def test_a_year_that_is_not_said_counts_where_there_is_no_other() -> None:
    assert worked_out(figures((WARD, "ward", None, 800)), held((WARD, "loamshire", "cg", 20.0)))[0] == ("loamshire", "cg", 800, None, "ward")


def test_a_district_tells_of_a_force_and_never_of_a_neighbourhood() -> None:
    postcodes = held((WARD, "loamshire", "cg", 500.0), (DISTRICT, "loamshire", "cg", 500.0))
    assert worked_out(figures((DISTRICT, "district", 2021, 20_004)), postcodes) == [("loamshire", None, 20_000, 2021, "district")]


def test_a_district_belongs_whole_to_the_force_with_most_of_its_postcodes() -> None:
    postcodes = held(
        (WARD, "loamshire", "cg", 600.0), (DISTRICT, "loamshire", "cg", 590.0), (DISTRICT, "wealdmoor", "wm", 10.0),
        ("E06000002", "loamshire", "cg", 10.0), ("E06000002", None, None, 200.0),
    )  # fmt: skip
    assert worked_out(figures((DISTRICT, "district", 2021, 20_000), ("E06000002", "district", 2021, 9_000)), postcodes) == [
        ("loamshire", None, 20_000, 2021, "district")
    ]


def test_a_district_with_far_more_people_than_its_known_postcodes_can_hold_is_left_out() -> None:
    postcodes = held((WARD, "loamshire", "cg", 604.0), (DISTRICT, "loamshire", "cg", 600.0), ("E06000002", "loamshire", "cg", 4.0))
    population = figures((DISTRICT, "district", 2021, 20_000), ("E06000002", "district", 2021, 219_000))
    assert worked_out(population, postcodes) == [("loamshire", None, 20_000, 2021, "district")]


def test_without_figures_or_postcodes_nothing_is_said() -> None:
    assert worked_out(figures(), held((WARD, "loamshire", "cg", 20.0))) == []
    assert worked_out(figures((WARD, "ward", 2021, 4000)), held()) == []


POSTCODES = table(
    "postcodes",
    {"postcode": "LM1 0AA", "lon": -1.5, "lat": 50.5, "ward": WARD, "district": DISTRICT},
    {"postcode": "LM1 0AB", "lon": -1.0, "lat": 50.5, "ward": WARD},
    {"postcode": "LM1 0AD", "lon": -2.5, "lat": 50.5, "ward": WARD},
    {"postcode": "LM1 0AE", "lon": -9.0, "lat": 50.5, "ward": WARD},
    {"postcode": "LM1 0AF", "lon": -1.5, "lat": 50.5, "ward": WARD, "terminated": "1996-06"},
    {"row": 9, "problem": "no-position"},
)
LAIN = table(
    "postcode_neighbourhoods",
    {"postcode": "LM1 0AA", "force_id": "loamshire", "neighbourhood_id": "w"},
    {"postcode": "LM1 0AB", "force_id": "loamshire", "neighbourhood_id": "w"},
    {"postcode": "LM1 0AB", "force_id": "wealdmoor", "neighbourhood_id": "e"},
    {"postcode": "LM1 0AD"},
    {"postcode": "LM1 0AE"},
    {"postcode": "LM1 0AF", "force_id": "loamshire", "neighbourhood_id": "w", "terminated": "1996-06"},
)
AREAS = table("force_areas", {"force_id": "loamshire", "geometry": shapely.to_wkb(shapely.box(-3, 50, -1, 51)), "source": "file"})


@pytest.mark.parametrize("order", [POSTCODES, POSTCODES.reverse()])
def test_postcodes_in_use_are_counted_by_zone_and_place_and_in_all(order: pl.DataFrame) -> None:
    found = zone_postcodes(postcodes=order, postcode_neighbourhoods=LAIN, force_areas=AREAS)
    assert dict(found.schema) == SCHEMAS["zone_postcodes"].types
    places = [("loamshire", "w", 1.5), ("loamshire", None, 1.0), ("wealdmoor", "e", 0.5), (None, None, 1.0)]
    assert found.rows() == [(WARD, *place) for place in places] + [(DISTRICT, "loamshire", "w", 1.0)] + [(None, *place) for place in places]


def test_an_area_without_postcodes_has_no_zones() -> None:
    assert zone_postcodes(postcodes=POSTCODES.clear(), postcode_neighbourhoods=LAIN.clear(), force_areas=AREAS).is_empty()
