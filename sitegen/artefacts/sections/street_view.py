"""Streets A to Z: what was recorded at the snap points of each neighbourhood, by point and by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from heapq import nlargest
from operator import attrgetter
from typing import NamedTuple

import polars as pl

from sitegen.artefacts.lists.places import alphabetical, letter_of
from sitegen.artefacts.lists.street_names import KINDS_OF_PLACE
from sitegen.artefacts.maps.svg import NOWHERE, Points
from sitegen.artefacts.text.words import Words
from sitegen.reading_names import with_reading_names
from sitegen.terms import ASB, BTP, snap_point_id

_HARD_SPACE = "\N{NO-BREAK SPACE}"
_MOST_QUIET_NAMES = 12
"""Streets where nothing was recorded are named up to this number; more are counted."""


_total = attrgetter("total")

NAMELESS = "…"
"""Stands for a letter over points without a name, also as an anchor."""

_MOST_LISTED = 80
"""Streets a neighbourhood page lists itself; a town centre's hundreds would weigh as much as all the rest of the page."""


class Point(NamedTuple):
    """A snap point and what was recorded there, in one month and in the months of the longer span; `street` may be empty."""

    x: int
    y: int
    street: str
    crimes: int
    asb: int
    span_crimes: int
    span_asb: int


class Street(NamedTuple):
    """All snap points of one name in a neighbourhood: `x` and `y` are those of the first, in order of position.

    `total` is crimes and reports of antisocial behaviour together.
    """

    name: str
    x: int
    y: int
    crimes: int
    asb: int
    total: int


class RecordedAt(NamedTuple):
    """The streets of one neighbourhood, A to Z, the points without a name last; and its points with something recorded, most first."""

    streets: list[Street]
    points: Points


class StreetLine(NamedTuple):
    """A street in the list of a neighbourhood page: its anchor on the streets page and its counts in words."""

    name: str
    anchor: str
    counts: str


@dataclass(frozen=True, slots=True)
class Letter:
    """The streets that begin with one letter."""

    letter: str
    streets: tuple[StreetLine, ...]


@dataclass(frozen=True, slots=True)
class StreetsView:
    """The list of a neighbourhood page: streets with something recorded in `month`, and a sentence on the others.

    More streets than a page can carry are not in `letters`: then `index` has their first letters, each of them an anchor on the streets page.
    """

    month: str
    heading: str
    letters: tuple[Letter, ...]
    index: tuple[str, ...]
    quiet: str


def read_points(force_points: pl.DataFrame, located_counts: pl.DataFrame, month: str, span: Sequence[str]) -> dict[str, list[Point]]:
    """Every snap point of the window by neighbourhood, by name and position, with the counts of `month` and of `span`.

    Crimes that British Transport Police recorded are left out. A count of 0 here means that no row was found: whether
    that is a zero is coverage's to say.
    """
    in_month, in_span = pl.col("month") == month, pl.col("month").is_in(list(span))
    is_asb = pl.col("category") == ASB
    counts = (
        located_counts.filter((in_month | in_span) & pl.col("neighbourhood_id").is_not_null() & (pl.col("recorded_by") != BTP))
        .group_by("neighbourhood_id", "x", "y")
        .agg(
            *(
                pl.col("crimes").filter(when & what).sum().alias(name)
                for name, when, what in (
                    ("month_crimes", in_month, ~is_asb),
                    ("month_asb", in_month, is_asb),
                    ("span_crimes", in_span, ~is_asb),
                    ("span_asb", in_span, is_asb),
                )
            )
        )
    )
    rows = (
        with_reading_names(force_points)
        .join(counts, on=["neighbourhood_id", "x", "y"], how="left")
        .with_columns(pl.col("street").fill_null(""), pl.col("month_crimes", "month_asb", "span_crimes", "span_asb").fill_null(0))
        .select("neighbourhood_id", "x", "y", "street", "month_crimes", "month_asb", "span_crimes", "span_asb")
        .sort("neighbourhood_id", "street", "x", "y")
    )
    points: dict[str, list[Point]] = {}
    for neighbourhood_id, *values in rows.iter_rows():
        points.setdefault(neighbourhood_id, []).append(Point(*values))
    return points


def read_recorded(force_points: pl.DataFrame, located_counts: pl.DataFrame, month: str) -> dict[str, RecordedAt]:
    """What was recorded in a month, by neighbourhood. Crimes that British Transport Police recorded are left out."""
    is_asb = pl.col("category") == ASB
    counts = (
        located_counts.filter((pl.col("month") == month) & pl.col("neighbourhood_id").is_not_null() & (pl.col("recorded_by") != BTP))
        .group_by("neighbourhood_id", "x", "y")
        .agg(pl.col("crimes").filter(~is_asb).sum().alias("crimes"), pl.col("crimes").filter(is_asb).sum().alias("asb"))
    )
    force_points = with_reading_names(force_points)
    names = force_points["street"].fill_null("").unique().to_list()
    names.sort(key=lambda name: (not name, alphabetical(name), name))
    rows = (
        force_points.select("neighbourhood_id", "x", "y", pl.col("street").fill_null("").cast(pl.Enum(names)))
        .join(counts, on=["neighbourhood_id", "x", "y"], how="left")
        .with_columns(pl.col("crimes", "asb").fill_null(0))
        .with_columns((pl.col("crimes") + pl.col("asb")).alias("total"))
        .sort("neighbourhood_id", "street", "x", "y")
    )
    columns = ["x", "y", "crimes", "asb", "total"]
    by_name = rows.group_by("neighbourhood_id", "street", maintain_order=True).agg(pl.col("x", "y").first(), pl.col("crimes", "asb", "total").sum())
    streets = by_name.group_by("neighbourhood_id", maintain_order=True).agg(pl.col("street").cast(pl.String), *columns)
    found = {one[0]: RecordedAt(list(map(Street._make, zip(*one[1:], strict=True))), NOWHERE) for one in streets.iter_rows()}
    marks = rows.filter(pl.col("total") > 0).sort("neighbourhood_id", "total", "x", "y", descending=[False, True, False, False])
    for neighbourhood_id, *values in marks.group_by("neighbourhood_id", maintain_order=True).agg("x", "y", "total").iter_rows():
        found[neighbourhood_id] = RecordedAt(found[neighbourhood_id].streets, Points(*values))
    return found


