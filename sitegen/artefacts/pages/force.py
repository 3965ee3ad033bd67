"""The force page: how to reach it, its neighbourhoods and officers, what it recorded, and what it supplied."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from sitegen import urls
from sitegen.artefacts.figures import Recorded, numbers
from sitegen.artefacts.lists.places import force_names, letter_of
from sitegen.artefacts.maps.attribution import basemap_credit
from sitegen.artefacts.maps.squares import SquaresMap, bake_squares
from sitegen.artefacts.pages.context import PageContext
from sitegen.artefacts.pages.opening import ForceTables, Opening, open_force
from sitegen.artefacts.sections.apart import view_force_apart
from sitegen.artefacts.sections.components import Contact, CoverageCell, CoverageForce, CoverageRow, Glance, Person
from sitegen.artefacts.sections.coverage_states import explained, is_absent
from sitegen.artefacts.sections.crime_view import CrimeView, view_crime
from sitegen.artefacts.sections.force_map import ForceMap, placed_crimes, view_force_map
from sitegen.artefacts.sections.help_view import HelpLink, view_help
from sitegen.artefacts.sections.outcome_view import OutcomeView, read_outcomes, view_force_outcomes
from sitegen.artefacts.sections.rates_view import RatesView, months_rated, usual_rate, view_rates
from sitegen.artefacts.sections.records import Force, Neighbourhood
from sitegen.artefacts.sections.residents import Residents, rate_sentences, read_residents, residents_sentence
from sitegen.artefacts.sections.series import Monthly, read_categories, read_monthly
from sitegen.artefacts.sections.stop_view import StopTables, StopView, read_stops, view_stops
from sitegen.artefacts.sections.team_view import short_address
from sitegen.artefacts.sections.year_change_view import newest_year_sentence
from sitegen.artefacts.supply import read_supply
from sitegen.artefacts.text.phrases import month_runs, months_without
from sitegen.artefacts.text.supply_words import dataset_label, located_sentences, supply_sentences
from sitegen.artefacts.text.words import Words
from sitegen.rules import DATASETS, NOT_PROMISED
from sitegen.site_json import to_json
from sitegen.terms import BTP

_MOST_UNFOLDED = 20
"""Neighbourhoods that stand in one open list; more would put every figure screens away."""


@dataclass(frozen=True, slots=True)
class ForceView:
    """One force page. `month` is empty and `crime` None where this copy of the site has no crime data at all.

    `letters` has the neighbourhoods by the letter they stand under where they are more than a screen or two can list, else nothing.
    `rates` puts it beside other forces, `several` says that there are any; `promised`: it has a page of what was promised.
    `year` compares the newest year of all crime with the one before, empty where that is none of the window.
    `rate` is what was recorded for every 1,000 people, with what that cannot say; nothing where either number is unknown.
    """

    force: Force
    month: str
    railway: bool
    lede: str
    rate: tuple[str, ...]
    glance: tuple[Glance, ...]
    jump: tuple[tuple[str, str], ...]
    contacts: tuple[Contact, ...]
    officers: tuple[Person, ...]
    neighbourhoods: tuple[Neighbourhood, ...]
    letters: tuple[tuple[str, tuple[Neighbourhood, ...]], ...]
    map: ForceMap | None
    crime: CrimeView | None
    year: str
    apart: tuple[str, ...]
    outcomes: OutcomeView | None
    stops: StopView | None
    months: tuple[str, ...]
    coverage: CoverageForce
    rates: RatesView | None
    several: bool
    promised: bool
    help: tuple[HelpLink, ...]
    credit: str


@dataclass(frozen=True, slots=True)
class ForcePageTables:
    """What the page of a force is made from."""

    force: ForceTables
    stops: StopTables
    officers: pl.DataFrame
    boundaries: pl.DataFrame
    force_areas: pl.DataFrame
    force_basemap: pl.DataFrame
    categories: pl.DataFrame
    force_series: pl.DataFrame
    force_rates: pl.DataFrame
    force_year_changes: pl.DataFrame
    located_counts: pl.DataFrame
    located_shares: pl.DataFrame
    force_outcomes: pl.DataFrame
    outcome_kinds: pl.DataFrame
    populations: pl.DataFrame
    help_links: pl.DataFrame


def make(*, force_id: str, context: PageContext, tables: ForcePageTables) -> Iterator[tuple[str, bytes]]:
    """One force's page, and the map from its neighbourhood ids to their folders."""
    opening = open_force(force_id, context, tables.force)
    path = urls.force(force_id)
    view = _view(opening, tables, context.newest)
    yield opening.renderer.at(path), opening.renderer.render("pages/force.html", path, view)
    folders = {place.neighbourhood_id: place.folder for place in opening.places}
    if context.is_source:
        yield urls.force_ids(force_id), to_json(folders)


