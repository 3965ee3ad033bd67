"""Tests of sitegen.facts.year_changes: a year against the one before, beyond what is usual for the force, and never across a change or a gap."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from sitegen.facts.year_changes import force_year_changes, national_year_changes
from sitegen.terms import Month, months_between
from tests.artefacts.inputs import table
from tests.bench.force_years import WAYS, tally_years

MONTHS = [str(month) for month in months_between(Month(2019, 7), Month(2025, 6))]
LEVELS = {"2019": 1000, "2020": 1020, "2021": 990, "2022": 1010, "2023": 1000, "2024": 1005}
"""What a steady force records a month in each of six years that begin in July."""


def year_of(month: str) -> str:
    return str(Month.parse(month).plus(-6))[:4]


def steady(month: str) -> int:
    return LEVELS[year_of(month)]


def series(
    count: Callable[[str], int] = steady, *, force_id: str = "kent", missing: dict[str, str] | None = None, category: str = "burglary"
) -> pl.DataFrame:
    """One category of a force; `missing` are months with another state than supplied in full."""
    states = {month: (missing or {}).get(month, "supplied") for month in MONTHS}
    return table(
        "long_series",
        *(
            {"force_id": force_id, "month": month, "category": category, "state": state}
            | {"crimes": count(month) if state.startswith("supplied") else None}
            for month, state in states.items()
        ),
    )


def changes(long_series: pl.DataFrame, breaks: pl.DataFrame | None = None, steps: pl.DataFrame | None = None) -> dict[str, dict[str, Any]]:
    found = force_year_changes(
        force_id="kent",
        long_series=long_series,
        breaks=table("breaks") if breaks is None else breaks,
        recording_steps=table("recording_steps") if steps is None else steps,
    )
    assert found["force_id"].to_list() == ["kent"] * found.height
    return found.rows_by_key("category", named=True, unique=True)


def changed(month: str, **of: str) -> pl.DataFrame:
    return table("breaks", {"month": month, "dataset": "crime", "force_id": "all", "text": "", "label": "", **of})


def test_both_numbers_their_days_and_what_would_be_usual_are_told() -> None:
    row = changes(series())["crime"]
    assert (row["first_month"], row["last_month"], row["before"], row["now"]) == ("2024-07", "2025-06", 12_000, 12_060)
    assert (row["days_before"], row["days"], row["earlier"], row["verdict"]) == (366, 365, 4, "usual")
    assert row["low"] < 12_060 / 365 < row["high"]


def test_a_leap_day_is_no_rise() -> None:
    days = {month: 29 if month in {"2020-02", "2024-02"} else 28 for month in MONTHS if month.endswith("-02")}
    row = changes(series(lambda month: 100 * days.get(month, 30)))["crime"]
    assert row["before"] - row["now"] == 100
    assert row["before"] / row["days_before"] == pytest.approx(row["now"] / row["days"], rel=1e-4)


@pytest.mark.parametrize(("times", "word"), [(1.6, "more"), (0.6, "fewer"), (1.03, "usual")])
def test_a_word_is_given_beyond_what_years_have_differed_before(times: float, word: str) -> None:
    row = changes(series(lambda month: round(steady(month) * (times if month >= "2024-07" else 1))))["crime"]
    assert row["verdict"] == word
    assert (row["low"] <= row["now"] / row["days"] <= row["high"]) is (word == "usual")


def test_the_same_rise_is_usual_where_years_differ_more() -> None:
    restless = {"2019": 600, "2020": 1000, "2021": 700, "2022": 1100, "2023": 800, "2024": 1280}
    assert changes(series(lambda month: restless[year_of(month)]))["crime"]["verdict"] == "usual"
    assert changes(series(lambda month: 1280 if month >= "2024-07" else 800 + steady(month) % 100))["crime"]["verdict"] == "more"


def test_of_fewer_than_three_earlier_years_nothing_is_said() -> None:
    row = changes(series(missing={"2021-01": "not_supplied"}))["crime"]
    assert (row["earlier"], row["verdict"], row["low"], row["p"]) == (2, "short", None, None)


def test_a_month_in_part_and_one_not_supplied_are_in_no_year() -> None:
    row = changes(series(missing={"2025-05": "supplied_partial"}))["crime"]
    assert (row["last_month"], row["earlier"]) == ("2025-04", 3)
    assert changes(series(missing=dict.fromkeys(("2021-01", "2022-12", "2024-11"), "not_supplied"))) == {}


def test_years_across_a_gap_are_not_compared_and_those_behind_it_are() -> None:
    row = changes(series(missing={"2023-06": "withheld"}))["crime"]
    assert (row["first_month"], row["earlier"]) == ("2024-07", 2)


@pytest.mark.parametrize("month", ["2023-08", "2024-07", "2025-06"])
def test_a_change_of_definition_within_the_two_years_forbids_the_verdict(month: str) -> None:
    row = changes(series(), changed(month))["crime"]
    assert (row["verdict"], row["since"], row["low"], row["earlier"]) == ("broken", month, None, 0)


def test_a_change_of_definition_before_them_takes_away_the_years_it_parts() -> None:
    assert changes(series(), changed("2023-07"))["crime"]["earlier"] == 3
    row = changes(series(), changed("2023-01"))["crime"]
    assert (row["earlier"], row["verdict"]) == (2, "short")
    assert changes(series(), changed("2024-07", force_id="gwent"))["crime"]["verdict"] == "usual"
    assert changes(series(), changed("2024-07", dataset="outcomes"))["crime"]["verdict"] == "usual"


def test_a_step_of_recording_forbids_the_verdict_of_its_category_alone() -> None:
    steps = table("recording_steps", {"force_id": "kent", "category": "burglary", "month": "2025-02"})
    found = changes(series(), steps=steps)
    assert (found["burglary"]["verdict"], found["burglary"]["since"], found["crime"]["verdict"]) == ("stepped", "2025-02", "usual")


def test_few_crimes_are_told_and_not_judged() -> None:
    row = changes(series(lambda month: int(month.endswith("-03")) * (9 if month > "2025" else 2)))["crime"]
    assert (row["before"], row["now"], row["verdict"], row["low"]) == (2, 9, "few", None)


def test_antisocial_behaviour_stands_apart() -> None:
    found = changes(pl.concat([series(), series(lambda _: 7, category="anti-social-behaviour")]))
    assert (found["crime"]["now"], found["anti-social-behaviour"]["now"]) == (12_060, 84)


def country(*parts: pl.DataFrame, breaks: pl.DataFrame | None = None) -> dict[str, dict[str, Any]]:
    steps = table("recording_steps")
    found = national_year_changes(long_series=pl.concat(parts), breaks=table("breaks") if breaks is None else breaks, recording_steps=steps)
    return found.rows_by_key("category", named=True, unique=True)


def test_the_country_is_of_the_forces_that_have_both_years_the_same_in_both() -> None:
    gap = series(lambda _: 500, force_id="gwent", missing={"2023-09": "not_supplied"})
    row = country(series(), series(force_id="essex"), gap, series(lambda _: 9999, force_id="btp"))["crime"]
    assert (row["forces"], row["before"], row["now"], row["verdict"]) == ("essex kent", 24_000, 24_120, "usual")


def test_a_force_that_alone_changed_what_it_counts_is_left_out_of_the_country() -> None:
    row = country(series(), series(force_id="essex"), series(force_id="gwent"), breaks=changed("2024-01", force_id="gwent"))["crime"]
    assert (row["forces"], row["verdict"]) == ("essex kent", "usual")


def test_an_older_gap_of_one_force_costs_the_country_no_year() -> None:
    row = country(series(), series(force_id="essex"), series(force_id="gwent", missing={"2021-09": "not_supplied"}))["crime"]
    assert (row["forces"], row["earlier"]) == ("essex gwent kent", 4)


def test_of_half_the_forces_nothing_is_said_for_the_country() -> None:
    gap = dict.fromkeys(MONTHS[5::12], "not_supplied")
    assert country(series(), series(force_id="essex", missing=gap)) == {}
    assert country(series()) == {}


@pytest.mark.parametrize("way", WAYS)
def test_where_nothing_changed_hardly_a_word_is_false(way: str) -> None:
    seen = tally_years(way, 6, 6)
    assert seen.judged == 6 * 15
    assert seen.words <= 0.015 * seen.judged
    assert tally_years(way, 4, 1).judged == 0


def test_a_rise_by_half_is_seen_in_a_force_of_steady_numbers() -> None:
    seen = tally_years("Poisson", 10, 2, rise=0.5)
    assert seen.all_crime == 2
    assert seen.words > 0.5 * seen.judged
