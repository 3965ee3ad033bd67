"""A year against the year before as the facts have it, for one place and for the force's neighbourhoods together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from sitegen.comparing import YEAR
from sitegen.rules import TOTAL


class Change(NamedTuple):
    """One row of `neighbourhood_changes`: the months compared with a blank between, and each year's count.

    `dispersion` is how much more such counts scatter than chance alone would make them. `verdict` is few, unclear, more, fewer or stepped, None of
    all of a force's together; `visible` the rise that would be seen, as a share; `step` the month since which it may be counted in another way.
    """

    compared: str
    before: int
    now: int
    last_month: str
    dispersion: float
    verdict: str | None = None
    visible: float | None = None
    step: str | None = None

    @property
    def months(self) -> list[str]:
        """The months of the newest year that are compared."""
        return self.compared.split()

    @property
    def is_year(self) -> bool:
        """True where they are twelve: a rate is one of a year only then."""
        return len(self.months) == YEAR


@dataclass(frozen=True, slots=True)
class Beside:
    """The force's neighbourhoods together, for one of them to stand beside: how many they are, and how many people live in each, by id.

    `people` is empty unless it is known for every one of them from the same source.
    """

    force: str
    number: int
    together: Change
    people: Mapping[str, int]


def read_changes(neighbourhood_changes: pl.DataFrame) -> dict[str | None, dict[str, Change]]:
    """The changes by neighbourhood (None: all of the force's together) and category."""
    found: dict[str | None, dict[str, Change]] = {}
    for place, category, *values in neighbourhood_changes.select("neighbourhood_id", "category", *Change._fields).iter_rows():
        found.setdefault(place, {})[category] = Change(*values)
    return found


class MonthVerdict(NamedTuple):
    """What is said of a month against the same month a year earlier: `verdict` and `step` as in `Change`."""

    verdict: str
    step: str | None = None


MonthVerdicts = Mapping[tuple[str, str], MonthVerdict]
"""By category and month; nothing is said of a month that is not among them."""


def read_month_verdicts(month_changes: pl.DataFrame) -> dict[str, dict[tuple[str, str], MonthVerdict]]:
    """The verdicts on months by neighbourhood, then by category and month."""
    found: dict[str, dict[tuple[str, str], MonthVerdict]] = {}
    for place, category, month, verdict, step in month_changes.select("neighbourhood_id", "category", "month", "verdict", "step").iter_rows():
        found.setdefault(place, {})[category, month] = MonthVerdict(verdict, step)
    return found


def read_beside(changes: Mapping[str | None, Mapping[str, Change]], force: str, people: Sequence[Mapping[str, int]]) -> Beside | None:
    """The force's neighbourhoods together; None where fewer than two of them are compared.

    `people` are sources of how many live where, the best first: the first that knows it of every neighbourhood counted is taken.
    """
    counted = sorted(place for place, found in changes.items() if place is not None and TOTAL in found)
    together = changes.get(None, {}).get(TOTAL)
    if len(counted) < 2 or together is None:
        return None
    known = ({place: source.get(place, 0) for place in counted} for source in people)
    return Beside(force, len(counted), together, next((source for source in known if all(source.values())), {}))
