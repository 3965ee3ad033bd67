"""A month tells what was seen then: neighbourhoods with a priority, those whose newest was up to date, and meetings."""

from __future__ import annotations

import polars as pl

from sitegen.facts.promise_months import promise_months
from tests.artefacts.inputs import table

MONTHS = ["2025-02", "2025-03", "2025-04", "2025-05", "2025-06"]
BINS = {"force_id": "gwent", "issue": "<p>Bins</p>"}
SURGERY = {"force_id": "gwent", "neighbourhood_id": "A", "title": "Surgery"}


def told(past_priorities: pl.DataFrame, past_events: pl.DataFrame | None = None, months: list[str] = MONTHS) -> list[tuple[object, ...]]:
    found = promise_months(
        force_id="gwent",
        past_priorities=past_priorities,
        past_events=table("past_events") if past_events is None else past_events,
        events=table("events"),
        asked=table("asked"),
        months=months,
    )
    return found.select("month", "neighbourhoods", "renewed", "meetings").rows()


def seen(place: str, raised: str, first: str, last: str) -> dict[str, object]:
    return {**BINS, "neighbourhood_id": place, "issue_date": raised, "first_month": first, "last_month": last}


def test_a_priority_ages_from_month_to_month_until_another_takes_its_place() -> None:
    rows = (
        seen("A", "2025-01-20", "2025-03", "2025-05"),
        seen("A", "2025-05-02", "2025-05", "2025-06"),
        seen("B", "2020-01-01", "2025-03", "2025-04"),
    )
    assert told(table("past_priorities", *rows)) == [
        ("2025-03", 2, 1, None),
        ("2025-04", 2, 0, None),
        ("2025-05", 1, 1, None),
        ("2025-06", 1, 1, None),
    ]


def test_a_month_in_which_nobody_looked_has_no_line() -> None:
    rows = (seen("A", "2025-01-20", "2025-02", "2025-02"), seen("A", "2025-05-02", "2025-06", "2025-06"))
    assert [row[0] for row in told(table("past_priorities", *rows))] == ["2025-02", "2025-06"]


def test_meetings_count_in_their_month_where_they_were_still_listed_and_none_is_nought_while_a_list_was_kept() -> None:
    events = table(
        "past_events",
        SURGERY | {"start": "2025-03-04T18:00", "first_month": "2025-02", "last_month": "2025-03"},
        SURGERY | {"start": "2025-05-04T18:00", "first_month": "2025-03", "last_month": "2025-04"},
        SURGERY | {"start": "2025-05-09T18:00", "first_month": "2025-04", "last_month": "2025-05"},
        SURGERY | {"start": "2025-07-09T18:00", "first_month": "2025-05", "last_month": "2025-05"},
    )
    assert told(table("past_priorities"), events) == [
        ("2025-02", None, None, 0), ("2025-03", None, None, 1), ("2025-04", None, None, 0), ("2025-05", None, None, 1)
    ]  # fmt: skip


def test_what_was_seen_before_the_sites_first_month_is_not_told_and_without_a_history_nothing_is() -> None:
    assert [row[0] for row in told(table("past_priorities", seen("A", "2025-01-20", "2024-03", "2025-03")))] == ["2025-02", "2025-03"]
    assert told(table("past_priorities")) == []
    assert told(table("past_priorities", seen("A", "2025-01-20", "2025-02", "2025-03")), months=[]) == []
