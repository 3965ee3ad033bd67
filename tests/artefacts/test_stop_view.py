"""Stop and search is told in one-way tables; small groups are words, and what nobody told us has no number."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sitegen.artefacts.figures import Missing, Recorded
from sitegen.artefacts.sections.issues import Faults, Issue
from sitegen.artefacts.sections.stop_view import Stops, StopTables, StopView, read_stops, unlocated_sentence, view_stops
from sitegen.artefacts.supply import Supply
from tests.artefacts.inputs import evidence, renderer, table

WORDS = renderer().words
MONTHS = [f"2024-{number:02d}" for number in range(5, 13)] + [f"2025-{number:02d}" for number in range(1, 7)]
STOP_WORDS = table(
    "stop_words",
    {"field": "object", "value": "controlled-drugs", "name": "Drugs", "position": 0},
    {"field": "outcome", "value": "arrest", "name": "Arrest", "position": 0},
)
TABLES: dict[str | None, list[tuple[str, str, int | None]]] = {
    "cg": [
        ("all", "all", 130), ("object", "controlled-drugs", 86), ("object", "shrubs", 30), ("object", "anything-else", 14),
        ("outcome", "arrest", 20), ("outcome", "not-given", 110), ("age", "18-24", 130),
    ],
    None: [("all", "all", 400), ("age", "18-24", 400), ("self-ethnicity", "not-given", 400)],
    "few": [("all", "all", None)],
    "some": [("all", "all", 93), ("object", "controlled-drugs", 86), ("object", "anything-else", None)],
}  # fmt: skip


def supply(state: str = "supplied", reason: str | None = None, **months: str) -> Supply:
    states = [months.get(f"m{month.replace('-', '_')}", state) for month in MONTHS]
    return Supply(tuple(states), tuple(reason if one == state else None for one in states))


def read(given: Supply | None = None, **changes: Any) -> Stops:  # Any: arguments of every type
    known = given or supply()
    each = {"cg": 10, "few": 0, "none": 0, "some": 8, None: 35}
    series = table(
        "stop_series",
        *(
            {
                "force_id": "loamshire", "neighbourhood_id": place, "month": month, "state": state,
                "stops": (stops + (place == "few" and month == MONTHS[-1])) if state.startswith("supplied") else None,
                "unlocated": 2 if place is None and state.startswith("supplied") else None,
            }
            for place, stops in each.items() for month, state in zip(MONTHS, known.states, strict=True)
        ),
    )  # fmt: skip
    tables = table(
        "stop_tables",
        *(
            {"force_id": "loamshire", "neighbourhood_id": place, "field": field, "value": value, "stops": stops, "position": position}
            for place, found in TABLES.items()
            for position, (field, value, stops) in enumerate(found)
        ),
    )
    return read_stops(StopTables(series, tables, STOP_WORDS), evidence(MONTHS, stops=known, **changes), WORDS)


def view(place: str | None = "cg", given: Supply | None = None, **changes: Any) -> StopView:  # Any: arguments of every type
    return view_stops(read(given, **changes), place, WORDS)


def rows(found: StopView) -> dict[str, list[tuple[str, str]]]:
    return {table.head: [(row.name, row.stops) for row in table.rows] for table in found.tables}


def test_neighbourhood_has_what_was_looked_for_and_what_came_of_it_and_nobody_s_age() -> None:
    assert rows(view()) == {
        "What the officer was looking for": [("Drugs", "86"), ("Shrubs", "30"), ("Anything else", "14")],
        "What came of the search": [("Arrest", "20"), ("Not given", "110")],
    }


def test_total_is_of_a_year_and_says_so() -> None:
    assert view().total == "130 stops and searches were recorded in the 12 months to June 2025."


def test_note_says_what_is_not_shown() -> None:
    assert view().notes == ("Groups smaller than 10 are not shown, and no two columns are crossed, so that nobody can be recognised.",)


def test_few_stops_are_words() -> None:
    found = view("few")
    assert found.total == "Fewer than 10 stops and searches were recorded here in the 12 months to June 2025."
    assert found.tables == ()


def test_quiet_place_that_was_supplied_has_none() -> None:
    assert view("none").total == "No stop and search was recorded here in the 12 months to June 2025."


def test_month_not_supplied_is_no_quiet_month() -> None:
    found = view("none", supply(m2025_01="supplied_partial"))
    assert found.total == "Fewer than 10 stops and searches were recorded here in the 12 months to June 2025."
    assert view("cg", supply(m2025_01="not_supplied")).total.endswith("the 11 months supplied of the 12 to June 2025.")


def test_small_group_is_words() -> None:
    found = view("some")
    assert rows(found) == {"What the officer was looking for": [("Drugs", "86"), ("Anything else", "fewer than 10")]}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (supply("never"), "Loamshire Constabulary does not publish stop and search."),
        (supply("withheld"), "Loamshire Constabulary has withheld stop and search for July 2024 to June 2025, so there is no number to show."),
        (supply("not_supplied"), "No file of stop and search from Loamshire Constabulary is in this copy of the site."),
        (
            supply("not_supplied", m2024_05="supplied"),
            "Loamshire Constabulary supplied no stop and search for July 2024 to June 2025, so there is no number to show.",
        ),
        (
            supply("not_supplied", "not-in-this-copy"),
            "No figures for stop and search by Loamshire Constabulary for July 2024 to June 2025 were given to this copy of the site.",
        ),
        (supply("not_applicable"), "Stop and search was not yet published in July 2024 to June 2025."),
    ],
)
def test_where_nobody_told_us_there_is_a_sentence_and_no_number(given: Supply, sentence: str) -> None:
    found = view("cg", given)
    assert (found.missing, found.total, found.tables) == (sentence, "", ())


def test_a_longer_window_tells_the_year_to_march_and_every_month() -> None:
    """A neighbourhood has ten stops a month from April 2024 on, and forty in the April after."""
    months = tuple(f"2024-{number:02d}" for number in range(3, 13)) + tuple(f"2025-{number:02d}" for number in range(1, 5))
    series = {place: {month: 40 if month == "2025-04" else 10 for month in months[1:]} for place in ("cg", None)}
    whole = replace(read(), series=series, months=months, supply=Supply(("supplied",) * 14, (None,) * 14), tables={})
    assert view_stops(whole, "cg", WORDS).total == "120 stops and searches were recorded in the 12 months to March 2025."
    assert [row.month for row in view_stops(whole, None, WORDS).months] == list(months[::-1])


def test_whole_force_has_every_table_and_its_months_with_gaps() -> None:
    found = view(None, supply(m2025_01="withheld"))
    assert list(rows(found)) == ["Age", "Ethnicity, as the person said"]
    months = {row.month: row.stops for row in found.months}
    assert (months["2025-06"], months["2025-01"]) == (Recorded(35), Missing("withheld"))
    assert found.spark is not None
    assert [(gap.first, gap.last) for gap in found.spark.gaps] == [(8, 8)]


def test_stops_without_a_location_are_told_for_the_force() -> None:
    assert unlocated_sentence(read(), WORDS).startswith("24 stops and searches have no location")


def test_known_fault_stands_beside_the_figures() -> None:
    fault = Issue("Paused since January.", "", "")
    assert view(faults=Faults((("stops", "2025-01", "", fault),))).issues == (fault,)
