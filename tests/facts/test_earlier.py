"""Months before the window by neighbourhood: what all forces but one recorded in its ground, placed as the window's crimes are."""

from __future__ import annotations

from typing import Any

from sitegen.facts.earlier import count_earlier, earlier_points
from tests.artefacts.inputs import table

MONTH = "2016-01"


def recorded(force_id: str, x: int, crimes: int = 1, **more: Any) -> dict[str, Any]:  # Any: cells
    where = {"x": x, "y": 1, "lon": float(x), "lat": 51.0}
    return {"force_id": force_id, "archive_month": MONTH, "category": "burglary", "crimes": crimes} | where | more


def test_a_crime_counts_in_the_ground_its_point_lies_in_whoever_recorded_it_but_for_the_railways() -> None:
    counts = table(
        "earlier_counts",
        recorded("loamshire", 1, 3),
        recorded("loamshire", 2, 2),
        recorded("wealdmoor", 1, 4),
        recorded("btp", 1, 90),
        recorded("loamshire", 9, 5),
    )
    places = table("ground_neighbourhoods", *({"x": x, "y": 1, "force_id": "loamshire", "neighbourhood_id": "NB01"} for x in (1, 2)))
    found = count_earlier(earlier_counts=counts, ground_neighbourhoods=places)
    assert found.select("archive_month", "force_id", "neighbourhood_id", "crimes").rows() == [
        (MONTH, "loamshire", "NB01", 9),
        (MONTH, "loamshire", None, 5),
    ]


def test_a_crime_counts_in_its_own_forces_ground_before_anothers() -> None:
    places = table(
        "ground_neighbourhoods",
        {"x": 1, "y": 1, "force_id": "loamshire", "neighbourhood_id": "NB01"},
        {"x": 1, "y": 1, "force_id": "wealdmoor", "neighbourhood_id": "HX"},
    )
    found = count_earlier(earlier_counts=table("earlier_counts", recorded("wealdmoor", 1)), ground_neighbourhoods=places)
    assert found["neighbourhood_id"].to_list() == ["HX"]


def test_each_point_stands_once_with_the_last_month_in_which_anything_was_recorded_there() -> None:
    counts = table(
        "earlier_counts",
        recorded("loamshire", 1),
        recorded("loamshire", 1, archive_month="2018-05", category="drugs"),
        recorded("loamshire", 1, lon=0.9, archive_month="2015-05"),
        recorded("loamshire", 2),
    )
    found = earlier_points(force_id="loamshire", earlier_counts=counts)
    assert found.select("x", "lon", "last_month").rows() == [(1, 0.9, "2018-05"), (2, 2.0, MONTH)]


def test_the_railways_police_have_no_points() -> None:
    assert earlier_points(force_id="btp", earlier_counts=table("earlier_counts", recorded("btp", 1))).is_empty()
