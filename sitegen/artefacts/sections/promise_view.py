"""What was supplied about what neighbourhoods were promised, as the pages of a force and of all forces show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import polars as pl

from sitegen.artefacts.figures import Figure, Missing, Recorded
from sitegen.artefacts.lists.places import alphabetical, letter_of
from sitegen.artefacts.sections.components import CountRow
from sitegen.artefacts.sections.issues import Breaks, break_texts
from sitegen.artefacts.text.words import Words
from sitegen.rules import NOT_FETCHED, NOT_SUPPLIED, TOTAL, TOWN_CENTRE

SILENT = (NOT_SUPPLIED, NOT_FETCHED)
"""The answers that are none: nobody told us, or nobody here asked."""
PLACES_MOST = 150
"""Neighbourhoods up to which a force's page lists all of them; of more there is a page for each letter, so that each is small."""
_HISTORY_LEAST = 2
"""Months below which nothing is said of how it was before."""


class Cell(NamedTuple):
    """A cell in words, with a quiet line under it; `is_missing`: nobody told us, or nobody here asked."""

    text: str
    note: str = ""
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer and how many neighbourhoods have it."""

    text: str
    number: str
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the promise with its answers; those that no neighbourhood has are left out, but for the one that keeps it."""

    name: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One neighbourhood: its folder, its cells in the order of the view's heads, and its town-centre crime; `is_silent`: no cell tells anything."""

    name: str
    folder: str
    cells: tuple[Cell, ...]
    town: Figure

    @property
    def is_silent(self) -> bool:
        """True where nothing is known, and for one reason, so that one cell can say it for all."""
        return all(cell.is_missing and not cell.note for cell in self.cells) and len(set(self.cells)) == 1


@dataclass(frozen=True, slots=True)
class Town:
    """Town-centre crime of a year: the months in words, the three categories and their sum, and what changed within the year."""

    months: str
    rows: tuple[CountRow, ...]
    sum: CountRow
    breaks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month as it was seen then: neighbourhoods with a priority, those of them whose newest was not older than three months, meetings."""

    month: str
    seen: Figure
    renewed: Figure
    meetings: Figure


@dataclass(frozen=True, slots=True)
class PromiseFacts:
    """What is known of one force, or of several."""

    promises: pl.DataFrame
    promise_months: pl.DataFrame
    town_centre: pl.DataFrame


@dataclass(frozen=True, slots=True)
class PromiseView:
    """All that is said of one force; `heads` are the parts of the promise about which it supplied something, and none where it supplied nothing:
    then `silence` says why.

    `number` counts its neighbourhoods, none where their list was not supplied. `town` is None where no year was supplied in full.
    `letters` has the letters that have a page of their own, and `places` is empty then.
    """

    as_of: str
    heads: tuple[str, ...]
    silence: str
    parts: tuple[Part, ...]
    places: tuple[PlaceRow, ...]
    letters: tuple[str, ...]
    number: int
    town: Town | None
    months: tuple[MonthRow, ...]


def view_promise(tables: PromiseFacts, names: Mapping[str, str], breaks: Breaks, *, force: str, as_of: str, words: Words) -> PromiseView:
    """The view of the one force that the tables are of; `names` are the categories' own, `as_of` is for a force without neighbourhoods."""
    promises, town_centre = tables.promises, tables.town_centre
    rows, given = place_rows(promises, town_centre, words), _given(promises)
    many = len(rows) > PLACES_MOST
    return PromiseView(
        as_of=str(promises["as_of"][0]) if promises.height else as_of,
        heads=tuple(part_name(column, words) for column in given),
        silence="" if given else _silence(promises, force, words),
        parts=tuple(_part(promises, column, words) for column in COLUMNS),
        places=() if many else rows,
        letters=tuple(dict.fromkeys(letter_of(row.name) for row in rows)) if many else (),
        number=len(rows),
        town=_town(town_centre, names, breaks, words),
        months=_months(tables.promise_months),
    )


COLUMNS = ("named", "reach", "priorities", "actions", "meetings")
"""The parts of the promise in the order of the page."""


def part_name(column: str, words: Words) -> str:
    """What a part of the promise is called."""
    return {
        "named": words.gettext("Named officer"),
        "reach": words.gettext("Way to reach the team"),
        "priorities": words.gettext("Newest priority"),
        "actions": words.gettext("Last action"),
        "meetings": words.gettext("Meetings to come"),
    }[column]


def _answers(column: str, words: Words) -> dict[str, str]:
    """The answers of a part in order, by state; the first is the one that keeps the promise."""
    silent = {NOT_SUPPLIED: words.gettext("Not supplied to this site"), NOT_FETCHED: words.gettext("Not fetched for this site")}
    if column in {"priorities", "actions"}:
        none = words.gettext("No priority is given") if column == "priorities" else words.gettext("No action is given")
        return {
            "renewed": words.gettext("Within three months"),
            "older": words.gettext("Older than three months"),
            "undated": words.gettext("Without a date"),
            "none": none,
            **silent,
        }
    yes, no = {
        "named": (words.gettext("Somebody is named"), words.gettext("Nobody is named")),
        "reach": (words.gettext("A way is given"), words.gettext("No way is given")),
        "meetings": (words.gettext("A meeting is announced"), words.gettext("No meeting is announced")),
    }[column]
    return {"yes": yes, "no": no, **silent}


