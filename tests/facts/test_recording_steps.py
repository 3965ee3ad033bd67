"""Tests of sitegen.facts.recording_steps and step_notes: a force-wide step is told from a season, a rise, one busy place and a known change."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
import pytest

from sitegen.facts.recording_steps import recording_steps, steps_of
from sitegen.facts.step_notes import note_steps
from sitegen.terms import Month, months_between
from tests.artefacts.inputs import table

MONTHS = [str(month) for month in months_between(Month(2023, 7), Month(2025, 6))]
ROBBERY = [43, 40, 45, 44, 41, 47, 43, 39, 46, 42, 44, 43, 45, 41, 43, 46, 40, 44, 42, 45, 43, 82, 79, 85]
"""A force's robberies, which step from 43 a month to 82 in April 2025."""


def places(counts: Sequence[int], number: int = 8) -> dict[str, list[int]]:
    """The counts spread evenly over so many places."""
    return {f"K{at}": [count // number + (at < count % number) for count in counts] for at in range(number)}


def steps(
    counts: Sequence[int], of: dict[str, list[int]] | None = None, breaks: pl.DataFrame | None = None, category: str = "robbery"
) -> pl.DataFrame:
    of = places(counts) if of is None else of
    supplied = {"force_id": "kent", "category": category, "state": "supplied"}
    series = ({**supplied, "month": month, "crimes": count} for month, count in zip(MONTHS, counts, strict=True))
    placed = (
        {**supplied, "neighbourhood_id": place, "month": month, "crimes": count}
        for place, numbers in of.items()
        for month, count in zip(MONTHS, numbers, strict=True)
    )
    found = recording_steps(
        force_id="kent",
        force_series=table("force_series", *series),
        neighbourhood_series=table("neighbourhood_series", *placed),
        breaks=table("breaks") if breaks is None else breaks,
        months=MONTHS,
    )
    return found.filter(pl.col("category") == category)


def test_a_kind_of_crime_that_doubles_at_once_in_most_places_is_a_step_with_its_month_and_levels() -> None:
    assert steps(ROBBERY).rows() == [("kent", "robbery", "2025-04", 43, 82, 8, 8)]


def test_so_is_one_that_falls_to_a_lower_level() -> None:
    assert steps(ROBBERY[::-1])["month"].to_list() == ["2023-10"]


def test_a_steady_rise_is_no_step() -> None:
    assert steps([40 + 3 * at for at in range(24)]).is_empty()


def test_one_high_month_is_no_step() -> None:
    assert steps([43 + at % 3 if at != 14 else 900 for at in range(24)]).is_empty()


def test_a_season_that_comes_every_year_is_no_step() -> None:
    assert steps([30, 31, 29, 32, 30, 31, 70, 72, 69, 71, 70, 73] * 2).is_empty()


def test_without_another_year_a_step_may_be_a_season() -> None:
    # Bicycle thefts of a real force, whose twelve months end in March.
    assert steps_of(np.array([22.0, 27, 25, 29, 26, 27, 11, 12, 9, 10, 11, 12])) == []


def test_chance_alone_makes_no_steps() -> None:
    stream = np.random.Generator(np.random.PCG64(2))
    found = [steps_of(stream.poisson(mean, 24).astype(np.float64)) for mean in np.repeat([5.0, 40.0, 300.0], 300)]
    assert sum(map(len, found)) <= 1


def test_a_step_of_one_place_is_that_place_s_own() -> None:
    of = places([43] * 24)
    of["K0"] = [count + (40 if at >= 21 else 0) for at, count in enumerate(of["K0"])]
    assert steps([sum(column) for column in zip(*of.values(), strict=True)], of).is_empty()


def test_a_change_of_definition_that_is_known_is_not_proposed_again() -> None:
    known = {"month": "2025-04", "dataset": "crime", "category": "robbery", "force_id": "kent", "text": "It changed.", "label": "changed"}
    assert steps(ROBBERY, breaks=table("breaks", known)).is_empty()
    assert not steps(ROBBERY, breaks=table("breaks", {**known, "category": "drugs"})).is_empty()
    assert not steps(ROBBERY, breaks=table("breaks", {**known, "force_id": "essex"})).is_empty()


def test_missing_months_are_neither_steps_nor_zeros() -> None:
    counts = np.array([43.0] * 10 + [np.nan] * 3 + [43.0] * 11)
    assert steps_of(counts) == []
    counts[13:] = 90
    assert steps_of(counts) == []  # when it began nobody knows


@pytest.mark.parametrize(
    ("category", "entry"), [("robbery", 'category = "robbery", force = "kent"'), ("anti-social-behaviour", 'dataset = "asb", force')]
)
def test_the_operator_is_given_the_entry_that_makes_it_a_known_change(category: str, entry: str) -> None:
    line = note_steps(recording_steps=steps(ROBBERY, category=category))["line"].to_list()[0]
    assert line.startswith(f"kent {category} 2025-04: 43 a month became 82 at once, in 8 of 8 neighbourhoods")
    assert entry in line
