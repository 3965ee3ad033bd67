"""What is new in each neighbourhood as feeds: months of figures, priorities and what was done about them, meetings."""

import calendar
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from sitegen import urls
from sitegen.artefacts.feeds.calendars import read_meetings
from sitegen.artefacts.feeds.formats import Entry, Feed, atom, entry_id, json_feed
from sitegen.artefacts.figures import Figure, Missing
from sitegen.artefacts.sections.evidence import read_force_supply
from sitegen.artefacts.sections.records import Force, Neighbourhood, read_force, read_neighbourhoods
from sitegen.artefacts.sections.release_view import view_changes
from sitegen.artefacts.sections.series import Monthly, read_categories, read_monthly
from sitegen.artefacts.sections.team_view import plain_text
from sitegen.artefacts.text.phrases import counts_phrase, no_figures_sentence
from sitegen.artefacts.text.render import read_site
from sitegen.artefacts.text.words import Words, read_words
from sitegen.raw import RawFile
from sitegen.tables.states import placed_states
from sitegen.terms import SOURCE_LANGUAGE

MONTHS_LISTED = 12
"""Newest months that have an entry."""

ENTRIES_MOST = 30
"""Entries of a feed; the oldest are left out above it."""

_TITLE_MOST = 110
"""Characters of an issue in a title."""


@dataclass(frozen=True, slots=True)
class NewsTables:
    """What the feeds of a force are made from."""

    forces: pl.DataFrame
    neighbourhoods: pl.DataFrame
    priorities: pl.DataFrame
    events: pl.DataFrame
    neighbourhood_series: pl.DataFrame
    force_series: pl.DataFrame
    coverage: pl.DataFrame
    categories: pl.DataFrame
    release_changes: pl.DataFrame
    outcome_ages: pl.DataFrame


def make(
    *, force_id: str, locales: tuple[RawFile, ...], tables: NewsTables, site: Mapping[str, object], months: list[str]
) -> Iterator[tuple[str, bytes]]:
    """Two feeds in each language, Atom and JSON Feed, for the force, of months and releases, and for each of its neighbourhoods A to Z.

    Entries are the newest first. What an entry is told by never changes; its date comes from the data: the last day of a month of figures,
    the day the force gave for a priority or an action, the day of a meeting. A meeting to come, and a priority without a date, take the last
    day of the newest month.
    """
    force = read_force(tables.forces, force_id)
    supply = read_force_supply(tables.coverage, force, months)
    known = read_categories(tables.categories, tables.neighbourhood_series, tables.force_series)
    read: dict[str, Any] = {"column": "crimes", "months": months, "categories": known}
    own = read_monthly(tables.force_series, by="force_id", crime=supply.crime, asb=supply.asb, **read).get(force_id)
    placed = read_force_supply(placed_states(tables.coverage), force, months)
    monthly = read_monthly(tables.neighbourhood_series, by="neighbourhood_id", crime=placed.crime, asb=placed.asb, **read)
    places = read_neighbourhoods(tables.neighbourhoods)
    for language in read_site(site).languages:
        words = read_words(language, locales)
        told = read_force(words.translated(tables.forces), force_id)
        news = _News(told, tables.priorities, tables.events, str(site["as_of"]), words)
        page = urls.in_language(urls.force(force_id), language)
        title = words.gettext("%(force)s: new figures", force=told.name)
        feed = Feed(f"{force_id}/", title, page, [*news.months(own, "", page, "totals"), *news.releases(tables.release_changes, tables.outcome_ages)])
        yield from _written(feed, urls.force_feed, (force_id,), site, language)
        for place in places:
            page = urls.in_language(urls.neighbourhood(force_id, place.folder), language)
            title = words.gettext("%(name)s, %(force)s: new figures, priorities and meetings", name=place.name, force=told.name)
            entries = [*news.months(monthly.get(place.neighbourhood_id), place.neighbourhood_id, page, "crime"), *news.team(place, page)]
            feed = Feed(f"{force_id}/{place.neighbourhood_id}", title, page, entries)
            yield from _written(feed, urls.feed, (force_id, place.folder), site, language)


