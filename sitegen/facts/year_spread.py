"""Whether a year differs from the year before by more than such years have differed before: the rule for forces and for the country."""

import math
from typing import NamedTuple

import numpy as np

from sitegen.comparing import CHANGES_LEAST
from sitegen.facts.chance import Numbers, t_two_sided


class Spread(NamedTuple):
    """How far the logarithm of a year's number a day strays from the year before it, and with how many degrees of freedom that is known."""

    size: float
    freedom: int


def spread_of(earlier: Numbers, before: float, now: float) -> Spread | None:
    """The spread of earlier changes (of logarithms) around no change, never less than chance alone would part the two counts; None for too few.

    One degree of freedom fewer than there are changes: two that follow each other share a year, so they are not as good as independent.
    """
    if len(earlier) < CHANGES_LEAST:
        return None
    chance = 1 / (before + 0.5) + 1 / (now + 0.5)
    return Spread(math.sqrt(max(float(np.mean(earlier**2)), chance)), len(earlier) - 1)


def p_of(change: float, spread: Spread) -> float:
    """How often a year in which nothing is unusual differs so far, either way."""
    return float(t_two_sided(np.array([change / spread.size]), np.array([float(spread.freedom)]))[0])


def reach(level: float, spread: Spread) -> float:
    """The change (of logarithms) whose `p_of` is a level: the prediction interval reaches so far either way. By halving, as `p_of` falls."""
    low, high = 0.0, 1.0
    while p_of(high * spread.size, spread) > level:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if p_of(middle * spread.size, spread) > level else (low, middle)
    return high * spread.size
