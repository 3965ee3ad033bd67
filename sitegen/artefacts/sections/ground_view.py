"""What is said of a neighbourhood's ground before the window: since when it is today's, and why nothing older is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from sitegen.artefacts.sections.records import Neighbourhood
from sitegen.artefacts.text.phrases import month_spans
from sitegen.artefacts.text.words import Words
from sitegen.rules import GROUND_POINTS_LEAST


@dataclass(frozen=True, slots=True)
class Ground:
    """One neighbourhood whose ground is told: its months before the window begin with `first_month`; what stands behind that, in words."""

    since: str
    first_month: str
    told: str
    older: str


@dataclass(frozen=True, slots=True)
class GroundsView:
    """Of which neighbourhoods of a force months before the window are told; `told` is a sentence, `others` one on the rest, which may be empty."""

    told: str
    others: str
    places: tuple[Neighbourhood, ...]


def told_grounds(unchanged_grounds: pl.DataFrame) -> frozenset[str]:
    """The ids of a force's neighbourhoods that have a page of their history."""
    return frozenset(unchanged_grounds.filter(pl.col("since").is_not_null())["neighbourhood_id"])


def view_ground(unchanged_grounds: pl.DataFrame, neighbourhood_id: str, words: Words) -> Ground | None:
    """What is said of one; None where nothing before the window is told of it."""
    found = unchanged_grounds.filter(pl.col("neighbourhood_id") == neighbourhood_id, pl.col("since").is_not_null())
    if found.is_empty():
        return None
    row = found.row(0, named=True)
    since, boundaries = str(row["since"]), [str(month) for month in row["boundaries"]]
    told = words.gettext(
        "These numbers are of the ground that it has today. Of all map points where anything was counted since %(since)s, the boundaries of "
        "%(months)s put the same ones into it as today’s. Between boundaries that were supplied, that is inferred.",
        months=month_spans(words, boundaries),
        since=words.month(since),
    )
    return Ground(since, str(row["first_month"]), told, _older(str(row["why"]), row["at"], row["moved"], since, words))


def view_grounds(unchanged_grounds: pl.DataFrame, places: Sequence[Neighbourhood], older: str, words: Words) -> GroundsView | None:
    """What is said of a force's neighbourhoods; `older` is the month before which nothing is told of points. None where it has no neighbourhood."""
    if not places:
        return None
    known = told_grounds(unchanged_grounds)
    told = tuple(place for place in places if place.neighbourhood_id in known)
    values = {"month": words.month(older), "all": words.number(len(places))}
    if not told:
        sentence = words.gettext("Months before %(month)s are told of no single neighbourhood.", **values)
    else:
        sentence = words.ngettext(
            "Months before %(month)s are told of %(number)s of %(all)s neighbourhoods, too: its ground did not change, as far as boundaries were "
            "supplied.",
            "Months before %(month)s are told of %(number)s of %(all)s neighbourhoods, too: their ground did not change, as far as boundaries were "
            "supplied.",
            len(told),
            **values,
        )
    counts = unchanged_grounds.filter(pl.col("since").is_null())["why"].to_list()
    whys = [text(counts.count(why), words) for why, text in _REASONS.items() if why in counts]
    others = words.gettext("Not told: %(reasons)s.", reasons="; ".join(whys)) if whys else ""
    return GroundsView(sentence, others, told)


def _older(why: str, at: str | None, moved: int | None, since: str, words: Words) -> str:
    """Why nothing is told of the time before a ground's first boundaries."""
    values = {"since": words.month(since), "month": words.month(at or since)}
    if why == "changed" and moved:
        return words.ngettext(
            "Nothing before %(since)s is told: the boundaries of %(month)s put %(number)s map point on another side of its line.",
            "Nothing before %(since)s is told: the boundaries of %(month)s put %(number)s map points on another side of its line.",
            moved,
            **values,
        )
    if why == "not-there":
        return words.gettext("Nothing before %(since)s is told: the boundaries of %(month)s have none under its id that can be read.", **values)
    return words.gettext("Nothing before %(since)s is told: where its ground lay then was not supplied.", **values)


def _no_boundary(number: int, words: Words) -> str:
    return words.ngettext("%(number)s has no boundary today", "%(number)s have no boundary today", number)


def _not_supplied(number: int, words: Words) -> str:
    return words.ngettext("where the ground of %(number)s lay was not supplied", "where the ground of %(number)s lay was not supplied", number)


def _not_there(number: int, words: Words) -> str:
    return words.ngettext("older boundaries have %(number)s not at all", "older boundaries have %(number)s not at all", number)


def _changed(number: int, words: Words) -> str:
    return words.ngettext("the ground of %(number)s changed", "the ground of %(number)s changed", number)


def _few_points(number: int, words: Words) -> str:
    least = words.number(GROUND_POINTS_LEAST)
    return words.ngettext(
        "%(number)s holds fewer than %(least)s map points of its own",
        "%(number)s hold fewer than %(least)s map points of their own",
        number,
        least=least,
    )


def _few_left(number: int, words: Words) -> str:
    return words.ngettext(
        "%(number)s is left out, so that what is left of the force is not of a few map points",
        "%(number)s are left out, so that what is left of the force is not of a few map points",
        number,
    )


def _no_months(number: int, words: Words) -> str:
    return words.ngettext(
        "of %(number)s no month since its older boundaries was supplied", "of %(number)s no month since their older boundaries was supplied", number
    )


_REASONS = {
    "no-boundary": _no_boundary,
    "not-supplied": _not_supplied,
    "not-there": _not_there,
    "changed": _changed,
    "few-points": _few_points,
    "few-left": _few_left,
    "no-months": _no_months,
}
"""What is said of so many neighbourhoods by why they are not told, in the order of rules.GROUND_REASONS."""
