"""Figures that know where they come from: a number that was recorded, or the reason why there is none."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TypeVar

from sitegen.errors import SchemaError
from sitegen.rules import COUNTED_STATES

T = TypeVar("T")


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
    return [(first, last) for first, last, missing in runs([value is None for value in values]) if missing] if None in values else []


def runs(values: Sequence[T]) -> Iterator[tuple[int, int, T]]:
    """First and last index of every run of equal values, and the value."""
    first = 0
    for value, run in groupby(values):
        last = first + sum(1 for _ in run) - 1
        yield first, last, value
        first = last + 1
