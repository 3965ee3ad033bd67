"""Places like this one: who they are, why, and the spread of crime among them, from A to Z and never by number."""

from __future__ import annotations

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


def test_what_a_further_place_would_have_is_a_range_and_where_this_one_lies_is_said() -> None:
    assert told("p1 p3 p5").range.endswith("and so has this one.")
    assert told("p1 p3 p5", features(p0={"crimes": 3000})).range.endswith("this one has more.")
    assert told("p1 p3 p5", features(p0={"crimes": 40})).range.endswith("this one has fewer.")


def test_the_range_is_wider_where_fewer_places_tell_it() -> None:
    def reach(others: str) -> int:
        low, high = told(others).range.split("would have ")[1].split(",")[0].split(" to ")
        return int(high) - int(low)

    assert reach("p3 p4 p5") > reach("p1 p3 p4 p5 p6 p8 p9 p10")


def test_two_places_are_listed_and_tell_no_range() -> None:
    found = told("p1 p3")
    assert (len(found.rows), found.spread, found.range) == (3, "They are too few to show a range of crime in places like this one.", "")


def test_where_people_are_not_known_crimes_are_told_and_no_range_is_worked_out() -> None:
    found = told("p1 p3 p5", [row | {"people": None} for row in features()])
    assert found.spread == (
        "Crimes, July 2024 to June 2025: 300 here; from 252 to 412 in those like it. How many people live in each of them is not known."
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
