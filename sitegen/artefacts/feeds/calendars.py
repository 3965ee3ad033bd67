"""Meetings as calendar files: one for each meeting, and one for all of a neighbourhood that a telephone can follow."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from html import unescape
from typing import NamedTuple

import polars as pl

from sitegen import urls
from sitegen.artefacts.lists.places import Place, read_places
from sitegen.artefacts.meetings import day_after, is_all_day
from sitegen.artefacts.text.render import read_site
from sitegen.artefacts.text.words import read_words
from sitegen.raw import RawFile
from sitegen.terms import SOURCE_LANGUAGE


class Meeting(NamedTuple):
    """A meeting in local time, with the public path of its own calendar file."""

    path: str
    title: str
    start: str
    end: str | None
    address: str
    description: str | None


def make(
    *,
    force_id: str,
    locales: tuple[RawFile, ...],
    events: pl.DataFrame,
    neighbourhoods: pl.DataFrame,
    forces: pl.DataFrame,
    site: Mapping[str, object],
) -> Iterator[tuple[str, bytes]]:
    """The calendar of every neighbourhood of a force that has meetings, in each language, and a file for each meeting, by neighbourhood and start.

    A meeting is the same in every calendar it stands in. Its own file is nobody's page and has no word of ours, so there is one for all languages.
    """
    languages = [read_words(language, locales) for language in read_site(site).languages]
    places = read_places(neighbourhoods, forces)
    folders = {str(key): str(folder) for key, folder in neighbourhoods.select("neighbourhood_id", "folder").iter_rows()}
    for (neighbourhood_id,), rows in events.sort("neighbourhood_id", "start", "position").group_by("neighbourhood_id", maintain_order=True):
        place = places.get((force_id, str(neighbourhood_id)))
        if place is None:
            continue
        folder = folders[str(neighbourhood_id)]
        meetings = read_meetings(rows, force_id, folder)
        for words in languages:
            name = words.gettext("%(place)s: meetings with the team", place=place.name)
            yield urls.calendar(force_id, folder, words.language), calendar(meetings, place, site, name, words.language)
        for meeting in meetings:
            yield meeting.path, calendar([meeting], place, site, place.name)


def read_meetings(events: pl.DataFrame, force_id: str, folder: str) -> list[Meeting]:
    """The meetings of one neighbourhood by start; two that begin at the same minute have a number in their path."""
    meetings: list[Meeting] = []
    at: dict[str, int] = {}
    for title, start, end, address, description in events.select("title", "start", "end", "address", "description").iter_rows():
        at[start] = at.get(start, 0) + 1
        meetings.append(Meeting(urls.event_calendar(force_id, folder, start, at[start]), title, start, end, address or "", description))
    return meetings


def calendar(meetings: Sequence[Meeting], place: Place, site: Mapping[str, object], name: str, language: str = SOURCE_LANGUAGE) -> bytes:
    """An iCalendar file (RFC 5545) under a name. Times are those of London; no line is longer than 75 bytes.

    Each meeting leads to its page in the language; the force's words are said to be English where that is another.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Local crime and policing//Meetings//{language.upper()}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        *_LONDON,
        *(line for meeting in meetings for line in _event(meeting, place, site, language)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode()


def _event(meeting: Meeting, place: Place, site: Mapping[str, object], language: str) -> Iterator[str]:
    supplied = "" if language == SOURCE_LANGUAGE else f";LANGUAGE={SOURCE_LANGUAGE}"
    digest = sha256(f"{meeting.path}\0{meeting.title}".encode()).hexdigest()[:24]
    base = str(site.get("base_url") or "")
    yield "BEGIN:VEVENT"
    yield f"UID:{digest}@meetings"
    yield f"DTSTAMP:{str(site['as_of']).replace('-', '')}T000000Z"
    if is_all_day(meeting.start, meeting.end):
        yield f"DTSTART;VALUE=DATE:{meeting.start[:10].replace('-', '')}"
        yield f"DTEND;VALUE=DATE:{day_after(meeting.start, meeting.end).isoformat().replace('-', '')}"
    else:
        yield f"DTSTART;TZID=Europe/London:{_moment(meeting.start)}"
        if meeting.end:
            yield f"DTEND;TZID=Europe/London:{_moment(meeting.end)}"
    yield f"SUMMARY{supplied}:{_text(f'{meeting.title} ({place.name})')}"
    if meeting.address:
        yield f"LOCATION{supplied}:{_text(meeting.address)}"
    if meeting.description and (words := _words(meeting.description)):
        yield f"DESCRIPTION{supplied}:{_text(words)}"
    if base:
        yield f"URL:{base}{urls.link(urls.HOME, urls.in_language(place.path, language))}"
    yield "END:VEVENT"


_LONDON = (
    "BEGIN:VTIMEZONE",
    "TZID:Europe/London",
    "BEGIN:DAYLIGHT",
    "DTSTART:19810329T010000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0100",
    "TZNAME:BST",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:19961027T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0000",
    "TZNAME:GMT",
    "END:STANDARD",
    "END:VTIMEZONE",
)
_LINE_MOST = 75


def _moment(local: str) -> str:
    return datetime.fromisoformat(local).strftime("%Y%m%dT%H%M%S")


def _words(html: str) -> str:
    """The words of sanitised HTML, a line for each paragraph or entry."""
    text = re.sub(r"</(?:p|li|ul|ol|h\d)>|<br ?/?>", "\n", html)
    lines = (" ".join(line.split()) for line in unescape(re.sub(r"<[^>]*>", " ", text)).split("\n"))
    return "\n".join(line for line in lines if line)


def _text(value: str) -> str:
    """A text value with the characters that would end it escaped."""
    return value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 bytes, no character cut in two; every piece but the first begins with a space."""
    piece, size = "", 0
    for character in line:
        width = len(character.encode())
        if size + width > _LINE_MOST:
            yield piece
            piece, size = " ", 1
        piece, size = piece + character, size + width
    yield piece
