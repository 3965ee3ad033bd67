"""The map of squares of a force page, with its words."""

from dataclasses import dataclass

import polars as pl

from sitegen.artefacts.figures import Missing
from sitegen.artefacts.maps.squares import SquaresMap
from sitegen.artefacts.sections.crime_view import CrimeView
from sitegen.artefacts.text.words import Words
from sitegen.terms import ASB, BTP


@dataclass(frozen=True, slots=True)
class ForceMap:
    """The baked map of squares with its words; `missing` is why there are none, empty where there are figures."""

    drawn: SquaresMap
    title: str
    description: str
    steps: str
    about: str
    missing: str


def placed_crimes(located_counts: pl.DataFrame, month: str) -> pl.DataFrame:
    """Crimes of a month by snap point; a point that several neighbourhoods share counts once, and antisocial behaviour not at all."""
    return (
        located_counts.filter((pl.col("month") == month) & (pl.col("recorded_by") != BTP) & (pl.col("category") != ASB))
        .unique(["x", "y", "recorded_by", "category"], keep="first", maintain_order=True)
        .group_by("x", "y")
        .agg(pl.col("crimes").sum())
        .sort("x", "y")
    )


def view_force_map(drawn: SquaresMap, crime: CrimeView, force_name: str, words: Words) -> ForceMap:
    """The map with its words for the newest month; without figures it shows outlines and hatching alone."""
    month = words.month(crime.month)
    missing = words.figure(crime.crime) if isinstance(crime.crime, Missing) else ""
    lower = [words.number(number) for number in drawn.breaks]
    upper = [words.number(number - 1) for number in drawn.breaks[1:]]
    ranges = [*(f"{first}–{last}" for first, last in zip(lower, upper, strict=False)), lower[-1]]
    km = f"{drawn.square_m / 1000:.1f}".removesuffix(".0")
    about = words.gettext(
        "Each square is about %(km)s km across and shows how many crimes were placed inside it. Antisocial behaviour is not in it. "
        "The interactive map has the points.",
        km=km,
    )
    if drawn.outside:
        about += " " + words.ngettext(
            "%(number)s crime was placed outside this map.", "%(number)s crimes were placed outside this map.", drawn.outside
        )
    if isinstance(crime.crime, Missing) and crime.crime.state == "not_in_copy":
        description = words.gettext("The map shows outlines alone: this copy of the site has no figures for %(month)s.", month=month)
    elif missing:
        description = words.gettext(
            "The map shows outlines alone: %(force)s supplied no figures for crime for %(month)s.", force=force_name, month=month
        )
    else:
        description = words.gettext("Squares show how many crimes were recorded in %(month)s. The lists below have the same figures.", month=month)
    return ForceMap(
        drawn=drawn,
        title=words.gettext("%(force)s and its neighbourhoods, %(month)s", force=force_name, month=month),
        description=description,
        steps=words.gettext(
            "%(first)s, %(second)s, %(third)s, %(fourth)s, %(fifth)s or more crimes in a square",
            **dict(zip(("first", "second", "third", "fourth", "fifth"), ranges, strict=True)),
        ),
        about=about,
        missing=missing,
    )
