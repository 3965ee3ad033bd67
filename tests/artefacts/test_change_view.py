"""Tests of sitegen.artefacts.sections.change_view: a change is claimed only where two bands part."""

from __future__ import annotations

import polars as pl

from sitegen.artefacts.sections.change_view import Beside, Change, ChangeView, read_beside, read_changes, verdict_of, view_change
from sitegen.artefacts.sections.series import Category
from sitegen.artefacts.text.words import read_words
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import Month, months_between

WORDS = read_words("en", ())
YEAR = " ".join(str(month) for month in months_between(Month(2024, 7), Month(2025, 6)))
CATEGORIES = (Category("burglary", "Burglary", "", True), Category("robbery", "Robbery", "", True), Category("asb", "ASB", "", False))
STEADY = Change(YEAR, 1201, 1130.0, 1275.0, 1183, 1110.0, 1255.0, "2025-06")
MORE = Change(YEAR, 61, 46.0, 78.0, 120, 99.0, 143.0, "2025-06")
FEWER = Change(YEAR, 120, 99.0, 143.0, 61, 46.0, 78.0, "2025-06")


def view(beside: Beside | None = None, **changes: Change) -> ChangeView:
    found = view_change(changes, CATEGORIES, ("CG", "Castle Gate"), beside, WORDS)
    assert found is not None
    return found


def test_bands_that_touch_say_no_clear_change_and_bands_that_part_say_which_way() -> None:
    assert [verdict_of(change) for change in (STEADY, MORE, FEWER)] == ["unclear", "more", "fewer"]
    assert view(crime=STEADY).title == "1,183 crimes, and 1,201 in the year before: no clear difference"
    assert view(crime=MORE).title == "120 crimes, more than the 61 of the year before"
    assert view(crime=FEWER).title == "61 crimes, fewer than the 120 of the year before"


def test_each_category_has_its_own_word_in_the_order_of_the_site_and_empty_ones_are_left_out() -> None:
    nothing = Change(YEAR, 0, 0.0, 3.7, 0, 0.0, 3.7, "2025-06")
    rows = view(crime=STEADY, robbery=nothing, asb=FEWER, burglary=MORE).rows
    assert [(row.name, row.before, row.now, row.verdict) for row in rows] == [("Burglary", 61, 120, "more"), ("ASB", 120, 61, "fewer")]


def test_the_chart_stays_inside_its_box_and_tells_its_bands_to_those_who_cannot_see_it() -> None:
    found = view(crime=STEADY)
    assert [band.name for band in found.bands] == ["12 months to June 2025", "The 12 months before"]
    assert found.bands[1].high == "78%"
    assert all(0 <= float(part.rstrip("%")) <= 100 for band in found.bands for part in (band.low, band.high, band.at, band.label_at))
    assert "12 months to June 2025: 1,183, band from 1,110 to 1,255." in found.description


def test_a_year_with_gaps_says_how_many_months_are_compared() -> None:
    found = view(crime=STEADY._replace(compared=YEAR.replace("2025-01 ", "")))
    assert found.now_head == "11 months of the year to June 2025"
    assert found.before_head == "The same months a year before"
    assert found.title == "1,183 crimes in 11 months, and 1,201 in the same months a year before: no clear difference"
    assert "Compared: July 2024 to December 2024 and February 2025 to June 2025." in found.note


def test_a_category_compared_over_other_months_than_the_whole_names_them() -> None:
    rows = view(crime=STEADY, burglary=MORE._replace(compared=YEAR[:55])).rows
    assert [row.verdict for row in rows] == ["more; compared: July 2024 to January 2025"]


def test_of_numbers_under_twenty_together_nothing_is_said() -> None:
    few = Change(YEAR, 1, 0.0, 5.6, 18, 10.7, 28.5, "2025-06")
    assert verdict_of(few) == "few"
    found = view(crime=few, robbery=few, burglary=few._replace(now=19, now_low=11.0))
    assert found.title == "18 crimes, and 1 in the year before"
    assert [(row.name, row.verdict) for row in found.rows] == [("Burglary", "more"), ("Robbery", "")]


