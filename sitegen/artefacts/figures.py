"""Figures that know where they come from: a number that was recorded, or the reason why there is none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sitegen.errors import SchemaError
from sitegen.rules import COUNTED_STATES


@dataclass(frozen=True, slots=True)
class Recorded:
    """A number that the force supplied; `partial` when its month is known to be incomplete."""

    number: int
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """No number: the coverage state says why, `reason` is the slug of a finer reason where there is one."""

    state: str
    reason: str | None = None


Figure = Recorded | Missing
"""What a page may print: never a bare int, so that a zero cannot appear without evidence of supply."""


@lru_cache(maxsize=1 << 13)
def figure(number: int | None, state: str, reason: str | None = None) -> Figure:
    """The figure in a table cell and its coverage state; raises SchemaError for a number that nobody supplied."""
    if number is None:
        return Missing(state, reason)
    if state not in COUNTED_STATES or number < 0:
        raise SchemaError(f"a count of {number} stands beside the coverage state {state}; only supplied months have counts")
    if number == 0 and state != "supplied":
        raise SchemaError(f"a zero stands beside the coverage state {state}; a zero needs evidence of full supply")
    return Recorded(number, partial=state == "supplied_partial")


def total(figures: Iterable[Figure]) -> Figure:
    """The sum, or the first missing figure: a sum with a gap in it is not known. An empty sum raises SchemaError."""
    numbers: list[int] = []
    partial = False
    for one in figures:
        if isinstance(one, Missing):
            return one
        numbers.append(one.number)
        partial = partial or one.partial
    if not numbers:
        raise SchemaError("a total of no figures has no evidence; pass at least one")
    return Recorded(sum(numbers), partial)


def numbers(figures: Sequence[Figure]) -> list[int | None]:
    """The numbers of the figures for drawing; None for a missing one."""
    return [one.number if isinstance(one, Recorded) else None for one in figures]


def missing_runs(values: Sequence[int | None]) -> list[tuple[int, int]]:
    """First and last index of every run of months without a number, in order."""
    runs: list[tuple[int, int]] = []
    if None not in values:
        return runs
    for index, value in enumerate(values):
        if value is not None:
            continue
        if runs and runs[-1][1] == index - 1:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    return runs
