"""The pages of history: each force over all months of the archive, and the years of all forces side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from sitegen import urls
from sitegen.artefacts.lists.places import alphabetical, are_several, force_names
from sitegen.artefacts.pages.context import PageContext
from sitegen.artefacts.sections.ground_view import GroundsView, view_grounds
from sitegen.artefacts.sections.history_view import (
    Change,
    KindTable,
    YearRow,
    YearSum,
    list_changes,
    read_turns,
    view_history_chart,
    view_kinds,
    view_years,
    years_changed,
)
from sitegen.artefacts.sections.issues import Issue, read_breaks, read_faults
from sitegen.artefacts.sections.records import Force, read_force, read_neighbourhoods
from sitegen.artefacts.sections.series import read_categories, read_monthly
from sitegen.artefacts.sections.trend_view import TrendView
from sitegen.artefacts.sections.year_change_view import YearChange, view_year_change
from sitegen.artefacts.supply import Supply, read_supply
from sitegen.artefacts.text.words import Words
from sitegen.rules import TOTAL


@dataclass(frozen=True, slots=True)
class HistoryView:
    """One force's page. `first` and `last` are empty, and all else too, where this copy has no street crime at all.

    `older` is the month before which nothing is told of points, empty where every month told is in the window; `grounds` says of which
    neighbourhoods months before it are told. `changes` are numbered as in the
    chart, `others` touch no count. `change` is the newest year against the one before, None where no two years in a row were supplied in full.
    """

    force: Force
    first: str
    last: str
    lede: str
    older: str
    grounds: GroundsView | None
    chart: TrendView | None
    changes: tuple[Change, ...]
    others: tuple[Change, ...]
    change: YearChange | None
    years: tuple[YearRow, ...]
    kinds: KindTable | None
    issues: tuple[Issue, ...]
    several: bool


@dataclass(frozen=True, slots=True)
class ForceYears:
    """A force and its sums of all crime, one for each year of the table."""

    name: str
    path: str
    sums: tuple[YearSum, ...]


@dataclass(frozen=True, slots=True)
class AllHistoryView:
    """The forces from A to Z over the years of which any has a sum, newest first; `lede` says what months there are.

    Each year has the numbers of the changes that touch every force, in it and since the one beside it.
    """

    lede: str
    years: tuple[tuple[str, tuple[int, ...]], ...]
    forces: tuple[ForceYears, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class HistoryTables:
    """What a force's page is made from; the neighbourhoods are there so that each force with a page has this one."""

    forces: pl.DataFrame
    neighbourhoods: pl.DataFrame
    boundaries: pl.DataFrame
    categories: pl.DataFrame
    long_coverage: pl.DataFrame
    long_series: pl.DataFrame
    long_years: pl.DataFrame
    force_year_changes: pl.DataFrame
    breaks: pl.DataFrame
    known_issues: pl.DataFrame
    unchanged_grounds: pl.DataFrame


def make(*, force_id: str, context: PageContext, tables: HistoryTables) -> Iterator[tuple[str, bytes]]:
    """The page of one force, also where only the months of the window are there, or none: it says so."""
    renderer = context.renderer()
    words = renderer.words
    forces = words.translated(tables.forces)
    force, path = read_force(forces, force_id), urls.history(force_id)
    every = tables.long_coverage["month"].unique().sort().to_list()
    first, last = _span(every, [read_supply(tables.long_coverage, force_id, dataset, every) for dataset in ("crime", "asb")])
    months = [month for month in every if first and month >= first]
    crime, asb = (read_supply(tables.long_coverage, force_id, dataset, months) for dataset in ("crime", "asb"))
    breaks = read_breaks(words.translated(tables.breaks), force_id).of_totals()
    faults = read_faults(tables.known_issues, force_id, context.language)
    series = tables.long_series.filter(pl.col("month").is_in(months))
    categories = read_categories(words.translated(tables.categories), series)
    monthly = read_monthly(series, by="force_id", column="crimes", months=months, categories=categories, crime=crime, asb=asb).get(force_id)
    turns = read_turns(breaks, tables.known_issues, force_id, context.language, words)
    changes, others = list_changes(turns, first, last)
    older = context.months[0] if context.months and "" < first < context.months[0] else ""
    view = HistoryView(
        force=force,
        first=first,
        last=last,
        lede=history_lede(force.name, crime, first, last, words),
        older=older,
        grounds=view_grounds(tables.unchanged_grounds, read_neighbourhoods(tables.neighbourhoods), older, words) if older else None,
        chart=view_history_chart(monthly, force.name, words, breaks, turns, faults) if monthly else None,
        changes=changes,
        others=others,
        change=view_year_change(tables.force_year_changes, force.name, categories, words),
        years=view_years(tables.long_years.filter(pl.col("year") >= first[:4]), changes, words) if first else (),
        kinds=view_kinds(tables.long_years, categories, changes, breaks, words),
        issues=faults.touching(("crime", "asb"), first, last),
        several=are_several(forces),
    )
    yield renderer.at(path), renderer.render("pages/force_history.html", path, view)


