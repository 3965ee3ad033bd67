"""The page of a neighbourhood over the years: months before the window and those of it, where its ground did not change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from sitegen import urls
from sitegen.artefacts.pages.context import PageContext
from sitegen.artefacts.sections.ground_view import Ground, view_ground
from sitegen.artefacts.sections.history_view import Change, KindTable, YearRow, list_changes, read_turns, view_history_chart, view_kinds, view_years
from sitegen.artefacts.sections.issues import Issue, read_breaks, read_faults
from sitegen.artefacts.sections.records import Force, Neighbourhood, read_force, read_neighbourhoods
from sitegen.artefacts.sections.series import Category, Monthly, read_categories, read_monthly
from sitegen.artefacts.sections.trend_view import TrendView
from sitegen.artefacts.supply import read_supply
from sitegen.tables.states import placed_states


@dataclass(frozen=True, slots=True)
class PlaceHistory:
    """One page, from the month `first` to `last`; `window` is the first month that the neighbourhood's other pages tell of."""

    force: Force
    place: Neighbourhood
    ground: Ground
    first: str
    last: str
    window: str
    chart: TrendView | None
    changes: tuple[Change, ...]
    years: tuple[YearRow, ...]
    kinds: KindTable | None
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class PlaceHistoryTables:
    """What the pages of a force's neighbourhoods are made from."""

    forces: pl.DataFrame
    neighbourhoods: pl.DataFrame
    unchanged_grounds: pl.DataFrame
    categories: pl.DataFrame
    long_coverage: pl.DataFrame
    long_place_series: pl.DataFrame
    long_place_years: pl.DataFrame
    breaks: pl.DataFrame
    known_issues: pl.DataFrame


def make(*, force_id: str, context: PageContext, tables: PlaceHistoryTables) -> Iterator[tuple[str, bytes]]:
    """The pages of one force's neighbourhoods, A to Z; none of one of which nothing before the window is told."""
    renderer = context.renderer()
    words = renderer.words
    force = read_force(words.translated(tables.forces), force_id)
    breaks = read_breaks(words.translated(tables.breaks), force_id)
    faults = read_faults(tables.known_issues, force_id, context.language)
    turns = read_turns(breaks, tables.known_issues, force_id, context.language, words)
    categories = read_categories(words.translated(tables.categories), tables.long_place_series)
    years = {str(key[0]): rows for key, rows in tables.long_place_years.partition_by("neighbourhood_id", as_dict=True).items()}
    for place in read_neighbourhoods(tables.neighbourhoods):
        ground = view_ground(tables.unchanged_grounds, place.neighbourhood_id, words)
        if ground is None:
            continue
        monthly = _monthly(tables, force_id, place.neighbourhood_id, ground.first_month, categories)
        first, last = monthly.months[0], monthly.months[-1]
        changes, _ = list_changes(turns, first, last)
        sums = years.get(place.neighbourhood_id, tables.long_place_years.clear())
        page = PlaceHistory(
            force=force,
            place=place,
            ground=ground,
            first=first,
            last=last,
            window=context.months[0],
            chart=view_history_chart(monthly, place.name, words, breaks, turns, faults),
            changes=changes,
            years=view_years(sums, changes, words),
            kinds=view_kinds(sums, categories, changes, breaks, words),
            issues=faults.touching(("crime", "asb"), first, last),
        )
        path = urls.history(force_id, place.folder)
        yield renderer.at(path), renderer.render("pages/place_history.html", path, page)


def _monthly(tables: PlaceHistoryTables, force_id: str, neighbourhood_id: str, first: str, categories: tuple[Category, ...]) -> Monthly:
    """The figures of one neighbourhood in every month from its first to the window's last."""
    months = [month for month in tables.long_coverage["month"].unique().sort() if month >= first]
    placed = placed_states(tables.long_coverage)
    crime, asb = (read_supply(placed, force_id, dataset, months) for dataset in ("crime", "asb"))
    own = tables.long_place_series.filter(pl.col("neighbourhood_id") == neighbourhood_id)
    return read_monthly(own, by="neighbourhood_id", column="crimes", months=months, categories=categories, crime=crime, asb=asb)[neighbourhood_id]
