"""What the API forgets is kept with the days it was seen, and what is kept is never lost to a fault."""

from __future__ import annotations

import json
import shutil
from dataclasses import fields
from pathlib import Path

import polars as pl

from sitegen.artefacts.downloads.teams import TeamTables, make
from sitegen.raw import RawFile
from sitegen.sources.listing.history import list_team_history
from sitegen.sources.past_entries import read_past_priorities
from sitegen.sources.teams import read_priorities
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import ForceId
from tests.artefacts.inputs import table
from tests.fetching.small_upstream import LOAMSHIRE, TurnedClock, bring, small_upstream

EVENTS = "loamshire/NB01/events"
MEETING, SURGERY = {"title": "Meeting", "start_date": "2025-07-02T18:00:00"}, {"title": "Surgery", "start_date": "2025-08-02T10:00:00"}


def days(data: Path) -> dict[str, tuple[str, str]]:
    told = json.loads((data / f"history/{EVENTS}.json").read_bytes())["entries"]
    return {one["entry"]["title"]: (one["first"], one["last"]) for one in told}


def later(days: int) -> TurnedClock:
    clock = TurnedClock()
    clock.passed = days * 86_400.0
    return clock


def test_a_meeting_is_kept_with_the_days_it_was_first_and_last_seen(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with small_upstream(tmp_path) as fake:
        fake.shelves.api[EVENTS] = json.dumps([MEETING]).encode()
        bring(fake, data, LOAMSHIRE)
        bring(fake, data, LOAMSHIRE, later(1))  # not sent again, and still there
        fake.shelves.api[EVENTS] = json.dumps([SURGERY]).encode()
        bring(fake, data, LOAMSHIRE, later(31))
        fake.shelves.api[EVENTS] = b"[]"
        bring(fake, data, LOAMSHIRE, later(62))
    assert days(data) == {"Meeting": ("2025-07-01", "2025-07-02"), "Surgery": ("2025-08-01", "2025-08-01")}
    assert not (data / "history/loamshire/NB01/people.json").exists()


def test_a_history_that_cannot_be_read_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with small_upstream(tmp_path) as fake:
        fake.shelves.api[EVENTS] = json.dumps([MEETING]).encode()
        bring(fake, data, LOAMSHIRE)
        (data / f"history/{EVENTS}.json").write_text("{")
        done = bring(fake, data, LOAMSHIRE)
    assert len(done.faults) == 1
    assert f"its history, history/{EVENTS}.json, cannot be read" in done.faults[0]
    assert (data / f"history/{EVENTS}.json").read_text() == "{"
    assert json.loads((data / f"policing/{EVENTS}.json").read_bytes()) == [MEETING]


def test_two_fetches_one_after_another_become_a_history_that_the_downloads_tell(tmp_path: Path) -> None:
    data, about = tmp_path / "data", "loamshire/NB01/priorities"
    old, new = ({"issue": f"<p>{word}</p>", "issue-date": None, "action": None, "action-date": None} for word in ("Speeding", "Noise"))
    with small_upstream(tmp_path) as fake:
        fake.shelves.api[about] = json.dumps([old]).encode()
        bring(fake, data, LOAMSHIRE)
        fake.shelves.api[about] = json.dumps([new]).encode()
        bring(fake, data, LOAMSHIRE, later(31))
    listed = {ref.name for ref in list_team_history(data / "history")[ForceId("loamshire")]}
    policing, history = raw(data, "policing"), tuple(file for file in raw(data, "history") if file.name in listed)
    place = {"force_id": "loamshire", "neighbourhood_id": "NB01", "folder": "nb01", "name": "One", "priorities_supplied": True}
    empty = {one.name: pl.DataFrame(schema=SCHEMAS[one.name].types) for one in fields(TeamTables)}
    given = {
        "neighbourhoods": table("neighbourhoods", place),
        "priorities": read_priorities(force_id="loamshire", policing=policing).filter(neighbourhood_id="NB01"),
        "past_priorities": read_past_priorities(force_id="loamshire", team_history=history).filter(neighbourhood_id="NB01"),
    }
    files = dict(make(tables=TeamTables(**{**empty, **given}), months=["2025-07", "2025-08"]))
    told = [json.loads(line) for line in files["data/priorities.jsonl"].splitlines()]
    assert [(one["issue"], one["first_seen"], one["last_seen"], one["listed"]) for one in told] == [
        ("<p>Noise</p>", "2025-08", "2025-08", True),
        ("<p>Speeding</p>", "2025-07", "2025-07", False),
    ]


def test_what_a_neighbourhood_had_that_is_gone_is_told_without_a_page(tmp_path: Path) -> None:
    gone = {"force_id": "loamshire", "neighbourhood_id": "NB09", "start": "2025-07-02T18:00", "first_month": "2025-07", "last_month": "2025-07"}
    marked = {"force_id": "loamshire", "neighbourhood_id": "NB08", "folder": "nb08", "problem": "name-missing"}
    past = table(
        "past_events", gone, gone | {"neighbourhood_id": "NB08"}, gone | {"force_id": "wealdmoor"}, gone | {"last_month": "2025-06", "start": None}
    )
    here = table("neighbourhoods", {"force_id": "loamshire", "neighbourhood_id": "NB01", "folder": "nb01", "name": "One"}, marked)
    empty = {one.name: pl.DataFrame(schema=SCHEMAS[one.name].types) for one in fields(TeamTables)}
    files = dict(make(tables=TeamTables(**{**empty, "neighbourhoods": here, "past_events": past}), months=["2025-07"]))
    (told,) = (json.loads(line) for line in files["data/meetings.jsonl"].splitlines())
    assert (told["force"], told["neighbourhood"], told["page"], told["listed"]) == ("loamshire", "NB09", None, False)


def raw(data: Path, folder: str) -> tuple[RawFile, ...]:
    found = sorted(path for path in (data / folder / "loamshire").rglob("*.json"))
    return tuple(RawFile(path.relative_to(data).as_posix(), path.read_bytes()) for path in found)


LIST = "loamshire/neighbourhoods"


def listed(data: Path) -> dict[str, tuple[str, str, str]]:
    told = json.loads((data / f"history/{LIST}.json").read_bytes())["entries"]
    return {one["entry"]["id"]: (one["entry"]["name"], one["first"], one["last"]) for one in told}


def test_a_neighbourhood_that_the_list_loses_is_kept_with_the_days_it_was_there(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with small_upstream(tmp_path) as fake:
        bring(fake, data, LOAMSHIRE)
        before = json.loads(fake.shelves.api[LIST])
        fake.shelves.api[LIST] = json.dumps(before[:1]).encode()
        bring(fake, data, LOAMSHIRE, later(31))
    kept, lost = (one["id"] for one in before)
    names = {one["id"]: one["name"] for one in before}
    assert listed(data) == {kept: (names[kept], "2025-07-01", "2025-08-01"), lost: (names[lost], "2025-07-01", "2025-07-01")}


def test_what_an_earlier_run_brought_before_there_was_a_history_begins_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with small_upstream(tmp_path) as fake:
        bring(fake, data, LOAMSHIRE)
        shutil.rmtree(data / "history")
        before = json.loads(fake.shelves.api[LIST])
        fake.shelves.api[LIST] = json.dumps(before[:1]).encode()
        bring(fake, data, LOAMSHIRE, later(31))
    assert listed(data)[before[1]["id"]][1:] == ("2025-07-01", "2025-07-01")


def test_a_list_that_lost_too_much_to_be_believed_is_not_remembered(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with small_upstream(tmp_path) as fake:
        bring(fake, data, LOAMSHIRE)
        fake.shelves.api[LIST] = b"[]"
        done = bring(fake, data, LOAMSHIRE, later(31))
    assert len(done.faults) == 1
    assert {(first, last) for _, first, last in listed(data).values()} == {("2025-07-01", "2025-07-01")}
