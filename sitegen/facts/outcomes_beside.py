"""Forces beside one another by what had come of their crimes at one age: only where the months and the witness are the same for all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import combinations_with_replacement
from typing import NamedTuple

import polars as pl

from sitegen.rules import FORCES_LEAST, OUTCOME_AGES
from sitegen.tables.outcome_groups import UNSAID, WITH_OUTCOME
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import YEAR_MONTHS, Month

BESIDE, APART = "beside", "apart"
OTHER_MONTHS, OTHER_WITNESS, FAULT, CHANGED, ALONE, PARTIAL, TOO_RECENT, NOT_IN_COPY = (
    "other-months", "other-witness", "fault", "changed", "alone", "partial", "too_recent", "not_in_copy",
)  # fmt: skip
"""Why a force stands apart, beside the reasons for which `outcome_ages` does not know a month."""
_KNOWN, _ALL = "known", "all"
_TYPES = SCHEMAS["outcomes_beside"].types


class _Known(NamedTuple):
    """By what a force is known in full at one age, and in which months; apart those with a known fault and those from before a change."""

    witness: str
    months: frozenset[str]
    faulty: frozenset[str]
    before: frozenset[str]


class _Doubts(NamedTuple):
    """The months in which what a force counts changed, and the spans of known faults of its outcomes alone, without end where the second is empty."""

    changes: tuple[str, ...]
    faults: tuple[tuple[str, str], ...]


class _Shared(NamedTuple):
    """What the forces beside one another have in common."""

    witness: str
    months: tuple[str, ...]


def outcomes_beside(*, outcome_ages: pl.DataFrame, breaks: pl.DataFrame, known_issues: pl.DataFrame, force_ids: list[str]) -> pl.DataFrame:
    """Each force at each of OUTCOME_AGES, beside the others or apart; sorted by age and force.

    Months count that are known in full, that no change in what the force counts as crime or outcome lies after, and until whose age no fault of
    the force's outcomes is known; a fault of all forces is the same for all. Of the twelve that end with
    the newest one that two forces know from one witness, those months are taken, and that witness, which make the most of forces times
    months; then the most months, the newest, and of two witnesses the release. Every force that knows all of them from it stands beside the
    others; all others stand apart, with the reason and the months of the twelve that are known of them. Nothing is summed of those.
    """
    sums = _sums(outcome_ages)
    changes = breaks.filter(pl.col("dataset").is_in(["crime", "outcomes"]), pl.col("category").is_null())
    faults = known_issues.filter(pl.col("dataset") == "outcomes").with_columns(pl.col("last_month").fill_null(""))
    doubts = {
        one: _Doubts(
            tuple(changes.filter(pl.col("force_id").is_in([_ALL, one]))["month"]),
            tuple(faults.filter(pl.col("force_id") == one).select("first_month", "last_month").iter_rows()),
        )
        for one in force_ids
    }
    parts = [_at_age(age, sums.filter(pl.col("age") == age), doubts) for age in OUTCOME_AGES]
    rows = [row for part in parts for row in part]
    return pl.DataFrame(rows, schema=_TYPES, orient="row").sort("age", "force_id")


def _sums(outcome_ages: pl.DataFrame) -> pl.DataFrame:
    """Each force, month and age with its crimes, those with an outcome and those of which nobody tells it."""
    ended, unsaid = (pl.col("crimes").filter(pl.col("group").is_in(groups)).sum() for groups in (WITH_OUTCOME, UNSAID))
    firsts = [pl.col(name).first() for name in ("state", "reason", "witness")]
    by_month = outcome_ages.group_by("force_id", "month", "age")
    return by_month.agg(*firsts, pl.col("crimes").sum(), ended.alias("ended"), unsaid.alias("unsaid")).sort("force_id", "month")


def _at_age(age: int, sums: pl.DataFrame, doubts: Mapping[str, _Doubts]) -> Iterator[tuple[object, ...]]:
    """The rows of one age."""
    of_force = {str(force_id): rows for (force_id,), rows in sums.group_by("force_id", maintain_order=True)}
    known = {one: found for one in sorted(doubts) if one in of_force and (found := _known(age, of_force[one], doubts[one]))}
    year = _year(known.values())
    within = {force_id: one._replace(months=one.months & year) for force_id, one in known.items()}
    shared = _shared(list(within.values()))
    for force_id in sorted(doubts):
        rows, own = of_force.get(force_id), within.get(force_id)
        why = _why_apart(rows, own, shared)
        if shared and not why and rows is not None:
            crimes, ended, unsaid = rows.filter(pl.col("month").is_in(shared.months)).select(pl.col("crimes", "ended", "unsaid").sum()).row(0)
            yield force_id, age, BESIDE, None, shared.witness, [*shared.months], crimes, ended, unsaid
        else:
            yield force_id, age, APART, why, own.witness if own else None, sorted(own.months) if own else [], None, None, None


def _known(age: int, rows: pl.DataFrame, doubts: _Doubts) -> _Known | None:
    """What is known in full of one force at one age; None: nothing."""
    full = rows.filter(pl.col("state") == _KNOWN)
    if full.is_empty():
        return None
    months = frozenset(full["month"])
    since = max((month for month in doubts.changes if month <= max(months)), default="")
    before = frozenset(month for month in months if month < since)
    faulty = frozenset(month for month in months if any(_touches(fault, month, age) for fault in doubts.faults))
    return _Known(str(full["witness"][0]), months - before - faulty, faulty, before)


def _touches(fault: tuple[str, str], month: str, age: int) -> bool:
    """Whether a fault lies in any month until the crimes of one were so old."""
    first, last = fault
    return first <= str(Month.parse(month).plus(age)) and (not last or last >= month)


def _year(known: Iterable[_Known]) -> frozenset[str]:
    """The twelve months that end with the newest one that two forces know from one witness; where there is none, every month that any knows."""
    forces: dict[tuple[str, str], int] = {}
    for one in known:
        for month in one.months:
            forces[one.witness, month] = forces.get((one.witness, month), 0) + 1
    last = max((month for (_, month), number in forces.items() if number >= FORCES_LEAST), default=None)
    first = str(Month.parse(last).plus(1 - YEAR_MONTHS)) if last else ""
    return frozenset(month for _, month in forces if not last or first <= month <= last)


def _shared(known: Sequence[_Known]) -> _Shared | None:
    """The months and the witness that make the most of forces times months; None where no two forces have any in common."""
    best: tuple[tuple[int, int, tuple[str, ...], str], _Shared] | None = None
    candidates = {(one.witness, one.months & other.months) for one, other in combinations_with_replacement(known, 2) if one.witness == other.witness}
    for witness, months in candidates:
        forces = sum(one.witness == witness and months <= one.months for one in known)
        if months and forces >= FORCES_LEAST:
            found = _Shared(witness, tuple(sorted(months)))
            # Of equals the release, whose name comes after that of the files of outcomes.
            score = (forces * len(months), len(months), tuple(sorted(months, reverse=True)), witness)
            if best is None or score > best[0]:
                best = score, found
    return best[1] if best else None


def _why_apart(rows: pl.DataFrame | None, own: _Known | None, shared: _Shared | None) -> str | None:
    """Why a force is not beside the others; None: it is."""
    if own is None:
        return NOT_IN_COPY if rows is None else _why_unknown(rows)
    if not own.months:
        return FAULT if own.faulty else CHANGED
    if shared is None:
        return ALONE
    return OTHER_WITNESS if own.witness != shared.witness else _why_lacking(own, set(shared.months) - own.months)


def _why_lacking(own: _Known, lacking: Set[str]) -> str | None:
    """Why a force lacks months of the others; None: it lacks none."""
    if not lacking <= own.before | own.faulty:
        return OTHER_MONTHS
    if lacking & own.faulty:
        return FAULT
    return CHANGED if lacking else None


def _why_unknown(rows: pl.DataFrame) -> str:
    """Why no month of a force is known in full: the newest reason that is not its youth."""
    if (rows["state"] == PARTIAL).any():
        return PARTIAL
    reasons = rows["reason"].drop_nulls()
    return str(reasons[-1]) if len(reasons) else TOO_RECENT
