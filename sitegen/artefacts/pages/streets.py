"""The streets page of a neighbourhood: every snap point of the window, A to Z, with an anchor that is kept for good."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import polars as pl

from sitegen import urls
from sitegen.artefacts.lists.places import alphabetical, force_names, letter_of
from sitegen.artefacts.pages.context import PageContext
from sitegen.artefacts.pages.opening import ForceTables, open_force
from sitegen.artefacts.sections.doubts import Doubt, Position, read_doubts
from sitegen.artefacts.sections.evidence import ForceSupply
from sitegen.artefacts.sections.issues import Issue
from sitegen.artefacts.sections.outcome_view import outcome_months
from sitegen.artefacts.sections.point_detail import Place, PointDetail, read_details
from sitegen.artefacts.sections.records import Force, Neighbourhood
from sitegen.artefacts.sections.series import read_categories
from sitegen.artefacts.sections.street_view import NAMELESS, Point, read_points, street_counts
from sitegen.artefacts.supply import Supply
from sitegen.artefacts.text.words import Words
from sitegen.terms import YEAR_MONTHS, snap_point_id


@dataclass(frozen=True, slots=True)
class PointRow:
    """One snap point: its anchor, its name or its number among those of its street, and its counts in words, one a column.

    `doubts` say why it may mislead. `detail` is None where nothing was recorded in the months of the longer count.
    """

    anchor: str
    name: str
    counts: tuple[str, ...]
    detail: PointDetail | None
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class StreetRow:
    """One street with its points; `counts` are those of all of them together, in the last column alone."""

    name: str
    counts: tuple[str, ...]
    points: tuple[PointRow, ...]


@dataclass(frozen=True, slots=True)
class LetterRows:
    """The streets under one letter; the points without a name stand under an empty one.

    `silent` are the points of streets of which nothing is known in the months of the longer count, with their whole names.
    """

    letter: str
    streets: tuple[StreetRow, ...]
    silent: tuple[PointRow, ...]

    @property
    def anchor(self) -> str:
        """Where the group begins on the page."""
        return self.letter or NAMELESS


@dataclass(frozen=True, slots=True)
class StreetsPage:
    """One streets page. `columns` are the short headings of the counts, `counted` says of which months they are, `as_of` of which the outcomes,
    empty where there are none or a file does not say when it was made, `silence` what is known where nothing is; `missing` says what has none.
    `doubts` is whether a point of the list may mislead; `streets` are those that one can look for, the points without a name among them."""

    force: Force
    place: Neighbourhood
    first_month: str
    last_month: str
    columns: tuple[str, ...]
    counted: str
    has_outcomes: bool
    as_of: str
    silence: str
    missing: tuple[str, ...]
    issues: tuple[Issue, ...]
    letters: tuple[LetterRows, ...]
    points: int
    streets: int
    doubts: bool


@dataclass(frozen=True, slots=True)
class StreetTables:
    """What the streets pages of a force are made from."""

    force: ForceTables
    categories: pl.DataFrame
    force_points: pl.DataFrame
    located_counts: pl.DataFrame
    crime_outcomes: pl.DataFrame
    outcome_kinds: pl.DataFrame
    doubtful_force_points: pl.DataFrame


def make(*, force_id: str, context: PageContext, tables: StreetTables) -> Iterator[tuple[str, bytes]]:
    """The streets pages of one force's neighbourhoods, A to Z."""
    opening = open_force(force_id, context, tables.force, placed=True)
    renderer, force, supply = opening.renderer, opening.force, opening.evidence.supply
    months, month, span = context.months, context.newest, context.months[-YEAR_MONTHS:]
    points = read_points(tables.force_points, tables.located_counts, month, span)
    counted = [one for at, one in enumerate(months) if one in span and (supply.crime.counted(at) or supply.asb.counted(at))]
    ended = outcome_months(months, counted, supply.crime, supply.outcomes)
    details = read_details(
        tables.located_counts,
        tables.crime_outcomes,
        tables.outcome_kinds,
        categories=read_categories(renderer.words.translated(tables.categories)),
        span=counted,
        newest=month,
        outcome_months=ended,
        words=renderer.words,
    )
    doubts = read_doubts(tables.doubtful_force_points, renderer.words, force_names(opening.forces))
    told = {opening.evidence.releases.get(one, "") for one in ended}
    as_of = renderer.words.list([renderer.words.month(one) for one in sorted(told)]) if told and all(told) else ""
    columns = [column for column in (_month_column(supply, months, renderer.words), _span_column(supply, months, renderer.words)) if column]
    missing = _missing_sentences(supply, months, renderer.words)
    issues = opening.evidence.faults.touching(("crime", "asb"), span[0], month) if months else ()
    for place in opening.places:
        path = urls.neighbourhood_streets(force_id, place.folder)
        found = points.get(place.neighbourhood_id, [])
        page = StreetsPage(
            force=force,
            place=place,
            first_month=months[0] if months else "",
            last_month=month,
            columns=tuple(column.heading for column in columns),
            counted=renderer.words.list([column.months for column in columns]),
            has_outcomes=bool(ended),
            as_of=as_of,
            silence=columns[-1].counts(_NOTHING, renderer.words) if columns else "",
            missing=missing,
            issues=issues,
            letters=_letters(place.neighbourhood_id, found, columns, _Told(details, doubts), renderer.words),
            points=len(found),
            streets=len({point.street for point in found}),
            doubts=any((point.x, point.y) in doubts for point in found),
        )
        yield renderer.at(path), renderer.render("pages/streets.html", path, page)


