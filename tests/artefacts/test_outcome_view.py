"""What came of crimes is told for crimes of one age, with shares only where there are enough, and never where nobody told us."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from sitegen.artefacts.sections.issues import Break, Breaks, Faults, Issue
from sitegen.artefacts.sections.outcome_view import Outcomes, OutcomeView, read_outcomes, view_force_outcomes, view_outcomes
from sitegen.artefacts.supply import Supply
from tests.artefacts.inputs import evidence, renderer, table

WORDS = renderer().words
MONTHS = [f"2023-{number:02d}" for number in range(7, 13)] + [f"2024-{number:02d}" for number in range(1, 13)]
NEWEST = "2024-12"
KINDS = table(
    "outcome_kinds",
    *(
        {"outcome": outcome, "name": name, "group": group, "position": place}
        for place, (outcome, name, group) in enumerate(
            (
                ("no-further-action", "No suspect was identified", "no-suspect"),
                ("unable-to-prosecute", "Unable to prosecute", "evidential"),
                ("charged", "Suspect charged", "charged"),
                ("fined", "Offender fined", "charged"),
                ("under-investigation", "Under investigation", "open"),
                ("status-update-unavailable", "Status update unavailable", "unknown"),
            )
        )
    ),
)


def supply(state: str = "supplied", reason: str | None = None, **months: str) -> Supply:
    """What a force supplied: `state` in every month but those named, as in `m2024_06="withheld"`."""
    states = [months.get(f"m{month.replace('-', '_')}", state) for month in MONTHS]
    return Supply(tuple(states), tuple(reason if one == state else None for one in states))


def rows(*counts: tuple[str, str | None, int], place: str = "cg", recorded_by: str = "loamshire") -> pl.DataFrame:
    """Rows of located_outcomes from (month, outcome, crimes)."""
    common = {"force_id": "loamshire", "neighbourhood_id": place, "recorded_by": recorded_by, "category": "burglary"}
    return table("located_outcomes", *({**common, "month": month, "outcome": outcome, "crimes": crimes} for month, outcome, crimes in counts))


FULL = rows(
    ("2023-12", "no-further-action", 30),
    ("2024-01", "unable-to-prosecute", 20),
    ("2024-02", "charged", 8),
    ("2024-03", "fined", 2),
    ("2024-06", "under-investigation", 38),
    ("2024-06", "status-update-unavailable", 1),
    ("2024-06", None, 1),
    (NEWEST, "under-investigation", 7),
    (NEWEST, "charged", 2),
)


def read(located: pl.DataFrame = FULL, by: str | None = "neighbourhood_id", **changes: Any) -> Outcomes:  # Any: arguments of every type
    given: dict[str, Any] = {"months": MONTHS, "crime": supply(), "outcomes": supply(), **changes}
    return read_outcomes(located, KINDS, evidence(given.pop("months"), **given), by=by, words=WORDS)


def view(located: pl.DataFrame = FULL, **changes: Any) -> OutcomeView:  # Any: arguments of every type
    return view_outcomes(read(located, **changes), "cg", WORDS)


def table_of(found: OutcomeView) -> dict[str, tuple[str, str]]:
    return {row.name: (row.crimes, row.share) for row in found.rows}


def test_groups_have_number_and_share() -> None:
    assert table_of(view()) == {
        "Investigation finished, no suspect identified": ("30 crimes", "30%"),
        "Suspect identified, but not possible to prosecute": ("20 crimes", "20%"),
        "Charged or summonsed": ("10 crimes", "10%"),
        "Dealt with without court (caution, community resolution)": ("0 crimes", "0%"),
        "Other outcomes": ("0 crimes", "0%"),
        "Still open": ("38 crimes", "38%"),
        "The force gave no news of it (status update unavailable)": ("1 crime", "1%"),
        "No outcome was given": ("1 crime", "1%"),
    }


def test_only_crimes_at_least_six_months_old_are_counted() -> None:
    found = view()
    assert found.caption == "What became of the 100 crimes of July 2023 to June 2024"
    assert found.note == "As they stood in December 2024, six months after or more: most have an outcome by then; serious cases can take years."


def test_newest_month_is_told_in_one_sentence() -> None:
    assert view().newest == (
        "9 crimes of December 2024, by the release of that month: 2 with an outcome and 7 still open. Newer crimes have had less time."
    )


def test_a_force_without_a_word_for_open_crimes_has_no_nought_of_them() -> None:
    found = view(rows(("2024-01", "charged", 19), ("2024-01", "status-update-unavailable", 6)))
    assert "Still open" not in table_of(found)
    assert table_of(found)["The force gave no news of it (status update unavailable)"] == ("6 crimes", "24%")


def test_fewer_than_twenty_crimes_have_numbers_and_no_shares() -> None:
    found = view(rows(("2024-01", "charged", 19)))
    assert table_of(found)["Charged or summonsed"] == ("19", "")
    assert all(row.bar is None for row in found.rows)
    assert view(rows(("2024-01", "charged", 20))).rows[2].share == "100%"


def test_share_that_rounds_to_nothing_is_not_a_nought() -> None:
    assert table_of(view(rows(("2024-01", "charged", 1), ("2024-01", "fined", 0), ("2024-01", "under-investigation", 300))))[
        "Charged or summonsed"
    ] == ("1 crime", "under 1%")


def test_transport_police_is_left_out() -> None:
    located = pl.concat([FULL, rows(("2024-01", "charged", 500), recorded_by="btp")])
    assert table_of(view(located)) == table_of(view())


def test_an_outcome_nobody_knows_is_another_outcome() -> None:
    assert table_of(view(rows(("2024-01", "sent-to-the-moon", 2))))["Other outcomes"] == ("2", "")


def test_months_without_crime_are_left_out_and_the_caption_says_which_remain() -> None:
    found = view(crime=supply(m2024_02="not_supplied", m2024_03="not_supplied"))
    assert found.caption == "What became of the 90 crimes of July 2023 to January 2024 and April 2024 to June 2024"
    assert "These are 10 months and not a year." in found.note


def test_month_supplied_in_part_is_said_and_has_no_noughts() -> None:
    found = view(crime=supply(m2024_01="supplied_partial"))
    assert "Supplied in part for January 2024: the true numbers may be higher." in found.note
    assert "Other outcomes" not in table_of(found)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"outcomes": supply("never")}, "Loamshire Constabulary does not publish outcomes."),
        ({"outcomes": supply("withheld")}, "Loamshire Constabulary has withheld the outcomes for July 2023 to June 2024."),
        (
            {"crime": supply("not_supplied")},
            "Loamshire Constabulary supplied no crimes for July 2023 to June 2024, so there are no outcomes to show.",
        ),
        ({"months": MONTHS[:6]}, "The months shown here are too few: a crime is counted once it is at least six months old."),
    ],
)  # fmt: skip
def test_where_nobody_told_us_there_is_a_sentence_and_no_number(changes: dict[str, Any], sentence: str) -> None:
    found = view(**changes)
    assert found.missing == sentence
    assert not found.rows


def test_withheld_outcomes_leave_no_number_of_open_crimes() -> None:
    assert view(outcomes=supply("withheld")).newest == ""


def test_outcomes_of_the_street_files_are_said_to_be_theirs() -> None:
    found = view(outcomes=supply("not_supplied", "not-in-this-copy"))
    assert found.rows
    assert found.about == ("No file of outcomes was supplied: these are the outcomes as last given in the street-crime files.",)


def test_street_files_without_a_single_outcome_give_no_table() -> None:
    found = view(rows(("2024-01", None, 30), (NEWEST, None, 3)), outcomes=supply("not_supplied"))
    assert found.missing == "No outcomes were supplied for the crimes of July 2023 to June 2024."
    assert (found.rows, found.newest) == ((), "")


def test_month_without_a_file_of_outcomes_is_named() -> None:
    found = view(outcomes=supply(m2024_08="not_supplied"))
    assert found.about == ("No file of outcomes was supplied for August 2024, so more of these crimes may have one.",)


def test_quiet_place_has_a_sentence() -> None:
    assert view_outcomes(read(), "elsewhere", WORDS).missing == "No crime is recorded here for July 2023 to June 2024."


def test_break_and_known_fault_stand_beside_the_figures() -> None:
    courts = Break("2019-06", "outcomes", "", "Court results have not been published since June 2019.", "no courts")
    points = Break("2012-01", "all", "", "The list of map points was made anew.", "new map points")
    fault = Issue("Outcomes are unreliable.", "https://loamshire.example/", "2024-11")
    found = view(breaks=Breaks((points, courts)), faults=Faults((("outcomes", "2024-03", "", fault), ("stops", "2024-03", "", fault))))
    assert found.about == ("Court results have not been published since June 2019.",)
    assert found.issues == (fault,)


def test_that_most_have_an_outcome_is_said_only_where_most_have() -> None:
    few = view(rows(("2024-01", "charged", 10), ("2024-01", "under-investigation", 10)))
    assert few.note == "As they stood in December 2024, six months after or more; serious cases can take years."


def test_outcomes_are_as_of_the_newest_release_also_where_its_months_end_earlier() -> None:
    assert view(releases=dict.fromkeys(MONTHS, "2025-03")).note.startswith("As they stood in March 2025, six months after or more")


def test_each_month_is_as_of_the_release_that_tells_it_and_younger_crimes_are_said_to_be() -> None:
    found = view(releases={**dict.fromkeys(MONTHS, "2025-03"), "2024-01": "2024-05"})
    assert found.note == "As they stood in May 2024 and March 2025, for some crimes less than six months after; serious cases can take years."


def test_of_files_in_month_folders_nothing_is_said_of_when_they_were_made() -> None:
    found = view(releases=dict.fromkeys(MONTHS, ""))
    assert found.note == "As this copy’s files have them: when they were made is not said. Serious cases can take years."
    assert found.newest.startswith("9 crimes of December 2024, as this copy’s file has them: 2 with an outcome")
    some = view(releases={**dict.fromkeys(MONTHS, "2025-03"), "2024-01": ""})
    assert some.note == "As this copy’s files have them: when some of them were made is not said. Serious cases can take years."


def test_a_force_that_was_not_asked_for_is_not_said_to_have_supplied_nothing() -> None:
    found = view(crime=supply("not_in_copy"))
    assert found.missing == "This copy was given no crimes of Loamshire Constabulary for July 2023 to June 2024, so there are no outcomes to show."


def test_whole_force_has_every_outcome() -> None:
    found = view_force_outcomes(read(FULL.drop("neighbourhood_id", "recorded_by"), by=None), KINDS, WORDS)
    assert [(row.name, row.crimes) for row in found.kinds][:4] == [
        ("No suspect was identified", "30 crimes"), ("Unable to prosecute", "20 crimes"), ("Suspect charged", "8 crimes"),
        ("Offender fined", "2 crimes"),
    ]  # fmt: skip
    assert found.kinds[-1].name == "No outcome was given"


def test_order_of_rows_does_not_matter() -> None:
    assert read(FULL.reverse()) == read(FULL)
