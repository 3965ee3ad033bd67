"""What a force supplied of a dataset: a coverage state for every month of the window."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from sitegen.rules import COUNTED_STATES


@dataclass(frozen=True, slots=True)
class Supply:
    """What one force supplied of one dataset: a coverage state, and a reason where there is one, for every month."""

    states: tuple[str, ...]
    reasons: tuple[str | None, ...]

    @property
    def evidence(self) -> tuple[tuple[str, str | None], ...]:
        """State and reason of every month."""
        return tuple(zip(self.states, self.reasons, strict=True))

    def counted(self, index: int) -> bool:
        """True where a count may exist."""
        return self.states[index] in COUNTED_STATES


def newest_month(crime: Supply, asb: Supply) -> int | None:
    """The index of the newest month with crime supplied, or else with antisocial behaviour; None where there is none."""
    for supply in (crime, asb):
        counted = [index for index in range(len(supply.states)) if supply.counted(index)]
        if counted:
            return counted[-1]
    return None


def read_supply(coverage: pl.DataFrame, force_id: str, dataset: str, months: Sequence[str]) -> Supply:
    """A force's coverage of a dataset (crime, asb, outcomes or stops) over the window; a month without a row was not supplied."""
    rows = coverage.filter((pl.col("force_id") == force_id) & (pl.col("dataset") == dataset))
    found = {month: (state, reason) for month, state, reason in rows.select("month", "state", "reason").iter_rows()}
    pairs = [found.get(month, ("not_supplied", None)) for month in months]
    return Supply(tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs))
