"""What happens in the invented land: one force's crimes of one month as columns, the same in every file that tells of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sitegen.sample.chance import crime_ids, pick, uniform
from sitegen.sample.crime_kinds import ASB_KIND, KINDS, LABELS, expected_share
from sitegen.sample.ground import Ground
from sitegen.sample.oddities import PART_OF_STREET
from sitegen.sample.outcome_lives import Lives, draw_lives
from sitegen.terms import Month

_PART = 0.8
_SHARED = 3
_TWINS, _TWINS_ASB = 0.012, 0.05


@dataclass(frozen=True, slots=True)
class Crimes:
    """One row a crime or report; `point` is a place in the world's snap points (-1: none), `kind` one in `LABELS`.

    `again` marks a row that is in all its columns the one before it: another incident in the same street.
    """

    kind: NDArray[np.int64]
    point: NDArray[np.int64]
    ids: NDArray[np.uint64]
    has_id: NDArray[np.bool_]
    again: NDArray[np.bool_]
    luck: NDArray[np.float64]
    """From 0 to 1; decides which small oddity a row has in the files."""
    lives: Lives


def draw_crimes(ground: Ground, force: int, month: Month, seed: int) -> Crimes:
    """A force's month, by the force's place in the world; by category, in the order of `LABELS`."""
    described = ground.world.forces[force]
    purpose = f"{described.id} {month}"
    kind = _kinds(described.rows * (_PART if (described.id, str(month)) in PART_OF_STREET else 1), month, seed, purpose)
    number = len(kind)
    luck, twin = uniform(seed, f"{purpose} luck", number), uniform(seed, f"{purpose} twins", number)
    row = np.arange(number)
    again = (twin < np.where(kind == ASB_KIND, _TWINS_ASB, _TWINS)) & (row > 0)
    again[1:] &= kind[1:] == kind[:-1]
    source = np.maximum.accumulate(np.where(again, 0, row))
    point = _points(ground, force, kind, luck, seed, purpose)
    ids = _ids(force, month, kind, luck, seed, purpose)
    lives = draw_lives(kind, seed, purpose)
    has_id = (kind != ASB_KIND) & (luck <= 0.99)
    return Crimes(kind, point[source], ids[source], has_id[source], again, luck[source], Lives(lives.outcome[source], lives.after[source]))


def _kinds(rows: float, month: Month, seed: int, purpose: str) -> NDArray[np.int64]:
    """The category of each row; of each about as many as expected, scattered as counts are."""
    usual = np.array([rows * expected_share(kind, month) for kind in KINDS])
    luck = uniform(seed, f"{purpose} kinds", 4 * len(KINDS)).reshape(4, len(KINDS))
    # Three draws added up spread like a bell, here with a standard deviation of one.
    scatter = 2 * (luck[0] + luck[1] + luck[2] - 1.5) * np.sqrt(usual)
    counts = np.rint(usual * (0.96 + 0.08 * luck[3]) + scatter).astype(np.int64)
    return np.repeat(np.arange(len(KINDS)), np.maximum(counts, 0))


def _points(ground: Ground, force: int, kind: NDArray[np.int64], luck: NDArray[np.float64], seed: int, purpose: str) -> NDArray[np.int64]:
    """The snap point of each row; a few rows lie in the area of the next force, and about two in a hundred nowhere."""
    own = ground.forces[force]
    draws = uniform(seed, f"{purpose} points", len(kind))
    weight = own.weights_of_month(ground.world.forces[force].rows, seed, purpose)
    point = np.empty(len(kind), dtype=np.int64)
    ends = np.searchsorted(kind, np.arange(len(KINDS) + 1))
    for number in range(len(KINDS)):
        rows = slice(ends[number], ends[number + 1])
        point[rows] = own.points[pick(weight * own.factors[number], draws[rows])]
    others = [other for number, other in enumerate(ground.forces) if number != force and len(other.points)]
    away = np.flatnonzero((luck > 0.03) & (luck < 0.036)) if others else np.empty(0, dtype=np.int64)
    if len(away):
        other = others[force % len(others)]
        point[away] = other.points[pick(other.weight, draws[away])]
    point[luck < 0.018] = -1
    return point


def _ids(force: int, month: Month, kind: NDArray[np.int64], luck: NDArray[np.float64], seed: int, purpose: str) -> NDArray[np.uint64]:
    """An id for each row; some are the row's before, and the first two forces have a few in common."""
    ids = crime_ids(seed, f"{purpose} ids", len(kind))
    before = np.flatnonzero((luck > 0.985) & (luck <= 0.99))
    before = before[before > 0]
    ids[before] = ids[before - 1]
    if force < 2:
        shared = np.flatnonzero(kind == LABELS.index("Violence and sexual offences"))[:_SHARED]
        ids[shared] = crime_ids(seed, f"shared {month}", len(shared))
    return ids
