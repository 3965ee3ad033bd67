"""The half of the neighbourhood page that is the team's: names, priorities, meetings and ways to reach it."""

from __future__ import annotations

from tests.artefacts import loamshire
from tests.artefacts.html import named, text
from tests.artefacts.neighbourhood_page import FAR_FIELD, MILL_BANK, glance, page, section


def test_unknown_population_is_left_out() -> None:
    assert "About 19,400 people live here." in text(page())
    assert "people live here" not in text(page(MILL_BANK))


def test_team_stands_in_the_force_s_own_order() -> None:
    assert [text(name) for name in named(page(), "ul", class_="people many")[0].iter("b")] == ["Ruth Hallam", "Janet Pike"]


def test_team_that_was_not_named_differs_from_one_that_was_not_supplied() -> None:
    assert "The force has not named its team." in text(page(FAR_FIELD))
    assert "Its people, priorities and meetings were not supplied to this site." in text(page(MILL_BANK))
    half = page(neighbourhoods=loamshire.neighbourhoods(people_supplied=False), people=loamshire.world()["people"].clear())
    assert "The names of the team were not supplied to this site." in text(half)
    assert "The force has not named its team." not in text(half)


def test_a_file_about_the_team_that_could_not_be_read_is_not_called_missing() -> None:
    faulty = loamshire.neighbourhoods(people_supplied=False, priorities_supplied=False, events_supplied=False, unreadable="people priorities events")
    none = {name: loamshire.world()[name].clear() for name in ("people", "priorities", "events")}
    said = text(page(neighbourhoods=faulty, **none))
    for what in ("names of the team", "team’s priorities", "team’s meetings"):
        assert f"The file with the {what} could not be read." in said
    assert "not supplied to this site." not in said


def test_meetings_are_coming_or_past_by_the_day_of_the_data() -> None:
    meetings = section(page(), "meetings")
    assert [text(item) for item in meetings.iter("h4")] == ["Beat meeting"]
    assert text(named(meetings, "ul", class_="past")[0]) == "24 June 2025Street surgery"
    assert glance(page())[0] == "Thursday 31 July 2025, 6.30pm, Guildhall"


def test_meetings_not_published_differ_from_meetings_not_supplied() -> None:
    assert glance(page(FAR_FIELD))[:2] == ["None has been published", "No priority has been published"]
    assert glance(page(MILL_BANK))[:2] == ["Not supplied to this site", "Not supplied to this site"]


def test_priority_without_an_action_says_so() -> None:
    assert "Parking on Mill Lane" in text(section(page(), "priorities"))
    assert "The force has not published an action yet." in text(named(page(), "article", class_="priority none")[0])


def test_101_is_offered_once() -> None:
    reach = section(page(), "reach")
    assert [link.get("href") for link in reach.iter("a")] == [
        "tel:101", "mailto:castlegate@loamshire.example", "https://www.facebook.com/castlegate/", "https://loamshire.example/castle-gate",
    ]  # fmt: skip
    assert "Police station" in text(reach)