class _News:
    """What is new of one force, by place; entries in no order yet."""

    def __init__(self, force: Force, priorities: pl.DataFrame, events: pl.DataFrame, as_of: str, words: Words) -> None:
        self.force, self.as_of, self.words = force, as_of, words
        self.priorities = priorities.sort("neighbourhood_id", "position").partition_by("neighbourhood_id", as_dict=True)
        self.events = events.sort("neighbourhood_id", "start", "position").partition_by("neighbourhood_id", as_dict=True)

    def _id(self, *of: str) -> str:
        """What tells an entry: in another language it is another entry."""
        language = self.words.language
        return entry_id(self.force.force_id, *of, *([] if language == SOURCE_LANGUAGE else [language]))

    def months(self, monthly: Monthly | None, neighbourhood_id: str, page: str, anchor: str) -> list[Entry]:
        """An entry for each of the newest months; a month that was not supplied says so, and is another entry once it is."""
        if monthly is None:
            return []
        told = range(max(0, len(monthly.months) - MONTHS_LISTED), len(monthly.months))
        return [self._month(monthly.months[at], monthly.crime[at], monthly.asb[at], neighbourhood_id, page, anchor) for at in told]

    def _month(self, month: str, crime: Figure, asb: Figure, neighbourhood_id: str, page: str, anchor: str) -> Entry:
        words, name = self.words, self.words.month(month)
        missing = isinstance(crime, Missing) and isinstance(asb, Missing)
        if isinstance(crime, Missing) and isinstance(asb, Missing):
            title = words.gettext("%(month)s: no figures", month=name)
            text = no_figures_sentence(words, crime.state, self.force.name, name)
        else:
            counts = counts_phrase(words, crime, asb)
            title = words.gettext("%(month)s: %(counts)s", month=name, counts=counts)
            text = words.gettext(
                "Recorded in %(month)s: %(counts)s. "
                "Recorded crime is what people reported and the police wrote down; it is not everything that happened.",
                month=name,
                counts=counts,
            )
        about = self._id(neighbourhood_id, "no figures" if missing else "figures", month)
        last = calendar.monthrange(int(month[:4]), int(month[5:]))[1]
        return Entry(about, title, text, f"{month}-{last:02d}", page, anchor)

    def releases(self, release_changes: pl.DataFrame, outcome_ages: pl.DataFrame) -> Iterator[Entry]:
        """An entry for each release that changed months of the force that were told before, or with which some came to an age of outcomes."""
        page = urls.in_language(urls.force_releases(self.force.force_id), self.words.language)
        for change in view_changes(release_changes, outcome_ages, {}, self.words):
            if change.is_changed or change.reached:
                last = calendar.monthrange(int(change.release[:4]), int(change.release[5:]))[1]
                title = self.words.gettext("%(month)s: what changed in months already told", month=self.words.month(change.release))
                text = " ".join((*change.summary, *change.reached))
                yield Entry(self._id("", "release", change.release), title, text, f"{change.release}-{last:02d}", page, "")

    def team(self, place: Neighbourhood, page: str) -> Iterator[Entry]:
        """The priorities of a neighbourhood, what was done about each, and its meetings."""
        rows = self.priorities.get((place.neighbourhood_id,))
        if rows is not None:
            yield from self._priorities(rows, place.neighbourhood_id, page)
        rows = self.events.get((place.neighbourhood_id,))
        if rows is not None:
            yield from self._meetings(rows, place, page)

    def _priorities(self, rows: pl.DataFrame, neighbourhood_id: str, page: str) -> Iterator[Entry]:
        words, seen = self.words, dict[tuple[str, str], int]()
        for issue, issue_date, action, action_date in rows.select("issue", "issue_date", "action", "action_date").iter_rows():
            raised, done = plain_text(issue or ""), plain_text(action or "")
            key = (raised, issue_date or "")
            seen[key] = seen.get(key, 0) + 1
            of = (neighbourhood_id, "priority", *key, str(seen[key]))
            title = textwrap.shorten(raised, _TITLE_MOST, placeholder=" …") or words.gettext("A priority without a text")
            yield Entry(self._id(*of), words.gettext("Priority: %(issue)s", issue=title), raised, issue_date or self.as_of, page, "priorities", True)
            if done:
                date = action_date or issue_date or self.as_of
                yield Entry(self._id(*of, done), words.gettext("What was done: %(issue)s", issue=title), done, date, page, "priorities", True)

    def _meetings(self, rows: pl.DataFrame, place: Neighbourhood, page: str) -> Iterator[Entry]:
        words = self.words
        for meeting in read_meetings(rows, self.force.force_id, place.folder):
            when = ", ".join(part for part in (words.weekday_date(meeting.start), words.times(meeting.start, meeting.end)) if part)
            about = self._id(place.neighbourhood_id, "meeting", meeting.path, meeting.title)
            title = words.gettext("Meeting: %(title)s, %(date)s", title=meeting.title, date=words.date(meeting.start))
            text = ". ".join(part for part in (when, meeting.address, plain_text(meeting.description or "")) if part)
            yield Entry(about, title, text, meeting.start[:10], page, "meetings")


def _written(feed: Feed, path: Any, of: Sequence[str], site: Mapping[str, object], language: str) -> Iterator[tuple[str, bytes]]:
    # A slip of the pen in a force's date must not put an entry before all others for years.
    as_of = str(site["as_of"])
    entries = [entry._replace(date=min(entry.date[:10], as_of)) for entry in feed.entries]
    newest = sorted(entries, key=lambda entry: (entry.date, entry.id), reverse=True)[:ENTRIES_MOST]
    feed = feed._replace(entries=newest)
    for form, write in (("atom", atom), ("json", json_feed)):
        at = path(*of, form, language)
        yield at, write(feed, at, site, language)
