"""A timeline has what was asked, what was done and every meeting, each once, the newest first, with what became of those no longer listed."""

from __future__ import annotations

from typing import Any

import polars as pl

from sitegen.facts.timelines import timelines
from tests.artefacts.inputs import table
from tests.calls import called

A = {"force_id": "gwent", "neighbourhood_id": "A"}
BINS = {"issue": "<p>Bins</p>", "issue_date": "2025-03-01"}
EMPTIED = {"action": "<p>Emptied</p>", "action_date": "2025-04-02"}
SURGERY = {"title": "Surgery", "kind": "meeting", "address": "Hall"}


def told(months: list[str] | None = None, **given: pl.DataFrame) -> list[tuple[Any, ...]]:
    names = ("priorities", "events", "past_priorities", "past_events", "asked")
    places = table("neighbourhoods", {**A, "folder": "a", "name": "A"})
    inputs = {**{name: table(name) for name in names}, "neighbourhoods": places, **given}
    found: pl.DataFrame = called(timelines, force_id="gwent", months=["2025-06"] if months is None else months, **inputs)
    assert found["position"].to_list() == [*range(found.height)]
    return found.select("kind", "day", "text", "about", "last_month").rows()


def test_an_issue_and_its_action_stand_each_by_its_own_day() -> None:
    assert told(priorities=table("priorities", A | BINS | EMPTIED)) == [
        ("done", "2025-04-02", "<p>Emptied</p>", "<p>Bins</p>", None),
        ("raised", "2025-03-01", "<p>Bins</p>", None, None),
    ]


def test_a_priority_that_got_an_action_is_asked_once_and_one_that_is_gone_says_when_it_was_last_seen() -> None:
    past = table(
        "past_priorities",
        A | BINS | {"first_month": "2025-03", "last_month": "2025-03"},
        A | BINS | EMPTIED | {"first_month": "2025-04", "last_month": "2025-06"},
        A | {"issue": "<p>Dogs</p>", "issue_date": "2024-01-05", "first_month": "2024-02", "last_month": "2024-08"},
    )
    assert told(priorities=table("priorities", A | BINS | EMPTIED), past_priorities=past) == [
        ("done", "2025-04-02", "<p>Emptied</p>", "<p>Bins</p>", None),
        ("raised", "2025-03-01", "<p>Bins</p>", None, None),
        ("raised", "2024-01-05", "<p>Dogs</p>", None, "2024-08"),
    ]


def test_meetings_are_to_come_over_or_were_no_longer_listed() -> None:
    events = table("events", *(A | SURGERY | {"start": start} for start in ("2025-07-04T18:00", "2025-06-04T18:00")))
    past = table(
        "past_events",
        A | SURGERY | {"start": "2025-05-04T18:00", "first_month": "2025-04", "last_month": "2025-05"},
        A | SURGERY | {"start": "2025-08-04T18:00", "first_month": "2025-04", "last_month": "2025-05"},
        A | SURGERY | {"start": "2025-06-04T18:00", "first_month": "2025-05", "last_month": "2025-06"},
    )
    assert [(kind, day, last) for kind, day, _, _, last in told(events=events, past_events=past)] == [
        ("unlisted", "2025-08-04", "2025-05"),
        ("coming", "2025-07-04", None),
        ("held", "2025-06-04", None),
        ("held", "2025-05-04", "2025-05"),
    ]


def test_what_has_no_date_or_one_that_no_team_plans_for_stands_last() -> None:
    rows = ({"issue_date": None}, {"issue": "<p>Slip</p>", "issue_date": "2099-01-01"}, {"issue": "<p>Dogs</p>", "issue_date": "2020-01-01"})
    found = told(priorities=table("priorities", *(A | BINS | row for row in rows)))
    assert [(text, day) for _, day, text, _, _ in found] == [("<p>Dogs</p>", "2020-01-01"), ("<p>Bins</p>", None), ("<p>Slip</p>", None)]


def test_a_neighbourhood_that_is_gone_has_no_page_and_no_timeline_nor_has_a_site_without_a_month() -> None:
    assert told(priorities=table("priorities", {**A, "neighbourhood_id": "Z"} | BINS)) == []
    assert told([], priorities=table("priorities", A | BINS)) == []
