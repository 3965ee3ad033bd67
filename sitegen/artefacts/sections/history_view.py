"""A force over all months of the archive: one chart that no line crosses where counting changed, and sums of whole years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import polars as pl

from sitegen.artefacts.figures import Recorded, numbers
from sitegen.artefacts.sections.charts import before_month, draw_trend
from sitegen.artefacts.sections.issues import ALL_FORCES, Break, Breaks, Faults, Issue, issue_of
from sitegen.artefacts.sections.series import Category, Monthly
from sitegen.artefacts.sections.trend_view import BreakMark, GapLabel, TrendView, cut_before, view_trend
from sitegen.artefacts.text.words import Words
from sitegen.comparing import lies_between
from sitegen.rules import TOTAL
from sitegen.terms import ASB, YEAR_MONTHS, Month

_STREET = ("crime", "asb")
_WIDE = 8
"""What part of the chart a gap must be, one in so many, for words on it."""
_APART = 22
"""Months out of 180 that two uprights must be apart for a number of its own to the right of each."""


@dataclass(frozen=True, slots=True)
class Change:
    """A month from which something else is counted: its number in the chart and the list, 0 where it touches no count; and what changed."""

    number: int
    month: str
    texts: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class YearSum:
    """What was recorded in a year; where there is no sum of it `figure` is None and `why` says so in words."""

    figure: Recorded | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class YearRow:
    """A calendar year: its sums, and the numbers of the changes that fall in it."""

    year: str
    crime: YearSum
    asb: YearSum
    changes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class KindRow:
    """One category in one meaning: its months in words, empty where it did not change in these years, and a sum a year; None: not in use."""

    name: str
    span: str
    sums: tuple[YearSum | None, ...]


@dataclass(frozen=True, slots=True)
class KindTable:
    """The categories over those years of which any has a sum, newest first, each year with the changes since the one beside it."""

    years: tuple[tuple[str, tuple[int, ...]], ...]
    rows: tuple[KindRow, ...]


@dataclass(frozen=True, slots=True)
class Turns:
    """What changed for one force, in the order of months: definitions, and faults that touch the counts while they last."""

    rows: tuple[tuple[str, str, str, Issue], ...]
    """Month, data set, category or "" for all, and what changed."""

    def between(self, first: str, last: str) -> tuple[tuple[str, str, str, Issue], ...]:
        """Those that part two months of a span."""
        return tuple(row for row in self.rows if lies_between(row[0], first, last))


def read_turns(breaks: Breaks, known_issues: pl.DataFrame, force_id: str, language: str, words: Words) -> Turns:
    """The changes of definition that touch a force, and where a known fault of its crime data begins and ends."""
    found = [(row.month, row.dataset, row.category, Issue(row.text, "", "")) for row in breaks.rows]
    partly = known_issues.filter(
        pl.col("force_id").is_in([force_id, ALL_FORCES]), pl.col("dataset").is_in(_STREET), pl.col("state") == "supplied_partial"
    ).sort("first_month", "dataset", "text")
    for row in partly.iter_rows(named=True):
        issue = issue_of(row, language)
        found.append((row["first_month"], row["dataset"], "", issue))
        if row["last_month"]:
            over = str(Month.parse(row["last_month"]).plus(1))
            begun = words.gettext("The known fault that began in %(month)s is over.", month=words.month(row["first_month"]))
            found.append((over, row["dataset"], "", Issue(begun, "", "")))
    return Turns(tuple(sorted(found, key=lambda row: row[:3])))


def list_changes(turns: Turns, first: str, last: str) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """The months after the first of a span in which a count changed, numbered from 1; then those that touch outcomes alone, without a number."""
    within = turns.between(first, last)
    counts = _by_month(row for row in within if row[1] in {*_STREET, "all"})
    others = _by_month(row for row in within if row[1] == "outcomes")
    numbered = tuple(Change(number, month, texts) for number, (month, texts) in enumerate(counts, start=1))
    return numbered, tuple(Change(0, month, texts) for month, texts in others)


def view_history_chart(monthly: Monthly, place: str, words: Words, breaks: Breaks, turns: Turns, faults: Faults) -> TrendView | None:
    """The chart by month, its line cut where something changed, each cut an upright with the number of the change; None as `view_trend` says.

    `monthly` begins with a month of which something is known. Lines are cut at `turns`; the title goes by `breaks`: after a fault that is over the
    same is counted as before it.
    """
    trend = view_trend(monthly, place, words, breaks=breaks, faults=faults, are_listed=True)
    if trend is None:
        return None
    months = monthly.months
    changes, _ = list_changes(turns, months[0], months[-1])
    cuts = cut_before(months, ((month, dataset) for month, dataset, _, _ in turns.rows))
    chart = draw_trend(months, numbers(monthly.crime), numbers(monthly.asb), *cuts)
    wide = [band for band in chart.gaps if (band.last - band.first + 1) * _WIDE >= len(months)]
    note = words.gettext(
        "No line is drawn across a month in which what it counts changed. A dotted upright stands there, with the number of the change in the list."
    )
    return replace(
        trend,
        note=f"{trend.note} {note}" if changes else trend.note,
        chart=chart,
        gap_labels=tuple(GapLabel(words.figure(monthly.crime[band.first]), band.middle) for band in wide),
        marks=_marks({change.month: change.number for change in changes}, months),
    )


def view_years(long_years: pl.DataFrame, changes: Sequence[Change], words: Words) -> tuple[YearRow, ...]:
    """The calendar years of one force, newest first."""
    sums = _read_sums(long_years, words)
    years = sorted({year for year, _ in sums}, reverse=True)
    nothing = YearSum(None, words.state("not_supplied"))
    return tuple(
        YearRow(
            year,
            sums.get((year, TOTAL), nothing),
            sums.get((year, ASB), nothing),
            _changes_in(year, changes),
        )
        for year in years
    )


def _changes_in(year: str, changes: Sequence[Change]) -> tuple[int, ...]:
    """The numbers of the changes that fall in a year."""
    return tuple(change.number for change in changes if change.month.startswith(year))


def years_changed(years: Sequence[str], changes: Sequence[Change]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Years that stand side by side, newest first, each with the numbers of the changes in it and since the one beside it."""
    beside = [*years[1:], *(str(int(year) - 1) for year in years[-1:])]
    pairs = zip(years, beside, strict=True)
    return tuple((year, tuple(change.number for change in changes if older < change.month[:4] <= year)) for year, older in pairs)


