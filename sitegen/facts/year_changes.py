"""Forces and the country, a year against the year before: how many a day, and whether the change is larger than such changes have been."""

import math
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sitegen.comparing import FORCES_SHARE, YEAR, is_few, is_touched
from sitegen.facts.chance import Numbers
from sitegen.facts.trading_days import days_of, weekday_factors
from sitegen.facts.verdicts import level_of
from sitegen.facts.year_spread import Spread, p_of, reach, spread_of
from sitegen.rules import FORCES_LEAST, TOTAL
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import ASB, BTP, Month, months_between

_BOTH = 2 * YEAR


def force_year_changes(*, force_id: str, long_series: pl.DataFrame, breaks: pl.DataFrame, recording_steps: pl.DataFrame) -> pl.DataFrame:
    """A row for all crime, for antisocial behaviour and for each category of a force: the newest two years in a row supplied in full; by category.

    The change is that of the number a day, adjusted for weekdays where they show. It is judged against the earlier changes of the same force and
    category, over years that do not overlap, were supplied in full and are not parted by a change of definition or a step of recording.
    No row where there are no two such years, or the category was not in use in all of their months.
    """
    steps = recording_steps.select(pl.lit(force_id).alias("force_id"), "category", "month")
    return _changes(long_series.filter(pl.col("force_id") == force_id), breaks, steps).with_columns(pl.lit(force_id).alias("force_id"))


def national_year_changes(*, long_series: pl.DataFrame, breaks: pl.DataFrame, recording_steps: pl.DataFrame) -> pl.DataFrame:
    """The same of all forces together, but British Transport Police: those that supplied both years in full, in both years the same.

    An earlier change is that of as many of these forces as have both its years. Two thirds of the forces are needed, and of these two thirds in
    each earlier change; else no row, or no such change. No row of a site of one force.
    """
    series = long_series.filter(pl.col("force_id") != BTP)
    if series["force_id"].n_unique() < FORCES_LEAST:
        return pl.DataFrame(schema=SCHEMAS["national_year_changes"].types)
    return _changes(series, breaks, recording_steps.select("force_id", "category", "month"))


@dataclass(frozen=True, slots=True)
class _Lines:
    """The monthly counts of a category: a row for each force, a column for each month, NaN where not supplied in full; and the months that part them.

    `broken` is true in the month from which a force counts something else, `stepped` where its series steps.
    """

    force_ids: list[str]
    months: list[str]
    counts: Numbers
    broken: NDArray[np.bool_]
    stepped: NDArray[np.bool_]

    def supplied(self, last: int) -> NDArray[np.bool_]:
        """For each force whether it has all months of the two years that end with a month."""
        return np.asarray(~np.isnan(self.counts[:, last - _BOTH + 1 : last + 1]).any(axis=1))

    def parted(self, last: int) -> NDArray[np.bool_]:
        """For each force whether anything parts these two years."""
        span = slice(last - _BOTH + 2, last + 1)
        return np.asarray((self.broken | self.stepped)[:, span].any(axis=1))

    def since(self, last: int, members: NDArray[np.bool_]) -> tuple[str, str]:
        """The newest month that parts these years of some forces, and whether they are broken or stepped there."""
        span = range(last - _BOTH + 2, last + 1)
        at = max(month for month in span if (self.broken | self.stepped)[members, month].any())
        return self.months[at], "broken" if self.broken[members, at].any() else "stepped"


@dataclass(frozen=True, slots=True)
class _Year:
    """A category's row before it is judged."""

    cells: tuple[object, ...]
    few: bool
    change: float
    spread: Spread | None
    rate_before: float
    earlier: int
    since: tuple[str, str] | None


def _changes(series: pl.DataFrame, breaks: pl.DataFrame, steps: pl.DataFrame) -> pl.DataFrame:
    types = SCHEMAS["force_year_changes"].types
    known = series.filter(pl.col("state") == "supplied", pl.col("crimes").is_not_null()).select("force_id", "category", "month", "crimes")
    if known.is_empty():
        return pl.DataFrame(schema=types)
    whole = known.filter(pl.col("category") != ASB).group_by("force_id", "month").agg(pl.col("crimes").sum())
    known = pl.concat([known, whole.select("force_id", pl.lit(TOTAL).alias("category"), "month", "crimes")])
    force_ids = series["force_id"].unique().sort().to_list()
    months = [str(month) for month in months_between(*(Month.parse(str(one)) for one in (known["month"].min(), known["month"].max())))]
    categories = known["category"].unique().sort().to_list()
    lines = {one: _lines(known.filter(pl.col("category") == one), one, force_ids, months, breaks, steps) for one in categories}
    newest = {asb: _newest(lines[of]) if (of := ASB if asb else TOTAL) in lines else None for asb in (False, True)}
    found: dict[str, _Year] = {}
    for category, line in lines.items():
        last = newest[category == ASB]
        year = _year_of(line, last) if last is not None else None
        if year:
            found[category] = year
    rows = [row for family in (True, False) for row in _judged({name: year for name, year in found.items() if (name == TOTAL) == family})]
    return pl.DataFrame(rows, schema=types, orient="row").sort("category")


