"""The neighbourhood page: who polices a place, and what was recorded there; and what a frame on another website shows of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypedDict

import polars as pl
from markupsafe import Markup, escape

from sitegen import urls
from sitegen.artefacts.figures import Missing
from sitegen.artefacts.lists.places import force_names
from sitegen.artefacts.maps.attribution import basemap_credit
from sitegen.artefacts.maps.neighbourhood_grounds import NeighbourhoodGround, basemap_owners, read_grounds
from sitegen.artefacts.maps.svg import NOWHERE, BakedMap, bake
from sitegen.artefacts.pages.context import PageContext
from sitegen.artefacts.pages.opening import ForceTables, Opening, open_force
from sitegen.artefacts.sections.apart import Apart, read_apart, view_apart
from sitegen.artefacts.sections.change_view import ChangeView, view_change
from sitegen.artefacts.sections.changes import Beside, Change, MonthVerdicts, read_beside, read_changes, read_month_verdicts
from sitegen.artefacts.sections.components import Contact, Glance
from sitegen.artefacts.sections.crime_view import CrimeView, view_crime
from sitegen.artefacts.sections.evidence import Evidence, of_places
from sitegen.artefacts.sections.help_view import HelpLink, find_help, view_help
from sitegen.artefacts.sections.outcome_view import Outcomes, OutcomeView, read_outcomes, view_outcomes
from sitegen.artefacts.sections.records import Force, Neighbourhood
from sitegen.artefacts.sections.residents import Residents, read_residents, residents_sentence
from sitegen.artefacts.sections.series import Category, Monthly, read_categories, read_monthly
from sitegen.artefacts.sections.stop_view import Stops, StopTables, StopView, read_stops, view_stops
from sitegen.artefacts.sections.street_view import RecordedAt, Street, StreetsView, label_wishes, read_recorded, view_streets, where_sentence
from sitegen.artefacts.sections.team_view import TeamTables, TeamView, read_teams, view_team
from sitegen.artefacts.sections.timeline_view import told_of
from sitegen.artefacts.sections.usual_view import Usuals, UsualView, read_usuals, view_usual
from sitegen.artefacts.text.words import Words
from sitegen.terms import SOURCE_LANGUAGE


@dataclass(frozen=True, slots=True)
class MapView:
    """The baked map with its words; `missing` is why there are no circles, empty where there are figures."""

    drawn: BakedMap
    title: str
    description: str
    missing: str


@dataclass(frozen=True, slots=True)
class NeighbourhoodView:
    """One neighbourhood page.

    `month` is the window's newest, empty where this copy has no crime data at all; `crime` is None where there is no
    boundary, so that nothing can be counted here; `reach` are the ways to the team, and where a crime is reported online; `silent` says
    that nothing about the team was supplied to this site, and `teams` where to look then; `credit` names the owners of the basemap, empty
    where there is none; `record` is the API's answer about it, empty where it has none.
    """

    force: Force
    place: Neighbourhood
    month: str
    silent: bool
    lede: str
    glance: tuple[Glance, ...]
    jump: tuple[tuple[str, str], ...]
    reach: tuple[Contact, ...]
    team: TeamView
    crime: CrimeView | None
    change: ChangeView | None
    usual: UsualView | None
    apart: tuple[str, ...]
    map: MapView | None
    streets: StreetsView | None
    outcomes: OutcomeView | None
    stops: StopView | None
    help: tuple[HelpLink, ...]
    teams: str
    map_anchor: str
    credit: str
    record: str
    has_timeline: bool


@dataclass(frozen=True, slots=True)
class NeighbourhoodTables:
    """What the pages of a force's neighbourhoods are made from."""

    force: ForceTables
    team: TeamTables
    stops: StopTables
    categories: pl.DataFrame
    neighbourhood_series: pl.DataFrame
    neighbourhood_changes: pl.DataFrame
    month_changes: pl.DataFrame
    neighbourhood_grounds: pl.DataFrame
    force_series: pl.DataFrame
    force_points: pl.DataFrame
    located_shares: pl.DataFrame
    located_counts: pl.DataFrame
    located_outcomes: pl.DataFrame
    outcome_kinds: pl.DataFrame
    populations: pl.DataFrame
    help_links: pl.DataFrame
    api_folders: pl.DataFrame
    timelines: pl.DataFrame


