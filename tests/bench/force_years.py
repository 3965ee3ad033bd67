"""Invented forces over several years in which nothing changed, judged from year to year: how often a word is false, and which changes are seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from sitegen.facts.chance import Numbers
from sitegen.facts.trading_days import contrasts, days_of
from sitegen.facts.year_changes import force_year_changes
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import Month, months_between

WAYS = ("Poisson", "seasonal", "drifting")
YEARS = (4, 6, 10)
KINDS = 14
LAST = Month(2025, 6)


@dataclass
class YearTally:
    """What was seen over several forces: rows judged, false or true words, forces whose page has a word, and words on all crime."""

    forces: int = 0
    judged: int = 0
    words: int = 0
    pages: int = 0
    all_crime: int = 0

    def line(self) -> str:
        """The shares, as a row of docs/METHOD.md: words of verdicts, of pages, and of all crime."""
        return (
            f"{self.words / max(self.judged, 1):7.2%} {self.pages / self.forces:7.1%} {self.all_crime / self.forces:7.2%} ({self.judged:,} verdicts)"
        )


def draw_years(stream: np.random.Generator, way: str, years: int, rise: float = 0.0) -> Numbers:
    """Months of the kinds of crime of a force, from 5 to 3,000 a month; more on Fridays and Saturdays; all rise by a share in the newest year."""
    months = months_of(years)
    mean = np.exp(np.linspace(np.log(5), np.log(3000), KINDS))
    rate = np.repeat(mean[:, None], len(months), axis=1)
    rate = rate * (days_of(months) + contrasts(months) @ np.array([0, 0, 0, 0, 0.2, 0.2])) / 30.4
    at = np.arange(len(months))
    if way != "Poisson":
        rate = rate * (1 + 0.3 * np.sin(2 * np.pi * (at + stream.uniform(0, 12, (KINDS, 1))) / 12))
    if way == "drifting":
        keep, size = 0.7, 0.12
        log = stream.normal(0, size, KINDS)
        for month in range(len(months)):
            rate[:, month] *= np.exp(log - size * size / 2)
            log = keep * log + stream.normal(0, size * np.sqrt(1 - keep * keep), KINDS)
    rate[:, -12:] *= 1 + rise
    counts: Numbers = stream.poisson(rate).astype(np.float64)
    return counts


def months_of(years: int) -> list[str]:
    """The months of so many years up to `LAST`."""
    return [str(month) for month in months_between(LAST.plus(1 - 12 * years), LAST)]


def series_of(counts: Numbers, months: list[str]) -> pl.DataFrame:
    """Counts, a row for each kind, as the table `long_series` of a force."""
    kinds = [f"kind-{row:02d}" for row in range(len(counts))]
    rows = pl.DataFrame(
        {
            "force_id": "loamshire",
            "month": months * len(kinds),
            "category": [kind for kind in kinds for _ in months],
            "crimes": counts.ravel().astype(np.int32),
            "state": "supplied",
            "reason": None,
            "release": None,
        }
    )
    return rows.select(pl.col(name).cast(dtype) for name, dtype in SCHEMAS["long_series"].types.items())


def judged_years(counts: Numbers, months: list[str]) -> pl.DataFrame:
    """The table `force_year_changes` of a force in which counting never changed."""
    breaks, steps = (pl.DataFrame(schema=SCHEMAS[name].types) for name in ("breaks", "recording_steps"))
    return force_year_changes(force_id="loamshire", long_series=series_of(counts, months), breaks=breaks, recording_steps=steps)


def tally_years(way: str, years: int, forces: int, *, rise: float = 0.0, seed: int = 3) -> YearTally:
    """What is said of several forces that all rose by a share in the newest year, or not at all."""
    seen = YearTally()
    for force in range(forces):
        stream = np.random.Generator(np.random.PCG64([seed, WAYS.index(way), years, int(100 * rise), force]))
        found = judged_years(draw_years(stream, way, years, rise), months_of(years))
        words = found["verdict"].is_in(["more", "fewer"])
        seen.forces += 1
        seen.judged += int(found["p"].is_not_null().sum())
        seen.words += int(words.sum())
        seen.pages += bool(words.any())
        seen.all_crime += int((words & (found["category"] == "crime")).sum())
    return seen


def print_years(forces: int) -> list[str]:
    """Prints how often words are false and which rises are seen; gives the targets that are missed."""
    missed = []
    for way in WAYS:
        for years in YEARS:
            seen = tally_years(way, years, forces)
            print(f"{f'forces, {way}, {years} years':34} {seen.line()}")
            if seen.words > 0.015 * max(seen.judged, 1):
                missed.append(f"forces, {way}, {years} years: {seen.words / seen.judged:.1%}")
    for way in WAYS:
        for rise in (0.05, 0.1, 0.2, 0.5):
            shares = [tally_years(way, years, max(forces // 4, 1), rise=rise) for years in YEARS[1:]]
            print(f"a force's rise of {rise:.0%} seen, {way}: " + ", ".join(f"{one.words / max(one.judged, 1):.0%}" for one in shares))
    return missed