@dataclass(frozen=True, slots=True)
class _Told:
    """What is known of the points beside their counts."""

    details: Mapping[Place, PointDetail]
    doubts: Mapping[Position, tuple[Doubt, ...]]


_NOTHING = Point(0, 0, "", 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of counts: the state of the evidence for crime and for antisocial behaviour, empty where there is none.

    `heading` is short, for every row; `months` says once how many of which months were supplied.
    """

    heading: str
    months: str
    span: bool
    crime_state: str
    asb_state: str

    def counts(self, point: Point, words: Words) -> str:
        """The point's counts in words; empty where a month supplied in part leaves it open."""
        crimes, asb = (point.span_crimes, point.span_asb) if self.span else (point.crimes, point.asb)
        crimes, asb = crimes if self.crime_state else 0, asb if self.asb_state else 0
        if crimes or asb:
            return street_counts(crimes, asb, words)
        if "supplied_partial" in {self.crime_state, self.asb_state}:
            return ""
        if not self.asb_state:
            return words.gettext("no crime")
        return words.gettext("nothing recorded") if self.crime_state else words.gettext("no ASB")


def _month_column(supply: ForceSupply, months: list[str], words: Words) -> _Column | None:
    if not months:
        return None
    newest = len(months) - 1
    states = [one.states[newest] if one.counted(newest) else "" for one in (supply.crime, supply.asb)]
    month = words.month(months[newest])
    # "In" keeps a name that ends in a number apart from the month: "Point 1 June 2025" reads as a day.
    return _Column(words.gettext("In %(month)s", month=month), month, False, *states) if any(states) else None


def _span_column(supply: ForceSupply, months: list[str], words: Words) -> _Column | None:
    """The months of the span that were supplied, added up; the heading says how many they are."""
    span = range(max(len(months) - YEAR_MONTHS, 0), len(months))
    if len(span) < 2:
        return None
    states = [_span_state(one, span) for one in (supply.crime, supply.asb)]
    supplied = max(sum(one.counted(index) for index in span) for one in (supply.crime, supply.asb))
    last = words.month(months[-1])
    heading = words.ngettext("%(number)s month to %(last)s", "%(number)s months to %(last)s", len(span), last=last)
    if supplied < len(span):
        heading = words.ngettext(
            "%(number)s month supplied of the %(all)s to %(last)s",
            "%(number)s months supplied of the %(all)s to %(last)s",
            supplied,
            all=words.number(len(span)),
            last=last,
        )
    short = words.ngettext("%(number)s month", "%(number)s months", supplied)
    return _Column(short, heading, True, *states) if any(states) else None


def _span_state(supply: Supply, span: range) -> str:
    states = {supply.states[index] for index in span if supply.counted(index)}
    return "" if not states else "supplied" if states == {"supplied"} else "supplied_partial"


def _missing_sentences(supply: ForceSupply, months: list[str], words: Words) -> tuple[str, ...]:
    if not months:
        return (words.gettext("No figures for crime were given to this copy of the site."),)
    newest = len(months) - 1
    crime, asb = supply.crime.states[newest], supply.asb.states[newest]
    has_crime, has_asb = supply.crime.counted(newest), supply.asb.counted(newest)
    values = {"force": supply.force_name, "month": words.month(months[newest])}
    sentences = (
        (has_crime and has_asb, ""),
        (crime == "not_in_copy", words.gettext("This copy of the site has no figures for %(month)s, so there is no number to show.", **values)),
        (
            crime == "without_location",
            words.gettext("What %(force)s supplied for %(month)s has no locations, so there is no number to show here.", **values),
        ),
        (not has_crime and not has_asb, words.gettext("%(force)s supplied no figures for %(month)s.", **values)),
        (not has_crime, words.gettext("%(force)s supplied no figures for crime for %(month)s.", **values)),
        (asb == "without_location", words.gettext("No report of antisocial behaviour from %(force)s for %(month)s has a location.", **values)),
        (True, words.gettext("%(force)s supplied no figures for antisocial behaviour for %(month)s.", **values)),
    )
    sentence = next(sentence for is_so, sentence in sentences if is_so)
    return (sentence,) if sentence else ()


def _letters(neighbourhood_id: str, points: Sequence[Point], columns: Sequence[_Column], told: _Told, words: Words) -> tuple[LetterRows, ...]:
    """The streets under their letters, A to Z, the points of each by position; those without a name last."""
    ordered = sorted(points, key=lambda point: (not point.street, alphabetical(point.street), point.street, point.x, point.y))
    letters: dict[str, tuple[list[StreetRow], list[PointRow]]] = {}
    for street, same in groupby(ordered, key=lambda point: point.street):
        of_street = tuple(same)
        streets, silent = letters.setdefault(letter_of(street) if street else "", ([], []))
        found = [told.details.get((neighbourhood_id, point.x, point.y)) for point in of_street]
        counts = [tuple(column.counts(point, words) for column in columns) for point in of_street]
        names = _names(street, len(of_street), words, whole=not any(found))
        rows = tuple(
            map(
                PointRow,
                (snap_point_id(point.x, point.y) for point in of_street),
                names,
                counts,
                found,
                (told.doubts.get((point.x, point.y), ()) for point in of_street),
            )
        )
        if any(found):
            total = tuple(column.counts(_together(of_street), words) for column in columns[-1:])
            streets.append(StreetRow(_street_name(street, len(of_street), words), total, rows))
        else:
            silent.extend(rows)
    return tuple(LetterRows(letter, tuple(streets), tuple(silent)) for letter, (streets, silent) in letters.items())


def _street_name(street: str, points: int, words: Words) -> str:
    if street:
        return street
    return words.gettext("Point without a name") if points == 1 else words.gettext("Points without a name")


def _names(street: str, points: int, words: Words, *, whole: bool) -> list[str]:
    """What the points of a street are called: `whole` where the street's name does not stand over them."""
    if points == 1:
        return [_street_name(street, 1, words)]
    if not whole:
        return [words.gettext("Point %(number)s", number=words.number(at)) for at in range(1, points + 1)]
    values = {"name": _street_name(street, 1, words), "all": words.number(points)}
    return [words.gettext("%(name)s, point %(number)s of %(all)s", number=words.number(at), **values) for at in range(1, points + 1)]


def _together(points: Sequence[Point]) -> Point:
    """The points of a street as if they were one, at the first."""
    return points[0]._replace(**{name: sum(getattr(point, name) for point in points) for name in ("crimes", "asb", "span_crimes", "span_asb")})
