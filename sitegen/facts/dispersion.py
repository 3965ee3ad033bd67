"""Overdispersion: how much more counts scatter than chance alone would make them, measured over quarters and over a force's places together.

Recorded crime comes in runs, so a count of it scatters more than a throw of dice. One place shows too little of that in two years to go by, so
the places of a force stand for each other, kind by kind of crime. Four steps, each a method of the field (docs/METHOD.md):

1. In each place the quarters of the two years are held against one steady share of the newer year (Pearson's statistic).
2. Over places, what is expected of one of so many crimes is fitted: `1 + spread + growth × crimes a quarter`, busy places scatter more.
3. Each place's own is drawn towards that, as far as places prove alike (Smyth 2004).
4. How far whole years stray from the force's own change, place by place and by the middle half of them (Efron 2004), widens all of them where
   years scatter more than quarters tell.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitegen.comparing import FEW
from sitegen.facts.chance import Numbers, quantile, trigamma, trigamma_inverse

QUARTER = 3
"""Months of a quarter: pairs of months are added up in threes before their scatter is measured."""

_PLACES_STAND_FOR = 20
"""A kind of crime has its own widening as far as it has more places than this; the force's kinds together have this weight beside it."""

_ROUNDS = 5
"""Rounds of the fit; its weights hang on what is fitted and are steady after three."""


class Scatter(NamedTuple):
    """Each row's sum of squared distances of its quarters, its degrees of freedom (0: nothing to tell), and its crimes a quarter."""

    squares: Numbers
    freedom: Numbers
    level: Numbers


@dataclass(frozen=True, slots=True)
class Dispersion:
    """For each row: how much more than by chance its counts scatter, at least 1, and how many degrees of freedom that is known with."""

    ratio: Numbers
    freedom: Numbers


def measure(before: Numbers, now: Numbers, kinds: NDArray[np.int64]) -> Dispersion:
    """The dispersion of each row of two years' months (columns; NaN: not compared), which has one of the `kinds` of crime (0, 1, …).

    Rows are the places of one force. A row of which nothing is known, not a crime say, has what is expected of its kind; 1 and no freedom
    where no row of the kind has a quarter in each half.
    """
    scatter = scatter_of(*quarters(before, now))
    sums = np.nansum(before, axis=1), np.nansum(now, axis=1)
    ratio, freedom = np.ones(len(kinds)), np.zeros(len(kinds))
    for kind in np.unique(kinds):
        rows = kinds == kind
        ratio[rows], freedom[rows] = _moderated(Scatter(*(part[rows] for part in scatter)), sums[0][rows] + sums[1][rows])
    return Dispersion(ratio * _widening(*sums, ratio, kinds), freedom)


