"""What chance alone does: the few distribution functions that verdicts need, on NumPy arrays."""

import math
from collections.abc import Callable
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

OF_MAD = 1.4826
"""Standard deviations of normal values to their median absolute deviation."""

_STEPS = 300
"""Terms of the continued fraction at most; it stops as soon as none of them moves any value."""

_NORMAL_FROM = 2000.0
"""Degrees of freedom from which Student's t is the normal distribution to the fourth digit."""


def quantile(share: float) -> float:
    """The value of a standard normal variable that a share of all lies below."""
    return NormalDist().inv_cdf(share)


def beta_share(a: Numbers, b: Numbers, x: Numbers) -> Numbers:
    """The regularised incomplete beta function I_x(a, b), to ten digits or so; by its continued fraction (Abramowitz and Stegun 26.5.8)."""
    a, b, x = (np.asarray(part, dtype=np.float64) for part in np.broadcast_arrays(a, b, x))
    turned = x > (a + 1) / (a + b + 2)
    first, second, at = np.where(turned, b, a), np.where(turned, a, b), np.where(turned, 1 - x, x)
    with np.errstate(divide="ignore"):
        log_front = first * np.log(at) + second * np.log1p(-at) - _log_beta(first, second) - np.log(first)
    part = np.exp(log_front) / _fraction(first, second, at)
    found: Numbers = np.clip(np.where(turned, 1 - part, part), 0.0, 1.0)
    return found


def t_two_sided(t: Numbers, freedom: Numbers) -> Numbers:
    """How often chance alone takes Student's t so far from 0, either way; normal where the degrees of freedom are very many or infinite."""
    t, freedom = (np.asarray(part, dtype=np.float64) for part in np.broadcast_arrays(t, freedom))
    few = np.minimum(freedom, _NORMAL_FROM)
    student = beta_share(few / 2, np.full(t.shape, 0.5), few / (few + t * t))
    normal = _each(lambda one: math.erfc(abs(one) / math.sqrt(2)), t)
    return np.where(freedom >= _NORMAL_FROM, normal, student)


def t_quantile(share: Numbers, freedom: Numbers) -> Numbers:
    """How far from 0 Student's t comes, either way, in that share of cases alone; by halving, to twelve digits or so."""
    share, freedom = (np.asarray(part, dtype=np.float64) for part in np.broadcast_arrays(share, freedom))
    low, high = np.zeros(share.shape), np.full(share.shape, 1e6)
    for _ in range(80):
        middle = (low + high) / 2
        beyond = t_two_sided(middle, freedom) > share
        low, high = np.where(beyond, middle, low), np.where(beyond, high, middle)
    return high


def t_reach(level: Numbers, power: float, freedom: Numbers) -> Numbers:
    """How many standard errors a true difference measures that Student's t calls one at the level in a share `power` of cases.

    By the normal approximation of the noncentral t distribution (Johnson and Welch 1940).
    """
    bound = t_quantile(level, freedom)
    few = np.minimum(np.broadcast_to(np.asarray(freedom, dtype=np.float64), bound.shape), _NORMAL_FROM)
    mean = _each(lambda one: math.sqrt(2 / one) * math.exp(math.lgamma((one + 1) / 2) - math.lgamma(one / 2)), few)
    found: Numbers = bound * mean + quantile(power) * np.sqrt(1 + bound * bound * (1 - mean * mean))
    return found


def binomial_two_sided(one: Numbers, other: Numbers) -> Numbers:
    """How often chance alone parts a sum as unequally as this, either way, where each of it falls to either side alike: twice the smaller tail.

    This is the exact conditional test of two Poisson counts (Przyborowski and Wilenski 1940). 1 where the sum is 0.
    """
    most, least = np.maximum(one, other), np.minimum(one, other)
    tail = beta_share(np.maximum(most, 0.5), least + 1, np.full(np.shape(most), 0.5))
    found: Numbers = np.where(most == least, 1.0, np.minimum(2 * tail, 1.0))
    return found


def trigamma(x: float) -> float:
    """The second derivative of the logarithm of the gamma function, for x above 0."""
    total = 0.0
    while x < 8:
        total += 1 / (x * x)
        x += 1
    y = 1 / (x * x)
    return total + 1 / x + y / 2 + y / x * (1 / 6 - y * (1 / 30 - y * (1 / 42 - y / 30)))


def trigamma_inverse(value: float) -> float:
    """The x whose `trigamma` is a value above 0; infinite for 0 and below. By halving: the function falls all the way."""
    if value <= 0:
        return math.inf
    low, high = 1e-4, 1e7
    for _ in range(100):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if trigamma(middle) > value else (low, middle)
    return math.sqrt(low * high)


def _log_beta(a: Numbers, b: Numbers) -> Numbers:
    return _each(math.lgamma, a) + _each(math.lgamma, b) - _each(math.lgamma, a + b)


def _each(function: Callable[[float], float], values: Numbers) -> Numbers:
    return np.array([function(float(value)) for value in values.ravel()], dtype=np.float64).reshape(values.shape)


def _fraction(a: Numbers, b: Numbers, x: Numbers) -> Numbers:
    """The continued fraction of the incomplete beta function, by Lentz's way of working one out from its beginning."""
    tiny = 1e-300
    c = np.ones_like(x)
    d = 1 - (a + b) * x / (a + 1)
    d = 1 / np.where(np.abs(d) < tiny, tiny, d)
    total = d.copy()
    for m in range(1, _STEPS):
        before = total.copy()
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d, c = 1 + term * d, 1 + term / c
            d = 1 / np.where(np.abs(d) < tiny, tiny, d)
            c = np.where(np.abs(c) < tiny, tiny, c)
            total = total * c * d
        if np.all(np.abs(total - before) <= 1e-13 * np.abs(total)):
            break
    return 1 / total
