"""The map of squares of a force page, with its words."""

from dataclasses import dataclass

import polars as pl

from sitegen.artefacts.figures import Missing
from sitegen.artefacts.maps.squares import SquaresMap
from sitegen.artefacts.sections.crime_view import CrimeView
from sitegen.artefacts.sections.square_key import PlacedSquare, key_of, place_key
from sitegen.artefacts.text.words import Words
from sitegen.terms import ASB, BTP

_KEY_HEIGHT = 60
"""Units below the map that hold the key."""


@dataclass(frozen=True, slots=True)
class ForceMap:
    """The baked map of squares with its words, its key and its height with it; `missing` is why there are none, empty where there are figures."""

    drawn: SquaresMap
    title: str
    description: str
    key: tuple[PlacedSquare, ...]
    height: int
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
    about = words.gettext(
        "A square stands for an area about %(km)s km across: the larger it is, the more crimes were placed there. "
        "Antisocial behaviour is not in it. The interactive map has the points.",
        km=words.decimal(drawn.square_m / 1000),
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
        key=place_key(key_of(drawn.largest, words), drawn.units, drawn.frame.height, _KEY_HEIGHT),
        height=drawn.frame.height + (0 if missing else _KEY_HEIGHT),
        about=about,
        missing=missing,
    )