def quarters(before: Numbers, now: Numbers) -> tuple[Numbers, Numbers]:
    """Months added up in threes, in order and as far as they are compared; fewer than three at the end are left out, and NaN stands for none."""
    known = ~(np.isnan(before) | np.isnan(now))
    nth = np.where(known, np.cumsum(known, axis=1) - 1, -1)
    spans = range(before.shape[1] // QUARTER)
    members = [(nth >= 0) & (nth // QUARTER == span) for span in spans]
    found = [
        np.stack([np.where(rows.sum(axis=1) == QUARTER, np.where(rows, counts, 0.0).sum(axis=1), np.nan) for rows in members], axis=1)
        if members
        else np.empty((len(before), 0))
        for counts in (before, now)
    ]
    return found[0], found[1]


def scatter_of(before: Numbers, now: Numbers) -> Scatter:
    """How far each row's quarters lie from one steady share of the newer year.

    Given what both quarters of a pair add up to, and both years, a squared distance is one on average if chance alone is at work, however
    small the counts: the mean of the hypergeometric distribution is exact, and its last factor is taken out.
    """
    pair = before + now
    total, newer = np.nansum(pair, axis=1), np.nansum(now, axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (newer / total)[:, None]
        terms = (now - share * pair) ** 2 / (pair * share * (1 - share))
    used = (pair > 0) & np.isfinite(terms)
    freedom = np.maximum(used.sum(axis=1) - 1.0, 0.0)
    spans = np.maximum((~np.isnan(pair)).sum(axis=1), 1)
    exact = np.where(total > 1, (total - 1) / np.maximum(total, 1), 0.0)
    return Scatter(np.where(used, terms, 0.0).sum(axis=1) * exact, freedom, total / (2 * spans))


def expected(scatter: Scatter) -> tuple[float, float]:
    """What is fitted over places: `spread` and `growth` of `1 + spread + growth × level`, neither below 0; by weighted least squares."""
    known = scatter.freedom > 0
    if not known.any():
        return 0.0, 0.0
    freedom, level = scatter.freedom[known], scatter.level[known]
    over = scatter.squares[known] / freedom - 1
    spread, growth = 0.0, 0.0
    for _ in range(_ROUNDS):
        # A squared distance of mean m and f degrees of freedom has the variance 2 m² / f.
        weight = freedom / (1 + spread + growth * level) ** 2
        spread, growth = _line(level, over, weight)
    return spread, growth


def _line(x: Numbers, y: Numbers, weight: Numbers) -> tuple[float, float]:
    """The line `a + b x` nearest to y, neither below 0."""
    w, wx, wy = weight.sum(), (weight * x).sum(), (weight * y).sum()
    wxx, wxy = (weight * x * x).sum(), (weight * x * y).sum()
    across = w * wxx - wx * wx
    slope = (w * wxy - wx * wy) / across if across > 1e-9 * max(w * wxx, 1e-300) else 0.0
    base = (wy - slope * wx) / w
    if slope <= 0:
        return max(float(wy / w), 0.0), 0.0
    if base <= 0:
        return 0.0, max(float(wxy / wxx), 0.0)
    return float(base), float(slope)


def _moderated(scatter: Scatter, sums: Numbers) -> tuple[Numbers, Numbers]:
    """Each place's own drawn towards what is expected (Smyth 2004), at least 1, and the degrees of freedom it is known with."""
    spread, growth = expected(scatter)
    usual = 1 + spread + growth * scatter.level
    prior = prior_freedom(scatter, usual, sums)
    own = np.where(scatter.freedom > 0, scatter.squares / np.maximum(scatter.freedom, 1), usual)
    weight = 0.0 if np.isinf(prior) else scatter.freedom / np.maximum(prior + scatter.freedom, 1e-9)
    ratio = (1 - weight) * usual + weight * own
    # No place can be known better than all of them together.
    freedom = np.minimum(prior + scatter.freedom, scatter.freedom.sum())
    return np.maximum(ratio, 1.0), freedom


def prior_freedom(scatter: Scatter, usual: Numbers, sums: Numbers) -> float:
    """How many degrees of freedom what is expected stands for beside a place's own, infinite where places do not differ more than chance.

    From the spread of the logarithms over places that have enough crimes to be judged (Smyth 2004, section 6.2).
    """
    known = (scatter.freedom > 0) & (sums >= FEW)
    if known.sum() < 3:
        return float("inf")
    freedom = scatter.freedom[known]
    ratio = np.maximum(scatter.squares[known] / freedom / usual[known], 1e-2)
    logs = np.log(ratio)
    beyond = float(logs.var(ddof=1)) - float(np.mean([trigamma(float(one) / 2) for one in freedom]))
    return 2 * trigamma_inverse(beyond)


def _widening(before: Numbers, now: Numbers, ratio: Numbers, kinds: NDArray[np.int64]) -> Numbers:
    """By how much whole years scatter more than quarters tell, at least 1: for each row, that of its kind, drawn towards that of all kinds."""
    total = before + now
    judged = total >= FEW
    strays = np.full(len(total), np.nan)
    for kind in np.unique(kinds):
        rows = judged & (kinds == kind)
        if rows.sum() < 2:
            continue
        share = _middle(now[rows] / total[rows], total[rows])
        if 0 < share < 1:
            strays[rows] = (now[rows] - share * total[rows]) / np.sqrt(total[rows] * share * (1 - share) * ratio[rows])
    known = ~np.isnan(strays)
    if known.sum() < _PLACES_STAND_FOR:
        return np.ones(len(total))
    whole = central(strays[known])
    found = np.ones(len(total))
    for kind in np.unique(kinds):
        own = strays[known & (kinds == kind)]
        of_kind = central(own) if len(own) > 1 else whole
        found[kinds == kind] = max((len(own) * of_kind + _PLACES_STAND_FOR * whole) / (len(own) + _PLACES_STAND_FOR), 1.0)
    return found


def central(strays: Numbers) -> float:
    """The variance of standardised strays, from their quartiles; 1 where all are normal, and hardly more where a fifth of them have changed."""
    low, high = np.quantile(strays, (0.25, 0.75))
    return float(((high - low) / (2 * quantile(0.75))) ** 2)


def _middle(values: Numbers, weights: Numbers) -> float:
    """The weighted median."""
    order = np.argsort(values, kind="stable")
    along = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(along, along[-1] / 2)])
