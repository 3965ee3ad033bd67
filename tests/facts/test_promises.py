"""What was promised to neighbourhoods is told as yes, no or not supplied, by the day on which the answers were fetched."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from sitegen.facts.promises import promises
from sitegen.tables.schemas import SCHEMAS
from tests.artefacts.inputs import table
from tests.calls import called

MONTHS = ["2025-05", "2025-06"]
A, B = ({"force_id": "gwent", "neighbourhood_id": key} for key in ("A", "B"))
GIVEN = dict.fromkeys(("detail_supplied", "people_supplied", "priorities_supplied", "events_supplied"), True)
ABSENT = dict.fromkeys(GIVEN, False)
PETE = {"position": 0, "name": "Pete Example", "rank": "PC"}
EMAIL = {"position": 0, "channel": "email", "text": "team@gwent.example"}
BINS = {"position": 0, "issue": "<p>Bins</p>"}


def judged(force_id: str = "gwent", months: list[str] = MONTHS, **given: pl.DataFrame) -> dict[str, dict[str, Any]]:
    """The rows by neighbourhood; unless given, A and B have every answer, and each says nothing."""
    names = ("people", "officers", "contacts", "priorities", "events", "past_events", "asked", "unanswered")
    places = table("neighbourhoods", *({**one, "folder": "x", "name": one["neighbourhood_id"], **GIVEN} for one in (A, B)))
    inputs = {**{name: table(name) for name in names}, "neighbourhoods": places, **given}
    found: pl.DataFrame = called(promises, force_id=force_id, months=months, **inputs)
    assert found.schema == SCHEMAS["promises"].types
    return {row["neighbourhood_id"]: row for row in found.to_dicts()}


def asked(day: str) -> pl.DataFrame:
    return table("asked", {"force_id": "gwent", "day": day})


def test_somebody_named_is_a_yes_and_an_empty_list_beside_it_a_no() -> None:
    found = judged(people=table("people", A | PETE))
    assert (found["A"]["named"], found["B"]["named"]) == ("yes", "no")


ANSWERS = ("named", "reach", "priorities", "actions", "meetings")
PARTS = ("detail", "people", "priorities", "events")


def place(key: str, given: dict[str, bool], unreadable: str = "") -> dict[str, Any]:
    return {"force_id": "gwent", "neighbourhood_id": key, "folder": key.lower(), "name": key, "unreadable": unreadable, **given}


def refused(key: str, *parts: str) -> pl.DataFrame:
    return table("unanswered", *({"force_id": "gwent", "neighbourhood_id": key, "part": part} for part in parts))


@pytest.mark.parametrize(
    ("given", "unreadable", "unanswered", "state"),
    [
        (GIVEN, "", (), "not_supplied"),
        (ABSENT, "", (), "not_fetched"),
        (ABSENT, "", PARTS, "not_supplied"),
        (ABSENT, " ".join(PARTS), (), "not_supplied"),
    ],
    ids=["empty answers", "nothing fetched", "refused", "unreadable"],
)
def test_a_force_that_gives_no_teams_at_all_is_never_said_to_have_none(
    given: dict[str, bool], unreadable: str, unanswered: tuple[str, ...], state: str
) -> None:
    found = judged(neighbourhoods=table("neighbourhoods", place("A", given, unreadable)), unanswered=refused("A", *unanswered))["A"]
    assert {found[name] for name in ANSWERS} == {state}
    assert (found["coming"], found["past"]) == (None, None)


def test_an_answer_that_nobody_fetched_is_told_from_one_that_the_api_does_not_have() -> None:
    places = table("neighbourhoods", place("A", GIVEN), place("B", ABSENT), place("C", ABSENT, "people"), place("D", GIVEN))
    people, contacts = table("people", A | PETE), table("contacts", A | EMAIL)
    found = judged(neighbourhoods=places, unanswered=refused("B", "people"), people=people, contacts=contacts)
    assert [found[key]["named"] for key in "ABCD"] == ["yes", "not_supplied", "not_supplied", "no"]
    assert [found[key]["reach"] for key in "ABCD"] == ["yes", "not_fetched", "not_fetched", "no"]
    assert [found[key]["meetings"] for key in "ABCD"] == ["not_supplied", "not_fetched", "not_fetched", "not_supplied"]


def test_each_part_is_fetched_or_not_by_itself() -> None:
    places = table("neighbourhoods", place("A", GIVEN), place("B", {**GIVEN, "priorities_supplied": False}))
    found = judged(neighbourhoods=places, priorities=table("priorities", A | BINS | {"issue_date": "2025-06-02", "action": "<p>Done</p>"}))
    assert [found["B"][name] for name in ("named", "reach", "priorities", "actions")] == [
        "not_supplied",
        "not_supplied",
        "not_fetched",
        "not_fetched",
    ]
    assert found["A"]["priorities"] == "renewed"


@pytest.mark.parametrize(
    ("name", "rank"),
    [("Vacant", "PC"), ("PCSO vacancy", "PCSO"), ("TBC", ""), ("To be confirmed", "Sergeant"), ("Castle Gate Team", ""), ("N/A", ""),
     ("Swydd wag", "SCCH"), ("Ada Example", "Chief Constable"), ("Ada Example", "T/Assistant Chief Constable"), ("ada example", "Inspector")],
)  # fmt: skip
def test_an_empty_post_a_whole_team_and_the_chief_officers_name_nobody(name: str, rank: str) -> None:
    officers = table("officers", {"force_id": "gwent", "position": 0, "name": "Ada Example", "rank": "Chief Constable"})
    found = judged(people=table("people", A | {"position": 0, "name": name, "rank": rank}, B | PETE), officers=officers)
    assert (found["A"]["named"], found["B"]["named"]) == ("no", "yes")


def test_a_name_without_a_rank_is_a_name_and_a_surname_is_no_vacancy() -> None:
    people = table("people", A | {"position": 0, "name": "Li Na", "rank": ""}, B | {"position": 0, "name": "Ann Vacanti", "rank": None})
    assert [row["named"] for row in judged(people=people).values()] == ["yes", "yes"]


@pytest.mark.parametrize(("channel", "text"), [("telephone", "101"), ("rss", "https://gwent.example/a.rss"), ("youtube", "https://y.example/a")])
def test_the_number_of_every_force_and_what_can_only_be_read_reach_no_team(channel: str, text: str) -> None:
    contacts = table("contacts", A | {"position": 0, "channel": channel, "text": text}, B | EMAIL)
    assert [row["reach"] for row in judged(contacts=contacts).values()] == ["no", "yes"]


@pytest.mark.parametrize(
    ("date", "state", "month", "age"),
    [("2025-06-24", "renewed", "2025-06", 0), ("2025-03-30", "renewed", "2025-03", 3), ("2025-03-29", "older", "2025-03", 3),
     ("2023-01-31", "older", "2023-01", 28), (None, "undated", None, None), ("2099-01-01", "undated", None, None),
     ("2025-08-01", "renewed", "2025-08", 0)],
)  # fmt: skip
def test_a_priority_is_renewed_where_it_is_within_three_months_of_the_newest_month(
    date: str | None, state: str, month: str | None, age: int | None
) -> None:
    found = judged(priorities=table("priorities", A | BINS | {"issue_date": date}))
    assert (found["A"]["priorities"], found["A"]["issue_month"], found["A"]["issue_age"]) == (state, month, age)
    assert (found["B"]["priorities"], found["A"]["as_of"]) == ("none", "2025-06-30")


def test_the_day_of_the_answers_judges_where_it_is_known_and_not_the_newest_month_of_crime() -> None:
    priorities = table("priorities", A | BINS | {"issue_date": "2025-05-20"})
    assert judged(priorities=priorities)["A"]["priorities"] == "renewed"
    found = judged(priorities=priorities, asked=asked("2025-09-10"))["A"]
    assert (found["priorities"], found["issue_age"], found["as_of"]) == ("older", 3, "2025-09-10")


def test_the_newest_of_several_priorities_and_of_their_actions_counts() -> None:
    rows = (
        {"issue_date": "2024-01-01", "action": "<p>Done</p>", "action_date": "2025-06-01"},
        {"issue_date": "2025-06-02", "action": None, "action_date": "2025-06-20"},
    )
    found = judged(priorities=table("priorities", *(A | BINS | row for row in rows)))["A"]
    assert (found["issue_month"], found["action_month"], found["actions"]) == ("2025-06", "2025-06", "renewed")
    assert found["action_age"] == 0


def test_actions_that_a_force_gives_nowhere_are_not_supplied_though_its_priorities_are() -> None:
    found = judged(priorities=table("priorities", A | BINS | {"issue_date": "2025-06-02"}))
    assert (found["A"]["actions"], found["A"]["priorities"]) == ("not_supplied", "renewed")


def meeting(start: str, end: str | None = None) -> dict[str, Any]:
    return {"position": 0, "title": "Surgery", "kind": "meeting", "start": start, "end": end, "address": ""}


def test_meetings_are_to_come_or_over_by_the_day_of_the_answers() -> None:
    events = table("events", *(A | meeting(start) for start in ("2025-07-01T18:00", "2025-06-12T18:00", "2023-06-12T18:00")))
    found = judged(events=events)
    assert (found["A"]["coming"], found["A"]["past"], found["A"]["meetings"]) == (1, 1, "yes")
    assert (found["B"]["coming"], found["B"]["past"], found["B"]["meetings"]) == (0, 0, "no")
    later = judged(events=events, asked=asked("2025-07-01"))["A"]
    assert (later["coming"], later["past"], later["meetings"]) == (0, 2, "no")


def test_what_ends_at_a_midnight_is_over_with_the_day_before() -> None:
    events = table("events", A | meeting("2025-06-29T00:00", "2025-07-01T00:00"))
    assert judged(events=events)["A"]["past"] == 1


def test_a_meeting_once_listed_counts_unless_it_had_left_the_list_before_its_month() -> None:
    kept, dropped = meeting("2025-05-12T18:00"), meeting("2025-05-13T18:00")
    past = table(
        "past_events",
        A | kept | {"first_month": "2025-04", "last_month": "2025-05"},
        A | dropped | {"first_month": "2025-03", "last_month": "2025-04"},
    )
    found = judged(past_events=past)["A"]
    assert (found["past"], found["coming"]) == (1, 0)


@pytest.mark.parametrize("force_id", ["btp", "northern-ireland"])
def test_whom_the_guarantee_is_not_for_has_no_rows(force_id: str) -> None:
    assert judged(force_id) == {}


def test_a_site_without_a_month_judges_nothing() -> None:
    assert judged(months=[], asked=asked("2025-06-30")) == {}
