"""Forces beside one another, from A to Z: crimes for every 1,000 people with the range that chance allows, and no order of rank."""

from dataclasses import dataclass
from statistics import median

import polars as pl

from sitegen.artefacts.lists.places import alphabetical
from sitegen.artefacts.text.words import Words
from sitegen.comparing import is_far_above
from sitegen.rules import FORCES_LEAST


@dataclass(frozen=True, slots=True)
class RateRow:
    """One force: its page, its rate with the range in words, how it stands to the page's own force, and what its number cannot say.

    `verdict` and `remark` are empty where nothing is to be said.
    """

    force_id: str
    name: str
    rate: str
    span: str
    verdict: str
    remark: str


@dataclass(frozen=True, slots=True)
class RatesView:
    """The table; `absent` is a sentence on forces that cannot stand in it, `about` what the numbers cannot say."""

    caption: str
    rows: tuple[RateRow, ...]
    absent: str
    about: tuple[str, ...]


def view_rates(force_rates: pl.DataFrame, names: dict[str, str], own: str | None, words: Words) -> RatesView | None:
    """The table of all forces with a rate, from A to Z; None where too few have one to stand beside one another, or the force `own` has none."""
    rows = _rows(force_rates)
    known = {row[0]: row for row in rows}
    if len(known) < FORCES_LEAST or (own is not None and own not in known):
        return None
    mine = _range(known[own]) if own is not None else None
    ordered = sorted(known, key=lambda force_id: (alphabetical(names.get(force_id, force_id)), force_id))
    absent = [name for force_id, name in names.items() if force_id not in known]
    return RatesView(
        caption=words.gettext("Crimes recorded for every 1,000 people, %(months)s", months=words.months(rows[0][1], rows[0][2])),
        rows=tuple(
            RateRow(
                force_id,
                names.get(force_id, force_id),
                words.number(round(_rate(known[force_id]))),
                _span(_range(known[force_id]), words),
                _verdict(_range(known[force_id]), mine, words) if own != force_id else "",
                _remark(words) if has_few_residents(force_rates, force_id) else "",
            )
            for force_id in ordered
        ),
        absent=words.gettext(
            "Not in the table, because a month of the twelve or the number of people is not known, or what is counted changed within them: "
            "%(forces)s.",
            forces=words.list(sorted(absent, key=alphabetical)),
        )
        if absent
        else "",
        about=(
            words.gettext(
                "From A to Z, not by number. The range holds the steady number behind a force’s 95 times in 100; where two ranges overlap, "
                "the forces cannot be told apart."
            )
            + (" " + words.gettext("Without a year before to go by it is not known.") if any(_range(row) is None for row in rows) else ""),
            words.gettext(
                "Forces record in different ways and look after very different places: a city with many visitors has a higher number than "
                "those who live there meet with. The number says nothing about how good a force is. Antisocial behaviour is not in it."
            ),
        ),
    )


def usual_rate(force_rates: pl.DataFrame, but: str) -> float | None:
    """The middle one of the other forces' rates; None where no other has one."""
    others = [_rate(row) for row in _rows(force_rates) if row[0] != but]
    return median(others) if others else None


def has_few_residents(force_rates: pl.DataFrame, force_id: str) -> bool:
    """True where a force's rate is so far above that of the others that it says little about those who live there."""
    known = {row[0]: row for row in _rows(force_rates)}
    return force_id in known and is_far_above(_rate(known[force_id]), usual_rate(force_rates, force_id))


def months_rated(force_rates: pl.DataFrame, force_id: str) -> tuple[str, str] | None:
    """The first and the last month of the table where the force stands in it; None where not."""
    return next(((row[1], row[2]) for row in _rows(force_rates) if row[0] == force_id), None)


_Row = tuple[str, str, str, int, float | None, float | None, int]
"""Force, first and last month, crimes with the range that fits them, and people."""
_Range = tuple[float, float] | None
"""Lowest and highest rate that fit a number; None where that is not known."""


def _rows(force_rates: pl.DataFrame) -> list[_Row]:
    """The rows of the forces whose people are known."""
    return force_rates.filter(pl.col("people") > 0).select("force_id", "first_month", "last_month", "crimes", "low", "high", "people").rows()


def _rate(row: _Row) -> float:
    return 1000 * row[3] / row[6]


def _range(row: _Row) -> _Range:
    *_, low, high, people = row
    return None if low is None or high is None else (1000 * low / people, 1000 * high / people)


def _span(span: _Range, words: Words) -> str:
    if span is None:
        return words.gettext("not known")
    low, high = words.spread(*span)
    return low if low == high else words.gettext("%(low)s to %(high)s", low=low, high=high)


def _remark(words: Words) -> str:
    return words.gettext("few residents for so many crimes: the number says little about them")


def _verdict(other: _Range, mine: _Range, words: Words) -> str:
    if mine is None or other is None:
        return ""
    if other[0] > mine[1]:
        return words.gettext("more than here")
    return words.gettext("fewer than here") if other[1] < mine[0] else words.gettext("cannot be told apart from here")