TOGETHER = Change(YEAR, 40_020, 39_000.0, 41_000.0, 39_990, 38_900.0, 41_100.0, "2025-06")


def beside(people: dict[str, int], **others: Change) -> Beside | None:
    return read_beside(
        {"CG": {"crime": STEADY}, **{place: {"crime": one} for place, one in others.items()}, None: {"crime": TOGETHER}}, "Kent Police", [people]
    )


def test_the_force_s_neighbourhoods_have_an_average_and_a_change_of_their_own() -> None:
    found = view(beside({}, FF=MORE), crime=STEADY)
    assert found.beside == (
        "In the 12 months to June 2025 the 2 neighbourhoods of Kent Police had 39,990 crimes together, each counted once: 109.6 a day, and 19,995 "
        "for each on average. In the same months a year before: 40,020, 109.3 a day."
    )
    assert [band.number for band in found.bands] == ["1,183", "1,201"]


def test_a_neighbourhood_that_is_compared_alone_has_none_to_stand_beside() -> None:
    assert beside({"CG": 10_000}) is None
    assert view(None, crime=STEADY).beside == ""


def test_where_the_people_of_all_are_known_the_bands_count_crimes_for_each_thousand_of_them() -> None:
    found = view(beside({"CG": 10_000, "FF": 390_000}, FF=MORE), crime=STEADY)
    assert [(band.name, band.number) for band in found.bands] == [
        ("12 months to June 2025", "118"),
        ("The 12 months before", "120"),
        ("All neighbourhoods of Kent Police", "100"),
    ]
    assert "for every 1,000 people who live there" in found.note
    assert "All neighbourhoods of Kent Police: 100, band from 97 to 103." in found.description
    assert found.title == "1,183 crimes, and 1,201 in the year before: no clear difference"
    across = [float(band.at.rstrip("%")) for band in found.bands]
    assert across[2] < across[0] < across[1]


def test_a_place_of_few_residents_and_many_visitors_is_said_to_be_one() -> None:
    remark = "the rate says little about those who live here."
    assert view(beside({"CG": 1_000, "FF": 390_000}, FF=MORE), crime=STEADY).note.endswith(remark)
    assert remark not in view(beside({"CG": 10_000, "FF": 390_000}, FF=MORE), crime=STEADY).note


def test_people_unknown_of_one_neighbourhood_or_none_there_leave_counts() -> None:
    for people in ({"CG": 10_000}, {"CG": 10_000, "FF": 0}):
        assert [band.number for band in view(beside(people, FF=MORE), crime=STEADY).bands] == ["1,183", "1,201"]


def test_the_first_source_that_knows_everybody_is_taken() -> None:
    changes: dict[str | None, dict[str, Change]] = {None: {"crime": TOGETHER}, "CG": {"crime": STEADY}, "FF": {"crime": MORE}}
    found = read_beside(changes, "Kent Police", [{"CG": 5}, {"CG": 6, "FF": 7}])
    assert found is not None
    assert found.people == {"CG": 6, "FF": 7}


def test_without_a_year_before_or_without_any_crime_there_is_no_section() -> None:
    assert view_change({}, CATEGORIES, ("CG", "Castle Gate"), None, WORDS) is None
    assert view_change({"crime": Change(YEAR, 0, 0.0, 3.7, 0, 0.0, 3.7, "2025-06")}, CATEGORIES, ("CG", "Castle Gate"), None, WORDS) is None


def test_changes_are_read_by_neighbourhood_and_category() -> None:
    rows = [("kent", place, "crime", 12, YEAR, 1, 0.0, 2.0, 3, 1.0, 4.0, "2025-06") for place in (None, "K1")]
    found = read_changes(pl.DataFrame(rows, schema=SCHEMAS["neighbourhood_changes"].types, orient="row"))
    assert found["K1"]["crime"] == found[None]["crime"] == Change(YEAR, 1, 0.0, 2.0, 3, 1.0, 4.0, "2025-06")
