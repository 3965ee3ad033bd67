"""The page on how a neighbourhood's figures change: every kind of crime with its chart and its table, under an anchor of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from sitegen import urls
from sitegen.artefacts.pages.context import PageContext
from sitegen.artefacts.pages.opening import ForceTables, open_force
from sitegen.artefacts.sections.alike_view import AlikeView, read_alike, view_alike
from sitegen.artefacts.sections.change_view import ChangeView, beside_sentence, view_every_change
from sitegen.artefacts.sections.changes import read_beside, read_changes
from sitegen.artefacts.sections.ground_view import told_grounds
from sitegen.artefacts.sections.records import Force, Neighbourhood
from sitegen.artefacts.sections.residents import read_residents
from sitegen.artefacts.sections.series import read_categories, read_monthly
from sitegen.artefacts.sections.trend_view import TrendView, view_trend
from sitegen.artefacts.sections.usual_view import UsualView, read_usuals, view_usual
from sitegen.artefacts.sections.year_view import YearView


@dataclass(frozen=True, slots=True)
class ChangePage:
    """One page: `change` is None, and `figures` empty, where the newest twelve months have nothing to draw; `trend` is the window in one chart.

    `beside` is what the force's neighbourhoods had together, which may be empty; `alike` the neighbourhoods like it; `has_history`: older months
    are told on a page of their own.
    """

    force: Force
    place: Neighbourhood
    change: ChangeView | None
    figures: tuple[YearView, ...]
    trend: TrendView | None
    usual: UsualView | None
    beside: str
    alike: AlikeView | None
    has_history: bool


@dataclass(frozen=True, slots=True)
class ChangeTables:
    """What the pages of a force's neighbourhoods are made from."""

    force: ForceTables
    categories: pl.DataFrame
    neighbourhood_series: pl.DataFrame
    neighbourhood_changes: pl.DataFrame
    populations: pl.DataFrame
    place_features: pl.DataFrame
    alike: pl.DataFrame
    unchanged_grounds: pl.DataFrame


def make(*, force_id: str, context: PageContext, tables: ChangeTables) -> Iterator[tuple[str, bytes]]:
    """The pages of one force's neighbourhoods, A to Z; none for a neighbourhood without figures to draw."""
    opening = open_force(force_id, context, tables.force, placed=True)
    renderer, force, evidence = opening.renderer, opening.force, opening.evidence
    words, supply = renderer.words, opening.evidence.supply
    categories = read_categories(words.translated(tables.categories), tables.neighbourhood_series)
    changes = read_changes(tables.neighbourhood_changes)
    series = read_monthly(
        tables.neighbourhood_series,
        by="neighbourhood_id",
        column="crimes",
        months=evidence.months,
        categories=categories,
        crime=supply.crime,
        asb=supply.asb,
    )
    census = {place: found.people for place, found in read_residents(tables.populations).items() if place is not None}
    beside = read_beside(changes, force.name, [census, {place.neighbourhood_id: place.population or 0 for place in opening.places}])
    together = beside_sentence(beside, words) if beside else ""
    usuals = read_usuals(changes, beside, categories)
    alike = read_alike(tables.place_features, tables.alike)
    with_history = told_grounds(tables.unchanged_grounds)
    for place in opening.places:
        monthly = series.get(place.neighbourhood_id)
        if monthly is None:
            continue
        own = changes.get(place.neighbourhood_id, {})
        change, figures = view_every_change(monthly, categories, own, evidence, words)
        page = ChangePage(
            force=force,
            place=place,
            change=change,
            figures=figures,
            trend=view_trend(monthly, place.name, words, breaks=evidence.breaks, faults=evidence.faults),
            usual=view_usual(place.neighbourhood_id, place.name, own, usuals, words),
            beside=together,
            alike=view_alike(place, opening.places, force.name, alike, words),
            has_history=place.neighbourhood_id in with_history,
        )
        if page.change or page.trend:
            path = urls.neighbourhood_change(force_id, place.folder)
            yield renderer.at(path), renderer.render("pages/change.html", path, page)
