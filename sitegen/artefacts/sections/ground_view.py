"""What is said of a neighbourhood's ground before the window: since when it is today's, and why nothing older is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from sitegen.artefacts.sections.records import Neighbourhood
from sitegen.artefacts.text.phrases import month_spans
from sitegen.artefacts.text.words import Words
from sitegen.rules import GROUND_POINTS_LEAST, GROUND_REASONS


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
        "%(months)s put the same ones into it as today’s. Between the months of boundaries that is inferred, not known.",
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
    values = {"month": words.month(older), "number": words.number(len(told)), "all": words.number(len(places))}
    if told:
        sentence = words.gettext(
            "Neighbourhoods of which months before %(month)s are told, too: %(number)s of %(all)s. Their ground did not change, as far as boundaries "
            "were supplied.",
            **values,
        )
    else:
        sentence = words.gettext("Months before %(month)s are told of no single neighbourhood.", **values)
    counts = unchanged_grounds.filter(pl.col("since").is_null())["why"].to_list()
    reasons = _reasons(words)
    whys = [f"{reasons[why]} ({words.number(counts.count(why))})" for why in GROUND_REASONS if why in counts]
    return GroundsView(sentence, words.gettext("Not told: %(reasons)s.", reasons="; ".join(whys)) if whys else "", told)


def _older(why: str, at: str | None, moved: int | None, since: str, words: Words) -> str:
    """Why nothing is told of the time before a ground's first boundaries."""
    values = {"since": words.month(since), "month": words.month(at or since)}
    if why == "changed" and moved:
        return words.gettext(
            "Nothing before %(since)s is told: in the boundaries of %(month)s its ground was another (map points on the other side of its line: "
            "%(number)s).",
            number=words.number(moved),
            **values,
        )
    if why == "not-there":
        return words.gettext("Nothing before %(since)s is told: the boundaries of %(month)s have none under its id that can be read.", **values)
    return words.gettext("Nothing before %(since)s is told: where its ground lay then was not supplied.", **values)


def _reasons(words: Words) -> dict[str, str]:
    """What is said of neighbourhoods by why they are not told: rules.GROUND_REASONS."""
    least = words.number(GROUND_POINTS_LEAST)
    return {
        "no-boundary": words.gettext("no boundary today"),
        "not-supplied": words.gettext("no older boundaries supplied"),
        "not-there": words.gettext("missing from older boundaries"),
        "changed": words.gettext("other ground in older boundaries"),
        "few-points": words.gettext("fewer than %(least)s map points of its own", least=least),
        "few-left": words.gettext("left out, so that no fewer than %(least)s map points remain of the force", least=least),
        "no-months": words.gettext("no month supplied since older boundaries"),
    }
