"""Who polices a neighbourhood, as its page shows it: how to reach the team, people, priorities, meetings."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from typing import TypeVar

import polars as pl
from markupsafe import Markup

from sitegen.artefacts.meetings import is_all_day, last_day
from sitegen.artefacts.sections.components import Contact, Event, Person, Priority
from sitegen.artefacts.sections.records import Neighbourhood
from sitegen.artefacts.text.words import Words

_LONGEST_TITLE = 110
"""Characters of an issue that may stand as a priority's title."""

_OLD_MONTHS = 18
"""Months after which the age of the priorities is said."""

_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"(?:^|>)[^<>&]*[^<>&\s]")
"""Text outside all tags that is seen, told without reading on; what is written as an entity may be a space."""

_NAMED_TAG = re.compile(r"<(/?)([a-z]+)[^<>]*>")
_LINE_END = re.compile(r"</?(?:p|br|ul|ol|li)\b[^<>]*>")

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Link:
    """A link the force gives on its neighbourhood's page."""

    title: str
    href: str


@dataclass(frozen=True, slots=True)
class TeamView:
    """The first half of a neighbourhood page, as of a day; what comes after it is to come."""

    contacts: tuple[Contact, ...]
    people: tuple[Person, ...]
    priorities: tuple[Priority, ...]
    coming: tuple[Event, ...]
    past: tuple[Event, ...]
    links: tuple[Link, ...]
    age_note: str
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class Teams:
    """What a force supplied about its teams, by neighbourhood, in the force's own order; meetings by when they start."""

    contacts: Mapping[str, tuple[Contact, ...]]
    people: Mapping[str, tuple[Person, ...]]
    priorities: Mapping[str, tuple[Priority, ...]]
    events: Mapping[str, tuple[Event, ...]]
    links: Mapping[str, tuple[Link, ...]]


@dataclass(frozen=True, slots=True)
class TeamTables:
    """What a force said of its neighbourhoods' teams."""

    contacts: pl.DataFrame
    stations: pl.DataFrame
    links: pl.DataFrame
    people: pl.DataFrame
    priorities: pl.DataFrame
    events: pl.DataFrame


def read_teams(tables: TeamTables, words: Words) -> Teams:
    """The teams of one force, read once for all its pages."""
    order = ("neighbourhood_id", "position")
    channels = tables.contacts.sort(order).select("neighbourhood_id", "channel", "text", "href").iter_rows()
    counters = tables.stations.sort(order).select("neighbourhood_id", "name", "kind", "address", "postcode").iter_rows()
    named = tables.people.sort(order).select("neighbourhood_id", "name", "rank").iter_rows()
    raised = tables.priorities.sort(order).select("neighbourhood_id", "issue", "issue_date", "action", "action_date").iter_rows()
    meetings = tables.events.sort("neighbourhood_id", "start", "position").select(
        "neighbourhood_id", "title", "start", "end", "address", "description", pl.int_range(1, pl.len() + 1).over("neighbourhood_id", "start")
    )
    names = _channel_names(words)
    reach = [
        (place, Contact(names.get(channel, _named(channel)), short_address(text), href or ""))
        for place, channel, text, href in channels
        if href != "tel:101"  # every page has that row already
    ]
    for place, name, kind, address, postcode in counters:
        if where := ", ".join(part for part in (name, address, postcode) if part):
            reach.append((place, Contact(_station_name(kind or "", words), where)))
    return Teams(
        contacts=_grouped(reach),
        people=_grouped((place, Person(name, rank or "")) for place, name, rank in named),
        priorities=_grouped((row[0], _priority(*row[1:], words=words)) for row in raised),
        events=_grouped((row[0], _event(*row[1:], words=words)) for row in meetings.iter_rows()),
        links=_grouped((place, Link(title or short_address(href), href)) for place, title, href in _links(tables.links)),
    )


def view_team(place: Neighbourhood, teams: Teams, *, as_of: str, words: Words) -> TeamView:
    """The team of one neighbourhood; a meeting is coming when its last day is after the day `as_of`."""
    reach = [Contact(words.gettext("Call"), words.gettext("101 and ask for %(name)s", name=place.name), "tel:101")]
    reach += teams.contacts.get(place.neighbourhood_id, ())
    if place.url and all(row.href != place.url for row in reach):
        reach.append(Contact(words.gettext("Force’s page"), short_address(place.url), place.url))
    events = teams.events.get(place.neighbourhood_id, ())
    return TeamView(
        contacts=tuple(reach),
        people=teams.people.get(place.neighbourhood_id, ()),
        priorities=teams.priorities.get(place.neighbourhood_id, ()),
        coming=tuple(event for event in events if event.last > as_of),
        past=tuple(event for event in reversed(events) if event.last <= as_of),
        links=teams.links.get(place.neighbourhood_id, ()),
        age_note=_age_note(teams.priorities.get(place.neighbourhood_id, ()), as_of, words),
        as_of=as_of,
    )


