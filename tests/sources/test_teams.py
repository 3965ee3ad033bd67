"""What a team says of itself is shown as supplied, safely, and no more of a person than name and rank."""

from __future__ import annotations

import json

import pytest

from sitegen.raw import RawFile
from sitegen.sources.teams import read_events, read_people, read_priorities
from sitegen.tables.schemas import SCHEMAS


def answer(path: str, value: object) -> RawFile:
    return RawFile(f"policing/loamshire/{path}.json", json.dumps(value).encode())


def event(**values: object) -> list[tuple[object, ...]]:
    full = {
        "title": "Drop in",
        "type": "meeting",
        "start_date": "2025-07-31T18:30:00",
        "end_date": "2025-07-31T19:30:00",
        "description": None,
        "address": None,
    }
    table = read_events(force_id="loamshire", policing=(answer("NB01/events", [full | values]),))
    assert dict(table.schema) == SCHEMAS["events"].types
    return [row[3:] for row in table.rows()]


def test_people_have_name_and_rank_and_nothing_else() -> None:
    people = [
        {"name": "Ann Sample", "rank": "PC 1234", "bio": "<p>private</p>", "contact_details": {"mobile": "07"}},
        {"name": None, "rank": "PCSO"},
        {"name": "", "rank": "PCSO"},
        {"name": "Bryn &amp;amp; Test", "rank": None},
        3,
    ]
    table = read_people(force_id="loamshire", policing=(answer("NB02/people", people), answer("NB01/people", [])))
    assert dict(table.schema) == SCHEMAS["people"].types
    assert table.rows() == [("loamshire", "NB02", 0, "Ann Sample", "PC 1234"), ("loamshire", "NB02", 1, "Bryn & Test", "")]


def test_priorities_have_safe_html_and_days() -> None:
    entries = [
        {"issue": "<p>Begging<img src=x></p>", "issue-date": "2016-04-14T00:00:00", "action": "Patrols", "action-date": "2016-05-01T10:00:00"},
        {"issue": "", "issue-date": "2016-04-14T00:00:00", "action": "x"},
        {"issue": "Speeding", "issue-date": None, "action": None, "action-date": "soon"},
        None,
    ]
    table = read_priorities(force_id="loamshire", policing=(answer("NB01/priorities", entries),))
    assert dict(table.schema) == SCHEMAS["priorities"].types
    assert [row[2:] for row in table.rows()] == [
        (0, "<p>Begging</p>", "2016-04-14", "Patrols", "2016-05-01"),
        (1, "Speeding", None, None, None),
    ]


def test_an_event_has_local_times_and_a_safe_description() -> None:
    assert event(description="<p onclick=x>Tea</p>", address="Hall,\n17 Lane") == [
        ("Drop in", "meeting", "2025-07-31T18:30", "2025-07-31T19:30", "<p>Tea</p>", "Hall, 17 Lane")
    ]


@pytest.mark.parametrize("end", [None, "", "later", "2025-07-31T18:29:00", "2025-07-31T18:30:00", "2025-07-30"])
def test_an_end_that_is_unreadable_or_not_after_the_start_is_null(end: object) -> None:
    assert event(end_date=end)[0][3] is None


@pytest.mark.parametrize(
    ("start", "end", "kept"),
    [
        ("2025-07-11T00:00:00", "2025-07-11T00:00:00", None),
        ("2025-07-11T00:00:00", "2025-07-11T23:59:00", None),
        ("2025-07-11T00:00:00", "2025-07-12T00:00:00", None),
        ("2025-07-11", "2025-07-11", None),
        ("2025-07-13T00:00:00", "2025-07-15T00:00:00", "2025-07-15T00:00"),
        ("2025-07-13T00:00:00", "2025-07-14T23:59:00", "2025-07-15T00:00"),
        ("2025-07-13", "2025-07-14", "2025-07-15T00:00"),
        ("2025-07-13T00:00:00", "2025-07-13T17:00:00", "2025-07-13T17:00"),
        ("2025-07-13T18:00:00", "2025-07-14T00:00:00", "2025-07-14T00:00"),
    ],
)
def test_midnight_to_midnight_is_a_day(start: str, end: str, kept: str | None) -> None:
    assert event(start_date=start, end_date=end)[0][2:4] == (f"{start[:10]}T{start[11:16] or '00:00'}", kept)