def make(*, force_id: str, context: PageContext, tables: NeighbourhoodTables) -> Iterator[tuple[str, bytes]]:
    """The pages of one force's neighbourhoods, A to Z, each followed by the one for frames: it shows parts of the same view."""
    opening = open_force(force_id, context, tables.force, placed=True)
    renderer, words = opening.renderer, opening.renderer.words
    teams = read_teams(tables.team, words)
    pages = _read_pages(opening, tables, context.newest)
    for place in opening.places:
        path = urls.neighbourhood(force_id, place.folder)
        team = view_team(place, teams, as_of=renderer.site.as_of, words=words)
        view = pages.view(place, team)
        yield renderer.at(path), renderer.render("pages/neighbourhood.html", path, view)
        path = urls.embed(force_id, place.folder)
        yield renderer.at(path), renderer.render("pages/embed.html", path, view)


def _read_pages(opening: Opening, tables: NeighbourhoodTables, month: str) -> _Pages:
    """The tables of a force, read once for all its pages."""
    words, force, places = opening.renderer.words, opening.force, opening.places
    evidence = replace(opening.evidence, supply=of_places(opening.evidence.supply, tables.located_shares))
    months, supply = evidence.months, evidence.supply
    categories = read_categories(words.translated(tables.categories), tables.neighbourhood_series)
    shown = month if supply.shown is None else months[supply.shown]
    recorded = read_recorded(tables.force_points, tables.located_counts, shown)
    changes, residents = read_changes(tables.neighbourhood_changes), read_residents(tables.populations)
    census = {place: found.people for place, found in residents.items() if place is not None}
    own = {place.neighbourhood_id: place.population or 0 for place in places}
    beside = read_beside(changes, force.name, [census, own])
    return _Pages(
        force=force,
        evidence=evidence,
        categories=categories,
        series=read_monthly(
            tables.neighbourhood_series,
            by="neighbourhood_id",
            column="crimes",
            months=months,
            categories=categories,
            crime=supply.crime,
            asb=supply.asb,
        ),
        recorded=recorded,
        mapped=recorded if shown == month else read_recorded(tables.force_points, tables.located_counts, month),
        grounds=read_grounds(tables.neighbourhood_grounds),
        names={place.neighbourhood_id: place.name for place in places},
        told=told_of(tables.timelines),
        records=dict(tables.api_folders.select("neighbourhood_id", "folder").iter_rows()),
        credit=basemap_credit(basemap_owners(tables.neighbourhood_grounds), opening.renderer.site.as_of[:4]),
        apart=read_apart(tables.force_series, tables.located_counts, tables.force.coverage, force_names(opening.forces), month),
        residents=residents,
        changes=changes,
        verdicts=read_month_verdicts(tables.month_changes),
        beside=beside,
        usuals=read_usuals(changes, beside, categories),
        outcomes=read_outcomes(tables.located_outcomes, words.translated(tables.outcome_kinds), evidence, by="neighbourhood_id", words=words),
        stops=read_stops(tables.stops, evidence, words),
        month=month,
        shown=shown,
        help=view_help(tables.help_links, force.force_id, words),
        teams=find_help(tables.help_links, force.force_id, "teams"),
        words=words,
    )


class _Silence(TypedDict):
    """As `view_streets` takes it."""

    whole: bool
    crime_only: bool


