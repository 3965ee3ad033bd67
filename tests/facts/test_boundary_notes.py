"""The operator is told of every boundary that cannot be read, in few lines."""

from __future__ import annotations

import polars as pl

from sitegen.facts.boundary_notes import boundary_notes
from sitegen.tables.schemas import SCHEMAS

Row = dict[str, object]


def notes(boundaries: list[Row], force_shapes: list[Row]) -> list[str]:
    tables = {}
    for name, rows in (("boundaries", boundaries), ("force_shapes", force_shapes)):
        types = SCHEMAS[name].types
        tables[name] = pl.DataFrame([{column: row.get(column) for column in types} for row in rows], schema=types)
    lines: list[str] = boundary_notes(**tables)["line"].to_list()
    return lines


def boundary(key: str, **columns: object) -> Row:
    return {"force_id": "loamshire", "neighbourhood_id": key, "file": f"boundaries/loamshire/{key}.kml", **columns}


def test_lost_boundaries_of_a_force_are_one_line_for_each_reason() -> None:
    lost = [boundary(f"NB{number}", problem="no-area") for number in range(7)]
    assert notes([*lost, boundary("X", problem="xml-unreadable"), boundary("OK", geometry=b"x")], []) == [
        "boundaries/loamshire/NB0.kml, boundaries/loamshire/NB1.kml, boundaries/loamshire/NB2.kml, boundaries/loamshire/NB3.kml, "
        "boundaries/loamshire/NB4.kml and 2 more: cannot be read (no-area); crimes cannot be counted there",
        "boundaries/loamshire/X.kml: cannot be read (xml-unreadable); crimes cannot be counted there",
    ]


def test_a_second_file_and_one_beside_another_that_can_be_read_are_no_loss() -> None:
    assert notes([boundary("A", geometry=b"x"), boundary("A", problem="another-file-used"), boundary("A", problem="no-area")], []) == []


def test_parts_left_out_and_force_areas_are_told() -> None:
    shapes: list[Row] = [
        {"file": "a.geojson", "row": 3, "problem": "force-unknown"},
        {"force_id": "loamshire", "file": "a.geojson", "row": 4, "problem": "coordinate-outside-uk"},
        {"force_id": "wealdmoor", "file": "a.geojson", "row": 5, "note": "ring-left-out", "geometry": b"x"},
    ]
    assert notes([boundary("A", geometry=b"x", note="ring-left-out")], shapes) == [
        "a.geojson feature 4 (loamshire): cannot be read (coordinate-outside-uk); it must be polygons in the reference system that the file names,"
        " else in longitude and latitude",
        "a.geojson feature 5 (wealdmoor): a part that cannot be read was left out; the rest is used",
        "boundaries/loamshire/A.kml: a part that cannot be read was left out; the rest is used",
    ]
