"""How much the weekdays of a month, four of some and five of others, raise or lower what is recorded in it."""

import calendar
from collections.abc import Sequence

import numpy as np

from sitegen.comparing import MONTHS_OF_WEEKDAYS, YEAR
from sitegen.facts.chance import Numbers

_WEEK = 7


def days_of(months: Sequence[str]) -> Numbers:
    """How many days each month has; a leap year's February has 29."""
    return np.array([calendar.monthrange(int(month[:4]), int(month[5:]))[1] for month in months], dtype=np.float64)


def weekday_factors(counts: Numbers, months: Sequence[str]) -> Numbers:
    """By what each month's mix of weekdays multiplies its number a day; 1 throughout where no such thing shows.

    `counts` are those of consecutive `months`, NaN where not known. The regression is that of trading days (Findley et al. 1998): the logarithm of
    the number a day on how many more Mondays, Tuesdays, … than Sundays a month has; against the same month a year before, which takes out seasons.
    It needs `MONTHS_OF_WEEKDAYS` months, and stands only where Akaike's corrected criterion is better with it than without.
    """
    shape = contrasts(months)
    logs = np.log((counts + 0.5) / days_of(months))
    change, turn = logs[YEAR:] - logs[:-YEAR], shape[YEAR:] - shape[:-YEAR]
    known = ~np.isnan(change)
    if known.sum() < MONTHS_OF_WEEKDAYS - YEAR:
        return np.ones(len(months))
    change, turn = change[known], turn[known]
    level = np.ones((len(change), 1))
    with_days = np.column_stack([level, turn])
    found = np.linalg.lstsq(with_days, change, rcond=None)[0]
    if _criterion(change - with_days @ found, with_days.shape[1]) >= _criterion(change - change.mean(), 1):
        return np.ones(len(months))
    factors: Numbers = np.exp(shape @ found[1:])
    return factors


def contrasts(months: Sequence[str]) -> Numbers:
    """A row for each month: how many more Mondays, Tuesdays, … and Saturdays it has than Sundays."""
    found = np.zeros((len(months), _WEEK))
    for row, month in enumerate(months):
        first, days = calendar.monthrange(int(month[:4]), int(month[5:]))
        found[row] = days // _WEEK
        found[row, [(first + extra) % _WEEK for extra in range(days % _WEEK)]] += 1
    return found[:, :-1] - found[:, -1:]


def _criterion(rest: Numbers, terms: int) -> float:
    """Akaike's information criterion corrected for small numbers (Hurvich and Tsai 1989), of a regression's residuals; the variance is a term too."""
    of, terms = len(rest), terms + 1
    return of * float(np.log(max(float(rest @ rest), 1e-12) / of)) + 2 * terms * of / (of - terms - 1)