def make_all(
    *,
    context: PageContext,
    forces: pl.DataFrame,
    long_years: pl.DataFrame,
    long_coverage: pl.DataFrame,
    breaks: pl.DataFrame,
    known_issues: pl.DataFrame,
) -> Iterator[tuple[str, bytes]]:
    """The page of all forces; nothing where the site has one alone, besides British Transport Police, as with the page `/forces/`."""
    renderer = context.renderer()
    words = renderer.words
    names = force_names(words.translated(forces))
    if not are_several(forces):
        return
    sums = long_years.filter(pl.col("category") == TOTAL)
    years = sums.filter(pl.col("crimes").is_not_null())["year"].unique().sort(descending=True).to_list()
    months = long_coverage["month"].unique().sort().to_list()
    ids = sorted(names, key=lambda force_id: (alphabetical(names[force_id]), force_id))
    every = read_turns(read_breaks(words.translated(breaks), "").of_totals(), known_issues.clear(), "", context.language, words)
    changes = list_changes(every, months[0], months[-1])[0] if months else ()
    path = urls.page("history")
    view = AllHistoryView(
        lede=all_lede(months, words),
        years=years_changed(years, changes),
        forces=tuple(ForceYears(names[one], urls.history(one), _sums(sums.filter(pl.col("force_id") == one), years, words)) for one in ids),
        changes=changes,
    )
    yield renderer.at(path), renderer.render("pages/history.html", path, view)


def _sums(sums: pl.DataFrame, years: list[str], words: Words) -> tuple[YearSum, ...]:
    found = {row.year: row.crime for row in view_years(sums, (), words)}
    return tuple(found.get(year, YearSum(None, words.state("not_supplied"))) for year in years)


def _span(months: list[str], supplies: list[Supply]) -> tuple[str, str]:
    """The first month of which anything is known, and the last month of all; both empty where nothing is known of any."""
    known = [index for index in range(len(months)) if any(supply.counted(index) for supply in supplies)]
    return (months[known[0]], months[-1]) if known else ("", "")


def history_lede(name: str, crime: Supply, first: str, last: str, words: Words) -> str:
    """Of how many months from the first to the last there are crimes, in full and in part."""
    if not first:
        return words.gettext("This copy of the site has no street crime of %(force)s.", force=name)
    states = crime.states
    part = states.count("supplied_partial")
    there = states.count("supplied") + part
    values = {"force": name, "months": words.months(first, last), "all": words.number(len(states)), "number": words.number(there)}
    if there == len(states):
        sentence = words.gettext("This copy of the site has the crime that %(force)s recorded in every month from %(months)s.", **values)
    else:
        sentence = words.gettext(
            "This copy of the site has the crime that %(force)s recorded in %(number)s of the %(all)s months from %(months)s.", **values
        )
    partly = words.ngettext("One of these months came in part.", "%(number)s of these months came in part.", part)
    return f"{sentence} {partly}" if part else sentence


def all_lede(months: list[str], words: Words) -> str:
    """Which months there are at all; nothing where there is none."""
    return words.gettext("This copy of the site has street crime of %(months)s.", months=words.months(months[0], months[-1])) if months else ""