def _view(opening: Opening, tables: ForcePageTables, month: str) -> ForceView:
    force, places, words = opening.force, opening.places, opening.renderer.words
    shaped = tables.boundaries.filter(pl.col("geometry").is_not_null())
    monthly, crime = _crime(opening, tables)
    drawn = _squares(opening, tables, shaped, crime, month)
    outcomes, stops = _what_followed(opening, tables)
    residents = read_residents(tables.populations).get(None)
    compared = _compared(opening.forces)
    rates = None if force.force_id == BTP else view_rates(tables.force_rates, compared, force.force_id, words)
    rated = months_rated(tables.force_rates, force.force_id) if rates else None
    counted_places = _shaped(places, shaped) if force.force_id != BTP and places else None
    return ForceView(
        force=force,
        month=month,
        railway=force.force_id == BTP,
        lede=_lede(force, places, residents, words),
        rate=rate_sentences(words, residents, monthly, of=rated, usual=usual_rate(tables.force_rates, force.force_id)),
        glance=_glance(crime, monthly, words),
        jump=_jump(crime, places, words),
        contacts=_contacts(force, words),
        officers=_officers(tables.officers, force.force_id),
        neighbourhoods=places,
        letters=_letters(places),
        map=view_force_map(drawn, crime, force.name, words) if drawn and crime else None,
        crime=crime,
        year=newest_year_sentence(tables.force_year_changes, force.name, opening.evidence.months, words),
        apart=view_force_apart(tables.force_series, tables.located_counts, month, counted_places, words),
        outcomes=outcomes,
        stops=stops,
        months=opening.evidence.months,
        coverage=_coverage(tables.force.coverage, tables.located_shares, force, opening.evidence.months, words),
        rates=rates,
        several=len(compared) > 1,
        promised=bool(opening.evidence.months) and force.force_id not in NOT_PROMISED,
        help=view_help(tables.help_links, force.force_id, words),
        credit=basemap_credit(tables.force_basemap["attribution"].unique().to_list(), opening.renderer.site.as_of[:4]),
    )


def _letters(places: Sequence[Neighbourhood]) -> tuple[tuple[str, tuple[Neighbourhood, ...]], ...]:
    letters: dict[str, list[Neighbourhood]] = {}
    for place in places if len(places) > _MOST_UNFOLDED else ():
        letters.setdefault(letter_of(place.name), []).append(place)
    return tuple((letter, tuple(under)) for letter, under in letters.items())


def _crime(opening: Opening, tables: ForcePageTables) -> tuple[Monthly | None, CrimeView | None]:
    """The force's figures and the section that tells them; None where it has none."""
    force, evidence, words = opening.force, opening.evidence, opening.renderer.words
    categories = read_categories(words.translated(tables.categories), tables.force_series)
    supply = evidence.supply
    figures = read_monthly(
        tables.force_series,
        by="force_id",
        column="crimes",
        months=evidence.months,
        categories=categories,
        crime=supply.crime,
        asb=supply.asb,
    )
    monthly = figures.get(force.force_id)
    return monthly, view_crime(monthly, categories, evidence, place=force.name, words=words, of="force") if monthly else None


def _squares(opening: Opening, tables: ForcePageTables, shaped: pl.DataFrame, crime: CrimeView | None, month: str) -> SquaresMap | None:
    """The map of squares; British Transport Police have no area."""
    force_id = opening.force.force_id
    if crime is None or force_id == BTP:
        return None
    area = tables.force_areas.filter(pl.col("force_id") == force_id)["geometry"].to_list()
    return bake_squares(
        area=area[0] if area else None,
        boundaries=shaped,
        names={place.neighbourhood_id: place.name for place in opening.places},
        crimes=placed_crimes(tables.located_counts, month) if isinstance(crime.crime, Recorded) else None,
        force_basemap=tables.force_basemap,
    )


def _what_followed(opening: Opening, tables: ForcePageTables) -> tuple[OutcomeView | None, StopView | None]:
    """The sections of outcomes and of stops; None where this copy has no month."""
    evidence, words = opening.evidence, opening.renderer.words
    if not evidence.months:
        return None, None
    kinds = words.translated(tables.outcome_kinds)
    outcomes = read_outcomes(tables.force_outcomes, kinds, evidence, by=None, words=words)
    stops = read_stops(tables.stops, evidence, words)
    return view_force_outcomes(outcomes, kinds, words), view_stops(stops, None, words)


def _shaped(places: Sequence[Neighbourhood], shaped: pl.DataFrame) -> tuple[int, int, int]:
    """How many neighbourhoods the force has, how many of them no boundary was supplied of, and of how many it could not be read."""
    bounded = set(shaped["neighbourhood_id"].to_list())
    unreadable = ["boundary" in place.unreadable for place in places if place.neighbourhood_id not in bounded]
    return len(places), unreadable.count(False), unreadable.count(True)


