"""Street shards name the snap points of a z12 square and the neighbourhoods they lie in."""

from __future__ import annotations

import json

import polars as pl

from sitegen.artefacts.shards import streets
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import snap_point_id
from tests.artefacts.inputs import table

EAST, SOUTH = 2030 * 4096, 1345 * 4096


def bake(
    points: list[tuple[int, int, str | None]], areas: list[tuple[int, int, str, str]], doubts: list[tuple[int, int, str]] | None = None
) -> dict[str, bytes]:
    """The shards of points (x, y, street) that lie in areas (x, y, force, neighbourhood) and may mislead (x, y, reason)."""
    snap_points = pl.DataFrame([(x, y, -1.6, 52.5, street) for x, y, street in points], schema=SCHEMAS["snap_points"].types, orient="row")
    point_neighbourhoods = pl.DataFrame(areas, schema=SCHEMAS["point_neighbourhoods"].types, orient="row")
    known = [("loamshire", "CG", "cg", "Castle Gate"), ("loamshire", "NB", "nb", "Northbrook"), ("wealdmoor", "CG", "cg", "Cattle Green")]
    rows = [dict(zip(("force_id", "neighbourhood_id", "folder", "name"), row, strict=True)) for row in known]
    types = SCHEMAS["neighbourhoods"].types
    neighbourhoods = pl.DataFrame([{column: row.get(column) for column in types} for row in rows], schema=types)
    doubtful = table("doubtful_points", *({"x": x, "y": y, "reason": reason} for x, y, reason in doubts or []))
    return dict(
        streets.make(snap_points=snap_points, point_neighbourhoods=point_neighbourhoods, neighbourhoods=neighbourhoods, doubtful_points=doubtful)
    )


def test_each_square_has_its_own_points() -> None:
    files = bake([(EAST, SOUTH, "Corn Market"), (EAST + 4096, SOUTH, "Saltway"), (EAST, SOUTH + 4096, "Moat Street")], [])
    streets_by_file = {path: [point[0] for point in json.loads(data)["points"].values()] for path, data in files.items()}
    assert streets_by_file == {
        "streets/12/2030/1345.json": ["Corn Market"],
        "streets/12/2030/1346.json": ["Moat Street"],
        "streets/12/2031/1345.json": ["Saltway"],
    }


def test_a_point_names_its_street_and_every_neighbourhood_it_lies_in() -> None:
    point, bare = (EAST + 7, SOUTH + 9), (EAST + 8, SOUTH + 9)
    files = bake([(*point, "Corn Market"), (*bare, None)], [(*point, "wealdmoor", "CG"), (*point, "loamshire", "CG")])
    assert json.loads(files["streets/12/2030/1345.json"]) == {
        "areas": [["loamshire", "cg", "Castle Gate"], ["wealdmoor", "cg", "Cattle Green"]],
        "points": {snap_point_id(*point): ["Corn Market", [0, 1]], snap_point_id(*bare): [None, []]},
    }


def test_a_point_that_may_mislead_has_its_reasons_after_its_neighbourhoods() -> None:
    doubts = [(EAST, SOUTH, "named-premises"), (EAST, SOUTH, "far-outside")]
    files = bake([(EAST, SOUTH, "Hospital"), (EAST + 1, SOUTH, "Saltway")], [], doubts)
    assert json.loads(files["streets/12/2030/1345.json"])["points"] == {
        snap_point_id(EAST, SOUTH): ["Hospital", [], ["far-outside", "named-premises"]],
        snap_point_id(EAST + 1, SOUTH): ["Saltway", []],
    }
    assert bake([(EAST, SOUTH, "Hospital")], [], doubts) == bake([(EAST, SOUTH, "Hospital")], [], doubts[::-1])


def test_a_neighbourhood_without_a_page_is_not_named() -> None:
    files = bake([(EAST, SOUTH, "Corn Market")], [(EAST, SOUTH, "loamshire", "unlisted")])
    assert json.loads(files["streets/12/2030/1345.json"]) == {"areas": [], "points": {snap_point_id(EAST, SOUTH): ["Corn Market", []]}}


def test_order_of_the_rows_does_not_matter() -> None:
    points: list[tuple[int, int, str | None]] = [(EAST + step, SOUTH - step, f"Street {step}") for step in range(9)]
    areas = [(EAST + step, SOUTH - step, "loamshire", "CG" if step % 2 else "NB") for step in range(9)]
    assert bake(points, areas) == bake(points[::-1], areas[::-1])


def test_no_points_make_no_files() -> None:
    assert bake([], []) == {}
