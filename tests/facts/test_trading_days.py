"""Tests of sitegen.facts.trading_days: what weekdays do to a month is seen where it is there, and nothing is made of noise."""

from __future__ import annotations

import numpy as np
import pytest

from sitegen.facts.trading_days import contrasts, days_of, weekday_factors
from sitegen.terms import Month, months_between

MONTHS = [str(month) for month in months_between(Month(2016, 1), Month(2025, 12))]
WEEK = np.array([0.8, 0.9, 0.9, 1.0, 1.2, 1.3])
"""Crimes of a Monday to a Saturday; a Sunday has 0.9."""


def test_a_month_of_28_days_has_each_weekday_four_times() -> None:
    assert contrasts(["2025-02"]).tolist() == [[0.0] * 6]
    assert contrasts(["2025-03"]).tolist() == [[0.0, -1.0, -1.0, -1.0, -1.0, 0.0]]  # five Saturdays, Sundays and Mondays
    assert days_of(["2024-02", "2025-02", "2025-03"]).tolist() == [29, 28, 31]


def counts(noise: float, week: np.ndarray[tuple[int], np.dtype[np.float64]]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    days, shape = days_of(MONTHS), contrasts(MONTHS)
    sundays = (days - shape.sum(axis=1)) / 7
    total = 1000 * ((shape + sundays[:, None]) @ week + sundays * 0.9)
    stream = np.random.Generator(np.random.PCG64(4))
    return np.asarray(total * np.exp(stream.normal(0, noise, len(MONTHS))))


def test_a_busy_saturday_is_found() -> None:
    found = counts(0.002, WEEK)
    per_day = found / days_of(MONTHS)
    adjusted = per_day / weekday_factors(found, MONTHS)
    assert np.std(np.log(adjusted)) < 0.4 * np.std(np.log(per_day))


def test_noise_is_not_taken_for_weekdays() -> None:
    assert weekday_factors(counts(0.03, np.full(6, 0.9)), MONTHS).tolist() == [1.0] * len(MONTHS)


@pytest.mark.parametrize("known", [59, 60])
def test_weekdays_are_looked_for_in_sixty_months_and_more(known: int) -> None:
    found = weekday_factors(counts(0.0001, WEEK)[:known], MONTHS[:known])
    assert (found == 1).all() == (known < 60)


def test_months_that_are_missing_are_left_out() -> None:
    found = counts(0.002, WEEK)
    found[[5, 50]] = np.nan
    assert np.std(weekday_factors(found, MONTHS)) > 0.001