def _compared(forces: pl.DataFrame) -> dict[str, str]:
    """The names of the forces that stand beside one another: British Transport Police have no residents."""
    return {one: name for one, name in force_names(forces).items() if one != BTP}


def _lede(force: Force, places: Sequence[Neighbourhood], residents: Residents | None, words: Words) -> str:
    if force.force_id == BTP:
        return words.gettext(
            "The police of the railways. It has no neighbourhoods, and its figures are kept apart from every other total on this site."
        )
    if not places:
        return words.gettext("The list of this force’s neighbourhoods was not supplied to this site.")
    people = [place.population for place in places if place.population is not None]
    if len(people) < len(places) or residents is not None:
        known = words.ngettext("A police force with %(number)s neighbourhood.", "A police force with %(number)s neighbourhoods.", len(places))
        return f"{known} {residents_sentence(words, residents)}" if residents else known
    return words.ngettext(
        "A police force with %(number)s neighbourhood and about %(people)s people.",
        "A police force with %(number)s neighbourhoods and about %(people)s people.",
        len(places),
        people=words.number(round(sum(people), -3) or sum(people)),
    )


def _glance(crime: CrimeView | None, monthly: Monthly | None, words: Words) -> tuple[Glance, ...]:
    urgent = Glance(words.gettext("Not urgent"), words.gettext("Call 101"), "reach")
    if crime is None or monthly is None:
        return (urgent, Glance(words.gettext("Recorded"), words.gettext("No figures were given to this site"), "totals"))
    missing = months_without(words, monthly.months, numbers(monthly.crime)) or words.gettext("No months are missing")
    parts = [month for month, crimes in zip(monthly.months, monthly.crime, strict=True) if isinstance(crimes, Recorded) and crimes.partial]
    if parts:
        missing += "; " + words.gettext("in part: %(months)s", months=month_runs(words, parts))
    return (
        urgent,
        Glance(words.gettext("Recorded in %(month)s", month=words.month(crime.month)), crime.glance, "totals"),
        Glance(words.gettext("Crime data missing"), missing, "coverage"),
    )


def _jump(crime: CrimeView | None, places: Sequence[Neighbourhood], words: Words) -> tuple[tuple[str, str], ...]:
    items = [("reach", words.gettext("Reach the force"))]
    if places:
        items.append(("neighbourhoods", words.gettext("Neighbourhoods")))
    items += [("officers", words.gettext("Senior officers")), ("totals", words.gettext("Totals"))]
    if crime and crime.counts:
        items.append(("kinds", words.gettext("By category")))
    if crime and crime.trend:
        items.append(("trend", words.gettext("Trend")))
    if crime:
        items += [("outcomes", words.gettext("What came of it")), ("stops", words.gettext("Stop and search"))]
        items.append(("coverage", words.gettext("Coverage")))
    return (*items, ("help", words.gettext("More help")))


def _contacts(force: Force, words: Words) -> tuple[Contact, ...]:
    rows = [Contact(words.gettext("Call"), words.gettext("101, if it is not urgent"), "tel:101")]
    if force.telephone and force.telephone.strip() != "101":
        # Only a text that is one number and nothing else can be dialled.
        number = force.telephone.strip()
        number = number.replace("(0)", "") if number.startswith("+") else number
        one = re.fullmatch(r"\+?[0-9](?:[ ()-]*[0-9]){2,14}", number)
        rows.append(Contact(words.gettext("Telephone"), force.telephone, f"tel:{re.sub('[^0-9+]', '', one[0])}" if one else ""))
    if force.url:
        rows.append(Contact(words.gettext("Web"), short_address(force.url), force.url))
    return tuple(rows)


def _officers(officers: pl.DataFrame, force_id: str) -> tuple[Person, ...]:
    rows = officers.filter(pl.col("force_id") == force_id).sort("position").select("name", "rank").iter_rows()
    return tuple(Person(name, rank or "") for name, rank in rows)


def _coverage(coverage: pl.DataFrame, located_shares: pl.DataFrame, force: Force, months: Sequence[str], words: Words) -> CoverageForce:
    """The force's rows of the grid; a dataset that nobody supplied to this copy is left out."""
    window = coverage.filter(pl.col("month").is_in(list(months)))
    supplied = {dataset: read_supply(coverage, force.force_id, dataset, months) for dataset in DATASETS if not is_absent(window, dataset)}
    rows = tuple(
        CoverageRow(dataset_label(words, dataset), tuple(CoverageCell(*cell) for cell in zip(months, found.states, strict=True)))
        for dataset, found in supplied.items()
    )
    evidence = {dataset: found.evidence for dataset, found in supplied.items()}
    notes = (*supply_sentences(words, evidence, months, explained(window, force.force_id)), *located_sentences(words, located_shares))
    return CoverageForce(force.name, "", notes, rows)