def _lines(known: pl.DataFrame, category: str, force_ids: list[str], months: list[str], breaks: pl.DataFrame, steps: pl.DataFrame) -> _Lines:
    shape = (len(force_ids), len(months))
    counts = np.full(shape, np.nan)
    row_of, column_of = ({name: index for index, name in enumerate(names)} for names in (force_ids, months))
    rows, columns = known["force_id"].replace_strict(row_of).to_numpy(), known["month"].replace_strict(column_of).to_numpy()
    counts[rows, columns] = known["crimes"].to_numpy()
    broken, stepped = np.zeros(shape, np.bool_), np.zeros(shape, np.bool_)
    dataset, asked = "asb" if category == ASB else "crime", "" if category == TOTAL else category
    for month, force_id, by_dataset, by in (
        breaks.filter(~pl.col("of_places").fill_null(value=False))
        .select("month", "force_id", "dataset", pl.col("category").fill_null(""))
        .iter_rows()
    ):
        if month in column_of and (force_id == "all" or force_id in row_of) and is_touched(dataset, asked, by_dataset, by):
            broken[slice(None) if force_id == "all" else row_of[force_id], column_of[month]] = True
    for force_id, by, month in steps.iter_rows():
        if by == category and force_id in row_of and month in column_of:
            stepped[row_of[force_id], column_of[month]] = True
    return _Lines(force_ids, months, counts, broken, stepped)


def _newest(line: _Lines) -> int | None:
    """The last month of the newest two years that enough forces supplied in full."""
    for last in range(len(line.months) - 1, _BOTH - 2, -1):
        if _are_enough(line.supplied(last), len(line.force_ids)):
            return last
    return None


def _are_enough(members: NDArray[np.bool_], of: int) -> bool:
    return bool(members.any()) and members.sum() >= FORCES_SHARE * of - 1e-9


def _year_of(line: _Lines, last: int) -> _Year | None:
    supplied = line.supplied(last)
    if not _are_enough(supplied, len(line.force_ids)):
        return None
    members = supplied & ~line.parted(last)
    since = None
    if not _are_enough(members, len(line.force_ids)):
        members, since = supplied, line.since(last, supplied & line.parted(last))
    days = days_of(line.months)
    factors = weekday_factors(line.counts[members].sum(axis=0), line.months)

    def sums(of: NDArray[np.bool_], end: int) -> tuple[Numbers, Numbers]:
        """Counted, and adjusted for weekdays a day, in the year before and in the year that ends with a month."""
        spans = [slice(end - _BOTH + 1, end - YEAR + 1), slice(end - YEAR + 1, end + 1)]
        counted = line.counts[of].sum(axis=0)
        adjusted = [(float((counted[one] / factors[one]).sum()) + 0.5) / float(days[one].sum()) for one in spans]
        return np.array([counted[one].sum() for one in spans]), np.array(adjusted)

    changes, end = [], last - YEAR
    while since is None and end >= _BOTH - 1:
        of = members & line.supplied(end) & ~line.parted(end)
        if _are_enough(of, int(members.sum())):
            changes.append(math.log(np.divide(*sums(of, end)[1][::-1])))
            end -= YEAR
        else:
            end -= 1
    (before, now), rates = sums(members, last)
    days_before, days_now = (int(days[last - back + 1 : last - back + 1 + YEAR].sum()) for back in (_BOTH, YEAR))
    names = " ".join(name for name, is_member in zip(line.force_ids, members, strict=True) if is_member)
    # What weekdays did to the newer year, so that the range can be told of days as they were.
    weekdays = (float(now) + 0.5) / days_now / float(rates[1])
    return _Year(
        cells=(names, line.months[last - YEAR + 1], line.months[last], int(before), int(now), days_before, days_now),
        few=is_few(float(now), float(before)),
        change=math.log(rates[1] / rates[0]),
        spread=spread_of(np.array(changes), float(before), float(now)),
        rate_before=float(rates[0]) * weekdays,
        earlier=len(changes),
        since=since,
    )


def _judged(family: dict[str, _Year]) -> list[tuple[object, ...]]:
    """Rows of the table, of categories judged together (Benjamini and Hochberg 1995)."""
    spreads = {name: year.spread for name, year in family.items() if year.spread and not year.few and not year.since}
    p = {name: p_of(family[name].change, spread) for name, spread in spreads.items() if spread}
    level = level_of(np.array(list(p.values())))
    rows: list[tuple[object, ...]] = []
    for name, year in family.items():
        since, word, low, high = None, "few" if year.few else "short", None, None
        if year.since:
            since, word = year.since
        elif name in p and year.spread:
            far = reach(level, year.spread)
            low, high = year.rate_before * math.exp(-far), year.rate_before * math.exp(far)
            word = "usual" if p[name] > level else "more" if year.change > 0 else "fewer"
        rows.append((None, name, *year.cells, year.earlier, low, high, p.get(name), word, since))
    return rows
