"""Forces to choose from, with what there is of each: how many neighbourhoods, and figures until when."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from sitegen import urls
from sitegen.artefacts.lists.places import force_names
from sitegen.artefacts.text.words import Words
from sitegen.rules import COUNTED_STATES
from sitegen.terms import BTP


@dataclass(frozen=True, slots=True)
class ForceLine:
    """A force in a list: its page and what is to be said about it."""

    name: str
    path: str
    about: str


def force_lines(
    words: Words, forces: pl.DataFrame, neighbourhoods: pl.DataFrame, coverage: pl.DataFrame, months: Sequence[str]
) -> tuple[ForceLine, ...]:
    """The forces in order of name, British Transport Police last: it has no places of its own."""
    counts = dict(neighbourhoods.filter(pl.col("problem").is_null()).group_by("force_id").len().iter_rows())
    of_crime = coverage.filter(pl.col("dataset") == "crime", pl.col("month").is_in(list(months)))
    supplied, asked = (
        dict(rows.group_by("force_id").agg(pl.col("month").max()).iter_rows())
        for rows in (of_crime.filter(pl.col("state").is_in(sorted(COUNTED_STATES))), of_crime.filter(pl.col("state") != "not_in_copy"))
    )
    lines = [
        (force_id == BTP, name, ForceLine(name, urls.force(force_id), " ".join([
            _extent(words, force_id, counts.get(force_id, 0)), _supply(words, supplied.get(force_id), asked.get(force_id), months)
        ])))
        for force_id, name in force_names(forces).items()
    ]  # fmt: skip
    return tuple(line for *_, line in sorted(lines, key=lambda entry: entry[:2]))


def _extent(words: Words, force_id: str, neighbourhoods: int) -> str:
    if force_id == BTP:
        return words.gettext("Stations and trains; it has no neighbourhoods.")
    if neighbourhoods == 0:
        return words.gettext("No list of neighbourhoods was supplied.")
    return words.ngettext("%(number)s neighbourhood.", "%(number)s neighbourhoods.", neighbourhoods)


def _supply(words: Words, newest: str | None, asked: str | None, months: Sequence[str]) -> str:
    """What there is to `newest`; to `asked` the copy would have it, and of months after that nothing is said."""
    if not months:
        return words.gettext("No crime data was given to this copy.")
    if newest is None:
        return words.gettext("No crime data for %(months)s.", months=words.months(months[0], months[-1]))
    if newest in {months[-1], asked}:
        return words.gettext("Crime data to %(month)s.", month=words.month(newest))
    return words.gettext("Crime data to %(month)s, and none since.", month=words.month(newest))
