"""The basemap around a force holds what its printed maps draw, joined and cut, and the owners are named once."""

from __future__ import annotations

import polars as pl
import shapely

from sitegen.facts.basemap import basemap_owners, force_basemap
from sitegen.tables.schemas import SCHEMAS

Described = tuple[str | None, str | None, str | None, shapely.Geometry]


def table(*rows: Described, attribution: str = "© Loamshire Mapping") -> pl.DataFrame:
    types = SCHEMAS["basemap"].types
    named = [
        {"layer": layer, "kind": kind, "name": name, "geometry": shape.wkb, "attribution": attribution, "file": "f"}
        for layer, kind, name, shape in rows
    ]
    return pl.DataFrame([{column: row.get(column) for column in types} for row in named], schema=types)


BOUNDARIES = pl.DataFrame(
    [{"force_id": "loamshire", "neighbourhood_id": "cg", "geometry": shapely.box(-1.15, 52.62, -1.11, 52.65).wkb}],
    schema_overrides={"geometry": pl.Binary},
)


def around(*rows: Described) -> list[tuple[str | None, str | None, str | None, shapely.Geometry]]:
    found = force_basemap(basemap=table(*rows), boundaries=BOUNDARIES)
    assert dict(found.schema) == SCHEMAS["force_basemap"].types
    return [(*row[:3], shapely.from_wkb(row[3])) for row in found.iter_rows()]


def test_streets_of_one_kind_that_meet_are_one_line_without_a_name() -> None:
    halves = [shapely.LineString([(-1.14, 52.63), (-1.13, 52.63)]), shapely.LineString([(-1.13, 52.63), (-1.12, 52.64)])]
    found = around(*(("road", "minor", f"Street {number}", half) for number, half in enumerate(halves)))
    assert [row[:3] for row in found] == [("road", "minor", None)]
    assert shapely.length(found[0][3]) == sum(shapely.length(half) for half in halves)


def test_rivers_keep_their_names() -> None:
    assert [row[2] for row in around(("water", "river", "Loam", shapely.LineString([(-1.14, 52.63), (-1.13, 52.63)])))] == ["Loam"]


def test_what_lies_far_away_or_is_not_printed_is_left_out() -> None:
    near, far = shapely.box(-1.14, 52.63, -1.13, 52.64), shapely.box(-2.14, 52.63, -2.13, 52.64)
    path = shapely.LineString([(-1.14, 52.63), (-1.13, 52.63)])
    found = around(("green", "park", None, near), ("green", "park", None, far), ("building", None, None, near), ("road", "path", None, path))
    assert [row[3].equals(near) for row in found] == [True]


def test_long_lines_end_where_no_map_of_the_force_reaches() -> None:
    found = around(("rail", None, None, shapely.LineString([(-3, 52.63), (1, 52.63)])))
    west, _, east, _ = found[0][3].bounds
    assert -1.3 < west < -1.15
    assert -1.11 < east < -0.95


def test_without_boundaries_there_is_nothing() -> None:
    rows = table(("green", "park", None, shapely.box(-1.14, 52.63, -1.13, 52.64)))
    assert force_basemap(basemap=rows, boundaries=BOUNDARIES.clear()).is_empty()


def test_every_owner_is_named_once_and_nobody_for_what_is_not_drawn() -> None:
    shape = shapely.box(-1.14, 52.63, -1.13, 52.64)
    rows = pl.concat(
        [
            table(("green", None, None, shape), ("water", None, None, shape)),
            table((None, None, None, shape), attribution="© Nobody"),
            table(("green", None, None, shape), attribution=""),
        ]
    )
    assert basemap_owners(basemap=rows)["attribution"].to_list() == ["© Loamshire Mapping"]
