"""Teams of the invented county: a full one, thin ones and silent ones, all of people who do not exist."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import Any

import pytest

from sitegen.sample.county import FORCES
from sitegen.sample.crime_kinds import PLACES
from sitegen.sample.team_names import invent_names
from sitegen.sample.teams import SILENT, TODAY, UNASKED, api_files, inventory_file
from sitegen.sample.world import World


@pytest.fixture(scope="module")
def answers(world: World) -> dict[str, Any]:  # what JSON holds
    return {path.removeprefix("policing/"): json.loads(data) for path, data in api_files(world, 1).items()}


def of_kind(answers: dict[str, Any], kind: str) -> dict[str, Any]:
    return {path: body for path, body in answers.items() if PurePosixPath(path).name == f"{kind}.json" and not path.startswith("forces/")}


def test_answers_are_json_with_the_quirks_of_life(answers: dict[str, Any]) -> None:
    text = json.dumps(list(answers.values()))
    assert all(quirk in text for quirk in ("&amp;amp;", "<script", "javascript:", "&rsquo;"))
    assert len(answers["forces.json"]) == len(FORCES)
    assert {"id": "NB99", "name": "Saltby Harbour Patrol"} in answers["loamshire/neighbourhoods.json"]


def test_the_first_neighbourhood_is_the_richest(answers: dict[str, Any]) -> None:
    people, priorities, events = (answers[f"loamshire/NB01/{kind}.json"] for kind in ("people", "priorities", "events"))
    assert (len(people), len(priorities), len(events)) == (11, 10, 10)
    assert {person["rank"].rstrip(" 0123456789") for person in people} == {
        "Inspector", "Sergeant", "Police Constable", "PCSO", "Special Constable",
    }  # fmt: skip
    assert [priority for priority in priorities if priority["action"] is None]
    assert [priority for priority in priorities if priority["issue-date"] < "2024"]
    assert max(len(priority["issue"]) for priority in priorities) > 400
    assert {event["start_date"] > f"{TODAY}" for event in events} == {True, False}
    assert [event for event in events if event["end_date"] < event["start_date"]]
    assert len({event["address"] for event in events}) > 5


def test_teams_differ_in_size_and_are_listed_by_rank(answers: dict[str, Any]) -> None:
    teams = of_kind(answers, "people")
    sizes = {len(team) for team in teams.values()}
    assert len(sizes) > 3
    assert 0 in sizes
    assert [team for team in teams.values() if any(not person["name"] for person in team)]


def test_of_some_neighbourhoods_nothing_is_supplied_and_of_some_no_priorities(answers: dict[str, Any], world: World) -> None:
    for hood in world.neighbourhoods:
        if hood.id in SILENT:
            assert not [path for path in answers if path.startswith((f"{hood.force_id}/{hood.id}.", f"{hood.force_id}/{hood.id}/"))]
    assert "loamshire/Nl-6/people.json" in answers


def test_of_what_is_silent_some_was_asked_for_and_some_was_not(answers: dict[str, Any], world: World) -> None:
    path, data = inventory_file(world, [f"policing/{path}" for path in answers])
    absent = [path.removeprefix("policing/") for path in json.loads(data)["absent"]]
    silent = {hood.id for hood in world.neighbourhoods if f"{hood.force_id}/{hood.id}.json" not in answers}
    told = {hood.id for hood in world.neighbourhoods if f"{hood.force_id}/{hood.id}.json" in absent}
    assert path == "inventory.json"
    assert SILENT - UNASKED <= told < silent
    assert silent - told >= UNASKED
    assert "loamshire/Nl-6/priorities.json" in absent
    assert not set(absent) & set(answers)
    assert "loamshire/Nl-6/priorities.json" not in answers


def test_the_welsh_force_writes_in_two_languages(answers: dict[str, Any]) -> None:
    people = answers["dyffryn-aeddan/PyD/people.json"]
    assert all(" / " in person["rank"] for person in people)
    issues = [priority["issue"] for path, body in of_kind(answers, "priorities").items() if path.startswith("dyffryn") for priority in body]
    assert [issue for issue in issues if "Speeding" in issue or "Fly-tipping" in issue or "Antisocial" in issue]


def test_texts_name_streets_of_their_own_neighbourhood_and_leave_no_gap(answers: dict[str, Any], world: World) -> None:
    assert not [path for path, body in answers.items() if "{" in json.dumps(body).replace("{}", "").replace('{"', "")]
    number = next(at for at, hood in enumerate(world.neighbourhoods) if hood.id == "NB01" and hood.force_id == "loamshire")
    streets = {name for name, area in zip(world.points.name, world.points.neighbourhood, strict=True) if area == number}
    places = [event["address"].rpartition(", ")[2] for event in answers["loamshire/NB01/events.json"]]
    assert set(places) <= streets - set(PLACES)


def test_a_team_has_nobody_twice_and_the_same_people_every_time() -> None:
    one = invent_names(welsh=False, seed=1, purpose="test", count=11)
    assert len(set(one)) == 11
    assert one == invent_names(welsh=False, seed=1, purpose="test", count=11)
    assert one != invent_names(welsh=False, seed=2, purpose="test", count=11)
    assert len({name for at in range(40) for name in invent_names(welsh=True, seed=1, purpose=f"team {at}", count=6)}) > 100
