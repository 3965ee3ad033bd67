"""Tests of sitegen.facts.year_spread: how far years differ, known from few."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sitegen.facts.year_spread import Spread, p_of, reach, spread_of


def test_three_changes_tell_how_far_years_differ_and_two_do_not() -> None:
    assert spread_of(np.array([0.03, -0.04]), 1e9, 1e9) is None
    found = spread_of(np.array([0.03, -0.04, 0.05]), 1e9, 1e9)
    assert found
    assert found.size == pytest.approx(math.sqrt((9 + 16 + 25) / 3) / 100)
    assert found.freedom == 2


def test_years_that_hardly_differed_by_luck_leave_what_chance_makes() -> None:
    found = spread_of(np.zeros(4), 50, 50)
    assert found
    assert found.size == pytest.approx(math.sqrt(2 / 50.5))


def test_the_reach_is_that_of_students_t() -> None:
    # Quantiles of the printed tables at 1 % either way together: 9.925 for two degrees of freedom, 4.604 for four.
    assert reach(0.01, Spread(0.1, 2)) == pytest.approx(0.9925, abs=1e-4)
    assert reach(0.01, Spread(1.0, 4)) == pytest.approx(4.6041, abs=1e-4)
    assert p_of(reach(0.003, Spread(0.1, 3)), Spread(0.1, 3)) == pytest.approx(0.003)
