"""A year against the year before and beside the force's other neighbourhoods, as a page tells it: bands, and a word for each category."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import polars as pl

from sitegen.artefacts.figures import Recorded
from sitegen.artefacts.sections.comparison import a_day
from sitegen.artefacts.sections.residents import visitors_sentence
from sitegen.artefacts.sections.series import Category
from sitegen.artefacts.text.phrases import crime_phrase, month_runs
from sitegen.artefacts.text.words import Words
from sitegen.comparing import YEAR, is_far_above, is_few
from sitegen.rules import TOTAL
from sitegen.terms import Month

_WIDTH = 78
"""Per cent of the chart's width that the largest band may reach; its number stands right of it."""


class Change(NamedTuple):
    """One row of `neighbourhood_changes`: the months compared with a blank between, and each year's count with the band around it."""

    compared: str
    before: int
    before_low: float
    before_high: float
    now: int
    now_low: float
    now_high: float
    last_month: str

    @property
    def months(self) -> list[str]:
        """The months of the newest year that are compared."""
        return self.compared.split()

    @property
    def is_year(self) -> bool:
        """True where they are twelve: a rate is one of a year only then."""
        return len(self.months) == YEAR


@dataclass(frozen=True, slots=True)
class Band:
    """One year in the chart, `number` as it is written; positions across as percentages."""

    name: str
    number: str
    low: str
    high: str
    at: str
    label_at: str


class ChangeRow(NamedTuple):
    """One category: both counts, and in words what may be said, which may be nothing."""

    name: str
    before: int
    now: int
    verdict: str


@dataclass(frozen=True, slots=True)
class Beside:
    """The force's neighbourhoods together, for one of them to stand beside: how many they are, and how many people live in each, by id.

    `people` is empty unless it is known for every one of them from the same source.
    """

    force: str
    number: int
    together: Change
    people: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ChangeView:
    """The section: the chart of all crime, the table by category, and what is said of the force's neighbourhoods together, which may be empty."""

    title: str
    note: str
    description: str
    bands: tuple[Band, ...]
    caption: str
    rule: str
    before_head: str
    now_head: str
    rows: tuple[ChangeRow, ...]
    beside: str


def read_changes(neighbourhood_changes: pl.DataFrame) -> dict[str | None, dict[str, Change]]:
    """The changes by neighbourhood (None: all of the force's together) and category."""
    found: dict[str | None, dict[str, Change]] = {}
    for place, category, *values in neighbourhood_changes.select("neighbourhood_id", "category", *Change._fields).iter_rows():
        found.setdefault(place, {})[category] = Change(*values)
    return found


def read_beside(changes: Mapping[str | None, Mapping[str, Change]], force: str, people: Sequence[Mapping[str, int]]) -> Beside | None:
    """The force's neighbourhoods together; None where fewer than two of them are compared.

    `people` are sources of how many live where, the best first: the first that knows it of every neighbourhood counted is taken.
    """
    counted = sorted(place for place, found in changes.items() if place is not None and TOTAL in found)
    together = changes.get(None, {}).get(TOTAL)
    if len(counted) < 2 or together is None:
        return None
    known = ({place: source.get(place, 0) for place in counted} for source in people)
    return Beside(force, len(counted), together, next((source for source in known if all(source.values())), {}))


def verdict_of(change: Change) -> Literal["few", "more", "fewer", "unclear"]:
    """More or fewer only where the bands of the two years do not touch; nothing is said of counts that are few together."""
    if is_few(change.now, change.before):
        return "few"
    if change.now_low > change.before_high:
        return "more"
    return "fewer" if change.now_high < change.before_low else "unclear"


def view_change(
    changes: Mapping[str, Change], categories: Sequence[Category], place: tuple[str, str], beside: Beside | None, words: Words
) -> ChangeView | None:
    """The section of one place, given by id and name; None where there is no year before to compare with.

    The chart counts crimes for every 1,000 residents, with a band of the force's neighbourhoods together, where the residents of all are
    known; crimes alone where not, because places that differ in size cannot stand on one scale. All of its bands count the same months.
    """
    whole = changes.get(TOTAL)
    if whole is None or not whole.now + whole.before:
        return None
    now_name, before_name = _heads(whole, words)
    years = [_Year(now_name, whole.now, whole.now_low, whole.now_high), _Year(before_name, whole.before, whole.before_low, whole.before_high)]
    people = beside.people.get(place[0]) if beside else None
    notes = [words.gettext("%(place)s. The dot is the count; the band is how far chance alone could have moved it.", place=place[1])]
    if beside and people and beside.together.compared == whole.compared:
        together, everybody = beside.together, sum(beside.people.values())
        all_of_them = words.gettext("All neighbourhoods of %(force)s", force=beside.force)
        years = [year.for_each_thousand(people) for year in years]
        years.append(_Year(all_of_them, together.now, together.now_low, together.now_high).for_each_thousand(everybody))
        notes = [
            words.gettext(
                "%(place)s, crimes for every 1,000 people who live there; those who come to shop, work or go out are not among them. "
                "The band is how far chance alone could have moved the number.",
                place=place[1],
            )
        ]
        if is_far_above(years[0].number, years[-1].number):
            notes.append(visitors_sentence(words))
    if not whole.is_year:
        notes.append(_months_sentence(whole, words))
    rows = [
        ChangeRow(category.name, found.before, found.now, _row_words(found, whole, words))
        for category in categories
        if (found := changes.get(category.slug)) is not None and found.before + found.now
    ]
    return ChangeView(
        title=_title(whole, words),
        note=" ".join(notes),
        description=" ".join(
            words.gettext("%(name)s: %(number)s, band from %(low)s to %(high)s.", name=year.name, **year.written(words)) for year in years
        ),
        bands=_bands(years, words),
        caption=words.gettext("%(place)s, by category", place=place[1]),
        rule=words.gettext("More or fewer is said only where the bands of the two years do not touch, and nothing of numbers under 20 together."),
        before_head=before_name,
        now_head=now_name,
        rows=tuple(rows),
        beside=_beside_sentence(beside, words) if beside else "",
    )


