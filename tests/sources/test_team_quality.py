"""Whatever a force's files about its teams say is shown, or counted under the reason for which it is not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from sitegen.raw import RawFile
from sitegen.sources.team_quality import read_force_quality, read_team_quality
from tests.sources.test_teams import answer


def team_quality(kind: str, entries: Sequence[object]) -> list[tuple[str, str, int]]:
    table = read_team_quality(policing=(answer(f"NB01/{kind}", entries),))
    assert set(table["file"]) == {f"policing/loamshire/NB01/{kind}.json"}
    return [(kind, reason, rows) for kind, reason, rows in table.select("kind", "reason", "rows").rows()]


def test_every_entry_of_a_team_file_is_counted_or_set_aside_under_its_reason() -> None:
    assert team_quality("people", [{"name": "Ruth Hallam", "rank": "Inspector"}, {"name": " ", "rank": "PCSO"}, None]) == [
        ("counted", "counted", 1),
        ("set-aside", "person-without-name", 2),
    ]
    assert team_quality("priorities", [{"issue": "Speeding", "issue-date": "soon"}, {"issue": "<p></p>"}]) == [
        ("counted", "counted", 1),
        ("noted", "date-unreadable", 1),
        ("set-aside", "priority-without-issue", 1),
    ]
    day = "2025-07-31T18:30:00"
    meetings = [
        {"title": "Beat meeting", "start_date": day, "end_date": "2025-07-31T17:00:00"},
        {"title": "Beat meeting", "start_date": day, "end_date": "late"},
        {"title": "Beat meeting", "start_date": "2025-02-30T10:00:00"},
        {"title": "Beat meeting", "start_date": ""},
        {"title": "", "type": "", "start_date": day},
    ]
    assert team_quality("events", meetings) == [
        ("counted", "counted", 2),
        ("noted", "date-unreadable", 1),
        ("noted", "event-ends-before-start", 1),
        ("set-aside", "date-unreadable", 1),
        ("set-aside", "event-without-start", 1),
        ("set-aside", "event-without-title", 1),
    ]


def test_the_first_entry_with_a_fault_is_named() -> None:
    people = [{"name": "Ruth Hallam"}, {"name": ""}, {"name": "Ann Sample"}, {"name": ""}]
    table = read_team_quality(policing=(answer("NB01/people", people),))
    assert table.select("kind", "rows", "first_row").rows() == [("counted", 2, None), ("set-aside", 2, 2)]


def test_a_team_file_without_entries_is_told_from_one_that_was_not_supplied() -> None:
    assert team_quality("people", []) == [("counted", "counted", 0)]
    assert read_team_quality(policing=()).is_empty()


@pytest.mark.parametrize(("data", "reason"), [(b"", "json-unreadable"), (b"null", "json-unexpected"), (b"[" * 200_000, "nested-too-deeply")])
@pytest.mark.parametrize("name", ["NB01/people", "NB01"])
def test_a_file_that_cannot_be_read_is_set_aside_as_one_row(name: str, data: bytes, reason: str) -> None:
    file = RawFile(f"policing/loamshire/{name}.json", data)
    assert read_team_quality(policing=(file,)).rows() == [("teams", file.name, "set-aside", reason, 1, None)]


def test_the_files_about_forces_are_counted_by_their_entries() -> None:
    files = (
        RawFile("policing/forces.json", b'[{"id": "loamshire", "name": "L"}, {"id": {}}]'),
        RawFile("policing/forces/loamshire.json", b"{}"),
        RawFile("policing/forces/loamshire/people.json", b'[{"name": "Ann Sample"}, {"name": ""}]'),
        RawFile("policing/forces/wealdmoor.json", b""),
    )
    assert read_force_quality(policing_forces=files).rows() == [
        ("forces", "policing/forces.json", "counted", "counted", 1, None),
        ("forces", "policing/forces.json", "set-aside", "id-unusable", 1, 2),
        ("forces", "policing/forces/loamshire.json", "counted", "counted", 1, None),
        ("forces", "policing/forces/loamshire/people.json", "counted", "counted", 1, None),
        ("forces", "policing/forces/loamshire/people.json", "set-aside", "person-without-name", 1, 2),
        ("forces", "policing/forces/wealdmoor.json", "set-aside", "json-unreadable", 1, None),
    ]


def detail_quality(**detail: object) -> list[tuple[str, str, int]]:
    """What is said of a neighbourhood's own file, after its number of entries shown."""
    table = read_team_quality(policing=(answer("NB01", {"id": "NB01", **detail}),))
    assert table.row(0) == ("teams", "policing/loamshire/NB01.json", "counted", "counted", table["rows"][0], None)
    return [(kind, reason, rows) for kind, reason, rows in table.select("kind", "reason", "rows").rows()]


def test_a_neighbourhood_without_faults_is_one_entry_and_its_contacts_stations_and_links() -> None:
    contacts = {"email": "nb01@loamshire.example", "web": "https://loamshire.example/nb01", "address": "Corn Street", "telephone": ""}
    station = {"name": "Castle Gate Police Station", "address": "Saltby Road"}
    link = {"title": "News", "url": "https://loamshire.example/news"}
    found = detail_quality(contact_details=contacts, locations=[station], links=[link], population="4400", description="<p>Hello.</p>")
    assert found == [("counted", "counted", 6)]


def test_links_stations_and_closed_services_that_are_left_out_have_their_reason() -> None:
    links = [{"title": "News", "url": "javascript:alert(1)"}, {"title": "Host", "url": "//elsewhere.example"}, None]
    found = detail_quality(links=links, url_force="ftp://x", locations=[{"postcode": "LM1 1AA"}], contact_details={"bebo": "bebo.example/nb01"})
    assert found == [
        ("counted", "counted", 1),
        ("set-aside", "channel-closed", 1),
        ("set-aside", "link-unusable", 4),
        ("set-aside", "station-without-name", 1),
    ]


def test_contacts_that_are_no_addresses_are_shown_and_noted() -> None:
    contacts = {"facebook": "LoamshirePolice", "email": "ask us", "address": "Corn Street", "fax": "none"}
    assert detail_quality(contact_details=contacts) == [("counted", "counted", 5), ("noted", "contact-without-link", 2)]


@pytest.mark.parametrize("population", ["0", 0, "many", "-3"])
def test_a_population_that_says_nothing_is_noted(population: object) -> None:
    assert detail_quality(population=population) == [("counted", "counted", 1), ("noted", "population-unknown", 1)]


@pytest.mark.parametrize("field", ["description", "welcome_message"])
def test_a_text_that_is_cut_is_noted(field: str) -> None:
    assert detail_quality(**{field: "A long story. " * 1500}) == [("counted", "counted", 1), ("noted", "text-shortened", 1)]
    assert detail_quality(**{field: "A long story. " * 200}) == [("counted", "counted", 1)]


def test_a_long_priority_or_meeting_is_noted_once() -> None:
    story = "A long story. " * 1500
    assert team_quality("priorities", [{"issue": story, "action": story}]) == [("counted", "counted", 1), ("noted", "text-shortened", 1)]
    meeting = {"title": "Beat meeting", "start_date": "2025-07-31T18:30:00", "description": story}
    assert team_quality("events", [meeting]) == [("counted", "counted", 1), ("noted", "text-shortened", 1)]
