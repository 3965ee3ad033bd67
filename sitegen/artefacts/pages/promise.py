"""The pages of what neighbourhoods were promised: of each force, with its neighbourhoods under letters where they are many, and of all forces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from sitegen import urls
from sitegen.artefacts.figures import Figure, Missing, Recorded
from sitegen.artefacts.lists.places import alphabetical, force_names, letter_of
from sitegen.artefacts.pages.context import PageContext
from sitegen.artefacts.pages.opening import ForceTables, open_force
from sitegen.artefacts.sections.promise_view import (
    COLUMNS,
    SILENT,
    Cell,
    PlaceRow,
    PromiseFacts,
    PromiseView,
    part_name,
    place_rows,
    silent_cell,
    view_promise,
)
from sitegen.artefacts.sections.records import Force
from sitegen.artefacts.text.words import Words
from sitegen.rules import FORCES_LEAST, NOT_FETCHED, NOT_PROMISED, NOT_SUPPLIED, TOTAL

FRAMEWORK = (
    "https://www.gov.uk/government/publications/neighbourhood-policing-guarantee-performance-framework/"
    "neighbourhood-policing-guarantee-performance-framework-accessible"
)
"""Where the promise is written down."""


@dataclass(frozen=True, slots=True)
class PromisePage:
    """A force's page, or one of its neighbourhoods under a `letter`, of the `letters` with their pages; `several`: all forces have a page, too."""

    force: Force
    framework: str
    promise: PromiseView
    rows: tuple[PlaceRow, ...]
    letter: str
    letters: tuple[tuple[str, str], ...]
    several: bool


@dataclass(frozen=True, slots=True)
class PromiseTables:
    """What the pages of a force are made from."""

    force: ForceTables
    facts: PromiseFacts
    categories: pl.DataFrame


def make(*, force_id: str, context: PageContext, tables: PromiseTables) -> Iterator[tuple[str, bytes]]:
    """The page of a force that the promise is for, then one for each letter where its neighbourhoods are many.

    Nothing for another force, and on a site without a month.
    """
    if force_id in NOT_PROMISED or not context.months:
        return
    opening = open_force(force_id, context, tables.force)
    renderer, words = opening.renderer, opening.renderer.words
    names = dict(words.translated(tables.categories).select("category", "name").iter_rows())
    view = view_promise(tables.facts, names, opening.evidence.breaks, force=opening.force.name, as_of=renderer.site.as_of, words=words)

    letters = tuple((letter, urls.promise(force_id, letter)) for letter in view.letters)

    def page(rows: tuple[PlaceRow, ...], letter: str = "") -> bytes:
        shown = PromisePage(opening.force, FRAMEWORK, view, rows, letter, letters, _is_of_several(opening.forces))
        return renderer.render("pages/promise.html", urls.promise(force_id, letter), shown)

    yield renderer.at(urls.promise(force_id)), page(view.places)
    rows = place_rows(tables.facts.promises, tables.facts.town_centre, words) if view.letters else ()
    for letter in view.letters:
        under = tuple(row for row in rows if letter_of(row.name) == letter)
        yield renderer.at(urls.promise(force_id, letter)), page(under, letter)


def _heads(words: Words) -> tuple[str, ...]:
    return tuple(part_name(column, words) for column in COLUMNS)


def _is_of_several(forces: pl.DataFrame) -> bool:
    """Whether the site has several forces that the promise is for; then one page has them all."""
    return forces.filter(~pl.col("force_id").is_in(sorted(NOT_PROMISED))).height >= FORCES_LEAST


@dataclass(frozen=True, slots=True)
class ForceRow:
    """One force: its page, its neighbourhoods or empty, an answer to each part of the promise, and its town-centre crime with the months it is of."""

    name: str
    path: str
    neighbourhoods: str
    cells: tuple[Cell, ...]
    town: Figure
    months: str


@dataclass(frozen=True, slots=True)
class NationalPromise:
    """The page of all forces that the promise is for, A to Z."""

    framework: str
    heads: tuple[str, ...]
    rows: tuple[ForceRow, ...]


@dataclass(frozen=True, slots=True)
class NationalPromiseTables:
    """What the page of all forces is made from."""

    forces: pl.DataFrame
    promises: pl.DataFrame
    town_centre: pl.DataFrame


def make_national(*, context: PageContext, tables: NationalPromiseTables) -> Iterator[tuple[str, bytes]]:
    """The page of all forces that the promise is for; nothing where those are fewer than two, and on a site without a month."""
    renderer = context.renderer()
    words = renderer.words
    if not context.months or not _is_of_several(tables.forces):
        return
    names = {one: name for one, name in force_names(words.translated(tables.forces)).items() if one not in NOT_PROMISED}
    ordered = sorted(names, key=lambda one: (alphabetical(names[one]), one))
    rows = tuple(
        _force_row(one, names[one], tables.promises.filter(pl.col("force_id") == one), tables.town_centre.filter(pl.col("force_id") == one), words)
        for one in ordered
    )
    path = urls.promise()
    yield renderer.at(path), renderer.render("pages/promise_forces.html", path, NationalPromise(FRAMEWORK, _heads(words), rows))


def _force_row(force_id: str, name: str, promises: pl.DataFrame, town_centre: pl.DataFrame, words: Words) -> ForceRow:
    """The row of one force."""
    whole = town_centre.filter(pl.col("neighbourhood_id").is_null() & (pl.col("category") == TOTAL))
    first, last, crimes = whole.select("first_month", "last_month", "crimes").row(0) if whole.height else ("", "", None)
    return ForceRow(
        name=name,
        path=urls.promise(force_id),
        neighbourhoods=words.number(promises.height) if promises.height else "",
        cells=tuple(_share(promises[column], words) for column in COLUMNS),
        town=Missing(NOT_SUPPLIED) if crimes is None else Recorded(crimes),
        months=words.months(first, last) if first else "",
    )


def _share(states: pl.Series, words: Words) -> Cell:
    """How many neighbourhoods have the answer that keeps a part of the promise, of those with one; not in this copy where it has no neighbourhood."""
    known = states.filter(~states.is_in(SILENT))
    if states.is_empty():
        return silent_cell("not_in_copy", words)
    if states.n_unique() == 1 and known.is_empty():
        return silent_cell(states[0], words)
    silent, missed = (int((states == state).sum()) for state in (NOT_SUPPLIED, NOT_FETCHED))
    notes = [words.ngettext("%(number)s not supplied", "%(number)s not supplied", silent)] if silent else []
    notes += [words.ngettext("%(number)s not fetched", "%(number)s not fetched", missed)] if missed else []
    if known.is_empty():
        return Cell(words.list(notes), is_missing=True)
    kept = int(known.is_in(["yes", "renewed"]).sum())
    return Cell(words.gettext("%(number)s of %(all)s", number=words.number(kept), all=words.number(len(known))), words.list(notes))