@pytest.mark.parametrize(
    ("start", "end", "kept"),
    [
        ("2026-03-29T01:30:00", "2026-03-29T02:30:00", None),
        ("2026-03-29T01:30:00", "2026-03-29T02:15:00", None),
        ("2026-03-29T01:30:00", "2026-03-29T01:45:00", "2026-03-29T01:45"),
        ("2026-03-29T01:30:00", "2026-03-29T03:00:00", "2026-03-29T03:00"),
        ("2026-03-22T01:30:00", "2026-03-22T02:15:00", "2026-03-22T02:15"),
        ("2026-10-25T01:30:00", "2026-10-25T02:15:00", "2026-10-25T02:15"),
    ],
)
def test_an_end_that_is_the_start_once_clocks_have_gone_forward_is_null(start: str, end: str, kept: str | None) -> None:
    assert event(start_date=start, end_date=end)[0][2:4] == (start[:16], kept)


@pytest.mark.parametrize("start", [None, "", "soon", "2025-02-30T10:00:00", "2025-07-31T25:00:00", 20250731])
def test_an_event_without_a_readable_start_is_left_out(start: object) -> None:
    assert event(start_date=start) == []


@pytest.mark.parametrize(
    ("written", "local"),
    [
        ("2025-07-31", "2025-07-31T00:00"),
        ("2025-07-31 18:30", "2025-07-31T18:30"),
        ("2025-07-31T18:30:00.000", "2025-07-31T18:30"),
        ("2025-07-31T18:30:00Z", "2025-07-31T19:30"),
        ("2025-07-31T18:30:00+01:00", "2025-07-31T18:30"),
        ("2025-01-31T18:30:00+0000", "2025-01-31T18:30"),
    ],
)
def test_a_zone_given_after_all_is_turned_into_local_time(written: str, local: str) -> None:
    assert event(start_date=written)[0][2] == local


def test_an_event_without_a_title_is_called_by_its_type_or_left_out() -> None:
    assert event(title=None)[0][:2] == ("Meeting", "meeting")
    assert event(title="", type="") == []


def test_events_are_in_order_of_their_start() -> None:
    entries = [{"title": str(day), "start_date": f"2025-07-{day}T10:00:00"} for day in (30, 10, 20)]
    table = read_events(force_id="loamshire", policing=(answer("NB01/events", entries),))
    assert table.select("title", "position").rows() == [("10", 1), ("20", 2), ("30", 0)]


@pytest.mark.parametrize("kind", ["people", "events", "priorities"])
@pytest.mark.parametrize("data", [b"", b"null", b"{}", b"[" * 200_000])
def test_a_file_that_cannot_be_read_costs_itself(kind: str, data: bytes) -> None:
    read = {"people": read_people, "events": read_events, "priorities": read_priorities}[kind]
    good = {"name": "Ann Sample", "title": "Drop in", "issue": "Speeding", "start_date": "2025-07-31T18:30:00"}
    files = (RawFile(f"policing/loamshire/NB01/{kind}.json", data), answer(f"NB02/{kind}", [good]))
    assert read(force_id="loamshire", policing=files)["neighbourhood_id"].to_list() == ["NB02"]


@pytest.mark.parametrize(
    "written",
    [
        "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "9999-12-31T10:00:00", "0001-01-01", "1989-12-31", "2101-01-01T00:00:00",
        "2025-06-01T10:00:00+99:99",
    ],
)  # fmt: skip
def test_a_date_that_no_team_can_mean_is_none(written: str) -> None:
    assert event(start_date=written) == []
    assert event(end_date=written)[0][3] is None


def test_a_force_without_answers_has_no_rows() -> None:
    assert read_people(force_id="loamshire", policing=(answer("neighbourhoods", []),)).is_empty()
