"""The half of the neighbourhood page that is the team's: names, priorities, meetings and ways to reach it."""

from __future__ import annotations

from typing import Any

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
    half = page(neighbourhoods=loamshire.neighbourhoods(people_supplied=False), people=loamshire.world()["people"].clear())
    assert "The names of the team were not supplied to this site." in text(half)
    assert "The force has not named its team." not in text(half)


def without(*tables: str) -> dict[str, Any]:  # Any: as page takes them
    """These tables of the world without a row."""
    return {name: loamshire.world()[name].clear() for name in tables}


def test_a_file_about_the_team_that_could_not_be_read_is_not_called_missing() -> None:
    faulty = loamshire.neighbourhoods(people_supplied=False, priorities_supplied=False, events_supplied=False, unreadable="people priorities events")
    said = text(page(neighbourhoods=faulty, **without("people", "priorities", "events")))
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
    half = page(neighbourhoods=loamshire.neighbourhoods(priorities_supplied=False, events_supplied=False), **without("priorities", "events"))
    assert glance(half)[:2] == ["Not supplied to this site", "Not supplied to this site"]


def test_where_nothing_about_the_team_was_supplied_the_count_comes_first_and_one_line_leads_to_the_force() -> None:
    tree = page(MILL_BANK)
    assert [text(question) for question in named(tree, "dl", class_="glance")[0].iter("dt")] == ["Recorded in June 2025", "Team and meetings"]
    assert glance(tree)[1] == "Not supplied to this site"
    line = named(section(tree, "reach"), "div", class_="notice missing read")[0]
    assert text(line) == "Team and meetings: see the force’s own pageThis site was given nothing about them."
    assert [link.get("href") for link in line.iter("a")] == ["https://loamshire.example/"]
    assert not [name for name in ("team", "priorities", "meetings") if named(tree, "section", id=name)]


def test_priority_without_an_action_says_so() -> None:
    assert "Parking on Mill Lane" in text(section(page(), "priorities"))
    assert "The force has not published an action yet." in text(named(page(), "article", class_="priority none")[0])


def test_101_is_offered_once() -> None:
    reach = section(page(), "reach")
    assert [link.get("href") for link in reach.iter("a")] == [
        "tel:101", "https://loamshire.example/report/", "mailto:castlegate@loamshire.example", "https://www.facebook.com/castlegate/", "https://loamshire.example/castle-gate",
    ]  # fmt: skip
    assert "Police station" in text(reach)
