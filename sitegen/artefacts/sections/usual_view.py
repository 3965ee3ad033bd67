"""Is this more than usual? A place beside all neighbourhoods of its force: each kind of crime a line with two dots on one scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sitegen.artefacts.sections.changes import Beside, Change
from sitegen.artefacts.sections.residents import visitors_sentence
from sitegen.artefacts.sections.series import Category
from sitegen.artefacts.text.words import Words
from sitegen.comparing import is_far_above
from sitegen.rules import TOTAL

_LEFT, _WIDTH = 2, 96
"""Per cent of the line where its scale begins, and how far it runs: a dot at either end is whole."""

_FIRST = 3
"""Rows that stand on the page of the neighbourhood itself."""


class UsualRow(NamedTuple):
    """One kind of crime: the numbers here and of all of the force as they are written, and where their dots stand across."""

    name: str
    here: str
    force: str
    here_x: str
    force_x: str


@dataclass(frozen=True, slots=True)
class UsualView:
    """The table of dots; `note` says what is counted, and what that cannot say. `first` are the rows with the largest numbers, in the same order."""

    note: str
    rows: tuple[UsualRow, ...]
    first: tuple[UsualRow, ...]


def view_usual(
    neighbourhood_id: str,
    changes: Mapping[str, Change],
    together: Mapping[str, Change],
    beside: Beside | None,
    categories: Sequence[Category],
    words: Words,
) -> UsualView | None:
    """A place beside the force; None where it is the only one, or their months differ.

    Counted are crimes for every 1,000 residents where the residents of all are known; else the share of all crime, because places that
    differ in size cannot stand on one scale. A kind of crime that is compared over other months than all crime is left out.
    """
    whole = changes.get(TOTAL)
    if beside is None or whole is None or not whole.now or beside.together.compared != whole.compared or not beside.together.now:
        return None
    people = beside.people.get(neighbourhood_id, 0)
    parts = (people / 1000, sum(beside.people.values()) / 1000) if people else (whole.now / 100, beside.together.now / 100)
    pairs = [
        (category.name, here.now / parts[0], force.now / parts[1])
        for category in categories
        if category.is_crime
        and (here := changes.get(category.slug)) is not None
        and (force := together.get(category.slug)) is not None
        and here.compared == force.compared == whole.compared
        and here.now + force.now
    ]
    if not pairs:
        return None
    most = max(max(here, force) for _, here, force in pairs)
    own, usual = whole.now / parts[0], beside.together.now / parts[1]
    note = _rate_note(own, usual, beside, words) if people else _share_note(beside, words)
    rows = tuple(UsualRow(name, _written(here, words), _written(force, words), _at(here, most), _at(force, most)) for name, here, force in pairs)
    largest = sorted(range(len(pairs)), key=lambda at: (-max(pairs[at][1:]), at))[:_FIRST]
    return UsualView(
        note=f"{note} {visitors_sentence(words)}" if people and is_far_above(own, usual) else note,
        rows=rows,
        first=tuple(rows[at] for at in sorted(largest)),
    )


def _rate_note(own: float, usual: float, beside: Beside, words: Words) -> str:
    """What is counted, both numbers of all crime, and what they cannot say."""
    return words.gettext(
        "Crimes for every 1,000 people who live there, here and in all neighbourhoods of %(force)s, in the same months: %(here)s and %(all)s of all "
        "kinds. Those who come to shop, work or go out are not among the people.",
        force=beside.force,
        here=words.number(round(own)),
        all=words.number(round(usual)),
    )


def _share_note(beside: Beside, words: Words) -> str:
    return words.gettext(
        "Of every 100 crimes, here and in all neighbourhoods of %(force)s, in the same months.",
        force=beside.force,
    )


def _written(number: float, words: Words) -> str:
    """With a decimal below 10: there it tells small numbers apart."""
    return words.decimal(number) if round(number, 1) < 10 else words.number(round(number))


def _at(value: float, most: float) -> str:
    return f"{round(_LEFT + _WIDTH * value / most)}%"
