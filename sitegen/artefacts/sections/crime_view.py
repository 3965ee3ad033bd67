"""What was recorded, as a page shows it: the finding of the newest month, and a table by category."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from sitegen.artefacts.figures import Figure, Missing, Recorded, numbers
from sitegen.artefacts.sections.changes import MonthVerdicts
from sitegen.artefacts.sections.charts import Spark, draw_spark, share_of
from sitegen.artefacts.sections.comparison import (
    change_phrase,
    changed_phrase,
    changed_sentence,
    moved_phrase,
    moved_sentence,
    no_year_note,
    no_year_sentence,
    pair_of,
    year_sentence,
)
from sitegen.artefacts.sections.components import CountRow
from sitegen.artefacts.sections.evidence import Evidence
from sitegen.artefacts.sections.issues import Breaks, Issue, break_texts
from sitegen.artefacts.sections.series import Category, Monthly, part_of
from sitegen.artefacts.sections.trend_view import TrendView, view_trend
from sitegen.artefacts.text.phrases import counts_phrase, supply_note
from sitegen.artefacts.text.words import Words
from sitegen.rules import TOTAL
from sitegen.terms import ASB, Month

_DATASETS = ("crime", "asb")

Extent = Literal["neighbourhood", "force", "forces"]
"""What a page's figures are of."""


@dataclass(frozen=True, slots=True)
class CountsView:
    """The table by category of one month; `absent` is a sentence on categories without a single count in the window."""

    caption: str
    note: str
    head: str
    spark_head: str
    crime: tuple[CountRow, ...]
    sum: CountRow
    asb: tuple[CountRow, ...]
    absent: str
    about: tuple[str, ...]
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class CrimeView:
    """The figures of one place. `month` is the window's newest month, `shown` the newest one that has figures."""

    month: str
    crime: Figure
    asb: Figure
    comparison: str
    glance: str
    supply_note: str
    shown: str
    counts: CountsView | None
    trend: TrendView | None
    issues: tuple[Issue, ...]


def view_crime(
    monthly: Monthly,
    categories: Sequence[Category],
    evidence: Evidence,
    *,
    place: str,
    words: Words,
    of: Extent = "neighbourhood",
    verdicts: MonthVerdicts = MappingProxyType({}),
) -> CrimeView:
    """The view of one place's figures; the table shows the newest month the force supplied.

    A force, and forces together, record so much that any difference passes for more than chance, a leap day among them: there the page says
    how many a day, and no verdict. Of a neighbourhood the `verdicts` are told.
    """
    newest = len(monthly.months) - 1
    supply = evidence.supply
    shown = newest if supply.shown is None else supply.shown
    now = (monthly.crime[newest], monthly.asb[newest])
    return CrimeView(
        month=monthly.months[newest],
        crime=now[0],
        asb=now[1],
        comparison=_comparison(monthly, evidence, of, verdicts, words),
        glance=counts_phrase(words, *now),
        supply_note=supply_note(words, supply.crime, supply.asb, newest, supply.force_name),
        shown=monthly.months[shown],
        counts=None if supply.shown is None else _view_counts(_Shown(monthly, shown, evidence, words, of != "neighbourhood", verdicts), categories),
        trend=view_trend(monthly, place, words, breaks=evidence.breaks, faults=evidence.faults),
        issues=evidence.faults.touching(_DATASETS, monthly.months[newest], monthly.months[newest]),
    )


def _comparison(monthly: Monthly, evidence: Evidence, of: Extent, verdicts: MonthVerdicts, words: Words) -> str:
    """What follows the finding: what was supplied in part, and the newest month against the same month a year earlier."""
    newest = len(monthly.months) - 1
    month, earlier = monthly.months[newest], _year_before(monthly.months, newest)
    now = (monthly.crime[newest], monthly.asb[newest])
    crime_partial, asb_partial = (isinstance(one, Recorded) and one.partial for one in now)
    sentences = [_partial_sentence(words, of, crime=crime_partial, asb=asb_partial)]
    if _stands_alone(monthly, earlier):
        if any(isinstance(one, Recorded) and not one.partial for one in now):
            year_before = _year_earlier(month)
            sentences.append(no_year_sentence(words, year_before) if of == "neighbourhood" else no_year_note(words, year_before))
    elif earlier is not None:
        before = monthly.months[earlier]
        pairs = [
            pair_of(one, at_earlier, verdicts.get((category, month)))
            for one, at_earlier, category in zip(now, (monthly.crime[earlier], monthly.asb[earlier]), (TOTAL, ASB), strict=True)
        ]
        for at, changed in enumerate((evidence.breaks.between("crime", "", before, month), evidence.breaks.between("asb", ASB, before, month))):
            if changed and pairs[at]:
                sentences.append(changed_sentence(words, changed.month, before, asb=bool(at)))
                pairs[at] = None
            elif pairs[at] and (_DATASETS[at], month) in evidence.supply.moved:
                sentences.append(moved_sentence(words, before, asb=bool(at)))
                pairs[at] = None
        sentences.append(year_sentence(words, pairs[0], pairs[1], (month, before), daily=of != "neighbourhood"))
    return " ".join(sentence for sentence in sentences if sentence)


