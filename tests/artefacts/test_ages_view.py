"""Months stand beside one another at one age alone, and what is not known at it is neither a nought nor a line."""

from __future__ import annotations

from sitegen.artefacts.pages import outcomes
from sitegen.artefacts.sections.issues import Break, Breaks
from tests.artefacts import loamshire
from tests.artefacts.every_age import MONTHS, ages, grown, view, with_gap
from tests.artefacts.html import faults, named, parse, text
from tests.artefacts.inputs import renderer

WORDS = renderer().words


def test_the_finding_is_of_the_newest_year_that_is_six_months_old_and_the_year_before_at_the_same_age() -> None:
    found = view(ages(grown), WORDS)
    assert found.finding == "54% of the 1,307 crimes of January 2024 to December 2024 had an outcome within six months."
    assert found.rest[0] == "Of the 1,303 crimes of the same months a year before, 54% had one when they were as old."


def test_nothing_is_said_of_a_change_where_a_month_of_the_year_before_is_not_known() -> None:
    assert "The same months a year before are not all known at this age, so nothing is said of a change." in view(ages(with_gap), WORDS).rest


def test_nothing_is_said_of_a_change_across_a_break_and_the_chart_names_it() -> None:
    found = view(ages(grown), WORDS, breaks=Breaks((Break("2024-03", "outcomes", "", "Counted otherwise.", "new outcomes"),)))
    assert "What counts as an outcome has changed since the year before, so nothing is said of a change." in found.rest
    assert found.chart is not None
    assert [mark.text for mark in found.chart.marks] == ["new outcomes"]


def test_a_change_of_the_counting_rules_parts_the_shares_and_ends_the_line_and_new_map_points_do_not() -> None:
    rules = Break("2024-03", "crime", "", "Counted otherwise.", "new counting rules")
    found = view(ages(grown), WORDS, breaks=Breaks((rules,)))
    assert found.finding.endswith("crimes of March 2024 to December 2024 had an outcome within six months.")
    assert found.rest[:2] == (
        "These are 10 months and not a year.",
        "The rules for counting crime have changed since the year before, so nothing is said of a change.",
    )
    assert found.chart is not None
    assert found.chart.chart.crime is not None
    assert (found.chart.chart.crime.path.count("M"), [mark.text for mark in found.chart.marks]) == (2, ["new counting rules"])
    points = Breaks((Break("2024-03", "all", "", "New map points.", "new map points"), Break("2024-03", "crime", "drugs", "Drugs.", "drugs")))
    assert view(ages(grown), WORDS, breaks=points) == view(ages(grown), WORDS)


def test_a_finding_of_few_months_that_lie_apart_says_so() -> None:
    found = view(ages(lambda at, age: {"charged": 20, "open": 20} if at in {13, 16, 20} else ("unknown", "no-state")), WORDS)
    assert found.rest[:2] == (
        "These are 3 months and not a year.",
        "The months between them are not known at this age, and their shares may be others.",
    )


def test_each_age_that_is_not_known_has_its_reason_and_many_months_are_counted() -> None:
    reasons = {1: "no-state", 3: "no-state", 6: "other-witness", 12: "undated"}
    about = view(ages(lambda at, age: {"charged": 20} if at % 2 else ("unknown", reasons[age])), WORDS).about
    assert about[1:] == (
        "Not known at an age of 1 month and 3 months for January 2023 to May 2025 (15 months of these): there is no release of that age, and the "
        "files of outcomes until then are not all there.",
        "Not known at an age of 12 months for January 2023 to May 2025 (15 months of these): too many outcomes have no date.",
        "Not known at an age of 6 months for January 2023 to May 2025 (15 months of these): only another source tells of them, and all months of "
        "one age are told from one source.",
    )


