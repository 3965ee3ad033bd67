"""Tests of sitegen.facts.chance: distributions against their closed forms and printed tables."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sitegen.facts.chance import beta_share, binomial_two_sided, quantile, t_quantile, t_two_sided, trigamma, trigamma_inverse


def array(*values: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.array(values, dtype=np.float64)


@pytest.mark.parametrize(("sum_of_both", "one"), [(20, 15), (20, 20), (90, 60), (99, 49), (21, 10)])
def test_the_exact_test_is_twice_the_tail_of_the_coin(sum_of_both: int, one: int) -> None:
    most = max(one, sum_of_both - one)
    tail = 2 * sum(math.comb(sum_of_both, k) for k in range(most, sum_of_both + 1)) / 2**sum_of_both
    found = binomial_two_sided(array(one), array(sum_of_both - one))
    assert found[0] == pytest.approx(min(tail, 1.0), rel=1e-9)
    assert binomial_two_sided(array(sum_of_both - one), array(one))[0] == found[0]


def test_equal_counts_are_no_difference_at_all() -> None:
    assert binomial_two_sided(array(10, 0), array(10, 0)).tolist() == [1.0, 1.0]


@pytest.mark.parametrize(("freedom", "t"), [(1, 12.706), (3, 3.182), (9, 2.262), (30, 2.042), (120, 1.980), (math.inf, 1.960)])
def test_student_s_t_has_its_printed_quantiles(freedom: float, t: float) -> None:
    assert t_two_sided(array(t), array(freedom))[0] == pytest.approx(0.05, abs=6e-5)
    assert t_two_sided(array(-t), array(freedom))[0] == pytest.approx(0.05, abs=6e-5)


def test_the_incomplete_beta_function_of_whole_numbers_is_a_sum() -> None:
    for a, b, x in ((2, 3, 0.4), (7, 2, 0.9), (1, 1, 0.3), (30, 71, 0.3)):
        n = a + b - 1
        whole = sum(math.comb(n, k) * x**k * (1 - x) ** (n - k) for k in range(a, n + 1))
        assert beta_share(array(a), array(b), array(x))[0] == pytest.approx(whole, rel=1e-9)


def test_trigamma_has_its_known_values_and_is_turned_back() -> None:
    assert trigamma(1) == pytest.approx(math.pi**2 / 6, rel=1e-8)
    assert trigamma(0.5) == pytest.approx(math.pi**2 / 2, rel=1e-8)
    assert trigamma_inverse(trigamma(3.3)) == pytest.approx(3.3, rel=1e-6)
    assert trigamma_inverse(0.0) == trigamma_inverse(-1.0) == math.inf


def test_a_normal_variable_lies_beyond_its_quantile_as_often_as_said() -> None:
    assert quantile(0.975) == pytest.approx(1.959964, abs=1e-6)


@pytest.mark.parametrize(("freedom", "t"), [(3, 5.841), (9, 3.250), (30, 2.750), (math.inf, 2.576)])
def test_student_s_t_is_turned_back(freedom: float, t: float) -> None:
    assert t_quantile(array(0.01), array(freedom))[0] == pytest.approx(t, abs=6e-4)
