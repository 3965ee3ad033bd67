"""Outcome shards say what became of the crimes at each snap point, and nothing where that is not known."""

from __future__ import annotations

import json
import zlib
from typing import Any

import polars as pl

from sitegen.artefacts.shards import outcomes
from sitegen.publish.checks.sizes import TILE
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import parse_snap_point_id, snap_point_id

EAST, SOUTH = 508 * 16384, 336 * 16384
KINDS = pl.DataFrame(
    [("charged", ["c"], "Suspect charged", "charged", 0), ("no-further-action", ["n"], "No suspect identified", "no-suspect", 1)],
    schema=SCHEMAS["outcome_kinds"].types,
    orient="row",
)
Row = tuple[int | None, int | None, str | None, int | None, int]


def bake(*rows: Row, force: str = "loamshire", state: str = "supplied", more: pl.DataFrame | None = None) -> dict[str, bytes]:
    """The files of crimes of one force: x, y, outcome, age and number; `state` is that of its outcomes."""
    types = SCHEMAS["crime_outcomes"].types
    table = pl.DataFrame([(force, "2025-06", x, y, "drugs", code, age, n) for x, y, code, age, n in rows], schema=types, orient="row")
    states = [("outcomes", force, "2025-06", state, None), ("crime", force, "2025-06", "supplied", None), ("asb", force, "2025-06", "never", None)]
    coverage = pl.DataFrame(states, schema=SCHEMAS["month_coverage"].types, orient="row")
    crime_outcomes = table if more is None else pl.concat([table, more])
    return dict(outcomes.make(month="2025-06", crime_outcomes=crime_outcomes, outcome_kinds=KINDS, month_coverage=coverage))


def read(files: dict[str, bytes]) -> dict[str, Any]:
    return {path: json.loads(data) for path, data in files.items()}


def test_each_square_has_its_own_points() -> None:
    files = read(bake((EAST, SOUTH, "charged", 1, 1), (EAST + 16384, SOUTH, "charged", 1, 1), (EAST, SOUTH + 16383, "charged", 1, 1)))
    assert {path: sorted(file["points"]) for path, file in files.items()} == {
        "outcomes/2025-06/10/508/336.json": sorted([snap_point_id(EAST, SOUTH), snap_point_id(EAST, SOUTH + 16383)]),
        "outcomes/2025-06/10/509/336.json": [snap_point_id(EAST + 16384, SOUTH)],
    }


def test_a_point_has_a_count_for_each_outcome_in_the_vocabularys_order() -> None:
    point = (EAST + 7, SOUTH + 9)
    rows: list[Row] = [(*point, "no-further-action", 2, 3), (*point, None, None, 1), (*point, "charged", 1, 2), (*point, "charged", 4, 5)]
    rows += [(*point, "sent-to-a-panel", 1, 6)]
    assert read(bake(*rows)) == {
        "outcomes/2025-06/10/508/336.json": {
            "outcomes": [
                ["charged", "Suspect charged", "charged"],
                ["no-further-action", "No suspect identified", "no-suspect"],
                ["sent-to-a-panel", "sent-to-a-panel", "unknown"],
                None,
            ],
            "points": {snap_point_id(*point): [0, 7, 1, 3, 2, 6, 3, 1]},
        }
    }


def test_crimes_without_a_location_are_in_no_file() -> None:
    assert bake((None, None, "charged", 1, 1)) == {}


def test_what_a_force_that_never_gives_outcomes_wrote_is_left_out() -> None:
    assert bake((EAST, SOUTH, "under-investigation", None, 1), force="northern-ireland", state="never") == {}
    assert bake((EAST, SOUTH, "under-investigation", None, 1), force="northern-ireland", state="not_supplied") != {}


def test_british_transport_police_is_left_out_whatever_its_coverage() -> None:
    assert bake((EAST, SOUTH, "under-investigation", None, 1), force="btp") == {}


def test_points_shared_with_a_force_that_gives_none_have_the_others_counts() -> None:
    rail = pl.DataFrame([("btp", "2025-06", EAST, SOUTH, "drugs", "charged", 1, 5)], schema=SCHEMAS["crime_outcomes"].types, orient="row")
    (file,) = read(bake((EAST, SOUTH, "charged", 1, 2), more=rail)).values()
    assert file["points"] == {snap_point_id(EAST, SOUTH): [0, 2]}


def test_a_square_that_is_too_full_is_cut_at_the_zoom_at_which_every_part_fits() -> None:
    rows: list[Row] = [(EAST + 3 * (at % 100), SOUTH + 3 * (at // 100), code, 1, 1 + at % 3) for at in range(8000) for code in ("charged", None)]
    rows += [(EAST + 16000, SOUTH + 16000, "charged", 1, 1)]
    files = read(bake(*rows))
    top = files.pop("outcomes/2025-06/10/508/336.json")
    assert set(top) == {"squares", "zoom"}
    assert list(files) == [f"outcomes/2025-06/{top['zoom']}/{x}/{y}.json" for x, y in top["squares"]]
    across = 1 << 24 - top["zoom"]
    for path, file in files.items():
        found = {(x // across, y // across) for x, y in map(parse_snap_point_id, file["points"])}
        assert [f"outcomes/2025-06/{top['zoom']}/{x}/{y}.json" for x, y in found] == [path]
    assert sum(len(file["points"]) for file in files.values()) == 8001
    assert sum(n for file in files.values() for counts in file["points"].values() for n in counts[1::2]) == sum(row[4] for row in rows)


def test_the_fullest_file_is_within_the_budget_of_a_tile() -> None:
    # One outcome a point is the most points a file can hold; their places are as far from any order as places can be.
    rows: list[Row] = [(EAST + at * 7919 % 16384, SOUTH + at * 104729 % 16384, "charged" if at % 3 else None, 1, 1 + at % 9) for at in range(5000)]
    files = bake(*rows)
    assert len(files) == 1
    assert all(len(zlib.compress(data, 6)) <= TILE for data in files.values())


def test_order_of_the_rows_does_not_matter() -> None:
    rows: list[Row] = [(EAST + step, SOUTH - step, "charged" if step % 2 else None, step, 1) for step in range(9)]
    assert list(bake(*rows).items()) == list(bake(*rows[::-1]).items())


def test_no_crimes_make_no_files() -> None:
    assert bake() == {}


def test_squares_without_a_file_are_those_where_no_force_supplies_outcomes() -> None:
    types = SCHEMAS["crime_counts"].types
    rows = [
        ("loamshire", EAST, SOUTH, "drugs"),
        ("wealdmoor", EAST, SOUTH, "drugs"),
        ("wealdmoor", EAST + 16384, SOUTH, "drugs"),
        ("loamshire", EAST + 16384, SOUTH, "anti-social-behaviour"),
        ("btp", EAST + 16384, SOUTH, "drugs"),
        ("btp", EAST, SOUTH + 16384, "drugs"),
        ("wealdmoor", None, None, "drugs"),
    ]
    named = [{"force_id": force, "month": "2025-06", "x": x, "y": y, "category": kind, "crimes": 1} for force, x, y, kind in rows]
    counts = pl.DataFrame([{column: row.get(column) for column in types} for row in named], schema=types)
    states = [("outcomes", "loamshire", "2025-06", "not_supplied", None), ("outcomes", "wealdmoor", "2025-06", "never", None)]
    coverage = pl.DataFrame(states, schema=SCHEMAS["month_coverage"].types, orient="row")
    assert outcomes.squares_without(crime_counts=counts, month_coverage=coverage) == ["509/336"]
