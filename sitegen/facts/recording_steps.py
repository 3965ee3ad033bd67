"""Kinds of crime that a whole force seems to record in another way since a month: a step between two levels, in most of its places at once."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import polars as pl

from sitegen.comparing import is_touched
from sitegen.facts.chance import OF_MAD, Numbers
from sitegen.rules import TOTAL
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import ASB, YEAR_MONTHS

_SIDE_MOST, _SIDE_LEAST = 6, 3
"""Months on either side of a step that its levels are taken from."""

_TIMES = 1.5
"""How many times the lower level the higher must be at least."""

_BEYOND = 5.0
"""A step is so many times as wide as its own standard error, worked out from the scatter on either side."""

_AT_ONCE = 0.6
"""Share of the whole step that comes from one month to the next: seasons take longer."""

_MOVED = 2 / 3
"""Share of the places that must have moved the same way."""

_PLACES_LEAST, _CRIMES_LEAST = 3, 4
"""Places that can tell, and crimes around a step from which one can."""

_ALONE_MOST = 0.5
"""Share of the step above which one place is behind it, and nothing of the force."""


class _Step(NamedTuple):
    """One step: index of the first month of the new level, the two levels (square roots), and these as crimes a month."""

    at: int
    size: float
    before: float
    after: float


def recording_steps(
    *, force_id: str, force_series: pl.DataFrame, neighbourhood_series: pl.DataFrame, breaks: pl.DataFrame, months: list[str]
) -> pl.DataFrame:
    """One row for each step of a force's series, of a kind of crime or of `crime`, all of it but antisocial behaviour; sorted by category and month.

    A step lies between two levels, each of three to six months supplied in full, that nowhere overlap; it is wider than their own scatter
    explains, comes at once, is no season that another year of the window had too, and is seen in two thirds of the places. It may be one of recording
    or of what people do: a table cannot tell, so it is put to the operator.

    Left out: steps at which `breaks` knows a change already, and those before the newest two years, across which nothing is compared.
    """
    types = SCHEMAS["recording_steps"].types
    known = force_series.filter(pl.col("state") == "supplied").select("category", "month", "crimes")
    if known.is_empty():
        return pl.DataFrame(schema=types)
    placed = neighbourhood_series.filter(pl.col("state") == "supplied").select("neighbourhood_id", "category", "month", "crimes")
    lines = _with_total(known, []).sort("category").partition_by("category", as_dict=True, maintain_order=True)
    places = _with_total(placed, ["neighbourhood_id"]).partition_by("category", as_dict=True)
    touching = breaks.filter(pl.col("force_id").is_in([force_id, "all"])).select("month", "dataset", pl.col("category").fill_null("")).rows()
    first = months[-2 * YEAR_MONTHS :][0]
    rows = []
    for (category,), line in lines.items():
        if (category,) not in places:
            continue
        wide = _months_wide(places[category,], "neighbourhood_id", months)
        dataset = "asb" if category == ASB else "crime"
        asked = "" if category == TOTAL else str(category)
        changed = {month for month, by_dataset, by in touching if is_touched(dataset, asked, by_dataset, by)}
        for step in steps_of(_months_wide(line.with_columns(pl.lit("").alias("all")), "all", months)[0]):
            moved, able, alone = _places_moved(wide, step)
            if months[step.at] <= first or months[step.at] in changed or able < _PLACES_LEAST or moved < _MOVED * able or alone > _ALONE_MOST:
                continue
            rows.append((force_id, category, months[step.at], round(step.before), round(step.after), moved, able))
    return pl.DataFrame(rows, schema=types, orient="row").sort("category", "month")


def steps_of(counts: Numbers) -> list[_Step]:
    """The steps of one series of months (NaN: not supplied in full), in order; of those within a quarter of another the widest."""
    found: list[_Step] = []
    for step in _candidates(counts):
        if found and step.at - found[-1].at < _SIDE_LEAST:
            found[-1] = max(found[-1], step, key=lambda one: abs(one.size))
        else:
            found.append(step)
    return found


def _candidates(counts: Numbers) -> Iterator[_Step]:
    roots = np.sqrt(counts + 3 / 8)  # Anscombe: the scatter of a Poisson count's root is the same at every level, one half
    for at in range(_SIDE_LEAST, len(counts) - _SIDE_LEAST + 1):
        left, right = _sides(roots, at)
        if min(len(left), len(right)) < _SIDE_LEAST or np.isnan(roots[at - 1 : at + 1]).any():
            continue
        size = float(np.median(right) - np.median(left))
        if size == 0 or not _apart(left, right) or abs(roots[at] - roots[at - 1]) < _AT_ONCE * abs(size):
            continue
        scatter = np.concatenate([left - np.median(left), right - np.median(right)])
        spread = max(float(OF_MAD * np.median(np.abs(scatter))), 0.5) * (1 / len(left) + 1 / len(right)) ** 0.5
        before, after = (float(np.median(side) ** 2 - 3 / 8) for side in (left, right))
        years = _against_other_years(roots, at)
        if abs(size) < _BEYOND * spread or max(before, after) < _TIMES * max(min(before, after), 1.0):
            continue
        # Without another year a step cannot be told from a season, and no months are compared across it.
        if years and all(year * size >= size * size / 2 for year in years):
            yield _Step(at, size, before, after)


def _sides(roots: Numbers, at: int) -> tuple[Numbers, Numbers]:
    sides = roots[max(at - _SIDE_MOST, 0) : at], roots[at : at + _SIDE_MOST]
    return sides[0][~np.isnan(sides[0])], sides[1][~np.isnan(sides[1])]


def _against_other_years(roots: Numbers, at: int) -> list[float]:
    """How far the new level lies from that of the same months a year before, and that of a year on from the old; as far as either is known.

    A season gives nothing, for both levels are those of every year; a step gives its size.
    """
    found = []
    for first, last, years in ((at, min(at + _SIDE_MOST, len(roots)), -1), (max(at - _SIDE_MOST, 0), at, 1)):
        here, there = (roots[max(first + shift, 0) : max(last + shift, 0)] for shift in (0, years * YEAR_MONTHS))
        there = there[~np.isnan(there)]
        if len(there) >= _SIDE_LEAST:
            found.append(-years * float(np.median(here[~np.isnan(here)]) - np.median(there)))
    return found


def _apart(left: Numbers, right: Numbers) -> bool:
    return bool(left.max() < right.min() or right.max() < left.min())


def _places_moved(wide: Numbers, step: _Step) -> tuple[int, int, float]:
    """How many places moved the way of the step, how many have enough crimes to tell, and the share of the step that the largest mover has."""
    left, right = wide[:, max(step.at - _SIDE_MOST, 0) : step.at], wide[:, step.at : step.at + _SIDE_MOST]
    whole = ~(np.isnan(left).all(axis=1) | np.isnan(right).all(axis=1))
    left, right = left[whole], right[whole]
    difference = (np.nanmean(right, axis=1) - np.nanmean(left, axis=1)) * np.sign(step.size)
    able = np.nansum(left, axis=1) + np.nansum(right, axis=1) >= _CRIMES_LEAST
    total = float(difference.sum())
    return int((difference[able] > 0).sum()), int(able.sum()), float(difference.max() / total) if total > 0 else 1.0


def _with_total(rows: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """The rows, and with them the sum of all kinds of crime as a kind of its own."""
    whole = rows.filter(pl.col("category") != ASB).group_by(*by, "month").agg(pl.col("crimes").sum()).with_columns(pl.lit(TOTAL).alias("category"))
    return pl.concat([rows, whole.select(rows.columns)])


def _months_wide(rows: pl.DataFrame, by: str, months: list[str]) -> Numbers:
    """A row for each value of a column, sorted, and a column for each month; NaN where there is no count."""
    wide = rows.pivot("month", index=by, values="crimes").sort(by)
    wide = wide.with_columns(pl.lit(None, pl.Int32).alias(month) for month in months if month not in wide.columns)
    found: Numbers = wide.select(pl.col(month).cast(pl.Float64) for month in months).to_numpy()
    return found
