"""A place beside others of other sizes: the limits of a funnel plot, with allowance for places that differ by more than chance.

After Spiegelhalter (2005), Funnel plots for comparing institutional performance: numbers are compared with what is expected of a place of that size,
on the scale of square roots, which makes the scatter of chance alike for all. What places differ beyond chance is an additive variance, worked out
without the outer tenths; where they do not, the limits are exact.
"""

import math
import statistics
from collections.abc import Sequence
from typing import Literal

PLACES_LEAST = 10
"""Places below which nothing is said of how they differ."""

BEYOND = 0.001
"""Share of places beyond either limit if all differ as the others do: limits of 99.8 %, three standard deviations or so."""

_WINSOR = 10
"""Strays in the outermost of so many equal parts, on either side, are drawn in to where these begin."""


def between_places(observed: Sequence[float], expected: Sequence[float]) -> float | None:
    """How much places differ beyond chance: the variance of the root of observed over expected that chance does not explain; at least 0.

    None with fewer than `PLACES_LEAST` places. What is expected is above 0 everywhere.
    """
    if len(observed) < PLACES_LEAST:
        return None
    number = len(observed)
    ratio = dispersion(observed, expected)
    # Chance gives the root of a ratio the variance 1 / 4E: its inverse weighs a place (DerSimonian and Laird 1986).
    weights = [4 * one for one in expected]
    whole = sum(weights)
    return max(0.0, (number * ratio - (number - 1)) / (whole - sum(one * one for one in weights) / whole))


def dispersion(observed: Sequence[float], expected: Sequence[float]) -> float:
    """The mean square of the strays from what is expected in units of chance, the outer tenths drawn in; 1 or so where places do not differ."""
    strays = [2 * (math.sqrt(one) - math.sqrt(usual)) for one, usual in zip(observed, expected, strict=True)]
    low, *_, high = statistics.quantiles(strays, n=_WINSOR, method="inclusive")
    return statistics.fmean(min(max(one, low), high) ** 2 for one in strays)


def limits(expected: float, between: float) -> tuple[float, float]:
    """The lowest and highest number within which a place of that size lies; exact Poisson limits where places do not differ beyond chance."""
    if not between:
        return _poisson_limits(expected)
    reach = statistics.NormalDist().inv_cdf(1 - BEYOND) * math.sqrt(1 / (4 * expected) + between)
    return expected * max(1 - reach, 0.0) ** 2, expected * (1 + reach) ** 2


def stands(observed: float, expected: float, between: float) -> Literal["above", "below", "within"]:
    """Where a place lies."""
    low, high = limits(expected, between)
    return "above" if observed > high else "below" if observed < low else "within"


def _poisson_limits(expected: float) -> tuple[float, float]:
    """The least and the greatest count that chance alone does not leave more seldom than `BEYOND` on its side."""
    count, share, below, low = 0, math.exp(-expected) if expected < 700 else 0.0, 0.0, None
    if expected >= 700:  # beyond this, the first shares are too small to begin with, and the distribution is normal
        reach = statistics.NormalDist().inv_cdf(1 - BEYOND) * math.sqrt(expected)
        return expected - reach, expected + reach
    while True:
        if low is None and below + share >= BEYOND:
            low = count
        below += share
        if 1 - below <= BEYOND:
            return float(low or 0), float(count)
        count += 1
        share *= expected / count