def _age_note(priorities: tuple[Priority, ...], as_of: str, words: Words) -> str:
    """What is to be said of priorities whose newest date lies long before the day `as_of`; empty where it does not."""
    newest = max((day for one in priorities for day in (one.issue_date, one.action_date) if day <= as_of), default="")
    if not newest or not as_of or int(as_of[:4]) * 12 + int(as_of[5:7]) - int(newest[:4]) * 12 - int(newest[5:7]) < _OLD_MONTHS:
        return ""
    return words.gettext("The newest date here is %(date)s. The force has supplied nothing newer.", date=words.date(newest))


def plain_text(html: str) -> str:
    """The words of sanitised HTML in one line."""
    return " ".join(unescape(_TAG.sub(" ", html)).split())


def html_or_none(html: str | None) -> Markup | None:
    """HTML that was sanitised when it was read; None where it holds no words."""
    return Markup(html) if html and (_WORD.search(html) or plain_text(html)) else None


def short_address(url: str) -> str:
    """A web address without its scheme and closing slash, for reading; any other text as it is."""
    if not url.startswith(("https://", "http://")):
        return url
    return url.partition("://")[2].removeprefix("www.").rstrip("/") or url


def _links(links: pl.DataFrame) -> Iterable[tuple[str, str, str]]:
    return links.sort("neighbourhood_id", "position").select("neighbourhood_id", "title", "href").iter_rows()


def _grouped(pairs: Iterable[tuple[str, Item]]) -> dict[str, tuple[Item, ...]]:
    groups: dict[str, list[Item]] = {}
    for place, item in pairs:
        groups.setdefault(place, []).append(item)
    return {place: tuple(items) for place, items in groups.items()}


def _channel_names(words: Words) -> dict[str, str]:
    return {
        "email": words.gettext("Email"),
        "telephone": words.gettext("Telephone"),
        "mobile": words.gettext("Mobile"),
        "fax": words.gettext("Fax"),
        "web": words.gettext("Web"),
        "address": words.gettext("Address"),
        "rss": "RSS",
        "x": "X",
        "youtube": "YouTube",
    }


def _named(slug: str) -> str:
    """A channel or kind of place that has no name of ours, as it was supplied."""
    return slug.replace("-", " ").replace("_", " ").capitalize()


def _event(title: str, start: str, end: str | None, address: str | None, description: str | None, number: int, *, words: Words) -> Event:
    time = words.times(start, end) if is_all_day(start, end) or last_day(start, end) != start[:10] else words.time(start)
    brief = f"{words.weekday_date(start)}, {time}"
    return Event(title, start, end or "", address or "", html_or_none(description), brief, number)


def _station_name(kind: str, words: Words) -> str:
    if not kind:
        return words.gettext("Address")
    return words.gettext("Police station") if kind.lower() in {"station", "police station"} else _named(kind)


def _priority(issue: str, issue_date: str | None, action: str | None, action_date: str | None, *, words: Words) -> Priority:
    title, why = split_issue(issue)
    return Priority(
        title=title or words.gettext("A priority without a text"),
        why=html_or_none(why),
        issue_date=issue_date or "",
        action=html_or_none(action),
        action_date=action_date or "",
    )


def split_issue(issue: str) -> tuple[str, str]:
    """An issue's title, and what is to be read below it.

    Its first paragraph or line is the title, where it is short, and the rest stands below; else the first sentence of
    that paragraph, cut at a word where it is very long too, with the whole below.
    """
    opening = _first_line(issue)
    title = plain_text(issue[:opening])
    rest = issue[opening:]
    if len(title) <= _LONGEST_TITLE:
        if not plain_text(rest):
            return title.removesuffix("."), ""
        return title.rstrip(".:"), _closed(issue[:opening], rest)
    sentence = re.match(rf".{{20,{_LONGEST_TITLE}}}?[.?!:](?=\s)", title)
    if sentence:
        return sentence[0].rstrip(".:"), issue
    return title[:_LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(",;:") + " …", issue


def _first_line(issue: str) -> int:
    """Where the first line with words in it ends: before the tag that begins the next."""
    for end in _LINE_END.finditer(issue):
        if plain_text(issue[: end.start()]):
            return end.start()
    return len(issue)


def _closed(opening: str, rest: str) -> str:
    """What follows a title, with the tags that stood open there opened again and without line breaks before its words."""
    still_open: list[str] = []
    for tag in _NAMED_TAG.finditer(opening):
        if tag[1] and still_open:
            still_open.pop()
        elif not tag[1] and tag[2] != "br":
            still_open.append(tag[0])
    later = re.sub(r"^(?:\s|<br>)+", "", rest)
    text = "".join(still_open) + later
    while (bare := re.sub(r"<(p|li|ul|ol|strong|em)>\s*(?:<br>\s*)*</\1>|<a [^<>]*></a>", "", text)) != text:
        text = bare
    return text.strip()