def _partial_sentence(words: Words, of: Extent, *, crime: bool, asb: bool) -> str:
    """That a month was supplied in part; empty where it was not."""
    if not crime and not asb:
        return ""
    if of == "forces":
        return words.gettext("Some of the forces supplied this month in part, so the true numbers may be higher.")
    if crime and asb:
        return words.gettext("The force supplied this month in part, so the true numbers may be higher.")
    if crime:
        return words.gettext("The force supplied its crime data for this month in part, so the true number of crimes may be higher.")
    return words.gettext("The force supplied its data on antisocial behaviour for this month in part, so the true number of reports may be higher.")


def _view_counts(of: _Shown, categories: Sequence[Category]) -> CountsView:
    monthly, shown, evidence, words = of.monthly, of.shown, of.evidence, of.words
    start, month = monthly.start, monthly.months[shown]
    lines = len(monthly.months) - start > 1
    in_use = [category for category in categories if _is_used(category, monthly, shown)]
    empty = [category for category in in_use if category.is_crime and _never(monthly.by_category[category.slug], monthly.crime)]
    most = max((monthly.by_category[category.slug][shown] or 0 for category in in_use), default=0)
    table = _Table(of, most)
    alone = no_year_note(words, _year_earlier(month)) if _stands_alone(monthly, of.earlier) else ""
    return CountsView(
        caption=_caption(monthly, shown, words),
        note=" ".join(part for part in (alone, _note(monthly.months[start:], words) if lines else "") if part),
        head=words.month(month),
        spark_head=words.ngettext("%(number)s month", "%(number)s months", len(monthly.months) - start) if lines else "",
        crime=tuple(table.row(category) for category in in_use if category.is_crime and category not in empty),
        sum=table.sum_row(),
        asb=tuple(table.row(category) for category in in_use if not category.is_crime),
        absent=_absent_sentence(empty, monthly, words),
        about=(*_about(in_use, empty, words), *_break_sentences(in_use, monthly, start, evidence.breaks)),
        issues=evidence.faults.touching(_DATASETS, month, month) if shown != len(monthly.months) - 1 else (),
    )


@dataclass(frozen=True, slots=True)
class _Shown:
    """One place's figures and the month that the table shows; `daily` where no verdict is given, else the `verdicts`."""

    monthly: Monthly
    shown: int
    evidence: Evidence
    words: Words
    daily: bool
    verdicts: MonthVerdicts

    @property
    def earlier(self) -> int | None:
        """The index of the month a year before the one shown."""
        return _year_before(self.monthly.months, self.shown)

    def change(self, slug: str, now: Figure, at: Callable[[int], Figure]) -> str:
        """The change since a year earlier, or since when another thing is counted."""
        if self.earlier is None:
            return ""
        month, before = self.monthly.months[self.shown], self.monthly.months[self.earlier]
        dataset = "asb" if slug == ASB else "crime"
        changed = self.evidence.breaks.between(dataset, slug, before, month)
        if changed:
            return changed_phrase(self.words, changed.month)
        told = self.verdicts.get((slug or TOTAL, month))
        phrase = change_phrase(self.words, now, at(self.earlier), (month, before), daily=self.daily, told=told)
        return moved_phrase(self.words) if phrase and (dataset, month) in self.evidence.supply.moved else phrase


@dataclass(frozen=True, slots=True)
class _Table:
    """One place's table by category, and the largest number in it."""

    of: _Shown
    most: int

    def row(self, category: Category) -> CountRow:
        """The row of a category."""
        monthly, shown = self.of.monthly, self.of.shown
        values = monthly.by_category[category.slug]
        whole = monthly.crime if category.is_crime else monthly.asb
        named = category.name if category.slug != ASB else self.of.words.gettext("Antisocial behaviour (reports, not counted as crime)")
        return CountRow(
            name=named,
            figure=part_of(values[shown], whole[shown]),
            change=self.of.change(category.slug, part_of(values[shown], whole[shown]), lambda index: part_of(values[index], whole[index])),
            bar=share_of(values[shown], self.most) if values[shown] is not None else None,
            spark=self._spark(values, _unused(category, monthly, values, whole)),
        )

    def sum_row(self) -> CountRow:
        """The row of all crime."""
        crime = self.of.monthly.crime
        return CountRow(
            name=self.of.words.gettext("All crime"),
            figure=crime[self.of.shown],
            change=self.of.change("", crime[self.of.shown], lambda index: crime[index]),
            spark=self._spark(numbers(crime)),
        )

    def _spark(self, values: Sequence[int | None], unused: Sequence[bool] = ()) -> Spark | None:
        start = self.of.monthly.start
        return draw_spark(values[start:], unused[start:]) if len(values) - start > 1 else None