def _part(promises: pl.DataFrame, column: str, words: Words) -> Part:
    counts = dict(promises.group_by(column).agg(pl.len()).iter_rows())
    answers = _answers(column, words)
    kept = next(iter(answers))
    return Part(
        part_name(column, words),
        tuple(
            Answer(text, words.number(counts.get(state, 0)), state in SILENT)
            for state, text in answers.items()
            # Of what nobody has told at all not even the first answer has a number.
            if counts.get(state) or (state == kept and not counts.keys() <= set(SILENT))
        ),
    )


def _given(promises: pl.DataFrame) -> tuple[str, ...]:
    """The parts of the promise about which something was supplied of any neighbourhood."""
    past = {"meetings"} if promises["past"].is_not_null().any() else set()
    return tuple(column for column in COLUMNS if column in past or not promises[column].is_in(SILENT).all())


def _silence(promises: pl.DataFrame, force: str, words: Words) -> str:
    """Why nothing is known of a force's teams."""
    states = {state for column in COLUMNS for state in promises[column]}
    if not states:
        return words.gettext("This copy of the site has no list of the neighbourhoods of %(force)s, so it tells nothing of their teams.", force=force)
    if states == {NOT_SUPPLIED}:
        return words.gettext(
            "Nothing about the teams of %(force)s was supplied to this site. "
            "That does not mean that there is nothing: the force may publish it itself.",
            force=force,
        )
    if NOT_SUPPLIED in states:
        return words.gettext(
            "Of the teams of %(force)s a part was not fetched for this site, and the rest was not supplied to it. "
            "That does not mean that there is nothing: the force may publish it itself.",
            force=force,
        )
    return words.gettext(
        "Nothing about the teams of %(force)s was fetched for this site. That says nothing of the force: it may publish it itself.", force=force
    )


def place_rows(promises: pl.DataFrame, town_centre: pl.DataFrame, words: Words) -> tuple[PlaceRow, ...]:
    """A row for each neighbourhood, A to Z."""
    is_whole = (pl.col("category") == TOTAL) & pl.col("neighbourhood_id").is_not_null()
    towns: dict[str, int | None] = dict(town_centre.filter(is_whole).select("neighbourhood_id", "crimes").iter_rows())
    given, rows = _given(promises), promises.rows(named=True)
    return tuple(
        PlaceRow(row["name"], row["folder"], tuple(_cell(column, row, words) for column in given), _figure(towns.get(row["neighbourhood_id"])))
        for row in sorted(rows, key=lambda row: (alphabetical(row["name"]), row["neighbourhood_id"]))
    )


def _cell(column: str, row: Mapping[str, Any], words: Words) -> Cell:  # Any: texts and numbers of the table's row
    if column == "meetings":
        return _meetings(row["meetings"], row["coming"], row["past"], words)
    if column in {"named", "reach"}:
        return _yes_or_no(column, row[column], words)
    return _aged(column, row[column], row["issue_month" if column == "priorities" else "action_month"], words)


def _yes_or_no(column: str, state: str, words: Words) -> Cell:
    if state in SILENT:
        return silent_cell(state, words)
    if state == "yes":
        return Cell(words.gettext("yes"))
    return Cell(words.gettext("nobody is named") if column == "named" else words.gettext("none is given"))


def _aged(column: str, state: str, month: str | None, words: Words) -> Cell:
    if state in SILENT:
        return silent_cell(state, words)
    if month is None:
        return Cell(words.gettext("without a date") if state == "undated" else words.gettext("none is given"))
    return Cell(words.month(month), words.gettext("older than three months") if state == "older" and column == "priorities" else "")


def _meetings(state: str, coming: int | None, past: int | None, words: Words) -> Cell:
    before = words.ngettext("%(number)s in the year before", "%(number)s in the year before", past) if past else ""
    if coming is None:
        return silent_cell(state, words)._replace(note=before)
    return Cell(words.number(coming), before)


def silent_cell(state: str, words: Words) -> Cell:
    """The cell of what is not known; `state` says why."""
    return Cell(words.state(state), is_missing=True)


def _figure(number: int | None) -> Figure:
    return Missing(NOT_SUPPLIED) if number is None else Recorded(number)


def _town(town_centre: pl.DataFrame, names: Mapping[str, str], breaks: Breaks, words: Words) -> Town | None:
    whole = town_centre.filter(pl.col("neighbourhood_id").is_null())
    if whole.is_empty():
        return None
    first, last = str(whole["first_month"][0]), str(whole["last_month"][0])
    numbers: dict[str, int | None] = dict(whole.select("category", "crimes").iter_rows())
    touching = [row for category in TOWN_CENTRE for row in breaks.of("crime", category)]
    return Town(
        words.months(first, last),
        tuple(CountRow(names.get(category, category), _figure(numbers.get(category))) for category in TOWN_CENTRE),
        CountRow(words.gettext("The three together"), _figure(numbers.get(TOTAL))),
        break_texts(touching, first, last),
    )


def _months(promise_months: pl.DataFrame) -> tuple[MonthRow, ...]:
    """The months that somebody looked, the newest first; none below two."""
    if promise_months.height < _HISTORY_LEAST:
        return ()
    rows: Sequence[tuple[str, int | None, int | None, int | None]] = (
        promise_months.sort("month", descending=True).select("month", "neighbourhoods", "renewed", "meetings").rows()
    )
    return tuple(MonthRow(month, _figure(seen), _figure(renewed), _figure(meetings)) for month, seen, renewed, meetings in rows)
