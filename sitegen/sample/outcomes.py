"""Outcomes of the invented crimes in the ten columns of data.police.uk: recorded later than the crimes, sometimes of crimes long gone."""

from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sitegen.sample.chance import crime_ids, hex_texts, pick, uniform
from sitegen.sample.county import LOAMSHIRE, Force
from sitegen.sample.crimes import Crimes
from sitegen.sample.ground import Ground, lsoa_columns
from sitegen.sample.oddities import PART_OF_OUTCOMES, Planted
from sitegen.sample.outcome_lives import COURT, COURT_FROM, FIRST, NONE, OUTCOMES, PENALTY, QUICK, SLOW
from sitegen.sample.street_crime import Row
from sitegen.terms import Month

HEADER = (
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name", "Outcome type",
)  # fmt: skip

_LATE = np.array([0.35 * quick + 0.6 * slow for quick, slow in zip(QUICK, SLOW, strict=True)]) / 100
"""Outcomes a month after the crime by months, as a share of a month's crimes with an id."""
_USUAL = np.array([330, 320, 80, 40, 22, 18, 17, 9, 8, 3, 4, 4, 13])
"""Of a thousand outcomes of crimes from before the sample, how many are each of FIRST."""
_OLDER_STILL, _COURT_SHARE = 0.01, 0.015
_VANISHING = 0.0008
_PART = 0.45


@dataclass(frozen=True, slots=True)
class Recorded:
    """Outcomes recorded in one month: id, snap point (-1: none), place in `OUTCOMES`, and whether the crime is in a street file."""

    ids: NDArray[np.uint64]
    point: NDArray[np.int64]
    outcome: NDArray[np.int64]
    linked: NDArray[np.bool_]


@dataclass(slots=True)
class Docket:
    """The outcomes one force's crimes still wait for, by the month they will be recorded in."""

    waiting: dict[Month, list[Recorded]] = field(default_factory=dict)

    def enter(self, month: Month, crimes: Crimes, *, supplied: bool) -> None:
        """Put down what will become of a month's crimes; those without an id are never heard of again.

        Crimes in a street file that is not `supplied` have outcomes all the same.
        """
        for stage in range(crimes.lives.outcome.shape[1]):
            outcome, after = crimes.lives.outcome[:, stage], crimes.lives.after[:, stage]
            told = (outcome != NONE) & crimes.has_id & ~crimes.again
            for months in np.unique(after[told]).tolist():
                rows = np.flatnonzero(told & (after == months))
                linked = np.full(len(rows), supplied)
                self.waiting.setdefault(month.plus(months), []).append(
                    Recorded(crimes.ids[rows], crimes.point[rows], outcome[rows].astype(np.int64), linked)
                )

    def take(self, ground: Ground, force: int, month: Month, first: Month, seed: int) -> Recorded:
        """What is recorded in a month: of the crimes entered, and of those from before the sample's first month."""
        parts = [*self.waiting.pop(month, []), _orphans(ground, force, month, first, seed)]
        return Recorded(
            np.concatenate([part.ids for part in parts]),
            np.concatenate([part.point for part in parts]),
            np.concatenate([part.outcome for part in parts]),
            np.concatenate([part.linked for part in parts]),
        )


def outcomes_csv(ground: Ground, force: int, month: Month, recorded: Recorded, seed: int, *, newest: bool = True) -> tuple[bytes, int, int]:
    """An outcomes file without its planted rows, its rows, and how many of them belong to a crime in a street file.

    The newest release has lost a few rows that an older one still has.
    """
    described = ground.world.forces[force]
    purpose = f"{described.id} {month} outcomes"
    luck = uniform(seed, f"{purpose} luck", len(recorded.point))
    kept = luck >= (_VANISHING if newest else 0)
    if newest and len(kept):
        kept[np.argsort(luck, kind="stable")[:2]] = False
    if (described.id, str(month)) in PART_OF_OUTCOMES:
        kept &= uniform(seed, f"{purpose} part", len(kept)) < _PART
    order = np.lexsort((np.arange(len(kept)), np.where(recorded.point < 0, len(ground.texts), recorded.point)))
    order = order[kept[order]]
    point = pl.Series("place", recorded.point[order])
    table = (
        ground.texts.select(pl.all().gather(point.set(point < 0, None)))
        .with_columns(
            hex_texts(recorded.ids[order]).alias("Crime ID"),
            pl.Series("Outcome type", _labels(force)).gather(recorded.outcome[order]),
            pl.col("Location").fill_null("No Location"),
            *(pl.col(source).alias(name) for name, source in lsoa_columns(month).items()),
            pl.lit(str(month)).alias("Month"),
            pl.lit(described.csv_name).alias("Reported by"),
            pl.lit(described.csv_name).alias("Falls within"),
        )
        .select(HEADER)
    )
    return table.write_csv(float_precision=6).encode(), len(order), int(recorded.linked[order].sum())


def odd_outcomes(force: Force, month: Month) -> tuple[list[Row], tuple[Planted, ...]]:
    """The rows planted in one force's outcomes, each with its reason: in Loamshire's February of 2025 only."""
    if (force.id, str(month)) != (LOAMSHIRE, "2025-02"):
        return [], ()
    name, nowhere = force.csv_name, ["", "", "No Location", "", ""]
    rows = [
        ["a" * 64, str(month), name, name, *nowhere, ""],
        ["b" * 64, str(month), name, name, *nowhere, "Referred to a mediation panel"],
        ["c" * 64, "2025-01", name, name, *nowhere, OUTCOMES[0]],
        ["d" * 64, "last month", name, name, *nowhere, OUTCOMES[0]],
        ["", str(month), name, name, *nowhere, OUTCOMES[1]],
        ["not an id", str(month), name, name, *nowhere, OUTCOMES[1]],
        ["e" * 64, str(month), name, name, "", "", "No Location"],
    ]
    reasons = ("outcome-empty", "outcome-unknown", "month-differs", "month-unreadable", "crime-id-empty", "crime-id-unreadable", "line-malformed")
    return rows, tuple(Planted(force.id, str(month), reason, "outcomes") for reason in reasons)


def _orphans(ground: Ground, force: int, month: Month, first: Month, seed: int) -> Recorded:
    """Outcomes of crimes from before the first month; in the first months a few that courts decided."""
    own = ground.forces[force]
    since = (month.year - first.year) * 12 + month.number - first.number
    share = float(_LATE[since + 1 :].sum()) + _OLDER_STILL
    number = round(ground.world.forces[force].rows * 0.78 * share)
    purpose = f"{ground.world.forces[force].id} {month} orphans"
    where, what, how = uniform(seed, purpose, 3 * number).reshape(3, number)
    outcome = pick(_USUAL.astype(np.float64), what)
    if since < 3:
        outcome = np.where(how < _COURT_SHARE, COURT_FROM + (len(COURT) * how / _COURT_SHARE).astype(np.int64), outcome)
    ids = crime_ids(seed, purpose, number)
    return Recorded(ids, own.points[pick(own.weight, where)], outcome, np.zeros(number, dtype=np.bool_))


def _labels(force: int) -> tuple[str, ...]:
    """The outcomes as this force's files write them: every other force says "a penalty notice"."""
    twin = "Offender given a penalty notice" if force % 2 == 0 else FIRST[PENALTY]
    return (*OUTCOMES[:PENALTY], twin, *OUTCOMES[PENALTY + 1 :])
