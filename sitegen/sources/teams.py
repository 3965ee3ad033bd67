"""Neighbourhood teams: people, priorities and events, as the force gives them."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

import polars as pl

from sitegen.raw import RawFile
from sitegen.sources.json_files import list_if_readable, member
from sitegen.sources.markup import address_line, plain_text, safe_text
from sitegen.sources.policing_files import sort_out
from sitegen.tables.schemas import SCHEMAS

YEARS = (1990, 2100)
"""The first and the last year a team's date may be of: before and after them lie slips of the pen."""


def read_people(*, force_id: str, policing: tuple[RawFile, ...]) -> pl.DataFrame:
    """Name and rank of everybody in each team, sorted by neighbourhood and the force's own order.

    Nothing else that is said about a person is read: no biography, no contact, no picture. Nobody without a name.
    """
    return _table(SCHEMAS["people"].types, "people", force_id, policing)


def read_priorities(*, force_id: str, policing: tuple[RawFile, ...]) -> pl.DataFrame:
    """What each team has said it works on, and what it did, sorted by neighbourhood and the force's own order.

    Entries without a readable issue are left out.
    """
    return _table(SCHEMAS["priorities"].types, "priorities", force_id, policing)


def read_events(*, force_id: str, policing: tuple[RawFile, ...]) -> pl.DataFrame:
    """Meetings of each team in local time, sorted by neighbourhood, start and the force's own order.

    Left out: events without a readable start, or with neither title nor type. An end before the start is dropped, and one that is the start
    itself, or is once clocks have gone forward, is none. What lasts from midnight to midnight, or to 23.59, takes whole days: such an end is
    the midnight after the last of them, and null where that is the first.
    """
    return _table(SCHEMAS["events"].types, "events", force_id, policing).sort("neighbourhood_id", "start", "position")


class Entry(NamedTuple):
    """One entry of a file: its columns, the reason it is left out, and what is odd about it."""

    columns: tuple[str | None, ...]
    problem: str | None = None
    notes: tuple[str, ...] = ()


class Judged(NamedTuple):
    """A file of a neighbourhood and its entries; none of a file that cannot be read, for a reason."""

    neighbourhood_id: str
    file: RawFile
    entries: list[Entry]
    fault: str | None


def judged(kind: str, policing: tuple[RawFile, ...]) -> Iterator[Judged]:
    """Every file of a kind: people, priorities or events."""
    for key, file in sort_out(policing).of_kind(kind):
        entries, fault = list_if_readable(file)
        yield Judged(key, file, [KINDS[kind](entry) for entry in entries], fault)


def _table(types: Mapping[str, pl.DataType], kind: str, force_id: str, policing: tuple[RawFile, ...]) -> pl.DataFrame:
    rows = []
    for file in judged(kind, policing):
        kept = [entry.columns for entry in file.entries if entry.problem is None]
        rows += [(force_id, file.neighbourhood_id, position, *columns) for position, columns in enumerate(kept)]
    return pl.DataFrame(rows, schema=types, orient="row")


def _person(entry: object) -> Entry:
    name = plain_text(member(entry, "name"))
    return Entry((name, plain_text(member(entry, "rank"))), problem=None if name else "person-without-name")


def _priority(entry: object) -> Entry:
    issue, action = safe_text(member(entry, "issue")), safe_text(member(entry, "action"))
    dates = [_day(member(entry, name)) for name in ("issue-date", "action-date")]
    lost = any(date is None and _is_given(member(entry, name)) for date, name in zip(dates, ("issue-date", "action-date"), strict=True))
    problem = None if issue.html else "priority-without-issue"
    notes = {"date-unreadable": lost, "text-shortened": issue.is_shortened or action.is_shortened}
    return Entry((issue.html, dates[0], action.html, dates[1]), problem, tuple(note for note, holds in notes.items() if holds))


def _event(entry: object) -> Entry:
    start, end = _minute(member(entry, "start_date")), _minute(member(entry, "end_date"))
    kind = plain_text(member(entry, "type"))
    title = plain_text(member(entry, "title")) or kind.capitalize()
    problem = None if title else "event-without-title"
    if start is None:
        problem = "date-unreadable" if _is_given(member(entry, "start_date")) else "event-without-start"
    description = safe_text(member(entry, "description"))
    is_turned = bool(start and end and end < start)
    last = None
    if start and end and _on_the_clock(end) > _on_the_clock(start):
        last = _end(start, end, is_day=_is_day(member(entry, "end_date")))
    notes = {
        "date-unreadable": end is None and _is_given(member(entry, "end_date")),
        "event-ends-before-start": is_turned,
        "text-shortened": description.is_shortened,
    }
    columns = (title, kind, start, last, description.html, address_line(member(entry, "address")))
    return Entry(columns, problem, tuple(note for note, holds in notes.items() if holds))


KINDS: dict[str, Callable[[object], Entry]] = {"people": _person, "priorities": _priority, "events": _event}


def _end(start: str, end: str, *, is_day: bool) -> str | None:
    """The end of what lasts longer than a moment; see `read_events`. A day given as an end is over with its midnight."""
    if not start.endswith("T00:00") or not end.endswith(("T00:00", "T23:59")):
        return end
    day = date.fromisoformat(end[:10]) + timedelta(days=1 if is_day or end.endswith("T23:59") else 0)
    return None if day <= date.fromisoformat(start[:10]) + timedelta(days=1) else f"{day}T00:00"


def _on_the_clock(minute: str) -> str:
    """The local time as clocks show it: the hour they leave out on the last Sunday of March is the one after it."""
    day = date.fromisoformat(minute[:10])
    is_left_out = day.month == 3 and day.day > 24 and day.weekday() == 6 and minute[11:13] == "01"
    return f"{minute[:11]}02{minute[13:]}" if is_left_out else minute


def _is_day(value: object) -> bool:
    return isinstance(value, str) and len(value.strip()) == len("2025-07-31")


def _is_given(value: object) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None


def _day(value: object) -> str | None:
    minute = _minute(value)
    return minute[:10] if minute else None


def _minute(value: object) -> str | None:
    """A moment as local time to the minute; None where it is no date, or of a year no team writes. A date alone is its midnight."""
    text = value.strip() if isinstance(value, str) else ""
    found = re.fullmatch(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?", text[:40], re.ASCII)
    if not found:
        return None
    try:
        moment = datetime.fromisoformat(f"{found[1]}T{found[2] or '00:00'}")
    except ValueError:  # such as 30 February
        return None
    # Judged before the zone is: a moment at an end of the calendar has no local time.
    if not YEARS[0] <= moment.year <= YEARS[1]:
        return None
    if found[3]:
        # The API writes local time without a zone; where one is given all the same, it is honoured.
        zone = found[3].replace("Z", "+0000").replace(":", "")
        given = pl.Series([f"{moment.isoformat()}{zone}"]).str.to_datetime(
            "%Y-%m-%dT%H:%M:%S%z", strict=False, time_unit="ms", time_zone="Europe/London"
        )
        written: str | None = given.dt.strftime("%Y-%m-%dT%H:%M")[0]
        return written
    return moment.isoformat(timespec="minutes")
