"""How often the verdicts on months and years err where nothing changed, what their bands hold, and which changes they see.

    .venv/bin/python -m tests.bench.bench_method [FORCES]

Invented forces of 60 places and 14 kinds of crime whose steady rates are known, so that every word can be held against the truth. The targets
are those of docs/METHOD.md, which has the numbers of one run.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitegen.facts.chance import Numbers, quantile
from sitegen.facts.dispersion import measure
from sitegen.facts.verdicts import BAND, interval, judge
from tests.bench.force_years import print_years

Way = Literal["Poisson", "negative binomial", "seasonal", "drifting"]
WAYS: tuple[Way, ...] = ("Poisson", "negative binomial", "seasonal", "drifting")
PLACES, KINDS, MONTHS = 60, 14, 12
PAIRS = (6, 9, 12)
RISES = (0.2, 0.5, 1.0)
TARGETS = {"false": 0.015, "pages": 0.10}


@dataclass
class Tally:
    """What was seen over several forces."""

    judged: int = 0
    false: int = 0
    pages: int = 0
    pages_false: int = 0
    all_crime: int = 0
    all_crime_false: int = 0
    bands: int = 0
    held: int = 0
    months: int = 0
    months_held: int = 0

    def line(self) -> str:
        """The shares, as a row of docs/METHOD.md."""
        shares = ((self.false, self.judged, 2), (self.pages_false, self.pages, 1), (self.all_crime_false, self.all_crime, 2))
        chances = " ".join(f"{part / max(whole, 1):7.{digits}%}" for part, whole, digits in shares)
        return f"{chances} {_share(self.held, self.bands)} {_share(self.months_held, self.months)}  ({self.judged:,} verdicts)"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:7.1%}" if whole else f"{'-':>7}"


def means(stream: np.random.Generator, places: int = PLACES, kinds: int = KINDS) -> Numbers:
    """Steady numbers a month, a row for each place and kind, kinds within places: from 0.05 to 500."""
    kind = np.exp(np.linspace(np.log(0.15), np.log(90), kinds))
    place = np.exp(stream.normal(0, 0.6, places))
    found: Numbers = np.clip(place[:, None] * kind[None, :], 0.05, 500).ravel()
    return found


def draw(stream: np.random.Generator, mean: Numbers, way: Way, rise: Numbers | float = 0.0) -> Numbers:
    """Counts of two years' months around steady means, which rise by a share from the first year to the second."""
    months = 2 * MONTHS
    at = np.arange(months)
    rate = np.repeat(mean[:, None], months, axis=1)
    rate[:, MONTHS:] *= 1 + np.broadcast_to(rise, mean.shape)[:, None]
    if way == "negative binomial":
        rate = rate * stream.gamma(1 / 0.05, 0.05, rate.shape)
    if way == "seasonal":
        rate = rate * (1 + 0.35 * np.sin(2 * np.pi * (at + stream.uniform(0, 12, (len(mean), 1))) / 12))
    if way == "drifting":
        keep, size = 0.7, 0.12
        log = stream.normal(0, size, (len(mean), 1))
        logs = [log]
        for _ in range(months - 1):
            log = keep * log + stream.normal(0, size * np.sqrt(1 - keep * keep), (len(mean), 1))
            logs.append(log)
        rate = rate * np.exp(np.concatenate(logs, axis=1) - size * size / 2)
    return stream.poisson(rate).astype(np.float64)


class Judged(NamedTuple):
    """The words on a force's rows, kinds within places and all crime of each place last; its months, and how much they scatter."""

    words: NDArray[np.str_]
    before: Numbers
    now: Numbers
    ratio: Numbers

    def bands(self, *, single: bool) -> tuple[Numbers, Numbers]:
        """The band around the newer year, or around its newest month."""
        return interval(self.now[:, -1] if single else self.now.sum(axis=1), self.ratio)

    def months_held(self) -> NDArray[np.bool_]:
        """For each row and month whether the chart's band around the month a year before holds it."""
        spread = quantile((1 + BAND) / 2) ** 2 * self.ratio[:, None]
        held: NDArray[np.bool_] = (self.now - self.before) ** 2 <= spread * (self.now + self.before)
        return held


