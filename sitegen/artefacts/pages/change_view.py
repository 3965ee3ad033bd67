"""A year against the year before, as a page tells it: two bands, and a word for each category."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import polars as pl

from sitegen.artefacts.pages.series import Category
from sitegen.artefacts.pages.words import Words

TOTAL = "crime"
"""The row of `area_changes` that holds all crime but antisocial behaviour."""

_WIDTH = 78
"""Per cent of the chart's width that the largest band may reach; its number stands right of it."""


class Change(NamedTuple):
    """One row of `area_changes`: months compared, and each year's count with the band around it."""

    months: int
    before: int
    before_low: float
    before_high: float
    now: int
    now_low: float
    now_high: float
    last_month: str


@dataclass(frozen=True, slots=True)
class Band:
    """One year in the chart; positions across as percentages."""

    name: str
    count: int
    low: str
    high: str
    at: str
    label_at: str


class ChangeRow(NamedTuple):
    """One category: both counts, and in words what may be said."""

    name: str
    before: int
    now: int
    verdict: str


@dataclass(frozen=True, slots=True)
class ChangeView:
    """The section: the chart of all crime, and the table by category."""

    title: str
    note: str
    description: str
    bands: tuple[Band, ...]
    caption: str
    rule: str
    before_head: str
    now_head: str
    rows: tuple[ChangeRow, ...]


def read_changes(area_changes: pl.DataFrame) -> dict[str | None, dict[str, Change]]:
    """The changes by neighbourhood (None: all of the force's together) and category."""
    found: dict[str | None, dict[str, Change]] = {}
    for place, category, *values in area_changes.select("neighbourhood_id", "category", *Change._fields).iter_rows():
        found.setdefault(place, {})[category] = Change(*values)
    return found


def verdict_of(change: Change) -> Literal["more", "fewer", "unclear"]:
    """More or fewer only where the bands of the two years do not touch."""
    if change.now_low > change.before_high:
        return "more"
    return "fewer" if change.now_high < change.before_low else "unclear"


def view_change(changes: Mapping[str, Change], categories: Sequence[Category], place: str, words: Words) -> ChangeView | None:
    """The section of one place; None where there is no year before to compare with."""
    whole = changes.get(TOTAL)
    if whole is None or not whole.now + whole.before:
        return None
    last = words.month(whole.last_month)
    if whole.months == 12:
        now_name, before_name = words.gettext("12 months to %(month)s", month=last), words.gettext("The 12 months before")
    else:
        now_name = words.ngettext("%(number)s month of the year to %(month)s", "%(number)s months of the year to %(month)s", whole.months, month=last)
        before_name = words.gettext("The same months a year before")
    bands = _bands(whole, now_name, before_name)
    rows = [
        ChangeRow(category.name, found.before, found.now, _verdict_words(found, words))
        for category in categories
        if (found := changes.get(category.slug)) is not None and found.before + found.now
    ]
    values = {
        "now": words.number(whole.now),
        "before": words.number(whole.before),
        "now_low": words.number(round(whole.now_low)),
        "now_high": words.number(round(whole.now_high)),
        "before_low": words.number(round(whole.before_low)),
        "before_high": words.number(round(whole.before_high)),
    }
    return ChangeView(
        title=_title(whole, values, words),
        note=words.gettext("%(place)s. The dot is the count; the band is how far chance alone could have moved it.", place=place),
        description=words.gettext(
            "The newest year %(now)s crimes, band from %(now_low)s to %(now_high)s; the year before %(before)s, band from %(before_low)s to "
            "%(before_high)s.",
            **values,
        ),
        bands=bands,
        caption=words.gettext("%(place)s, a year against the year before", place=place),
        rule=words.gettext("More or fewer is said only where the bands of the two years do not touch. Everything else may be chance."),
        before_head=before_name,
        now_head=now_name,
        rows=tuple(rows),
    )


def _title(whole: Change, values: Mapping[str, str], words: Words) -> str:
    """The finding as a sentence."""
    kind = verdict_of(whole)
    if kind == "more":
        return words.gettext("%(now)s crimes, more than the %(before)s of the year before", **values)
    if kind == "fewer":
        return words.gettext("%(now)s crimes, fewer than the %(before)s of the year before", **values)
    return words.gettext("%(now)s crimes, and %(before)s in the year before: no clear change", **values)


def _verdict_words(change: Change, words: Words) -> str:
    return {"more": words.gettext("more"), "fewer": words.gettext("fewer"), "unclear": words.gettext("no clear change")}[verdict_of(change)]


def _bands(whole: Change, now_name: str, before_name: str) -> tuple[Band, ...]:
    most = max(whole.now_high, whole.before_high, 1.0)

    def at(value: float, extra: float = 0.0) -> str:
        return f"{round(value / most * _WIDTH + extra, 1):g}%"

    years = ((now_name, whole.now, whole.now_low, whole.now_high), (before_name, whole.before, whole.before_low, whole.before_high))
    return tuple(Band(name, count, at(low), at(high), at(count), at(high, 2.5)) for name, count, low, high in years)