@dataclass(frozen=True, slots=True)
class _Pages:
    """What all pages of one force share."""

    force: Force
    evidence: Evidence
    categories: tuple[Category, ...]
    series: Mapping[str, Monthly]
    recorded: Mapping[str, RecordedAt]
    """Of `shown`, the month of the table and the list of streets."""
    mapped: Mapping[str, RecordedAt]
    """Of `month`, the one the map and the finding tell of."""
    grounds: Mapping[str, NeighbourhoodGround]
    names: Mapping[str, str]
    apart: Apart
    changes: Mapping[str | None, Mapping[str, Change]]
    verdicts: Mapping[str, MonthVerdicts]
    beside: Beside | None
    usuals: Usuals | None
    residents: Mapping[str | None, Residents]
    outcomes: Outcomes
    stops: Stops
    month: str
    shown: str
    help: tuple[HelpLink, ...]
    teams: str
    words: Words
    credit: str
    records: Mapping[str, str]
    """The folder of each neighbourhood in the API."""
    told: frozenset[str]
    """Those that have a page of what was asked and done."""

    def view(self, place: Neighbourhood, team: TeamView) -> NeighbourhoodView:
        monthly = self.series.get(place.neighbourhood_id)
        crime = None
        if monthly is not None:
            verdicts = self.verdicts.get(place.neighbourhood_id, {})
            crime = view_crime(monthly, self.categories, self.evidence, place=place.name, words=self.words, verdicts=verdicts)
        changes = self.changes.get(place.neighbourhood_id, {})
        change = view_change(monthly, self.categories, changes, self.evidence, self.words) if monthly else None
        usual = view_usual(place.neighbourhood_id, place.name, changes, self.usuals, self.words) if change else None
        listed = self._streets(crime, self.recorded.get(place.neighbourhood_id, RecordedAt([], NOWHERE)).streets)
        return NeighbourhoodView(
            force=self.force,
            place=place,
            month=self.month,
            silent=_is_silent(place, team),
            lede=_lede(place, self.force, self.residents.get(place.neighbourhood_id), self._rated(place) if usual else None, self.words),
            glance=_glance(place, team, crime, self.month, self.words),
            jump=self._jump(crime, change, listed, silent=_is_silent(place, team)),
            reach=self._reach(team),
            team=team,
            crime=crime,
            change=change,
            usual=usual,
            apart=view_apart(self.apart, place.neighbourhood_id if crime else None, self.force.name, self.month, self.words),
            map=self._map(place, crime, listed),
            streets=listed,
            outcomes=view_outcomes(self.outcomes, place.neighbourhood_id, self.words) if crime else None,
            stops=view_stops(self.stops, place.neighbourhood_id, self.words) if crime else None,
            help=tuple(link for link in self.help if link.kind != "report"),
            teams=self.teams,
            map_anchor=f"area={self.force.force_id}/{place.folder}",
            credit=self.credit,
            record=urls.api(f"{self.force.force_id}/{self.records[place.neighbourhood_id]}") if place.detail_supplied else "",
            has_timeline=place.neighbourhood_id in self.told,
        )

    def _rated(self, place: Neighbourhood) -> int | None:
        """The people that the page's rate divides by; None where it has no rate."""
        return self.beside.people.get(place.neighbourhood_id) if self.beside else None

    def _reach(self, team: TeamView) -> tuple[Contact, ...]:
        words = self.words
        online = [Contact(words.gettext("Online"), words.gettext("Report it online"), link.href) for link in self.help if link.kind == "report"]
        return (*team.contacts[:1], *online, *team.contacts[1:])

    def _jump(self, crime: CrimeView | None, change: ChangeView | None, streets: StreetsView | None, *, silent: bool) -> tuple[tuple[str, str], ...]:
        words = self.words
        first = [("reach", words.gettext("Reach the team"))]
        if not silent:
            first += [("meetings", words.gettext("Meetings")), ("priorities", words.gettext("Priorities")), ("team", words.gettext("Who they are"))]
        if crime is not None and crime.counts is not None:
            first.append(("kinds", words.gettext("By category")))
        if change is not None or (crime is not None and crime.trend is not None):
            first.append(("change", words.gettext("Is it going up?")))
        if streets is not None:
            first.append(("streets", words.gettext("Streets")))
        if crime is not None:
            first += [("outcomes", words.gettext("What came of it")), ("stops", words.gettext("Stop and search"))]
            first.append(("take", words.gettext("Take the data")))
        return (*first, ("help", words.gettext("More help")))

    def _map(self, place: Neighbourhood, crime: CrimeView | None, listed: StreetsView | None) -> MapView | None:
        ground = self.grounds.get(place.neighbourhood_id)
        if crime is None or ground is None:
            return None
        missing = isinstance(crime.crime, Missing) and isinstance(crime.asb, Missing)
        streets, points = self.mapped.get(place.neighbourhood_id, RecordedAt([], NOWHERE))
        drawn = bake(ground, NOWHERE, [], self.names) if missing else bake(ground, points, label_wishes(streets), self.names)
        words, shown = self.words, self.words.month(self.month)
        if missing:
            description = words.gettext("The map shows the boundary alone: no figures were supplied for %(month)s.", month=shown)
        else:
            description = where_sentence(streets, words, **self._silence(-1))
            if listed and listed.month == self.month:
                description = words.gettext("%(where)s The list of streets below has the same figures.", where=description)
        return MapView(
            drawn=drawn,
            title=words.gettext("Map of %(place)s, %(month)s", place=place.name, month=shown),
            description=description,
            missing=words.figure(crime.crime) if missing else "",
        )

    def _streets(self, crime: CrimeView | None, streets: list[Street]) -> StreetsView | None:
        if crime is None or crime.counts is None or self.evidence.supply.shown is None:
            return None
        return view_streets(streets, self.shown, self.words, **self._silence(self.evidence.supply.shown))

    def _silence(self, index: int) -> _Silence:
        """What it means of a month that nothing was recorded at a point."""
        crime, asb = self.evidence.supply.crime.states[index], self.evidence.supply.asb.states[index]
        return {"whole": crime == "supplied" and asb != "supplied_partial", "crime_only": not self.evidence.supply.asb.counted(index)}


