"""Places like this one: who they are, why, and the spread of crime among them, from A to Z and never by number."""

from __future__ import annotations

import re
from typing import Any

from sitegen.artefacts.sections.alike_view import AlikeView, read_alike, view_alike
from sitegen.artefacts.sections.records import Neighbourhood
from sitegen.artefacts.text.words import read_words
from tests.artefacts.html import named, text
from tests.artefacts.inputs import table
from tests.artefacts.neighbourhood_page import change_page, section

WORDS = read_words("en", ())
CRIMES = (300, 412, 290, 380, 330, 252, 360, 310, 270, 340, 320, 390)
PLACES = [Neighbourhood(f"p{at}", f"f{at}", f"Place {chr(65 + at)}", None, "", None, *(True,) * 4) for at in range(len(CRIMES))]


def features(**odd: dict[str, Any]) -> list[dict[str, object]]:  # Any: cells of every column type
    usual = {
        "force_id": "loamshire", "first_month": "2024-07", "last_month": "2025-06", "people": 4000, "area_km2": 3.14, "town_centre": 0.123,
        "shops": 0.04, "travel": 0.1,
    }  # fmt: skip
    return [{**usual, "neighbourhood_id": f"p{at}", "crimes": crimes} | odd.get(f"p{at}", {}) for at, crimes in enumerate(CRIMES)]


def view(others: str, rows: list[dict[str, object]] | None = None, place: Neighbourhood = PLACES[0]) -> AlikeView | None:
    """Of the first place, with those of `others`, ids with blanks between, like it."""
    pairs = ({"force_id": "loamshire", "neighbourhood_id": "p0", "other_id": other, "distance": 0.5} for other in others.split())
    found = read_alike(table("place_features", *(features() if rows is None else rows)), table("alike", *pairs))
    return view_alike(place, PLACES, "Loamshire Police", found, WORDS)


def told(others: str, rows: list[dict[str, object]] | None = None) -> AlikeView:
    found = view(others, rows)
    assert found
    return found


def test_its_own_row_is_first_and_the_others_follow_from_a_to_z_whatever_their_crime() -> None:
    found = told("p5 p1 p3")
    assert [(row.name, row.folder) for row in found.rows] == [("Place A", ""), ("Place B", "f1"), ("Place D", "f3"), ("Place F", "f5")]
    assert found.rows[1][2:] == ("4,000 people, 3.1 km²", "12", "4", "10")


def test_the_spread_is_of_those_like_it_and_its_own_stands_beside() -> None:
    # 412, 380 and 252 crimes of 4,000 people each, and 300 here.
    assert told("p1 p3 p5").spread == "Crimes for every 1,000 people, July 2024 to June 2025: 75 here; from 63 to 103 in those like it."


def ring(rows: list[dict[str, object]], at: int = 0, step: int = 1) -> AlikeView:
    """One place, where each has the next three, or of more each so-manieth, like it."""
    pairs = (
        {"force_id": "loamshire", "neighbourhood_id": f"p{one}", "other_id": f"p{(one + step * further) % len(rows)}", "distance": 0.5}
        for one in range(len(rows))
        for further in (1, 2, 3)
    )
    found = view_alike(PLACES[at], PLACES, "Loamshire Police", read_alike(table("place_features", *rows), table("alike", *pairs)), WORDS)
    assert found
    return found


def reach(view: AlikeView) -> tuple[int, int]:
    found = re.search(r"would have ([\d,]+) to ([\d,]*\d)", view.range)
    assert found
    low, high = (int(number.replace(",", "")) for number in found.groups())
    return low, high


def test_where_nearly_all_would_lie_is_told_and_where_this_one_lies() -> None:
    assert ring(features()).range.endswith("and so has this one.")
    assert ring(features(p0={"crimes": 3000})).range.endswith("this one has more.")
    assert ring(features(p0={"crimes": 40})).range.endswith("this one has fewer.")


def test_the_range_is_that_of_chance_alone_where_places_differ_no_more_from_those_like_them() -> None:
    # 300 of 4,000 people are expected, and 248 to 355 are what chance leaves 998 times in 1,000.
    assert reach(ring([row | {"crimes": 300} for row in features()])) == (62, 89)


def test_places_that_differ_from_those_like_them_widen_the_range_and_a_force_of_two_kinds_does_not() -> None:
    # Every other place has four times as many crimes.
    rows = [row | {"crimes": 300 if at % 2 else 1200} for at, row in enumerate(features())]
    low, high = reach(ring(rows, at=1))
    assert high - low > 3 * (89 - 62)
    assert reach(ring(rows, at=1, step=2)) == (62, 89)


def test_where_few_places_have_others_like_them_there_is_no_range() -> None:
    assert told("p1 p3 p5").range == ""


def test_two_places_are_listed_and_tell_no_range() -> None:
    found = told("p1 p3")
    assert (len(found.rows), found.spread, found.range) == (3, "These are too few to show a range of crime in places like this one.", "")


def test_where_people_are_not_known_crimes_are_told_and_no_range_is_worked_out() -> None:
    found = told("p1 p3 p5", [row | {"people": None} for row in features()])
    assert found.spread == (
        "Crimes, July 2024 to June 2025: 300 here; from 252 to 412 in those like it. How many people live in each of them is not known, "
        "so more crimes may only mean more people."
    )
    assert found.range == ""
    assert found.rows[0].size == "3.1 km²"


def test_where_there_is_none_it_says_why() -> None:
    assert told("").note.startswith("No neighbourhood of Loamshire Police is like this one")
    assert told("p1", features()[:9]).note.startswith("Fewer than 10 neighbourhoods of Loamshire Police")
    assert told("", features()[1:]).note.startswith("Too few crimes, or no boundary,")
    assert view("", []) is None


def test_the_page_links_to_each_place_and_is_without_the_section_where_nothing_is_known() -> None:
    rows = [row | {"neighbourhood_id": place} for row, place in zip(features(), ["cg", "ff", *map(str, range(10))], strict=True)]
    pair = {"force_id": "loamshire", "neighbourhood_id": "cg", "other_id": "ff", "distance": 0.5}
    part = section(change_page(place_features=table("place_features", *rows), alike=table("alike", pair)), "alike")
    assert text(named(part, "h2")[0]) == "Places like this one"
    assert [link.get("href") for link in named(part, "table")[0].iter("a")] == ["../../ff/"]
    assert not named(change_page(), "section", id="alike")
