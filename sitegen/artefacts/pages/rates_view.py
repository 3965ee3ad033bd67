"""Forces beside one another, from A to Z: crimes for every 1,000 people with the range that chance allows, and no order of rank."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from sitegen.artefacts.pages.words import Words
from sitegen.artefacts.places import alphabetical


@dataclass(frozen=True, slots=True)
class RateRow:
    """One force: its page, its rate with the range in words, and how it stands to the page's own force; empty where nothing is to be said."""

    force_id: str
    name: str
    rate: str
    span: str
    verdict: str


@dataclass(frozen=True, slots=True)
class RatesView:
    """The table; `absent` is a sentence on forces that cannot stand in it, `about` what the numbers cannot say."""

    caption: str
    rows: tuple[RateRow, ...]
    absent: str
    about: tuple[str, ...]


def view_rates(force_rates: pl.DataFrame, names: dict[str, str], own: str | None, words: Words) -> RatesView | None:
    """The table of all forces with a rate, from A to Z; None where fewer than two have one, or the force `own` has none."""
    rows = force_rates.filter(pl.col("people") > 0).select("force_id", "first_month", "last_month", "crimes", "low", "high", "people").rows()
    known = {row[0]: row for row in rows}
    if len(known) < 2 or (own is not None and own not in known):
        return None
    mine = _range(known[own]) if own is not None else None
    ordered = sorted(known, key=lambda force_id: (alphabetical(names.get(force_id, force_id)), force_id))
    absent = [name for force_id, name in names.items() if force_id not in known]
    return RatesView(
        caption=words.gettext("Crimes recorded for every 1,000 people, %(months)s", months=words.months(rows[0][1], rows[0][2])),
        rows=tuple(
            RateRow(
                force_id,
                names.get(force_id, force_id),
                f"{1000 * known[force_id][3] / known[force_id][6]:.0f}",
                _span(_range(known[force_id]), words),
                _verdict(_range(known[force_id]), mine, words) if own != force_id else "",
            )
            for force_id in ordered
        ),
        absent=words.gettext(
            "Not in the table, because a month of the twelve or the number of people is not known: %(forces)s.",
            forces=words.list(sorted(absent, key=alphabetical)),
        )
        if absent
        else "",
        about=(
            words.gettext(
                "From A to Z, not by number. The range is how far chance alone could have moved the number; where two ranges overlap, "
                "the forces cannot be told apart."
            ),
            words.gettext(
                "Forces record in different ways and look after very different places: a city with many visitors has a higher number than "
                "those who live there meet with. The number says nothing about how good a force is. Antisocial behaviour is not in it."
            ),
        ),
    )


_Range = tuple[float, float] | None
"""Lowest and highest rate that fit a number; None where that is not known."""


def _range(row: tuple[str, str, str, int, float | None, float | None, int]) -> _Range:
    *_, low, high, people = row
    return None if low is None or high is None else (1000 * low / people, 1000 * high / people)


def _span(span: _Range, words: Words) -> str:
    if span is None:
        return words.gettext("not known: no year before to go by")
    return words.gettext("%(low)s to %(high)s", low=f"{span[0]:.0f}", high=f"{span[1]:.0f}")


def _verdict(other: _Range, mine: _Range, words: Words) -> str:
    if mine is None or other is None:
        return ""
    if other[0] > mine[1]:
        return words.gettext("more than here")
    return words.gettext("fewer than here") if other[1] < mine[0] else words.gettext("cannot be told apart from here")
