"""When two numbers may be compared, and when nothing is said of them: each threshold once, for facts and pages alike."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Number = TypeVar("Number", float, NDArray[np.float64])
"""One number, or an array of them."""

FEW = 20
"""Two counts that make fewer than this together are told and not judged: chance alone can double or halve them."""

YEAR = 12
"""Months of a year; a rate is one of a year only where it counts so many."""

PAIRS_LEAST = 9
"""Pairs of months below which two years are not compared."""

PAIRS_SCATTER = 6
"""Pairs of months, two quarters of each year, below which no overdispersion is worked out and so nothing is judged."""

CHANGES_LEAST = 3
"""Earlier changes from one year to the next below which nobody can say what is usual for a force."""

FORCES_SHARE = 2 / 3
"""Share of the forces that must have both years for anything to be said of the country."""

MONTHS_OF_WEEKDAYS = 60
"""Months from which one can see how much weekdays matter."""

LEVEL = 0.01
"""A change is called one only where chance alone would make so large a one, either way, in at most this share of cases."""

FALSE_SHARE = 0.1
"""Of all that is called a change in a force at once, chance explains at most this share on average."""

POWER = 0.8
"""A rise counts as visible where it would be called one in this share of cases."""

VISIBLE = 0.2
"""A rise that people would want to know of; where only larger ones would show, the page says how large."""

FAR_ABOVE = 3
"""A rate so many times the usual one is that of a place where far more people come than live."""

FAR_ABOVE_ALONE = 250
"""The same where there is no usual rate to go by: crimes a year for every 1,000 residents, some three times what the country has."""


ALIKE_MOST, ALIKE_LEAST = 8, 3
"""Places like one that are listed at most; fewer show no range."""

ALIKE_FARTHEST = 1.0
"""Places are alike whose features lie no further apart on average than those of an ordinary place from the middle of the force, one standard
deviation; two places taken at random lie 1.4 apart."""


def is_few(now: float, before: float) -> bool:
    """True where two counts are too small together for anything to be said of their difference."""
    return now + before < FEW


def is_scatter(visible: float, usual: float, dispersion: float) -> bool:
    """True where a rise of less than `VISIBLE` would show in so many crimes a year if chance alone scattered them: they vary, they are not few.

    A rise x over a usual count u is seen from `x² = c² φ (2 u + x)` on; φ is `dispersion`, and 1 in its place leaves chance alone.
    """
    rise = visible * usual
    return visible >= VISIBLE > rise_seen(rise * rise / (2 * usual + rise) / dispersion, usual)


def rise_seen(square: Number, usual: Number) -> Number:
    """The smallest rise over a usual count that is seen, as a share of it: the root x of `x² = square × (2 usual + x)`, `square` being c² φ."""
    found: Number = (square + (square * square + 8 * square * usual) ** 0.5) / 2 / usual
    return found


def is_touched(dataset: str, category: str, by_dataset: str, by_category: str) -> bool:
    """True where a change of definition touches what is counted in a category; `category` empty is the data set as a whole, which every one touches.

    A change that moves crimes from one category to another may leave the whole as it was; nobody promises that, so it is not relied on.
    """
    return by_dataset in {dataset, "all"} and (not category or by_category in {"", category})


def lies_between(month: str, earlier: str, later: str) -> bool:
    """True where a change that holds from `month` on parts two months, so that they do not count the same thing."""
    return earlier < month <= later


def is_far_above(rate: float, usual: float | None) -> bool:
    """True for a year's rate for every 1,000 residents that says more about who comes to a place than about who lives there."""
    return rate > (FAR_ABOVE_ALONE if usual is None else FAR_ABOVE * usual)
