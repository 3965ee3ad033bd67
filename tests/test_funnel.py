"""Tests of sitegen.funnel: limits after Spiegelhalter (2005), against his formulas worked out another way and exact tails."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sitegen.funnel import BEYOND, PLACES_LEAST, between_places, dispersion, limits, stands

OBSERVED = [100, 150, 180, 80, 120, 225, 96, 143, 201, 77, 310, 41]
EXPECTED = [108, 112, 165, 95, 100, 220, 99, 150, 180, 80, 220, 60]


def test_the_additive_variance_is_that_of_dersimonian_and_laird_on_winsorised_strays() -> None:
    observed, expected = np.array(OBSERVED, float), np.array(EXPECTED, float)
    strays = (np.sqrt(observed / expected) - 1) / (1 / (2 * np.sqrt(expected)))
    drawn = np.clip(strays, *np.quantile(strays, (0.1, 0.9)))
    weights = 1 / (1 / (2 * np.sqrt(expected))) ** 2
    phi = (drawn**2).mean()
    tau = (len(strays) * phi - (len(strays) - 1)) / (weights.sum() - (weights**2).sum() / weights.sum())
    assert dispersion(OBSERVED, EXPECTED) == pytest.approx(phi)
    assert tau > 0
    assert between_places(OBSERVED, EXPECTED) == pytest.approx(tau)


@pytest.mark.parametrize("expected", [0.3, 4.0, 50.0, 400.0])
def test_without_a_difference_between_places_the_limits_are_exact(expected: float) -> None:
    low, high = limits(expected, 0.0)
    shares = [math.exp(k * math.log(expected) - expected - math.lgamma(k + 1)) for k in range(int(expected * 3) + 60)]
    assert sum(shares[: int(low)]) < BEYOND
    assert low == 0 or sum(shares[: int(low) + 1]) >= BEYOND
    assert 1 - sum(shares[: int(high) + 1]) <= BEYOND < 1 - sum(shares[: int(high)])


def test_exact_and_normal_limits_meet() -> None:
    exact, normal = limits(699.0, 0.0), limits(701.0, 0.0)
    assert normal == pytest.approx(exact, rel=0.01)


def test_limits_narrow_with_size_as_far_as_places_are_alike() -> None:
    widths = [(high - low) / expected for expected in (5.0, 50.0, 5000.0) for low, high in [limits(expected, 0.01)]]
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] == pytest.approx(4 * 3.09 * 0.1, rel=0.02)  # the root of a large place's ratio strays by a tenth, whatever its size


def test_places_that_differ_by_chance_alone_have_hardly_anything_between_them() -> None:
    stream = np.random.Generator(np.random.PCG64(4))
    expected = stream.uniform(5, 300, 200)
    found = between_places(list(stream.poisson(expected)), list(expected))
    assert found is not None
    assert found < 0.001
    lying = [stands(float(one), usual, found) for one, usual in zip(stream.poisson(expected), expected, strict=True)]
    assert lying.count("within") >= 198


def test_a_few_town_centres_do_not_widen_the_funnel_and_lie_above_it() -> None:
    stream = np.random.Generator(np.random.PCG64(4))
    expected = np.full(60, 100.0)
    observed = stream.poisson(expected * stream.gamma(25, 1 / 25, 60)).astype(float)
    observed[:4] = 800
    found = between_places(list(observed), list(expected))
    assert found is not None
    assert [stands(one, 100.0, found) for one in observed].count("above") == 4
    assert stands(5, 100.0, found) == "below"


def test_of_few_places_nothing_is_said() -> None:
    assert between_places([1.0] * (PLACES_LEAST - 1), [1.0] * (PLACES_LEAST - 1)) is None