def _is_silent(place: Neighbourhood, team: TeamView) -> bool:
    """True where neither people, priorities nor meetings were supplied to this site, not even as files that cannot be read."""
    supplied = place.people_supplied or place.priorities_supplied or place.events_supplied or place.unreadable - {"detail", "boundary"}
    return not (supplied or team.people or team.priorities or team.coming or team.past)


def _lede(place: Neighbourhood, force: Force, residents: Residents | None, rated: int | None, words: Words) -> str:
    """One number of people a page: the one its rate divides by, or else the force's own before the one worked out."""
    own = place.population if rated in {None, place.population} else None
    if own is None:
        known = words.gettext("A neighbourhood looked after by %(force)s.", force=force.name)
        return f"{known} {residents_sentence(words, residents)}" if residents is not None else known
    about = round(own, -2 if own >= 1000 else -1) or own
    return words.gettext(
        "A neighbourhood looked after by %(force)s. About %(people)s people live here.", force=force.name, people=words.number(about)
    )


def _glance(place: Neighbourhood, team: TeamView, crime: CrimeView | None, month: str, words: Words) -> tuple[Glance, ...]:
    """Three answers, or two of a silent place; a missing one is said, and told apart from one that was never given to this site."""
    unknown = words.gettext("Not supplied to this site")
    none = words.gettext("None has been published") if place.events_supplied else unknown
    meeting, working = none, unknown
    if team.coming:
        first = team.coming[0]
        meeting = _with_supplied(f"{first.brief}, %s" if first.address else first.brief, first.address.partition(",")[0], words)
    if team.priorities:
        more = len(team.priorities) - 1
        phrase = words.ngettext("%(first)s, and %(number)s more", "%(first)s, and %(number)s more", more, first="%s") if more else "%s"
        working = _with_supplied(phrase, team.priorities[0].title, words)
    else:
        working = words.gettext("No priority has been published") if place.priorities_supplied else unknown
    if not month:
        question, answer = words.gettext("Recorded"), words.gettext("No figures were given to this site")
    else:
        question = words.gettext("Recorded in %(month)s", month=words.month(month))
        answer = crime.glance if crime else _uncounted(place, words)
    recorded = Glance(question, answer, "crime")
    if _is_silent(place, team):
        return (recorded, Glance(words.gettext("Team and meetings"), unknown, "reach"))
    return (
        Glance(
            words.gettext("Next meeting"),
            meeting,
            "meetings",
            words.gettext("No coming meeting has been published") if team.coming else "",
            words.gettext("as of %(date)s", date=words.date(team.as_of)) if team.coming and team.as_of else "",
        ),
        Glance(words.gettext("The team is working on"), working, "priorities"),
        recorded,
    )


def _uncounted(place: Neighbourhood, words: Words) -> str:
    if "boundary" in place.unreadable:
        return words.gettext("Cannot be counted: the boundary could not be read")
    return words.gettext("Cannot be counted: no boundary was supplied")


def _with_supplied(phrase: str, supplied: str, words: Words) -> Markup:
    """A phrase with the force's words where `%s` stands, marked with their language where it is not the page's."""
    language = Markup("") if words.language == SOURCE_LANGUAGE else Markup(f' lang="{SOURCE_LANGUAGE}"')
    marked = Markup("<span{}>{}</span>").format(language, supplied) if language else escape(supplied)
    return escape(phrase).replace("%s", marked)