def test_the_line_breaks_where_a_month_is_not_known_or_too_recent() -> None:
    chart = view(ages(with_gap), WORDS).chart
    assert chart is not None
    assert [(band.first, band.last) for band in chart.chart.gaps] == [(10, 11), (24, 29)]
    assert [label.text for label in chart.gap_labels] == ["too recent"]
    assert chart.chart.crime is not None
    assert chart.chart.crime.path.count("M") == 2


def test_a_month_has_a_share_at_each_age_it_has_reached_and_says_why_at_the_others() -> None:
    rows = {row.month: row for row in view(ages(with_gap), WORDS).months}
    assert [(cell.text, cell.columns) for cell in rows[MONTHS[-1]].cells] == [("too recent", 4)]
    assert [(cell.text, cell.columns) for cell in rows[MONTHS[-5]].cells] == [("52%", 1), ("53%", 1), ("too recent", 2)]
    assert [(cell.text, cell.silent) for cell in rows[MONTHS[10]].cells] == [("not known", True)]


def test_equal_shares_of_one_month_stand_in_cells_of_their_own() -> None:
    rows = view(ages(lambda at, age: {"charged": 50, "open": 50}), WORDS).months
    assert [(cell.text, cell.columns) for cell in rows[0].cells] == [("50%", 1)] * 4


def test_of_few_crimes_numbers_stand_and_no_share() -> None:
    found = view(ages(lambda at, age: {"charged": 3, "open": 4} if at == 4 else ("unknown", "no-state")), WORDS)
    assert found.finding == "Of 7 crimes of May 2023, 3 had an outcome within six months."
    assert [cell.text for cell in found.months[-5].cells] == ["3 of 7"] * 4
    assert found.chart is None
    assert [(row.crimes, row.share) for row in found.kinds] == [("3 of 7 crimes", "too few")]


def test_crimes_supplied_in_part_are_neither_in_the_finding_nor_in_the_line() -> None:
    found = view(ages(grown, state="partial"), WORDS)
    assert (found.finding, found.chart) == ("", None)
    assert all(cell.partial for cell in found.months[-1].cells)


def test_that_most_have_an_outcome_is_said_only_where_most_have() -> None:
    assert "Most have an outcome by then; serious cases can take years." in view(ages(grown), WORDS).rest
    assert view(ages(lambda at, age: {"charged": 50, "open": 50}), WORDS).rest[-1] == "Serious cases can take years."


def test_crimes_of_which_the_force_gave_no_news_are_said_to_be_many() -> None:
    found = view(ages(lambda at, age: {"charged": 70, "unknown": 28, "none": 1, "undated": 1}), WORDS)
    assert found.rest[0] == "Of another 30% it is not told: the force gave no news of them, no outcome or no date."


def test_the_page_is_sound_and_complete_for_a_force_of_which_all_or_nothing_is_known() -> None:
    months = list(MONTHS)
    for rows in (ages(grown), ages(with_gap), ages(lambda at, age: ("unknown", "never")), ages(grown, state="partial")):
        for path, data in loamshire.pages(outcomes, months=months, outcome_ages=rows).items():
            assert path == "loamshire/outcomes/index.html"
            assert faults(data) == []
    tree = parse(loamshire.pages(outcomes, months=months, outcome_ages=ages(grown))["loamshire/outcomes/index.html"])
    assert len(list(next(tree.iter("table")).iter("tr"))) == len(months) + 1
    assert len(named(tree, "section", id="six")) == 1


def test_a_force_that_publishes_no_outcomes_has_a_page_that_says_so_and_no_figure() -> None:
    tree = parse(
        loamshire.pages(outcomes, months=list(MONTHS), outcome_ages=ages(lambda at, age: ("unknown", "never")))["loamshire/outcomes/index.html"]
    )
    assert "Loamshire Constabulary does not publish outcomes." in text(tree)
    assert not list(tree.iter("table"))


def test_a_copy_without_a_month_has_no_such_page() -> None:
    assert loamshire.pages(outcomes, months=[]) == {}