def _about(in_use: Sequence[Category], empty: Sequence[Category], words: Words) -> list[str]:
    """What the categories of the table hold, where something is to be said about them."""
    return [words.gettext("%(category)s: %(about)s", category=one.name, about=one.about) for one in in_use if one.about and one not in empty]


def _break_sentences(in_use: Sequence[Category], monthly: Monthly, start: int, breaks: Breaks) -> tuple[str, ...]:
    """What changed in the categories of the table while the small lines run."""
    slugs = {category.slug for category in in_use}
    rows = [row for row in breaks.rows if row.dataset not in {"outcomes", "stops"} and (not row.category or row.category in slugs)]
    return break_texts(rows, monthly.months[start], monthly.months[-1])


def _caption(monthly: Monthly, shown: int, words: Words) -> str:
    """The table's month; an older one than the window's newest is the newest that was supplied of what it counts."""
    month = words.month(monthly.months[shown])
    if shown == len(monthly.months) - 1:
        return words.gettext("What was recorded in %(month)s, by category", month=month)
    if isinstance(monthly.crime[shown], Missing):
        return words.gettext("What was recorded in %(month)s, the newest month for which antisocial behaviour was supplied, by category", month=month)
    if any(isinstance(one, Recorded) for one in monthly.asb[shown + 1 :]):
        return words.gettext("What was recorded in %(month)s, the newest month for which crime was supplied, by category", month=month)
    return words.gettext("What was recorded in %(month)s, the newest month supplied, by category", month=month)


def _note(months: Sequence[str], words: Words) -> str:
    span = words.months(months[0], months[-1])
    return words.gettext("Small lines: %(months)s, each on its own scale. Hatched: no figure.", months=span)


def _is_used(category: Category, monthly: Monthly, shown: int) -> bool:
    """True for a category with a row: it has a number in the month, or is in use somewhere while the month is not known in full."""
    values = monthly.by_category.get(category.slug)
    if values is None:
        return False
    whole = monthly.crime[shown] if category.is_crime else monthly.asb[shown]
    return values[shown] is not None or not _is_unused(category, monthly.months[shown], whole)


def _unused(category: Category, monthly: Monthly, values: Sequence[int | None], whole: Sequence[Figure]) -> list[bool]:
    """For each month whether the category was not in use; empty where it has a number in each."""
    if None not in values:
        return []
    return [value is None and _is_unused(category, month, one) for value, month, one in zip(values, monthly.months, whole, strict=True)]


def _is_unused(category: Category, month: str, whole: Figure) -> bool:
    """True where a category without a number was not in use: neither zero nor missing, there was nothing to count under it."""
    return not category.used_in(month) or (isinstance(whole, Recorded) and not whole.partial)


def _never(values: Sequence[int | None], crime: Sequence[Figure]) -> bool:
    """True where a category has only zeros, with at least one month supplied in full."""
    return any(isinstance(one, Recorded) and not one.partial for one in crime) and not any(values)


def _absent_sentence(empty: Sequence[Category], monthly: Monthly, words: Words) -> str:
    if not empty:
        return ""
    names = words.list([category.name for category in empty])
    if any(isinstance(one, Missing) for one in monthly.crime):
        return words.gettext("No month that was supplied has a count for %(categories)s.", categories=names)
    months = words.months(monthly.months[0], monthly.months[-1])
    return words.gettext("From %(months)s nothing was recorded under %(categories)s.", months=months, categories=names)


def _year_before(months: Sequence[str], index: int) -> int | None:
    earlier = _year_earlier(months[index])
    return months.index(earlier) if earlier in months else None


def _year_earlier(month: str) -> str:
    return str(Month.parse(month).plus(-12))


def _stands_alone(monthly: Monthly, earlier: int | None) -> bool:
    """True where the month a year earlier has no full figures that another could be compared with."""
    before = () if earlier is None else (monthly.crime[earlier], monthly.asb[earlier])
    return not any(isinstance(one, Recorded) and not one.partial for one in before)
