"""What the API forgets is kept with the days it was seen, and what is kept is never lost to a fault."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

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
