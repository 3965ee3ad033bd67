"""Neighbourhood teams: people, priorities and events, as the force gives them."""

from __future__ import annotations

import re
from datetime import datetime

import polars as pl

from sitegen.raw import RawFile
from sitegen.sources.json_files import member, read_list
from sitegen.sources.markup import address_line, plain_text, safe_html
from sitegen.sources.policing_files import sort_out
from sitegen.tables.schemas import SCHEMAS


def read_people(*, force_id: str, policing: tuple[RawFile, ...]) -> pl.DataFrame:
    """Name and rank of everybody in each team, sorted by neighbourhood and the force's own order.

    Nothing else that is said about a person is read: no biography, no contact, no picture. Nobody without a name.
    """
    rows = []
    for key, file in sort_out(policing).of_kind("people"):
        people = [(plain_text(member(person, "name")), plain_text(member(person, "rank"))) for person in read_list(file)]
        rows += [(force_id, key, position, *person) for position, person in enumerate(person for person in people if person[0])]
    return pl.DataFrame(rows, schema=SCHEMAS["people"].types, orient="row")


def read_priorities(*, force_id: str, policing: tuple[RawFile, ...]) -> pl.DataFrame:
    """What each team has said it works on, and what it did, sorted by neighbourhood and the force's own order.

    Entries without a readable issue are left out.
    """
    rows = []
    for key, file in sort_out(policing).of_kind("priorities"):
        texts = [
            (
                safe_html(member(entry, "issue")),
                _day(member(entry, "issue-date")),
                safe_html(member(entry, "action")),
                _day(member(entry, "action-date")),
            )
            for entry in read_list(file)
        ]
        rows += [(force_id, key, position, *text) for position, text in enumerate(text for text in texts if text[0])]
    return pl.DataFrame(rows, schema=SCHEMAS["priorities"].types, orient="row")


def read_events(*, force_id: str, policing: tuple[RawFile, ...]) -> pl.DataFrame:
    """Meetings of each team in local time, sorted by neighbourhood, start and the force's own order.

    Left out: events without a readable start, or with neither title nor type. An end before the start is dropped.
    """
    rows = []
    for key, file in sort_out(policing).of_kind("events"):
        events = [event for event in map(_event, read_list(file)) if event]
        rows += [(force_id, key, position, *event) for position, event in enumerate(events)]
    return pl.DataFrame(rows, schema=SCHEMAS["events"].types, orient="row").sort("neighbourhood_id", "start", "position")


def _event(entry: object) -> tuple[str, str, str, str | None, str | None, str] | None:
    start, end = _minute(member(entry, "start_date")), _minute(member(entry, "end_date"))
    kind = plain_text(member(entry, "type"))
    title = plain_text(member(entry, "title")) or kind.capitalize()
    if start is None or not title:
        return None
    until = end if end and end >= start else None
    return (title, kind, start, until, safe_html(member(entry, "description")), address_line(member(entry, "address")))


def _day(value: object) -> str | None:
    minute = _minute(value)
    return minute[:10] if minute else None


def _minute(value: object) -> str | None:
    """A moment as local time to the minute; None where it is no date. A date alone is its midnight."""
    text = value.strip() if isinstance(value, str) else ""
    found = re.fullmatch(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?", text[:40], re.ASCII)
    if not found:
        return None
    try:
        moment = datetime.fromisoformat(f"{found[1]}T{found[2] or '00:00'}")
    except ValueError:  # such as 30 February
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
