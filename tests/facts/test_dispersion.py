"""Tests of sitegen.facts.dispersion: scatter is measured over quarters, shared by the places of a force, and never below chance."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sitegen.facts.chance import Numbers
from sitegen.facts.dispersion import Scatter, central, expected, measure, prior_freedom, quarters, scatter_of

ONE = np.zeros(400, np.int64)


def stream(seed: int = 3) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


def drawn(mean: float, *, places: int = 400, shape: float | None = None) -> tuple[Numbers, Numbers]:
    """Two years' months of places; with a shape, a month's rate varies by a gamma variable that all months of a quarter share."""
    chance = stream()
    rate = np.full((places, 24), mean)
    if shape:
        rate = rate * np.repeat(chance.gamma(shape, 1 / shape, (places, 8)), 3, axis=1)
    counts = chance.poisson(rate).astype(np.float64)
    return counts[:, :12], counts[:, 12:]


def test_months_are_added_up_in_threes_as_they_are_compared() -> None:
    before = np.array([[1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [1, np.nan, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]])
    found, now = quarters(before, before * 2)
    assert found[0].tolist() == [6, 15, 24, 33]
    assert found[1, :3].tolist() == [8, 18, 27]
    assert np.isnan(found[1, 3])
    assert np.array_equal(now, found * 2, equal_nan=True)


def test_a_year_that_doubles_evenly_does_not_scatter() -> None:
    before = np.array([[10.0, 20, 30, 40]])
    found = scatter_of(before, before * 2)
    assert found.squares[0] == pytest.approx(0)
    assert (found.freedom[0], found.level[0]) == (3, 37.5)


@pytest.mark.parametrize("mean", [0.3, 2.0, 40.0])
def test_of_chance_alone_a_squared_distance_is_one_on_average_however_small_the_counts(mean: float) -> None:
    found = scatter_of(*quarters(*drawn(mean)))
    assert found.squares.sum() / found.freedom.sum() == pytest.approx(1, abs=0.1)


def test_chance_alone_gives_hardly_more_than_one() -> None:
    assert 1 <= measure(*drawn(10.0), ONE).ratio.mean() < 1.2


def test_quarters_that_go_in_runs_are_found_to_where_months_would_not_show_them() -> None:
    ratio = measure(*drawn(10.0, shape=10), ONE).ratio.mean()
    assert ratio == pytest.approx(1 + 30 / 10, rel=0.2)  # a quarter of 30 crimes, whose rate has the variance 1 / 10


def test_busy_places_are_expected_to_scatter_more() -> None:
    small, large = drawn(2.0, shape=20), drawn(60.0, shape=20)
    counts = [np.concatenate(pair) for pair in zip(small, large, strict=True)]
    ratio = measure(counts[0], counts[1], np.zeros(800, np.int64)).ratio
    assert ratio[:400].mean() < 2
    assert ratio[400:].mean() > 6


def test_a_place_without_a_crime_takes_what_is_expected_of_its_kind_and_another_kind_lends_nothing() -> None:
    before, now = drawn(10.0, shape=5)
    before[0] = now[0] = 0
    assert measure(before, now, ONE).ratio[0] > 1
    alone = np.concatenate([[1], ONE[1:]])
    found = measure(before, now, alone)
    assert found.freedom[0] == 0


def test_places_that_are_alike_stand_for_each_other_and_places_that_are_not_stand_for_themselves() -> None:
    alike = scatter_of(*quarters(*drawn(10.0)))
    assert prior_freedom(alike, np.ones(400), np.full(400, 240.0)) > 30
    unlike = Scatter(alike.squares * np.where(np.arange(400) % 2, 20.0, 1.0), alike.freedom, alike.level)
    assert prior_freedom(unlike, np.full(400, 10.0), np.full(400, 240.0)) < 10
    assert prior_freedom(Scatter(*(part[:2] for part in alike)), np.ones(2), np.full(2, 240.0)) == math.inf


def test_years_that_stray_more_than_quarters_tell_widen_all_of_them() -> None:
    before, now = drawn(20.0)
    up = stream(9).lognormal(0, 0.25, (400, 1))
    assert measure(before, np.round(now * up), ONE).ratio.mean() > 3 * measure(before, now, ONE).ratio.mean()


def test_a_few_places_that_truly_changed_widen_nothing_much() -> None:
    before, now = drawn(20.0)
    now[:30] *= 3
    assert measure(before, now, ONE).ratio[30:].mean() < 1.4


def test_the_middle_half_tells_the_variance_of_normal_strays() -> None:
    strays = 1.5 * stream().standard_normal(20_000)
    assert central(strays) == pytest.approx(2.25, rel=0.05)


def test_what_is_expected_is_never_below_chance() -> None:
    even = Scatter(np.full(9, 0.1), np.full(9, 3.0), np.arange(9.0))
    assert expected(even) == (0.0, 0.0)
    assert expected(Scatter(np.zeros(2), np.zeros(2), np.zeros(2))) == (0.0, 0.0)
