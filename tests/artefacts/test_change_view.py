"""Tests of sitegen.artefacts.sections.change_view and changes: a change is claimed only where two bands part, numbers first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl
import pytest

from sitegen.artefacts.figures import Recorded, figure
from sitegen.artefacts.sections.change_view import ChangeView, beside_sentence, view_change, view_every_change
from sitegen.artefacts.sections.changes import Beside, Change, MonthVerdict, read_beside, read_changes, read_month_verdicts
from sitegen.artefacts.sections.issues import Break, Breaks
from sitegen.artefacts.sections.series import Category, Monthly
from sitegen.artefacts.sections.year_view import YearView
from sitegen.artefacts.text.words import read_words
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import Month, months_between
from tests.artefacts.inputs import evidence, table

WORDS = read_words("en", ())
MONTHS = tuple(str(month) for month in months_between(Month(2023, 7), Month(2025, 6)))
YEAR = " ".join(MONTHS[12:])
ASB = "anti-social-behaviour"
CATEGORIES = (
    Category("burglary", "Burglary", "", True), Category("robbery", "Robbery", "", True), Category("drugs", "Drugs", "", True),
    Category(ASB, "Antisocial behaviour", "", False),
)  # fmt: skip
STEADY = Change(YEAR, 1201, 1183, "2025-06", 1.0, "unclear", 0.11)
MORE = Change(YEAR, 61, 120, "2025-06", 1.0, "more", 0.4)
FEWER = Change(YEAR, 120, 61, "2025-06", 1.0, "fewer", 0.4)
FEW = Change(YEAR, 1, 18, "2025-06", 1.0, "few")
HIDDEN = Change(YEAR, 95, 110, "2025-06", 1.0, "unclear", 0.359)
SCATTERED = Change(YEAR, 3234, 3100, "2025-06", 11.9, "unclear", 0.32)
STEPPED = MORE._replace(verdict="stepped", step="2025-04")
ELEVEN = YEAR.replace("2025-01 ", "")


def place(months: Sequence[str] = MONTHS, **values: Sequence[int | None]) -> Monthly:
    """A place with these numbers of its kinds of crime, five a month of those not named; None: not supplied."""
    rows = {one.slug: tuple(values.get(one.slug, [5] * len(months))) for one in CATEGORIES}
    rows[ASB] = tuple(values.get("asb", rows[ASB]))
    crime = [None if None in column else sum(filter(None, column)) for column in zip(*(rows[one.slug] for one in CATEGORIES[:3]), strict=True)]
    told = [[figure(one, "not_supplied" if one is None else "supplied") for one in line] for line in (crime, rows[ASB])]
    return Monthly(tuple(months), tuple(told[0]), tuple(told[1]), rows)


def view(changes: Mapping[str, Change], monthly: Monthly | None = None) -> ChangeView:
    monthly = monthly or place()
    found = view_change(monthly, CATEGORIES, changes, evidence(monthly.months), WORDS)
    assert found is not None
    return found


def charts(changes: Mapping[str, Change], monthly: Monthly | None = None, breaks: Breaks | None = None) -> dict[str, YearView]:
    monthly = monthly or place()
    return {one.anchor: one for one in view_every_change(monthly, CATEGORIES, changes, evidence(monthly.months, breaks=breaks), WORDS)[1]}


@pytest.mark.parametrize(
    ("whole", "sentence"),
    [
        (STEADY, "All crime has not changed by more than chance would explain."),
        (MORE, "All crime is up by more than chance would explain."),
        (FEWER, "All crime is down by more than chance would explain."),
        (HIDDEN, "All crime: too few to see a change under about 36%."),
        (HIDDEN._replace(visible=2.3), "All crime: too few to see less than a doubling."),
        (SCATTERED, "All crime: numbers vary too much from quarter to quarter to see a change under about 32%."),
        (SCATTERED._replace(visible=1.1, dispersion=80), "All crime: numbers vary too much from quarter to quarter to see less than a doubling."),
        (FEW, "All crime: too few to tell."),
        (STEPPED, "Crime is perhaps counted in another way since April 2025, so the years are not compared."),
        (None, "All crime cannot be compared with the year before."),
    ],
)
def test_the_headline_comes_from_all_crime_alone(whole: Change | None, sentence: str) -> None:
    changes = {"burglary": MORE, **({"crime": whole} if whole else {})}
    assert view(changes).sentence == f"{sentence} Up: Burglary."


@pytest.mark.parametrize(
    ("changes", "rest"),
    [
        ({"burglary": STEADY, "robbery": STEADY, "drugs": FEW}, " No kind of crime shows a change beyond chance."),
        ({"burglary": FEW, "robbery": FEW}, " Each kind of crime has too few to tell."),
        ({"burglary": MORE, "robbery": FEWER, "drugs": STEADY}, " Up: Burglary. Down: Robbery."),
        ({"burglary": MORE, "robbery": STEPPED}, " Up: Burglary."),
        ({}, ""),
    ],
)
def test_the_kinds_that_changed_are_named_after_it(changes: dict[str, Change], rest: str) -> None:
    assert view({"crime": STEADY, **changes}).sentence == f"All crime has not changed by more than chance would explain.{rest}"


def test_without_a_year_before_the_sentence_says_so() -> None:
    assert view({}).sentence == "This site has too few figures of the year before to say."


def test_reports_of_antisocial_behaviour_are_no_kind_of_crime_and_have_a_sentence_where_they_changed() -> None:
    assert view({"crime": STEADY, ASB: MORE}).sentence.endswith("Reports of antisocial behaviour are up by more than chance would explain.")
    assert view({"crime": STEADY, ASB: FEWER}).sentence.endswith("Reports of antisocial behaviour are down by more than chance would explain.")
    assert "Reports" not in view({"burglary": STEADY, ASB: STEADY}).sentence


def test_too_few_to_see_a_change_says_how_large_it_would_have_to_be() -> None:
    found = view({"crime": STEADY, "burglary": HIDDEN, "robbery": HIDDEN._replace(visible=1.4), "drugs": STEPPED})
    assert [kind.told for kind in found.kinds[1:4]] == [
        "110; 95 a year earlier; too few to see a change under about 36%",
        "110; 95 a year earlier; too few to see less than a doubling",
        "120; 61 a year earlier; perhaps counted in another way since April 2025",
    ]


def test_many_crimes_that_vary_are_not_called_few() -> None:
    found = view({"crime": STEADY, "burglary": SCATTERED, "robbery": SCATTERED._replace(before=60, now=50, dispersion=2.0)})
    assert [kind.told for kind in found.kinds[1:3]] == [
        "3,100; 3,234 a year earlier; numbers vary too much from quarter to quarter to see a change under about 32%",
        "50; 60 a year earlier; too few to see a change under about 32%",
    ]


def test_every_kind_is_told_numbers_first_all_crime_before_and_antisocial_behaviour_after_the_others() -> None:
    nothing = Change(YEAR, 0, 0, "2025-06", 1.0)
    found = view({"crime": STEADY, "burglary": MORE, "robbery": nothing, "drugs": FEW, ASB: FEWER})
    assert [(kind.anchor, kind.told) for kind in found.kinds] == [
        ("crime", "1,183; 1,201 a year earlier; no more than chance would explain"),
        ("burglary", "120; 61 a year earlier; up, by more than chance would explain"),
        ("robbery", "none in either year"),
        ("drugs", "18; 1 a year earlier; too few to tell"),
        (ASB, "61; 120 a year earlier; down, by more than chance would explain"),
    ]
    assert found.figure.title == "All crime: 1,183; 1,201 a year earlier; no more than chance would explain"
    assert found.months == "Compared: the 12 months to June 2025 and the 12 months before."


def test_a_year_with_gaps_says_how_many_months_are_compared_and_a_kind_with_other_months_names_them() -> None:
    found = view({"crime": STEADY._replace(compared=ELEVEN), "burglary": MORE})
    assert found.kinds[0].told.startswith("1,183 in 11 months; 1,201 a year earlier;")
    assert found.kinds[1].told.endswith("; compared: July 2024 to June 2025")
    assert found.months == "Compared: July 2024 to December 2024 and February 2025 to June 2025."
    assert found.left_out


def test_what_was_never_recorded_in_two_years_has_no_chart() -> None:
    assert [kind.anchor for kind in view({}, place(robbery=[0] * 24)).kinds] == ["crime", "burglary", "drugs", ASB]
    nothing = place(burglary=[0] * 24, robbery=[0] * 24, drugs=[0] * 24, asb=[0] * 24)
    assert view_change(nothing, CATEGORIES, {}, evidence(MONTHS), WORDS) is None
    assert view_change(place(MONTHS[:1]), CATEGORIES, {}, evidence(MONTHS[:1]), WORDS) is None


def test_the_chart_has_the_year_over_the_year_before_and_a_band_in_the_months_compared() -> None:
    chart = charts({"burglary": MORE._replace(compared=ELEVEN)})["burglary"]
    assert (chart.now_label, chart.before_label) == ("2024–25", "2023–24")
    assert [word.text for word in chart.months] == ["Sept", "Dec", "Mar", "Jun"]
    assert chart.chart.band.count("M") == 2  # on both sides of the month that is not compared
    assert chart.chart.now
    assert chart.chart.before
    assert chart.title == "Burglary: 120 in 11 months; 61 a year earlier; up, by more than chance would explain"
    assert "Shaded" in chart.note


def test_a_place_whose_months_scatter_has_a_wider_band() -> None:
    tops = [max(tick.number for tick in charts({"burglary": MORE._replace(dispersion=one)})["burglary"].chart.ticks) for one in (1.0, 9.0)]
    assert tops == [15, 60]


def test_a_missing_month_is_a_gap_with_words_and_a_year_with_none_before_has_one_line() -> None:
    gone = place(burglary=[5] * 18 + [None] + [5] * 5)
    chart = charts({}, gone)["burglary"]
    assert [(label.text, gap.first) for label, gap in zip(chart.gap_labels, chart.chart.gaps, strict=True)] == [("not supplied", 6)]
    assert chart.note == "Dashed: a year before. There are no figures for January 2025."
    alone = charts({}, place(MONTHS[12:]))["burglary"]
    assert (alone.before_label, alone.note, alone.years) == ("", "", ("2024–25",))
    assert alone.title == "Burglary: 60 in 12 months; not compared with a year before"


def test_a_month_supplied_in_part_is_drawn_and_named_for_it_is_not_compared() -> None:
    whole = place(burglary=[5] * 24)
    half = [replace(one, partial=at == 16) if isinstance(one, Recorded) else one for at, one in enumerate(whole.crime)]
    chart = charts({"burglary": MORE._replace(compared=ELEVEN)}, replace(whole, crime=tuple(half)))["burglary"]
    assert chart.note.endswith("Supplied in part for November 2024: the true numbers may be higher.")
    assert not chart.gap_labels


def test_a_calendar_year_is_called_by_its_number() -> None:
    chart = charts({}, place(MONTHS[:18]))["burglary"]
    assert chart.years == ("2024", "2023")


def test_a_known_break_is_marked_in_the_charts_it_touches() -> None:
    changed = Breaks((Break("2025-04", "crime", "burglary", "Burglary is counted in a new way.", "new rules"),))
    found = charts({}, breaks=changed)
    assert {anchor: [mark.text for mark in one.marks] for anchor, one in found.items()} == {
        "crime": ["new rules"], "burglary": ["new rules"], "robbery": [], "drugs": [], ASB: [],
    }  # fmt: skip
    assert found["burglary"].note.endswith("Burglary is counted in a new way.")


def test_the_table_has_every_month_of_the_window_a_column_for_each_year() -> None:
    numbers = [*range(18), None, *range(19, 24)]
    chart = charts({}, place(burglary=numbers))["burglary"]
    assert chart.rows[0] == ("July", (("12", False), ("0", False)))
    assert chart.rows[6] == ("January", (("not supplied", True), ("6", False)))


TOGETHER = Change(YEAR, 40_020, 39_990, "2025-06", 1.0)


def beside(people: dict[str, int], **others: Change) -> Beside | None:
    return read_beside(
        {"CG": {"crime": STEADY}, **{place: {"crime": one} for place, one in others.items()}, None: {"crime": TOGETHER}}, "Kent Police", [people]
    )


def test_the_force_s_neighbourhoods_have_an_average_and_a_change_of_their_own() -> None:
    together = beside({}, FF=MORE)
    assert together is not None
    assert beside_sentence(together, WORDS) == (
        "In the 12 months to June 2025 the 2 neighbourhoods of Kent Police had 39,990 crimes together, each counted once: 109.6 a day, and 19,995 "
        "for each on average. In the same months a year before: 40,020, 109.3 a day."
    )


def test_a_neighbourhood_that_is_compared_alone_has_none_to_stand_beside() -> None:
    assert beside({"CG": 10_000}) is None


def test_the_first_source_that_knows_everybody_is_taken() -> None:
    changes: dict[str | None, dict[str, Change]] = {None: {"crime": TOGETHER}, "CG": {"crime": STEADY}, "FF": {"crime": MORE}}
    found = read_beside(changes, "Kent Police", [{"CG": 5}, {"CG": 6, "FF": 7}])
    assert found is not None
    assert found.people == {"CG": 6, "FF": 7}


def test_changes_are_read_by_neighbourhood_and_category() -> None:
    rows = [("kent", place, "crime", 12, YEAR, 1, 3, 1.5, None, "few", None, None, "2025-06") for place in (None, "K1")]
    found = read_changes(pl.DataFrame(rows, schema=SCHEMAS["neighbourhood_changes"].types, orient="row"))
    assert found["K1"]["crime"] == found[None]["crime"] == Change(YEAR, 1, 3, "2025-06", 1.5, "few")


def test_verdicts_on_months_are_read_by_neighbourhood_then_category_and_month() -> None:
    row = {"force_id": "kent", "neighbourhood_id": "K1", "category": "crime", "month": "2025-06", "before": 61, "now": 120, "p": 0.0}
    found = read_month_verdicts(
        table("month_changes", {**row, "verdict": "more"}, {**row, "category": "drugs", "verdict": "stepped", "step": "2025-02"})
    )
    assert found == {"K1": {("crime", "2025-06"): MonthVerdict("more"), ("drugs", "2025-06"): MonthVerdict("stepped", "2025-02")}}


def test_a_month_supplied_in_part_is_neither_the_lowest_nor_the_highest_of_a_chart() -> None:
    monthly = place(burglary=[5] * (len(MONTHS) - 3) + [9, 2, 5])
    crime = (*monthly.crime[:-2], Recorded(1, partial=True), monthly.crime[-1])
    whole = replace(monthly, crime=crime)
    described = charts({"crime": STEADY}, whole)["crime"].description
    assert described == "Line chart: lowest 15 in 10 months, highest 19 in April."
