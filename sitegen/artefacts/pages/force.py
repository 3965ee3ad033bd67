"""The force page: how to reach it, its neighbourhoods and officers, what it recorded, and what it supplied."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from sitegen import urls
from sitegen.artefacts.figures import Recorded, numbers
from sitegen.artefacts.lists.places import force_names
from sitegen.artefacts.maps.attribution import basemap_credit
from sitegen.artefacts.maps.squares import bake_squares
from sitegen.artefacts.pages.opening import open_force
from sitegen.artefacts.sections.apart import view_force_apart
from sitegen.artefacts.sections.components import Contact, CoverageCell, CoverageForce, CoverageRow, Glance, Person
from sitegen.artefacts.sections.coverage_states import explained, is_absent
from sitegen.artefacts.sections.crime_view import CrimeView, view_crime
from sitegen.artefacts.sections.force_map import ForceMap, placed_crimes, view_force_map
from sitegen.artefacts.sections.help_view import HelpLink, view_help
from sitegen.artefacts.sections.issues import read_breaks
from sitegen.artefacts.sections.outcome_view import OutcomeView, read_outcomes, view_force_outcomes
from sitegen.artefacts.sections.rates_view import RatesView, months_rated, usual_rate, view_rates
from sitegen.artefacts.sections.records import Force, Neighbourhood
from sitegen.artefacts.sections.residents import Residents, rate_sentences, read_residents, residents_sentence
from sitegen.artefacts.sections.series import Monthly, read_categories, read_monthly
from sitegen.artefacts.sections.stop_view import StopView, read_stops, view_stops
from sitegen.artefacts.sections.team_view import short_address
from sitegen.artefacts.supply import read_supply
from sitegen.artefacts.text.phrases import month_runs, months_without
from sitegen.artefacts.text.supply_words import DATASETS, dataset_label, located_sentences, supply_sentences
from sitegen.artefacts.text.words import Words
from sitegen.raw import RawFile
from sitegen.terms import BTP, SOURCE_LANGUAGE


@dataclass(frozen=True, slots=True)
class ForceView:
    """One force page. `month` is empty and `crime` None where this copy of the site has no crime data at all.

    `rates` puts it beside other forces, `several` says that there are any.
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
    map: ForceMap | None
    crime: CrimeView | None
    apart: tuple[str, ...]
    outcomes: OutcomeView | None
    stops: StopView | None
    months: tuple[str, ...]
    coverage: CoverageForce
    rates: RatesView | None
    several: bool
    help: tuple[HelpLink, ...]
    credit: str


def make(
    *,
    force_id: str,
    templates: tuple[RawFile, ...],
    locales: tuple[RawFile, ...],
    asset_paths: pl.DataFrame,
    forces: pl.DataFrame,
    officers: pl.DataFrame,
    neighbourhoods: pl.DataFrame,
    boundaries: pl.DataFrame,
    force_areas: pl.DataFrame,
    categories: pl.DataFrame,
    force_series: pl.DataFrame,
    located_counts: pl.DataFrame,
    force_outcomes: pl.DataFrame,
    outcome_kinds: pl.DataFrame,
    stop_series: pl.DataFrame,
    stop_tables: pl.DataFrame,
    stop_words: pl.DataFrame,
    breaks: pl.DataFrame,
    coverage: pl.DataFrame,
    located_shares: pl.DataFrame,
    force_basemap: pl.DataFrame,
    known_issues: pl.DataFrame,
    populations: pl.DataFrame,
    help_links: pl.DataFrame,
    force_rates: pl.DataFrame,
    site: Mapping[str, object],
    months: list[str],
    language: str = SOURCE_LANGUAGE,
) -> Iterator[tuple[str, bytes]]:
    """One force's page, and the map from its neighbourhood ids to their folders."""
    opening = open_force(
        force_id=force_id,
        templates=templates,
        locales=locales,
        asset_paths=asset_paths,
        forces=forces,
        neighbourhoods=neighbourhoods,
        coverage=coverage,
        known_issues=known_issues,
        site=site,
        months=months,
        language=language,
    )
    words, force, places, month, supply = opening.renderer.words, opening.force, opening.places, opening.month, opening.supply
    categories, outcome_kinds, stop_words, breaks = map(words.translated, (categories, outcome_kinds, stop_words, breaks))
    known = read_categories(categories, force_series)
    figures = read_monthly(force_series, by="force_id", column="crimes", months=months, categories=known, crime=supply.crime, asb=supply.asb)
    monthly = figures.get(force_id)
    changes = read_breaks(breaks, force_id)
    crime = None
    if monthly:
        crime = view_crime(monthly, known, supply=supply, breaks=changes, faults=opening.faults, place=force.name, words=words, of="force")
    shaped = boundaries.filter(pl.col("geometry").is_not_null())
    drawn = None
    if crime is not None and force_id != BTP:
        area = force_areas.filter(pl.col("force_id") == force_id)["geometry"].to_list()
        names = {place.neighbourhood_id: place.name for place in places}
        placed = placed_crimes(located_counts, month) if isinstance(crime.crime, Recorded) else None
        drawn = bake_squares(area=area[0] if area else None, boundaries=shaped, names=names, crimes=placed, force_basemap=force_basemap)
    residents = read_residents(populations).get(None)
    outcomes = stops = None
    if months:
        known_outcomes = read_outcomes(
            force_outcomes,
            outcome_kinds,
            by=None,
            months=months,
            crime=supply.crime,
            outcomes=supply.outcomes,
            force_name=force.name,
            breaks=changes,
            faults=opening.faults,
            words=words,
        )
        outcomes = view_force_outcomes(known_outcomes, outcome_kinds, months, crime=supply.crime, supply=supply.outcomes, words=words)
        known_stops = read_stops(
            stop_series,
            stop_tables,
            stop_words,
            months=months,
            supply=supply.stops,
            force_name=force.name,
            breaks=changes,
            faults=opening.faults,
        )
        stops = view_stops(known_stops, None, words)
    rates = None if force_id == BTP else view_rates(force_rates, _compared(forces), force_id, words)
    view = ForceView(
        force=force,
        month=month,
        railway=force_id == BTP,
        lede=_lede(force, places, residents, words),
        rate=rate_sentences(
            words, residents, monthly, of=months_rated(force_rates, force_id) if rates else None, usual=usual_rate(force_rates, force_id)
        ),
        glance=_glance(crime, monthly, words),
        jump=_jump(crime, places, words),
        contacts=_contacts(force, words),
        officers=_officers(officers, force_id),
        neighbourhoods=places,
        map=view_force_map(drawn, crime, force.name, words) if drawn and crime else None,
        crime=crime,
        apart=view_force_apart(force_series, located_counts, month, _shaped(places, shaped) if force_id != BTP and places else None, words),
        outcomes=outcomes,
        stops=stops,
        months=tuple(months),
        coverage=_coverage(coverage, located_shares, force, months, words),
        rates=rates,
        several=len(_compared(forces)) > 1,
        help=view_help(help_links, force_id, words),
        credit=basemap_credit(force_basemap["attribution"].unique().to_list(), opening.renderer.site.as_of[:4]),
    )
    path = urls.force(force_id)
    yield opening.renderer.at(path), opening.renderer.render("pages/force.html", path, view)
    folders = {place.neighbourhood_id: place.folder for place in places}
    if language == SOURCE_LANGUAGE:
        yield urls.force_ids(force_id), json.dumps(folders, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


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
