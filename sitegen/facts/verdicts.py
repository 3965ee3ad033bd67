"""Is it more, fewer, or can it not be told? One rule for a month and for a year, beyond what chance and the scatter of recorded crime explain.

docs/METHOD.md has the method with its sources, its limits and how often it errs.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sitegen.comparing import FALSE_SHARE, FEW, LEVEL, POWER, rise_seen
from sitegen.facts.chance import Numbers, binomial_two_sided, quantile, t_reach, t_two_sided
from sitegen.facts.dispersion import Dispersion

EXACT_BELOW = 100
"""Counts that make fewer together are judged by the exact test where they scatter as chance alone would make them."""

BAND = 0.95
"""How often a band holds the steady number behind a count."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """For each row: `p`, how often chance alone would part two counts so far (NaN where they are few); the level it was held against; and the word.

    `words` are few, unclear, more or fewer. `visible` is the rise that would probably be seen, as a share of the usual count; NaN where few.
    """

    p: Numbers
    level: Numbers
    words: NDArray[np.str_]
    visible: Numbers


def judge(before: Numbers, now: Numbers, dispersion: Dispersion, families: NDArray[np.int64]) -> Verdicts:
    """The verdict on each pair of counts.

    A word is given where `p` is at most `LEVEL` and the row is among those of its family of which at most `FALSE_SHARE` are expected to be
    chance (Benjamini and Hochberg 1995); never on fewer than `FEW` together, nor where nothing is known of how they scatter.
    """
    total = before + now
    told = (total >= FEW) & (dispersion.freedom > 0)
    p = np.full(total.shape, np.nan)
    p[told] = p_value(before[told], now[told], dispersion.ratio[told], dispersion.freedom[told])
    level = np.full(total.shape, LEVEL)
    for family in np.unique(families):
        rows = told & (families == family)
        level[families == family] = level_of(p[rows])
    clear = told & (np.nan_to_num(p, nan=1.0) <= level)
    words = np.where(clear, np.where(now > before, "more", "fewer"), np.where(told, "unclear", "few"))
    visible = np.where(told, least_visible(total, dispersion.ratio, level, dispersion.freedom), np.nan)
    return Verdicts(p, level, words, visible)


def p_value(before: Numbers, now: Numbers, ratio: Numbers, freedom: Numbers) -> Numbers:
    """How often chance alone would part each pair of counts so far, either way: `(N − B) / √(φ (N + B))` against Student's t.

    Where a pair scatters as chance alone would make it, φ being 1, and makes fewer than `EXACT_BELOW`, the exact conditional test instead.
    """
    total = before + now
    exact = (ratio <= 1) & (total < EXACT_BELOW)
    found = t_two_sided((now - before) / np.sqrt(np.maximum(ratio * total, 1e-9)), freedom)
    found[exact] = binomial_two_sided(before[exact], now[exact])
    return found


def level_of(p: Numbers) -> float:
    """What `p` must not exceed for a word: Benjamini and Hochberg's bound, at most `LEVEL`; without any below it, that of the first."""
    if not len(p):
        return LEVEL
    ordered = np.sort(p)
    bounds = FALSE_SHARE * np.arange(1, len(p) + 1) / len(p)
    below = np.flatnonzero(ordered <= bounds)
    return float(min(bounds[below[-1]] if len(below) else bounds[0], LEVEL))


def least_visible(total: Numbers, ratio: Numbers, level: Numbers, freedom: Numbers) -> Numbers:
    """The rise over a usual count, half of `total`, that would be called one in `POWER` of cases; as a share of that count.

    Where little is known of how a kind scatters, `freedom` being small, it must be larger; the exact test needs to know nothing.
    """
    exact = (ratio <= 1) & (total < EXACT_BELOW)
    known = np.where(freedom > 0, freedom, 1.0)
    reach = t_reach(level, POWER, np.where(exact, np.inf, known))
    usual = np.maximum(total, 1) / 2
    return rise_seen(reach * reach * ratio, usual)


def interval(counts: Numbers, ratio: Numbers) -> tuple[Numbers, Numbers]:
    """Lowest and highest steady number that fits each count, `BAND` of the time: Byar's approximation in its mid-P form, counts divided by φ.

    Rothman and Boice (1979); never below 0.
    """
    z = quantile((1 + BAND) / 2)
    count = counts / ratio + 0.5
    ends = [count * (1 - 1 / (9 * count) + way * z / (3 * np.sqrt(count))) ** 3 for way in (-1, 1)]
    return np.where(counts > 0, np.maximum(ends[0], 0.0), 0.0) * ratio, ends[1] * ratio
