"""Tests of sitegen.artefacts.sections.trend_view: no range is told over a change of what is counted, nor of months supplied in part."""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.artefacts.figures import Figure, Missing, Recorded
from sitegen.artefacts.sections.issues import Break, Breaks, Faults
from sitegen.artefacts.sections.series import Monthly
from sitegen.artefacts.sections.trend_view import TrendView, view_trend
from sitegen.artefacts.text.words import read_words

WORDS = read_words("en", ())
MONTHS = tuple(f"2023-{month:02d}" for month in range(1, 13))
NONE, PART = Missing("not_supplied"), Recorded(1, partial=True)
RULES = Break("2023-05", "crime", "", "The rules changed.", "new rules")


def drawn(crime: Sequence[Figure], *breaks: Break, asb: Sequence[Figure] = (Recorded(7),) * 12) -> TrendView:
    found = view_trend(Monthly(MONTHS, tuple(crime), tuple(asb), {}), "Kent", WORDS, breaks=Breaks(breaks), faults=Faults())
    assert found is not None
    return found


def recorded(*numbers: int) -> list[Figure]:
    return [Recorded(one) for one in numbers]


STEADY = recorded(90, 80, 95, 99, 40, 41, 42, 43, 44, 45, 46, 47)


def test_a_chart_without_gap_or_change_tells_the_range_of_all_its_months() -> None:
    assert drawn(STEADY).title == "Between 40 and 99 crimes were recorded each month"


def test_a_change_cuts_the_line_it_touches_and_the_title_speaks_of_the_months_since() -> None:
    found = drawn(STEADY, RULES)
    assert found.title == "May 2023 to December 2023: between 40 and 47 crimes recorded each month"
    assert "Crime (May 2023 to December 2023): lowest 40 in May 2023, highest 47 in December 2023" in found.description
    assert "Reports of antisocial behaviour: lowest 7 in January 2023" in found.description
    assert found.chart.crime is not None
    assert found.chart.asb is not None
    assert (found.chart.crime.path.count("M"), found.chart.asb.path.count("M")) == (2, 1)
    assert [mark.text for mark in found.marks] == ["new rules"]


def test_where_one_month_alone_came_since_a_change_those_before_it_are_told() -> None:
    found = drawn(STEADY, Break("2023-12", "crime", "", "", ""))
    assert found.title == "January 2023 to November 2023: between 40 and 99 crimes recorded each month"


def test_a_month_supplied_in_part_or_not_at_all_is_in_no_range_and_the_title_says_how_many_are() -> None:
    found = drawn([*STEADY[:5], PART, NONE, *STEADY[7:]])
    assert found.title == "January 2023 to December 2023, 10 months supplied in full: between 40 and 99 crimes recorded each month"
    assert "Supplied in part for June 2023: the true numbers may be higher." in found.note
    assert "There are no figures for crime for July 2023." in found.note


def test_a_newest_month_supplied_in_part_is_said_to_be_that() -> None:
    assert "newest 1 (supplied in part) in December 2023." in drawn([*STEADY[:11], PART]).description


def test_where_crime_was_never_supplied_in_full_reports_are_told_or_that_nothing_was() -> None:
    parts = [PART] * 12
    assert drawn(parts).title == "7 reports of antisocial behaviour were recorded each month"
    assert drawn(parts, asb=parts).title == "No month was supplied in full"
    assert drawn([*parts[:11], Recorded(5)], asb=parts).title == "5 crimes in December 2023"
    assert drawn(parts, asb=[*recorded(3, 5), *parts[2:]]).title == (
        "January 2023 to February 2023: between 3 and 5 reports of antisocial behaviour recorded each month"
    )
    assert drawn([*recorded(4, 4), *parts[2:]]).title == "January 2023 to February 2023: 4 crimes recorded each month"
