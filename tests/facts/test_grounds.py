"""A ground is today's as far back as every boundary that was supplied puts the same counted points into it; little grounds are not told."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
import shapely

from sitegen.facts.grounds import check_grounds, ground_points, locate_ground, unchanged_grounds
from sitegen.rules import GROUND_POINTS_LEAST
from tests.artefacts.inputs import table
from tests.calls import called

WEST, EAST, WIDER = shapely.box(-2, 50, -1, 51), shapely.box(-1, 50, 0, 51), shapely.box(-2, 50, -0.85, 51)
MONTHS = ["2020-01", "2020-02"]
FORCE = {"force_id": "loamshire"}


def drawn(name: str, shapes: dict[str, shapely.Geometry | None], month: str = "") -> pl.DataFrame:
    rows = [FORCE | {"month": month, "neighbourhood_id": key, "geometry": shape and shapely.to_wkb(shape)} for key, shape in shapes.items()]
    return table(name, *rows)


def in_a_row(number: int, lon: float, month: str, *, own: bool = True) -> list[dict[str, Any]]:
    """Points one above the other, counted before the window and last in this month."""
    months = {"last_month": month, "earlier_month": month, "own_month": month if own else None}
    return [FORCE | {"x": round(lon * 1000) + 3000, "y": y, "lon": lon, "lat": 50.001 + y / 1000} | months for y in range(number)]


def told(
    points: list[dict[str, Any]], *past: tuple[str, dict[str, shapely.Geometry | None]], supplied: tuple[str, ...] = ("2016-01", "2019-12")
) -> dict[str, dict[str, Any]]:
    """What is told of two neighbourhoods, a western and an eastern one, given the boundaries of earlier months."""
    now = drawn("boundaries", {"w": WEST, "e": EAST})
    ground = table("ground_points", *points)
    placed = locate_ground(ground_points=ground, boundaries=now)
    checks = [
        called(
            check_grounds,
            force_id="loamshire",
            boundary_month=month,
            past_boundaries=drawn("past_boundaries", shapes, month),
            boundaries=now,
            ground_points=ground,
            ground_neighbourhoods=placed,
        )
        for month, shapes in past
    ]
    coverage = table("long_coverage", *(FORCE | {"dataset": "crime", "month": month, "state": "supplied"} for month in supplied))
    found = called(
        unchanged_grounds,
        force_id="loamshire",
        neighbourhoods=table("neighbourhoods", *(FORCE | {"neighbourhood_id": key} for key in ("w", "e"))),
        boundaries=now,
        ground_checks=pl.concat([table("ground_checks"), *checks]),
        ground_points=ground,
        ground_neighbourhoods=placed,
        long_coverage=coverage,
        months=MONTHS,
    )
    return {row["neighbourhood_id"]: row for row in found.iter_rows(named=True)}


MANY = [*in_a_row(60, -1.5, "2019-12"), *in_a_row(60, -0.5, "2019-12"), *in_a_row(60, 0.5, "2019-12")]
"""Sixty points in each, and as many outside."""
BOTH: dict[str, shapely.Geometry | None] = {"w": WEST, "e": EAST}


def test_a_ground_is_told_since_the_oldest_boundaries_that_are_todays() -> None:
    row = told(MANY, ("2015-03", BOTH), ("2018-01", BOTH))["w"]
    assert (row["since"], row["first_month"], row["boundaries"], row["points"]) == ("2015-03", "2016-01", ["2015-03", "2018-01"], 60)
    assert (row["why"], row["at"]) == ("not-supplied", None)


def test_without_older_boundaries_nothing_is_told() -> None:
    assert {(row["since"], row["why"]) for row in told(MANY).values()} == {(None, "not-supplied")}


def test_a_line_redrawn_between_two_points_changes_nothing() -> None:
    assert told(MANY, ("2015-03", {"w": WIDER, "e": EAST.difference(WIDER)}))["w"]["since"] == "2015-03"


def test_a_point_on_another_side_of_the_line_ends_what_is_told_of_both_sides() -> None:
    moved = [*MANY, *in_a_row(3, -0.9, "2019-12")]
    found = told(moved, ("2015-03", {"w": WIDER, "e": EAST.difference(WIDER)}), ("2018-01", BOTH))
    assert {key: (row["since"], row["why"], row["at"], row["moved"]) for key, row in found.items()} == {
        "w": ("2018-01", "changed", "2015-03", 3),
        "e": ("2018-01", "changed", "2015-03", 3),
    }


def test_a_point_where_nothing_was_counted_since_then_does_not_matter() -> None:
    unused = [*MANY, *in_a_row(3, -0.9, "2015-02")]
    assert told(unused, ("2015-03", {"w": WIDER, "e": EAST.difference(WIDER)}))["w"]["since"] == "2015-03"


def test_a_newer_boundary_that_lay_elsewhere_ends_what_older_ones_tell() -> None:
    moved = [*MANY, *in_a_row(3, -0.9, "2016-06")]
    found = told(moved, ("2015-03", BOTH), ("2018-01", {"w": WIDER, "e": EAST.difference(WIDER)}))
    assert (found["w"]["since"], found["w"]["why"], found["w"]["at"]) == ("2018-01", "changed", "2018-01")


@pytest.mark.parametrize("gone", [{"w": WEST}, {"w": WEST, "e": None}], ids=["no file", "none that can be read"])
def test_a_neighbourhood_that_boundaries_lack_is_told_since_the_next_ones(gone: dict[str, shapely.Geometry | None]) -> None:
    found = told(MANY, ("2015-03", gone), ("2018-01", BOTH))
    assert (found["e"]["since"], found["e"]["why"], found["e"]["at"]) == ("2018-01", "not-there", "2015-03")
    assert found["w"]["since"] == "2015-03"


def test_a_ground_of_few_points_is_not_told() -> None:
    few = [*in_a_row(GROUND_POINTS_LEAST - 1, -1.5, "2019-12"), *in_a_row(GROUND_POINTS_LEAST, -0.5, "2019-12"), *in_a_row(60, 0.5, "2019-12")]
    found = told(few, ("2015-03", BOTH))
    assert {key: (row["since"], row["why"]) for key, row in found.items()} == {"w": (None, "few-points"), "e": ("2015-03", "not-supplied")}


def test_points_that_were_counted_before_the_oldest_boundaries_alone_do_not_make_a_ground_larger() -> None:
    old = [*in_a_row(10, -1.5, "2019-12"), *in_a_row(60, -1.6, "2015-02"), *in_a_row(60, -0.5, "2019-12"), *in_a_row(60, 0.5, "2019-12")]
    assert told(old, ("2015-03", BOTH))["w"]["why"] == "few-points"


def test_the_smallest_ground_is_not_told_where_the_force_would_be_left_with_few_points() -> None:
    left = [*in_a_row(70, -1.5, "2019-12"), *in_a_row(60, -0.5, "2019-12"), *in_a_row(4, 0.5, "2019-12")]
    found = told(left, ("2015-03", BOTH))
    assert {key: row["why"] for key, row in found.items() if not row["since"]} == {"e": "few-left"}
    of_others = [*in_a_row(70, -1.5, "2019-12"), *in_a_row(60, -0.5, "2019-12"), *in_a_row(4, 0.5, "2019-12", own=False)]
    assert all(row["since"] for row in told(of_others, ("2015-03", BOTH)).values())


def test_a_ground_of_which_no_month_was_supplied_before_the_window_is_not_told() -> None:
    assert told(MANY, ("2015-03", BOTH), supplied=("2014-01", "2020-01"))["w"]["why"] == "no-months"


def test_a_point_that_several_grounds_hold_is_no_ones_own() -> None:
    shapes: dict[str, shapely.Geometry | None] = {"w": WEST, "e": shapely.box(-2, 50, 0, 51)}
    now, ground = drawn("boundaries", shapes), table("ground_points", *MANY)
    placed = locate_ground(ground_points=ground, boundaries=now)
    checks = called(
        check_grounds,
        force_id="loamshire",
        boundary_month="2015-03",
        past_boundaries=drawn("past_boundaries", shapes, "2015-03"),
        boundaries=now,
        ground_points=ground,
        ground_neighbourhoods=placed,
    )
    found = called(
        unchanged_grounds,
        force_id="loamshire",
        neighbourhoods=table("neighbourhoods", *(FORCE | {"neighbourhood_id": key} for key in ("w", "e"))),
        boundaries=now,
        ground_checks=checks,
        ground_points=ground,
        ground_neighbourhoods=placed,
        long_coverage=table("long_coverage", FORCE | {"dataset": "crime", "month": "2016-01", "state": "supplied"}),
        months=MONTHS,
    )
    assert dict(found.select("neighbourhood_id", "why").iter_rows()) == {"w": "few-points", "e": "not-supplied"}


def test_points_near_a_force_are_those_of_any_force_with_their_last_months() -> None:
    def earlier(force_id: str, x: int, lon: float, month: str) -> dict[str, Any]:
        return {"force_id": force_id, "x": x, "y": 1, "lon": lon, "lat": 50.5, "last_month": month}

    def counted(force_id: str, x: int) -> dict[str, Any]:
        return {"force_id": force_id, "x": x, "y": 1, "crimes": 1, "first_month": "2020-01", "last_month": "2020-02"}

    found = called(
        ground_points,
        force_id="loamshire",
        earlier_points=table(
            "earlier_points",
            earlier("loamshire", 1, -1.5, "2017-05"),
            earlier("wealdmoor", 1, -1.5, "2018-05"),
            earlier("wealdmoor", 2, 0.5, "2016-05"),
            earlier("loamshire", 3, 30.0, "2016-05"),
        ),
        point_counts=table("point_counts", counted("loamshire", 2), counted("btp", 1)),
        snap_points=table("snap_points", *({"x": x, "y": 1, "lon": lon, "lat": 50.5} for x, lon in ((1, -1.5), (2, 0.5)))),
        boundaries=drawn("boundaries", BOTH),
    )
    assert found.select("x", "last_month", "earlier_month", "own_month").rows() == [
        (1, "2018-05", "2018-05", "2017-05"),
        (2, "2020-02", "2016-05", None),
    ]


def test_without_a_month_before_the_window_no_point_is_asked_about() -> None:
    found = called(
        ground_points,
        force_id="loamshire",
        earlier_points=table("earlier_points"),
        point_counts=table("point_counts", {"force_id": "loamshire", "x": 1, "y": 1, "crimes": 1, "first_month": "2020-01", "last_month": "2020-01"}),
        snap_points=table("snap_points", {"x": 1, "y": 1, "lon": -1.5, "lat": 50.5}),
        boundaries=drawn("boundaries", BOTH),
    )
    assert found.is_empty()
