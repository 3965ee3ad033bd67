"""Tests of sitegen.artefacts.pages.change_view: a change is claimed only where two bands part."""

from __future__ import annotations

import polars as pl

from sitegen.artefacts.pages.change_view import Change, ChangeView, read_changes, verdict_of, view_change
from sitegen.artefacts.pages.series import Category
from sitegen.artefacts.pages.words import read_words
from sitegen.tables.schemas import SCHEMAS

WORDS = read_words("en", ())
CATEGORIES = (Category("burglary", "Burglary", "", True), Category("robbery", "Robbery", "", True), Category("asb", "ASB", "", False))
STEADY = Change(12, 1201, 1130.0, 1275.0, 1183, 1110.0, 1255.0, "2025-06")
MORE = Change(12, 61, 46.0, 78.0, 120, 99.0, 143.0, "2025-06")
FEWER = Change(12, 120, 99.0, 143.0, 61, 46.0, 78.0, "2025-06")


def view(**changes: Change) -> ChangeView:
    found = view_change(changes, CATEGORIES, "Castle Gate", WORDS)
    assert found is not None
    return found


def test_bands_that_touch_say_no_clear_change_and_bands_that_part_say_which_way() -> None:
    assert [verdict_of(change) for change in (STEADY, MORE, FEWER)] == ["unclear", "more", "fewer"]
    assert view(crime=STEADY).title == "1,183 crimes, and 1,201 in the year before: no clear change"
    assert view(crime=MORE).title == "120 crimes, more than the 61 of the year before"
    assert view(crime=FEWER).title == "61 crimes, fewer than the 120 of the year before"


def test_each_category_has_its_own_word_in_the_order_of_the_site_and_empty_ones_are_left_out() -> None:
    nothing = Change(12, 0, 0.0, 3.7, 0, 0.0, 3.7, "2025-06")
    rows = view(crime=STEADY, robbery=nothing, asb=FEWER, burglary=MORE).rows
    assert [(row.name, row.before, row.now, row.verdict) for row in rows] == [("Burglary", 61, 120, "more"), ("ASB", 120, 61, "fewer")]


def test_the_chart_stays_inside_its_box_and_tells_its_bands_to_those_who_cannot_see_it() -> None:
    found = view(crime=STEADY)
    assert [band.name for band in found.bands] == ["12 months to June 2025", "The 12 months before"]
    assert found.bands[1].high == "78%"
    assert all(0 <= float(part.rstrip("%")) <= 100 for band in found.bands for part in (band.low, band.high, band.at, band.label_at))
    assert "1,183 crimes, band from 1,110 to 1,255" in found.description


def test_a_year_with_gaps_says_how_many_months_are_compared() -> None:
    found = view(crime=STEADY._replace(months=11))
    assert found.now_head == "11 months of the year to June 2025"
    assert found.before_head == "The same months a year before"


def test_without_a_year_before_or_without_any_crime_there_is_no_section() -> None:
    assert view_change({}, CATEGORIES, "Castle Gate", WORDS) is None
    assert view_change({"crime": Change(12, 0, 0.0, 3.7, 0, 0.0, 3.7, "2025-06")}, CATEGORIES, "Castle Gate", WORDS) is None


def test_changes_are_read_by_neighbourhood_and_category() -> None:
    rows = [("kent", place, "crime", 12, 1, 0.0, 2.0, 3, 1.0, 4.0, "2025-06") for place in (None, "K1")]
    found = read_changes(pl.DataFrame(rows, schema=SCHEMAS["area_changes"].types, orient="row"))
    assert found["K1"]["crime"] == found[None]["crime"] == Change(12, 1, 0.0, 2.0, 3, 1.0, 4.0, "2025-06")