def judged_force(counts: Numbers, pairs: int, kinds: int = KINDS, *, single: bool = False) -> Judged:
    """The words on the last `pairs` months of two years (`single`: on the last month)."""
    before, now = counts[:, :MONTHS], counts[:, MONTHS:]
    whole = counts.reshape(-1, kinds, counts.shape[1]).sum(axis=1)
    before = np.concatenate([before, whole[:, :MONTHS]])[:, -pairs:]
    now = np.concatenate([now, whole[:, MONTHS:]])[:, -pairs:]
    kind = np.concatenate([np.tile(np.arange(kinds), len(whole)), np.full(len(whole), kinds)])
    dispersion = measure(before, now, kind)
    sums = (before[:, -1], now[:, -1]) if single else (before.sum(axis=1), now.sum(axis=1))
    found = judge(sums[0], sums[1], dispersion, (kind == kinds).astype(np.int64))
    return Judged(found.words, before, now, dispersion.ratio)


def tally(way: Way, pairs: int, forces: int, *, single: bool = False, places: int = PLACES, seed: int = 1) -> Tally:
    """The words and bands of several forces in which nothing changed."""
    seen = Tally()
    for force in range(forces):
        stream = np.random.Generator(np.random.PCG64([seed, WAYS.index(way), pairs, force]))
        mean = means(stream, places)
        counts = draw(stream, mean, way)
        found = judged_force(counts, pairs, single=single)
        words, (low, high) = found.words, found.bands(single=single)
        told, wrong = words != "few", np.isin(words, ("more", "fewer"))
        own = slice(0, places * KINDS)
        seen.judged += int(told[own].sum())
        seen.false += int(wrong[own].sum())
        seen.pages += places
        page = wrong[own].reshape(places, KINDS).any(axis=1) | wrong[places * KINDS :]
        seen.pages_false += int(page.sum())
        seen.all_crime += int(told[places * KINDS :].sum())
        seen.all_crime_false += int(wrong[places * KINDS :].sum())
        if way != "seasonal" or (pairs == MONTHS and not single):  # part of a year with seasons has no steady number to hold
            truth = mean * (1 if single else pairs)
            band = told[own]
            seen.bands += int(band.sum())
            seen.held += int(((low[own] <= truth) & (truth <= high[own]) & band).sum())
        if not single:
            seen.months += int(told[own].sum()) * pairs
            seen.months_held += int(found.months_held()[own][told[own]].sum())
    return seen


def seen_share(way: Way, rise: float, forces: int, *, seed: int = 2) -> dict[str, float]:
    """Which share of true rises in one place in ten is called one, by how many crimes a year there are."""
    found: dict[str, list[int]] = {}
    for force in range(forces):
        stream = np.random.Generator(np.random.PCG64([seed, WAYS.index(way), int(100 * rise), force]))
        mean = means(stream)
        changed = np.repeat(stream.random(PLACES) < 0.1, KINDS)
        words = judged_force(draw(stream, mean, way, np.where(changed, rise, 0.0)), MONTHS).words
        for one, up, is_changed in zip(mean * MONTHS, words[: len(mean)] == "more", changed, strict=True):
            if is_changed and one >= 10:
                name = "10 to 50" if one < 50 else "50 to 200" if one < 200 else "200 to 1,000" if one < 1000 else "1,000 and more"
                found.setdefault(name, []).append(int(up))
    return {name: sum(values) / len(values) for name, values in sorted(found.items(), key=lambda item: float(item[0].split()[0].replace(",", "")))}


def main() -> None:
    """Prints all of it and says which target is missed; leaves with 1 where one is."""
    forces = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    missed = []
    print(f"{forces} forces of {PLACES} places and {KINDS} kinds in which nothing changed")
    print(f"{'':34} {'false':>7} {'pages':>7} {'whole':>7} {'bands':>7} {'months':>7}")
    for single in (False, True):
        for way in WAYS:
            for pairs in PAIRS if not single else (PAIRS[-1],):
                seen = tally(way, pairs, forces, single=single)
                name = f"{'month' if single else 'year'}, {way}, {pairs} pairs"
                print(f"{name:34} {seen.line()}")
                rates = {"false": seen.false / max(seen.judged, 1), "pages": seen.pages_false / seen.pages}
                missed += [f"{name}: {target} {rates[target]:.1%}" for target, most in TARGETS.items() if rates[target] > most]
                if seen.bands and not single and not 0.93 <= seen.held / seen.bands <= 0.97:
                    missed.append(f"{name}: bands hold {seen.held / seen.bands:.1%}")
    for places in (3, 12):
        print(f"{f'year, drifting, 12 pairs, {places} places':34} {tally('drifting', 12, forces * 4, places=places).line()}")
    for way in WAYS:
        for rise in RISES:
            shares = ", ".join(f"{name}: {share:.0%}" for name, share in seen_share(way, rise, forces).items())
            print(f"a rise of {rise:.0%} seen, {way}: {shares}")
    missed += print_years(forces)
    print("every target met" if not missed else "missed: " + "; ".join(missed))
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
