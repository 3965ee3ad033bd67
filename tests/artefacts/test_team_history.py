"""Priorities, meetings and neighbourhoods come with the months they were seen, and so does what is no longer there; people do not."""

from __future__ import annotations

import json
from typing import Any

import polars as pl

from sitegen.artefacts.downloads import teams
from tests.artefacts.inputs import files_of, table

MONTHS = ["2025-04", "2025-05", "2025-06"]
NB = {"force_id": "gwent", "neighbourhood_id": "NB1"}
SPEED, NOISE, DOGS = ({"issue": f"<p>{word}</p>", "issue_date": "2025-01-09"} for word in ("Speeding", "Noise", "Dogs"))
SURGERY = {"title": "Surgery", "kind": "meeting", "start": "2025-05-02T18:00", "address": ""}


def lines(**given: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    names = ("neighbourhoods", "people", "contacts", "stations", "links", "priorities", "events")
    past = ("past_neighbourhoods", "past_priorities", "past_events")
    place = {**NB, "folder": "nb1", "name": "Castle Gate", "people_supplied": True, "priorities_supplied": True, "events_supplied": True}
    known = {"neighbourhoods": table("neighbourhoods", place)}
    files = files_of(teams.make, **{**{name: table(name) for name in (*names, *past)}, **known, **given}, months=MONTHS)
    return {path: [json.loads(line) for line in data.splitlines()] for path, data in files.items()}


def was(first: str, last: str) -> dict[str, str]:
    return {**NB, "first_month": first, "last_month": last}


def test_a_priority_of_today_says_since_when_and_one_of_yesterday_follows() -> None:
    told = lines(
        priorities=table("priorities", {**NB, "position": 0, **SPEED}, {**NB, "position": 1, **NOISE}),
        past_priorities=table("past_priorities", was("2024-11", "2025-06") | SPEED, was("2025-01", "2025-04") | DOGS),
    )["data/priorities.jsonl"]
    assert [(one["issue"], one["first_seen"], one["last_seen"], one["listed"]) for one in told] == [
        ("<p>Speeding</p>", "2024-11", "2025-06", True),
        ("<p>Noise</p>", None, None, True),
        ("<p>Dogs</p>", "2025-01", "2025-04", False),
    ]


def test_nothing_is_told_that_was_last_seen_before_the_first_month_of_the_site() -> None:
    told = lines(past_priorities=table("past_priorities", was("2024-11", "2025-03") | DOGS, was("2024-11", "2025-04") | NOISE))
    assert [one["issue"] for one in told["data/priorities.jsonl"]] == ["<p>Noise</p>"]


def test_where_the_force_does_not_answer_today_nobody_knows_whether_it_stands() -> None:
    silent = table("neighbourhoods", {**NB, "folder": "nb1", "name": "Castle Gate", "events_supplied": False})
    told = lines(neighbourhoods=silent, past_events=table("past_events", was("2025-04", "2025-05") | SURGERY))
    assert [(one["title"], one["listed"]) for one in told["data/meetings.jsonl"]] == [("Surgery", None)]


def test_a_problem_of_the_history_is_no_line() -> None:
    told = lines(past_events=table("past_events", was("2025-04", "2025-05") | SURGERY | {"problem": "event-without-start"}))
    assert "data/meetings.jsonl" not in told


def test_a_neighbourhood_has_its_earlier_names_and_one_that_is_gone_its_last() -> None:
    past = table(
        "past_neighbourhoods",
        was("2024-01", "2024-12") | {"name": "Castle"},
        was("2025-01", "2025-06") | {"name": "Castle Gate"},
        was("2024-01", "2025-05") | {"neighbourhood_id": "NB0", "name": "Old Moat"},
        was("2024-01", "2025-03") | {"neighbourhood_id": "NB2", "name": "Long gone"},
    )
    told = lines(past_neighbourhoods=past)["data/teams.jsonl"]
    assert [(one["neighbourhood"], one["name"], one["page"], one["first_seen"], one["last_seen"], one["listed"]) for one in told] == [
        ("NB0", "Old Moat", None, "2024-01", "2025-05", False),
        ("NB1", "Castle Gate", "gwent/nb1/", "2024-01", "2025-06", True),
    ]
    assert told[1]["former_names"] == [{"first_seen": "2024-01", "last_seen": "2024-12", "name": "Castle"}]
    assert told[0].keys() == told[1].keys()


def test_of_people_only_those_of_today_are_told() -> None:
    (told,) = lines(people=table("people", {**NB, "position": 0, "name": "A. Hill", "rank": "Sergeant"}))["data/teams.jsonl"]
    assert told["people"] == [{"name": "A. Hill", "rank": "Sergeant"}]
    assert (told["first_seen"], told["former_names"]) == (None, None)


def test_the_order_of_rows_does_not_matter() -> None:
    past = (was("2024-11", "2025-06") | SPEED, was("2025-01", "2025-04") | DOGS, was("2025-01", "2025-04") | SPEED)
    now = ({**NB, "position": 0, **SPEED}, {**NB, "position": 1, **NOISE})
    given = {"priorities": table("priorities", *now), "past_priorities": table("past_priorities", *past)}
    assert lines(**given) == lines(**{name: rows.reverse() for name, rows in given.items()})