def view_kinds(long_years: pl.DataFrame, categories: Sequence[Category], changes: Sequence[Change], breaks: Breaks, words: Words) -> KindTable | None:
    """The categories of crime by year; None where no year has a sum. A category that came to mean something else has a row for each meaning."""
    of_kinds = long_years.filter(~pl.col("category").is_in([TOTAL, ASB]))
    years = of_kinds.filter(pl.col("crimes").is_not_null())["year"].unique().sort(descending=True).to_list()
    if not years:
        return None
    sums = _read_sums(of_kinds, words)
    rows: list[KindRow] = []
    for category in categories:
        own = [row for row in breaks.rows if row.category == category.slug and row.dataset in {*_STREET, "all"} and row.month > category.first_month]
        for meaning in _meanings(category, own):
            cells = tuple(sums.get((year, category.slug)) if meaning.touches(year) else None for year in years)
            if any(cell and cell.figure for cell in cells):
                rows.append(KindRow(meaning.name, meaning.span(words) if meaning.last or meaning.first[:4] >= years[-1] else "", cells))
    return KindTable(years_changed(years, changes), tuple(rows))


@dataclass(frozen=True, slots=True)
class _Meaning:
    """A category between two changes of it; `first` and `last` are its months, empty where open."""

    name: str
    first: str
    last: str

    def touches(self, year: str) -> bool:
        return self.first[:4] <= year and (not self.last or year <= self.last[:4])

    def span(self, words: Words) -> str:
        if self.first and self.last:
            return words.months(self.first, self.last)
        return words.gettext("since %(month)s", month=words.month(self.first)) if self.first else ""


def _meanings(category: Category, own: Sequence[Break]) -> tuple[_Meaning, ...]:
    """What a category meant, oldest first; a change under which it had another name gives that to the time before it."""
    starts = [category.first_month if own else "", *(row.month for row in own)]
    ends = [*(str(Month.parse(row.month).plus(-1)) for row in own), category.last_month]
    names = [*(row.old_name or category.name for row in own), category.name]
    return tuple(_Meaning(*row) for row in zip(names, starts, ends, strict=True))


def _read_sums(long_years: pl.DataFrame, words: Words) -> Mapping[tuple[str, str], YearSum]:
    return {(row["year"], row["category"]): _sum_of(row, words) for row in long_years.iter_rows(named=True)}


def _sum_of(row: Mapping[str, object], words: Words) -> YearSum:
    if row["crimes"] is not None:
        return YearSum(Recorded(int(str(row["crimes"]))))
    supplied, partly = int(str(row["supplied"])), int(str(row["partly"]))
    if row["changed"] and supplied + partly:
        return YearSum(None, words.gettext("the category changed in %(month)s: no sum of the year", month=words.month(str(row["changed"]))))
    if not supplied + partly:
        # Without one state of all: some months, say, were not supplied, and of others this copy has no file.
        mixed = words.gettext("no month has a figure, and not all for the same reason")
        return YearSum(None, words.state(str(row["state"])) if row["state"] else mixed)
    if partly:
        text = words.gettext(
            "%(number)s of 12 months supplied to this copy in full, %(part)s in part: no sum of the year", number=supplied, part=partly
        )
        return YearSum(None, text)
    if supplied == YEAR_MONTHS and row.get("renewed"):
        month = words.month(str(row["renewed"]))
        return YearSum(None, words.gettext("the list of map points was renewed in %(month)s: no sum of the year", month=month))
    return YearSum(None, words.gettext("%(number)s of 12 months supplied to this copy: no sum of the year", number=supplied))


def _by_month(rows: Iterable[tuple[str, str, str, Issue]]) -> list[tuple[str, tuple[Issue, ...]]]:
    """What changed in each month, each sentence once."""
    return [(month, tuple(dict.fromkeys(row[3] for row in found))) for month, found in groupby(rows, key=lambda row: row[0])]


def _marks(numbers: Mapping[str, int], months: Sequence[str]) -> tuple[BreakMark, ...]:
    """An upright for each change, its number to the right of it.

    Where some stand close together the first has its number to the left and the last to the right; those between have the numbers between.
    """
    at = [(months.index(month), number) for month, number in numbers.items()]
    marks, is_close_before = [], False
    for place, (index, number) in enumerate(at):
        following = at[place + 1][0] if place + 1 < len(at) else len(months) * 2
        is_close = (following - index) * 180 < _APART * len(months)
        text = "" if is_close and is_close_before else str(number)
        marks.append(BreakMark(text, before_month(index, len(months)), is_left=is_close and not is_close_before))
        is_close_before = is_close
    return tuple(marks)