def view_streets(streets: Sequence[Street], month: str, words: Words, *, whole: bool, crime_only: bool) -> StreetsView | None:
    """The list of a neighbourhood page for a month; None where there is neither a street to list nor a silence to tell.

    `whole` says that the month was supplied in full, so that silence means nothing was recorded; `crime_only` that
    antisocial behaviour was not supplied, so that silence speaks of crime alone.
    """
    named = [street for street in streets if street.total]
    nameless = words.gettext("Points without a name")
    letters: dict[str, list[StreetLine]] = {}
    for name, x, y, crimes, asb, _ in named:
        line = StreetLine(name or nameless, snap_point_id(x, y), street_counts(crimes, asb, words))
        letters.setdefault(letter_of(name) if name else "", []).append(line)
    silent = [street.name for street in streets if not street.total and street.name]
    quiet = _quiet_sentence(silent, month, words, crime_only=crime_only, others=bool(named)) if whole else ""
    if not named and not quiet:
        return None
    listed = len(named) <= _MOST_LISTED
    return StreetsView(
        month=month,
        heading=words.ngettext("%(number)s street or place, A to Z", "%(number)s streets and places, A to Z", len(named)) if named else "",
        letters=tuple(Letter(letter, tuple(lines)) for letter, lines in letters.items()) if listed else (),
        index=() if listed else tuple(letter or NAMELESS for letter in letters),
        quiet=quiet,
    )


@cache
def street_counts(crimes: int, asb: int, words: Words) -> str:
    """`4 crimes · 1 ASB`, broken in a narrow column after the dot alone; a part that is 0 is left out."""
    crime = words.ngettext("%(number)s crime", "%(number)s crimes", crimes) if crimes else ""
    reports = words.gettext("%(number)s ASB", number=words.number(asb)).replace(" ", _HARD_SPACE) if asb else ""
    return f"{_HARD_SPACE}· ".join(part for part in (crime, reports) if part)


def main_streets(streets: Sequence[Street], most: int) -> list[Street]:
    """The named streets with the most recorded, at most so many; ties go to the first in the alphabet."""
    return nlargest(most, [street for street in streets if street.total and street.name], key=_total)


def where_sentence(streets: Sequence[Street], words: Words, *, whole: bool = True, crime_only: bool = False) -> str:
    """Where most of a month was recorded, for those who cannot see the map; says so when it is spread out.

    `whole` and `crime_only` are as for `view_streets`.
    """
    total = sum(street.total for street in streets)
    if not total and not whole:
        return words.gettext("Nothing is known to have been recorded at any point on this map.")
    if not total and crime_only:
        return words.gettext("No crime was recorded at any point on this map.")
    if not total:
        return words.gettext("Nothing was recorded at any point on this map.")
    first = main_streets(streets, 4)
    held = 0
    for number, street in enumerate(first, start=1):
        held += street.total
        if held * 2 > total:
            names = words.list([one.name for one in first[:number]])
            return words.gettext("Most of what was recorded lies on or near %(streets)s.", streets=names)
    places = sum(1 for street in streets if street.total)
    return words.ngettext("What was recorded lies at %(number)s place.", "What was recorded is spread over %(number)s streets and places.", places)


def label_wishes(streets: Sequence[Street]) -> list[tuple[str, int, int]]:
    """The names a map would show first, with their points: streets, for a kind of place says nothing about where it is."""
    return [(street.name, street.x, street.y) for street in main_streets(streets, 24) if street.name not in KINDS_OF_PLACE]


def _quiet_sentence(names: Sequence[str], month: str, words: Words, *, crime_only: bool, others: bool) -> str:
    """What the list leaves out; `others` says that it has streets of its own."""
    if not names:
        return ""
    values = {"month": words.month(month), "streets": words.list(names)}
    if len(names) <= _MOST_QUIET_NAMES:
        if crime_only:
            return words.gettext("No crime was recorded in %(month)s on or near %(streets)s.", **values)
        return words.gettext("Nothing was recorded in %(month)s on or near %(streets)s.", **values)
    return _quiet_number(len(names), values["month"], words, crime_only=crime_only, others=others)


def _quiet_number(number: int, month: str, words: Words, *, crime_only: bool, others: bool) -> str:
    """The same where they are too many to be named."""
    if others and crime_only:
        return words.ngettext(
            "No crime was recorded in %(month)s on or near %(number)s other street or place.",
            "No crime was recorded in %(month)s on or near %(number)s other streets and places.",
            number,
            month=month,
        )
    if others:
        return words.ngettext(
            "Nothing was recorded in %(month)s on or near %(number)s other street or place.",
            "Nothing was recorded in %(month)s on or near %(number)s other streets and places.",
            number,
            month=month,
        )
    if crime_only:
        return words.ngettext(
            "No crime was recorded in %(month)s on or near the %(number)s street or place known here.",
            "No crime was recorded in %(month)s on or near any of the %(number)s streets and places known here.",
            number,
            month=month,
        )
    return words.ngettext(
        "Nothing was recorded in %(month)s on or near the %(number)s street or place known here.",
        "Nothing was recorded in %(month)s on or near any of the %(number)s streets and places known here.",
        number,
        month=month,
    )
