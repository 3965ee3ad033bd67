"""One kind of crime month by month, over the same months a year before: a chart with the band of chance, and every year of it as a table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from sitegen.artefacts.figures import Figure, Missing, Recorded, numbers
from sitegen.artefacts.sections.changes import Change
from sitegen.artefacts.sections.charts import Year, before_month, draw_year
from sitegen.artefacts.sections.evidence import Evidence
from sitegen.artefacts.sections.issues import Break, break_texts
from sitegen.artefacts.sections.series import Category, Monthly, part_of
from sitegen.artefacts.text.phrases import month_runs, months_without
from sitegen.artefacts.text.words import Words
from sitegen.comparing import VISIBLE, YEAR, is_scatter, is_touched
from sitegen.rules import TOTAL
from sitegen.terms import ASB

_Z = 1.96
"""The band holds a month 95 times in 100."""

_ROOM = 40
"""Per cent of the chart's width that the words on a gap take on a telephone."""

_APART = 3
"""Months from one name under the chart to the next."""


class ChartWord(NamedTuple):
    """A word in the chart and where it stands across."""

    text: str
    x: str


class MonthRow(NamedTuple):
    """One calendar month of the table: its name, and its count in each of the years, newest first, as text and whether there is none."""

    name: str
    cells: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class YearView:
    """The figure of one kind of crime; `anchor` is its place on the page of all of them.

    `title` states the finding, numbers first; `now_label` and `before_label` name the lines, the second is empty where there is no year before.
    `years` are the heads of the table, newest first.
    """

    anchor: str
    name: str
    title: str
    note: str
    description: str
    chart: Year
    months: tuple[ChartWord, ...]
    gap_labels: tuple[ChartWord, ...]
    marks: tuple[ChartWord, ...]
    now_label: str
    before_label: str
    years: tuple[str, ...]
    rows: tuple[MonthRow, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """One kind of crime in one place: under what name, and its figures of every month of the window.

    `unused` has for each month whether there was nothing to count under it, `numbers` its number, None where there is none.
    """

    slug: str
    name: str
    figures: Sequence[Figure]
    unused: Sequence[bool]
    numbers: Sequence[int | None]

    @property
    def dataset(self) -> str:
        """The data set it is counted in."""
        return "asb" if self.slug == ASB else "crime"


def counted_of(monthly: Monthly, category: Category) -> Counted | None:
    """A category in one place; None where it occurs nowhere in the force."""
    values = monthly.by_category.get(category.slug)
    if values is None:
        return None
    whole = monthly.crime if category.is_crime else monthly.asb
    unused = [
        value is None and (not category.used_in(month) or (isinstance(one, Recorded) and not one.partial))
        for value, month, one in zip(values, monthly.months, whole, strict=True)
    ]
    figures = [part_of(value, one) for value, one in zip(values, whole, strict=True)]
    return Counted(category.slug, category.name, figures, unused, numbers(figures))


def all_crime(monthly: Monthly, words: Words) -> Counted:
    """All crime in one place, without antisocial behaviour."""
    return Counted(TOTAL, words.gettext("All crime"), monthly.crime, [False] * len(monthly.crime), numbers(monthly.crime))


def view_year(counted: Counted, change: Change | None, evidence: Evidence, words: Words) -> YearView | None:
    """The figure of the newest twelve months; None where fewer than two of them have a number."""
    months, count = evidence.months[-YEAR:], len(evidence.months)
    now = counted.figures[-YEAR:]
    counts = counted.numbers[-YEAR:]
    before = [counted.numbers[at - YEAR] if at >= YEAR else None for at in range(count - len(months), count)]
    if sum(number is not None for number in counts) < 2:
        return None
    unused = counted.unused[-YEAR:]
    chart = draw_year(counts, before, _bands(months, before, change), unused)
    labels = _year_names(evidence.months)
    changes = _breaks(counted, evidence)
    first = evidence.months[max(count - 2 * YEAR, 0)]
    note = [
        *_drawn(chart, words),
        *_missing(months, counts, before, unused, words),
        *_in_part(counted, evidence.months, words),
        *break_texts(changes, first, months[-1]),
    ]
    return YearView(
        anchor=counted.slug,
        name=counted.name,
        title=words.gettext("%(name)s: %(change)s", name=counted.name, change=told(counts, change, words)),
        note=" ".join(note),
        description=_description(months, [one.number if isinstance(one, Recorded) and not one.partial else None for one in now], words),
        chart=chart,
        months=_months_along(tuple(months), chart.xs, words),
        gap_labels=_gap_labels(chart, now, words),
        marks=_marks(changes, months),
        now_label=labels[0],
        before_label=labels[1] if chart.before else "",
        years=labels,
        rows=_rows(counted, evidence.months, words),
    )


@lru_cache(maxsize=16)
def _months_along(months: tuple[str, ...], xs: tuple[str, ...], words: Words) -> tuple[ChartWord, ...]:
    """Every third month's name under the chart, the newest among them."""
    named = zip(months, xs, strict=True)
    return tuple(ChartWord(words.month_short(month), x) for at, (month, x) in enumerate(named) if (len(months) - 1 - at) % _APART == 0)


def told(counts: Sequence[int | None], change: Change | None, words: Words) -> str:
    """The finding, numbers first: `30; 18 a year earlier; too few to tell`; `counts` are those of the newest twelve months."""
    if change is None:
        known = [number for number in counts if number is not None]
        return words.ngettext(
            "%(count)s in %(number)s month; not compared with a year before",
            "%(count)s in %(number)s months; not compared with a year before",
            len(known),
            count=words.number(sum(known)),
        )
    if not change.now + change.before:
        return words.gettext("none in either year")
    values = {"now": words.number(change.now), "before": words.number(change.before), "verdict": _verdict(change, words)}
    if change.is_year:
        return words.gettext("%(now)s; %(before)s a year earlier; %(verdict)s", **values)
    return words.gettext("%(now)s in %(number)s months; %(before)s a year earlier; %(verdict)s", number=len(change.months), **values)


def _verdict(change: Change, words: Words) -> str:
    if change.verdict == "stepped" and change.step:
        return words.gettext("perhaps counted in another way since %(month)s", month=words.month(change.step))
    if change.verdict == "unclear" and (unseen := unseen_phrase(change, words)):
        return unseen
    told = {
        "more": words.gettext("up, by more than chance would explain"),
        "fewer": words.gettext("down, by more than chance would explain"),
        "unclear": words.gettext("no more than chance would explain"),
    }
    return told.get(change.verdict or "", words.gettext("too few to tell"))


def unseen_phrase(change: Change, words: Words) -> str:
    """How large a change would have to be to be seen, and why: few crimes, or many that vary. Empty where one of `VISIBLE` would be."""
    if change.visible is None or change.visible < VISIBLE:
        return ""
    share = words.number(round(100 * change.visible))
    if is_scatter(change.visible, (change.now + change.before) / 2, change.dispersion):
        if change.visible >= 1:
            return words.gettext("numbers vary too much from quarter to quarter to see less than a doubling")
        return words.gettext("numbers vary too much from quarter to quarter to see a change under about %(share)s%%", share=share)
    if change.visible >= 1:
        return words.gettext("too few to see less than a doubling")
    return words.gettext("too few to see a change under about %(share)s%%", share=share)


def _bands(months: Sequence[str], before: Sequence[int | None], change: Change | None) -> list[tuple[float, float] | None]:
    """How far from the month a year before each month that is compared may lie if nothing changed, at least 95 times in 100.

    Two counts of the same steady thing differ by less than z times the root of their sum, times how much more than by chance counts like these
    scatter: both ends are where a count would differ by just so much.
    """
    compared = set(change.months) if change else set()
    spread = _Z * _Z * change.dispersion if change else 0.0

    def ends(number: int) -> tuple[float, float]:
        middle, half = number + spread / 2, math.sqrt(8 * number * spread + spread * spread) / 2
        return max(middle - half, 0.0), middle + half

    return [ends(number) if number is not None and month in compared else None for month, number in zip(months, before, strict=True)]


def _breaks(counted: Counted, evidence: Evidence) -> list[Break]:
    """The changes of definition that touch what is counted."""
    category = "" if counted.slug == TOTAL else counted.slug
    return [row for row in evidence.breaks.rows if is_touched(counted.dataset, category, row.dataset, row.category)]


def _gap_labels(chart: Year, now: Sequence[Figure], words: Words) -> tuple[ChartWord, ...]:
    """Why there is no number, in words on each gap that lies far enough from the one labelled before."""
    labels: list[ChartWord] = []
    for band in chart.gaps:
        if not labels or float(band.middle[:-1]) - float(labels[-1].x[:-1]) > _ROOM:
            labels.append(ChartWord(words.figure(now[band.first]), band.middle))
    return tuple(labels)


def _marks(changes: Sequence[Break], months: Sequence[str]) -> tuple[ChartWord, ...]:
    """An upright for each month drawn in which something changed, with the words of the first change."""
    labels = {row.month: row.label for row in reversed(changes)}
    return tuple(ChartWord(labels[month], before_month(at, len(months))) for at, month in enumerate(months) if at and month in labels)


def _year_names(months: Sequence[str]) -> tuple[str, ...]:
    """The years of twelve months that end with the window, newest first, as far as it has any of their months: `2024–25`."""
    found = []
    for last in range(len(months) - 1, -1, -YEAR):
        first_year = int(months[last][:4]) - (not months[last].endswith("-12"))
        found.append(f"{first_year}–{months[last][2:4]}" if first_year < int(months[last][:4]) else str(first_year))
    return tuple(found)


def _drawn(chart: Year, words: Words) -> tuple[str, ...]:
    """What is drawn besides the line."""
    if chart.before is None:
        return ()
    if not chart.band:
        return (words.gettext("Dashed: a year before."),)
    return (words.gettext("Dashed: a year before. Shaded: where 95 of 100 months would lie if nothing had changed."),)


def _missing(months: Sequence[str], counts: Sequence[int | None], before: Sequence[int | None], unused: Sequence[bool], words: Words) -> list[str]:
    """The months without a number, of both years; nothing of a year of which the window has no month."""
    now = [0 if off else number for number, off in zip(counts, unused, strict=True)]
    sentences = []
    if gone := months_without(words, months, now):
        sentences.append(words.gettext("There are no figures for %(months)s.", months=gone))
    if None in before and any(number is not None for number in before):
        sentences.append(words.gettext("Where the dashed line breaks, the year before has no figures."))
    return sentences


def _in_part(counted: Counted, months: Sequence[str], words: Words) -> list[str]:
    """The months drawn, of both years, that have a number and were supplied in part: they are not compared, and the band breaks there."""
    drawn = list(zip(months, counted.figures, strict=True))[-2 * YEAR :]
    if found := [month for month, figure in drawn if isinstance(figure, Recorded) and figure.partial]:
        return [words.gettext("Supplied in part for %(months)s: the true numbers may be higher.", months=month_runs(words, found))]
    return []


def _description(months: Sequence[str], counts: Sequence[int | None], words: Words) -> str:
    """The chart told to those who cannot see it: lowest and highest of the months supplied in full; no more where there is none."""
    known = [number for number in counts if number is not None]
    if not known:
        return words.gettext("Line chart.")
    least, most = min(known), max(known)
    if least == most and None not in counts:
        return words.gettext("Line chart: %(number)s in each month.", number=words.number(least))
    return words.gettext(
        "Line chart: lowest %(least)s in %(least_month)s, highest %(most)s in %(most_month)s.",
        least=words.number(least),
        least_month=_when(least, months, counts, words),
        most=words.number(most),
        most_month=_when(most, months, counts, words),
    )


def _when(number: int, months: Sequence[str], counts: Sequence[int | None], words: Words) -> str:
    """The month that has a number, or how many have it."""
    found = [month for month, count in zip(months, counts, strict=True) if count == number]
    if len(found) == 1:
        return words.month_name(f"{found[0]}-01")
    return words.ngettext("%(number)s month", "%(number)s months", len(found))


def _rows(counted: Counted, months: Sequence[str], words: Words) -> tuple[MonthRow, ...]:
    """The calendar months in the order of the newest year, each with its count in every year of the window."""
    count = len(months)
    cells = [_cell(counted, at, words) for at in range(count)]
    # A month that the window's first year has not is an empty cell.
    cells[:0] = [("", False)] * (-count % YEAR if count > YEAR else 0)
    newest = range(len(cells) - min(count, YEAR), len(cells))
    names = _month_names(tuple(months[-YEAR:]), words)
    return tuple([MonthRow(name, tuple(cells[at::-YEAR])) for name, at in zip(names, newest, strict=True)])


@lru_cache(maxsize=16)
def _month_names(months: tuple[str, ...], words: Words) -> tuple[str, ...]:
    return tuple(words.month_name(f"{month}-01") for month in months)


def _cell(counted: Counted, index: int, words: Words) -> tuple[str, bool]:
    one = counted.figures[index]
    if counted.unused[index]:
        return words.gettext("not in use"), False
    if isinstance(one, Missing):
        return words.figure(one), True
    return f"{words.figure(one)} ({words.state('supplied_partial')})" if one.partial else words.figure(one), False