def _heads(whole: Change, words: Words) -> tuple[str, str]:
    """The names of the newest year and of the one before, as heads of columns."""
    last = words.month(whole.last_month)
    if whole.is_year:
        return words.gettext("12 months to %(month)s", month=last), words.gettext("The 12 months before")
    months = words.ngettext("%(number)s month of the year to %(month)s", "%(number)s months of the year to %(month)s", len(whole.months), month=last)
    return months, words.gettext("The same months a year before")


def _months_sentence(change: Change, words: Words) -> str:
    """The months that are compared, where they are not a year."""
    return words.gettext(
        "Compared: %(months)s. The other months were not supplied in full, or not counted or placed in the same way.",
        months=month_runs(words, change.months),
    )


class _Year(NamedTuple):
    """A bar of the chart: a number of crimes, or of crimes for every 1,000 people, with its band."""

    name: str
    number: float
    low: float
    high: float

    def for_each_thousand(self, people: int) -> _Year:
        return _Year(self.name, *(1000 * number / people for number in self[1:]))

    def written(self, words: Words) -> dict[str, str]:
        low, high = words.spread(self.low, self.high)
        return {"number": words.number(round(self.number)), "low": low, "high": high}


def _beside_sentence(beside: Beside, words: Words) -> str:
    """What the force's neighbourhoods had together and on average, and how many a day in each year: so many that no verdict is given."""
    together = beside.together
    before = [str(Month.parse(month).plus(-YEAR)) for month in together.months]
    span = words.gettext("In the 12 months to %(month)s", month=words.month(together.last_month))
    if not together.is_year:
        span = words.gettext("In these %(number)s months", number=len(together.months))
    return words.gettext(
        "%(span)s the %(number)s neighbourhoods of %(force)s had %(now)s crimes together, each counted once: %(now_day)s a day, and %(mean)s for "
        "each on average. In the same months a year before: %(before)s, %(before_day)s a day.",
        span=span,
        number=words.number(beside.number),
        force=beside.force,
        now=words.number(together.now),
        mean=words.number(round(together.now / beside.number)),
        now_day=a_day(words, together.now, together.months),
        before=words.number(together.before),
        before_day=a_day(words, together.before, before),
    )


def _title(whole: Change, words: Words) -> str:
    """The finding as a sentence."""
    kind = verdict_of(whole)
    values = {"crimes": crime_phrase(words, Recorded(whole.now)), "before": words.number(whole.before)}
    if not whole.is_year:
        return _title_of_months(whole, values, words)
    if kind == "more":
        return words.gettext("%(crimes)s, more than the %(before)s of the year before", **values)
    if kind == "fewer":
        return words.gettext("%(crimes)s, fewer than the %(before)s of the year before", **values)
    if kind == "few":
        return words.gettext("%(crimes)s, and %(before)s in the year before", **values)
    return words.gettext("%(crimes)s, and %(before)s in the year before: no clear difference", **values)


def _title_of_months(whole: Change, values: Mapping[str, str], words: Words) -> str:
    """The same where a year has gaps: so many months are no year."""
    kind, number = verdict_of(whole), len(whole.months)
    months = words.ngettext("%(crimes)s in %(number)s month", "%(crimes)s in %(number)s months", number, crimes=values["crimes"])
    values = {"crimes": months, "before": values["before"]}
    if kind == "more":
        return words.gettext("%(crimes)s, more than the %(before)s of the same months a year before", **values)
    if kind == "fewer":
        return words.gettext("%(crimes)s, fewer than the %(before)s of the same months a year before", **values)
    if kind == "few":
        return words.gettext("%(crimes)s, and %(before)s in the same months a year before", **values)
    return words.gettext("%(crimes)s, and %(before)s in the same months a year before: no clear difference", **values)


def _row_words(change: Change, whole: Change, words: Words) -> str:
    """What may be said of a category, and the months that are compared where they are others than those of the whole."""
    verdict = {
        "few": "", "more": words.gettext("more"), "fewer": words.gettext("fewer"), "unclear": words.gettext("no clear difference"),
    }[verdict_of(change)]  # fmt: skip
    months = "" if change.compared == whole.compared else words.gettext("compared: %(months)s", months=month_runs(words, change.months))
    return "; ".join(part for part in (verdict, months) if part)


def _bands(years: Sequence[_Year], words: Words) -> tuple[Band, ...]:
    most = max(1.0, *(year.high for year in years))

    def at(value: float, extra: float = 0.0) -> str:
        return f"{round(value / most * _WIDTH + extra, 1):g}%"

    return tuple(Band(year.name, year.written(words)["number"], at(year.low), at(year.high), at(year.number), at(year.high, 2.5)) for year in years)
