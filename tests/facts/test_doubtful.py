"""A point is marked as misleading by rule: its name with a large number, forces from elsewhere, or a new list of points."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
import shapely

from sitegen import doubtful
from sitegen.facts.doubtful import doubtful_points, doubtful_points_of_force, point_counts
from sitegen.tables.schemas import SCHEMAS

KM = float(2**24 / (360 * 111.195 * np.cos(np.radians(52.0))))
"""Pixels of a kilometre to the east at 52 degrees north."""
X, Y = 8_300_000, round(2**23 * (1 - np.arcsinh(np.tan(np.radians(52.0))) / np.pi))
LON = X / 2**24 * 360 - 180
MONTHS = [f"2022-{month:02d}" for month in range(1, 13)]
BREAKS = [
    {"month": month, "dataset": "all", "force_id": "all", "text": "Anew.", "label": "anew", "of_places": of_places}
    for month, of_places in (("2022-05", False), ("2022-07", True))
]


def table(name: str, *rows: dict[str, Any]) -> pl.DataFrame:  # Any: cells of every column type
    types = SCHEMAS[name].types
    return pl.DataFrame([{column: row.get(column) for column in types} for row in rows], schema=types)


def at(km: float) -> int:
    """The column of a point so many kilometres to the east of the first."""
    return X + round(km * KM)


def counted(km: float, crimes: int, force: str = "loamshire", first: str = MONTHS[0], last: str = MONTHS[-1]) -> dict[str, Any]:
    return {"force_id": force, "x": at(km), "y": Y, "crimes": crimes, "first_month": first, "last_month": last}


def area(force: str, west_km: float, east_km: float, source: str = "file") -> dict[str, Any]:
    """An area between two meridians."""
    west, east = (at(km) / 2**24 * 360 - 180 for km in (west_km, east_km))
    return {"force_id": force, "geometry": shapely.to_wkb(shapely.box(west, 51.9, east, 52.1)), "source": source}


USUAL = [counted(10 + step / 10, 3) for step in range(9)]
"""Points of the force with as much as its points have."""
AREAS = [area("loamshire", -5, 20), area("wealdmoor", 20, 60)]


def found(
    *counts: dict[str, Any],
    streets: dict[int, str] | None = None,
    areas: list[dict[str, Any]] | None = None,
    remarks: tuple[dict[str, Any], ...] = (),
    supplied: list[str] | None = None,
) -> pl.DataFrame:
    rows = [*counts, *USUAL]
    names = {at(0): "Hospital"} if streets is None else streets
    points = [{"x": x, "y": Y, "lon": LON, "lat": 52.0, "street": names.get(x, "Corn Street")} for x in sorted({row["x"] for row in rows})]
    months = MONTHS if supplied is None else supplied
    coverage = [{"dataset": "crime", "force_id": "loamshire", "month": month, "state": "supplied"} for month in months]
    return doubtful_points(
        point_counts=table("point_counts", *rows),
        snap_points=table("snap_points", *points),
        force_areas=table("force_areas", *(AREAS if areas is None else areas)),
        coverage=table("coverage", *coverage),
        breaks=table("breaks", *BREAKS),
        point_remarks=table("point_remarks", *remarks),
    )


def reasons(rows: pl.DataFrame) -> list[tuple[int, str]]:
    return list(rows.select("x", "reason").iter_rows())


@pytest.mark.parametrize(
    ("street", "kind"),
    [
        ("Hospital", "hospital"),
        ("Leicester Royal Infirmary", "hospital"),
        ("Baker Street (Lu Station)", "railway-station"),
        ("Waterloo (East) (Station)", "railway-station"),
        ("Nelson Bus Station", "bus-station"),
        ("Asda, Thurmaston", "supermarket"),
        ("Bloody Oaks Service Station", "motorway-services"),
        ("Hospital Road", None),
        ("Fire Station Close", None),
        ("Station Road", None),
        ("Aldine Street", None),
        ("Park/Open Space", None),
        (None, None),
    ],
)
def test_a_name_tells_premises_and_a_street_called_after_them_none(street: str | None, kind: str | None) -> None:
    assert doubtful.premises_of(street) == kind
    assert kind is None or kind in doubtful.KINDS


def test_premises_are_marked_from_ten_times_the_force_s_middle_point_on() -> None:
    rows = found(counted(0, 30))
    assert rows.select("x", "reason", "premises", "crimes", "usual", "forces").rows() == [(at(0), "named-premises", "hospital", 30, 3, "loamshire")]
    assert found(counted(0, 29)).is_empty()


def test_a_force_whose_points_all_have_much_has_no_marked_premises() -> None:
    assert found(counted(0, 60), *(counted(5 + step / 10, 7) for step in range(12))).is_empty()


def test_a_street_with_as_much_is_not_marked() -> None:
    assert found(counted(0, 500), streets={}).is_empty()


def test_a_point_of_two_forces_is_marked_where_one_is_far_from_home() -> None:
    rows = found(counted(0, 40), counted(0, 5, "wealdmoor"), streets={})
    assert rows.select("reason", "forces", "recorded", "crimes", "distance_km").rows() == [("shared-by-forces", "wealdmoor", 5, 45, 20)]


@pytest.mark.parametrize(("km", "other"), [(0.0, 4), (19.5, 40)])
def test_slips_and_points_at_the_border_are_not_shared(km: float, other: int) -> None:
    assert found(counted(km, 40), counted(km, other, "wealdmoor"), streets={}).is_empty()


def test_a_small_share_of_others_is_no_mark() -> None:
    assert found(counted(0, 400), counted(0, 9, "wealdmoor"), streets={}).is_empty()


def test_railway_police_are_strangers_nowhere() -> None:
    assert found(counted(0, 40), counted(0, 40, "btp"), streets={}, areas=[*AREAS, area("btp", 300, 301)]).is_empty()


def test_a_file_s_default_point_is_far_outside_its_force() -> None:
    rows = found(counted(45, 10), streets={})
    assert rows.select("x", "reason", "forces", "recorded", "distance_km").rows() == [(at(45), "far-outside", "loamshire", 10, 25)]
    assert found(counted(45, 9), streets={}).is_empty()
    assert found(counted(38, 10), streets={}).is_empty()


def test_an_area_put_together_from_neighbourhoods_reaches_farther() -> None:
    assert found(counted(45, 10), streets={}, areas=[area("loamshire", -5, 20, "union")]).is_empty()


def test_without_an_area_distance_is_not_judged() -> None:
    assert found(counted(45, 10), counted(45, 10, "wealdmoor"), streets={}, areas=[]).is_empty()


BEFORE, SINCE = {"last": "2022-06"}, {"first": "2022-07"}


def test_points_that_swap_at_a_new_list_are_marked_both() -> None:
    rows = found(counted(0, 24, **BEFORE), counted(0.2, 24, **SINCE), streets={})
    assert rows.select("x", "reason", "renewed").rows() == [(at(0), "step-at-renewal", "2022-07"), (at(0.2), "step-at-renewal", "2022-07")]


@pytest.mark.parametrize(
    ("km", "crimes", "months"), [(0.3, 24, MONTHS), (0.2, 23, MONTHS), (0.2, 24, MONTHS[1:])], ids=["too far", "too few", "too short"]
)
def test_points_that_are_far_small_or_short_known_do_not_swap(km: float, crimes: int, months: list[str]) -> None:
    assert found(counted(0, 24, **BEFORE), counted(km, crimes, **SINCE), streets={}, supplied=months).is_empty()


def test_points_that_swap_at_another_change_are_not_marked() -> None:
    assert found(counted(0, 24, last="2022-04"), counted(0.2, 24, first="2022-05"), streets={}).is_empty()


def test_a_point_that_ends_alone_is_not_marked() -> None:
    assert found(counted(0, 24, **BEFORE), counted(0.2, 24), streets={}).is_empty()


def test_the_operator_takes_a_reason_away_and_adds_another_in_their_words() -> None:
    here = {"x": at(0), "y": Y}
    gone = {**here, "say": "remove", "reason": "named-premises", "text": "It is a street."}
    told = {**here, "say": "add", "reason": "told", "text": "The records office.", "source": "https://example.org/"}
    elsewhere = {**told, "x": at(77)}
    rows = found(counted(0, 30), remarks=(gone, told, elsewhere))
    assert rows.select("x", "reason", "text", "source", "crimes", "forces").rows() == [
        (at(0), "told", "The records office.", "https://example.org/", 30, "loamshire")
    ]
    own = found(counted(0, 30), remarks=({**told, "reason": "named-premises"},))
    assert own.select("reason", "text").rows() == [("named-premises", "The records office.")]


def test_the_order_of_rows_does_not_matter() -> None:
    counts = [counted(0, 50), counted(45, 12), counted(0, 9, "wealdmoor"), counted(45, 11, "wealdmoor")]
    assert found(*counts).equals(found(*counts[::-1]))
    assert found(*counts)["reason"].to_list() == ["named-premises", "shared-by-forces", "far-outside", "shared-by-forces"]


def test_counts_of_a_point_are_those_of_one_force_with_its_first_and_last_month() -> None:
    row = {"force_id": "loamshire", "x": 1, "y": 2, "lon": -1.0, "lat": 52.0}
    counts = table(
        "crime_counts",
        {**row, "month": "2022-03", "category": "drugs", "crimes": 2},
        {**row, "month": "2022-05", "category": "anti-social-behaviour", "crimes": 3},
        {"force_id": "loamshire", "month": "2022-05", "category": "drugs", "crimes": 9},
        {**row, "force_id": "wealdmoor", "month": "2022-05", "category": "drugs", "crimes": 1},
    )
    assert point_counts(force_id="loamshire", crime_counts=counts).rows() == [("loamshire", 1, 2, 5, "2022-03", "2022-05")]


def test_a_force_has_the_points_of_its_own_neighbourhoods() -> None:
    rows = found(counted(0, 30), counted(45, 12))
    here = {"x": at(0), "y": Y, "force_id": "loamshire"}
    inside = table("point_neighbourhoods", {**here, "neighbourhood_id": "a"}, {**here, "neighbourhood_id": "b"})
    own = doubtful_points_of_force(force_id="loamshire", doubtful_points=rows, point_neighbourhoods=inside)
    assert reasons(own) == [(at(0), "named-premises")]
    assert doubtful_points_of_force(force_id="wealdmoor", doubtful_points=rows, point_neighbourhoods=inside).is_empty()
